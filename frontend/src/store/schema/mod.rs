//! The schema: one module per version, applied in order.
//!
//! Owns: the version number and the names of the stores. A step only adds; none rewrites `outbox`, `sent` or
//! `quarantine`, so that an app that slept for a year still delivers what it holds.

pub mod v1;

use indexed_db_futures::database::Database;

use super::StoreError;

/// The version that this build reads and writes.
pub const VERSION: u32 = 1;

/// Entities as the server has them; key: the entity's id; value: a row.
pub const BASE: &str = "base";
/// Ops that wait for a receipt; key: their order; value: an item, with the op's id beside it.
pub const OUTBOX: &str = "outbox";
/// Acknowledged batches; key: their order; value: a batch, with the time of its receipts beside it.
pub const SENT: &str = "sent";
/// Rejected ops; key: the op's id; value: the item with its reason.
pub const QUARANTINE: &str = "quarantine";
/// Single values by name.
pub const META: &str = "meta";

/// Opens the database, stepping it up to [`VERSION`].
pub(super) async fn open(name: &str) -> Result<Database, StoreError> {
    let request = Database::open(name).with_version(VERSION).with_on_upgrade_needed(|event, database| {
        if event.old_version() < 1.0 {
            v1::apply(&database)?;
        }
        Ok(())
    });
    request.await.map_err(|error| StoreError::of_open(&error))
}
