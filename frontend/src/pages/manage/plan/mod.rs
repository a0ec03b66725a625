//! `/hallinta/suunnitelma`: the yearly plan and how far it has come.
//!
//! Owns: which year is shown, beginning and copying a plan, saving a changed one over the version it was made from. Must
//! not: compute what is done or due (the server does, by `shared::domain::plan`).

pub mod amount;
mod done;
mod form;
mod goals;
mod text_form;
mod values;
pub mod words;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::domain::plan::{Goal, Plan, Status, is_year};
use shared::routes;
use shared::text;
use shared::wire::v1::plan::{CopyPlan, PlanPage, Plans, SavePlan};

pub use self::done::DoneTable;
use self::goals::Goals;
use self::text_form::{Section, Sections, TextDialog};
use super::{Loaded, Said, SaidLine};
use crate::components::choice::ChipGroup;
use crate::components::heading::PageHeading;
use crate::components::label::Item;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::failure;
use crate::pages::manage::is_chair;
use crate::state::remote::Remote;
use crate::state::server::{self, Failure};

/// The year in the page's address.
pub const YEAR: &str = "vuosi";
/// The goals that an empty plan begins with.
const GOALS: &str = "goal";

/// What the page's parts act on.
#[derive(Clone, Copy)]
struct Page {
    texts: Texts,
    plans: Remote<Plans>,
    said: Said,
    year: RwSignal<Option<String>>,
    /// Whoever looks may change it.
    may: Signal<bool>,
}

/// The page.
#[component]
pub fn PlanPageView() -> impl IntoView {
    let texts = use_i18n();
    let asked = use_query_map().get_untracked().get(YEAR);
    let page = Page {
        texts,
        plans: Remote::new(routes::PLANS),
        said: Said::new(),
        year: RwSignal::new(asked.filter(|year| year.parse().is_ok_and(is_year))),
        may: is_chair(),
    };
    let navigate = use_navigate();
    Effect::new(move |before: Option<Option<String>>| {
        let year = page.year.get();
        // Not at first: the address says it already, or nothing was chosen.
        if let (Some(before), Some(chosen)) = (before, &year)
            && before.as_ref() != Some(chosen)
        {
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&format!("?{YEAR}={chosen}"), options);
        }
        year
    });
    let title = Signal::derive(move || match page.year.get() {
        Some(year) => t_string!(texts, plan.title_year, year = year).to_string(),
        None => t_string!(texts, plan.title).to_string(),
    });
    view! {
        <div class="page manage">
            <PageHeading text=title />
            <p class="soft">
                {move || {
                    if page.may.get() { t_string!(texts, plan.intro) } else { t_string!(texts, plan.intro_read) }
                }}
            </p>
            <SaidLine said=page.said />
            <Loaded remote=page.plans body=move |plans| view! { <Years page plans /> } />
        </div>
    }
}

/// The choice of the year, and its plan.
#[component]
fn Years(page: Page, plans: Signal<Arc<Plans>>) -> impl IntoView {
    let texts = page.texts;
    if page.year.get_untracked().is_none() {
        page.year.set(Some(plans.get_untracked().today.year().to_string()));
    }
    let items = Signal::derive(move || {
        let plans = plans.get();
        let this = plans.today.year();
        let asked = page.year.get().and_then(|year| year.parse().ok());
        let mut years: Vec<i32> =
            plans.plans.iter().map(|plan| plan.year).chain([this, this + 1]).chain(asked).collect();
        years.sort_unstable();
        years.dedup();
        years.iter().map(|year| Item { code: year.to_string(), label: year.to_string() }).collect::<Vec<_>>()
    });
    let exists = Memo::new(move |_| {
        let year: i32 = page.year.get()?.parse().ok()?;
        Some((year, plans.get().plans.iter().any(|plan| plan.year == year)))
    });
    view! {
        <ChipGroup name="year" legend=say!(texts, plan.year) items chosen=page.year required=true />
        {move || match exists.get() {
            Some((year, true)) => view! { <Year page plans year /> }.into_any(),
            Some((year, false)) => view! { <NoPlan page plans year /> }.into_any(),
            None => ().into_any(),
        }}
    }
}

/// A year without a plan.
#[component]
fn NoPlan(page: Page, plans: Signal<Arc<Plans>>, year: i32) -> impl IntoView {
    let texts = page.texts;
    view! {
        <section class="card stack">
            <p>{move || t_string!(texts, plan.none, year = year)}</p>
            {move || page.may.get().then(|| view! { <Begin page plans year /> })}
        </section>
    }
}

/// How to begin one.
#[component]
fn Begin(page: Page, plans: Signal<Arc<Plans>>, year: i32) -> impl IntoView {
    let texts = page.texts;
    let begun = move |answer: Result<PlanPage, Failure>| match answer {
        Ok(_) => {
            page.plans.reload();
            page.said.say(wording(texts, move |texts| t_string!(texts, plan.started, year = year)));
        }
        Err(failure) => page.said.fail(failure::wording(texts, failure)),
    };
    let path = format!("{}/{year}", routes::PLANS);
    let (for_start, for_copy) = (path.clone(), path);
    let start = move |_| {
        let plan = empty(year, &plans.get_untracked());
        let path = for_start.clone();
        leptos::task::spawn_local(async move {
            begun(server::put::<PlanPage>(&path, &SavePlan { version: None, plan }).await);
        });
    };
    // The latest one before it; else the earliest one after it.
    let source = {
        let years = plans.get_untracked().plans.iter().map(|plan| plan.year).collect::<Vec<_>>();
        let before = years.iter().copied().filter(|other| *other < year).max();
        before.or_else(|| years.into_iter().filter(|other| *other > year).min())
    };
    let copy = source.map(|from| {
        let press = move |_| {
            let path = for_copy.clone();
            leptos::task::spawn_local(async move {
                begun(server::post::<PlanPage>(&path, &CopyPlan { from }).await)
            });
        };
        view! {
            <button type="button" class="hds-button hds-button--primary" on:click=press>
                {move || t_string!(texts, plan.copy, year = from)}
            </button>
        }
    });
    let class =
        if copy.is_some() { "hds-button hds-button--secondary" } else { "hds-button hds-button--primary" };
    let hint = copy.is_some().then(|| view! { <p class="soft">{t!(texts, plan.copy_hint)}</p> });
    view! {
        {hint}
        <div class="row">
            {copy}
            <button type="button" class=class on:click=start>
                {t!(texts, plan.start)}
            </button>
        </div>
    }
}

/// A draft with the network's goals and nothing in them.
fn empty(year: i32, plans: &Plans) -> Plan {
    let goal = |value: &shared::domain::vocabulary::Value| Goal {
        code: value.code.clone(),
        activities: String::new(),
        measures: Vec::new(),
    };
    Plan {
        year,
        status: Status::Draft,
        presentation: String::new(),
        members: String::new(),
        resources: String::new(),
        goals: plans.vocabulary.current(GOALS).map(goal).collect(),
    }
}

/// A plan that is shown, and the way to change it.
#[derive(Clone, Copy)]
struct Open {
    page: Page,
    plans: Signal<Arc<Plans>>,
    remote: Remote<PlanPage>,
    now: Signal<Arc<PlanPage>>,
    /// The text that is being changed.
    text: RwSignal<Option<Section>>,
}

impl Open {
    /// The plan as it would be after a change, over the version that is shown.
    fn changed(self, change: impl FnOnce(&mut Plan)) -> SavePlan {
        let now = self.now.get_untracked();
        let mut plan = now.plan.clone();
        change(&mut plan);
        SavePlan { version: Some(now.version), plan }
    }

    /// Sends it.
    async fn send(self, form: SavePlan) -> Result<PlanPage, Failure> {
        let answer = server::put::<PlanPage>(&format!("{}/{}", routes::PLANS, form.plan.year), &form).await;
        if answer.as_ref().err().is_some_and(|failure| failure.has_code("overtaken")) {
            // What somebody else has saved is shown; the form that is open keeps what was written.
            self.remote.reload();
        }
        answer
    }

    /// Shows what the server made of it.
    fn show(self, page: PlanPage, words: Wording) {
        self.remote.set(page);
        self.page.said.say(words);
    }

    /// Saves a change that needs no form.
    fn save(self, change: impl FnOnce(&mut Plan), words: Wording) {
        let form = self.changed(change);
        leptos::task::spawn_local(async move {
            match self.send(form).await {
                Ok(page) => self.show(page, words),
                Err(failure) => self.page.said.fail(failure::wording(self.page.texts, failure)),
            }
        });
    }
}

#[component]
fn Year(page: Page, plans: Signal<Arc<Plans>>, year: i32) -> impl IntoView {
    let remote = Remote::<PlanPage>::new(format!("{}/{year}", routes::PLANS));
    view! { <Loaded remote body=move |now| view! { <Whole open=Open { page, plans, remote, now, text: RwSignal::new(None) } /> } /> }
}

/// A plan from top to bottom.
#[component]
fn Whole(open: Open) -> impl IntoView {
    let texts = open.page.texts;
    let approved = Memo::new(move |_| open.now.get().plan.status == Status::Approved);
    let status = move || {
        let status = words::status(texts, open.now.get().plan.status);
        t_string!(texts, plan.status, status = status).to_string()
    };
    let toggle = move |_| {
        let next = if approved.get_untracked() { Status::Draft } else { Status::Approved };
        let words = wording(texts, move |texts| {
            t_string!(texts, plan.status, status = words::status(texts, next)).to_string()
        });
        open.save(move |plan| plan.status = next, words);
    };
    let as_of = move || {
        let today = text::weekday_date(open.now.get().today, lang(texts));
        t_string!(texts, plan.as_of, date = today).to_string()
    };
    view! {
        <div class="row">
            <strong>{status}</strong>
            {move || {
                let words = move || {
                    if approved.get() { t_string!(texts, plan.unapprove) } else { t_string!(texts, plan.approve) }
                };
                open.page
                    .may
                    .get()
                    .then(|| {
                        view! {
                            <button type="button" class="hds-button hds-button--secondary" on:click=toggle>
                                {words}
                            </button>
                        }
                    })
            }}
        </div>
        <p class="soft small">{as_of}</p>
        <Goals open />
        <Sections open sections=vec![Section::Presentation, Section::Members, Section::Resources] />
        <TextDialog open />
    }
}

/// A notice where there is no plan to compare with.
#[component]
pub fn NoPlanNotice(
    /// The year.
    year: i32,
) -> impl IntoView {
    let texts = use_i18n();
    view! {
        <Notice tone=Tone::Info>
            <p>{move || t_string!(texts, plan.no_plan_short, year = year)}</p>
            <leptos_router::components::A
                href=format!("/hallinta/suunnitelma?{YEAR}={year}")
                attr:class="hds-button hds-button--secondary"
            >
                {t!(texts, plan.make)}
            </leptos_router::components::A>
        </Notice>
    }
}
