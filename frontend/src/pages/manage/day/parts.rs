//! The parts of a day's pages, in the order of their navigation.
//!
//! Owns: this list and nothing else: the address, the name and the view of each part.

use leptos::prelude::*;

use super::Open;
use super::care::Care;
use super::cost::CostPart;
use super::door::DoorPart;
use super::feedback::FeedbackPart;
use super::mails::Mails;
use super::message::MessagePart;
use super::participants::Participants;
use super::retention::Retention;
use super::ride::RidesPart;
use super::settings::Settings;
use crate::i18n::*;

/// A part of a day's pages.
pub struct Part {
    /// The last segment of its address.
    pub path: &'static str,
    /// Its name.
    pub name: fn(Texts) -> &'static str,
    /// Makes its view, once the day is known.
    pub make: fn(Open) -> AnyView,
}

/// The part that an organiser sees who is not the chair.
const CARE: &str = "ruokailu";

/// The parts that are offered: all to the chair, to another organiser what is hers.
pub fn offered(chair: bool) -> impl Iterator<Item = &'static Part> {
    PARTS.iter().filter(move |part| chair || part.path == CARE)
}

/// Every part.
pub const PARTS: &[Part] = &[
    Part {
        path: "asetukset",
        name: |texts| t_string!(texts, day.parts.settings),
        make: |open| view! { <Settings open /> }.into_any(),
    },
    Part {
        path: "osallistujat",
        name: |texts| t_string!(texts, day.parts.participants),
        make: |open| view! { <Participants open /> }.into_any(),
    },
    Part {
        path: "viestit",
        name: |texts| t_string!(texts, day.parts.mails),
        make: |open| view! { <Mails open /> }.into_any(),
    },
    Part {
        path: CARE,
        name: |texts| t_string!(texts, care.parts.care),
        make: |open| view! { <Care open /> }.into_any(),
    },
    Part {
        path: "kyydit",
        name: |texts| t_string!(texts, care.parts.rides),
        make: |open| view! { <RidesPart open /> }.into_any(),
    },
    Part {
        path: "kirjoita",
        name: |texts| t_string!(texts, care.parts.message),
        make: |open| view! { <MessagePart open /> }.into_any(),
    },
    Part {
        path: "sailytys",
        name: |texts| t_string!(texts, care.parts.retention),
        make: |open| view! { <Retention open /> }.into_any(),
    },
    Part {
        path: "ovi",
        name: |texts| t_string!(texts, door.part),
        make: |open| view! { <DoorPart open /> }.into_any(),
    },
    Part {
        path: "kulut",
        name: |texts| t_string!(texts, after.costs),
        make: |open| view! { <CostPart open /> }.into_any(),
    },
    Part {
        path: "palaute",
        name: |texts| t_string!(texts, after.part),
        make: |open| view! { <FeedbackPart open /> }.into_any(),
    },
];
