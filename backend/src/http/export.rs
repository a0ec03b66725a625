//! `/api/v1/exports/…` and `/api/v1/stats`.

use axum::Json as Answer;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use shared::domain::lang::Lang;
use shared::time::helsinki;
use shared::wire::v1::member::Role;
use shared::wire::v1::stats::Stats;

use super::client::Client;
use super::extract::{MaybeSession, SessionAuth};
use crate::app::App;
use crate::error::{Kind, Result};
use crate::export::File;
use crate::usecase::export::{self, Format};
use crate::usecase::{release, report, share};

#[derive(Deserialize)]
pub(super) struct Asked {
    /// The calendar year; absent: the current one.
    year: Option<i32>,
    /// The language of headings and labels.
    #[serde(default)]
    lang: Lang,
    /// One table only.
    table: Option<String>,
    /// The library of the entries.
    library: Option<String>,
}

/// The masked figures: for the holder of a share, or whoever is signed in.
pub(super) async fn stats(
    State(app): State<App>,
    client: Client,
    MaybeSession(actor): MaybeSession,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Answer<Stats>> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = bearer.and_then(|value| value.strip_prefix("Bearer ")).map(str::trim);
    let network = match (bearer, actor) {
        (Some(token), _) => share::open(&app, client.address, token).await?,
        (None, Some(actor)) => {
            actor.need(Role::Contact)?;
            actor.network
        }
        (None, None) => return Err(Kind::NotSignedIn.into()),
    };
    let year = asked.year.unwrap_or_else(|| helsinki(app.now()).date.year());
    Ok(Answer(release::of(&app, network, year).await?))
}

pub(super) async fn file(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let year = asked.year.unwrap_or_else(|| helsinki(app.now()).date.year());
    if let Some((what, format)) = document_of(&name) {
        return Ok(attachment(report::file(&app, &actor, (what, year), format, asked.lang).await?));
    }
    let (what, format) = match name.rsplit_once('.') {
        Some((what, "csv")) => (what, Format::Csv),
        Some((what, "xlsx")) => (what, Format::Xlsx),
        _ => return Err(Kind::NotFound.into()),
    };
    let file = match what {
        "stats" => export::stats(&app, &actor, (year, asked.table.as_deref()), format, asked.lang).await?,
        "entries" => {
            let library = asked.library.or_else(|| actor.member.library.clone()).ok_or(Kind::Forbidden)?;
            export::entries(&app, &actor, (&library, year), format, asked.lang).await?
        }
        _ => return Err(Kind::NotFound.into()),
    };
    Ok(attachment(file))
}

fn document_of(name: &str) -> Option<(report::What, report::Format)> {
    let (what, format) = name.rsplit_once('.')?;
    let what = match what {
        "report" => report::What::Report,
        "plan" => report::What::Plan,
        _ => return None,
    };
    let format = match format {
        "pdf" => report::Format::Pdf,
        "docx" => report::Format::Docx,
        _ => return None,
    };
    Some((what, format))
}

/// A file to save, not to show.
pub(super) fn attachment(file: File) -> Response {
    let disposition = format!("attachment; filename=\"{}\"", file.name);
    let headers = [
        (header::CONTENT_TYPE, file.media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, file.bytes).into_response()
}
