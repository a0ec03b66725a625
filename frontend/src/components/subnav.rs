//! The pages of the chair and the contacts, side by side.
//!
//! Owns: the row of links under the header on those pages. Must not: decide who may see them (the server does).

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;
use shared::wire::v1::member::Role;

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
    let organiser = Memo::new(move |_| session.me.get().is_some_and(|me| me.organiser));
    let link = |href: &'static str, words: Signal<String>| {
        view! {
            <A href=href exact=true>
                {move || words.get()}
            </A>
        }
    };
    // A day's parts lie below its entry, which stays marked.
    let day = move || {
        view! {
            <A href="/hallinta/toimintapaiva">{t!(texts, day.nav)}</A>
        }
    };
    let row = move || {
        view! {
            <nav class="subnav" aria-label=move || t_string!(texts, shell.chair_nav)>
                {link("/tilanne", say!(texts, shell.nav.overview))}
                {link("/hallinta/suunnitelma", say!(texts, shell.nav.plan))}
                {move || (chair.get() || organiser.get()).then(day)}
                {link("/hallinta/kirjaukset", say!(texts, shell.nav.entries))}
                {link("/hallinta/tarkistettavat", say!(texts, shell.nav.held))}
                {link(
                    "/hallinta/kirjastot",
                    say!(texts, shell.nav.libraries),
                )}
                {link("/hallinta/jasenet", say!(texts, shell.nav.members))}
                {link("/hallinta/laitteet", say!(texts, shell.nav.devices))}
                {link("/hallinta/vienti", say!(texts, shell.nav.share))}
                {move || {
                    chair
                        .get()
                        .then(|| {
                            (
                                link("/hallinta/verkosto", say!(texts, shell.nav.network)),
                                link(
                                    "/hallinta/loki",
                                    say!(texts, shell.nav.audit),
                                ),
                                link(
                                    "/hallinta/palautteet",
                                    say!(texts, shell.nav.feedback_list),
                                ),
                            )
                        })
                }}
            </nav>
        }
    };
    move || shown.get().then(row)
}
