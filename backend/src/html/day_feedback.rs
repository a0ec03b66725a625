//! The feedback form after an activity day: one page, no names.

use maud::{Markup, html};
use shared::domain::day_feedback::{About, MAX_TEXT, SCORES, Scale, field};
use shared::domain::registration::{Fault, Mode, Pairs, field as common};
use shared::text;

use super::Frame;
use super::field::Filled;
use super::form::{hero, trap};
use crate::usecase::registration::Opened;
use crate::usecase::stamp::{STAMP, TRAP};
use crate::words::Words;

/// What the form's page shows.
pub struct FeedbackPage<'a> {
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
}

/// The page of the form.
pub fn feedback(frame: Frame<'_>, page: &FeedbackPage<'_>) -> Markup {
    let words = frame.words;
    let filled = Filled { words, pairs: page.pairs, faults: page.faults, questions: &[] };
    let fresh = page.faults.is_empty() && page.message.is_none();
    let title = words.say("after.feedback_title");
    let body = html! {
        (hero(words, &page.opened.day, None))
        main.public__main id="content" tabindex="-1" {
            @if let Some(message) = page.message {
                div.error-summary role="alert" tabindex="-1" autofocus { p { (message) } }
            }
            (filled.summary())
            div.stack {
                h2 { (title) }
                p { (words.say("after.feedback_lead")) }
            }
            form.register method="post" action={ (frame.path) "?" (super::LANG) "=" (words.lang.code()) }
                novalidate data-draft=[page.draft.then_some(frame.path)] data-fresh=[fresh.then_some("")] {
                input type="hidden" name=(STAMP) value=(page.stamp);
                input type="hidden" name=(common::LANG) value=(words.lang.code());
                (trap(words, !page.pairs.one(TRAP).is_empty(), page.pairs))
                (filled.chips(field::MODE, &words.say("after.feedback_mode"), &[
                    (Mode::Onsite.code().to_owned(), words.say("register.onsite")),
                    (Mode::Remote.code().to_owned(), words.say("register.remote")),
                ]))
                fieldset.register__part {
                    legend { (words.say("after.feedback_outcomes")) }
                    p.soft { (words.say("after.feedback_scale")) }
                    @for scale in Scale::OUTCOMES {
                        (rating(&filled, scale, &statement(scale, words)))
                    }
                }
                fieldset.register__part {
                    legend { (words.say("after.feedback_skills")) }
                    p.soft { (words.say("after.feedback_skills_hint")) }
                    @for (before, after) in Scale::SKILLS {
                        fieldset.rating-pair {
                            legend { (statement(before, words)) }
                            (rating(&filled, before, &words.say("after.before")))
                            (rating(&filled, after, &words.say("after.after")))
                        }
                    }
                }
                fieldset.register__part {
                    legend { (words.say("after.feedback_own_words")) }
                    p.soft { (words.say("after.feedback_no_names")) }
                    @for about in About::ALL {
                        (filled.area(about.code(), &about_text(about, words), Some(&words.fill(
                            "after.feedback_most", &[("n", &text::number(MAX_TEXT as i64, words.lang))]))))
                    }
                }
                button.hds-button.hds-button--primary.hds-button--big type="submit" {
                    (words.say("after.feedback_send"))
                }
                p.soft.small { (words.say("after.feedback_privacy")) }
            }
        }
    };
    frame.page(&title, true, &body)
}

/// A statement of the form.
pub fn statement(scale: Scale, words: Words) -> String {
    words.say(match scale {
        Scale::Knowledge => "after.knowledge",
        Scale::Confidence => "after.confidence",
        Scale::Application => "after.application",
        Scale::Awareness => "after.awareness",
        Scale::DevicesBefore | Scale::DevicesAfter => "after.devices",
        Scale::SafetyBefore | Scale::SafetyAfter => "after.safety",
        Scale::ReferralBefore | Scale::ReferralAfter => "after.referral",
    })
}

fn about_text(about: About, words: Words) -> String {
    words.say(match about {
        About::Good => "after.good",
        About::Better => "after.better",
    })
}

/// Five real radio buttons in a row, and one for who cannot say. What each number means is read aloud with it.
fn rating(filled: &Filled<'_>, scale: Scale, legend: &str) -> Markup {
    let words = filled.words;
    let name = scale.code();
    let chosen = filled.pairs.one(name);
    html! {
        fieldset.rating.choice--invalid[filled.fault(name).is_some()] id=(name)
            aria-describedby=[filled.described(name, false)] {
            legend.rating__legend { (legend) }
            div.rating__row {
                @for score in SCORES {
                    @let value = score.to_string();
                    label.chip.rating__chip {
                        input type="radio" name=(name) value=(value) checked[chosen == value];
                        span.chip__text data-text=(value) {
                            (value) span.visually-hidden { " " (meaning(score, words)) }
                        }
                    }
                }
                label.chip.rating__none {
                    input type="radio" name=(name) value=(field::NONE) checked[chosen == field::NONE];
                    @let none = words.say("after.cannot_say");
                    span.chip__text data-text=(none) { (none) }
                }
            }
            (filled.error(name))
        }
    }
}

/// What a number of the scale means.
fn meaning(score: u8, words: Words) -> String {
    words.say(match score {
        1 => "after.agree_1",
        2 => "after.agree_2",
        3 => "after.agree_3",
        4 => "after.agree_4",
        _ => "after.agree_5",
    })
}

/// The page after the form.
pub fn feedback_thanks(frame: Frame<'_>) -> Markup {
    let words = frame.words;
    let title = words.say("after.feedback_thanks_title");
    let body = html! {
        main.public__main id="content" tabindex="-1" data-clear-draft {
            h1 { (title) }
            p { (words.say("after.feedback_thanks")) }
        }
    };
    frame.page(&title, true, &body)
}

/// What a registration's page offers once the day has begun: the feedback, and the certificate once it is over.
pub fn after_the_day(frame: Frame<'_>, year: i32, feedback: bool, certificate: bool) -> Markup {
    let words = frame.words;
    let lang = words.lang.code();
    html! {
        @if feedback || certificate {
            section.card.stack {
                h2 { (words.say("after.afterwards")) }
                @if feedback {
                    p { (words.say("after.give_feedback_text")) }
                    p { a.hds-button.hds-button--primary
                        href={ "/" (frame.slug) "/palaute/" (year) "?" (super::LANG) "=" (lang) } {
                        (words.say("after.give_feedback"))
                    } }
                }
                @if certificate {
                    p { a.hds-button.hds-button--secondary href={ (frame.path) "/todistus" } download {
                        (words.say("after.get_certificate"))
                    } }
                }
            }
        }
    }
}
