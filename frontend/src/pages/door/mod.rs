//! `/ovi`: checking people in at the door of the activity day, with or without a network.
//!
//! Owns: what the page shows to a tablet at the door and to one that is not. Must not: wait for the network, or say that
//! somebody is checked in before that is durable (see `desk`).

mod desk;
pub mod flagged;
mod people;
mod scan;
mod walk_in;

use std::sync::Arc;

use leptos::prelude::*;
use shared::text;
use shared::wire::v1::door::DoorList;

use self::desk::{Desk, SaidLine};
use self::flagged::FlaggedList;
use self::people::{Counters, People, Search};
use self::scan::ScanButton;
use self::walk_in::WalkInButton;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::state::changes;
use crate::state::device::{Status, use_device};
use crate::state::door::{Scene, use_door};
use crate::state::network::use_network;

/// The list that is held, for the parts of the page.
type List = Memo<Option<Arc<DoorList>>>;
/// The door as it is.
type Now = Memo<Option<Scene>>;

/// The page.
#[component]
pub fn DoorPage() -> impl IntoView {
    let texts = use_i18n();
    let (door, device) = (use_door(), use_device());
    changes::on_change(move || door.refresh());
    let held = Memo::new(move |_| door.is_held());
    let scoped = Memo::new(move |_| door.scope.with(Option::is_some));
    let opening = Memo::new(move |_| device.status.with(|status| *status == Status::Opening));
    let title = Signal::derive(move || {
        let name =
            door.scope.with(|scope| scope.as_ref().map(|scope| scope.title.of(lang(texts)).to_owned()));
        match name {
            Some(name) => t_string!(texts, door.title_of, day = name),
            None => t_string!(texts, door.title).to_owned(),
        }
    });
    let when = move || {
        door.scope.with(|scope| {
            scope.as_ref().map(|scope| {
                let lang = lang(texts);
                let (from, to) = (text::clock(scope.begins_at, lang), text::clock(scope.ends_at, lang));
                format!("{} {from}–{to}", text::weekday_date(scope.date, lang))
            })
        })
    };
    let body = move || match (held.get(), scoped.get(), opening.get()) {
        (true, ..) => view! { <AtDoor /> }.into_any(),
        (false, _, true) => view! { <p class="soft">{t!(texts, app.loading)}</p> }.into_any(),
        (false, true, _) => view! { <Fetching /> }.into_any(),
        (false, false, _) => view! {
            <Notice tone=Tone::Info>
                <p>{t!(texts, door.not_here)}</p>
                <p>{t!(texts, door.not_here_more)}</p>
            </Notice>
        }
        .into_any(),
    };
    view! {
        <div class="page door">
            <div class="page__head">
                <PageHeading text=title />
                <p class="soft">{when}</p>
            </div>
            {body}
        </div>
    }
}

/// The list may be held and is not here yet.
#[component]
fn Fetching() -> impl IntoView {
    let texts = use_i18n();
    let network = use_network();
    let (tone, words) = (Tone::Info, move || {
        if network.online.get() {
            t_string!(texts, door.fetching)
        } else {
            t_string!(texts, door.fetch_later)
        }
    });
    view! { <div role="status"><Notice tone>{words}</Notice></div> }
}

/// The list, the search, the buttons.
#[component]
fn AtDoor() -> impl IntoView {
    let texts = use_i18n();
    let (door, network) = (use_door(), use_network());
    let list: List = Memo::new(move |_| door.list());
    let now: Now = Memo::new(move |_| list.with(|list| Some(door.scene(list.as_ref()?, lang(texts)))));
    let desk = Desk::new(texts, door, list, now);
    let offline = move || {
        let waiting = network.pending.get();
        (!network.online.get()).then(|| match waiting {
            0 => t_string!(texts, door.offline_0).to_owned(),
            1 => t_string!(texts, door.offline_1).to_owned(),
            count => t_string!(texts, door.offline_n, count = count),
        })
    };
    view! {
        <Counters now />
        <div role="status">
            {move || offline().map(|words| view! { <Notice tone=Tone::Info>{words}</Notice> })}
        </div>
        <div class="door__tools">
            <Search desk />
            <div class="row">
                <ScanButton desk />
                <WalkInButton desk />
            </div>
        </div>
        <SaidLine desk />
        <People desk />
        <FlaggedList now />
    }
}
