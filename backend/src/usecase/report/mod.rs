//! The yearly report (*toimintakertomus*) and the yearly plan (*toimintasuunnitelma*) as documents.
//!
//! Owns: who may have one, and that it is in the log. Their contents are `year`'s and `plan`'s; how they are written is the
//! crate `document`'s. Must not: show a figure of entries that is not masked: a report leaves the network.

mod day;
mod figures;
mod plan;
mod words;
mod year;

use document::{Document, Language};
use shared::domain::day::Status;
use shared::domain::lang::Lang;
use shared::domain::plan::is_year;
use shared::time::helsinki;
use shared::wire::v1::member::Role;
use shared::wire::v1::plan::PlanPage;

use super::actor::Actor;
use super::audit::{self, By};
use super::{cost, day_figures, network, release};
use crate::app::App;
use crate::db;
use crate::error::{Error, Kind, Result};
use crate::export::{File, PDF};
use crate::words::Words;

/// The media type of DOCX.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Which document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// What was done in a year.
    Report,
    /// What is planned for a year.
    Plan,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PDF/UA: to be read and filed.
    Pdf,
    /// To be completed by the chair.
    Docx,
}

/// A document as a file, for the chair.
pub async fn file(
    app: &App,
    actor: &Actor,
    (what, year): (What, i32),
    format: Format,
    lang: Lang,
) -> Result<File> {
    let document = document(app, actor, what, year, lang).await?;
    // Typesetting takes a good part of a second.
    let written = tokio::task::spawn_blocking(move || match format {
        Format::Pdf => document::pdf(&document),
        Format::Docx => document::docx(&document),
    });
    let bytes = written.await.map_err(Error::internal)?.map_err(Error::internal)?;
    let (end, media_type, detail) = match format {
        Format::Pdf => ("pdf", PDF, "format=pdf"),
        Format::Docx => ("docx", DOCX, "format=docx"),
    };
    let name = match what {
        What::Report => "toimintakertomus",
        What::Plan => "toimintasuunnitelma",
    };
    let mut tx = app.db.write().await?;
    let subject = format!("{name} {year}");
    audit::record(app, &mut tx, actor.network, By::Person(actor), "report_exported", &subject, detail)
        .await?;
    tx.commit().await?;
    Ok(File { name: format!("{name}-{year}-{}.{end}", lang.code()), media_type, bytes })
}

/// A document's contents.
pub async fn document(app: &App, actor: &Actor, what: What, year: i32, lang: Lang) -> Result<Document> {
    actor.need(Role::Chair)?;
    if !is_year(year) {
        return Err(Kind::NotFound.into());
    }
    let plan = match super::plan::read(app, actor, year).await {
        Ok(page) => Some(page),
        Err(error) if error.kind() == Kind::NotFound => None,
        Err(error) => return Err(error),
    };
    let mut tx = app.db.read().await?;
    let network = network::of(&mut tx, actor.network).await?;
    let lists = db::list_value::vocabulary(&mut tx, actor.network, network.lists_version).await?;
    let day = match db::day::get(&mut tx, actor.network, year).await? {
        Some(stored) if stored.day.status == Status::Published => {
            let costs = cost::page(&mut tx, actor.network, &stored.day).await?;
            let figures = day_figures::of(&mut tx, actor.network, year, app.now()).await?;
            figures.map(|figures| day::Told { figures, costs })
        }
        _ => None,
    };
    drop(tx);
    let words = words::Words { words: Words { lang }, lists: &lists };
    let today = helsinki(app.now()).date;
    let frame = |title: String, blocks| Document {
        title,
        language: language(lang),
        author: network.name.clone(),
        date: shared::text::date(today, lang),
        blocks,
    };
    match what {
        What::Plan => {
            let PlanPage { plan, .. } = plan.ok_or(Kind::NotFound)?;
            Ok(frame(plan::title(&plan, words), plan::blocks(&plan, words)))
        }
        What::Report => {
            let stats = release::of(app, actor.network, year).await?;
            let before = match release::of(app, actor.network, year - 1).await {
                Ok(stats) => Some(stats),
                Err(error) if error.kind() == Kind::NothingReleased => None,
                Err(error) => return Err(error),
            };
            let blocks = year::blocks(&stats, before.as_ref(), plan.as_ref(), day.as_ref(), words);
            Ok(frame(words.fill("report.title", &[("year", &year.to_string())]), blocks))
        }
    }
}

fn language(lang: Lang) -> Language {
    match lang {
        Lang::Fi => Language::Fi,
        Lang::Sv => Language::Sv,
        Lang::En => Language::En,
    }
}
