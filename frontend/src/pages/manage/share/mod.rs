//! `/hallinta/vienti`: what can be taken along, and who outside may read the masked figures.
//!
//! Owns: the page's order. Must not: offer a contact what is the chair's (the server refuses it too).

mod dialog;
mod files;

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::Id;
use shared::routes;
use shared::text;
use shared::time::Millis;
use shared::wire::v1::share::{Share, ShareKind, Shares};

use self::dialog::ShareDialog;
use self::files::Files;
use super::{Loaded, Said, SaidLine, is_chair};
use crate::components::heading::PageHeading;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question};
use crate::pages::failure;
use crate::state::clock;
use crate::state::remote::Remote;
use crate::state::server;

/// The page.
#[component]
pub fn SharePage() -> impl IntoView {
    let texts = use_i18n();
    let chair = is_chair();
    view! {
        <div class="page manage">
            <PageHeading text=say!(texts, share.title) />
            <Files />
            {move || chair.get().then(|| view! { <ShareList /> })}
        </div>
    }
}

/// Who is asked about before a share ends.
type Ending = RwSignal<Option<(Id, String)>>;

#[component]
fn ShareList() -> impl IntoView {
    let texts = use_i18n();
    let list = Remote::<Shares>::new(routes::SHARES);
    let said = Said::new();
    let making = RwSignal::new(false);
    let ending: Ending = RwSignal::new(None);
    let question = RwSignal::new(None::<Question>);
    Effect::new(move |_| {
        if let Some((_, name)) = ending.get() {
            question.set(Some(Question {
                title: wording(texts, move |texts| t_string!(texts, share.end_of, what = name.clone())),
                words: vec![wording(texts, |texts| t_string!(texts, share.end_text))],
                yes: wording(texts, |texts| t_string!(texts, share.end)),
            }));
        }
    });
    let end = move |()| {
        let Some((id, name)) = ending.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            match server::delete(&format!("{}/{id}", routes::SHARES)).await {
                Ok(()) => {
                    said.say(wording(texts, move |texts| t_string!(texts, share.ended, what = name.clone())))
                }
                Err(failure) => said.fail(failure::wording(texts, failure)),
            }
            list.reload();
        });
    };
    let body = move |shares: Signal<Arc<Shares>>| {
        move || {
            let shares = shares.get();
            if shares.shares.is_empty() {
                view! { <p class="soft">{t!(texts, share.none)}</p> }.into_any()
            } else {
                table(texts, &shares.shares, ending)
            }
        }
    };
    view! {
        <section class="card stack">
            <h2>{t!(texts, share.shares)}</h2>
            <p>{t!(texts, share.intro)}</p>
            <div>
                <button type="button" class="hds-button hds-button--primary" on:click=move |_| making.set(true)>
                    {t!(texts, share.new)}
                </button>
            </div>
            <SaidLine said />
            <Loaded remote=list body />
        </section>
        <ShareDialog open=making list />
        <Confirm question on_yes=Callback::new(end) />
    }
}

fn table(texts: Texts, shares: &[Share], ending: Ending) -> AnyView {
    let columns = vec![
        Column::text(t_string!(texts, share.name)),
        Column::text(t_string!(texts, share.kind)),
        Column::text(t_string!(texts, share.until)),
        Column::text(t_string!(texts, share.used)),
        Column::actions(t_string!(texts, manage.actions)),
    ];
    let (lang, now) = (lang(texts), clock::now());
    let row = |share: &Share| {
        let (id, name) = (share.id, share.name.clone());
        let label = t_string!(texts, share.end_of, what = name.clone()).to_string();
        let used = match share.used_at {
            None => t_string!(texts, share.never).to_string(),
            Some(at) if share.uses == 1 => {
                t_string!(texts, share.used_1, time = text::instant(at, lang)).to_string()
            }
            Some(at) => {
                let at = text::instant(at, lang);
                t_string!(texts, share.used_n, n = share.uses, time = at).to_string()
            }
        };
        let action = is_open(share, now).then(|| {
            view! {
                <span class="row">
                    <button
                        type="button"
                        class="hds-button hds-button--quiet"
                        aria-label=label
                        on:click=move |_| ending.set(Some((id, name.clone())))
                    >
                        {t_string!(texts, share.end)}
                    </button>
                </span>
            }
        });
        vec![
            share.name.clone().into_any(),
            kind(texts, share.kind).into_any(),
            until(texts, share, now).into_any(),
            used.into_any(),
            action.into_any(),
        ]
    };
    records(t_string!(texts, share.shares), columns, shares.iter().map(row).collect())
}

fn is_open(share: &Share, now: Millis) -> bool {
    share.revoked_at.is_none() && share.expires_at > now
}

fn until(texts: Texts, share: &Share, now: Millis) -> String {
    let lang = lang(texts);
    // It ends with the last date, at the midnight after it.
    let last = text::date(shared::time::helsinki(share.expires_at - 1).date, lang);
    match share.revoked_at {
        Some(at) => {
            t_string!(texts, share.ended_on, date = text::date(shared::time::helsinki(at).date, lang))
                .to_string()
        }
        None if share.expires_at <= now => t_string!(texts, share.ended_on, date = last).to_string(),
        None => last,
    }
}

fn kind(texts: Texts, kind: ShareKind) -> &'static str {
    match kind {
        ShareKind::Page => t_string!(texts, share.kind_page),
        ShareKind::Program => t_string!(texts, share.kind_program),
        ShareKind::Unknown => "–",
    }
}
