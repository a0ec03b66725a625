//! Files to take along: the network's figures masked, the own library's entries as they are.
//!
//! Owns: the links and what is said about them.

use leptos::prelude::*;
use shared::routes;
use shared::time::helsinki;

use crate::components::field::SelectField;
use crate::components::label::Item;
use crate::i18n::*;
use crate::pages::download::Download;
use crate::pages::manage::is_chair;
use crate::state::clock;
use crate::state::session::use_session;

/// So many years back can be chosen.
const YEARS: i32 = 10;

/// The card.
#[component]
pub fn Files() -> impl IntoView {
    let texts = use_i18n();
    let today = helsinki(clock::now()).date;
    let this = today.year();
    // Until April no quarter of this year is over: what people come for is the year before.
    let first = if today.month() < 4 { this - 1 } else { this };
    let year = RwSignal::new(first.to_string());
    let years = Signal::derive(move || {
        let item = |year: i32| Item { code: year.to_string(), label: year.to_string() };
        (0..YEARS).map(|back| item(this - back)).collect::<Vec<_>>()
    });
    let library = Memo::new(move |_| use_session().me.get().and_then(|me| me.library.clone()));
    let chair = is_chair();
    let path = move |name: &str| {
        format!("{}/{name}?year={}&lang={}", routes::EXPORTS, year.get(), lang(texts).code())
    };
    view! {
        <section class="card stack">
            <h2>{t!(texts, share.files)}</h2>
            <div class="stats__year">
                <SelectField id="files-year" label=say!(texts, overview.f_year) items=years value=year />
            </div>
            <h3>{t!(texts, share.network)}</h3>
            <p>{t!(texts, share.network_text)}</p>
            <div class="row">
                <File href=Signal::derive(move || path("stats.xlsx")) text=say!(texts, share.xlsx) />
                <File href=Signal::derive(move || path("stats.csv")) text=say!(texts, share.csv) />
            </div>
            {move || {
                chair
                    .get()
                    .then(|| {
                        view! {
                            <h3>{t!(texts, share.report)}</h3>
                            <p>{t!(texts, share.report_text)}</p>
                            <div class="row">
                                <File
                                    href=Signal::derive(move || path("report.docx"))
                                    text=say!(texts, share.report_docx)
                                />
                                <File
                                    href=Signal::derive(move || path("report.pdf"))
                                    text=say!(texts, share.report_pdf)
                                />
                            </div>
                            <h3>{t!(texts, share.plan)}</h3>
                            <p>{t!(texts, share.plan_text)}</p>
                            <div class="row">
                                <File
                                    href=Signal::derive(move || path("plan.docx"))
                                    text=say!(texts, share.plan_docx)
                                />
                                <File
                                    href=Signal::derive(move || path("plan.pdf"))
                                    text=say!(texts, share.plan_pdf)
                                />
                            </div>
                        }
                    })
            }}
            {move || {
                library
                    .get()
                    .map(|_| {
                        view! {
                            <h3>{t!(texts, share.own)}</h3>
                            <p>{t!(texts, share.own_text)}</p>
                            <div class="row">
                                <File
                                    href=Signal::derive(move || path("entries.xlsx"))
                                    text=say!(texts, share.own_xlsx)
                                />
                                <File
                                    href=Signal::derive(move || path("entries.csv"))
                                    text=say!(texts, share.own_csv)
                                />
                            </div>
                        }
                    })
            }}
        </section>
    }
}

#[component]
fn File(href: Signal<String>, text: Signal<String>) -> impl IntoView {
    view! { <Download class="hds-button hds-button--secondary" href text /> }
}
