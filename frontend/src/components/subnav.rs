//! The pages of the chair and the contacts, side by side.
//!
//! Owns: the row of links under the header on those pages. Must not: decide who may see them (the server does).

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use shared::wire::v1::member::Role;

use super::label;
use crate::i18n::*;
use crate::state::session::use_session;

/// The row, on the chair's pages only.
#[component]
pub fn SubNav() -> impl IntoView {
    let texts = use_i18n();
    let session = use_session();
    let location = use_location();
    let shown = Memo::new(move |_| {
        let path = location.pathname.get();
        session.me.get().is_some() && (path.starts_with("/tilanne") || path.starts_with("/hallinta"))
    });
    let chair = Memo::new(move |_| session.me.get().is_some_and(|me| me.role >= Role::Chair));
    let link = |href: &'static str, words: Signal<String>| {
        view! {
            <A href=href exact=true>
                {move || words.get()}
            </A>
        }
    };
    let row = move || {
        view! {
            <nav class="subnav" aria-label=move || t_string!(texts, shell.chair_nav)>
                {link("/tilanne", label::text(move || t_string!(texts, shell.nav.overview).to_owned()))}
                {link(
                    "/hallinta/kirjastot",
                    label::text(move || t_string!(texts, shell.nav.libraries).to_owned()),
                )}
                {link("/hallinta/jasenet", label::text(move || t_string!(texts, shell.nav.members).to_owned()))}
                {link("/hallinta/laitteet", label::text(move || t_string!(texts, shell.nav.devices).to_owned()))}
                {move || {
                    chair
                        .get()
                        .then(|| {
                            (
                                link(
                                    "/hallinta/loki",
                                    label::text(move || t_string!(texts, shell.nav.audit).to_owned()),
                                ),
                                link(
                                    "/hallinta/palautteet",
                                    label::text(move || t_string!(texts, shell.nav.feedback_list).to_owned()),
                                ),
                            )
                        })
                }}
            </nav>
        }
    };
    move || shown.get().then(row)
}
