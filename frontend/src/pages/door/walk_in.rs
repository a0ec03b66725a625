//! Somebody who comes without having registered.
//!
//! Owns: the form. Must not: ask for more than the name and the library.

use leptos::ev;
use leptos::prelude::*;
use shared::domain::check_in::{Passage, WalkIn, Who, fold};
use shared::domain::lang::Lang;
use shared::domain::registration::{MAX_LINE, MAX_NAME};

use super::desk::Desk;
use crate::components::dialog::Dialog;
use crate::components::error_summary::{ErrorSummary, Faults, fault_of};
use crate::components::field::{SelectField, TextField};
use crate::components::icon::{self, Icon};
use crate::components::label::Item;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::platform::page;
use crate::state::ids;

/// The library that is none of the network's.
const OTHER: &str = "-";

/// The button with its dialog.
#[component]
pub fn WalkInButton(desk: Desk) -> impl IntoView {
    let texts = desk.texts;
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="hds-button hds-button--secondary" on:click=move |_| open.set(true)>
            <Icon shape=icon::PERSON />
            <span>{t!(texts, door.walk_in_new)}</span>
        </button>
        <Dialog id="walk-in" open title=say!(texts, door.walk_in_title)>
            <WalkInForm desk open />
        </Dialog>
    }
}

#[component]
fn WalkInForm(desk: Desk, open: RwSignal<bool>) -> impl IntoView {
    let texts = desk.texts;
    // What was typed in the search was most likely the name.
    let name = RwSignal::new(desk.typed.get_untracked().trim().to_owned());
    let (library, other) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let faults = RwSignal::new(Faults::new());
    let libraries = Signal::derive(move || {
        let lang = lang(texts);
        let item = |code: &str, label: &str| Item { code: code.to_owned(), label: label.to_owned() };
        let mut items = vec![item("", t_string!(texts, door.choose_library))];
        desk.list.with(|list| {
            for library in list.iter().flat_map(|list| &list.libraries) {
                let swedish = library.name_sv.as_deref().filter(|_| lang == Lang::Sv);
                items.push(item(&library.code, swedish.unwrap_or(&library.name_fi)));
            }
        });
        items.push(item(OTHER, t_string!(texts, door.other_library)));
        items
    });
    // Registered after all?
    let alike = Memo::new(move |_| {
        let typed = fold(name.get().trim());
        let same = |scene: &crate::state::door::Scene| {
            let alike = scene.people.iter().find(|person| !typed.is_empty() && fold(&person.name) == typed);
            alike.map(|person| person.name.clone())
        };
        desk.now.with(|now| now.as_ref().and_then(same))
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let text = |signal: RwSignal<String>| signal.get_untracked().trim().to_owned();
        let told = |text: String| Some(text).filter(|text| !text.is_empty());
        let (code, is_other) = (text(library), library.with_untracked(|code| code == OTHER));
        let walk_in = WalkIn {
            id: ids::mint(),
            name: text(name),
            library: told(code).filter(|_| !is_other),
            other_library: told(text(other)).filter(|_| is_other),
        };
        if walk_in.name.is_empty() {
            faults.set(vec![("walk-in-name", wording(texts, |texts| t_string!(texts, door.name_missing)))]);
            return;
        }
        if walk_in.fault().is_some() {
            faults.set(vec![("walk-in-name", wording(texts, |texts| t_string!(texts, door.name_bad)))]);
            return;
        }
        let said = walk_in.name.clone();
        let words = wording(texts, move |texts| t_string!(texts, door.said_walk_in, name = said.clone()));
        open.set(false);
        desk.record(Who::WalkIn(walk_in), Passage::Arrived, Tone::Good, words);
    };
    let look = move |_| {
        desk.typed.set(name.get_untracked());
        open.set(false);
        page::focus(super::desk::SEARCH);
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <ErrorSummary faults />
            <TextField
                id="walk-in-name"
                label=say!(texts, door.name)
                value=name
                error=fault_of(faults, "walk-in-name")
                most=u32::try_from(MAX_NAME).unwrap_or(u32::MAX)
            />
            <div role="status">
                {move || {
                    alike
                        .get()
                        .map(|name| {
                            view! {
                                <Notice tone=Tone::Mark>
                                    <p>{move || t_string!(texts, door.alike, name = name.clone())}</p>
                                    <button type="button" class="hds-button hds-button--quiet" on:click=look>
                                        {t!(texts, door.look)}
                                    </button>
                                </Notice>
                            }
                        })
                }}
            </div>
            <SelectField id="walk-in-library" label=say!(texts, door.library) items=libraries value=library />
            {move || {
                library
                    .with(|code| code == OTHER)
                    .then(|| {
                        view! {
                            <TextField
                                id="walk-in-other"
                                label=say!(texts, door.other_name)
                                value=other
                                most=u32::try_from(MAX_LINE).unwrap_or(u32::MAX)
                            />
                        }
                    })
            }}
            <p class="small soft">{t!(texts, door.walk_in_hint)}</p>
            <div class="dialog__foot">
                <button type="submit" class="hds-button hds-button--primary">
                    {t!(texts, door.walk_in_save)}
                </button>
                <button type="button" class="hds-button hds-button--secondary" on:click=move |_| open.set(false)>
                    {t!(texts, action.cancel)}
                </button>
            </div>
        </form>
    }
}
