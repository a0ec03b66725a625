//! The activity day in the yearly report: who took part, what it cost, what people say of it, each figure with what it is
//! counted of.
//!
//! Owns: its order and words. Must not: compute a figure (`stats::day` does), name anybody, or tell what fewer than five
//! have answered.

use document::{Block, Table, TableCell};
use shared::domain::day_feedback::Scale;
use shared::domain::lang::Lang;
use shared::money;
use shared::stats::day::Basis;
use shared::stats::day_feedback::Distribution;
use shared::text;
use shared::wire::v1::cost::Costs;
use shared::wire::v1::day_figures::DayFigures;

use super::words::{Words, paragraph};
use crate::html::statement;
use crate::usecase::export::kind_name;

/// A day that the report tells of.
pub(super) struct Told {
    /// Its figures.
    pub figures: DayFigures,
    /// Its costs.
    pub costs: Costs,
}

/// What the report tells of the day; a marked place to write where there is none, or it is still to come.
pub(super) fn blocks(told: Option<&Told>, words: Words<'_>) -> Vec<Block> {
    let Some(told) = told.filter(|told| told.figures.is_over) else {
        return vec![words.gap("report.gap_activity_day")];
    };
    let figures = &told.figures;
    let n = |n: u32| text::number(n.into(), words.lang());
    let counted = &figures.attendance;
    let first = words.fill(
        "after.report_day",
        &[
            ("date", &text::weekday_date(figures.date, words.lang())),
            ("n", &n(counted.participants)),
            ("onsite", &n(counted.onsite)),
            ("remote", &n(counted.remote)),
        ],
    );
    let basis = words.say(match figures.basis {
        Basis::Confirmed => "after.fig_confirmed",
        Basis::CheckedIn => "after.fig_checked_in",
        Basis::OnsiteCheckedIn => "after.fig_onsite_checked_in",
        Basis::RemoteCheckedIn => "after.fig_remote_checked_in",
    });
    let mut blocks = vec![paragraph(format!("{first} {basis}")), table(figures, words)];
    blocks.push(costs(&told.costs, words));
    blocks.extend(feedback(figures, words));
    blocks.push(words.gap("after.report_gap"));
    blocks
}

fn table(figures: &DayFigures, words: Words<'_>) -> Block {
    let n = |n: u32| text::number(n.into(), words.lang());
    let counted = &figures.attendance;
    let of_all = words.fill("after.of_participants", &[("n", &n(counted.participants))]);
    let share = counted.share_of(figures.staff);
    let staff = match figures.staff {
        Some(staff) => words.fill("after.of_staff", &[("n", &n(counted.from_network)), ("all", &n(staff))]),
        None => words.say("after.no_staff"),
    };
    let share = match share {
        Some(share) => words.fill("after.percent", &[("n", &share.to_string())]),
        None => words.say("after.not_known"),
    };
    let rows: [(&str, String, String); 8] = [
        ("after.fig_participants", n(counted.participants), words.say("after.fig_participants_of")),
        ("after.fig_onsite", n(counted.onsite), of_all.clone()),
        ("after.fig_remote", n(counted.remote), of_all),
        (
            "after.fig_libraries",
            n(counted.libraries),
            words.fill("after.of_libraries", &[("all", &n(figures.libraries))]),
        ),
        ("after.fig_others", n(counted.others), words.say("after.fig_others_of")),
        ("after.fig_localities", n(counted.libraries), words.say("after.fig_localities_of")),
        ("after.fig_share", share, staff),
        (
            "after.fig_contributions",
            n(figures.contributions),
            words.fill("after.of_members", &[("n", &n(figures.members))]),
        ),
    ];
    let header = ["overview.col_measure", "export.count", "after.counted_of"];
    Block::Table(Table {
        caption: words.say("after.report_table"),
        header: header.map(|key| words.say(key)).into(),
        rows: rows
            .into_iter()
            .map(|(name, n, of)| vec![words.say(name).into(), n.into(), of.into()])
            .collect(),
        numeric: vec![1],
        row_headers: true,
    })
}

fn costs(costs: &Costs, words: Words<'_>) -> Block {
    if costs.lines.is_empty() {
        return words.gap("after.report_gap_costs");
    }
    let amount = |cents| money::shown(cents, words.lang());
    let mut rows: Vec<Vec<TableCell>> = costs
        .sums
        .iter()
        .map(|sum| vec![kind_name(sum.kind, words.words).into(), amount(sum.cents).into()])
        .collect();
    let total = [words.say("after.cost_total"), amount(costs.total)];
    rows.push(total.map(TableCell::bold).into());
    if let (Some(budget), Some(remaining)) = (costs.budget, costs.remaining) {
        rows.push(vec![words.say("after.cost_budget").into(), amount(budget).into()]);
        let (name, left) = match remaining {
            0.. => ("after.cost_remaining", remaining),
            _ => ("after.cost_overrun", remaining.saturating_neg()),
        };
        rows.push(vec![words.say(name).into(), amount(left).into()]);
    }
    Block::Table(Table {
        caption: words.say("after.report_costs"),
        header: ["after.cost_kind", "after.cost_amount"].map(|key| words.say(key)).into(),
        rows,
        numeric: vec![1],
        row_headers: true,
    })
}

/// The means; nothing before five have answered.
fn feedback(figures: &DayFigures, words: Words<'_>) -> Vec<Block> {
    if figures.scales.is_empty() {
        return vec![paragraph(words.say("after.report_no_feedback"))];
    }
    let answers = text::number(figures.answers.into(), words.lang());
    let participants = text::number(figures.attendance.participants.into(), words.lang());
    let lead = words.fill("after.report_feedback", &[("n", &answers), ("participants", &participants)]);
    let row = |one: &Distribution| -> Vec<TableCell> {
        let name = statement(one.scale, words.words);
        let name = match when(one.scale) {
            Some(when) => {
                format!("{} ({})", name.trim_end_matches('.'), words.say(when).to_lowercase())
            }
            None => name,
        };
        vec![name.into(), mean(one, words.lang()).into(), text::number(one.n.into(), words.lang()).into()]
    };
    vec![
        paragraph(lead),
        Block::Table(Table {
            caption: words.say("after.report_means"),
            header: ["after.statement", "after.mean", "after.answered"].map(|key| words.say(key)).into(),
            rows: figures.scales.iter().map(row).collect(),
            numeric: vec![1, 2],
            row_headers: true,
        }),
    ]
}

/// Before or after the day, of a statement that is asked about both.
fn when(scale: Scale) -> Option<&'static str> {
    let is = |side: fn(&(Scale, Scale)) -> Scale| Scale::SKILLS.iter().any(|pair| side(pair) == scale);
    if is(|(before, _)| *before) {
        Some("after.before")
    } else if is(|(_, after)| *after) {
        Some("after.after")
    } else {
        None
    }
}

/// `4,2`.
fn mean(of: &Distribution, lang: Lang) -> String {
    let mark = if lang == Lang::En { '.' } else { ',' };
    format!("{}{mark}{}", of.tenths() / 10, of.tenths() % 10)
}
