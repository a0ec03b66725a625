//! The texts in three languages, made from `locales/*.json` by `build.rs`.
//!
//! Owns: the language that is shown and its memory. Must not: hold texts of lists (the vocabulary's labels are those).

mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

pub use generated::i18n::*;
use leptos::prelude::*;
pub use leptos_i18n::t_string;
use shared::domain::lang::Lang;

use crate::platform::{page, preference};

const LANGUAGE: &str = "dv_language";

/// The texts.
pub type Texts = leptos_i18n::I18nContext<Locale>;

/// A text in a view. It shadows the library's macro: each of that one's uses is a type of its own, for which the view's
/// code is generated anew; here all plain texts are of one type, which makes the wasm much smaller.
macro_rules! t {
    ($texts:expr, $($key:ident).+ $(,)?) => {
        $crate::i18n::plain($texts, |texts| leptos_i18n::t_string!(texts, $($key).+))
    };
    ($texts:expr, $($key:ident).+, $($values:tt)+) => {
        leptos_i18n::t!($texts, $($key).+, $($values)+)
    };
}
#[expect(hidden_glob_reexports, reason = "ours is meant to be used in place of the library's")]
pub(crate) use t;

/// A text without variables as a signal, for the properties of components.
macro_rules! say {
    ($texts:expr, $($key:ident).+ $(,)?) => {
        $crate::i18n::said($texts, |texts| leptos_i18n::t_string!(texts, $($key).+))
    };
}
pub(crate) use say;

/// A text without variables that follows the language.
pub fn plain(
    texts: Texts,
    make: fn(Texts) -> &'static str,
) -> impl Fn() -> &'static str + Copy + Send + 'static {
    move || make(texts)
}

/// The signal of [`say!`].
pub fn said(texts: Texts, make: fn(Texts) -> &'static str) -> Signal<String> {
    Signal::derive(move || make(texts).to_owned())
}

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
    // The library takes over the browser's language in an effect of its own, which runs before this one. The language of
    // a shared tablet's system says nothing about the library: Finnish is the default.
    Effect::new(move || texts.set_locale(locale(lang)));
    Effect::new(move || page::set_language(texts.get_locale().as_str()));
}

fn locale(lang: Lang) -> Locale {
    match lang {
        Lang::Fi => Locale::fi,
        Lang::Sv => Locale::sv,
        Lang::En => Locale::en,
    }
}
