//! The fields of a fact that the columns keep.
//!
//! Owns: which they are, and the code that a fact has in each. Must not: know how codes are stored.

use crate::domain::op::Kind;
use crate::stats::dim::Dim;
use crate::stats::fact::Fact;

/// The code of a fact in a field that does not concern it: a help without referral in *referred to*, a duty in *topic*.
/// Not the same as *not stated*.
pub const NONE: &str = "";

/// By what the facts can be filtered and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The library.
    Library,
    /// What kind of entity.
    Entity,
    /// Customer or own staff.
    Kind,
    /// How a help was entered.
    Mode,
    /// The main topic.
    Topic,
    /// The first “also about”.
    Also,
    /// The second “also about”.
    AlsoSecond,
    /// In person or remote.
    Form,
    /// Where and in what way.
    Setting,
    /// The band of minutes.
    Duration,
    /// What came of it.
    Outcome,
    /// Where to.
    ReferredTo,
    /// The customer's equipment.
    Equipment,
    /// The language of the service given.
    Lang,
    /// Weekday and hour: see [`crate::stats::dim::hour_code`].
    HourOfWeek,
    /// How demanding it was.
    Effort,
    /// It was straining.
    Strain,
    /// Its time is doubtful.
    Uncertain,
    /// Support was open and nobody came.
    NobodyCame,
    /// Whole hours of a group session or a duty.
    Hours,
}

impl Field {
    /// All of them, in the order of the columns. New ones come last: stored blocks have fewer columns.
    pub const ALL: [Self; 20] = [
        Self::Library,
        Self::Entity,
        Self::Kind,
        Self::Mode,
        Self::Topic,
        Self::Also,
        Self::AlsoSecond,
        Self::Form,
        Self::Setting,
        Self::Duration,
        Self::Outcome,
        Self::ReferredTo,
        Self::Equipment,
        Self::Lang,
        Self::HourOfWeek,
        Self::Effort,
        Self::Strain,
        Self::Uncertain,
        Self::NobodyCame,
        Self::Hours,
    ];

    /// Its place in [`Field::ALL`].
    pub fn index(self) -> usize {
        Self::ALL.iter().position(|field| *field == self).unwrap_or(0)
    }

    /// The code of a fact.
    pub(in crate::stats) fn code(self, fact: &Fact) -> &str {
        let of = |dim| fact.code(dim).unwrap_or(NONE);
        match self {
            Self::Library => &fact.library,
            Self::Entity => fact.entity.code(),
            Self::Kind => &fact.kind,
            Self::Mode => &fact.mode,
            Self::Topic => of(Dim::Topic),
            Self::Also => of(Dim::Also),
            Self::AlsoSecond => fact.all(Dim::Also).nth(1).unwrap_or(NONE),
            Self::Form => of(Dim::Form),
            Self::Setting => of(Dim::Setting),
            Self::Duration => of(Dim::Duration),
            Self::Outcome => of(Dim::Outcome),
            Self::ReferredTo => of(Dim::ReferredTo),
            Self::Equipment => of(Dim::Equipment),
            Self::Lang => of(Dim::Lang),
            Self::HourOfWeek => of(Dim::HourOfWeek),
            Self::Effort => of(Dim::Effort),
            Self::Strain => of(Dim::Strain),
            Self::Uncertain => of(Dim::Uncertain),
            Self::NobodyCame => of(Dim::NobodyCame),
            Self::Hours => of(Dim::Hours),
        }
    }
}

/// Whether an entry of a kind is a fact of the columns. A sample period is none: it says when a library logs. A check-in
/// is no entry.
pub(super) fn counts(entity: Kind) -> bool {
    entity != Kind::SamplePeriod && entity.is_entry()
}
