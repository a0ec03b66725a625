//! Checks the locale files against each other and turns them into the module `i18n`, so that a missing key is a
//! compile error.

use std::error::Error;
use std::path::PathBuf;

use leptos_i18n_build::options::CodegenOptions;
use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("i18n");
    let config = Config::new("fi")?.add_locale("sv")?.add_locale("en")?;
    let config = config.parse_options(ParseOptions::new().interpolate_display(true));
    let translations = TranslationsInfos::parse(config)?;
    translations.emit_diagnostics();
    translations.rerun_if_locales_changed();
    let attributes = "#![allow(missing_docs, unused_imports, clippy::all, clippy::allow_attributes, clippy::allow_attributes_without_reason)]";
    let options = CodegenOptions::new().gen_docs(false).top_level_attributes(Some(attributes.parse()?));
    translations.generate_i18n_module_with_options(out, options)?;
    Ok(())
}
