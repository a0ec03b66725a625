//! The yearly report, in the funder's shape: goals, resources, activities.
//!
//! Owns: its order, what is filled in and what is left for the chair to write. Every figure of entries is of the masked set,
//! with its dates and its denominator.

use document::{Block, Definition, Run, Table, TableCell};
use shared::domain::plan::{Goal, Measure, Metric, Source};
use shared::text;
use shared::wire::v1::plan::PlanPage;
use shared::wire::v1::stats::Stats;

use super::words::{Words, paragraph};
use super::{day, figures, plan};

/// Helps to customers by these, in the order of the report.
const PARTS: [&str; 8] =
    ["library", "topic", "form", "duration", "outcome", "referred_to", "equipment", "lang"];

/// Its contents.
pub(super) fn blocks(
    stats: &Stats,
    before: Option<&Stats>,
    page: Option<&PlanPage>,
    day: Option<&day::Told>,
    words: Words<'_>,
) -> Vec<Block> {
    let mut blocks = vec![
        paragraph(words.fill("report.dates", &[("dates", &text::span(stats.from, stats.to, words.lang()))])),
        paragraph(words.fill(
            "overview.reporting_of",
            &[("some", &stats.reporting.to_string()), ("all", &stats.libraries.to_string())],
        )),
        words.heading(1, "plan.presentation"),
    ];
    let plan = page.map(|page| &page.plan);
    let of_plan = |text: Option<&String>| text.cloned().unwrap_or_default();
    blocks.extend(words.written(&of_plan(plan.map(|plan| &plan.presentation)), "report.gap_presentation"));
    blocks.push(words.heading(1, "report.goals"));
    match page {
        Some(page) => page.plan.goals.iter().for_each(|of| blocks.extend(goal(of, page, stats, words))),
        None => blocks.push(words.gap("report.gap_goals")),
    }
    blocks.push(words.heading(1, "plan.resources"));
    blocks.extend(words.written(&of_plan(plan.map(|plan| &plan.resources)), "report.gap_resources"));
    blocks.push(words.gap("report.gap_costs"));
    blocks.push(words.heading(1, "report.activities"));
    blocks.extend(activities(stats, before, day, words));
    blocks.push(words.heading(1, "report.library_statistics"));
    blocks.extend(library_statistics(stats, words));
    blocks.push(words.heading(1, "overview.meaning"));
    blocks.push(definitions(words));
    blocks
}

/// What was planned for a goal and what of it was done.
fn goal(goal: &Goal, page: &PlanPage, stats: &Stats, words: Words<'_>) -> Vec<Block> {
    let mut blocks = vec![plan::goal_heading(goal, words)];
    blocks.extend(words.written(&goal.activities, "report.gap_activities"));
    if !goal.measures.is_empty() {
        let columns = ["plan.measure", "plan.target", "plan.done", "plan.state", "report.seen_from"];
        let rows = goal.measures.iter().map(|measure| row(measure, page, stats, words));
        blocks.push(Block::Table(Table {
            caption: words.fill("report.done_of", &[("goal", &goal.code)]),
            header: columns.map(|key| words.say(key)).into(),
            rows: rows.collect(),
            numeric: vec![1, 2],
            row_headers: true,
        }));
    }
    blocks.push(words.gap("report.gap_goal"));
    blocks
}

fn row(measure: &Measure, page: &PlanPage, stats: &Stats, words: Words<'_>) -> Vec<TableCell> {
    let progress = page.progress.iter().find(|progress| progress.measure == measure.id);
    let state = progress.map(|progress| words.label("plan_state", &progress.state)).unwrap_or_default();
    let (done, seen_from) = match measure.metric.source() {
        Source::Entries => (from_entries(measure, stats, words), words.say("report.entries")),
        Source::Day if progress.is_some_and(|progress| progress.day.is_some()) => {
            let done = progress.and_then(|progress| progress.done).unwrap_or(0);
            let on = progress.and_then(|progress| progress.day).map(|on| text::date(on, words.lang()));
            let seen_from = words.fill("after.report_seen", &[("date", &on.unwrap_or_default())]);
            (words.amount(measure.metric, done), seen_from)
        }
        Source::Day | Source::Hand => match &measure.by_hand {
            Some(by_hand) => (
                words.amount(measure.metric, by_hand.done),
                format!("{} ({})", by_hand.evidence, text::date(by_hand.on, words.lang())),
            ),
            None => (words.say("plan.not_entered"), String::new()),
        },
    };
    vec![
        words.measure(measure).into(),
        words.target(measure).into(),
        done.into(),
        state.into(),
        seen_from.into(),
    ]
}

/// The figure of the masked set. A measure over other dates than the year has none there: a figure of its own could be taken
/// away from the year's.
fn from_entries(measure: &Measure, stats: &Stats, words: Words<'_>) -> String {
    let period = &measure.period;
    if (period.from.year(), period.from.month(), period.to.month()) != (stats.year, 1, 12) {
        return words.say("report.not_released");
    }
    let code = match measure.metric {
        Metric::Helps => "helps",
        Metric::People => "people",
        Metric::PeerSupports => "peer_supports",
        Metric::GroupSessions => "sessions",
        Metric::GroupParticipants => "participants",
        Metric::PeerSessions => "peer_sessions",
        Metric::PeerParticipants => "peer_participants",
        // A number of libraries is no number of people.
        Metric::LibrariesReporting => return text::number(stats.reporting.into(), words.lang()),
        _ => return words.say("plan.not_entered"),
    };
    match stats.measure(code) {
        Some(measure) => words.figure(measure.total),
        None => words.say("report.not_released"),
    }
}

fn activities(
    stats: &Stats,
    before: Option<&Stats>,
    day: Option<&day::Told>,
    words: Words<'_>,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (code, heading) in [
        ("helps", "overview.m_customer"),
        ("peer_supports", "overview.m_peer"),
        ("sessions", "report.sessions"),
        ("peer_sessions", "report.peer_sessions"),
    ] {
        let Some(measure) = stats.measure(code) else { continue };
        let then = before.and_then(|before| before.measure(code));
        blocks.push(words.heading(2, heading));
        blocks.push(total(stats, measure.total, then.and_then(|then| then.total), words));
        if measure.total == Some(0) {
            continue;
        }
        match code {
            "helps" => {
                blocks.extend(figures::months((stats.year, measure), then, words));
                for part in PARTS.iter().filter_map(|part| measure.table(part)) {
                    blocks.extend(figures::part(measure, part, words));
                }
            }
            _ => {
                let with = match code {
                    "sessions" => stats.measure("participants"),
                    "peer_sessions" => stats.measure("peer_participants"),
                    _ => None,
                };
                blocks.extend(
                    measure
                        .table("library")
                        .map(|part| figures::part(measure, part, words))
                        .into_iter()
                        .flatten(),
                );
                if let Some(with) = with {
                    let n = words.figure(with.total);
                    blocks.push(paragraph(words.fill("report.participants", &[("n", &n)])));
                }
            }
        }
    }
    blocks.push(words.heading(2, "report.activity_day"));
    blocks.extend(day::blocks(day, words));
    blocks.push(words.heading(2, "report.meetings"));
    blocks.push(words.gap("report.gap_meetings"));
    if !stats.notes.is_empty() {
        blocks.push(words.heading(2, "note.title"));
        let line = |note: &shared::wire::v1::stats::DatedNote| {
            let dates = text::span(note.from, note.to, words.lang());
            let library = note.library.clone().unwrap_or_else(|| words.say("note.all"));
            vec![Run::Bold(dates), Run::Plain(format!(", {library}: {}", note.body))]
        };
        blocks.push(Block::List(stats.notes.iter().map(line).collect()));
    }
    blocks
}

/// How many in all, and how many in the same year's part before, where both are of whole years.
fn total(stats: &Stats, now: Option<i64>, then: Option<i64>, words: Words<'_>) -> Block {
    let dates = text::span(stats.from, stats.to, words.lang());
    let n = words.figure(now);
    let first = words.fill("report.total", &[("n", &n), ("dates", &dates)]);
    let is_whole = (stats.to.month(), stats.to.ymd().2) == (12, 31);
    let second = then.filter(|_| is_whole).map(|then| {
        let year = (stats.year - 1).to_string();
        words.fill("report.before", &[("n", &text::number(then, words.lang())), ("year", &year)])
    });
    paragraph([Some(first), second].into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn library_statistics(stats: &Stats, words: Words<'_>) -> Vec<Block> {
    let of = |code: &str| stats.measure(code).and_then(|measure| measure.table("library"));
    let Some(helps) = of("helps") else { return Vec::new() };
    let rows = helps.cells.iter().map(|library| {
        let figure = |code: &str| {
            let found = of(code).and_then(|part| part.cells.iter().find(|cell| cell.code == library.code));
            words.figure(found.map_or(Some(0), |cell| cell.n))
        };
        let name = library.label(words.lang()).to_owned();
        [name, figure("helps"), figure("sessions"), figure("participants")].map(TableCell::from).into()
    });
    let columns =
        ["overview.library", "export.guidances", "export.trainings", "export.training_participants"];
    vec![
        paragraph(words.say("overview.statistics_text")),
        Block::Table(Table {
            caption: words.fill("overview.statistics", &[("year", &stats.year.to_string())]),
            header: columns.map(|key| words.say(key)).into(),
            rows: rows.collect(),
            numeric: vec![1, 2, 3],
            row_headers: true,
        }),
    ]
}

fn definitions(words: Words<'_>) -> Block {
    let define = |(term, text): (&str, &str)| Definition { term: words.say(term), text: words.say(text) };
    let all = [
        ("overview.def_help_t", "overview.def_help"),
        ("overview.def_peer_t", "overview.def_peer"),
        ("overview.def_people_t", "overview.def_people"),
        ("overview.def_topic_t", "overview.def_topic"),
        ("report.masked", "export.masking"),
        ("overview.def_private_t", "overview.def_private"),
    ];
    Block::Definitions(all.into_iter().map(define).collect())
}
