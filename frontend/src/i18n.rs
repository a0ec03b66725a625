//! The texts in three languages, made from `locales/*.json` by `build.rs`.
//!
//! Owns: the language that is shown and its memory. Must not: hold texts of lists (the vocabulary's labels are those).

#[expect(dead_code, reason = "the library's own context is there too")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

use std::sync::Arc;

pub use generated::i18n::*;
use leptos::prelude::*;
use shared::domain::lang::Lang;

use crate::platform::{page, preference};

const LANGUAGE: &str = "dv_language";

/// The language of the texts. Not the library's context, which brings the parsing of the browser's languages along: the
/// language of a shared tablet's system says nothing about the library.
#[derive(Clone, Copy)]
pub struct Texts(RwSignal<Locale>);

impl Texts {
    /// The language that is shown; tracked.
    pub fn locale(self) -> Locale {
        self.0.get()
    }
}

/// The texts in the language that is shown.
pub fn use_i18n() -> Texts {
    expect_context()
}

/// A text as a string; tracks the language.
macro_rules! t_string {
    ($texts:expr, $($rest:tt)+) => {
        leptos_i18n::td_string!($texts.locale(), $($rest)+)
    };
}
#[expect(hidden_glob_reexports, reason = "ours is meant to be used in place of the library's")]
pub(crate) use t_string;

/// A text without variables in a view. It shadows the library's macro: each of that one's uses is a type of its own, for
/// which the view's code is generated anew; here all are of one type, which makes the wasm much smaller.
macro_rules! t {
    ($texts:expr, $($key:ident).+ $(,)?) => {
        $crate::i18n::plain($texts, |texts| $crate::i18n::t_string!(texts, $($key).+))
    };
}
#[expect(hidden_glob_reexports, reason = "ours is meant to be used in place of the library's")]
pub(crate) use t;

/// A text without variables as a signal, for the properties of components.
macro_rules! say {
    ($texts:expr, $($key:ident).+ $(,)?) => {
        $crate::i18n::said($texts, |texts| $crate::i18n::t_string!(texts, $($key).+))
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

/// A text that follows the language for as long as it is shown.
#[derive(Clone)]
pub struct Wording(Arc<dyn Fn() -> String + Send + Sync>);

impl Wording {
    /// In the language that is shown; tracked.
    pub fn text(&self) -> String {
        (self.0)()
    }
}

/// A text as something that is kept and shown later.
pub fn wording<T: Into<String>>(texts: Texts, say: impl Fn(Texts) -> T + Send + Sync + 'static) -> Wording {
    Wording(Arc::new(move || say(texts).into()))
}

/// The language that is shown; tracked.
pub fn lang(texts: Texts) -> Lang {
    match texts.locale() {
        Locale::fi => Lang::Fi,
        Locale::sv => Lang::Sv,
        Locale::en => Lang::En,
    }
}

/// Shows another language and remembers it on this device.
pub fn choose(texts: Texts, lang: Lang) {
    preference::set(LANGUAGE, lang.code());
    texts.0.set(locale(lang));
}

/// Provides the texts in the remembered language, or Finnish; also keeps the page's language attribute.
pub fn provide() {
    let remembered = preference::get(LANGUAGE);
    let remembered =
        Lang::ALL.into_iter().find(|lang| Some(lang.code()) == remembered.as_deref()).unwrap_or_default();
    let texts = Texts(RwSignal::new(locale(remembered)));
    provide_context(texts);
    Effect::new(move || page::set_language(lang(texts).code()));
}

fn locale(lang: Lang) -> Locale {
    match lang {
        Lang::Fi => Locale::fi,
        Lang::Sv => Locale::sv,
        Lang::En => Locale::en,
    }
}
