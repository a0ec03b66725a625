//! What a new network starts with: the controlled lists and the libraries of `vocabulary.toml`.
//!
//! Owns: reading that file, which is embedded as it is. Must not: hold a list of its own.

use std::collections::BTreeMap;

use serde::Deserialize;
use shared::domain::vocabulary::{Value, Vocabulary};

const SOURCE: &str = include_str!("../vocabulary.toml");

/// The seed of a network.
#[derive(Clone, Debug, Deserialize)]
pub struct Seed {
    version: u32,
    /// The libraries, in the order of the network.
    #[serde(rename = "library")]
    pub libraries: Vec<SeedLibrary>,
    #[serde(flatten)]
    lists: BTreeMap<String, Vec<Value>>,
}

/// A library of the seed.
#[derive(Clone, Debug, Deserialize)]
pub struct SeedLibrary {
    /// Its code.
    pub code: String,
    /// Finnish name.
    pub name_fi: String,
    /// Swedish name, where it has one.
    pub name_sv: Option<String>,
    /// Province code.
    pub province: String,
    /// Languages, majority first.
    pub language: Vec<String>,
    /// How many members the library had in the plan of 2024; the demo network uses it.
    pub members_2024: u32,
}

impl Seed {
    /// Reads the embedded file.
    pub fn load() -> Result<Self, toml::de::Error> {
        toml::from_str(SOURCE)
    }

    /// The controlled lists.
    pub fn vocabulary(&self) -> Vocabulary {
        Vocabulary { version: self.version, lists: self.lists.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_real_input_is_read_whole() {
        let seed = Seed::load().unwrap();
        let vocabulary = seed.vocabulary();
        assert_eq!(vocabulary.version, 1);
        assert_eq!(seed.libraries.len(), 13);
        assert_eq!(seed.libraries.iter().map(|library| library.members_2024).sum::<u32>(), 21);
        assert_eq!(vocabulary.all("topic").len(), 11);
        assert_eq!(vocabulary.get("setting", "phone").unwrap().implies_form.as_deref(), Some("remote"));
        assert!(vocabulary.get("duration", "d2").unwrap().assumed);
        assert!(!vocabulary.lists.contains_key("library"));
        assert!(
            vocabulary
                .lists
                .values()
                .flatten()
                .all(|v| !v.fi.is_empty() && !v.sv.is_empty() && !v.en.is_empty())
        );
    }
}
