//! A day in figures, each with what it is counted of.
//!
//! Owns: their words, and the one figure that a person enters: how many work in the libraries.

use std::sync::Arc;

use leptos::prelude::*;
use shared::money;
use shared::stats::day::Basis;
use shared::text;
use shared::wire::v1::day_figures::{DayFigures, MAX_STAFF, SaveFigures};

use super::super::Open;
use crate::components::field::TextField;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, trimmed};
use crate::state::remote::Remote;
use crate::state::server;

const FIELDS: FieldIds = &[("staff", "day-staff")];

/// The card.
#[component]
pub fn Figures(open: Open, remote: Remote<DayFigures>, now: Signal<Arc<DayFigures>>) -> impl IntoView {
    let texts = open.texts;
    let basis = move || {
        let figures = now.get();
        let words = match figures.basis {
            _ if !figures.is_over => t_string!(texts, after.fig_so_far),
            Basis::Confirmed => t_string!(texts, after.fig_confirmed),
            Basis::CheckedIn => t_string!(texts, after.fig_checked_in),
            Basis::OnsiteCheckedIn => t_string!(texts, after.fig_onsite_checked_in),
            Basis::RemoteCheckedIn => t_string!(texts, after.fig_remote_checked_in),
        };
        words.to_owned()
    };
    view! {
        <section class="card stack" aria-labelledby="day-figures">
            <h2 id="day-figures">{t!(texts, after.figures)}</h2>
            <p class="soft">{basis}</p>
            {move || table(texts, &now.get())}
            <p class="soft">{t!(texts, after.figures_feed)}</p>
        </section>
        <StaffForm open remote staff=now.get_untracked().staff />
    }
}

fn table(texts: Texts, figures: &DayFigures) -> AnyView {
    let lang = lang(texts);
    let n = |n: u32| text::number(n.into(), lang);
    let counted = &figures.attendance;
    let of_all = t_string!(texts, after.of_participants, n = n(counted.participants)).to_string();
    let share = counted.share_of(figures.staff);
    let staff = match figures.staff {
        Some(staff) => {
            t_string!(texts, after.of_staff, n = n(counted.from_network), all = n(staff)).to_string()
        }
        None => t_string!(texts, after.no_staff).to_owned(),
    };
    let budget = match figures.budget {
        Some(budget) => t_string!(texts, after.of_budget, budget = money::shown(budget, lang)).to_string(),
        None => t_string!(texts, after.no_budget).to_owned(),
    };
    let rows: Vec<[String; 3]> = vec![
        [
            t_string!(texts, after.fig_participants).to_owned(),
            n(counted.participants),
            t_string!(texts, after.fig_participants_of).to_owned(),
        ],
        [t_string!(texts, after.fig_onsite).to_owned(), n(counted.onsite), of_all.clone()],
        [t_string!(texts, after.fig_remote).to_owned(), n(counted.remote), of_all],
        [
            t_string!(texts, after.fig_libraries).to_owned(),
            n(counted.libraries),
            t_string!(texts, after.of_libraries, all = n(figures.libraries)).to_string(),
        ],
        [
            t_string!(texts, after.fig_others).to_owned(),
            n(counted.others),
            t_string!(texts, after.fig_others_of).to_owned(),
        ],
        [
            t_string!(texts, after.fig_localities).to_owned(),
            n(counted.libraries),
            t_string!(texts, after.fig_localities_of).to_owned(),
        ],
        [
            t_string!(texts, after.fig_share).to_owned(),
            share.map_or_else(|| t_string!(texts, after.not_known).to_owned(), |share| percent(share, texts)),
            staff,
        ],
        [
            t_string!(texts, after.fig_contributions).to_owned(),
            n(figures.contributions),
            t_string!(texts, after.of_members, n = n(figures.members)).to_string(),
        ],
        [t_string!(texts, after.fig_costs).to_owned(), money::shown(figures.costs, lang), budget],
    ];
    let columns = vec![
        Column::text(t_string!(texts, overview.col_measure)),
        Column::number(t_string!(texts, export.count)),
        Column::text(t_string!(texts, after.counted_of)),
    ];
    let rows = rows.into_iter().map(|row| row.map(|cell| cell.into_any()).into()).collect();
    records(t_string!(texts, after.figures), columns, rows)
}

fn percent(share: u32, texts: Texts) -> String {
    t_string!(texts, after.percent, n = share).to_string()
}

/// How many people work in the network's libraries: nothing in the app knows.
#[component]
fn StaffForm(open: Open, remote: Remote<DayFigures>, staff: Option<u32>) -> impl IntoView {
    let texts = open.texts;
    let value = RwSignal::new(staff.map(|staff| staff.to_string()).unwrap_or_default());
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let written: String = trimmed(value).chars().filter(|c| !c.is_whitespace()).collect();
        let staff = match written.as_str() {
            "" => Some(None),
            digits => digits.parse::<u32>().ok().filter(|n| (1..=MAX_STAFF).contains(n)).map(Some),
        };
        let mut faults = Vec::new();
        if staff.is_none() {
            faults
                .push(("day-staff", wording(texts, |texts| t_string!(texts, after.staff_wrong).to_owned())));
        }
        if !state.may_send(faults) {
            return;
        }
        let Some(staff) = staff else { return };
        let path = open.path("/figures");
        let request = async move { server::put::<DayFigures>(&path, &SaveFigures { staff }).await };
        state.send(texts, request, move |figures| {
            remote.set(figures);
            open.said.say(wording(texts, |texts| t_string!(texts, after.staff_saved)));
        });
    });
    view! {
        <section class="card stack no-print" aria-labelledby="day-staff-title">
            <h2 id="day-staff-title">{t!(texts, after.staff_title)}</h2>
            <Form state submit=say!(texts, action.save) on_submit=submit>
                <TextField
                    id="day-staff"
                    label=say!(texts, after.staff)
                    hint=say!(texts, after.staff_hint)
                    value
                    most=9
                />
            </Form>
        </section>
    }
}
