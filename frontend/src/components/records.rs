//! A table of records that becomes stacked rows where the screen is narrow.
//!
//! Owns: the table's markup with its roles. The roles are written out because a stacked table is laid out as blocks, and
//! browsers then stop telling assistive technology that it is a table. Must not: sort or fetch.

use leptos::prelude::*;

/// So many columns still stand side by side on a phone that lies on its side.
const FEW: usize = 4;

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading, repeated as a label in each stacked row.
    pub title: String,
    /// Whether it holds figures, which stand to the right.
    pub number: bool,
    /// Whether it holds buttons, whose heading is for screen readers only.
    pub actions: bool,
}

impl Column {
    /// A column of texts.
    pub fn text(title: impl Into<String>) -> Self {
        Self { title: title.into(), number: false, actions: false }
    }

    /// A column of figures.
    pub fn number(title: impl Into<String>) -> Self {
        Self { title: title.into(), number: true, actions: false }
    }

    /// A column of buttons.
    pub fn actions(title: impl Into<String>) -> Self {
        Self { title: title.into(), number: false, actions: true }
    }

    fn class(&self) -> &'static str {
        match (self.number, self.actions) {
            (true, _) => "n",
            (_, true) => "actions",
            _ => "",
        }
    }
}

/// The table. The first cell of each row is the row's heading.
pub fn records(caption: impl Into<String>, columns: Vec<Column>, rows: Vec<Vec<AnyView>>) -> AnyView {
    let caption = caption.into();
    let class = if columns.len() <= FEW { "records records--few" } else { "records records--many" };
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
                        let class = column.class();
                        let label = if column.actions { String::new() } else { column.title };
                        view! {
                            <td role="cell" class=class data-label=label>
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
        <table class=class role="table">
            <caption class="visually-hidden">{caption}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    {head
                        .into_iter()
                        .map(|column| {
                            let (class, hidden) = (column.class(), column.actions);
                            view! {
                                <th role="columnheader" scope="col" class=class>
                                    <span class:visually-hidden=hidden>{column.title}</span>
                                </th>
                            }
                        })
                        .collect_view()}
                </tr>
            </thead>
            <tbody role="rowgroup">{body}</tbody>
        </table>
    }
    .into_any()
}
