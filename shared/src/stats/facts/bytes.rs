//! Facts as bytes.
//!
//! Owns: the format, which is postcard: a million facts are columns of small numbers, and as JSON they would be five times
//! as long. What was written by an earlier version stays readable: fields are only added to [`super::Field::ALL`].

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Bytes that are no such value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// A value as bytes.
pub fn written<T: Serialize>(value: &T) -> Vec<u8> {
    // Our own types never fail to be written.
    postcard::to_allocvec(value).unwrap_or_default()
}

/// A value from bytes.
///
/// # Errors
/// Where the bytes are something else, or end too early.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    postcard::from_bytes(bytes).map_err(|_| Unreadable)
}
