//! The texts of what the server writes itself (exports, reports), from the interface's own locale files, so that a thing has
//! one name in all of them.
//!
//! Owns: looking a text up and filling its variables in. A key that no file has is shown as it is; `cargo xtask test locales`
//! finds it before.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;
use shared::domain::lang::Lang;
use shared::form::Say;

static FILES: LazyLock<[Value; 3]> = LazyLock::new(|| {
    [
        include_str!("../../frontend/locales/fi.json"),
        include_str!("../../frontend/locales/sv.json"),
        include_str!("../../frontend/locales/en.json"),
    ]
    .map(|file| serde_json::from_str(file).unwrap_or(Value::Null))
});

/// The texts of a language.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    /// The language.
    pub lang: Lang,
}

impl Words {
    /// A text without variables.
    pub fn say(self, key: &str) -> String {
        let text = key.split('.').try_fold(file(self.lang), |value, part| value.get(part));
        text.and_then(Value::as_str).unwrap_or(key).to_owned()
    }

    /// A text with `{{ name }}` filled in.
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        values
            .iter()
            .fold(self.say(key), |text, (name, value)| text.replace(&format!("{{{{ {name} }}}}"), value))
    }
}

impl Say for Words {
    fn lang(&self) -> Lang {
        self.lang
    }

    fn say(&self, key: &str) -> String {
        Self::say(*self, key)
    }
}

/// The texts below these groups and keys, by their whole key.
pub fn texts(lang: Lang, keys: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for key in keys {
        let value = key.split('.').try_fold(file(lang), |value, part| value.get(part));
        if let Some(value) = value {
            flatten(key, value, &mut found);
        }
    }
    found
}

fn flatten(key: &str, value: &Value, into: &mut BTreeMap<String, String>) {
    match value {
        Value::String(text) => {
            into.insert(key.to_owned(), text.clone());
        }
        Value::Object(group) => {
            group.iter().for_each(|(name, value)| flatten(&format!("{key}.{name}"), value, into));
        }
        _ => {}
    }
}

fn file(lang: Lang) -> &'static Value {
    match lang {
        Lang::Fi => &FILES[0],
        Lang::Sv => &FILES[1],
        Lang::En => &FILES[2],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_those_of_the_interface() {
        let words = |lang| Words { lang };
        assert_eq!(words(Lang::Fi).say("overview.topic"), "Aihe");
        assert!(words(Lang::Sv).fill("overview.title", &[("year", "2026")]).contains("2026"));
        assert_eq!(words(Lang::En).say("no.such.key"), "no.such.key");
    }
}
