//! No page at this address. Owns: saying so, and the way back.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::heading::PageHeading;
use crate::i18n::*;

/// The page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let texts = use_i18n();
    view! {
        <div class="page page--narrow">
            <PageHeading text=say!(texts, app.not_found) />
            <p>{t!(texts, app.not_found_text)}</p>
            <p>
                <A href="/" attr:class="hds-button hds-button--secondary">
                    {t!(texts, app.to_front)}
                </A>
            </p>
        </div>
    }
}
