//! The years that have an activity day, and beginning one.
//!
//! Owns: the list. Must not: know what a day is begun with (`shared::domain::day` does).

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::domain::day::{Day, Status, Texts as DayTexts};
use shared::routes;
use shared::text;
use shared::wire::v1::day::{DayHead, DayPage, Days, SaveDay};

use super::parts::{PARTS, offered};
use super::{PATH, address};
use crate::components::heading::PageHeading;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::failure;
use crate::pages::manage::{Loaded, Said, SaidLine, is_chair};
use crate::state::remote::Remote;
use crate::state::server;

/// The page.
#[component]
pub fn DaysPage() -> impl IntoView {
    let texts = use_i18n();
    let days = Remote::<Days>::new(routes::DAYS);
    let said = Said::new();
    view! {
        <div class="page manage">
            <PageHeading text=say!(texts, day.title) />
            <p class="soft">{t!(texts, day.intro)}</p>
            <SaidLine said />
            <Loaded remote=days body=move |days| view! { <List days said /> } />
        </div>
    }
}

#[component]
fn List(days: Signal<Arc<Days>>, said: Said) -> impl IntoView {
    let texts = use_i18n();
    let chair = is_chair();
    let table = move || {
        let days = days.get();
        if days.days.is_empty() {
            return view! { <p>{t!(texts, day.none)}</p> }.into_any();
        }
        let columns = vec![
            Column::text(t_string!(texts, day.name)),
            Column::text(t_string!(texts, day.date)),
            Column::text(t_string!(texts, day.status)),
        ];
        let rows = days.days.iter().map(|head| row(texts, head, chair.get())).collect();
        records(t_string!(texts, day.title), columns, rows)
    };
    // This year's and the next one's, where they are not there yet.
    let begin = move || {
        let days = days.get();
        let this = days.today.year();
        let missing = |year: &i32| !days.days.iter().any(|head| head.date.year() == *year);
        let buttons = [this, this + 1].into_iter().filter(|_| chair.get()).filter(missing);
        buttons.map(|year| view! { <Begin days=days.clone() year said /> }).collect_view()
    };
    view! {
        <section class="card stack">
            {table} <div class="row">{begin}</div>
        </section>
    }
}

fn row(texts: Texts, head: &DayHead, chair: bool) -> Vec<AnyView> {
    let lang = lang(texts);
    let year = head.date.year();
    let to = offered(chair).next().map_or_else(|| PATH.to_owned(), |part| address(year, part));
    let status = match head.status {
        Status::Draft => t_string!(texts, day.draft),
        Status::Published => t_string!(texts, day.published),
    };
    vec![
        view! { <A href=to>{format!("{} {year}", head.title.of(lang))}</A> }.into_any(),
        text::weekday_date(head.date, lang).into_any(),
        status.into_any(),
    ]
}

/// Begins a year's day, and goes on to its settings.
#[component]
fn Begin(days: Arc<Days>, year: i32, said: Said) -> impl IntoView {
    let texts = use_i18n();
    let navigate = StoredValue::new_local(use_navigate());
    let today = days.today;
    let begin = move |_| {
        let title = DayTexts {
            fi: leptos_i18n::td_string!(Locale::fi, day.default_title).to_owned(),
            sv: leptos_i18n::td_string!(Locale::sv, day.default_title).to_owned(),
            en: leptos_i18n::td_string!(Locale::en, day.default_title).to_owned(),
        };
        let form = SaveDay { version: None, day: Day::begun(year, today, title) };
        leptos::task::spawn_local(async move {
            match server::put::<DayPage>(&format!("{}/{year}", routes::DAYS), &form).await {
                Ok(_) => {
                    let to = PARTS.first().map_or_else(|| PATH.to_owned(), |part| address(year, part));
                    // The page may have been left meanwhile.
                    let _ = navigate.try_with_value(|navigate| navigate(&to, NavigateOptions::default()));
                }
                Err(failure) => said.fail(failure::wording(texts, failure)),
            }
        });
    };
    view! {
        <button type="button" class="hds-button hds-button--primary" on:click=begin>
            {move || t_string!(texts, day.begin, year = year).to_string()}
        </button>
    }
}
