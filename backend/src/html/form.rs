//! The registration form: one page, for coming in and for changing.

use maud::{Markup, html};
use shared::domain::day::{Answer, Day, Question};
use shared::domain::lang::Lang;
use shared::domain::registration::{Fault, MAX_LINE, MAX_NAME, MAX_TEXT, Mode, Pairs, field};
use shared::text;
use shared::time::helsinki;
use shared::wire::v1::day::Places;
use shared::wire::v1::library::Library;

use super::Frame;
use super::field::{Filled, Line};
use crate::usecase::registration::Opened;
use crate::usecase::registration::form::{STAMP, TRAP};
use crate::usecase::registration::places::free;
use crate::words::Words;

/// What the form's page shows.
pub struct FormPage<'a> {
    /// The day.
    pub opened: &'a Opened,
    /// What was typed.
    pub pairs: &'a Pairs,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// What else there is to say, above the form.
    pub message: Option<&'a str>,
    /// The stamp of a new form.
    pub stamp: &'a str,
    /// Whether the browser may keep a draft: not on a tablet that others use too.
    pub draft: bool,
    /// Whether the trap was filled in: then it is shown, so that a person can empty it.
    pub trapped: bool,
}

/// The page of the form.
pub fn form(frame: Frame<'_>, page: &FormPage<'_>) -> Markup {
    let words = frame.words;
    let day = &page.opened.day;
    let filled = Filled { words, pairs: page.pairs, faults: page.faults };
    let fresh = page.faults.is_empty() && page.message.is_none();
    let title = day.title.of(words.lang);
    let body = html! {
        (hero(words, day, Some(&page.opened.places)))
        main.public__main id="content" tabindex="-1" {
            @if let Some(message) = page.message {
                div.error-summary role="alert" tabindex="-1" autofocus { p { (message) } }
            }
            @if !day.programme.is_empty() {
                details.disclosure {
                    summary { (words.say("register.programme")) }
                    (sessions(words, day))
                }
            }
            (filled.summary())
            form.register method="post" action={ (frame.path) "?" (super::LANG) "=" (words.lang.code()) }
                novalidate data-draft=[page.draft.then_some(frame.path)] data-fresh=[fresh.then_some("")] {
                input type="hidden" name=(STAMP) value=(page.stamp);
                input type="hidden" name=(field::LANG) value=(words.lang.code());
                (trap(words, page.trapped, page.pairs))
                (fields(&filled, page.opened, Hand::New))
                button.hds-button.hds-button--primary.hds-button--big type="submit" {
                    (words.say("register.submit"))
                }
                p.soft.small {
                    (words.say("register.privacy")) " "
                    a href="/tietosuoja" { (words.say("register.privacy_link")) }
                }
            }
        }
    };
    frame.page(title, true, &body)
}

/// The head of the page: what, when, where, until when, how many places.
pub fn hero(words: Words, day: &Day, places: Option<&Places>) -> Markup {
    let lang = words.lang;
    let clock = |at| text::clock(at, lang);
    let closes = text::instant(day.closes.instant(), lang);
    let left = places.and_then(|places| free(day, places, Mode::Onsite)).filter(|_| day.on_site > 0);
    html! {
        section.hero aria-labelledby="title-of-day" {
            div.hero__inner {
                h1 id="title-of-day" { (day.title.of(lang)) }
                ul.hero__facts {
                    li { strong { (text::weekday_date(day.date, lang)) } " "
                        (words.fill("letter.hours", &[("from", &clock(day.begins_at())), ("to", &clock(day.ends_at()))])) }
                    @if !day.place.trim().is_empty() { li { (day.place) } }
                    @if day.remote > 0 { li { (words.say("register.or_remote")) } }
                }
                @let intro = day.intro.of(lang).trim();
                @if !intro.is_empty() { (paragraphs(intro)) }
                @if places.is_some() {
                    p {
                        (words.fill("register.closes", &[("when", &closes)])) " "
                        @match left {
                            Some(0) => strong { (words.say("register.onsite_full")) }
                            Some(n) => {
                                (words.fill("register.places_left", &[
                                    ("left", &text::number(i64::from(n), lang)),
                                    ("all", &text::number(i64::from(day.on_site), lang)),
                                ]))
                            }
                            None => {}
                        }
                    }
                }
            }
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

/// A field that only programs fill in. Whoever is caught sees it, with a word, and can empty it.
fn trap(words: Words, trapped: bool, pairs: &Pairs) -> Markup {
    html! {
        div.register__trap.register__trap--shown[trapped] aria-hidden=[(!trapped).then_some("true")] {
            label for=(TRAP) { (words.say("register.trap")) }
            input id=(TRAP) name=(TRAP) type="text" autocomplete="off" tabindex=[(!trapped).then_some("-1")]
                value=(pairs.one(TRAP));
        }
    }
}

/// In whose hand the fields are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Somebody who registers.
    New,
    /// The person: the link has proven the address, which is not asked again.
    Own,
    /// The chair: diets and access needs are not shown.
    Chair,
}

/// All fields that are in a hand.
pub fn fields(filled: &Filled<'_>, opened: &Opened, hand: Hand) -> Markup {
    let words = filled.words;
    let day = &opened.day;
    html! {
        (mode(filled, opened))
        fieldset.register__part {
            legend { (words.say("register.who")) }
            (filled.line(&Line { name: field::NAME, label: &words.say("register.name"), hint: None, kind: "text",
                autocomplete: "name", most: MAX_NAME }))
            @if hand != Hand::Own {
                (filled.line(&Line { name: field::EMAIL, label: &words.say("register.email"),
                    hint: Some(&words.say("register.email_hint")), kind: "email", autocomplete: "email", most: 254 }))
            }
            (filled.select(field::LIBRARY, &words.say("register.library"), &libraries(words, &opened.libraries)))
            div data-when={ (field::LIBRARY) "=" (field::OTHER) } {
                (filled.line(&Line { name: field::OTHER_LIBRARY, label: &words.say("register.other_library"), hint: None,
                    kind: "text", autocomplete: "organization", most: MAX_LINE }))
            }
        }
        div.register__onsite data-when="mode=onsite" {
            @if day.lunch {
                (filled.chips(field::LUNCH, &words.say("register.lunch"), &[
                    (field::YES.to_owned(), words.say("register.lunch_yes")),
                    (field::NO.to_owned(), words.say("register.lunch_no")),
                ]))
            }
            @if hand != Hand::Chair { (care(filled, opened)) }
            (ride(filled, opened))
        }
        (contribution(filled, opened))
        @for (at, question) in day.questions.iter().enumerate() { (ask(filled, day, at, question)) }
        div.register__part data-when="mode=onsite" {
            h2.register__legend { (words.say("register.photo_legend")) }
            (filled.tick(field::PHOTO, field::YES, field::PHOTO, &words.say("register.photo")))
        }
    }
}

fn mode(filled: &Filled<'_>, opened: &Opened) -> Markup {
    let words = filled.words;
    let chosen = filled.pairs.one(field::MODE);
    let full = |mode| free(&opened.day, &opened.places, mode) == Some(0);
    let note = |mode: Mode| match mode {
        _ if full(mode) => words.say("register.waits"),
        Mode::Onsite if opened.day.lunch => words.say("register.onsite_lunch"),
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
        fieldset.register__part id=(field::MODE) aria-describedby=[filled.described(field::MODE, false)] {
            legend { (words.say("register.mode")) }
            @for mode in Mode::ALL {
                @if opened.day.places(mode) != Some(0) {
                    label.option {
                        input type="radio" name=(field::MODE) value=(mode.code()) checked[chosen == mode.code()]
                            aria-describedby=[filled.described(field::MODE, false)];
                        span.option__text {
                            strong { (label(mode)) }
                            span.soft.small { (note(mode)) }
                        }
                        @if let Some(n) = free(&opened.day, &opened.places, mode).filter(|n| *n > 0) {
                            span.option__aside.soft.small {
                                (words.fill("register.free", &[("n", &text::number(i64::from(n), words.lang))]))
                            }
                        }
                    }
                }
            }
            (filled.error(field::MODE))
        }
    }
}

fn libraries(words: Words, libraries: &[Library]) -> Vec<(String, String)> {
    let mut choices: Vec<_> = libraries
        .iter()
        .map(|library| {
            let name = match (&library.name_sv, words.lang) {
                (Some(name), Lang::Sv) => name,
                _ => &library.name_fi,
            };
            (library.code.clone(), name.clone())
        })
        .collect();
    choices.push((field::OTHER.to_owned(), words.say("register.library_other")));
    choices
}

fn care(filled: &Filled<'_>, opened: &Opened) -> Markup {
    let words = filled.words;
    let gone = text::date(opened.day.date.plus_days(14), words.lang);
    let diets = opened.lists.current("diet").filter(|value| value.code != "other");
    html! {
        fieldset.register__part id=(field::DIET) {
            legend { (words.say("register.care")) span.register__optional { " (" (words.say("form.optional")) ")" } }
            p.soft.small { (words.fill("register.care_note", &[("date", &gone)])) }
            @for value in diets {
                (filled.tick(field::DIET, &value.code, &format!("diet-{}", value.code), value.label(words.lang)))
            }
            (filled.error(field::DIET))
            (filled.line(&Line { name: field::DIET_OTHER, label: &words.say("register.diet_other"), hint: None,
                kind: "text", autocomplete: "off", most: MAX_TEXT }))
            (filled.area(field::ACCESS, &words.say("register.access"), Some(&words.say("register.access_hint"))))
            (filled.tick(field::CONSENT, field::YES, field::CONSENT, &words.say("register.consent")))
            (filled.error(field::CONSENT))
        }
    }
}

fn ride(filled: &Filled<'_>, opened: &Opened) -> Markup {
    let words = filled.words;
    let mut choices = vec![("none".to_owned(), words.say("register.ride_none"))];
    choices.extend(
        opened
            .lists
            .current("ride")
            .filter(|value| value.code != "none")
            .map(|value| (value.code.clone(), value.label(words.lang).to_owned())),
    );
    html! {
        div.register__part {
            (filled.chips(field::RIDE, &words.say("register.ride"), &choices))
            div data-when="ride=offer" {
                (filled.line(&Line { name: field::SEATS, label: &words.say("register.seats"), hint: None, kind: "number",
                    autocomplete: "off", most: 2 }))
            }
            div.stack data-when="ride=offer,need" {
                (filled.line(&Line { name: field::MUNICIPALITY, label: &words.say("register.municipality"), hint: None,
                    kind: "text", autocomplete: "address-level2", most: MAX_LINE }))
                (filled.tick(field::SHARE, field::YES, field::SHARE, &words.say("register.share")))
            }
        }
    }
}

fn contribution(filled: &Filled<'_>, opened: &Opened) -> Markup {
    let words = filled.words;
    let mut choices = vec![("none".to_owned(), words.say("register.contribution_none"))];
    let listed = opened.lists.current("contribution");
    choices.extend(listed.map(|value| (value.code.clone(), value.label(words.lang).to_owned())));
    let kinds = opened.lists.current("contribution").map(|value| value.code.as_str()).collect::<Vec<_>>();
    let line = |name, label: &str, hint: Option<&str>, kind, most| {
        filled.line(&Line { name, label: &words.say(label), hint, kind, autocomplete: "off", most })
    };
    html! {
        div.register__part {
            (filled.chips(field::CONTRIBUTION, &words.say("register.contribution"), &choices))
            div.stack data-when={ (field::CONTRIBUTION) "=" (kinds.join(",")) } {
                (line(field::TITLE, "register.title", None, "text", MAX_LINE))
                (line(field::MINUTES, "register.minutes", Some(&words.say("register.minutes_hint")), "number", 3))
                (line(field::EQUIPMENT, "register.equipment", None, "text", MAX_TEXT))
            }
        }
    }
}

fn ask(filled: &Filled<'_>, day: &Day, at: usize, question: &Question) -> Markup {
    let lang = filled.words.lang;
    let name = field::question(at);
    let label = question.label.of(lang);
    let of = question.of.map(|mode| format!("mode={}", mode.code()));
    let after = question.after.and_then(|after| {
        let earlier = day.questions.iter().position(|other| other.id == after.question)?;
        Some(format!("{}={}", field::question(earlier), after.choice))
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

/// The day's programme, where it has one.
pub fn programme(words: Words, day: &Day) -> Markup {
    html! {
        @if !day.programme.is_empty() {
            section.register__part {
                h2.register__legend { (words.say("register.programme")) }
                (sessions(words, day))
            }
        }
    }
}

fn sessions(words: Words, day: &Day) -> Markup {
    let lang = words.lang;
    html! {
        ol.programme {
            @for session in &day.programme {
                li {
                    span.programme__time {
                        (text::clock(session.begins.on(day.date), lang)) "–"
                        (text::clock(session.ends.on(day.date), lang))
                    }
                    span {
                        strong { (session.title.of(lang)) }
                        @let more: Vec<_> = [session.speaker.trim(), session.room.trim()].into_iter()
                            .filter(|part| !part.is_empty()).collect();
                        @if !more.is_empty() { br; span.soft { (more.join(" · ")) } }
                        @if day.remote > 0 && session.remote { br; span.soft.small { (words.say("register.also_remote")) } }
                    }
                }
            }
        }
    }
}

/// The date of an instant in Finland, in words.
pub fn until(words: Words, at: shared::time::Millis) -> String {
    format!("{} {}", text::weekday_date(helsinki(at).date, words.lang), text::at_clock(at, words.lang))
}
