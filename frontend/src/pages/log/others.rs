//! The other ways to log, and today's number.
//!
//! Owns: the row under the form, and the two forms that open from it. Must not: hide an action behind a long press.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::domain::op::Kind;

use super::desk::{Mode, use_desk};
use super::group::GroupForm;
use super::nobody::NobodyForm;
use crate::components::dialog::Dialog;
use crate::components::icon::{self, Icon, Shape};
use crate::i18n::*;
use crate::pages::words::use_words;
use crate::platform::page;
use crate::state::entries::use_entries;
use crate::state::{entries::Draft, ids};

/// Which of the two forms is open.
#[derive(Clone, Copy)]
pub struct Opened {
    group: RwSignal<bool>,
    nobody: RwSignal<bool>,
}

impl Default for Opened {
    fn default() -> Self {
        Self { group: RwSignal::new(false), nobody: RwSignal::new(false) }
    }
}

/// The row.
#[component]
pub fn Others(
    /// Where it says which form to open.
    opened: Opened,
) -> impl IntoView {
    let words = use_words();
    let desk = use_desk();
    let Opened { group, nobody } = opened;
    let late = move |_| {
        desk.form.choose_date();
        if desk.mode.get_untracked() == Mode::Tally {
            desk.mode.set(Mode::Single);
        }
        request_animation_frame(|| page::focus("when-date"));
    };
    let repeat_title = move || desk.last_help().map(|help| words.help_line(&help));
    let button = move |shape: Shape, label: Signal<String>, press: Callback<()>| {
        view! {
            <button type="button" class="hds-button hds-button--secondary" on:click=move |_| press.run(())>
                <Icon shape=shape />
                <span>{move || label.get()}</span>
            </button>
        }
    };
    view! {
        <section class="log__foot" aria-label=move || t_string!(words.texts, log.other_ways)>
            {button(
                icon::CALENDAR,
                say!(words.texts, log.late),
                Callback::new(move |()| late(())),
            )}
            {move || {
                repeat_title()
                    .map(|title| {
                        view! {
                            <button
                                type="button"
                                class="hds-button hds-button--secondary"
                                aria-label=move || format!("{}: {title}", t_string!(words.texts, log.repeat))
                                on:click=move |_| desk.repeat()
                            >
                                <Icon shape=icon::REPEAT />
                                <span>{t!(words.texts, log.repeat)}</span>
                            </button>
                        }
                    })
            }}
            {button(
                icon::GROUP,
                say!(words.texts, log.group),
                Callback::new(move |()| group.set(true)),
            )}
            {button(
                icon::NOBODY,
                say!(words.texts, log.nobody),
                Callback::new(move |()| nobody.set(true)),
            )} <Today />
        </section>
    }
}

/// The two forms. They stand outside the form of the screen: a form holds no other.
#[component]
pub fn OtherForms(
    /// Which is open.
    opened: Opened,
) -> impl IntoView {
    let words = use_words();
    let Opened { group, nobody } = opened;
    view! {
        <Dialog id="group" open=group title=say!(words.texts, group.title)>
            <NewGroup open=group />
        </Dialog>
        <Dialog id="nobody" open=nobody title=say!(words.texts, duty.title)>
            <NewNobody open=nobody />
        </Dialog>
    }
}

/// How many entries the library has made today, and the way to them.
#[component]
fn Today() -> impl IntoView {
    let words = use_words();
    let count = use_entries().today;
    // Not known is not none.
    let sentence = move || match count.get()? {
        1 => Some(t_string!(words.texts, log.today.one).to_owned()),
        count => Some(t_string!(words.texts, log.today.many, count = count)),
    };
    view! {
        <p class="soft">
            {move || sentence().map(|sentence| format!("{sentence} · "))} <A href="/kirjaukset">{t!(words.texts, log.see_entries)}</A>
        </p>
    }
}

/// A new group session; its id is minted when the form opens.
#[component]
fn NewGroup(open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let desk = use_desk();
    let id = ids::mint();
    let done = Callback::new(move |mut session: shared::domain::group_session::GroupSession| {
        let fresh = desk.blank();
        session.point = fresh.place.point;
        session.author = fresh.author;
        let draft = Draft { id, of: Kind::GroupSession, set: session.registers(), replaces: None };
        let what = wording(words.texts, move |texts| {
            format!("{} · {}", t_string!(texts, group.title), words.session_details(&session))
        });
        desk.keep_other(draft, what);
        open.set(false);
    });
    view! { <GroupForm before=None done cancel=Callback::new(move |()| open.set(false)) /> }
}

/// A new duty to which nobody came.
#[component]
fn NewNobody(open: RwSignal<bool>) -> impl IntoView {
    let words = use_words();
    let desk = use_desk();
    let id = ids::mint();
    let done = Callback::new(move |mut duty: shared::domain::duty::Duty| {
        let fresh = desk.blank();
        duty.point = fresh.place.point;
        duty.author = fresh.author;
        let draft = Draft { id, of: Kind::Duty, set: duty.registers(), replaces: None };
        let what = wording(words.texts, move |texts| {
            let (day, hours) = (words.short_day(duty.span.on), words.hours(duty.span.from, duty.span.to));
            format!("{} · {day} {hours}", t_string!(texts, duty.entry))
        });
        desk.keep_other(draft, what);
        open.set(false);
    });
    view! { <NobodyForm before=None done cancel=Callback::new(move |()| open.set(false)) /> }
}
