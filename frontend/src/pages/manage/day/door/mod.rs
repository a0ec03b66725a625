//! The door of a day, for its organisers: how many are there, what is odd, which tablets stand there.
//!
//! Owns: the counts, and asking anew as check-ins come. Must not: count by itself (`state::door` does, as the tablets do).

mod decisions;
mod tablets;

use std::sync::Arc;

use leptos::prelude::*;
use shared::text;
use shared::wire::v1::door::DoorPage;

use self::decisions::Decisions;
use self::tablets::Tablets;
use super::Open;
use crate::i18n::*;
use crate::pages::manage::Loaded;
use crate::state::changes;
use crate::state::door::Scene;
use crate::state::remote::Remote;

/// What the parts act on.
#[derive(Clone, Copy)]
struct At {
    open: Open,
    remote: Remote<DoorPage>,
    page: Signal<Arc<DoorPage>>,
    scene: Memo<Scene>,
}

/// The part.
#[component]
pub fn DoorPart(open: Open) -> impl IntoView {
    let remote = Remote::<DoorPage>::new(open.path("/doors"));
    changes::on_change(move || remote.reload());
    let body = move |page: Signal<Arc<DoorPage>>| {
        let scene = Memo::new(move |_| Scene::at_server(&page.get().list, lang(open.texts)));
        let at = At { open, remote, page, scene };
        view! {
            <Counts at />
            <Decisions at />
            <Tablets at />
        }
    };
    view! { <Loaded remote body /> }
}

/// How many are where.
#[component]
fn Counts(at: At) -> impl IntoView {
    let texts = at.open.texts;
    let figures = move || {
        let counts = at.scene.with(|scene| scene.counts);
        let number = |n: usize| text::number(i64::try_from(n).unwrap_or(i64::MAX), lang(texts));
        let remote = t_string!(texts, door.of, n = number(counts.remote), all = number(counts.remote_of));
        [
            (t_string!(texts, door.present), number(counts.on_site)),
            (t_string!(texts, door.awaited), number(counts.awaited)),
            (t_string!(texts, door.remote_present), remote),
        ]
    };
    let figure = |(name, value): (&'static str, String)| {
        view! {
            <div class="door__count">
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    // What the tablets have not sent cannot be known: at least so many, as of their last contacts.
    let pending = move || {
        let page = at.page.get();
        let stands = |device: &shared::id::Id| {
            page.grants.iter().any(|grant| grant.device == *device && grant.revoked_at.is_none())
        };
        let waiting = page.devices.iter().filter(|device| stands(&device.id) && device.pending > 0);
        let (n, oldest) = waiting.fold((0_u32, None::<i64>), |(n, oldest), device| {
            let contact = device.last_contact;
            (n.saturating_add(device.pending), Some(oldest.map_or(contact, |at| at.min(contact))))
        });
        oldest.map(|contact| {
            let at = text::instant(contact, lang(texts));
            t_string!(texts, door.pending_as_of, n = text::number(n.into(), lang(texts)), at = at)
        })
    };
    view! {
        <section class="card stack" aria-label=move || t_string!(texts, door.counts)>
            <dl class="door__counts">{move || figures().into_iter().map(figure).collect_view()}</dl>
            {move || pending().map(|words| view! { <p class="warn">{words}</p> })}
        </section>
    }
}
