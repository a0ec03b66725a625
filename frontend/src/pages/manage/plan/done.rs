//! *Plan and done*: the measures of a goal with target, done, pace and state, on the plan's page and on the overview.
//!
//! Owns: the table. Must not: judge; done, due and state come from the server.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::domain::plan::{Measure, Pace, Source};
use shared::domain::vocabulary::Vocabulary;
use shared::text;
use shared::time::Date;
use shared::wire::v1::plan::{PlanPage, Progress};

use super::{amount, words};
use crate::components::records::{Column, records};
use crate::i18n::*;

/// The list of the vocabulary that names the states.
const STATES: &str = "plan_state";

/// What a row may be asked to do.
pub type Actions = Callback<Measure, AnyView>;

/// The measures that a filter lets through, in the order of the plan.
#[component]
pub fn DoneTable(
    /// The plan with its progress.
    #[prop(into)]
    page: Signal<std::sync::Arc<PlanPage>>,
    /// The labels of the states.
    #[prop(into)]
    vocabulary: Signal<Vocabulary>,
    /// The goal whose measures are shown; all where it is left out, each with its goal's code.
    #[prop(optional, into)]
    goal: Option<String>,
    /// The table's name.
    #[prop(into)]
    caption: Signal<String>,
    /// Buttons of a row, where there are any.
    #[prop(optional, into)]
    actions: Option<Actions>,
) -> impl IntoView {
    let texts = use_i18n();
    move || {
        let now = page.get();
        let lists = vocabulary.get();
        let mut columns = vec![
            Column::text(t_string!(texts, plan.measure)),
            Column::number(t_string!(texts, plan.done)),
            Column::number(t_string!(texts, plan.target)),
            Column::text(t_string!(texts, plan.pace)),
            Column::text(t_string!(texts, plan.state)),
        ];
        if actions.is_some() {
            columns.push(Column::actions(t_string!(texts, manage.actions)));
        }
        let shown = now.plan.goals.iter().filter(|of| goal.as_ref().is_none_or(|goal| of.code == *goal));
        let measures = shown.flat_map(|of| of.measures.iter().map(move |measure| (of, measure)));
        let rows: Vec<_> = measures
            .map(|(of, measure)| {
                let progress = now.progress.iter().find(|progress| progress.measure == measure.id);
                let code = goal.is_none().then_some(of.code.as_str());
                let mut cells = cells(texts, measure, code, progress, &lists);
                if let Some(actions) = actions {
                    cells.push(actions.run(measure.clone()));
                }
                cells
            })
            .collect();
        if rows.is_empty() {
            return view! { <p class="soft">{t_string!(texts, plan.no_measures)}</p> }.into_any();
        }
        records(caption.get(), columns, rows)
    }
}

fn cells(
    texts: Texts,
    measure: &Measure,
    goal: Option<&str>,
    progress: Option<&Progress>,
    lists: &Vocabulary,
) -> Vec<AnyView> {
    let lang = lang(texts);
    let shown = |value| amount::shown(texts, measure.metric, value);
    let done = progress.and_then(|progress| progress.done);
    let target = if measure.metric.is_limit() {
        t_string!(texts, plan.limit, amount = shown(measure.target)).to_string()
    } else {
        shown(measure.target)
    };
    let due = progress.map_or(0, |progress| progress.due);
    let state = progress.map_or("", |progress| &progress.state).to_owned();
    let steady = measure.pace != Pace::ByDate && !measure.metric.is_limit() && !measure.metric.is_yes_no();
    let pace = if steady {
        let words = t_string!(texts, plan.due, amount = shown(due)).to_string();
        view! {
            {bar(done.unwrap_or(0), due, measure.target)}
            <span class="sub">{words}</span>
        }
        .into_any()
    } else if measure.pace == Pace::ByDate {
        t_string!(texts, plan.by, date = text::date(measure.period.to, lang)).to_string().into_any()
    } else {
        text::span(measure.period.from, measure.period.to, lang).into_any()
    };
    let day = progress.and_then(|progress| progress.day);
    let evidence = measure.by_hand.as_ref().filter(|_| day.is_none());
    let evidence = evidence.map(|by_hand| by_hand.evidence.trim().to_owned()).unwrap_or_default();
    let label = lists.label(STATES, &state, lang).to_owned();
    vec![
        view! {
            {goal.map(|goal| view! { <strong>{goal.to_owned()}</strong>" " })}
            {words::measure(texts, measure)}
            <span class="sub">{origin(texts, measure, day)}</span>
        }
        .into_any(),
        match done {
            Some(done) => shown(done).into_any(),
            None => view! { <span class="soft">{t_string!(texts, plan.not_entered)}</span> }.into_any(),
        },
        target.into_any(),
        pace,
        view! {
            <span class=format!("plan-state plan-state--{state}")>{label}</span>
            {evidence_of(&evidence)}
            {day.map(|day| day_of(texts, day))}
        }
        .into_any(),
    ]
}

/// When it is not the whole year, and where the figure comes from.
fn origin(texts: Texts, measure: &Measure, day: Option<Date>) -> String {
    let lang = lang(texts);
    let (from, to) = (measure.period.from, measure.period.to);
    let whole = (from.month(), from.day(), to.month(), to.day()) == (1, 1, 12, 31);
    let period = (!whole && measure.pace != Pace::ByDate).then(|| text::span(from, to, lang));
    let hand = measure.metric.takes_by_hand().then(|| match &measure.by_hand {
        _ if day.is_some() => t_string!(texts, after.from_day).to_owned(),
        None if measure.metric.source() == Source::Day => t_string!(texts, after.from_day_to_come).to_owned(),
        Some(by_hand) => t_string!(texts, plan.by_hand, date = text::date(by_hand.on, lang)).to_string(),
        None => t_string!(texts, plan.to_be_entered).to_owned(),
    });
    period.into_iter().chain(hand).collect::<Vec<_>>().join(" · ")
}

/// How much of the target is done, with a mark where it should be. A picture of numbers that stand beside it.
fn bar(done: i64, due: i64, target: i64) -> impl IntoView {
    /// The picture's units.
    const WIDTH: i64 = 200;
    let at = |amount: i64| amount.clamp(0, target.max(1)) * WIDTH / target.max(1);
    let mark = at(due).clamp(1, WIDTH - 1);
    view! {
        <svg class="pace" viewBox="0 0 200 14" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect class="pace__whole" x="0" y="3" width="200" height="8" />
            <rect class="pace__done" x="0" y="3" width=at(done) height="8" />
            <line class="pace__due" x1=mark x2=mark y1="0" y2="14" />
        </svg>
    }
}

/// The activity day that a figure is counted from.
fn day_of(texts: Texts, day: Date) -> AnyView {
    let words = t_string!(texts, after.see_day, date = text::date(day, lang(texts))).to_string();
    let address = format!("/hallinta/toimintapaiva/{}/palaute", day.year());
    view! { <A href=address attr:class="sub">{words}</A> }.into_any()
}

/// An address as a link, a sentence as it is.
fn evidence_of(evidence: &str) -> Option<AnyView> {
    if evidence.is_empty() {
        return None;
    }
    let is_address = evidence.starts_with("https://") || evidence.starts_with("http://");
    let shown = evidence.to_owned();
    Some(if is_address && !evidence.contains(char::is_whitespace) {
        view! { <a class="sub wrap" href=evidence.to_owned() rel="noopener noreferrer external">{shown}</a> }
            .into_any()
    } else {
        view! { <span class="sub wrap">{shown}</span> }.into_any()
    })
}
