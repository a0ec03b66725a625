//! The chair's first page: what has been done, compared with the same dates of last year, and what the figures lack.
//!
//! Owns: the page's order. Must not: compute a figure, or show one without what it means.

mod charts;
mod healing;
mod live;
mod meaning;
mod measure;
mod plan;
mod tables;
mod tablets;
mod tallies;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use shared::text;
use shared::wire::v1::overview::Overview;

use self::charts::{ByLibrary, ByMonth, ByTopic};
use self::healing::Healing;
use self::meaning::Meaning;
use self::measure::Whom;
use self::plan::PlanAndDone;
use self::tablets::{DataState, Tablets};
use self::tallies::Tallies;
use crate::components::choice::Segments;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::failure::FailureNotice;
use crate::state::remote::Remote;

/// `/tilanne`.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let texts = use_i18n();
    let remote = live::overview();
    let title = Signal::derive(move || match remote.ready() {
        Some(figures) => t_string!(texts, overview.title, year = figures.get().today.year()).to_string(),
        None => t_string!(texts, overview.title_plain).to_string(),
    });
    // The pages below are built once, when the first figures have come; after that their texts and pictures change.
    let body = move || match remote.ready() {
        Some(figures) => view! { <Body figures /> }.into_any(),
        // What went wrong is said above; nothing is on its way.
        None if remote.failure().is_some() => ().into_any(),
        None => view! { <p class="soft">{t!(texts, manage.loading)}</p> }.into_any(),
    };
    view! {
        <div class="page overview">
            <div class="stack stack--tight">
                <PageHeading text=title />
                {move || remote.ready().map(|figures| view! { <Lead figures /> })}
            </div>
            <Freshness remote />
            {body}
        </div>
    }
}

/// The first two lines: what is compared, and what is lacking.
#[component]
fn Lead(figures: Signal<Arc<Overview>>) -> impl IntoView {
    let texts = use_i18n();
    view! {
        <p class="overview__lead">
            {move || words::compares(texts, &figures.get())} " " {move || words::lacks(texts, &figures.get())}
        </p>
        <p class="small soft" role="status">
            {move || {
                let at = text::at_clock(figures.get().at, lang(texts));
                t_string!(texts, overview.updated, time = at)
            }}
        </p>
    }
}

/// What went wrong since the last figures, where something did; old figures keep their time.
#[component]
fn Freshness(remote: Remote<Overview>) -> impl IntoView {
    let texts = use_i18n();
    move || {
        let failure = remote.failure()?;
        if failure.has_code("forbidden") {
            return Some(
                view! { <Notice tone=Tone::Info>{t!(texts, overview.not_allowed)}</Notice> }.into_any(),
            );
        }
        let shown = match (remote.ready(), failure.is_offline()) {
            (Some(figures), true) => {
                let time = text::at_clock(figures.get().at, lang(texts));
                view! { <Notice tone=Tone::Mark>{t_string!(texts, overview.offline, time = time)}</Notice> }
                    .into_any()
            }
            _ => {
                view! { <FailureNotice failure retry=Callback::new(move |()| remote.reload()) /> }.into_any()
            }
        };
        Some(shown)
    }
}

#[component]
fn Body(figures: Signal<Arc<Overview>>) -> impl IntoView {
    let texts = use_i18n();
    let whom = RwSignal::new(Whom::default());
    let choices = vec![
        (Whom::Customers, Signal::derive(move || t_string!(texts, overview.whom_customer).to_string())),
        (Whom::Peers, Signal::derive(move || t_string!(texts, overview.whom_peer).to_string())),
        (Whom::Both, Signal::derive(move || t_string!(texts, overview.whom_both).to_string())),
    ];
    view! {
        <Healing figures />
        <Tallies figures />
        <PlanAndDone year=figures.get_untracked().today.year() changed=Signal::derive(move || figures.get().position) />
        <div class="row overview__whom">
            <Segments
                name="whom"
                legend=Signal::derive(move || t_string!(texts, overview.whom).to_string())
                items=choices
                chosen=whom
            />
            <span class="small soft">{t!(texts, overview.whom_hint)}</span>
        </div>
        <ByMonth figures whom />
        <div class="overview__pair">
            <ByLibrary figures whom />
            <ByTopic figures whom />
        </div>
        <Tablets figures />
        <DataState figures />
        <Meaning />
    }
}
