//! What the browser offers, behind small types.
//!
//! Owns: the clock, randomness, locks, channels, events and storage questions of the browser. Must not: know entries,
//! ops or texts. Together with `store/` the only place that mentions web-sys.

pub mod camera;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod cookie;
pub mod download;
pub mod fetch;
pub mod form;
pub mod gzip;
pub mod install;
mod js;
pub mod kept;
pub mod locks;
pub mod page;
pub mod preference;
pub mod random;
pub mod sight;
pub mod signs;
pub mod storage;
pub mod stream;
pub mod timing;
pub mod upload;
pub mod worker;
