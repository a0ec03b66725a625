//! `/api/v1/openapi.json`: the part of the interface that is for other programs.
//!
//! Owns: its description. Everything else is between the app and its server, and changes with them.

use axum::Json as Answer;
use shared::problem::Problem;
use shared::wire::v1::stats::Stats;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Digiverkosto",
        description = "The yearly figures of a network of libraries, masked: counts from 1 to 4 and those that would give \
            them away are null. A version is made once a quarter. Read with a token that the network's chair has made."
    ),
    paths(stats),
    modifiers(&Bearer)
)]
struct Api;

/// A year's figures.
#[utoipa::path(
    get,
    path = "/api/v1/stats",
    params(("year" = Option<i32>, Query, description = "The calendar year; absent: the current one")),
    responses(
        (status = 200, description = "The figures", body = Stats),
        (status = 404, description = "`nothing_released`: no figures of that year yet; `link_ended`: the token is unknown, \
            has ended or was withdrawn", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`too_many_tries`", body = Problem, content_type = "application/problem+json"),
    ),
    security(("bearer" = []))
)]
#[expect(dead_code, reason = "describes the handler of the same name")]
fn stats() {}

struct Bearer;

impl Modify for Bearer {
    fn modify(&self, document: &mut Document) {
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        if let Some(components) = document.components.as_mut() {
            components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        }
    }
}

pub(super) async fn document() -> Answer<Document> {
    Answer(Api::openapi())
}
