//! A one-time link, shown once to be handed over.
//!
//! Owns: showing and copying it. Must not: keep it when the dialog has been closed.

use leptos::prelude::*;
use shared::text;
use shared::wire::v1::link::IssuedLink;

use crate::components::dialog::Dialog;
use crate::i18n::*;
use crate::platform::clipboard;

/// A link and whom it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The person's name.
    pub name: String,
    /// The link.
    pub link: IssuedLink,
}

/// The dialog; open while there is a link.
#[component]
pub fn LinkDialog(
    /// The link.
    issued: RwSignal<Option<Issued>>,
) -> impl IntoView {
    let texts = use_i18n();
    let open = super::opened_by(issued);
    let title = Signal::derive(move || {
        let name = issued.get().map(|issued| issued.name).unwrap_or_default();
        t_string!(texts, manage.members.link_title, what = name).to_string()
    });
    let copied = RwSignal::new(None::<bool>);
    Effect::new(move |_| {
        issued.track();
        copied.set(None);
    });
    let body = move |Issued { link, .. }: Issued| {
        let url = link.url.clone();
        let copy = move |_| {
            let url = url.clone();
            leptos::task::spawn_local(async move {
                let done = clipboard::copy(&url).await;
                let _ = copied.try_set(Some(done));
            });
        };
        view! {
            <p>
                {move || {
                    let date = text::instant(link.expires_at, lang(texts));
                    t_string!(texts, manage.members.link_text, date = date)
                }}
            </p>
            <div class="hds-text-input">
                <label class="hds-text-input__label" for="issued-link">
                    {t!(texts, manage.members.link_label)}
                </label>
                <div class="hds-text-input__input-wrapper">
                    <input class="hds-text-input__input" id="issued-link" readonly value=link.url />
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
        }
    };
    view! {
        <Dialog id="link-dialog" open title>
            {move || issued.get().map(body)}
        </Dialog>
    }
}
