//! What the numbers mean.
//!
//! Owns: the printed definitions. Must not: define anything itself: the limits come from `shared::stats`.

use leptos::prelude::*;
use shared::stats::compare::PERCENT_FROM;
use shared::stats::summary::SILENT_DAYS;

use crate::i18n::*;

/// The definitions, one per word that the page uses.
#[component]
pub fn Meaning() -> impl IntoView {
    let texts = use_i18n();
    view! {
        <section class="card stack stack--tight" id="meaning">
            <h2>{t!(texts, overview.meaning)}</h2>
            <dl class="meaning">
                <div>
                    <dt>{t!(texts, overview.def_help_t)}</dt>
                    <dd>{t!(texts, overview.def_help)}</dd>
                </div>
                <div>
                    <dt>{t!(texts, overview.def_peer_t)}</dt>
                    <dd>{t!(texts, overview.def_peer)}</dd>
                </div>
                <div>
                    <dt>{t!(texts, overview.def_people_t)}</dt>
                    <dd>{t!(texts, overview.def_people)}</dd>
                </div>
                <div>
                    <dt>{t!(texts, overview.def_topic_t)}</dt>
                    <dd>{t!(texts, overview.def_topic)}</dd>
                </div>
                <div>
                    <dt>{t!(texts, overview.def_same_t)}</dt>
                    <dd>{move || t_string!(texts, overview.def_same, n = PERCENT_FROM)}</dd>
                </div>
                <div>
                    <dt>{t!(texts, overview.def_silent_t)}</dt>
                    <dd>{move || t_string!(texts, overview.def_silent, n = SILENT_DAYS)}</dd>
                </div>
                <div>
                    <dt>{t!(texts, overview.def_private_t)}</dt>
                    <dd>{t!(texts, overview.def_private)}</dd>
                </div>
            </dl>
        </section>
    }
}
