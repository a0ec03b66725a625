//! *Plan and done*: every measure of this year's plan, for the chair.
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
use crate::pages::manage::plan::{DoneTable, NoPlanNotice};
use crate::state::remote::Remote;

/// The plan of the chosen year, where there is one, for the goal's pace: the network's, so that a contact, who sees the own
/// library's figures, has none.
pub fn of_year(year: Memo<i32>) -> Signal<Option<Arc<Plan>>> {
    let remote =
        Memo::new(move |_| PageOf(Remote::<PlanPage>::kept(format!("{}/{}", routes::PLANS, year.get()))));
    let chair = is_chair();
    Signal::derive(move || {
        if !chair.get() {
            return None;
        }
        let page = remote.get().0.ready()?.get();
        Some(Arc::new(page.plan.clone()))
    })
}

/// Another year is another request.
#[derive(Clone, Copy)]
struct PageOf(Remote<PlanPage>);

impl PartialEq for PageOf {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

/// The card.
#[component]
pub fn PlanAndDone(
    /// This year.
    year: i32,
    /// The position of the figures on the page: when it moves, the plan's may have.
    changed: Signal<i64>,
) -> impl IntoView {
    let chair = is_chair();
    move || chair.get().then(|| view! { <Card year changed /> })
}

#[component]
fn Card(year: i32, changed: Signal<i64>) -> impl IntoView {
    let texts = use_i18n();
    let plans = Remote::<Plans>::kept(routes::PLANS);
    let has_plan = Memo::new(move |_| {
        let plans = plans.ready()?;
        Some(plans.get().plans.iter().any(|plan| plan.year == year))
    });
    let failure = move || {
        // Without a network the figures above say so already.
        let failure = plans.failure().filter(|failure| !failure.is_offline())?;
        Some(view! { <FailureNotice failure retry=Callback::new(move |()| plans.reload()) /> })
    };
    let body = move || {
        let plans = plans.ready()?;
        match has_plan.get() {
            Some(true) => Some(view! { <Done year plans changed /> }.into_any()),
            Some(false) => Some(view! { <NoPlanNotice year /> }.into_any()),
            None => None,
        }
    };
    view! {
        <section class="card stack">
            <div class="page__head">
                <h2>{t!(texts, plan.title)}</h2>
                {move || {
                    has_plan
                        .get()
                        .filter(|has| *has)
                        .map(|_| {
                            view! {
                                <A href="/hallinta/suunnitelma" attr:class="overview__link">
                                    {t!(texts, plan.to_page)}
                                </A>
                            }
                        })
                }}
            </div>
            {failure}
            {body}
        </section>
    }
}

#[component]
fn Done(year: i32, plans: Signal<Arc<Plans>>, changed: Signal<i64>) -> impl IntoView {
    let texts = use_i18n();
    let remote = Remote::<PlanPage>::kept(format!("{}/{year}", routes::PLANS));
    Effect::new(move |before: Option<i64>| {
        let now = changed.get();
        if before.is_some_and(|before| before != now) {
            remote.reload();
        }
        now
    });
    move || {
        let page = remote.ready()?;
        let vocabulary = Signal::derive(move || plans.get().vocabulary.clone());
        let as_of = move || {
            let today = text::weekday_date(page.get().today, lang(texts));
            t_string!(texts, plan.as_of, date = today).to_string()
        };
        let caption = say!(texts, plan.title);
        Some(view! {
            <p class="soft small">{as_of}</p>
            <DoneTable page vocabulary caption />
        })
    }
}
