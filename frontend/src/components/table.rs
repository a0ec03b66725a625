//! A table of figures or names.
//!
//! Owns: caption, column headings, a frame that scrolls by keyboard where the table is wider than the page. Must not:
//! sort or count.

use leptos::prelude::*;

/// A table; its rows come as children (`<tr>` with a `<th scope="row">` first; class `n` for figures).
#[component]
pub fn DataTable(
    /// What the table shows.
    #[prop(into)]
    caption: Signal<String>,
    /// Whether the caption is for screen readers only, because a heading above says the same.
    #[prop(optional)]
    caption_hidden: bool,
    /// The columns: words, and whether they hold figures.
    columns: Vec<(Signal<String>, bool)>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let column = |(label, figures): (Signal<String>, bool)| {
        view! {
            <th scope="col" class:n=figures>
                {move || label.get()}
            </th>
        }
    };
    view! {
        <div class="hds-table-container" tabindex="0" role="region" aria-label=move || caption.get()>
            <table class="hds-table">
                <caption class=if caption_hidden { "visually-hidden" } else { "hds-table__caption" }>
                    {move || caption.get()}
                </caption>
                <thead>
                    <tr class="hds-table__header-row">{columns.into_iter().map(column).collect_view()}</tr>
                </thead>
                <tbody class="hds-table__content">{children()}</tbody>
            </table>
        </div>
    }
}
