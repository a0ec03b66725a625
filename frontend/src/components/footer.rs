//! The footer of every page.
//!
//! Owns: the links to the statements and the switch of the language. Must not: hold anything else.

use leptos::prelude::*;
use leptos_router::components::A;

use super::languages::Languages;
use crate::i18n::*;
use crate::state::device::use_device;
use crate::state::session::use_session;

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    let texts = use_i18n();
    let (device, session) = (use_device(), use_session());
    let demo = move || {
        device.config().is_some_and(|config| config.network.demo)
            || session.me.get().is_some_and(|me| me.demo)
    };
    view! {
        <footer class="footer">
            <nav class="row" aria-label=move || t_string!(texts, shell.footer_nav)>
                <A href="/saavutettavuus">{t!(texts, shell.nav.accessibility)}</A>
                <A href="/tietosuoja">{t!(texts, shell.nav.privacy)}</A>
                <A href="/palaute">{t!(texts, shell.nav.feedback)}</A>
            </nav>
            {move || demo().then(|| view! { <p>{t!(texts, app.demo)}</p> })}
            <div class="grow"></div>
            <Languages />
        </footer>
    }
}
