//! Version 1: the five stores.
//!
//! Owns: their keys and indexes. Never changed once released; what comes later is another module.

use indexed_db_futures::database::Database;
use indexed_db_futures::{Build as _, KeyPath};

use super::{BASE, META, OUTBOX, QUARANTINE, SENT};

/// The index of the outbox by op id: no op waits twice.
pub const BY_ID: &str = "id";
/// The property of an outbox record that holds the op's id.
pub const ID: &str = "id";
/// The property that holds the record's JSON.
pub const JSON: &str = "json";
/// The index and the property of a sent batch that hold the time of its receipts (Unix ms).
pub const AT: &str = "at";

/// Makes the stores.
pub(super) fn apply(database: &Database) -> indexed_db_futures::Result<()> {
    database.create_object_store(BASE).build()?;
    let outbox = database.create_object_store(OUTBOX).with_auto_increment(true).build()?;
    outbox.create_index(BY_ID, KeyPath::from(ID)).with_unique(true).build()?;
    let sent = database.create_object_store(SENT).with_auto_increment(true).build()?;
    sent.create_index(AT, KeyPath::from(AT)).build()?;
    database.create_object_store(QUARANTINE).build()?;
    database.create_object_store(META).build()?;
    Ok(())
}
