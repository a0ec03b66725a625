//! The texts of the interface: the same keys in every language, each of them used, and none used that is not
//! there. Owns this comparison only; what the texts say is nobody's business here.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use walkdir::WalkDir;

/// Finnish first: it is the default, the others are compared with it.
const LANGUAGES: [&str; 3] = ["fi", "sv", "en"];

/// The macros that take a text: `name!(context, key.path, …)`.
const MACROS: [&str; 10] =
    ["say", "t", "td", "tu", "t_string", "td_string", "tu_string", "t_display", "td_display", "tu_display"];

/// The groups of texts that the server alone uses.
const SERVER: [&str; 8] =
    ["after", "door_link", "export", "letter", "mine", "organise", "register", "report"];

/// A text's variables, by its key.
type Texts = BTreeMap<String, BTreeSet<String>>;

/// Everything that is wrong, one line each. The server writes files with the same texts, and what it
/// shares with the tablet draws a form: see [`quoted`].
pub fn check(frontend: &Path, others: &[&Path]) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    let mut languages = Vec::new();
    for language in LANGUAGES {
        languages.push(read(&frontend.join("locales").join(format!("{language}.json")), &mut faults)?);
    }
    let finnish = &languages[0];
    for (language, texts) in LANGUAGES.iter().zip(&languages).skip(1) {
        compare(finnish, texts, language, &mut faults);
    }
    let mut used = used(&frontend.join("src"))?;
    let mut found = BTreeMap::new();
    for other in others {
        found.extend(quoted(&other.join("src"))?);
    }
    for (key, file) in found {
        // Many a quoted word looks like a key; one that is in a group of texts must be one.
        let group = key.split('.').next().unwrap_or_default();
        let is_text = finnish.contains_key(&key)
            || SERVER.contains(&group) && key.split('.').count() == 2 && !key.ends_with('.');
        if is_text {
            used.insert(key, file);
        }
    }
    for (key, file) in &used {
        if !finnish.contains_key(key) {
            faults.push(format!("{file}: the key {key} is in no locale file"));
        }
    }
    faults.extend(
        finnish.keys().filter(|key| !used.contains_key(*key)).map(|key| format!("unused key: {key}")),
    );
    Ok(faults)
}

fn compare(finnish: &Texts, other: &Texts, language: &str, faults: &mut Vec<String>) {
    for (key, variables) in finnish {
        match other.get(key) {
            None => faults.push(format!("{language}.json lacks {key}")),
            Some(theirs) if theirs != variables => {
                faults.push(format!(
                    "{language}.json: {key} has the variables {theirs:?}, fi.json {variables:?}"
                ));
            }
            Some(_) => {}
        }
    }
    for key in other.keys().filter(|key| !finnish.contains_key(*key)) {
        faults.push(format!("{language}.json has {key}, which fi.json lacks"));
    }
}

fn read(file: &Path, faults: &mut Vec<String>) -> Result<Texts> {
    let shown = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("{shown}"))?;
    let value: Value = serde_json::from_str(&text).with_context(|| format!("{shown}"))?;
    let mut texts = Texts::new();
    flatten(&value, "", &mut texts)?;
    faults.extend(
        texts.keys().filter(|key| is_empty(&value, key)).map(|key| format!("{shown}: {key} is empty")),
    );
    Ok(texts)
}

fn is_empty(value: &Value, key: &str) -> bool {
    let text = key.split('.').try_fold(value, |value, part| value.get(part));
    text.and_then(Value::as_str).is_some_and(|text| text.trim().is_empty())
}

/// Nested groups become keys with dots.
fn flatten(value: &Value, prefix: &str, texts: &mut Texts) -> Result<()> {
    match value {
        Value::Object(group) => {
            for (name, value) in group {
                let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                flatten(value, &key, texts)?;
            }
        }
        Value::String(text) => {
            texts.insert(prefix.to_owned(), variables(text));
        }
        _ => bail!("{prefix} is neither a text nor a group"),
    }
    Ok(())
}

/// The names in `{{ name }}` and in `<tag>`.
fn variables(text: &str) -> BTreeSet<String> {
    let between = |open: &str, close: char| {
        let rest = text.split(open).skip(1);
        rest.filter_map(|part| part.split_once(close).map(|(name, _)| name.trim().to_owned()))
            .collect::<Vec<_>>()
    };
    between("{{", '}')
        .into_iter()
        .chain(between("<", '>').into_iter().map(|tag| format!("<{tag}>")))
        .collect()
}

/// The keys that the sources use, each with a file that does.
fn used(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut keys = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(entry.path())?;
            if source.contains("scope_i18n!") || source.contains("use_i18n_scoped!") {
                bail!("{}: scoped keys cannot be checked; write the whole key", entry.path().display());
            }
            keys.extend(keys_in(&source).into_iter().map(|key| (key, entry.path().display().to_string())));
        }
    }
    Ok(keys)
}

/// What stands between quotation marks in the server's sources and could be a key, each with a file.
fn quoted(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut keys = BTreeMap::new();
    for entry in WalkDir::new(folder) {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(entry.path())?;
            let source = source.split("#[cfg(test)]").next().unwrap_or_default();
            let is_key = |text: &&str| {
                text.contains('.')
                    && text
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.'))
            };
            let texts = source.split('"').filter(is_key);
            keys.extend(texts.map(|key| (key.to_owned(), entry.path().display().to_string())));
        }
    }
    Ok(keys)
}

/// The second argument of each call of one of the macros.
fn keys_in(source: &str) -> Vec<String> {
    let code: String =
        source.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
    let mut keys = Vec::new();
    for (at, _) in code.match_indices("!(") {
        let before = &code[..at];
        let start = before.rfind(|c: char| !(c.is_alphanumeric() || c == '_')).map_or(0, |index| index + 1);
        if !MACROS.contains(&&before[start..]) {
            continue;
        }
        if let Some(rest) = after_first_argument(&code[at + 2..]) {
            let end = rest.find([',', ')']).unwrap_or(rest.len());
            let key: String = rest[..end].chars().filter(|c| !c.is_whitespace()).collect();
            if !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.') {
                keys.push(key);
            }
        }
    }
    keys
}

/// What follows the comma after the first argument, which may itself be a call.
fn after_first_argument(arguments: &str) -> Option<&str> {
    let mut depth = 0_u32;
    for (at, c) in arguments.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => return Some(&arguments[at + 1..]),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_keys_in_all_forms() {
        let source = r#"
            view! { <p>{t!(i18n, log.save)}</p> } // t!(i18n, in.a.comment)
            let title = td_string!(locale(), log.title, count = 3);
            let long = t_string!(
                use_i18n(),
                entries.state.sent,
                time = || at,
            );
            assert!(a, b);
        "#;
        assert_eq!(keys_in(source), ["log.save", "log.title", "entries.state.sent"]);
    }

    #[test]
    fn variables_are_compared_by_name() {
        assert_eq!(variables("{{ n }} of {{total}} <b>x</b>"), variables("<b>y</b> {{total}}: {{n}}"));
        assert_ne!(variables("{{ n }}"), variables("{{ m }}"));
    }
}
