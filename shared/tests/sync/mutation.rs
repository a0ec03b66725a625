//! Known ways to build sync wrongly. Each is a switch of the model server or of the driver; the checker must find each.

/// A deliberate fault of the implementation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutation {
    // Of the server.
    /// The answer is given although the commit failed.
    AnsweredBeforeCommit,
    /// A batch is not one transaction: the sums are lost when the server is killed.
    HalfTransaction,
    /// Ops are stored again when they are sent again.
    NoDedup,
    /// A replica's ops are told apart by a counter and not by their ids.
    DedupByCounter,
    /// An id that is known with other bytes is answered as a duplicate.
    BytesNotCompared,
    /// Positions are handed out before the commits land, so that a cursor skips.
    SequenceAsCursor,
    /// Whoever comes last wins.
    LastArrivalWins,
    /// A patch revives what was deleted.
    PatchRevives,
    /// An op is refused because of its clock.
    ClockRefused,
    /// A duplicate is counted once more.
    DuplicateCounted,
    /// A promoted replica goes on under the old epoch.
    MarksIgnored,
    // Of the driver.
    /// A busy server's status discards the batch.
    DiscardedOnStatus,
    /// A batch that is too large is discarded.
    DiscardedOnTooLarge,
    /// A success empties the queue, whatever the receipts say.
    ClearedOnSuccess,
    /// A retry mints new ids.
    RetriedUnderNewIds,
    /// *Saved* is said before the transaction has completed.
    SavedBeforeDurable,
    /// Acknowledged ops are not kept.
    SentForgotten,
    /// A new epoch is not noticed.
    EpochIgnored,
    /// Each page of a pull is applied by itself.
    PagesApplied,
    /// The screen shows base rows and the outbox only.
    SentNotShown,
    /// A refused batch is neither halved nor set aside.
    NeverHalved,
    /// The timer is not kept.
    NoTimer,
    /// A lock whose holder is frozen is never taken over.
    LockNeverStolen,
    /// Rows are applied though another tab has moved the store on.
    AppliedBlindly,
}

impl Mutation {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::AnsweredBeforeCommit,
        Self::HalfTransaction,
        Self::NoDedup,
        Self::DedupByCounter,
        Self::BytesNotCompared,
        Self::SequenceAsCursor,
        Self::LastArrivalWins,
        Self::PatchRevives,
        Self::ClockRefused,
        Self::DuplicateCounted,
        Self::MarksIgnored,
        Self::DiscardedOnStatus,
        Self::DiscardedOnTooLarge,
        Self::ClearedOnSuccess,
        Self::RetriedUnderNewIds,
        Self::SavedBeforeDurable,
        Self::SentForgotten,
        Self::EpochIgnored,
        Self::PagesApplied,
        Self::SentNotShown,
        Self::NeverHalved,
        Self::NoTimer,
        Self::LockNeverStolen,
        Self::AppliedBlindly,
    ];
}
