//! `/api/v1/setup`.

use axum::extract::State;
use axum::response::Response;
use shared::wire::v1::setup::Setup;

use super::client::Client;
use super::extract::Json;
use super::session::signed_in;
use crate::app::App;
use crate::error::Result;
use crate::usecase::setup;

pub(super) async fn run(State(app): State<App>, client: Client, Json(form): Json<Setup>) -> Result<Response> {
    client.need_secure()?;
    let answer = setup::run(&app, client.address, &form).await?;
    Ok(signed_in(&app, answer))
}
