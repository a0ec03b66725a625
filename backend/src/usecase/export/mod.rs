//! Files to take along: the own library's entries as they are, the network's figures masked.
//!
//! Owns: who may have which file, that each is in the log, and their names. Must not: mask (`release` does), or know how a
//! file is written (`crate::export` does).

mod costs;
mod entries;
mod registrations;
mod stats;

use shared::domain::lang::Lang;
use shared::wire::v1::member::Role;

use super::actor::Actor;
use super::audit::{self, By};
use super::{cost, network, release};
use crate::app::App;
use crate::db;
use crate::error::{Error, Kind, Result};
use crate::export::{self, File, Sheet};
use crate::words::Words;

pub use costs::kind_name;
pub use stats::{measure_name, table_name};

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Text with `;`.
    Csv,
    /// A workbook.
    Xlsx,
}

/// One row per entry of the own library in a year, unmasked: nobody else's.
pub async fn entries(
    app: &App,
    actor: &Actor,
    (library, year): (&str, i32),
    format: Format,
    lang: Lang,
) -> Result<File> {
    actor.need(Role::Contact)?;
    if actor.member.library.as_deref() != Some(library) {
        return Err(Kind::Forbidden.into());
    }
    let mut tx = app.db.read().await?;
    let network = network::of(&mut tx, actor.network).await?;
    let lists = app.lists.of(&mut tx, &network).await?;
    let sheet = entries::sheet(&mut tx, actor.network, (library, year), &lists, Words { lang }).await?;
    drop(tx);
    let subject = format!("{library} {year}");
    logged(app, actor, "entries_exported", &subject, format).await?;
    write(&format!("digiverkosto-{library}-{year}"), &[sheet], format)
}

/// The masked figures of a year: all tables as a workbook or one text, or one table as a text.
pub async fn stats(
    app: &App,
    actor: &Actor,
    (year, table): (i32, Option<&str>),
    format: Format,
    lang: Lang,
) -> Result<File> {
    actor.need(Role::Contact)?;
    let stats = release::of(app, actor.network, year).await?;
    let words = Words { lang };
    let sheets = match (format, table) {
        (Format::Xlsx, _) => stats::workbook(&stats, words),
        (Format::Csv, None) => vec![stats::flat(&stats, words)],
        (Format::Csv, Some(code)) => vec![stats::one(&stats, code, words).ok_or(Kind::NotFound)?],
    };
    let subject = [Some(year.to_string()), table.map(str::to_owned)];
    logged(
        app,
        actor,
        "stats_exported",
        &subject.into_iter().flatten().collect::<Vec<_>>().join(" "),
        format,
    )
    .await?;
    let name = table.filter(|_| format == Format::Csv).map_or_else(String::new, |table| format!("-{table}"));
    write(&format!("digiverkosto-{year}{name}"), &sheets, format)
}

/// The participants of a year's activity day, without diets and access needs.
pub async fn registrations(app: &App, actor: &Actor, year: i32, format: Format, lang: Lang) -> Result<File> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    let day = db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?.day;
    let network = network::of(&mut tx, actor.network).await?;
    let lists = app.lists.of(&mut tx, &network).await?;
    let libraries = db::library::list(&mut tx, actor.network).await?;
    let all = db::registration::list(&mut tx, actor.network, year).await?;
    drop(tx);
    let sheet = registrations::sheet(&day, &all, &libraries, &lists, Words { lang });
    logged(app, actor, "registrations_exported", &year.to_string(), format).await?;
    write(&format!("osallistujat-{year}"), &[sheet], format)
}

/// The costs of a year's activity day.
pub async fn costs(app: &App, actor: &Actor, year: i32, format: Format, lang: Lang) -> Result<File> {
    let costs = cost::list(app, actor, year).await?;
    let sheet = costs::sheet(&costs, Words { lang });
    logged(app, actor, "costs_exported", &year.to_string(), format).await?;
    write(&format!("kulut-{year}"), &[sheet], format)
}

fn write(name: &str, sheets: &[Sheet], format: Format) -> Result<File> {
    Ok(match format {
        Format::Csv => {
            let sheet = sheets.first().ok_or_else(|| Error::internal("a file without a sheet"))?;
            File { name: format!("{name}.csv"), media_type: export::CSV, bytes: export::csv(sheet)? }
        }
        Format::Xlsx => {
            File { name: format!("{name}.xlsx"), media_type: export::XLSX, bytes: export::xlsx(sheets)? }
        }
    })
}

async fn logged(app: &App, actor: &Actor, action: &str, subject: &str, format: Format) -> Result<()> {
    let detail = match format {
        Format::Csv => "format=csv",
        Format::Xlsx => "format=xlsx",
    };
    let mut tx = app.db.write().await?;
    audit::record(app, &mut tx, actor.network, By::Person(actor), action, subject, detail).await?;
    Ok(tx.commit().await?)
}
