//! `viestit`: the mails to participants, and what became of each.
//!
//! Owns: the words for kinds and states; sending one again that failed, or of which nobody knows. Must not: show what a
//! mail says: it is written when it is sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use shared::id::Id;
use shared::text;
use shared::wire::v1::registration::{Mail, Mails as List, Registrations};

use super::Open;
use crate::components::field::CheckField;
use crate::components::notice::{Notice, Tone};
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::failure;
use crate::pages::manage::Loaded;
use crate::state::remote::Remote;
use crate::state::server;

/// What the list acts on.
#[derive(Clone, Copy)]
struct Page {
    open: Open,
    list: Remote<List>,
    people: Remote<Registrations>,
    /// Only those that somebody should look at.
    troubled: RwSignal<bool>,
}

/// The part.
#[component]
pub fn Mails(open: Open) -> impl IntoView {
    let texts = open.texts;
    let page = Page {
        open,
        list: Remote::new(open.path("/mails")),
        people: Remote::new(open.path("/registrations")),
        troubled: RwSignal::new(false),
    };
    let body = move |mails: Signal<Arc<List>>| {
        view! {
            <p>{move || summary(texts, &mails.get().mails)}</p>
            <div class="row">
                <CheckField id="troubled" label=say!(texts, day.mail.only_troubled) value=page.troubled />
                <button
                    type="button"
                    class="hds-button hds-button--quiet"
                    on:click=move |_| page.list.reload()
                >
                    {t!(texts, day.reload)}
                </button>
            </div>
            {move || table(page, &mails.get().mails)}
        }
    };
    view! {
        {move || {
            (!open.now.get().sends_mail)
                .then(|| view! { <Notice tone=Tone::Mark>{t!(texts, day.publish.no_mail)}</Notice> })
        }}
        <section class="card stack">
            <h2>{t!(texts, day.mail.title)}</h2>
            <Loaded remote=page.list body />
        </section>
    }
}

/// Whether somebody should look at it.
fn is_troubled(mail: &Mail) -> bool {
    matches!(mail.state.as_str(), "failed" | "uncertain")
}

fn summary(texts: Texts, mails: &[Mail]) -> String {
    let count = |state: &str| mails.iter().filter(|mail| mail.state == state).count();
    let waiting = count("queued") + count("sending");
    t_string!(
        texts,
        day.mail.summary,
        sent = count("sent"),
        waiting = waiting,
        failed = count("failed"),
        uncertain = count("uncertain")
    )
    .to_string()
}

fn table(page: Page, mails: &[Mail]) -> AnyView {
    let texts = page.open.texts;
    let names: BTreeMap<Id, String> = page
        .people
        .ready()
        .map(|people| {
            people.get().registrations.iter().map(|of| (of.id, of.registration.name.clone())).collect()
        })
        .unwrap_or_default();
    let shown: Vec<_> = mails.iter().filter(|mail| !page.troubled.get() || is_troubled(mail)).collect();
    if shown.is_empty() {
        return view! { <p class="soft">{t_string!(texts, day.mail.none)}</p> }.into_any();
    }
    let columns = vec![
        Column::text(t_string!(texts, day.mail.to)),
        Column::text(t_string!(texts, day.mail.kind)),
        Column::text(t_string!(texts, day.mail.made)),
        Column::text(t_string!(texts, day.mail.state)),
        Column::actions(t_string!(texts, manage.actions)),
    ];
    let rows = shown.into_iter().map(|mail| row(page, mail, names.get(&mail.registration))).collect();
    records(t_string!(texts, day.mail.title), columns, rows)
}

fn row(page: Page, mail: &Mail, name: Option<&String>) -> Vec<AnyView> {
    let texts = page.open.texts;
    let name = name.cloned().unwrap_or_else(|| "–".to_owned());
    let trouble = trouble(texts, mail).map(|why| view! { <span class="sub wrap">{why}</span> });
    let again = is_troubled(mail).then(|| {
        let (id, name) = (mail.id, name.clone());
        let label = t_string!(texts, day.mail.again_to, what = name.clone()).to_string();
        view! {
            <span class="row">
                <button
                    type="button"
                    class="hds-button hds-button--quiet"
                    aria-label=label
                    on:click=move |_| send_again(page, id, name.clone())
                >
                    {t_string!(texts, day.mail.again)}
                </button>
            </span>
        }
    });
    vec![
        name.into_any(),
        kind(texts, &mail.kind).into_any(),
        text::instant(mail.created_at, lang(texts)).into_any(),
        view! {
            <span class=format!("mail-state mail-state--{}", mail.state)>{state(texts, mail)}</span>
            {trouble}
        }
        .into_any(),
        again.into_any(),
    ]
}

fn send_again(page: Page, id: Id, name: String) {
    let (open, texts) = (page.open, page.open.texts);
    leptos::task::spawn_local(async move {
        let answer = server::post_empty(&open.path(&format!("/mails/{id}"))).await;
        page.list.reload();
        match answer {
            Ok(()) => open.said.say(wording(texts, move |texts| {
                t_string!(texts, day.mail.did_again, what = name.clone()).to_string()
            })),
            Err(failure) => open.said.fail(failure::wording(texts, failure)),
        }
    });
}

/// What a mail tells; its code where this version has no words for it.
pub fn kind(texts: Texts, code: &str) -> String {
    let known = match code {
        "confirm" => t_string!(texts, day.mail.confirm),
        "confirmed" => t_string!(texts, day.mail.confirmed),
        "waiting" => t_string!(texts, day.mail.waiting),
        "offer" => t_string!(texts, day.mail.offer),
        "changed" => t_string!(texts, day.mail.changed),
        "moved" => t_string!(texts, day.mail.moved),
        "cancelled" => t_string!(texts, day.mail.cancelled),
        "lapsed" => t_string!(texts, day.mail.lapsed),
        "again" => t_string!(texts, day.mail.repeated),
        "reminder_14" => t_string!(texts, care.mail_reminder_14),
        "reminder_2" => t_string!(texts, care.mail_reminder_2),
        "thanks" => t_string!(texts, care.mail_thanks),
        "message" => t_string!(texts, care.mail_message),
        "ride" => t_string!(texts, care.mail_ride),
        other => other,
    };
    known.to_owned()
}

/// What became of it.
fn state(texts: Texts, mail: &Mail) -> String {
    let sent = mail.sent_at.map(|at| text::instant(at, lang(texts)));
    match (mail.state.as_str(), sent) {
        ("sent", Some(at)) => t_string!(texts, day.mail.sent_at, when = at).to_string(),
        ("sending", _) => t_string!(texts, day.mail.sending).to_owned(),
        ("queued", _) if mail.attempts > 0 => {
            t_string!(texts, day.mail.retried, n = mail.attempts).to_string()
        }
        ("queued", _) => t_string!(texts, day.mail.queued).to_owned(),
        ("failed", _) => t_string!(texts, day.mail.failed).to_owned(),
        ("uncertain", _) => t_string!(texts, day.mail.uncertain).to_owned(),
        ("moot", _) => t_string!(texts, day.mail.moot).to_owned(),
        (other, _) => other.to_owned(),
    }
}

/// Why it was not taken: the mail server's own words, or ours where it was never asked.
fn trouble(texts: Texts, mail: &Mail) -> Option<String> {
    match mail.trouble.as_str() {
        "" => None,
        "address" => Some(t_string!(texts, day.mail.bad_address).to_owned()),
        answer => Some(t_string!(texts, day.mail.answer, answer = answer.to_owned()).to_string()),
    }
}
