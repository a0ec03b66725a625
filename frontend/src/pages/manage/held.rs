//! `/hallinta/tarkistettavat`: what is held for review, for the chair and the contact of the library concerned.
//!
//! Owns: each op in words, where it came from and why it is here; the two decisions. Must not: change an entry before it
//! is accepted; after that it is corrected as any other.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::check::{Rejection, date_of};
use shared::domain::op::Act;
use shared::domain::row::Row;
use shared::routes;
use shared::text;
use shared::time::helsinki;
use shared::wire::v1::held::{HeldList, HeldOp, Review, Reviewed};
use shared::wire::v1::push::Hold;

use super::{Loaded, Places, Said, SaidLine, library_of};
use crate::components::heading::PageHeading;
use crate::i18n::*;
use crate::pages::attention::act_words;
use crate::pages::confirm::{Confirm, Question};
use crate::pages::entries::row::why_words;
use crate::pages::failure;
use crate::pages::words::{Words, use_words};
use crate::state::lists::{self, Lists};
use crate::state::remote::Remote;
use crate::state::server::{self, Failure};

/// The page.
#[component]
pub fn HeldPage() -> impl IntoView {
    let texts = use_i18n();
    let remote = Remote::<HeldList>::new(routes::HELD);
    let known = Memo::new(move |_| {
        remote.ready().map(|list| {
            let vocabulary = list.get().vocabulary.clone();
            Arc::new(Lists { vocabulary, effort: true, strain: true })
        })
    });
    lists::provide(known.into());
    view! {
        <div class="page manage">
            <PageHeading text=say!(texts, manage.held.title) />
            <p class="soft">{t!(texts, manage.held.intro)}</p>
            <Loaded remote body=move |list| view! { <Waiting list remote /> } />
        </div>
    }
}

/// What waits, and what can be decided.
#[component]
fn Waiting(list: Signal<Arc<HeldList>>, remote: Remote<HeldList>) -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let places = Places::load();
    let said = Said::new();
    let dismissing = RwSignal::new(None::<HeldOp>);
    let question = RwSignal::new(None::<Question>);
    let decide = move |op: HeldOp, accept: bool| {
        spawn_local(async move {
            let path = format!("{}/{}", routes::HELD, op.id);
            let title = words.naming(&op.after);
            match server::post::<Reviewed>(&path, &Review { accept }).await {
                Ok(_) if accept => {
                    said.say(wording(texts, move |texts| {
                        t_string!(texts, manage.held.accepted, what = title.text())
                    }));
                }
                Ok(_) => {
                    said.say(wording(texts, move |texts| {
                        t_string!(texts, manage.held.dismissed, what = title.text())
                    }));
                }
                Err(failure) => said.fail(wording(texts, move |texts| not_decided(texts, &failure))),
            }
            remote.reload();
        });
    };
    let ask = move |op: HeldOp| {
        let title = words.naming(&op.after);
        question.set(Some(Question {
            title: wording(texts, move |texts| {
                t_string!(texts, manage.held.dismiss_title, what = title.text())
            }),
            words: vec![wording(texts, |texts| t_string!(texts, manage.held.dismiss_text))],
            yes: wording(texts, |texts| t_string!(texts, manage.held.dismiss)),
        }));
        dismissing.set(Some(op));
    };
    let finding = move || match list.with(|list| list.held.len()) {
        0 => t_string!(texts, overview.held_0).to_owned(),
        1 => t_string!(texts, manage.held.waiting_1).to_owned(),
        n => t_string!(texts, manage.held.waiting_n, n = n).to_string(),
    };
    let card = move |op: HeldOp| {
        let (for_accept, for_ask) = (op.clone(), op.clone());
        let heading = words.title(&op.after);
        let what = format!("{heading}, {}", time(words, &op.after));
        let language = lang(texts);
        let received = format!(
            "{} {}",
            text::weekday_date(helsinki(op.received_at).date, language),
            text::at_clock(op.received_at, language)
        );
        let tablet = match (&op.device_name, &op.device_library) {
            (Some(name), Some(library)) => {
                format!("{name}, {}", library_of(places.libraries, library, language))
            }
            (Some(name), None) => name.clone(),
            (None, _) => t_string!(texts, manage.held.tablet_unknown).to_owned(),
        };
        let facts = [
            (t_string!(texts, manage.held.library), library_of(places.libraries, &op.library, language)),
            (t_string!(texts, manage.held.tablet), tablet),
            (t_string!(texts, manage.held.received), received),
        ];
        let fact = |(name, value): (&'static str, String)| {
            view! {
                <div>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            }
        };
        view! {
            <section class="card stack stack--tight">
                <div>
                    <h2>{heading}</h2>
                    {contents(words, &op)}
                </div>
                <p>{reason(texts, op.reason)}</p>
                <dl class="facts">{facts.into_iter().map(fact).collect_view()}</dl>
                <div class="row">
                    <button
                        type="button"
                        class="hds-button hds-button--primary"
                        aria-label=t_string!(texts, manage.held.accept_of, what = what.clone()).to_string()
                        on:click=move |_| decide(for_accept.clone(), true)
                    >
                        {t_string!(texts, manage.held.accept)}
                    </button>
                    <button
                        type="button"
                        class="hds-button hds-button--secondary"
                        aria-label=t_string!(texts, manage.held.dismiss_of, what = what).to_string()
                        on:click=move |_| ask(for_ask.clone())
                    >
                        {t_string!(texts, manage.held.dismiss)}
                    </button>
                </div>
            </section>
        }
    };
    view! {
        <SaidLine said />
        <p>{finding}</p>
        {move || list.get().held.iter().cloned().map(card).collect_view()}
        {move || list.with(|list| list.more).then(|| view! { <p class="soft">{t!(texts, manage.held.more)}</p> })}
        <Confirm
            question
            on_yes=Callback::new(move |()| {
                if let Some(op) = dismissing.get_untracked() {
                    decide(op, false);
                }
            })
        />
    }
}

/// The entry in words; of a change also what it was before.
fn contents(words: Words, op: &HeldOp) -> impl IntoView + use<> {
    let texts = words.texts;
    let line = |row: &Row| {
        let parts = [time(words, row), words.details(row)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let act = act_words(texts, op.act);
    let now = if act.is_empty() { line(&op.after) } else { format!("{act}: {}", line(&op.after)) };
    let before = op.before.as_ref().filter(|_| op.act == Act::Patch).map(|before| {
        let words = format!("{} · {}", words.title(before), line(before));
        t_string!(texts, manage.held.before, what = words).to_string()
    });
    view! {
        <p>{now}</p>
        {before.map(|before| view! { <p class="soft">{before}</p> })}
    }
}

/// Date and time.
fn time(words: Words, row: &Row) -> String {
    let day = date_of(row).map(|on| format!("{} ", words.day(on))).unwrap_or_default();
    day + &words.time(row)
}

fn reason(texts: Texts, reason: Hold) -> &'static str {
    match reason {
        Hold::DeviceRevoked => t_string!(texts, manage.held.why_revoked),
        Hold::ForeignLibrary => t_string!(texts, manage.held.why_foreign),
        Hold::NoDoor => t_string!(texts, door.held_no_door),
        Hold::UnknownKey => t_string!(texts, seal.why_unknown_key),
        Hold::Unreadable => t_string!(texts, seal.why_unreadable),
        Hold::NotOpen => t_string!(texts, seal.why_not_open),
        Hold::Dismissed | Hold::Other => t_string!(texts, manage.held.why_other),
    }
}

fn not_decided(texts: Texts, failure: &Failure) -> String {
    let rejected = failure.problem().filter(|problem| problem.code == "entry_rejected");
    match rejected.and_then(|problem| problem.detail.as_deref()) {
        Some(code) if Hold::of(code) != Hold::Other => reason(texts, Hold::of(code)).to_owned(),
        Some(code) => {
            let why = why_words(texts, &Rejection::from_code(code));
            t_string!(texts, manage.held.rejected, why = why).to_string()
        }
        None => failure::words(texts, failure),
    }
}
