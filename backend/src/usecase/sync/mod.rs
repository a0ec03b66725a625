//! Sync: taking ops in, giving changes out.
//!
//! Owns: push, pull, offer, the history's identity, the recount. A push is one transaction (on SQLite one savepoint of
//! a shared one), its first statement takes the network's counter row, and nothing is answered before the commit.
//! Must not: know HTTP, hold SQL, or decide what an op means (`shared::domain` does).

mod batch;
pub mod commit;
mod cursor;
pub mod entries;
mod judge;
pub mod lists;
pub mod offer;
pub mod points;
pub mod pull;
pub mod push;
pub mod reach;
pub mod recount;
pub mod review;
mod sender;

pub use batch::Batch;
pub use judge::{Known, Plan, Terms, judge};
pub use sender::{Door, Pusher, Scope, Sender};

use shared::time::{DAY, Millis};

/// How long marks are kept; a cursor that is older starts afresh.
pub const KEEP_MARKS: Millis = 180 * DAY;

use shared::id::Id;

use crate::app::App;
use crate::db;
use crate::error::Result;

/// The last position of a network.
pub async fn position(app: &App, network: Id) -> Result<i64> {
    let mut tx = app.db.read().await?;
    Ok(db::sync_state::get(&mut tx, network).await?.position)
}
