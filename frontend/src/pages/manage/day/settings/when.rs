//! When the day is, and when one can register.

use leptos::prelude::*;
use shared::domain::day::Moment;
use shared::text;
use shared::time::Date;

use super::fields::{date, time};
use super::{Card, Editing, facts, fault};
use crate::components::field::{DateField, TextField};
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState};
use crate::pages::manage::day::Open;

const FIELDS: FieldIds = &[
    ("date", "day-date"),
    ("begins", "day-begins"),
    ("ends", "day-ends"),
    ("opens", "day-opens"),
    ("closes", "day-closes"),
];

/// What is set.
#[component]
pub fn When(open: Open, editing: RwSignal<Option<Editing>>) -> impl IntoView {
    let texts = open.texts;
    let shown = move || {
        let lang = lang(texts);
        let day = &open.now.get().day;
        let hours = t_string!(
            texts,
            day.when.hours,
            from = text::clock(day.begins_at(), lang),
            to = text::clock(day.ends_at(), lang)
        );
        facts(
            texts,
            vec![
                (t_string!(texts, day.date), format!("{} {hours}", text::weekday_date(day.date, lang))),
                (t_string!(texts, day.when.opens), text::instant(day.opens.instant(), lang)),
                (t_string!(texts, day.when.closes), text::instant(day.closes.instant(), lang)),
            ],
        )
    };
    view! {
        <Card id="edit-when" of=Editing::When editing>
            {shown}
        </Card>
    }
}

/// Changing it.
#[component]
pub fn WhenForm(open: Open, close: Callback<()>) -> impl IntoView {
    let texts = open.texts;
    let day = open.now.get_untracked().day.clone();
    let field = |text: String| RwSignal::new(text);
    let on = field(day.date.to_string());
    let (begins, ends) = (field(day.begins.to_string()), field(day.ends.to_string()));
    let (opens_on, opens_at) = (field(day.opens.on.to_string()), field(day.opens.at.to_string()));
    let (closes_on, closes_at) = (field(day.closes.on.to_string()), field(day.closes.at.to_string()));
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let mut own = Vec::new();
        let day_date = date(texts, on, "day-date", &mut own);
        let (from, to) =
            (time(texts, begins, "day-begins", &mut own), time(texts, ends, "day-ends", &mut own));
        let first =
            (date(texts, opens_on, "day-opens", &mut own), time(texts, opens_at, "day-opens-at", &mut own));
        let last = (
            date(texts, closes_on, "day-closes", &mut own),
            time(texts, closes_at, "day-closes-at", &mut own),
        );
        let read = (day_date, from, to, first, last);
        let (
            Some(date),
            Some(begins),
            Some(ends),
            (Some(opens_on), Some(opens)),
            (Some(closes_on), Some(closes)),
        ) = read
        else {
            state.may_send(own);
            return;
        };
        if date.year() != open.year {
            own.push((
                "day-date",
                wording(texts, move |texts| t_string!(texts, day.wrong.other_year, year = open.year)),
            ));
        }
        let form = open.changed(|day| {
            (day.date, day.begins, day.ends) = (date, begins, ends);
            day.opens = Moment { on: opens_on, at: opens };
            day.closes = Moment { on: closes_on, at: closes };
        });
        fault::submit(open, state, (FIELDS, form), own, move |page| {
            close.run(());
            open.show(page, fault::saved(open, |texts| t_string!(texts, day.when.title)));
        });
    });
    let year = open.year;
    let edge = move |month, day| {
        Signal::stored(Date::new(year, month, day).map(|date| date.to_string()).unwrap_or_default())
    };
    // Registration may open in the year before.
    let early = Signal::stored(Date::new(year - 1, 1, 1).map(|date| date.to_string()).unwrap_or_default());
    view! {
        <Form state submit=say!(texts, action.save) on_submit=submit cancel=close>
            <DateField
                id="day-date"
                label=say!(texts, day.date)
                value=on
                first=edge(1, 1)
                last=edge(12, 31)
            />
            <div class="fields">
                <TextField id="day-begins" label=say!(texts, day.when.begins) value=begins kind="time" />
                <TextField id="day-ends" label=say!(texts, day.when.ends) value=ends kind="time" />
            </div>
            <div class="fields">
                <DateField
                    id="day-opens"
                    label=say!(texts, day.when.opens)
                    value=opens_on
                    first=early
                    last=edge(12, 31)
                />
                <TextField
                    id="day-opens-at"
                    label=say!(texts, day.when.opens_at)
                    value=opens_at
                    kind="time"
                />
            </div>
            <div class="fields">
                <DateField
                    id="day-closes"
                    label=say!(texts, day.when.closes)
                    value=closes_on
                    first=early
                    last=edge(12, 31)
                />
                <TextField
                    id="day-closes-at"
                    label=say!(texts, day.when.closes_at)
                    value=closes_at
                    kind="time"
                />
            </div>
            <p class="soft small">{t!(texts, day.when.closes_hint)}</p>
        </Form>
    }
}
