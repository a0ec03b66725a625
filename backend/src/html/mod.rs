//! Pages that the server draws itself: the activity day's form and what its mails lead to. They work without the app, its
//! wasm or any script, so that a participant's phone loads a few dozen kilobytes.
//!
//! Owns: the frame of such a page and the parts of a form. Must not: decide anything; it is given what it shows.

mod day_feedback;
mod form;
mod manage;
mod notice;
mod organise;

use maud::{DOCTYPE, Markup, html};
use shared::domain::lang::Lang;

use crate::words::Words;

/// Parts of a form, with the server's own texts.
mod field {
    /// What a form shows again.
    pub type Filled<'a> = shared::form::Filled<'a, crate::words::Words>;
}

pub use day_feedback::{FeedbackPage, feedback, feedback_thanks, statement};
pub use form::{FormPage, form};
pub use manage::{ManagePage, manage};
pub use notice::{Thanks, notice, thanks};
pub use organise::{AmendPage, amend, preview};

/// The files of the frontend that such a page loads, by their path.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The style sheet.
    pub style: String,
    /// The form's script.
    pub script: String,
    /// The font's plain Latin file.
    pub font: String,
}

/// What every such page knows.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// The texts.
    pub words: Words,
    /// What it loads.
    pub files: &'a Files,
    /// The network's name.
    pub network: &'a str,
    /// The network's short name in addresses.
    pub slug: &'a str,
    /// The controller of the personal data.
    pub controller: &'a str,
    /// The path that the language links lead to.
    pub path: &'a str,
}

/// The query that chooses a language.
pub const LANG: &str = "kieli";

impl Frame<'_> {
    /// The page around a body. `class` is the body's.
    fn page(self, title: &str, script: bool, body: &Markup) -> Markup {
        let Self { words, files, .. } = self;
        html! {
            (DOCTYPE)
            html lang=(words.lang.code()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="robots" content="noindex";
                    title { (title) " – " (self.network) }
                    link rel="preload" href={ "/" (files.font) } as="font" type="font/woff2" crossorigin;
                    link rel="stylesheet" href={ "/" (files.style) };
                    link rel="icon" href="/icons/favicon.svg" type="image/svg+xml";
                    @if script {
                        script type="module" src={ "/" (files.script) } {}
                    }
                }
                body.public {
                    a.skip-link href="#content" { (words.say("app.skip")) }
                    header.public__head {
                        span.public__name { (self.network) }
                        (self.languages())
                    }
                    (body)
                    footer.footer {
                        @if !self.controller.is_empty() {
                            p { (words.fill("register.controller", &[("controller", self.controller)])) }
                        }
                        nav.row aria-label=(words.say("shell.footer_nav")) {
                            a href="/tietosuoja" { (words.say("shell.nav.privacy")) }
                            a href="/saavutettavuus" { (words.say("shell.nav.accessibility")) }
                            a href="/palaute" { (words.say("shell.nav.feedback")) }
                        }
                    }
                }
            }
        }
    }

    fn languages(self) -> Markup {
        let name = |lang| match lang {
            Lang::Fi => "Suomeksi",
            Lang::Sv => "På svenska",
            Lang::En => "In English",
        };
        html! {
            nav.public__languages aria-label=(self.words.say("register.languages")) {
                @for lang in Lang::ALL {
                    @if lang != self.words.lang {
                        a href={ (self.path) "?" (LANG) "=" (lang.code()) } lang=(lang.code()) hreflang=(lang.code()) {
                            (name(lang))
                        }
                    }
                }
            }
        }
    }
}
