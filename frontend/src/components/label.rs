//! Words for codes and names.
//!
//! Owns: the way from a list's code to its label in the language that is shown. Must not: hold a label.

use leptos::prelude::*;
use shared::domain::lang::Lang;
use shared::domain::vocabulary::Vocabulary;
use shared::wire::v1::device::DeviceConfig;

/// One choice of a group: its code and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The code.
    pub code: String,
    /// The words.
    pub label: String,
}

/// The choices of a list today.
pub fn items(lists: &Vocabulary, list: &str, lang: Lang) -> Vec<Item> {
    let item = |value: &shared::domain::vocabulary::Value| Item {
        code: value.code.clone(),
        label: value.label(lang).to_owned(),
    };
    lists.current(list).map(item).collect()
}

/// The name of the device's library in a language.
pub fn library_name(config: &DeviceConfig, lang: Lang) -> String {
    let swedish = config.library.name_sv.as_ref().filter(|_| lang == Lang::Sv);
    swedish.unwrap_or(&config.library.name_fi).clone()
}

/// The name of one of its points; the code where the device does not know it.
pub fn point_name(config: &DeviceConfig, code: &str, lang: Lang) -> String {
    let Some(point) = config.points.iter().find(|point| point.code == code) else { return code.to_owned() };
    let other = match lang {
        Lang::Fi => None,
        Lang::Sv => point.name_sv.as_ref(),
        Lang::En => point.name_en.as_ref(),
    };
    other.unwrap_or(&point.name_fi).clone()
}

/// Text that changes with the language.
pub fn text(make: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(make)
}
