//! The chair's first page: what has been done, compared with the same dates of last year, and what the figures lack.
//!
//! Owns: the page's order. Must not: compute a figure, or show one without what it means.

mod board;
mod file;
mod filters;
mod healing;
mod heat;
mod libraries;
mod live;
mod meaning;
mod months;
mod notes;
mod parts;
mod plan;
mod statistics;
mod tablets;
mod tallies;
mod words;

use std::sync::Arc;

use leptos::prelude::*;
use shared::stats::estimate::Estimate;
use shared::stats::facts::Field;
use shared::text;
use shared::wire::v1::overview::Overview;

use self::board::Board;
use self::filters::{FilterBar, Filtered};
use self::healing::Healing;
use self::heat::ByHour;
use self::libraries::ByLibrary;
use self::meaning::Meaning;
use self::months::ByMonth;
use self::notes::NotesCard;
use self::parts::ByCode;
use self::plan::{PlanAndDone, YearPlan};
use self::statistics::Statistics;
use self::tablets::{DataState, Tablets};
use self::tallies::Tallies;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::failure::FailureNotice;
use crate::state::facts::{self, UseFacts};
use crate::state::remote::Remote;

/// `/tilanne`.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let texts = use_i18n();
    let facts = facts::load();
    let remote = live::overview(facts);
    let board = Memo::new(move |before: Option<&Option<BoardKey>>| {
        // Made once, when the first figures have come; after that its signals change.
        match (before, remote.ready()) {
            (Some(Some(key)), _) => Some(*key),
            (_, Some(state)) => Some(BoardKey(Board::new(state, facts))),
            (_, None) => None,
        }
    });
    let title = Signal::derive(move || match board.get() {
        Some(BoardKey(board)) => {
            t_string!(texts, overview.title, year = board.selection.get().year).to_string()
        }
        None => t_string!(texts, overview.title_plain).to_string(),
    });
    let body = move || match board.get() {
        Some(BoardKey(board)) => view! { <Body board facts /> }.into_any(),
        // What went wrong is said above; nothing is on its way.
        None if remote.failure().is_some() => ().into_any(),
        None => view! { <p class="soft">{t!(texts, manage.loading)}</p> }.into_any(),
    };
    view! {
        <div class="page overview">
            <div class="stack stack--tight">
                <PageHeading text=title />
                {move || board.get().map(|BoardKey(board)| view! { <Lead board /> })}
            </div>
            <Freshness remote facts />
            <Unsent facts />
            {body}
        </div>
    }
}

/// A board is made once: all of them are equal.
#[derive(Clone, Copy)]
struct BoardKey(Board);

impl PartialEq for BoardKey {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The first two lines: what is compared, and what is lacking.
#[component]
fn Lead(board: Board) -> impl IntoView {
    let texts = board.texts;
    view! {
        <p class="overview__lead">
            {move || filters::dates(board)} " " {move || words::lacks(texts, &board.state.get())}
        </p>
        <p class="small soft" role="status">
            {move || {
                let at = text::at_clock(board.state.get().at, board.lang());
                t_string!(texts, overview.updated, time = at)
            }}
        </p>
    }
}

/// What went wrong since the last figures, where something did; old figures keep their time.
#[component]
fn Freshness(remote: Remote<Overview>, facts: UseFacts) -> impl IntoView {
    let texts = use_i18n();
    move || {
        let failure = remote.failure().or_else(|| facts.failure())?;
        let shown = match (remote.ready(), failure.is_offline()) {
            (Some(figures), true) => {
                let at = figures.get().at;
                let time = text::instant(at, lang(texts));
                view! { <Notice tone=Tone::Mark>{t_string!(texts, overview.offline, time = time)}</Notice> }
                    .into_any()
            }
            _ => {
                let retry = move |()| {
                    remote.reload();
                    facts.refresh();
                };
                view! { <FailureNotice failure retry=Callback::new(retry) /> }.into_any()
            }
        };
        Some(shown)
    }
}

/// What the charts hold that the server has not got.
#[component]
fn Unsent(facts: UseFacts) -> impl IntoView {
    let texts = use_i18n();
    move || {
        let words = match facts.unsent() {
            0 => return None,
            1 => t_string!(texts, overview.unsent_1).to_string(),
            n => t_string!(texts, overview.unsent_n, n = n).to_string(),
        };
        Some(view! { <Notice tone=Tone::Mark>{words}</Notice> })
    }
}

#[component]
fn Body(board: Board, facts: UseFacts) -> impl IntoView {
    let state = board.state;
    let year = Memo::new(move |_| board.selection.get().year);
    let plan = YearPlan::new(year, Signal::derive(move || state.get().position));
    // Built once; after that texts and pictures change.
    let is_counted = Memo::new(move |_| board.figures.get().is_some());
    view! {
        <Healing figures=state />
        <PlanAndDone plan this_year=state.get_untracked().today.year() />
        <FilterBar board />
        <Filtered board />
        {move || {
            if is_counted.get() {
                view! { <Charts board facts plan=plan.plan() /> }.into_any()
            } else {
                view! { <p class="soft">{t!(board.texts, overview.counting)}</p> }.into_any()
            }
        }}
        <Tablets figures=state />
        <Meaning />
    }
}

/// Everything that is counted from the facts.
#[component]
fn Charts(
    board: Board,
    facts: UseFacts,
    plan: Signal<Option<Arc<shared::domain::plan::Plan>>>,
) -> impl IntoView {
    let texts = board.texts;
    // A contact sees the own library only.
    let is_one = Memo::new(move |_| board.state.get().libraries.len() == 1);
    let none = Signal::derive(String::new);
    let number = move |n| text::number(n, board.lang());
    let topics = Signal::derive(move || {
        let n = number(board.counted().now.by(Field::Topic).values().sum());
        let sum = t_string!(texts, overview.topics_sum, n = n).to_string();
        format!("{sum} {}", words::also(board)).trim().to_owned()
    });
    let hours = Signal::derive(move || {
        let figures = board.counted();
        let estimate = Estimate::of(figures.now.by(Field::Duration), &board.state.get().vocabulary);
        let share = shared::stats::compare::percent(estimate.stated, estimate.all);
        t_string!(texts, overview.hours_estimate, n = number(estimate.hours()), share = share).to_string()
    });
    let outcomes = Signal::derive(move || words::outcomes(board));
    view! {
        <ByMonth board plan />
        <NotesCard board />
        <div class="overview__pair">
            {move || (!is_one.get()).then(|| view! { <ByLibrary board /> })}
            <ByCode board field=Field::Topic id="topics" title=say!(texts, overview.topics) note=topics />
        </div>
        <div class="overview__pair">
            <ByCode board field=Field::Form id="forms" title=say!(texts, overview.forms) note=none />
            <ByCode board field=Field::Setting id="settings" title=say!(texts, overview.settings) note=none />
        </div>
        <div class="overview__pair">
            <ByCode board field=Field::Duration id="durations" title=say!(texts, overview.durations) note=hours />
            <ByCode board field=Field::Outcome id="outcomes" title=say!(texts, overview.outcomes) note=outcomes />
        </div>
        <div class="overview__pair">
            <ByCode board field=Field::Equipment id="equipment" title=say!(texts, overview.equipment) note=none />
            <ByCode board field=Field::Lang id="languages" title=say!(texts, overview.languages) note=none />
        </div>
        <ByHour board />
        <Tallies board />
        <Statistics board facts />
        <DataState board />
    }
}
