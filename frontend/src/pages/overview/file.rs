//! A chart's figures to take along.
//!
//! Owns: which table belongs to a chart. Must not: count; the server writes the file, masked.

use leptos::prelude::*;
use shared::routes;

use super::board::Board;
use crate::i18n::*;
use crate::pages::download::Download;

/// A chart's table to take along, masked as everything that leaves. Nothing for what is not among the tables that leave.
pub fn file(board: Board, table: &'static str) -> ViewFn {
    ViewFn::from(move || {
        let path = move || {
            let (year, lang) = (board.selection.get().year, board.lang().code());
            format!("{}/stats.csv?year={year}&table={table}&lang={lang}", routes::EXPORTS)
        };
        (table != "setting").then(|| {
            view! { <Download class="standalone" href=Signal::derive(path) text=say!(board.texts, overview.csv) /> }
        })
    })
}
