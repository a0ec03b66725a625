//! The texts in three languages, made from `locales/*.json` by `build.rs`.
//!
//! Owns: the language that is shown and its memory. Must not: hold texts of lists (the vocabulary's labels are those).

#[expect(missing_docs, reason = "generated from the locale files")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

pub use generated::i18n::*;
use leptos::prelude::*;
pub use leptos_i18n::{t, t_string};
use shared::domain::lang::Lang;

use crate::platform::{page, preference};

const LANGUAGE: &str = "dv_language";

/// The texts.
pub type Texts = leptos_i18n::I18nContext<Locale>;

/// The language that is shown; tracked.
pub fn lang(texts: Texts) -> Lang {
    match texts.get_locale() {
        Locale::fi => Lang::Fi,
        Locale::sv => Lang::Sv,
        Locale::en => Lang::En,
    }
}

/// Shows another language and remembers it on this device.
pub fn choose(texts: Texts, lang: Lang) {
    preference::set(LANGUAGE, lang.code());
    texts.set_locale(locale(lang));
}

/// The remembered language, or Finnish; also keeps the page's language attribute.
pub fn start(texts: Texts) {
    let remembered = preference::get(LANGUAGE);
    let lang =
        Lang::ALL.into_iter().find(|lang| Some(lang.code()) == remembered.as_deref()).unwrap_or_default();
    texts.set_locale(locale(lang));
    Effect::new(move || page::set_language(texts.get_locale().as_str()));
}

fn locale(lang: Lang) -> Locale {
    match lang {
        Lang::Fi => Locale::fi,
        Lang::Sv => Locale::sv,
        Lang::En => Locale::en,
    }
}
