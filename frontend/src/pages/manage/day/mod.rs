//! `/hallinta/toimintapaiva`: the activity days.
//!
//! Owns: what the parts of a day share, and which of them the address shows. A new part is a file here and a line in
//! [`parts::PARTS`]. Must not: decide who may do what (the server does), or judge a day (`shared::domain::day` does).

mod audit;
mod care;
mod cost;
mod door;
mod feedback;
mod files;
mod list;
mod mails;
mod message;
mod participants;
pub mod parts;
mod retention;
mod ride;
mod save;
mod settings;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use shared::routes;
use shared::wire::v1::day::DayPage;
use shared::wire::v1::library::Libraries;

pub use self::audit::action;
pub use self::list::DaysPage;
use self::parts::{PARTS, Part, offered};
use super::{Loaded, Said, SaidLine, is_chair};
use crate::components::heading::PageHeading;
use crate::i18n::*;
use crate::pages::not_found::NotFoundPage;
use crate::state::remote::Remote;

/// The address of the list; a day's part follows as `/{year}/{part}`.
pub const PATH: &str = "/hallinta/toimintapaiva";

/// A day that is open, and what its parts act on.
#[derive(Clone, Copy)]
pub struct Open {
    /// The texts.
    pub texts: Texts,
    /// The day's year.
    pub year: i32,
    /// The day on the server: to be asked again after what changes its counts, or set to what a change was answered with.
    pub remote: Remote<DayPage>,
    /// The day as it is known.
    pub now: Signal<Arc<DayPage>>,
    /// The network's libraries, for their names.
    pub libraries: Remote<Libraries>,
    /// The line that says what was done, above the part.
    pub(super) said: Said,
}

impl Open {
    /// A path of the server below the day: `path("/registrations")`.
    pub fn path(self, rest: &str) -> String {
        format!("{}/{}{rest}", routes::DAYS, self.year)
    }

    /// The label of a code of the day's lists; tracked.
    pub fn label(self, list: &str, code: &str) -> String {
        self.now.get().vocabulary.label(list, code, lang(self.texts)).to_owned()
    }

    /// The name of a library by its code; tracked.
    pub fn library(self, code: &str) -> String {
        super::library_of(self.libraries, code, lang(self.texts))
    }
}

/// The address of a day's part.
fn address(year: i32, part: &Part) -> String {
    format!("{PATH}/{year}/{}", part.path)
}

/// `/hallinta/toimintapaiva/{year}/{part}`; the first part where the address names none.
#[component]
pub fn DayPartPage() -> impl IntoView {
    let params = use_params_map();
    let year = Memo::new(move |_| params.read().get("year")?.parse::<i32>().ok());
    let part = Memo::new(move |_| {
        let asked = params.read().get("part");
        asked.map_or(Some(0), |asked| PARTS.iter().position(|part| part.path == asked))
    });
    move || match year.get() {
        Some(year) => view! { <Year year part /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    }
}

/// A year's day; it stays while its parts come and go.
#[component]
fn Year(year: i32, part: Memo<Option<usize>>) -> impl IntoView {
    let texts = use_i18n();
    let remote = Remote::<DayPage>::new(format!("{}/{year}", routes::DAYS));
    let libraries = Remote::<Libraries>::new(routes::LIBRARIES);
    move || {
        let Some(part) = part.get().and_then(|at| PARTS.get(at)) else {
            return view! { <NotFoundPage /> }.into_any();
        };
        let said = Said::new();
        let body = move |now| {
            let open = Open { texts, year, remote, now, libraries, said };
            (part.make)(open)
        };
        let title = Signal::derive(move || {
            t_string!(texts, day.part_title, year = year, part = (part.name)(texts)).to_string()
        });
        view! {
            <div class="page manage">
                <DayNav year />
                <PageHeading text=title />
                <SaidLine said />
                <Loaded remote body />
            </div>
        }
        .into_any()
    }
}

/// The parts of a day, side by side.
#[component]
fn DayNav(year: i32) -> impl IntoView {
    let texts = use_i18n();
    let chair = is_chair();
    let link = move |part: &'static Part| {
        view! {
            <A href=address(year, part) exact=true>
                {move || (part.name)(texts)}
            </A>
        }
    };
    view! {
        <nav class="parts" aria-label=move || t_string!(texts, day.parts_of, year = year).to_string()>
            {move || offered(chair.get()).map(link).collect_view()}
            <A href=PATH exact=true>
                {t!(texts, day.all_years)}
            </A>
        </nav>
    }
}
