//! *Plan and done*: every measure of the chosen year's plan, for the chair.
//!
//! Owns: asking for the plan anew when the figures have moved on. Must not: change the plan (its own page does).

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::domain::plan::Plan;
use shared::routes;
use shared::text;
use shared::wire::v1::plan::{PlanPage, Plans};

use crate::i18n::*;
use crate::pages::failure::FailureNotice;
use crate::pages::manage::is_chair;
use crate::pages::manage::plan::{DoneTable, NoPlanNotice, YEAR};
use crate::state::remote::Remote;

/// The plan of the chosen year, asked for once for the card and the goal's pace. It is the network's: a contact, who sees the
/// own library's figures, asks for none.
#[derive(Clone, Copy)]
pub struct YearPlan {
    year: Memo<i32>,
    plans: Memo<Option<Asked<Plans>>>,
    page: Memo<Option<Asked<PlanPage>>>,
}

/// Another year, or another person, is another request.
struct Asked<T: Send + Sync + 'static>(Remote<T>);

impl<T: Send + Sync> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Asked<T> {}

impl<T: Send + Sync> PartialEq for Asked<T> {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl YearPlan {
    /// Asks for the plan of a year; `position` is that of the figures on the page: when it moves, the plan's may have.
    pub fn new(year: Memo<i32>, position: Signal<i64>) -> Self {
        let chair = is_chair();
        let chair = Memo::new(move |_| chair.get());
        let plans = Memo::new(move |_| chair.get().then(|| Asked(Remote::<Plans>::kept(routes::PLANS))));
        let exists = Memo::new(move |_| {
            let plans = plans.get()?.0.ready()?.get();
            Some(plans.plans.iter().any(|plan| plan.year == year.get()))
        });
        let page = Memo::new(move |_| {
            let path = format!("{}/{}", routes::PLANS, year.get());
            (exists.get() == Some(true)).then(|| Asked(Remote::<PlanPage>::kept(path)))
        });
        Effect::new(move |before: Option<i64>| {
            let now = position.get();
            if let Some(Asked(remote)) =
                page.get_untracked().filter(|_| before.is_some_and(|before| before != now))
            {
                remote.reload();
            }
            now
        });
        Self { year, plans, page }
    }

    /// The plan, where there is one.
    pub fn plan(self) -> Signal<Option<Arc<Plan>>> {
        Signal::derive(move || Some(Arc::new(self.page.get()?.0.ready()?.get().plan.clone())))
    }

    /// Whether the year has a plan; `None` until that is known.
    fn exists(self) -> Memo<Option<bool>> {
        Memo::new(move |_| self.plans.get()?.0.ready().map(|_| self.page.get().is_some()))
    }
}

/// The card of the chosen year. Where a year that has ended has no plan, there is nothing to show or to make.
#[component]
pub fn PlanAndDone(
    /// The plan.
    plan: YearPlan,
    /// This year.
    this_year: i32,
) -> impl IntoView {
    let texts = use_i18n();
    let YearPlan { year, plans, page } = plan;
    let exists = plan.exists();
    let failure = move || {
        let of_plans = plans.get().and_then(|asked| asked.0.failure());
        let failure = of_plans.or_else(|| page.get().and_then(|asked| asked.0.failure()));
        let again = move |()| {
            plans.get_untracked().inspect(|asked| asked.0.reload());
            page.get_untracked().inspect(|asked| asked.0.reload());
        };
        // Without a network the figures above say so already.
        let failure = failure.filter(|failure| !failure.is_offline())?;
        Some(view! { <FailureNotice failure retry=Callback::new(again) /> })
    };
    let to_page = move || {
        let link = format!("/hallinta/suunnitelma?{YEAR}={}", year.get());
        exists.get().filter(|exists| *exists).map(|_| {
            view! {
                <A href=link attr:class="overview__link">
                    {t!(texts, plan.to_page)}
                </A>
            }
        })
    };
    let body = move || match exists.get()? {
        true => Some(
            view! { <Done plans=plans.get()?.0.ready()? page=page.get()?.0 year=year.get() /> }.into_any(),
        ),
        false => Some(view! { <NoPlanNotice year=year.get() /> }.into_any()),
    };
    let is_shown =
        Memo::new(move |_| plans.get().is_some() && (exists.get() == Some(true) || year.get() == this_year));
    let title = move || t_string!(texts, plan.title_year, year = year.get()).to_string();
    move || {
        is_shown.get().then(|| {
            view! {
                <section class="card stack">
                    <div class="page__head">
                        <h2>{title}</h2>
                        {to_page}
                    </div>
                    {failure}
                    {body}
                </section>
            }
        })
    }
}

#[component]
fn Done(plans: Signal<Arc<Plans>>, page: Remote<PlanPage>, year: i32) -> impl IntoView {
    let texts = use_i18n();
    move || {
        let page = page.ready()?;
        let vocabulary = Signal::derive(move || plans.get().vocabulary.clone());
        let as_of = move || {
            let today = text::weekday_date(page.get().today, lang(texts));
            t_string!(texts, plan.as_of, date = today).to_string()
        };
        let caption = Signal::derive(move || t_string!(texts, plan.title_year, year = year).to_string());
        Some(view! {
            <p class="soft small">{as_of}</p>
            <DoneTable page vocabulary caption />
        })
    }
}
