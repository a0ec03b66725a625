//! Icons: plain strokes on a grid of 24, drawn in the colour of their text.
//!
//! Owns: the shapes, one per topic code and a few more. Must not: carry meaning alone; each stands beside words.

use leptos::prelude::*;

/// A shape, as SVG path data.
pub type Shape = &'static str;

/// Menu.
pub const MENU: Shape = "M4 7h16M4 12h16M4 17h16";
/// Close.
pub const CLOSE: Shape = "M6 6l12 12M18 6L6 18";
/// Done.
pub const CHECK: Shape = "M5 12.5l4.5 4.5L19 7";
/// Done, in a circle.
pub const DONE: Shape = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.2l2.8 2.8L16 9.5";
/// Attention.
pub const ALERT: Shape = "M12 4 2.5 20h19zM12 10.5v4M12 17.3v.2";
/// Information.
pub const INFO: Shape = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.7v.2";
/// A clock.
pub const CLOCK: Shape = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3 2";
/// A cloud that a line crosses.
pub const OFFLINE: Shape = "M7 18h9.5M6.8 18a4.3 4.3 0 0 1-.6-8.5 6 6 0 0 1 2-3.1M11 5.1a6 6 0 0 1 6.6 4.6 4.2 4.2 0 0 1 1.9 7.5M3.5 3.5l17 17";
/// Up to the server.
pub const WAITING: Shape = "M12 20V9M7.5 13 12 8.5l4.5 4.5M5 4h14";
/// A person.
pub const PERSON: Shape = "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6";
/// Several persons.
pub const GROUP: Shape = "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 19.5c.5-3.5 3-5 6.5-5s6 1.5 6.5 5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.9c2 .7 3.2 2.2 3.5 4.6";
/// Nobody.
pub const NOBODY: Shape = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12h8";
/// A pen.
pub const EDIT: Shape = "M4 20l1-4.5L16.5 4l3.5 3.5L8.5 19zM14 6.5l3.5 3.5";
/// A bin.
pub const DELETE: Shape = "M4 6.5h16M9 6.5V4h6v2.5M6 6.5 7 20h10l1-13.5M10 10.5v6M14 10.5v6";
/// Back.
pub const RESTORE: Shape = "M8 5 4 9l4 4M4 9h9.5a5.5 5.5 0 0 1 0 11H8";
/// Once more.
pub const REPEAT: Shape =
    "M4 11.5a8 8 0 0 1 14-4.5l2 2M20 4.5V9h-4.5M20 12.5a8 8 0 0 1-14 4.5l-2-2M4 19.5V15h4.5";
/// A calendar.
pub const CALENDAR: Shape = "M5 5h14v15H5zM5 9.5h14M8.5 3v4M15.5 3v4";
/// A list.
pub const LIST: Shape = "M9 6h11M9 12h11M9 18h11M4.5 6h.2M4.5 12h.2M4.5 18h.2";
/// A plus and a pen: a new entry.
pub const LOG: Shape = "M12 5v14M5 12h14";
/// A tablet.
pub const DEVICE: Shape = "M6 3h12v18H6zM11 18h2";
/// A chart.
pub const CHART: Shape = "M4 20h16M7 16v-5M12 16V6M17 16V9";
/// An open door.
pub const DOOR: Shape = "M5 21h14M7 21V4h8v17M15 6.5h2.5V21M12 12.2v.2";
/// A code that a camera reads.
pub const SCAN: Shape =
    "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M8.5 8.5h3v3h-3zM14 14h2v2h-2zM14.5 8.5h1M8.5 14.5h1";
/// Out.
pub const LEAVE: Shape = "M14 4h5v16h-5M4 12h10M10 8l4 4-4 4";
/// A building.
pub const LIBRARY: Shape = "M4 20h16M5 9h14L12 4zM6.5 9v8M10.2 9v8M13.8 9v8M17.5 9v8M5 17h14";
/// A key.
pub const KEY: Shape = "M8 12a4 4 0 1 0 0 .1zM12 12h9M18 12v3.5M21 12v2.5";
/// Minus.
pub const MINUS: Shape = "M6 12h12";
/// Plus.
pub const PLUS: Shape = "M12 6v12M6 12h12";

/// The shape of a topic; three dots for one that this build does not know.
pub fn topic(code: &str) -> Shape {
    match code {
        "device" => "M9 2h6a2 2 0 0 1 2 2v16a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zM11 18.5h2",
        "apps" => {
            "M4.5 3h4A1.5 1.5 0 0 1 10 4.5v4A1.5 1.5 0 0 1 8.5 10h-4A1.5 1.5 0 0 1 3 8.5v-4A1.5 1.5 0 0 1 4.5 3zM15.5 3h4A1.5 1.5 0 0 1 21 4.5v4a1.5 1.5 0 0 1-1.5 1.5h-4A1.5 1.5 0 0 1 14 8.5v-4A1.5 1.5 0 0 1 15.5 3zM4.5 14h4a1.5 1.5 0 0 1 1.5 1.5v4A1.5 1.5 0 0 1 8.5 21h-4A1.5 1.5 0 0 1 3 19.5v-4A1.5 1.5 0 0 1 4.5 14zM17.5 14v7M14 17.5h7"
        }
        "identity" => "M12 3 5 6v5c0 4.5 3 8 7 10 4-2 7-5.5 7-10V6zM9 12l2 2 4-4",
        "gov" => "M4 21V9l8-5 8 5v12M9 21v-6h6v6M4 13h16",
        "private" => "M6 8h12l1.5 12h-15zM9 8a3 3 0 0 1 6 0",
        "printscan" => "M7 9V3h10v6M7 17H4v-6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v6h-3M7 14h10v7H7z",
        "comms" => {
            "M5 5h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2zM3.5 7.5 12 14l8.5-6.5"
        }
        "libres" => {
            "M12 7.5C10.5 5.8 8 5 4 5v13c4 0 6.5.8 8 2.5 1.5-1.7 4-2.5 8-2.5V5c-4 0-6.5.8-8 2.5zM12 7.5v13"
        }
        "safety" => "M12 3 2 20h20zM12 10v4.5M12 17.2v.2",
        "info_ai" => "M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM16 16l5 5",
        _ => {
            "M5 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0M11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0M17 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0"
        }
    }
}

/// An icon. It is decoration: the words beside it say the same.
#[component]
pub fn Icon(
    /// The shape.
    #[prop(into)]
    shape: Signal<Shape>,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=move || shape.get()></path>
        </svg>
    }
}
