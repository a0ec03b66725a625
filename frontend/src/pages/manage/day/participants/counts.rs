//! How many places are held, and who waits.

use leptos::prelude::*;
use shared::domain::registration::Mode;
use shared::text;
use shared::wire::v1::day::Taken;

use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::manage::day::Open;

/// The table.
#[component]
pub fn Counts(open: Open) -> impl IntoView {
    let texts = open.texts;
    let table = move || {
        let now = open.now.get();
        let lang = lang(texts);
        let number = |n: u32| text::number(i64::from(n), lang).into_any();
        let row = |mode: Mode, capacity: u32, taken: Taken| {
            vec![
                open.label("attendance", mode.code()).into_any(),
                number(capacity),
                number(taken.confirmed),
                number(taken.reserved),
                number(taken.offered),
                number(capacity.saturating_sub(taken.held())),
                number(taken.waiting),
            ]
        };
        let mut rows = vec![row(Mode::Onsite, now.day.on_site, now.places.onsite)];
        if now.day.remote > 0 {
            rows.push(row(Mode::Remote, now.day.remote, now.places.remote));
        }
        let columns = vec![
            Column::text(t_string!(texts, day.people.mode)),
            Column::number(t_string!(texts, day.people.places)),
            Column::number(t_string!(texts, day.states.confirmed)),
            Column::number(t_string!(texts, day.people.unconfirmed)),
            Column::number(t_string!(texts, day.people.offered)),
            Column::number(t_string!(texts, day.people.free)),
            Column::number(t_string!(texts, day.states.waiting)),
        ];
        records(t_string!(texts, day.people.counts), columns, rows)
    };
    let declined = move || {
        let n = text::number(i64::from(open.now.get().places.declined), lang(texts));
        t_string!(texts, day.people.declined, n = n).to_string()
    };
    view! {
        <section class="card stack counts">
            <h2>{t!(texts, day.people.counts)}</h2>
            {table}
            <p class="soft">{declined}</p>
        </section>
    }
}
