//! Files of an activity day: `/api/v1/days/{year}/files/{name}`, and a participant's own certificate.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use shared::domain::lang::Lang;

use super::client::Client;
use super::export::attachment;
use super::extract::SessionAuth;
use super::page::{Language, failed};
use crate::app::App;
use crate::error::{Kind, Result};
use crate::usecase::day_paper::{self, Paper};
use crate::usecase::export::{self, Format};

#[derive(Deserialize)]
pub(super) struct Asked {
    /// The language of headings and labels.
    #[serde(default)]
    lang: Lang,
}

pub(super) async fn file(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((year, name)): Path<(i32, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (what, format) = name.rsplit_once('.').ok_or(Kind::NotFound)?;
    let format = match format {
        "pdf" => {
            let paper = Paper::from_code(what).ok_or(Kind::NotFound)?;
            return Ok(attachment(day_paper::file(&app, &actor, year, paper, asked.lang).await?));
        }
        "csv" => Format::Csv,
        "xlsx" => Format::Xlsx,
        _ => return Err(Kind::NotFound.into()),
    };
    Ok(attachment(match what {
        "participants" => export::registrations(&app, &actor, year, format, asked.lang).await?,
        "costs" => export::costs(&app, &actor, year, format, asked.lang).await?,
        _ => return Err(Kind::NotFound.into()),
    }))
}

/// The own certificate, for whoever has the manage link.
pub(super) async fn certificate(
    State(app): State<App>,
    language: Language,
    client: Client,
    Path((slug, secret)): Path<(String, String)>,
) -> Response {
    match day_paper::own_certificate(&app, client.address, &slug, &secret).await {
        Ok(file) => attachment(file).into_response(),
        Err(error) => failed(&error, language.or(None)),
    }
}
