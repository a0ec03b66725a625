//! Shared rides: who offers, who needs, who rides with whom, and telling them.
//!
//! Owns: how it is shown, and moving somebody into another car. Must not: choose a car (`shared::domain::ride` does), or
//! decide whose contact is given (the server does).

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::Id;
use shared::text;
use shared::wire::v1::ride::{Car, RideAct, Rider, Rides};

use super::Open;
use crate::components::field::CheckField;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question};
use crate::pages::failure;
use crate::pages::manage::Loaded;
use crate::state::remote::Remote;
use crate::state::server;

/// What the part's rows act on.
#[derive(Clone, Copy)]
struct Page {
    open: Open,
    texts: Texts,
    remote: Remote<Rides>,
}

impl Page {
    fn act(self, act: RideAct, words: impl FnOnce(&Rides) -> Wording + 'static) {
        leptos::task::spawn_local(async move {
            match server::post::<Rides>(&self.open.path("/rides"), &act).await {
                Ok(rides) => {
                    let words = words(&rides);
                    self.remote.set(rides);
                    self.open.said.say(words);
                }
                Err(failure) => {
                    // Somebody may have come or gone: what is shown is what there is.
                    self.remote.reload();
                    self.open.said.fail(failure::wording(self.texts, failure));
                }
            }
        });
    }
}

/// The part.
#[component]
pub fn RidesPart(open: Open) -> impl IntoView {
    let page = Page { open, texts: open.texts, remote: Remote::new(open.path("/rides")) };
    view! {
        <p class="soft">{t!(page.texts, care.rides_intro)}</p>
        <Loaded remote=page.remote body=move |rides| view! { <Board page rides /> } />
    }
}

#[component]
fn Board(page: Page, rides: Signal<Arc<Rides>>) -> impl IntoView {
    let texts = page.texts;
    let is_empty = move || rides.with(|rides| rides.cars.is_empty() && rides.needs.is_empty());
    let waiting = move || match rides.with(|rides| rides.unconfirmed) {
        0 => None,
        1 => Some(t_string!(texts, care.rides_unconfirmed_1).to_owned()),
        n => Some(t_string!(texts, care.rides_unconfirmed_n, n = n).to_string()),
    };
    view! {
        {move || is_empty().then(|| view! { <p>{t!(texts, care.rides_none)}</p> })}
        {move || waiting().map(|words| view! { <p>{words}</p> })}
        {move || (!is_empty()).then(|| view! { <Actions page rides /> })}
        <section class="card stack">
            <h2>{t!(texts, care.needs)}</h2>
            {move || needs(page, &rides.get())}
        </section>
        <section class="card stack">
            <h2>{t!(texts, care.cars)}</h2>
            {move || cars(page, &rides.get())}
        </section>
    }
}

/// Finding rides and telling people.
#[component]
fn Actions(page: Page, rides: Signal<Arc<Rides>>) -> impl IntoView {
    let texts = page.texts;
    let anywhere = RwSignal::new(false);
    let question = RwSignal::new(None::<Question>);
    let find = move |_| {
        page.act(RideAct::Match { anywhere: anywhere.get_untracked() }, move |rides| {
            let n = rides.needs.iter().filter(|rider| rider.driver.is_some()).count();
            let left = rides.needs.len() - n;
            wording(texts, move |texts| t_string!(texts, care.matched, n = n, left = left).to_string())
        });
    };
    let ask = move |_| {
        let n = rides.with_untracked(|rides| rides.pending);
        question.set(Some(Question {
            title: wording(texts, |texts| t_string!(texts, care.rides_send_title)),
            words: vec![wording(texts, move |texts| t_string!(texts, care.rides_send_text, n = n))],
            yes: wording(texts, move |texts| send_words(texts, n)),
        }));
    };
    let send = Callback::new(move |()| {
        page.act(RideAct::Send, move |_| wording(texts, |texts| t_string!(texts, care.rides_sent)));
    });
    let pending = Memo::new(move |_| rides.with(|rides| rides.pending));
    let told = Memo::new(move |_| {
        rides.with(|rides| {
            rides.cars.iter().map(|car| &car.driver).chain(&rides.needs).any(|one| one.told_at.is_some())
        })
    });
    view! {
        <section class="card stack">
            <CheckField id="rides-anywhere" label=say!(texts, care.anywhere) value=anywhere />
            <div class="row">
                <button type="button" class="hds-button hds-button--primary" on:click=find>
                    {t!(texts, care.find)}
                </button>
                {move || {
                    (pending.get() > 0)
                        .then(|| {
                            view! {
                                <button type="button" class="hds-button hds-button--secondary" on:click=ask>
                                    {move || send_words(texts, pending.get())}
                                </button>
                            }
                        })
                }}
            </div>
            {move || {
                (pending.get() == 0 && told.get())
                    .then(|| view! { <p class="soft">{t!(texts, care.rides_all_told)}</p> })
            }}
        </section>
        <Confirm question on_yes=send />
    }
}

fn send_words(texts: Texts, n: u32) -> String {
    match n {
        1 => t_string!(texts, care.rides_send_1).to_owned(),
        n => t_string!(texts, care.rides_send_n, n = n).to_string(),
    }
}

fn needs(page: Page, rides: &Rides) -> AnyView {
    let texts = page.texts;
    if rides.needs.is_empty() {
        return view! { <p class="soft">{t_string!(texts, care.needs_none)}</p> }.into_any();
    }
    let columns = vec![
        Column::text(t_string!(texts, care.passenger)),
        Column::text(t_string!(texts, care.from)),
        Column::text(t_string!(texts, care.share)),
        Column::text(t_string!(texts, care.car)),
        Column::text(t_string!(texts, care.told)),
    ];
    let row = |rider: &Rider| {
        let car = rides.cars.iter().find(|car| Some(car.driver.registration) == rider.driver);
        let far =
            car.filter(|car| !is_same_town(&car.driver, rider)).map(|_| t_string!(texts, care.other_town));
        let hand = rider.by_hand.then(|| t_string!(texts, care.by_hand));
        let notes: Vec<_> = far.into_iter().chain(hand).collect();
        let notes = (!notes.is_empty()).then(|| view! { <span class="sub">{notes.join(", ")}</span> });
        vec![
            rider.name.clone().into_any(),
            rider.municipality.clone().into_any(),
            share_words(texts, rider).into_any(),
            view! {
                {car_choice(page, rides, rider)}
                {notes}
            }
            .into_any(),
            told_words(texts, rider).into_any(),
        ]
    };
    records(t_string!(texts, care.needs), columns, rides.needs.iter().map(row).collect())
}

/// The cars that have a seat, and the own one.
fn car_choice(page: Page, rides: &Rides, rider: &Rider) -> impl IntoView + use<> {
    let texts = page.texts;
    let option = |car: &Car| {
        let own = rider.driver == Some(car.driver.registration);
        let free = car.seats.saturating_sub(car.taken);
        (own || free > 0).then(|| {
            let (name, from) = (car.driver.name.clone(), car.driver.municipality.clone());
            let label = t_string!(texts, care.car_option, name = name, from = from, free = free).to_string();
            view! {
                <option value=car.driver.registration.to_string() selected=own>
                    {label}
                </option>
            }
        })
    };
    let (passenger, name) = (rider.registration, rider.name.clone());
    let choose = move |event: leptos::ev::Event| {
        let driver = event_target_value(&event).parse::<Id>().ok();
        let name = name.clone();
        page.act(RideAct::Move { passenger, driver }, move |_| {
            wording(texts, move |texts| t_string!(texts, care.moved, name = name.clone()).to_string())
        });
    };
    let label = t_string!(texts, care.car_of, name = rider.name.clone()).to_string();
    view! {
        <div class="hds-text-input">
            <select class="hds-text-input__input" aria-label=label on:change=choose>
                <option value="" selected=rider.driver.is_none()>
                    {t_string!(texts, care.no_car)}
                </option>
                {rides.cars.iter().filter_map(option).collect_view()}
            </select>
        </div>
    }
}

fn cars(page: Page, rides: &Rides) -> AnyView {
    let texts = page.texts;
    if rides.cars.is_empty() {
        return view! { <p class="soft">{t_string!(texts, care.cars_none)}</p> }.into_any();
    }
    let columns = vec![
        Column::text(t_string!(texts, care.driver)),
        Column::text(t_string!(texts, care.from)),
        Column::text(t_string!(texts, care.share)),
        Column::text(t_string!(texts, care.seats)),
        Column::text(t_string!(texts, care.riders)),
        Column::text(t_string!(texts, care.told)),
    ];
    let row = |car: &Car| {
        let riders = rides.needs.iter().filter(|rider| rider.driver == Some(car.driver.registration));
        let riders: Vec<_> = riders.map(|rider| rider.name.clone()).collect();
        let riders = if riders.is_empty() { "–".to_owned() } else { riders.join(", ") };
        vec![
            car.driver.name.clone().into_any(),
            car.driver.municipality.clone().into_any(),
            share_words(texts, &car.driver).into_any(),
            t_string!(texts, care.seats_of, taken = car.taken, seats = car.seats).to_string().into_any(),
            riders.into_any(),
            told_words(texts, &car.driver).into_any(),
        ]
    };
    records(t_string!(texts, care.cars), columns, rides.cars.iter().map(row).collect())
}

fn is_same_town(one: &Rider, other: &Rider) -> bool {
    one.municipality.trim().to_lowercase() == other.municipality.trim().to_lowercase()
}

fn share_words(texts: Texts, rider: &Rider) -> &'static str {
    if rider.share { t_string!(texts, care.share_yes) } else { t_string!(texts, care.share_no) }
}

fn told_words(texts: Texts, rider: &Rider) -> String {
    match (rider.told, rider.told_at) {
        (true, None) => "–".to_owned(),
        (true, Some(at)) => t_string!(texts, care.told_at, time = text::instant(at, lang(texts))).to_string(),
        (false, Some(_)) => t_string!(texts, care.told_old).to_owned(),
        (false, None) => t_string!(texts, care.told_not).to_owned(),
    }
}
