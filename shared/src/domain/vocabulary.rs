//! The controlled lists of a network.
//!
//! Owns: versions, codes and labels of the lists. A code keeps its meaning for ever; a value is ended, never deleted.
//! Must not: decide what an entry may hold (each entity's own file does).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::lang::Lang;

/// All lists of a network under one integer version.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vocabulary {
    /// The version of all lists; it grows with each change of any of them.
    pub version: u32,
    /// The lists by name (`topic`, `duration`, …), each in its order of display.
    pub lists: BTreeMap<String, Vec<Value>>,
}

/// One value of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The code, stored in entries.
    pub code: String,
    /// Finnish label.
    pub fi: String,
    /// Swedish label.
    pub sv: String,
    /// English label.
    pub en: String,
    /// Finnish hint, shown under a button.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint_fi: Option<String>,
    /// Swedish hint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint_sv: Option<String>,
    /// English hint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint_en: Option<String>,
    /// The first version of the lists that has the value.
    #[serde(default = "first_version")]
    pub since: u32,
    /// The last version that has it; absent where it has no end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u32>,
    /// The form of support that a setting implies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub implies_form: Option<String>,
    /// Minutes that an estimate takes for a duration band.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub midpoint_minutes: Option<u32>,
    /// The band that an estimate assumes where none was stated.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assumed: bool,
}

fn first_version() -> u32 {
    1
}

impl Value {
    /// Whether the value belongs to that version of the lists.
    pub fn is_in(&self, version: u32) -> bool {
        self.since <= version && self.until.is_none_or(|until| version <= until)
    }

    /// The label in a language.
    pub fn label(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fi => &self.fi,
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }

    /// The hint in a language, where there is one.
    pub fn hint(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Fi => self.hint_fi.as_deref(),
            Lang::Sv => self.hint_sv.as_deref(),
            Lang::En => self.hint_en.as_deref(),
        }
    }
}

impl Vocabulary {
    /// The values of a list that can be chosen today, in their order.
    pub fn current(&self, list: &str) -> impl Iterator<Item = &Value> {
        self.all(list).iter().filter(|value| value.is_in(self.version))
    }

    /// All values of a list, ended ones too; empty for a list that does not exist.
    pub fn all(&self, list: &str) -> &[Value] {
        self.lists.get(list).map_or(&[], Vec::as_slice)
    }

    /// The same with some of its lists only.
    pub fn only(mut self, lists: &[&str]) -> Self {
        self.lists.retain(|list, _| lists.contains(&list.as_str()));
        self
    }

    /// A value by its code, ended or not.
    pub fn get(&self, list: &str, code: &str) -> Option<&Value> {
        self.all(list).iter().find(|value| value.code == code)
    }

    /// Whether a version of the lists has the code.
    pub fn has(&self, list: &str, code: &str, version: u32) -> bool {
        self.all(list).iter().any(|value| value.code == code && value.is_in(version))
    }

    /// The label of a code; the code itself where the list does not know it (a newer list, say), so that it is never
    /// shown as something else.
    pub fn label<'a>(&'a self, list: &str, code: &'a str, lang: Lang) -> &'a str {
        self.get(list, code).map_or(code, |value| value.label(lang))
    }
}
