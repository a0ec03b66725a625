//! The pages by which the chair, and a contact for the own library, manage the network.
//!
//! Owns: what those pages share: names, the line that says what was done. Must not: decide who may do what (the server
//! does); what is not theirs is merely not offered.

pub mod audit;
mod code_dialog;
mod codes;
pub mod day;
mod device_form;
pub mod devices;
pub mod entries;
pub mod feedback;
pub mod held;
pub mod libraries;
mod library_form;
mod link_dialog;
mod member_form;
pub mod members;
pub mod network;
pub mod plan;
mod point_form;
mod qr;
pub mod share;

use leptos::prelude::*;
use shared::domain::lang::Lang;
use shared::wire::v1::library::{Libraries, Library};
use shared::wire::v1::member::Role;
use shared::wire::v1::point::{Point, Points};

use crate::components::label::Item;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::confirm::opened_by;
use crate::pages::failure::FailureNotice;
use crate::platform::page;
use crate::state::remote::Remote;
use crate::state::session::use_session;

pub use audit::AuditPage;
pub use day::{DayPartPage, DaysPage};
pub use devices::DevicesPage;
pub use entries::LibraryEntriesPage;
pub use feedback::FeedbackListPage;
pub use held::HeldPage;
pub use libraries::LibrariesPage;
pub use members::MembersPage;
pub use network::NetworkPage;
pub use plan::PlanPageView;
pub use share::SharePage;

/// What was done last, said in a line that takes the focus, because the row that was acted on is made anew.
#[derive(Clone, Copy)]
struct Said(RwSignal<Option<(Tone, Wording)>>);

impl Said {
    fn new() -> Self {
        Self(RwSignal::new(None))
    }

    fn say(self, words: Wording) {
        self.0.set(Some((Tone::Good, words)));
        page::focus("said");
    }

    /// Says what went wrong, where no form is open that could.
    fn fail(self, words: Wording) {
        self.0.set(Some((Tone::Bad, words)));
        page::focus("said");
    }
}

/// That something was saved; a name is the same in every language.
fn saved_words(texts: Texts, name: String) -> Wording {
    wording(texts, move |texts| t_string!(texts, manage.saved, what = name.clone()))
}

/// The line.
#[component]
fn SaidLine(said: Said) -> impl IntoView {
    view! {
        <div id="said" role="status" tabindex="-1" class="said">
            {move || said.0.get().map(|(tone, words)| view! { <Notice tone>{move || words.text()}</Notice> })}
        </div>
    }
}

/// A list of the server: what went wrong, or that it is coming, or what is made of it.
#[component]
fn Loaded<T, V>(
    /// The list.
    remote: Remote<T>,
    /// What is made of it; built once.
    body: impl Fn(Signal<std::sync::Arc<T>>) -> V + Send + 'static,
) -> impl IntoView
where
    T: serde::de::DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let texts = use_i18n();
    let failure = move || {
        remote
            .failure()
            .map(|failure| view! { <FailureNotice failure retry=Callback::new(move |()| remote.reload()) /> })
    };
    let body = move || match remote.ready() {
        Some(list) => body(list).into_any(),
        None if remote.failure().is_some() => ().into_any(),
        None => view! { <p class="soft">{t!(texts, manage.loading)}</p> }.into_any(),
    };
    view! {
        {failure}
        {body}
    }
}

/// Whether the chair is signed in.
pub fn is_chair() -> Signal<bool> {
    let me = use_session().me;
    Signal::derive(move || me.get().is_some_and(|me| me.role >= Role::Chair))
}

/// Whether a text can be the code of a library or a point.
fn is_code(code: &str) -> bool {
    !code.is_empty()
        && code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
        && !code.starts_with(['_', '-'])
}

/// The name of a library in a language.
fn library_name(library: &Library, lang: Lang) -> String {
    library.name_sv.as_ref().filter(|_| lang == Lang::Sv).unwrap_or(&library.name_fi).clone()
}

/// The name of a point in a language.
fn point_name(point: &Point, lang: Lang) -> String {
    let other = match lang {
        Lang::Fi => None,
        Lang::Sv => point.name_sv.as_ref(),
        Lang::En => point.name_en.as_ref(),
    };
    other.unwrap_or(&point.name_fi).clone()
}

/// The name of a library by its code; the code where it is not known (yet).
fn library_of(libraries: Remote<Libraries>, code: &str, lang: Lang) -> String {
    let found = libraries.ready().and_then(|list| {
        list.get()
            .libraries
            .iter()
            .find(|library| library.code == code)
            .map(|library| library_name(library, lang))
    });
    found.unwrap_or_else(|| code.to_owned())
}

/// Library and point by their codes.
fn place_of(places: Places, library: &str, point: &str, lang: Lang) -> String {
    let found = places.points.ready().and_then(|list| {
        let points = list.get();
        let point = points.points.iter().find(|p| p.library == library && p.code == point)?;
        Some(point_name(point, lang))
    });
    let point = found.unwrap_or_else(|| point.to_owned());
    format!("{} · {point}", library_of(places.libraries, library, lang))
}

/// The libraries and points that the signed-in person sees.
#[derive(Clone, Copy)]
struct Places {
    libraries: Remote<Libraries>,
    points: Remote<Points>,
}

impl Places {
    fn load() -> Self {
        Self {
            libraries: Remote::new(shared::routes::LIBRARIES),
            points: Remote::new(shared::routes::POINTS),
        }
    }

    /// The libraries that can be chosen; tracked.
    fn library_items(self, lang: Lang) -> Vec<Item> {
        let list = self.libraries.ready().map(|list| list.get());
        let current =
            list.iter().flat_map(|list| &list.libraries).filter(|library| library.ended_at.is_none());
        current
            .map(|library| Item { code: library.code.clone(), label: library_name(library, lang) })
            .collect()
    }

    /// The points of a library that can be chosen; tracked.
    fn point_items(self, library: &str, lang: Lang) -> Vec<Item> {
        let list = self.points.ready().map(|list| list.get());
        let points = list.iter().flat_map(|list| &list.points);
        let current = points.filter(|point| point.library == library && point.ended_at.is_none());
        current.map(|point| Item { code: point.code.clone(), label: point_name(point, lang) }).collect()
    }
}
