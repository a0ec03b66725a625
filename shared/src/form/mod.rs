//! The registration form as HTML: one for the public, whom the server draws it, and for the tablet without a network, which
//! draws it itself.
//!
//! Owns: its fields, what stands at them, and the head of the day. Must not: know where a form is sent (`action`, `method` and
//! buttons are the page's), or hold texts: they are given by [`Say`].

mod field;

use std::collections::BTreeMap;

use maud::{Markup, html};

pub use field::{Filled, Line};

use crate::domain::day::{Answer, Day, Question};
use crate::domain::lang::Lang;
use crate::domain::registration::{MAX_LINE, MAX_NAME, MAX_TEXT, Mode, field as names};
use crate::domain::vocabulary::Vocabulary;
use crate::text;
use crate::wire::v1::day::Places;
use crate::wire::v1::library::Library;

/// The texts in a language, by their key.
pub trait Say {
    /// The language.
    fn lang(&self) -> Lang;

    /// A text without variables; the key itself where there is none.
    fn say(&self, key: &str) -> String;

    /// A text with `{{ name }}` filled in.
    fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let fill =
            |text: String, (name, value): &(&str, &str)| text.replace(&format!("{{{{ {name} }}}}"), value);
        values.iter().fold(self.say(key), fill)
    }
}

/// Texts that were given along.
#[derive(Clone, Copy, Debug)]
pub struct Given<'a> {
    /// The language.
    pub lang: Lang,
    /// By key.
    pub texts: &'a BTreeMap<String, String>,
}

impl Say for Given<'_> {
    fn lang(&self) -> Lang {
        self.lang
    }

    fn say(&self, key: &str) -> String {
        self.texts.get(key).map_or(key, String::as_str).to_owned()
    }
}

/// In whose hand the form is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Somebody who registers.
    New,
    /// Somebody who registers on a tablet that others use too: the browser fills nothing in.
    Tablet,
    /// The person: the link has proven the address, which is not asked again.
    Own,
    /// The chair: diets and access needs are not shown.
    Chair,
}

/// What the form's choices are from.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// The day.
    pub day: &'a Day,
    /// How many places are held; absent where nobody can know.
    pub places: Option<&'a Places>,
    /// The network's lists.
    pub lists: &'a Vocabulary,
    /// The libraries that can be chosen.
    pub libraries: &'a [Library],
    /// In whose hand the form is.
    pub hand: Hand,
}

impl Sheet<'_> {
    /// How many places of a way are free; `None` where it needs none, or nobody knows.
    fn free(&self, mode: Mode) -> Option<u32> {
        self.places?.free(self.day, mode)
    }

    fn fills(&self, token: &'static str) -> &'static str {
        if self.hand == Hand::Tablet { "off" } else { token }
    }
}

/// What, when, where: the facts of a day's head.
pub fn facts(words: impl Say, day: &Day) -> Markup {
    let lang = words.lang();
    let clock = |at| text::clock(at, lang);
    html! {
        ul.hero__facts {
            li { strong { (text::weekday_date(day.date, lang)) } " "
                (words.fill("letter.hours", &[("from", &clock(day.begins_at())), ("to", &clock(day.ends_at()))])) }
            @if !day.place.trim().is_empty() { li { (day.place) } }
            @if day.remote > 0 { li { (words.say("register.or_remote")) } }
        }
    }
}

/// A text with its paragraphs and line breaks.
pub fn paragraphs(text: &str) -> Markup {
    html! {
        @for part in text.replace("\r\n", "\n").split("\n\n") {
            p.public__text { (part.trim()) }
        }
    }
}

/// All fields that are in a hand.
pub fn fields<W: Say + Copy>(filled: &Filled<'_, W>, sheet: &Sheet<'_>) -> Markup {
    let words = filled.words;
    let day = sheet.day;
    html! {
        (mode(filled, sheet))
        fieldset.register__part {
            legend { (words.say("register.who")) }
            (filled.line(&Line { name: names::NAME, label: &words.say("register.name"), hint: None, kind: "text",
                autocomplete: sheet.fills("name"), most: MAX_NAME }))
            @if sheet.hand != Hand::Own {
                (filled.line(&Line { name: names::EMAIL, label: &words.say("register.email"),
                    hint: Some(&words.say("register.email_hint")), kind: "email",
                    autocomplete: sheet.fills("email"), most: 254 }))
            }
            (filled.select(names::LIBRARY, &words.say("register.library"), &libraries(words, sheet.libraries)))
            div data-when={ (names::LIBRARY) "=" (names::OTHER) } {
                (filled.line(&Line { name: names::OTHER_LIBRARY, label: &words.say("register.other_library"), hint: None,
                    kind: "text", autocomplete: sheet.fills("organization"), most: MAX_LINE }))
            }
        }
        div.register__onsite data-when="mode=onsite" {
            @if day.lunch {
                (filled.chips(names::LUNCH, &words.say("register.lunch"), &[
                    (names::YES.to_owned(), words.say("register.lunch_yes")),
                    (names::NO.to_owned(), words.say("register.lunch_no")),
                ]))
            }
            @if sheet.hand != Hand::Chair { (care(filled, sheet)) }
            (ride(filled, sheet))
        }
        (contribution(filled, sheet))
        @for (at, question) in day.questions.iter().enumerate() { (ask(filled, day, at, question)) }
        div.register__part data-when="mode=onsite" {
            h2.register__legend { (words.say("register.photo_legend")) }
            (filled.tick(names::PHOTO, names::YES, names::PHOTO, &words.say("register.photo")))
        }
    }
}

fn mode<W: Say + Copy>(filled: &Filled<'_, W>, sheet: &Sheet<'_>) -> Markup {
    let words = filled.words;
    let chosen = filled.pairs.one(names::MODE);
    let full = |mode| sheet.free(mode) == Some(0);
    let note = |mode: Mode| match mode {
        _ if full(mode) => words.say("register.waits"),
        Mode::Onsite if sheet.day.lunch => words.say("register.onsite_lunch"),
        Mode::Onsite => words.say("register.onsite_note"),
        Mode::Remote => words.say("register.remote_note"),
        Mode::Declined => words.say("register.declined_note"),
    };
    let label = |mode: Mode| {
        words.say(match mode {
            Mode::Onsite => "register.onsite",
            Mode::Remote => "register.remote",
            Mode::Declined => "register.declined",
        })
    };
    html! {
        fieldset.register__part id=(names::MODE) aria-describedby=[filled.described(names::MODE, false)] {
            legend { (words.say("register.mode")) }
            @for mode in Mode::ALL {
                @if sheet.day.places(mode) != Some(0) {
                    label.option {
                        input type="radio" name=(names::MODE) value=(mode.code()) checked[chosen == mode.code()]
                            aria-describedby=[filled.described(names::MODE, false)];
                        span.option__text {
                            strong { (label(mode)) }
                            span.soft.small { (note(mode)) }
                        }
                        @if let Some(n) = sheet.free(mode).filter(|n| *n > 0) {
                            span.option__aside.soft.small {
                                (words.fill("register.free", &[("n", &text::number(i64::from(n), words.lang()))]))
                            }
                        }
                    }
                }
            }
            (filled.error(names::MODE))
        }
    }
}

fn libraries(words: impl Say, libraries: &[Library]) -> Vec<(String, String)> {
    let mut choices: Vec<_> = libraries
        .iter()
        .map(|library| {
            let name = match (&library.name_sv, words.lang()) {
                (Some(name), Lang::Sv) => name,
                _ => &library.name_fi,
            };
            (library.code.clone(), name.clone())
        })
        .collect();
    choices.push((names::OTHER.to_owned(), words.say("register.library_other")));
    choices
}

fn care<W: Say + Copy>(filled: &Filled<'_, W>, sheet: &Sheet<'_>) -> Markup {
    let words = filled.words;
    let gone = text::date(sheet.day.date.plus_days(14), words.lang());
    let diets = sheet.lists.current("diet").filter(|value| value.code != "other");
    html! {
        fieldset.register__part id=(names::DIET) {
            legend { (words.say("register.care")) span.register__optional { " (" (words.say("form.optional")) ")" } }
            p.soft.small { (words.fill("register.care_note", &[("date", &gone)])) }
            @for value in diets {
                (filled.tick(names::DIET, &value.code, &format!("diet-{}", value.code), value.label(words.lang())))
            }
            (filled.error(names::DIET))
            (filled.line(&Line { name: names::DIET_OTHER, label: &words.say("register.diet_other"), hint: None,
                kind: "text", autocomplete: "off", most: MAX_TEXT }))
            (filled.area(names::ACCESS, &words.say("register.access"), Some(&words.say("register.access_hint"))))
            (filled.tick(names::CONSENT, names::YES, names::CONSENT, &words.say("register.consent")))
            (filled.error(names::CONSENT))
        }
    }
}

fn ride<W: Say + Copy>(filled: &Filled<'_, W>, sheet: &Sheet<'_>) -> Markup {
    let words = filled.words;
    let mut choices = vec![("none".to_owned(), words.say("register.ride_none"))];
    choices.extend(
        sheet
            .lists
            .current("ride")
            .filter(|value| value.code != "none")
            .map(|value| (value.code.clone(), value.label(words.lang()).to_owned())),
    );
    html! {
        div.register__part {
            (filled.chips(names::RIDE, &words.say("register.ride"), &choices))
            div data-when="ride=offer" {
                (filled.line(&Line { name: names::SEATS, label: &words.say("register.seats"), hint: None, kind: "number",
                    autocomplete: "off", most: 2 }))
            }
            div.stack data-when="ride=offer,need" {
                (filled.line(&Line { name: names::MUNICIPALITY, label: &words.say("register.municipality"), hint: None,
                    kind: "text", autocomplete: sheet.fills("address-level2"), most: MAX_LINE }))
                (filled.tick(names::SHARE, names::YES, names::SHARE, &words.say("register.share")))
            }
        }
    }
}

fn contribution<W: Say + Copy>(filled: &Filled<'_, W>, sheet: &Sheet<'_>) -> Markup {
    let words = filled.words;
    let mut choices = vec![("none".to_owned(), words.say("register.contribution_none"))];
    let listed = sheet.lists.current("contribution");
    choices.extend(listed.map(|value| (value.code.clone(), value.label(words.lang()).to_owned())));
    let kinds = sheet.lists.current("contribution").map(|value| value.code.as_str()).collect::<Vec<_>>();
    let line = |name, label: &str, hint: Option<&str>, kind, most| {
        filled.line(&Line { name, label: &words.say(label), hint, kind, autocomplete: "off", most })
    };
    html! {
        div.register__part {
            (filled.chips(names::CONTRIBUTION, &words.say("register.contribution"), &choices))
            div.stack data-when={ (names::CONTRIBUTION) "=" (kinds.join(",")) } {
                (line(names::TITLE, "register.title", None, "text", MAX_LINE))
                (line(names::MINUTES, "register.minutes", Some(&words.say("register.minutes_hint")), "number", 3))
                (line(names::EQUIPMENT, "register.equipment", None, "text", MAX_TEXT))
            }
        }
    }
}

fn ask<W: Say + Copy>(filled: &Filled<'_, W>, day: &Day, at: usize, question: &Question) -> Markup {
    let lang = filled.words.lang();
    let name = names::question(at);
    let label = question.label.of(lang);
    let of = question.of.map(|mode| format!("mode={}", mode.code()));
    let after = question.after.and_then(|after| {
        let earlier = day.questions.iter().position(|other| other.id == after.question)?;
        Some(format!("{}={}", names::question(earlier), after.choice))
    });
    let when: Vec<_> = [of, after].into_iter().flatten().collect();
    let label = if question.required {
        label.to_owned()
    } else {
        format!("{label} ({})", filled.words.say("form.optional"))
    };
    html! {
        div.register__part data-when=[(!when.is_empty()).then(|| when.join("&"))] {
            @match question.answer {
                Answer::Choice => {
                    @let choices: Vec<_> = question.choices.iter().enumerate()
                        .map(|(at, choice)| (at.to_string(), choice.of(lang).to_owned())).collect();
                    (filled.chips(&name, &label, &choices))
                }
                Answer::Text | Answer::Number => {
                    @let is_number = question.answer == Answer::Number;
                    (filled.line(&Line { name: &name, label: &label, hint: None,
                        kind: if is_number { "number" } else { "text" }, autocomplete: "off",
                        most: if is_number { 4 } else { MAX_TEXT } }))
                }
            }
        }
    }
}
