//! Parts of a form: each with its label, its hint, what is wrong with it, and what was typed.

use maud::{Markup, html};

use super::Say;
use crate::domain::day::Question;
use crate::domain::registration::{Fault, Pairs, Wrong, field};

/// What a form shows again.
#[derive(Clone, Copy)]
pub struct Filled<'a, W> {
    /// The texts.
    pub words: W,
    /// What was typed.
    pub pairs: &'a Pairs,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// The day's own questions, to name one that was left out.
    pub questions: &'a [Question],
}

/// A line of text.
pub struct Line<'a> {
    /// The field's name, and its id.
    pub name: &'a str,
    /// What is asked.
    pub label: &'a str,
    /// How to answer.
    pub hint: Option<&'a str>,
    /// `text`, `email`, `number`.
    pub kind: &'static str,
    /// What the browser may fill in.
    pub autocomplete: &'static str,
    /// The most characters.
    pub most: usize,
}

impl<W: Say + Copy> Filled<'_, W> {
    /// What is wrong with a field, in words.
    pub fn fault(&self, name: &str) -> Option<String> {
        let fault = self.faults.iter().find(|fault| fault.field == name)?;
        Some(self.told(fault.wrong, name))
    }

    fn told(&self, wrong: Wrong, name: &str) -> String {
        let asked = || (0..).zip(self.questions).find(|(at, _)| field::question(*at) == name);
        if let (Wrong::Missing, Some((_, question))) = (wrong, asked()) {
            return self
                .words
                .fill("register.wrong_question", &[("question", question.label.of(self.words.lang()))]);
        }
        // Some fields have words of their own for what is missing.
        let own = match (wrong, name) {
            (Wrong::Missing, "name") => Some("register.wrong_name"),
            (Wrong::Missing, "email") => Some("register.wrong_email"),
            (Wrong::Missing, "library") => Some("register.wrong_library"),
            (Wrong::Missing, "other_library") => Some("register.wrong_other_library"),
            (Wrong::Missing, "mode") => Some("register.wrong_mode"),
            (Wrong::Missing, "lunch") => Some("register.wrong_lunch"),
            (Wrong::Missing, "diet_other") => Some("register.wrong_diet_other"),
            (Wrong::Missing, "municipality") => Some("register.wrong_municipality"),
            (Wrong::Missing, "contribution") => Some("register.wrong_contribution"),
            (Wrong::Missing, "title") => Some("register.wrong_title"),
            (Wrong::Missing | Wrong::NoNumber, "seats") => Some("register.wrong_seats"),
            (Wrong::NoNumber, "minutes") => Some("register.wrong_minutes"),
            (Wrong::Missing, "knowledge") => Some("after.feedback_empty"),
            _ => None,
        };
        self.words.say(own.unwrap_or(match wrong {
            Wrong::Missing => "register.wrong_missing",
            Wrong::TooLong => "register.wrong_too_long",
            Wrong::Control => "register.wrong_control",
            Wrong::NoAt => "register.wrong_no_at",
            Wrong::NoEmail => "register.wrong_no_email",
            Wrong::NoChoice => "register.wrong_no_choice",
            Wrong::NoNumber => "register.wrong_no_number",
            Wrong::NoConsent => "register.wrong_no_consent",
            Wrong::NotOffered => "register.wrong_not_offered",
        }))
    }

    /// Hint and error, tied to a control by their ids.
    pub fn described(&self, name: &str, hint: bool) -> Option<String> {
        let hint = hint.then(|| format!("{name}-hint"));
        let error = self.fault(name).map(|_| format!("{name}-error"));
        let ids: Vec<_> = [hint, error].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// What is wrong, below a control.
    pub fn error(&self, name: &str) -> Markup {
        html! {
            @if let Some(fault) = self.fault(name) {
                span.hds-text-input__error-text id={ (name) "-error" } { (fault) }
            }
        }
    }

    fn around(&self, name: &str, label: &str, hint: Option<&str>, control: &Markup) -> Markup {
        html! {
            div.hds-text-input.hds-text-input--invalid[self.fault(name).is_some()] {
                label.hds-text-input__label for=(name) { (label) }
                @if let Some(hint) = hint {
                    span.hds-text-input__helper-text id={ (name) "-hint" } { (hint) }
                }
                div.hds-text-input__input-wrapper { (control) }
                (self.error(name))
            }
        }
    }

    fn invalid(&self, name: &str) -> Option<&'static str> {
        self.fault(name).map(|_| "true")
    }

    /// A line of text.
    pub fn line(&self, line: &Line<'_>) -> Markup {
        let Line { name, label, hint, kind, autocomplete, most } = *line;
        // What is longer than it may be is shown whole: a limit in the field would cut it.
        let value = self.pairs.one(name);
        let control = html! {
            // A field of the type `number` would show nothing of what is no number.
            input.hds-text-input__input id=(name) name=(name) type=(if kind == "number" { "text" } else { kind })
                value=(value) autocomplete=(autocomplete)
                maxlength=[(value.chars().count() <= most).then_some(most)]
                inputmode=[(kind == "number").then_some("numeric")]
                aria-describedby=[self.described(name, hint.is_some())] aria-invalid=[self.invalid(name)];
        };
        self.around(name, label, hint, &control)
    }

    /// Several lines of text.
    pub fn area(&self, name: &str, label: &str, hint: Option<&str>) -> Markup {
        let control = html! {
            textarea.hds-text-input__input id=(name) name=(name) rows="3"
                aria-describedby=[self.described(name, hint.is_some())] aria-invalid=[self.invalid(name)] {
                // A first line break is swallowed by browsers.
                "\n" (self.pairs.one(name))
            }
        };
        self.around(name, label, hint, &control)
    }

    /// One of a list; the first choice is none.
    pub fn select(&self, name: &str, label: &str, choices: &[(String, String)]) -> Markup {
        let chosen = self.pairs.one(name);
        let control = html! {
            select.hds-text-input__input id=(name) name=(name)
                aria-describedby=[self.described(name, false)] aria-invalid=[self.invalid(name)] {
                option value="" { (self.words.say("register.choose")) }
                @for (code, label) in choices {
                    option value=(code) selected[chosen == code] { (label) }
                }
            }
        };
        self.around(name, label, None, &control)
    }

    /// A statement that may be ticked.
    pub fn tick(&self, name: &str, value: &str, id: &str, label: &str) -> Markup {
        html! {
            div.hds-checkbox {
                input.hds-checkbox__input id=(id) name=(name) type="checkbox" value=(value)
                    checked[self.pairs.has(name, value)]
                    aria-describedby=[self.described(name, false)] aria-invalid=[self.invalid(name)];
                label.hds-checkbox__label for=(id) { (label) }
            }
        }
    }

    /// Chips of which one is chosen; `none` names a choice for whoever has none of the others.
    pub fn chips(&self, name: &str, legend: &str, choices: &[(String, String)]) -> Markup {
        let chosen = self.pairs.one(name);
        html! {
            fieldset.choice.choice--invalid[self.fault(name).is_some()] id=(name)
                aria-describedby=[self.described(name, false)] {
                legend.choice__legend { (legend) }
                div.chips {
                    @for (at, (code, label)) in choices.iter().enumerate() {
                        label.chip {
                            // A group's description is not read with each of its choices everywhere.
                            input type="radio" name=(name) value=(code) aria-describedby=[self.described(name, false)]
                                checked[chosen == code || (chosen.is_empty() && at == 0 && code == "none")];
                            span.chip__text data-text=(label) { (label) }
                        }
                    }
                }
                (self.error(name))
            }
        }
    }

    /// The summary above a form: each fault with a link to its field.
    pub fn summary(&self) -> Markup {
        let count = self.faults.len();
        html! {
            @if count > 0 {
                div.error-summary role="alert" tabindex="-1" id="summary" autofocus {
                    h2 {
                        @if count == 1 { (self.words.say("form.errors.one")) }
                        @else {
                            (self.words.fill("form.errors.many", &[("count", &count.to_string())]))
                        }
                    }
                    ul {
                        @for fault in self.faults {
                            li { a href={ "#" (fault.field) } { (self.told(fault.wrong, &fault.field)) } }
                        }
                    }
                }
            }
        }
    }
}
