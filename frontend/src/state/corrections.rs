//! Corrections of a contact or the chair: under their session, straight to the server.
//!
//! Owns: the op of a correction and what its receipt means. Must not: touch this device's queue; the one who corrects need
//! not sit at a tablet.

use shared::domain::check::Rejection;
use shared::domain::hlc::{Clock, Hlc};
use shared::domain::op::{Act, Op, Registers, VERSION};
use shared::domain::row::Row;
use shared::wire::v1::push::{Push, Verdict};

use super::server::Failure;
use super::{clock, ids};
use crate::api::{self, ApiError};

/// Why a correction did not come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotCorrected {
    /// The server was not reached, or refused the request.
    Failure(Failure),
    /// It breaks a rule of the field.
    Rejected(Rejection),
    /// A later change had come from elsewhere.
    Overtaken,
}

/// Changes, deletes or restores an entry as it was read from the server. `lists` is the version of the lists that the
/// person chose from.
pub async fn correct(row: &Row, act: Act, set: Registers, lists: u32) -> Result<(), NotCorrected> {
    // Later than anything that the person has seen of the entry, even where a tablet's clock ran ahead.
    let stamps = row.born.iter().chain(row.stamps.values());
    let seen = stamps.map(|stamp| stamp.0).max().unwrap_or_default();
    let op = Op {
        id: ids::mint(),
        at: stamp_after(seen),
        act,
        of: row.of,
        entity: Some(row.id),
        library: row.library.clone(),
        lists,
        set,
        replaces: None,
    };
    let not_ours = || NotCorrected::Failure(Failure::from(ApiError::NotOurs));
    let batch = Push {
        v: VERSION,
        nonce: ids::mint().to_string(),
        // Not the tablet's: its clock knows nothing of this stamp.
        replica: ids::mint(),
        pending: 0,
        oldest: None,
        ops: vec![serde_json::value::to_raw_value(&op).map_err(|_| not_ours())?],
        effective: Default::default(),
        skewed: Vec::new(),
    };
    let answer = api::correct(&batch).await.map_err(|error| NotCorrected::Failure(error.into()))?;
    let receipt = answer.receipts.into_iter().next().filter(|receipt| receipt.id == Some(op.id));
    match receipt.ok_or_else(not_ours)?.verdict {
        Verdict::Applied(_) | Verdict::Duplicate(_) => Ok(()),
        Verdict::Superseded(_) | Verdict::Rekey => Err(NotCorrected::Overtaken),
        Verdict::Held { .. } => Err(NotCorrected::Rejected(Rejection::NotAllowed)),
        Verdict::Rejected { code } => Err(NotCorrected::Rejected(code)),
    }
}

fn stamp_after(seen: Hlc) -> Hlc {
    Clock { last: seen }.tick(clock::now()).at
}
