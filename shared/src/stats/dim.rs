//! The dimensions: by what entries are counted.
//!
//! Owns: their codes, their definitions, and which of them add up to the whole. Must not: hold anything of a person.

use crate::domain::op::Kind;
use crate::time::Date;

/// The code of a dimension's value that nobody stated, and the kind and mode of entities that have none.
pub const NOT_STATED: &str = "-";
/// The one code of [`Dim::Total`].
pub const ALL: &str = "all";
/// The code of something that is so.
pub const YES: &str = "yes";
/// The code of something that is not so.
pub const NO: &str = "no";

/// A dimension. Those that [`Dim::is_partition`] names add up to the total; the others count a part of the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dim {
    /// Every entry once, under [`ALL`].
    Total,
    /// The main topic of a help, the topic of a group session.
    Topic,
    /// “Also about”: each further topic of a help. A table of its own: a help may stand in it twice or not at all.
    Also,
    /// In person or remote; not stated where nobody chose or implied it.
    Form,
    /// Where and in what way.
    Setting,
    /// The band of minutes.
    Duration,
    /// What came of it.
    Outcome,
    /// Where to; only helps whose outcome is *referred*.
    ReferredTo,
    /// The customer's equipment.
    Equipment,
    /// The language of the service given.
    Lang,
    /// The service point.
    Point,
    /// Weekday and hour: see [`hour_code`]. Group sessions and duties count in the hour they began.
    HourOfWeek,
    /// How demanding it was; only helps where somebody said so, because not every network asks.
    Effort,
    /// It was straining; only helps where somebody said so.
    Strain,
    /// [`YES`]: the time of a `now` is doubtful, because the device's clock was wrong; otherwise [`NO`].
    Uncertain,
    /// [`YES`]: support was open and nobody came. Duties only.
    NobodyCame,
    /// Whole hours of a group session or a duty, as a number.
    Hours,
    /// The last date of a sample period, under the period's first date. Says when a library logs; is not an entry.
    Sample,
}

impl Dim {
    const NAMED: [(Self, &'static str); 18] = [
        (Self::Total, "total"),
        (Self::Topic, "topic"),
        (Self::Also, "also"),
        (Self::Form, "form"),
        (Self::Setting, "setting"),
        (Self::Duration, "duration"),
        (Self::Outcome, "outcome"),
        (Self::ReferredTo, "referred_to"),
        (Self::Equipment, "equipment"),
        (Self::Lang, "lang"),
        (Self::Point, "point"),
        (Self::HourOfWeek, "hour_of_week"),
        (Self::Effort, "effort"),
        (Self::Strain, "strain"),
        (Self::Uncertain, "uncertain"),
        (Self::NobodyCame, "nobody_came"),
        (Self::Hours, "hours"),
        (Self::Sample, "sample"),
    ];

    /// The code in the database.
    pub fn code(self) -> &'static str {
        Self::NAMED.iter().find(|(dim, _)| *dim == self).map_or("", |(_, code)| code)
    }

    /// The dimension of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(_, named)| *named == code).map(|(dim, _)| *dim)
    }

    /// Whether its codes, *not stated* included, add up to the total of the kind of entity.
    pub fn is_partition(self, of: Kind) -> bool {
        match self {
            Self::Total | Self::Point | Self::HourOfWeek => {
                matches!(of, Kind::Help | Kind::GroupSession | Kind::Duty)
            }
            Self::Topic => matches!(of, Kind::Help | Kind::GroupSession),
            Self::Form | Self::Setting | Self::Duration | Self::Outcome | Self::Equipment | Self::Lang => {
                of == Kind::Help
            }
            Self::Uncertain => of == Kind::Help,
            Self::NobodyCame => of == Kind::Duty,
            Self::Hours => matches!(of, Kind::GroupSession | Kind::Duty),
            Self::Also | Self::ReferredTo | Self::Effort | Self::Strain | Self::Sample => false,
        }
    }
}

/// Weekday and hour as one code: `1-09` is Monday from nine to ten, `7--` Sunday with the hour not noted.
pub fn hour_code(on: Date, hour: Option<u32>) -> String {
    let weekday = on.weekday() + 1;
    hour.map_or_else(|| format!("{weekday}-{NOT_STATED}"), |hour| format!("{weekday}-{hour:02}"))
}

/// Weekday (1 = Monday) and hour of a code of [`Dim::HourOfWeek`].
pub fn parse_hour_code(code: &str) -> Option<(u32, Option<u32>)> {
    let (weekday, hour) = code.split_once('-')?;
    let weekday = weekday.parse().ok().filter(|day| (1..=7).contains(day))?;
    let hour = if hour == NOT_STATED { None } else { Some(hour.parse().ok().filter(|hour| *hour < 24)?) };
    Some((weekday, hour))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dimension_has_a_code_of_its_own() {
        for (dim, code) in Dim::NAMED {
            assert_eq!(dim.code(), code);
            assert_eq!(Dim::from_code(code), Some(dim));
        }
    }
}
