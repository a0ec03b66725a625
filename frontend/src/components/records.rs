//! A table of records that becomes stacked rows where the screen is narrow.
//!
//! Owns: the table's markup with its roles. The roles are written out because a stacked table is laid out as blocks, and
//! browsers then stop telling assistive technology that it is a table. Must not: sort or fetch.

use leptos::prelude::*;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading, repeated as a label in each stacked row.
    pub title: String,
    /// Whether it holds figures, which stand to the right.
    pub number: bool,
}

impl Column {
    /// A column of texts.
    pub fn text(title: impl Into<String>) -> Self {
        Self { title: title.into(), number: false }
    }

    /// A column of figures.
    pub fn number(title: impl Into<String>) -> Self {
        Self { title: title.into(), number: true }
    }

    fn class(&self) -> &'static str {
        if self.number { "n" } else { "" }
    }
}

/// The table. The first cell of each row is the row's heading.
pub fn records(caption: impl Into<String>, columns: Vec<Column>, rows: Vec<Vec<AnyView>>) -> AnyView {
    let caption = caption.into();
    let head = columns.clone();
    let body = rows
        .into_iter()
        .map(|cells| {
            let cells = cells
                .into_iter()
                .zip(columns.clone())
                .enumerate()
                .map(|(i, (cell, column))| {
                    if i == 0 {
                        view! { <th role="rowheader" scope="row">{cell}</th> }.into_any()
                    } else {
                        view! {
                            <td role="cell" class=column.class() data-label=column.title>
                                <span>{cell}</span>
                            </td>
                        }
                        .into_any()
                    }
                })
                .collect_view();
            view! { <tr role="row">{cells}</tr> }
        })
        .collect_view();
    view! {
        <table class="records" role="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {head
                        .into_iter()
                        .map(|column| {
                            let class = column.class();
                            view! { <th role="columnheader" scope="col" class=class>{column.title}</th> }
                        })
                        .collect_view()}
                </tr>
            </thead>
            <tbody role="rowgroup">{body}</tbody>
        </table>
    }
    .into_any()
}
