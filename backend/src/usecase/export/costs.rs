//! The costs of an activity day as a sheet: a row per line, then the sums.
//!
//! Owns: the layout. Must not: add anything up.

use shared::domain::cost::Kind;
use shared::text;
use shared::wire::v1::cost::Costs;

use crate::export::{Cell, Sheet};
use crate::words::Words;

/// What a kind of cost is called.
pub fn kind_name(kind: Kind, words: Words) -> String {
    words.say(match kind {
        Kind::Caterer => "after.kind_caterer",
        Kind::Room => "after.kind_room",
        Kind::Speaker => "after.kind_speaker",
        Kind::Travel => "after.kind_travel",
        Kind::Other => "after.kind_other",
    })
}

/// All lines of a day and their sums.
pub(super) fn sheet(costs: &Costs, words: Words) -> Sheet {
    let columns = [
        "after.cost_on",
        "after.cost_kind",
        "after.cost_what",
        "after.cost_payer",
        "after.cost_receipt",
        "after.cost_amount",
    ];
    let mut rows: Vec<Vec<Cell>> = costs
        .lines
        .iter()
        .map(|line| {
            let cost = &line.cost;
            vec![
                Cell::Date(cost.on),
                Cell::text(kind_name(cost.kind, words)),
                Cell::text(&cost.what),
                Cell::text(&cost.payer),
                Cell::text(&cost.receipt),
                Cell::Euros(cost.cents),
            ]
        })
        .collect();
    let sum = |what: String, cents: i64| {
        vec![Cell::Empty, Cell::text(what), Cell::Empty, Cell::Empty, Cell::Empty, Cell::Euros(cents)]
    };
    rows.push(vec![Cell::Empty; columns.len()]);
    rows.extend(costs.sums.iter().map(|one| sum(kind_name(one.kind, words), one.cents)));
    rows.push(sum(words.say("after.cost_total"), costs.total));
    rows.extend(costs.budget.map(|cents| sum(words.say("after.cost_budget"), cents)));
    rows.extend(costs.remaining.map(|cents| sum(words.say("after.cost_remaining"), cents)));
    Sheet {
        name: words.say("after.costs"),
        about: vec![words.fill("after.costs_of", &[("date", &text::date(costs.date, words.lang))])],
        columns: columns.map(|key| words.say(key)).into(),
        rows,
    }
}
