//! Anonymous feedback after an activity day: the four outcomes of the public libraries' survey, a self-assessment of before
//! and after, what was good and what to do better.
//!
//! Owns: the scales, when the form is open, how its pairs are read, and their limits. Must not: know who answers, or where
//! a form comes from. What the answers say together is `stats::day_feedback`'s.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::day::{Day, Door};
use super::registration::{Fault, Mode, Pairs, Wrong};
use crate::time::{Millis, helsinki_midnight};

/// The longest free text, in characters.
pub const MAX_TEXT: usize = 1_000;
/// So many days after the day the form is still open.
pub const OPEN_DAYS: i32 = 30;
/// The least and the most of a scale: *fully disagree* to *fully agree*.
pub const SCORES: std::ops::RangeInclusive<u8> = 1..=5;
/// Results are shown from so many answers on, and so many at a time.
pub const GROUP: u32 = 5;

/// The names of the form's fields beside the scales.
pub mod field {
    #![expect(missing_docs, reason = "each is the name of the field that it is called after")]
    pub const MODE: &str = "mode";
    pub const GOOD: &str = "good";
    pub const BETTER: &str = "better";
    /// The choice of whoever cannot say.
    pub const NONE: &str = "none";
}

/// A statement that is agreed with or not. Its code is also its field's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// I learned something that is useful to me.
    Knowledge,
    /// I feel more confident about what I learned.
    Confidence,
    /// I intend to apply what I learned.
    Application,
    /// I know better what help and what services there are.
    Awareness,
    /// Before the day: I can help with a phone or a tablet.
    DevicesBefore,
    /// The same after it.
    DevicesAfter,
    /// Before the day: I notice when a customer's security is at risk.
    SafetyBefore,
    /// The same after it.
    SafetyAfter,
    /// Before the day: I know where to guide a customer whom I cannot help.
    ReferralBefore,
    /// The same after it.
    ReferralAfter,
}

impl Scale {
    /// The outcomes, in the order of the form.
    pub const OUTCOMES: [Self; 4] = [Self::Knowledge, Self::Confidence, Self::Application, Self::Awareness];
    /// The statements of the self-assessment: before and after the day.
    pub const SKILLS: [(Self, Self); 3] = [
        (Self::DevicesBefore, Self::DevicesAfter),
        (Self::SafetyBefore, Self::SafetyAfter),
        (Self::ReferralBefore, Self::ReferralAfter),
    ];
    /// All, in the order of the form.
    pub const ALL: [Self; 10] = [
        Self::Knowledge,
        Self::Confidence,
        Self::Application,
        Self::Awareness,
        Self::DevicesBefore,
        Self::DevicesAfter,
        Self::SafetyBefore,
        Self::SafetyAfter,
        Self::ReferralBefore,
        Self::ReferralAfter,
    ];

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Knowledge => "knowledge",
            Self::Confidence => "confidence",
            Self::Application => "application",
            Self::Awareness => "awareness",
            Self::DevicesBefore => "devices_before",
            Self::DevicesAfter => "devices_after",
            Self::SafetyBefore => "safety_before",
            Self::SafetyAfter => "safety_after",
            Self::ReferralBefore => "referral_before",
            Self::ReferralAfter => "referral_after",
        }
    }

    /// The scale of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scale| scale.code() == code)
    }
}

/// What a free text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// What was good.
    Good,
    /// What to do better.
    Better,
}

impl About {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Good, Self::Better];

    /// The code; also the field's name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Good => field::GOOD,
            Self::Better => field::BETTER,
        }
    }

    /// The text of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|about| about.code() == code)
    }
}

/// An answer. What was not answered is absent: nothing is taken for a middle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayFeedback {
    /// How the person took part: on site or remotely.
    pub mode: Option<Mode>,
    /// 1 to 5.
    pub scores: BTreeMap<Scale, u8>,
    /// Texts, without space around them.
    pub texts: BTreeMap<About, String>,
}

/// Whether the form is open at an instant: from the day's beginning to the end of the 30th day after it.
pub fn door(day: &Day, now: Millis) -> Door {
    if now < day.begins_at() {
        Door::Before
    } else if now < closes_at(day) {
        Door::Open
    } else {
        Door::After
    }
}

/// When the form closes, ms UTC: the midnight after its last day.
pub fn closes_at(day: &Day) -> Millis {
    helsinki_midnight(day.date.plus_days(OPEN_DAYS + 1))
}

/// Reads a form. All faults at once, in the order of the form, each field once.
pub fn parse(pairs: &Pairs) -> Result<DayFeedback, Vec<Fault>> {
    let mut faults = Vec::new();
    let mut wrong = |field: &str, wrong| faults.push(Fault { field: field.to_owned(), wrong });
    let mut answer = DayFeedback::default();
    let sent = pairs.one(field::MODE);
    answer.mode = Mode::from_code(sent).filter(|mode| *mode != Mode::Declined);
    if answer.mode.is_none() && !is_blank(sent) {
        wrong(field::MODE, Wrong::NoChoice);
    }
    for scale in Scale::ALL {
        let sent = pairs.one(scale.code());
        match sent.parse::<u8>().ok().filter(|score| SCORES.contains(score)) {
            Some(score) => drop(answer.scores.insert(scale, score)),
            None if is_blank(sent) => {}
            None => wrong(scale.code(), Wrong::NoChoice),
        }
    }
    for about in About::ALL {
        let text = pairs.one(about.code()).replace("\r\n", "\n");
        let text = text.trim();
        if text.chars().nth(MAX_TEXT).is_some() {
            wrong(about.code(), Wrong::TooLong);
        } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
            wrong(about.code(), Wrong::Control);
        } else if !text.is_empty() {
            answer.texts.insert(about, text.to_owned());
        }
    }
    if faults.is_empty() && answer.scores.is_empty() && answer.texts.is_empty() {
        faults.push(Fault { field: Scale::Knowledge.code().to_owned(), wrong: Wrong::Missing });
    }
    if faults.is_empty() { Ok(answer) } else { Err(faults) }
}

fn is_blank(sent: &str) -> bool {
    sent.is_empty() || sent == field::NONE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(list: &[(&str, &str)]) -> Pairs {
        Pairs::from_list(list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
    }

    #[test]
    fn what_was_not_answered_is_absent() {
        let answer = parse(&pairs(&[
            ("mode", "remote"),
            ("knowledge", "5"),
            ("confidence", "none"),
            ("devices_before", "2"),
            ("good", " Työpaja\r\nja lounas "),
            ("better", "  "),
            ("somebody", "else"),
        ]))
        .unwrap();
        assert_eq!(answer.mode, Some(Mode::Remote));
        assert_eq!(answer.scores, [(Scale::Knowledge, 5), (Scale::DevicesBefore, 2)].into());
        assert_eq!(answer.texts, [(About::Good, "Työpaja\nja lounas".to_owned())].into());
    }

    #[test]
    fn each_fault_is_told_at_its_field() {
        let long = "ä".repeat(MAX_TEXT + 1);
        let faults = parse(&pairs(&[
            ("mode", "declined"),
            ("knowledge", "6"),
            ("awareness", "-1"),
            ("good", &long),
            ("better", "a\u{0}b"),
        ]))
        .unwrap_err();
        let told: Vec<_> = faults.iter().map(|fault| (fault.field.as_str(), fault.wrong)).collect();
        let expected = [
            ("mode", Wrong::NoChoice),
            ("knowledge", Wrong::NoChoice),
            ("awareness", Wrong::NoChoice),
            ("good", Wrong::TooLong),
            ("better", Wrong::Control),
        ];
        assert_eq!(told, expected);
        let empty = parse(&pairs(&[("mode", "onsite"), ("knowledge", "none")])).unwrap_err();
        assert_eq!((empty.len(), empty[0].wrong), (1, Wrong::Missing));
        assert!(parse(&pairs(&[("good", &"ä".repeat(MAX_TEXT))])).is_ok());
    }

    #[test]
    fn every_scale_has_one_code_and_one_place_in_the_form() {
        let paired = Scale::SKILLS.iter().flat_map(|(before, after)| [*before, *after]);
        let form: Vec<_> = Scale::OUTCOMES.into_iter().chain(paired).collect();
        assert_eq!(form, Scale::ALL);
        for scale in Scale::ALL {
            assert_eq!(Scale::from_code(scale.code()), Some(scale));
            assert_eq!(serde_json::to_value(scale).unwrap(), scale.code());
        }
    }

    #[test]
    fn the_form_is_open_for_thirty_days() {
        let day = crate::domain::day::tests::day();
        assert_eq!(door(&day, day.begins_at() - 1), Door::Before);
        assert_eq!(door(&day, day.begins_at()), Door::Open);
        assert_eq!(door(&day, helsinki_midnight(day.date.plus_days(31)) - 1), Door::Open);
        assert_eq!(door(&day, helsinki_midnight(day.date.plus_days(31))), Door::After);
    }
}
