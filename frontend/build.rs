//! Checks the locale files against each other and turns them into the module `i18n`, so that a missing key is a
//! compile error.
//!
//! Uses the two crates below `leptos_i18n_build`: that one also brings a generator of ICU's data (with an HTTP client
//! and a wasm interpreter), which no text here needs.

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use leptos_i18n_codegen::gen_code;
use leptos_i18n_parser::parse_locales::options::{Config, ParseOptions};
use leptos_i18n_parser::parse_locales::parse_locales;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("i18n");
    let config = Config::new("fi")?.add_locale("sv")?.add_locale("en")?;
    let config = config.parse_options(ParseOptions::new().interpolate_display(true));
    let translations = parse_locales(None, config)?;
    for warning in translations.diag.warnings().iter() {
        println!("cargo::warning={warning}");
    }
    for error in translations.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    for path in translations.tracked_files.iter().flatten() {
        println!("cargo::rerun-if-changed={path}");
    }
    let attributes = "#![allow(missing_docs, unused_imports, clippy::all, clippy::allow_attributes, clippy::allow_attributes_without_reason)]";
    let module = gen_code(&translations, None, false, Some(&attributes.parse()?), false)?;
    fs::create_dir_all(&out)?;
    fs::write(out.join("mod.rs"), module.to_string())?;
    Ok(())
}
