//! A message of the organisers to a group of those who registered for the activity day.
//!
//! Owns: who is in a group, what a person gets to read, and what is wrong with a draft. Must not: hold an address.

use serde::{Deserialize, Serialize};

use super::day::Texts;
use super::lang::Lang;
use super::registration::{Mode, Registration, State};

/// The longest subject, in characters.
pub const MAX_SUBJECT: usize = 120;
/// The longest text, in characters.
pub const MAX_TEXT: usize = 4_000;
/// What stands in a text for the reader's name, in each language.
pub const NAME: &str = "{nimi}";

/// A group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// All who have confirmed that they come, on site or remotely.
    #[default]
    Confirmed,
    /// Confirmed, on site.
    Onsite,
    /// Confirmed, remotely.
    Remote,
    /// On the waiting list, or with an offer that is not answered.
    Waiting,
    /// With a contribution of their own, confirmed.
    Contributors,
    /// With a place that is reserved and not confirmed.
    Unconfirmed,
}

impl Audience {
    /// All, in the order of the page.
    pub const ALL: [Self; 6] =
        [Self::Confirmed, Self::Onsite, Self::Remote, Self::Waiting, Self::Contributors, Self::Unconfirmed];

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Onsite => "onsite",
            Self::Remote => "remote",
            Self::Waiting => "waiting",
            Self::Contributors => "contributors",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// The group of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.code() == code)
    }

    /// Whether somebody is in it. Who said that they cannot come is in none.
    pub fn has(self, state: State, told: &Registration) -> bool {
        let comes = state == State::Confirmed && told.mode != Mode::Declined;
        match self {
            Self::Confirmed => comes,
            Self::Onsite => comes && told.mode == Mode::Onsite,
            Self::Remote => comes && told.mode == Mode::Remote,
            Self::Waiting => matches!(state, State::Waiting | State::Offered),
            Self::Contributors => comes && told.contribution.is_some(),
            Self::Unconfirmed => state == State::Reserved,
        }
    }
}

/// What an organiser has written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// To whom.
    pub audience: Audience,
    /// Only to those of this library; absent: all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// The subject.
    pub subject: Texts,
    /// The text; [`NAME`] stands for the reader's name.
    pub text: Texts,
}

/// What is wrong with a field of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing is written.
    Empty,
    /// Too many characters.
    TooLong,
    /// A line break or another control character in a subject.
    Control,
    /// Something in braces that is not [`NAME`]: it would be sent as it stands.
    Placeholder,
    /// One of subject and text is translated and the other is not.
    Half,
}

/// A field of a draft and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// `subject_fi`, `text_fi`, `subject_sv` and so on.
    pub field: &'static str,
    /// What.
    pub wrong: Wrong,
}

impl Draft {
    /// All that is wrong; Finnish is needed, since the other languages fall back on it.
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let [fi, sv, en] = [
            ("subject_fi", "text_fi", &self.subject.fi, &self.text.fi),
            ("subject_sv", "text_sv", &self.subject.sv, &self.text.sv),
            ("subject_en", "text_en", &self.subject.en, &self.text.en),
        ];
        for (subject_field, text_field, subject, text) in [fi, sv, en] {
            let (no_subject, no_text) = (subject.trim().is_empty(), text.trim().is_empty());
            let is_finnish = subject_field == "subject_fi";
            let empty = if is_finnish { Wrong::Empty } else { Wrong::Half };
            let lacks = |missing: bool, other: bool| missing && (is_finnish || !other);
            if lacks(no_subject, no_text) {
                faults.push(Fault { field: subject_field, wrong: empty });
            } else if let Some(wrong) = line(subject) {
                faults.push(Fault { field: subject_field, wrong });
            }
            if lacks(no_text, no_subject) {
                faults.push(Fault { field: text_field, wrong: empty });
            } else if let Some(wrong) = lines(text) {
                faults.push(Fault { field: text_field, wrong });
            }
        }
        faults
    }

    /// Subject and text as somebody gets them.
    pub fn read_by(&self, lang: Lang, name: &str) -> (String, String) {
        let subject = self.subject.of(lang).trim().to_owned();
        (subject, self.text.of(lang).trim().replace(NAME, name))
    }

    /// The language that is sent to who chose `lang`: Finnish where it has not been translated.
    pub fn language(&self, lang: Lang) -> Lang {
        let texts = match lang {
            Lang::Fi => &self.text.fi,
            Lang::Sv => &self.text.sv,
            Lang::En => &self.text.en,
        };
        if texts.trim().is_empty() { Lang::Fi } else { lang }
    }
}

fn line(text: &str) -> Option<Wrong> {
    if text.chars().count() > MAX_SUBJECT {
        return Some(Wrong::TooLong);
    }
    if text.trim().chars().any(char::is_control) {
        return Some(Wrong::Control);
    }
    // A name does not belong where everybody sees it in a list of mails.
    text.contains(['{', '}']).then_some(Wrong::Placeholder)
}

fn lines(text: &str) -> Option<Wrong> {
    if text.chars().count() > MAX_TEXT {
        return Some(Wrong::TooLong);
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Some(Wrong::Control);
    }
    text.replace(NAME, "").contains(['{', '}']).then_some(Wrong::Placeholder)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            subject: Texts { fi: "Aikataulu muuttui".to_owned(), ..Texts::default() },
            text: Texts { fi: "Hei {nimi}, alamme klo 9.".to_owned(), ..Texts::default() },
            ..Draft::default()
        }
    }

    #[test]
    fn each_gets_the_own_language_and_finnish_where_there_is_none() {
        let mut draft = draft();
        draft.subject.sv = "Ny tidtabell".to_owned();
        draft.text.sv = "Hej {nimi}!".to_owned();
        assert!(draft.faults().is_empty());
        assert_eq!(draft.read_by(Lang::Sv, "Maj").1, "Hej Maj!");
        let (subject, text) = draft.read_by(Lang::En, "{nimi}");
        assert_eq!((subject.as_str(), text.as_str()), ("Aikataulu muuttui", "Hei {nimi}, alamme klo 9."));
        assert_eq!((draft.language(Lang::Sv), draft.language(Lang::En)), (Lang::Sv, Lang::Fi));
    }

    #[test]
    fn what_would_go_out_wrong_is_told_at_its_field() {
        let wrong = |change: fn(&mut Draft)| {
            let mut draft = draft();
            change(&mut draft);
            draft.faults().into_iter().map(|fault| (fault.field, fault.wrong)).collect::<Vec<_>>()
        };
        assert_eq!(wrong(|d| d.subject.fi = "\u{a0} ".to_owned()), [("subject_fi", Wrong::Empty)]);
        assert_eq!(wrong(|d| d.subject.fi = "a\nBcc: x@y.fi".to_owned()), [("subject_fi", Wrong::Control)]);
        assert_eq!(wrong(|d| d.subject.fi = "{nimi}".to_owned()), [("subject_fi", Wrong::Placeholder)]);
        assert_eq!(wrong(|d| d.text.fi = "Hei {name}".to_owned()), [("text_fi", Wrong::Placeholder)]);
        assert_eq!(wrong(|d| d.text.fi = "a\u{7}".to_owned()), [("text_fi", Wrong::Control)]);
        assert_eq!(wrong(|d| d.text.fi = "x".repeat(MAX_TEXT + 1)), [("text_fi", Wrong::TooLong)]);
        assert_eq!(wrong(|d| d.text.sv = "Hej".to_owned()), [("subject_sv", Wrong::Half)]);
        assert_eq!(wrong(|d| d.subject.en = "Hello".to_owned()), [("text_en", Wrong::Half)]);
    }
}
