//! Somebody's own share in the programme: accepted or declined, put into the programme.
//!
//! A session that was made of a contribution has the registration's id: that is how the two find each other.

use leptos::prelude::*;
use shared::domain::day::{Session, Texts as DayTexts};
use shared::text;
use shared::wire::v1::registration::{Act, Registered, Verdict};

use super::person::Doing;
use super::{People, words};
use crate::i18n::*;
use crate::pages::manage::day::settings::session::{fresh, later};

/// What became of the contribution.
pub fn verdict(of: &Registered) -> Verdict {
    of.contribution.unwrap_or(Verdict::Proposed)
}

/// A session as it begins in its form.
fn session(people: People, of: &Registered) -> Option<Session> {
    let own = of.registration.contribution.as_ref()?;
    let fresh = fresh(&people.open.now.get_untracked().day);
    let ends = own.minutes.map_or(fresh.ends, |minutes| later(fresh.begins, minutes));
    Some(Session {
        id: of.id,
        ends,
        title: DayTexts { fi: own.title.clone(), ..DayTexts::default() },
        speaker: of.registration.name.clone(),
        ..fresh
    })
}

/// The contribution with what can be done with it; nothing where there is none.
#[component]
pub fn Contribution(people: People, of: Registered, doing: Doing) -> impl IntoView {
    let open = people.open;
    let texts = open.texts;
    let Some(own) = of.registration.contribution.clone() else { return ().into_any() };
    let (title, verdict) = (own.title.clone(), verdict(&of));
    let judge = move |to: Verdict, label: fn(Texts) -> &'static str| {
        (verdict != to).then(|| {
            let words = wording(texts, move |texts| words::verdict(texts, to));
            let press = move |_| doing.act(Act::Judge { verdict: to }, words.clone());
            view! {
                <button type="button" class="hds-button hds-button--secondary" on:click=press>
                    {plain(texts, label)}
                </button>
            }
        })
    };
    let id = of.id;
    let there =
        Memo::new(move |_| open.now.get().day.programme.iter().find(|session| session.id == id).cloned());
    let of = StoredValue::new(of);
    // One dialog after the other: the form of the session is the next one.
    let into = move |_| {
        let next = match there.get_untracked() {
            Some(session) => Some((session, true)),
            None => of.with_value(|of| session(people, of)).map(|session| (session, false)),
        };
        people.shown.set(None);
        people.session.set(next);
    };
    let programme = move || {
        (verdict == Verdict::Accepted).then(|| {
            let at = there.get().map(|session| {
                let at = text::at_clock(session.begins.on(open.now.get().day.date), lang(texts));
                view! { <p>{t_string!(texts, day.people.in_programme, at = at).to_string()}</p> }
            });
            let label = if at.is_some() {
                t_string!(texts, day.people.edit_session)
            } else {
                t_string!(texts, day.people.to_programme)
            };
            view! {
                {at}
                <button type="button" class="hds-button hds-button--primary" on:click=into>
                    {label}
                </button>
            }
        })
    };
    let more = move || {
        let minutes = own.minutes.map(|n| t_string!(texts, day.people.minutes, n = n));
        let equipment = Some(own.equipment.clone()).filter(|text| !text.trim().is_empty());
        let parts = [Some(open.label("contribution", &own.kind)), minutes, equipment];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! {
        <section class="stack stack--tight">
            <h3>{t!(texts, day.people.contribution)}</h3>
            <p>
                <strong>{title}</strong>
                <br />
                {more}
                <br />
                {move || words::verdict(texts, verdict)}
            </p>
            <div class="row">
                {programme} {judge(Verdict::Accepted, |texts| t_string!(texts, day.people.accept))}
                {judge(Verdict::Declined, |texts| t_string!(texts, day.people.reject))}
            </div>
        </section>
    }
    .into_any()
}
