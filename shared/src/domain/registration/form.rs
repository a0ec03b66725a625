//! The form's pairs: read into a registration, and a registration written back into them.
//!
//! One HTML form serves the public and a tablet without a network; both read it here. What does not apply (a diet of
//! somebody remote) is left out, whatever the browser sent.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Care, Contribution, Fault, MAX_LINE, MAX_MINUTES, MAX_NAME, MAX_NUMBER, MAX_SEATS, MAX_TEXT, Mode,
    Registration, Ride, RideKind, Wrong, is_asked,
};
use crate::domain::day::{Answer, Day, Question};
use crate::domain::email::{self, NoEmail};
use crate::domain::lang::Lang;
use crate::domain::vocabulary::Vocabulary;
use crate::id::Id;

/// The names of the fields.
pub mod field {
    #![expect(missing_docs, reason = "each is the name of the field that it is called after")]
    pub const NAME: &str = "name";
    pub const EMAIL: &str = "email";
    pub const LIBRARY: &str = "library";
    pub const OTHER_LIBRARY: &str = "other_library";
    pub const MODE: &str = "mode";
    pub const LUNCH: &str = "lunch";
    pub const DIET: &str = "diet";
    pub const DIET_OTHER: &str = "diet_other";
    pub const ACCESS: &str = "access";
    pub const CONSENT: &str = "consent";
    pub const RIDE: &str = "ride";
    pub const SEATS: &str = "seats";
    pub const MUNICIPALITY: &str = "municipality";
    pub const SHARE: &str = "share";
    pub const CONTRIBUTION: &str = "contribution";
    pub const TITLE: &str = "title";
    pub const MINUTES: &str = "minutes";
    pub const EQUIPMENT: &str = "equipment";
    pub const PHOTO: &str = "photo";
    pub const LANG: &str = "lang";
    /// The library that is none of the network's.
    pub const OTHER: &str = "-";
    /// A ticked box.
    pub const YES: &str = "yes";
    /// A choice against it.
    pub const NO: &str = "no";

    /// The field of a question of the chair's own, by its place in the day.
    pub fn question(at: usize) -> String {
        format!("q{}", at + 1)
    }
}

/// What a form sent, by field; a field may come several times. Kept as it was typed, so that a form that is shown again
/// shows the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(pub BTreeMap<String, Vec<String>>);

impl Pairs {
    /// From what a browser sent.
    pub fn from_list(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut map: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in pairs {
            map.entry(name).or_default().push(value);
        }
        Self(map)
    }

    /// A field's first value; empty where it was not sent.
    pub fn one(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.first()).map_or("", String::as_str)
    }

    /// All values of a field.
    pub fn all(&self, name: &str) -> &[String] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a field has a value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).iter().any(|one| one == value)
    }

    /// Sets a field to one value; an empty one takes it away.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        if value.is_empty() {
            self.0.remove(name);
        } else {
            self.0.insert(name.to_owned(), vec![value]);
        }
    }
}

/// What the form's choices are from.
pub struct Known<'a> {
    /// The day.
    pub day: &'a Day,
    /// The network's lists: `diet`, `contribution`.
    pub lists: &'a Vocabulary,
    /// The codes of the network's libraries.
    pub libraries: &'a BTreeSet<String>,
}

/// Reads a form. All faults at once, in the order of the form, each field once.
pub fn parse(pairs: &Pairs, known: &Known<'_>) -> Result<Registration, Vec<Fault>> {
    let mut reader = Reader { pairs, faults: Vec::new() };
    let registration = reader.registration(known);
    match registration {
        Some(registration) if reader.faults.is_empty() => Ok(registration),
        _ => Err(reader.faults),
    }
}

struct Reader<'a> {
    pairs: &'a Pairs,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    fn wrong(&mut self, field: &str, wrong: Wrong) {
        if !self.faults.iter().any(|fault| fault.field == field) {
            self.faults.push(Fault { field: field.to_owned(), wrong });
        }
    }

    fn registration(&mut self, known: &Known<'_>) -> Option<Registration> {
        let mode = self.mode(known.day);
        let name = self.line(field::NAME, MAX_NAME, true);
        let email = self.email();
        let (library, other_library) = self.library(known);
        let on_site = mode == Some(Mode::Onsite);
        let (mut lunch, mut care, mut ride) = (None, None, None);
        if on_site {
            lunch = if known.day.lunch { self.lunch() } else { None };
            care = self.care(known.lists);
            ride = self.ride();
        }
        let contribution = self.contribution(known.lists);
        let answers = mode.map(|mode| self.answers(known.day, mode)).unwrap_or_default();
        let photo = on_site && self.pairs.has(field::PHOTO, field::YES);
        let lang = Lang::ALL.into_iter().find(|lang| lang.code() == self.pairs.one(field::LANG));
        Some(Registration {
            name,
            email,
            library,
            other_library,
            mode: mode?,
            lunch,
            care,
            ride,
            contribution,
            photo,
            lang: lang.unwrap_or_default(),
            answers,
        })
    }

    fn mode(&mut self, day: &Day) -> Option<Mode> {
        let sent = self.pairs.one(field::MODE);
        let mode = Mode::from_code(sent);
        match mode {
            None if sent.is_empty() => self.wrong(field::MODE, Wrong::Missing),
            None => self.wrong(field::MODE, Wrong::NoChoice),
            Some(mode) if day.places(mode) == Some(0) => self.wrong(field::MODE, Wrong::NotOffered),
            Some(_) => {}
        }
        mode
    }

    /// A line without space around it and without control characters.
    fn line(&mut self, name: &str, most: usize, needed: bool) -> String {
        let text = self.pairs.one(name).trim();
        if text.is_empty() && needed {
            self.wrong(name, Wrong::Missing);
        } else if text.len() > most && text.chars().count() > most {
            self.wrong(name, Wrong::TooLong);
        } else if text.chars().any(|c| c.is_control() || is_invisible(c)) {
            self.wrong(name, Wrong::Control);
        }
        text.to_owned()
    }

    fn email(&mut self) -> String {
        match email::parse(self.pairs.one(field::EMAIL)) {
            Ok(email) => email,
            Err(why) => {
                self.wrong(
                    field::EMAIL,
                    match why {
                        NoEmail::Empty => Wrong::Missing,
                        NoEmail::TooLong => Wrong::TooLong,
                        NoEmail::NoAt => Wrong::NoAt,
                        NoEmail::Shape => Wrong::NoEmail,
                    },
                );
                String::new()
            }
        }
    }

    fn library(&mut self, known: &Known<'_>) -> (Option<String>, Option<String>) {
        match self.pairs.one(field::LIBRARY) {
            "" => self.wrong(field::LIBRARY, Wrong::Missing),
            field::OTHER => {
                return (None, Some(self.line(field::OTHER_LIBRARY, MAX_LINE, true)));
            }
            code if known.libraries.contains(code) => return (Some(code.to_owned()), None),
            _ => self.wrong(field::LIBRARY, Wrong::NoChoice),
        }
        (None, None)
    }

    /// Whoever has not said is asked: nobody cooks or goes hungry on a guess.
    fn lunch(&mut self) -> Option<bool> {
        match self.pairs.one(field::LUNCH) {
            field::YES => return Some(true),
            field::NO => return Some(false),
            "" => self.wrong(field::LUNCH, Wrong::Missing),
            _ => self.wrong(field::LUNCH, Wrong::NoChoice),
        }
        None
    }

    fn care(&mut self, lists: &Vocabulary) -> Option<Care> {
        let mut diets = Vec::new();
        for code in self.pairs.all(field::DIET) {
            if !lists.current("diet").any(|value| value.code == *code) {
                self.wrong(field::DIET, Wrong::NoChoice);
            } else if !diets.contains(code) {
                diets.push(code.clone());
            }
        }
        let mut diet_other = self.line(field::DIET_OTHER, MAX_TEXT, false);
        // Whoever writes a diet means it, with or without the tick; whoever ticks "other" says which.
        let other = diets.iter().any(|code| code == "other");
        if other && diet_other.is_empty() {
            self.wrong(field::DIET_OTHER, Wrong::Missing);
        } else if !other && !diet_other.is_empty() {
            if lists.current("diet").any(|value| value.code == "other") {
                diets.push("other".to_owned());
            } else {
                diet_other.clear();
            }
        }
        let access = self.text(field::ACCESS);
        if diets.is_empty() && access.is_empty() {
            return None;
        }
        if !self.pairs.has(field::CONSENT, field::YES) {
            self.wrong(field::CONSENT, Wrong::NoConsent);
        }
        Some(Care { diets, diet_other, access })
    }

    /// A text that may have several lines.
    fn text(&mut self, name: &str) -> String {
        let text = self.pairs.one(name).trim();
        if text.len() > MAX_TEXT && text.chars().count() > MAX_TEXT {
            self.wrong(name, Wrong::TooLong);
        } else if text.chars().any(|c| (c.is_control() && !"\r\n\t".contains(c)) || is_invisible(c)) {
            self.wrong(name, Wrong::Control);
        }
        text.to_owned()
    }

    fn ride(&mut self) -> Option<Ride> {
        let kind = match self.pairs.one(field::RIDE) {
            "" | "none" => return None,
            code => RideKind::from_code(code),
        };
        let Some(kind) = kind else {
            self.wrong(field::RIDE, Wrong::NoChoice);
            return None;
        };
        let seats = match kind {
            RideKind::Offer => self.number(field::SEATS, 1, MAX_SEATS, true).unwrap_or(1),
            RideKind::Need => 1,
        };
        let municipality = self.line(field::MUNICIPALITY, MAX_LINE, true);
        Some(Ride { kind, seats, municipality, share: self.pairs.has(field::SHARE, field::YES) })
    }

    fn contribution(&mut self, lists: &Vocabulary) -> Option<Contribution> {
        let kind = self.pairs.one(field::CONTRIBUTION).to_owned();
        if kind.is_empty() || kind == "none" {
            // A title without a kind was meant as a contribution all the same.
            if !self.pairs.one(field::TITLE).trim().is_empty() {
                self.wrong(field::CONTRIBUTION, Wrong::Missing);
            }
            return None;
        }
        if !lists.current("contribution").any(|value| value.code == kind) {
            self.wrong(field::CONTRIBUTION, Wrong::NoChoice);
        }
        Some(Contribution {
            kind,
            title: self.line(field::TITLE, MAX_LINE, true),
            minutes: self.number(field::MINUTES, 1, MAX_MINUTES, false),
            equipment: self.line(field::EQUIPMENT, MAX_TEXT, false),
        })
    }

    fn number(&mut self, name: &str, least: u32, most: u32, needed: bool) -> Option<u32> {
        let text = self.pairs.one(name).trim();
        if text.is_empty() {
            if needed {
                self.wrong(name, Wrong::Missing);
            }
            return None;
        }
        let digits = text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
        let number = if digits { text.parse().ok() } else { None };
        let number = number.filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.wrong(name, Wrong::NoNumber);
        }
        number
    }

    fn answers(&mut self, day: &Day, mode: Mode) -> BTreeMap<Id, String> {
        let mut answers = BTreeMap::new();
        for (at, question) in day.questions.iter().enumerate() {
            if is_asked(day, question, mode, &answers)
                && let Some(answer) = self.answer(&field::question(at), question)
            {
                answers.insert(question.id, answer);
            }
        }
        answers
    }

    fn answer(&mut self, name: &str, question: &Question) -> Option<String> {
        let answer = match question.answer {
            Answer::Text => self.line(name, MAX_TEXT, question.required),
            Answer::Number => {
                return self.number(name, 0, MAX_NUMBER, question.required).map(|number| number.to_string());
            }
            Answer::Choice => {
                let sent = self.pairs.one(name);
                let choice = sent.parse::<usize>().ok().filter(|at| *at < question.choices.len());
                match choice {
                    None if sent.is_empty() && question.required => self.wrong(name, Wrong::Missing),
                    None if !sent.is_empty() => self.wrong(name, Wrong::NoChoice),
                    _ => {}
                }
                choice.map(|at| at.to_string()).unwrap_or_default()
            }
        };
        Some(answer).filter(|answer| !answer.is_empty())
    }
}

/// Characters that change how the text around them is read, unseen (Unicode TR 36), and the one that stands for broken
/// UTF-8: a name cannot hold them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{fffd}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
}

impl Registration {
    /// The pairs that a form shows of it.
    pub fn pairs(&self, day: &Day) -> Pairs {
        let mut pairs = Pairs::default();
        let yes = |flag: bool| if flag { field::YES } else { "" };
        pairs.set(field::NAME, self.name.as_str());
        pairs.set(field::EMAIL, self.email.as_str());
        pairs.set(field::LIBRARY, self.library.as_deref().unwrap_or(field::OTHER));
        pairs.set(field::OTHER_LIBRARY, self.other_library.as_deref().unwrap_or_default());
        pairs.set(field::MODE, self.mode.code());
        pairs.set(field::PHOTO, yes(self.photo));
        pairs.set(field::LANG, self.lang.code());
        if let Some(lunch) = self.lunch {
            pairs.set(field::LUNCH, if lunch { field::YES } else { field::NO });
        }
        if let Some(care) = &self.care {
            pairs.0.insert(field::DIET.to_owned(), care.diets.clone());
            pairs.set(field::DIET_OTHER, care.diet_other.as_str());
            pairs.set(field::ACCESS, care.access.as_str());
            pairs.set(field::CONSENT, field::YES);
        }
        if let Some(ride) = &self.ride {
            pairs.set(field::RIDE, ride.kind.code());
            pairs.set(field::SEATS, ride.seats.to_string());
            pairs.set(field::MUNICIPALITY, ride.municipality.as_str());
            pairs.set(field::SHARE, yes(ride.share));
        }
        if let Some(contribution) = &self.contribution {
            pairs.set(field::CONTRIBUTION, contribution.kind.as_str());
            pairs.set(field::TITLE, contribution.title.as_str());
            pairs.set(field::MINUTES, contribution.minutes.map(|n| n.to_string()).unwrap_or_default());
            pairs.set(field::EQUIPMENT, contribution.equipment.as_str());
        }
        for (at, question) in day.questions.iter().enumerate() {
            if let Some(answer) = self.answers.get(&question.id) {
                pairs.set(&field::question(at), answer.as_str());
            }
        }
        pairs
    }
}
