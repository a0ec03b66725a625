//! A new share: for whom and until when, then its secret, once.
//!
//! Owns: the two steps. Must not: keep the secret when the dialog has been closed.

use leptos::prelude::*;
use shared::routes;
use shared::time::{Date, helsinki};
use shared::wire::v1::share::{IssuedShare, NewShare, ShareKind, Shares};

use crate::components::dialog::Dialog;
use crate::components::field::{DateField, SelectField, TextField};
use crate::components::label::Item;
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, required, trimmed};
use crate::platform::clipboard;
use crate::state::remote::Remote;
use crate::state::{clock, ids, server};

const FIELDS: FieldIds = &[("name", "share-name"), ("kind", "share-kind"), ("until", "share-until")];
const PROGRAM: &str = "program";

/// The dialog.
#[component]
pub fn ShareDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The list that it adds to.
    list: Remote<Shares>,
) -> impl IntoView {
    let texts = use_i18n();
    let body = move || {
        let issued = RwSignal::new(None::<IssuedShare>);
        move || match issued.get() {
            None => {
                view! { <Choose issued list cancel=Callback::new(move |()| open.set(false)) /> }.into_any()
            }
            Some(share) => view! { <Show share /> }.into_any(),
        }
    };
    view! {
        <Dialog id="share-dialog" open title=say!(texts, share.new)>
            {body()}
        </Dialog>
    }
}

#[component]
fn Choose(
    issued: RwSignal<Option<IssuedShare>>,
    list: Remote<Shares>,
    cancel: Callback<()>,
) -> impl IntoView {
    let texts = use_i18n();
    let today = helsinki(clock::now()).date;
    let id = ids::mint();
    let name = RwSignal::new(String::new());
    let kind = RwSignal::new("page".to_owned());
    let until = RwSignal::new(today.plus_days(90).to_string());
    let kinds = Signal::derive(move || {
        let item = |code: &str, label: &str| Item { code: code.to_owned(), label: label.to_owned() };
        vec![
            item("page", t_string!(texts, share.kind_page)),
            item(PROGRAM, t_string!(texts, share.kind_program)),
        ]
    });
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let mut faults = Vec::new();
        if trimmed(name).is_empty() {
            faults.push(("share-name", required(texts, |texts| t_string!(texts, share.name))));
        }
        let date = until.with_untracked(|text| text.parse::<Date>().ok());
        if date.is_none_or(|date| date < today || date > today.plus_years(2)) {
            faults.push((
                "share-until",
                wording(texts, |texts| t_string!(texts, share.until_wrong).to_owned()),
            ));
        }
        let (Some(date), true) = (date, state.may_send(faults)) else { return };
        let is_program = kind.with_untracked(|kind| kind == PROGRAM);
        let form = NewShare {
            id,
            kind: if is_program { ShareKind::Program } else { ShareKind::Page },
            name: trimmed(name),
            until: date,
        };
        let request = async move { server::post::<IssuedShare>(routes::SHARES, &form).await };
        state.send(texts, request, move |share| {
            issued.set(Some(share));
            list.reload();
        });
    });
    view! {
        <Form state submit=say!(texts, share.make) on_submit=submit cancel>
            <TextField
                id="share-name"
                label=say!(texts, share.name)
                hint=say!(texts, share.name_hint)
                value=name
                most=80
                error=state.fault("share-name")
            />
            <SelectField
                id="share-kind"
                label=say!(texts, share.kind)
                items=kinds
                value=kind
                error=state.fault("share-kind")
            />
            <DateField
                id="share-until"
                label=say!(texts, share.until)
                value=until
                first=Signal::stored(today.to_string())
                last=Signal::stored(today.plus_years(2).to_string())
                error=state.fault("share-until")
            />
        </Form>
    }
}

#[component]
fn Show(share: IssuedShare) -> impl IntoView {
    let texts = use_i18n();
    let copied = RwSignal::new(None::<bool>);
    let is_program = share.share.kind == ShareKind::Program;
    let secret = share.secret.clone();
    let copy = move |_| {
        let secret = secret.clone();
        leptos::task::spawn_local(async move {
            let done = clipboard::copy(&secret).await;
            let _ = copied.try_set(Some(done));
        });
    };
    let label = move || {
        if is_program { t_string!(texts, share.token) } else { t_string!(texts, share.link) }
    };
    let origin = crate::platform::page::origin().unwrap_or_default();
    view! {
        <p>{t!(texts, share.once)}</p>
        <div class="hds-text-input">
            <label class="hds-text-input__label" for="share-secret">
                {label}
            </label>
            <div class="hds-text-input__input-wrapper">
                <input class="hds-text-input__input" id="share-secret" readonly value=share.secret.clone() />
            </div>
        </div>
        <div class="row">
            <button type="button" class="hds-button hds-button--primary" on:click=copy>
                {t!(texts, manage.members.copy)}
            </button>
            <span role="status">
                {move || {
                    copied
                        .get()
                        .map(|done| {
                            if done {
                                t_string!(texts, manage.members.copied)
                            } else {
                                t_string!(texts, manage.members.not_copied)
                            }
                        })
                }}
            </span>
        </div>
        {is_program
            .then(|| {
                view! {
                    <p>{t!(texts, share.how)}</p>
                    <pre class="command">{format!("GET {origin}{}\nAuthorization: Bearer …", routes::STATS)}</pre>
                }
            })}
    }
}
