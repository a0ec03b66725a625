//! Where the day is, how many fit in, what it may cost.

use leptos::prelude::*;
use shared::domain::plan::Metric;
use shared::domain::registration::Mode;
use shared::text;

use super::fields::number;
use super::{Card, Editing, facts, fault};
use crate::components::error_summary::Faults;
use crate::components::field::{CheckField, TextField};
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, trimmed};
use crate::pages::manage::day::Open;
use crate::pages::manage::plan::amount;

const FIELDS: FieldIds = &[
    ("place", "day-place"),
    ("address", "day-address"),
    ("remote_link", "day-link"),
    ("on_site", "day-onsite"),
    ("remote", "day-remote"),
    ("budget", "day-budget"),
];

/// What is set.
#[component]
pub fn Place(open: Open, editing: RwSignal<Option<Editing>>) -> impl IntoView {
    let texts = open.texts;
    let shown = move || {
        let lang = lang(texts);
        let day = &open.now.get().day;
        let places = |n: u32| text::number(i64::from(n), lang);
        let remote = if day.remote == 0 {
            t_string!(texts, day.place.no_remote).to_owned()
        } else {
            places(day.remote)
        };
        let lunch = if day.lunch { t_string!(texts, plan.yes) } else { t_string!(texts, plan.no) };
        let budget = day.budget.map(|cents| amount::shown(texts, Metric::Travel, cents));
        facts(
            texts,
            vec![
                (t_string!(texts, day.place.place), day.place.clone()),
                (t_string!(texts, day.place.address), day.address.clone()),
                (t_string!(texts, day.place.link), day.remote_link.clone()),
                (t_string!(texts, day.place.on_site), places(day.on_site)),
                (t_string!(texts, day.place.remote), remote),
                (t_string!(texts, day.place.lunch), lunch.to_owned()),
                (t_string!(texts, day.place.budget), budget.unwrap_or_default()),
            ],
        )
    };
    view! {
        <Card id="edit-place" of=Editing::Place editing>
            {shown}
        </Card>
    }
}

/// Fewer places than are held by now: nobody loses one, so the number is said.
fn below(open: Open, mode: Mode, id: &'static str, places: Option<u32>, own: &mut Faults) {
    let taken = open.now.get_untracked().places;
    let held = match mode {
        Mode::Onsite => taken.onsite.held(),
        _ => taken.remote.held(),
    };
    // Where the chair has given more places than there are, the number may stay as it is.
    let before = open.now.get_untracked().day.places(mode);
    if places < before && places.is_some_and(|places| places < held) {
        let words = wording(open.texts, move |texts| t_string!(texts, day.wrong.held, count = held));
        own.push((id, words));
    }
}

/// Changing it.
#[component]
pub fn PlaceForm(open: Open, close: Callback<()>) -> impl IntoView {
    let texts = open.texts;
    let day = open.now.get_untracked().day.clone();
    let field = |text: String| RwSignal::new(text);
    let (place, address, link) =
        (field(day.place.clone()), field(day.address.clone()), field(day.remote_link.clone()));
    let (on_site, remote) = (field(day.on_site.to_string()), field(day.remote.to_string()));
    let lunch = RwSignal::new(day.lunch);
    let budget = field(day.budget.map(|cents| amount::written(Metric::Travel, cents)).unwrap_or_default());
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let mut own = Vec::new();
        let onsite_places = number(texts, on_site, "day-onsite", &mut own);
        let remote_places = number(texts, remote, "day-remote", &mut own);
        below(open, Mode::Onsite, "day-onsite", onsite_places, &mut own);
        below(open, Mode::Remote, "day-remote", remote_places, &mut own);
        let written = trimmed(budget);
        let cents = amount::read(Metric::Travel, &written);
        if cents.is_none() && !written.is_empty() {
            own.push(("day-budget", wording(texts, |texts| t_string!(texts, day.wrong.amount))));
        }
        let form = open.changed(|day| {
            (day.place, day.address, day.remote_link) = (trimmed(place), trimmed(address), trimmed(link));
            day.on_site = onsite_places.unwrap_or(day.on_site);
            day.remote = remote_places.unwrap_or(day.remote);
            day.lunch = lunch.get_untracked();
            day.budget = cents;
        });
        fault::submit(open, state, (FIELDS, form), own, move |page| {
            close.run(());
            open.show(page, fault::saved(open, |texts| t_string!(texts, day.place.title)));
        });
    });
    view! {
        <Form state submit=say!(texts, action.save) on_submit=submit cancel=close>
            <TextField id="day-place" label=say!(texts, day.place.place) value=place />
            <TextField id="day-address" label=say!(texts, day.place.address) value=address />
            <TextField
                id="day-link"
                label=say!(texts, day.place.link)
                hint=say!(texts, day.place.link_hint)
                value=link
                kind="url"
            />
            <div class="fields">
                <TextField id="day-onsite" label=say!(texts, day.place.on_site) value=on_site most=6 />
                <TextField
                    id="day-remote"
                    label=say!(texts, day.place.remote)
                    hint=say!(texts, day.place.remote_hint)
                    value=remote
                    most=6
                />
            </div>
            <CheckField id="day-lunch" label=say!(texts, day.place.lunch_offered) value=lunch />
            <TextField
                id="day-budget"
                label=say!(texts, day.place.budget_euros)
                hint=say!(texts, day.place.budget_hint)
                value=budget
                most=20
            />
        </Form>
    }
}
