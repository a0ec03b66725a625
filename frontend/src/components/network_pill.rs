//! The state of network and queue, in words.
//!
//! Owns: the sentence. Must not: announce itself; it is there for whoever looks.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::time::{DAY, HOUR, MINUTE, Millis};

use super::icon::{self, Icon};
use crate::i18n::*;
use crate::state::clock;
use crate::state::network::use_network;

/// The state, as a link to the page of this device.
#[component]
pub fn NetworkPill() -> impl IntoView {
    let texts = use_i18n();
    let network = use_network();
    let now = clock::minute();
    let waiting = move || match network.pending.get() {
        0 => None,
        1 => Some(t_string!(texts, network.waiting.one).to_owned()),
        count => Some(t_string!(texts, network.waiting.many, count = count)),
    };
    let oldest = move || {
        let since = now.get() - network.oldest.get()?;
        (since >= 5 * MINUTE).then(|| t_string!(texts, network.oldest, age = age(texts, since)))
    };
    let attention = move || match network.attention.get() {
        0 => None,
        1 => Some(t_string!(texts, network.attention.one).to_owned()),
        count => Some(t_string!(texts, network.attention.many, count = count)),
    };
    let held = move || match network.held.get() {
        0 => None,
        1 => Some(t_string!(texts, network.held.one).to_owned()),
        count => Some(t_string!(texts, network.held.many, count = count)),
    };
    let offline = move || (!network.online.get()).then(|| t_string!(texts, network.offline).to_owned());
    let sentence = move || {
        let queue = match (waiting(), oldest()) {
            (Some(waiting), Some(oldest)) => Some(format!("{waiting}, {oldest}")),
            (Some(waiting), None) => Some(waiting),
            (None, _) => None,
        };
        let parts: Vec<_> = [attention(), offline(), queue, held()].into_iter().flatten().collect();
        if parts.is_empty() { t_string!(texts, network.all_sent).to_owned() } else { parts.join(" · ") }
    };
    let class = move || match (network.attention.get(), network.online.get(), network.pending.get()) {
        (1.., ..) => "pill pill--bad",
        (_, false, _) => "pill pill--wait",
        (.., 1..) => "pill",
        _ => "pill pill--quiet",
    };
    let shape = Signal::derive(move || {
        match (network.attention.get(), network.online.get(), network.pending.get()) {
            (1.., ..) => icon::ALERT,
            (_, false, _) => icon::OFFLINE,
            (.., 1..) => icon::WAITING,
            _ => icon::CHECK,
        }
    });
    let to = move || match network.attention.get() + network.held.get() {
        0 => "/laite".to_owned(),
        _ => "/huomio".to_owned(),
    };
    view! {
        <A href=to attr:class=class>
            <Icon shape />
            <span>
                <span class="visually-hidden">{t!(texts, network.label)} ": "</span>
                {sentence}
            </span>
        </A>
    }
}

/// A length of time in its largest whole unit.
pub fn age(texts: Texts, since: Millis) -> String {
    match since {
        ..MINUTE => t_string!(texts, network.now).to_owned(),
        MINUTE..HOUR => t_string!(texts, network.minutes, count = since / MINUTE),
        HOUR..DAY => t_string!(texts, network.hours, count = since / HOUR),
        _ if since < 2 * DAY => t_string!(texts, network.days.one).to_owned(),
        _ => t_string!(texts, network.days.many, count = since / DAY),
    }
}
