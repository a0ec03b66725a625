//! `/api/v1/feedback`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use shared::id::Id;
use shared::wire::v1::feedback::{AnswerFeedback, Feedback, FeedbackList, FeedbackReceived, NewFeedback};

use super::client::Client;
use super::extract::{Json, SessionAuth, Tokens};
use crate::app::App;
use crate::error::Result;
use crate::usecase::feedback;

pub(super) async fn give(
    State(app): State<App>,
    client: Client,
    tokens: Tokens,
    Json(form): Json<NewFeedback>,
) -> Result<Answer<FeedbackReceived>> {
    Ok(Answer(feedback::give(&app, client.address, tokens.network(), &form).await?))
}

pub(super) async fn list(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
) -> Result<Answer<FeedbackList>> {
    Ok(Answer(feedback::list(&app, &actor).await?))
}

pub(super) async fn answer(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(id): Path<Id>,
    Json(form): Json<AnswerFeedback>,
) -> Result<Answer<Feedback>> {
    Ok(Answer(feedback::answer(&app, &actor, id, &form).await?))
}
