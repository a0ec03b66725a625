//! After a day: its figures, and what people say of it.
//!
//! Owns: the order of the part. Must not: compute a figure.

mod figures;
mod results;

use leptos::prelude::*;
use shared::wire::v1::day_feedback::FeedbackResults;
use shared::wire::v1::day_figures::DayFigures;

use self::figures::Figures;
use self::results::Results;
use super::{Loaded, Open};
use crate::state::remote::Remote;

/// The part.
#[component]
pub fn FeedbackPart(open: Open) -> impl IntoView {
    let figures = Remote::<DayFigures>::new(open.path("/figures"));
    let results = Remote::<FeedbackResults>::new(open.path("/feedback"));
    view! {
        <Loaded remote=figures body=move |now| view! { <Figures open remote=figures now /> } />
        <Loaded remote=results body=move |now| view! { <Results open remote=results now /> } />
    }
}
