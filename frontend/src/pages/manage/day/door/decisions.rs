//! What the organisers decide about odd check-ins and about walk-ins.
//!
//! Owns: the cards and the three decisions, each of which can be taken back. Must not: change what the door has recorded.

use leptos::ev;
use leptos::prelude::*;
use shared::domain::check_in::{CheckIn, Flag, Passage, Who};
use shared::id::Id;
use shared::text;
use shared::wire::v1::door::{Decide, Decision, DoorPage, Recorded};

use super::At;
use crate::components::dialog::Dialog;
use crate::components::field::SelectField;
use crate::components::label::Item;
use crate::i18n::*;
use crate::pages::confirm::opened_by;
use crate::pages::door::flagged::odd;
use crate::pages::failure;
use crate::state::server;

/// A check-in with what there is to say of it.
#[derive(Clone, PartialEq)]
struct Case {
    id: Id,
    name: String,
    /// When and where.
    when: String,
    flag: Option<Flag>,
    decision: Option<Decision>,
}

/// The cards.
#[component]
pub(super) fn Decisions(at: At) -> impl IntoView {
    let texts = at.open.texts;
    let cases = Memo::new(move |_| cases(at));
    let merging = RwSignal::new(None::<Case>);
    let card = move |case: Case| card(at, case, merging);
    let finding = move || match cases.with(|cases| cases.iter().filter(|case| waits(case)).count()) {
        0 => t_string!(texts, door.none_odd).to_owned(),
        1 => t_string!(texts, door.flagged_1).to_owned(),
        n => t_string!(texts, door.flagged_n, n = n),
    };
    let open = opened_by(merging);
    view! {
        <section class="card stack">
            <h2>{t!(texts, door.odd)}</h2>
            <p>{finding}</p>
            <p class="soft">{t!(texts, door.odd_intro)}</p>
            <ul class="door__flags">{move || cases.get().into_iter().map(card).collect_view()}</ul>
        </section>
        <Dialog id="door-merge" open title=say!(texts, door.merge_title)>
            {move || merging.get_untracked().map(|case| view! { <Merge at case open /> })}
        </Dialog>
    }
}

fn waits(case: &Case) -> bool {
    case.flag.is_some() && case.decision.is_none()
}

/// What is odd and undecided first, then walk-ins, then what was decided; the latest first.
fn cases(at: At) -> Vec<Case> {
    let page = at.page.get();
    at.scene.with(|scene| {
        let case = |recorded: &Recorded| {
            let check_in = CheckIn::of(&recorded.row)?;
            let flag = scene.flags.get(&recorded.row.id).copied();
            let walk_in = matches!(check_in.who, Who::WalkIn(_)) && check_in.passage == Passage::Arrived;
            let worth = flag.is_some() || recorded.decision.is_some() || walk_in;
            if !worth || !recorded.row.is_live() {
                return None;
            }
            let person = check_in.who.person();
            let name = match check_in.who {
                Who::WalkIn(walk_in) => walk_in.name,
                Who::Registration(_) => {
                    scene.person(person).map(|person| person.name.clone()).unwrap_or_default()
                }
            };
            let case = Case {
                id: recorded.row.id,
                name,
                when: when(at, &page, recorded),
                flag,
                decision: recorded.decision,
            };
            let rank = if waits(&case) { 0 } else { 1 + u8::from(recorded.decision.is_some()) };
            Some((rank, std::cmp::Reverse(recorded.row.born), case))
        };
        let mut cases: Vec<_> = page.list.check_ins.iter().filter_map(case).collect();
        cases.sort_by_key(|(rank, born, _)| (*rank, *born));
        cases.into_iter().map(|(.., case)| case).collect()
    })
}

/// When, and which tablet.
fn when(at: At, page: &DoorPage, recorded: &Recorded) -> String {
    let at_time = recorded.row.born.map(|stamp| text::instant(stamp.0.ms(), lang(at.open.texts)));
    let tablet = recorded.device.and_then(|id| page.devices.iter().find(|device| device.id == id));
    let parts = [at_time, tablet.map(|device| device.name.clone())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn card(at: At, case: Case, merging: RwSignal<Option<Case>>) -> AnyView {
    let texts = at.open.texts;
    let id = case.id;
    let name =
        if case.name.is_empty() { t_string!(texts, door.no_name).to_owned() } else { case.name.clone() };
    let state = match case.decision {
        None => case.flag.map(|flag| odd(texts, flag).to_owned()),
        Some(Decision::Accepted) => Some(t_string!(texts, door.was_accepted).to_owned()),
        Some(Decision::Removed) => Some(t_string!(texts, door.was_removed).to_owned()),
        Some(Decision::Merged { into }) => {
            let other = at.scene.with(|scene| scene.person(into).map(|person| person.name.clone()));
            Some(t_string!(texts, door.was_merged, name = other.unwrap_or_default()))
        }
    };
    let words = state.unwrap_or_else(|| t_string!(texts, door.is_walk_in).to_owned());
    let button = |label: &'static str, of: String, decision: Option<Decision>| {
        view! {
            <button
                type="button"
                class="hds-button hds-button--quiet"
                aria-label=of
                on:click=move |_| decide(at, id, decision)
            >
                {label}
            </button>
        }
    };
    let buttons = if case.decision.is_some() {
        let of = t_string!(texts, door.take_back_of, what = name.clone());
        button(t_string!(texts, door.take_back), of, None).into_any()
    } else {
        let accept = case.flag.is_some().then(|| {
            let of = t_string!(texts, door.accept_of, what = name.clone());
            button(t_string!(texts, door.accept), of, Some(Decision::Accepted))
        });
        let merge = matches!(case.flag, None | Some(Flag::Unknown)).then(|| {
            let (case, of) = (case.clone(), t_string!(texts, door.merge_of, what = name.clone()));
            view! {
                <button
                    type="button"
                    class="hds-button hds-button--quiet"
                    aria-label=of
                    on:click=move |_| merging.set(Some(case.clone()))
                >
                    {t_string!(texts, door.merge)}
                </button>
            }
        });
        let of = t_string!(texts, door.remove_of, what = name.clone());
        let remove = button(t_string!(texts, door.remove), of, Some(Decision::Removed));
        view! {
            {accept}
            {merge}
            {remove}
        }
        .into_any()
    };
    view! {
        <li>
            <div>
                <b>{name.clone()}</b>
                " "
                <span class="soft">{case.when.clone()}</span>
                <p>{words}</p>
            </div>
            <div class="row">{buttons}</div>
        </li>
    }
    .into_any()
}

/// Whose check-in it was.
#[component]
fn Merge(at: At, case: Case, open: RwSignal<bool>) -> impl IntoView {
    let texts = at.open.texts;
    let chosen = RwSignal::new(String::new());
    let missing = RwSignal::new(false);
    let items = Signal::derive(move || {
        let first = Item { code: String::new(), label: t_string!(texts, door.choose_person).to_owned() };
        let people = at.scene.with(|scene| {
            let guests = scene.people.iter().filter(|person| matches!(person.who, Who::Registration(_)));
            let item = |person: &crate::state::door::Person| {
                let parts = [person.name.clone(), person.library.clone()];
                let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                Item { code: person.who.person().to_string(), label: parts.join(", ") }
            };
            guests.map(item).collect::<Vec<_>>()
        });
        std::iter::once(first).chain(people).collect::<Vec<_>>()
    });
    let error: crate::components::field::Fault =
        Signal::derive(move || missing.get().then(|| t_string!(texts, door.choose_person).to_owned()));
    let id = case.id;
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match chosen.get_untracked().parse::<Id>() {
            Ok(into) => {
                open.set(false);
                decide(at, id, Some(Decision::Merged { into }));
            }
            Err(_) => missing.set(true),
        }
    };
    let name = case.name.clone();
    view! {
        <form class="stack" on:submit=submit novalidate>
            <p>{move || t_string!(texts, door.merge_text, name = name.clone())}</p>
            <SelectField id="merge-into" label=say!(texts, door.merge_into) items value=chosen error />
            <div class="dialog__foot">
                <button type="submit" class="hds-button hds-button--primary">
                    {t!(texts, door.merge)}
                </button>
                <button type="button" class="hds-button hds-button--secondary" on:click=move |_| open.set(false)>
                    {t!(texts, action.cancel)}
                </button>
            </div>
        </form>
    }
}

fn decide(at: At, id: Id, decision: Option<Decision>) {
    let texts = at.open.texts;
    leptos::task::spawn_local(async move {
        let path = at.open.path(&format!("/check-ins/{id}"));
        match server::post::<DoorPage>(&path, &Decide { decision }).await {
            Ok(page) => {
                at.remote.set(page);
                at.open.said.say(wording(texts, move |texts| match decision {
                    Some(_) => t_string!(texts, door.decided),
                    None => t_string!(texts, door.taken_back),
                }));
            }
            Err(failure) => at.open.said.fail(failure::wording(texts, failure)),
        }
    });
}
