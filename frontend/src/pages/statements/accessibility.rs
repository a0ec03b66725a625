//! The accessibility statement, as the act on digital services (306/2019) asks for.
//!
//! Owns: its parts in their order. Must not: claim more than was tested.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::time::Date;

use super::contacts::{contacts, use_statements};
use crate::components::heading::PageHeading;
use crate::i18n::{self, *};

/// The date of the assessment: year, month, day.
const MADE: (i32, u32, u32) = (2026, 11, 22);

/// The page.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    let texts = use_i18n();
    let known = contacts(use_statements());
    let controller = move || {
        let name = known.with(|known| known.as_ref().map(|contacts| contacts.controller.clone()));
        name.filter(|name| !name.is_empty())
            .unwrap_or_else(|| t_string!(texts, privacy.controller).to_lowercase())
    };
    let made = move || {
        let (year, month, day) = MADE;
        Date::new(year, month, day)
            .map(|date| shared::text::date(date, i18n::lang(texts)))
            .unwrap_or_default()
    };
    let reach = move || {
        known.get().map(|contacts| {
            view! {
                <ul>
                    {(!contacts.accessibility_contact.is_empty())
                        .then(|| {
                            let address = contacts.accessibility_contact.clone();
                            view! {
                                <li>
                                    {t!(texts, accessibility.email)} ": "
                                    <a href=format!("mailto:{address}") rel="external">
                                        {contacts.accessibility_contact.clone()}
                                    </a>
                                </li>
                            }
                        })}
                    {(!contacts.accessibility_phone.is_empty())
                        .then(|| {
                            view! { <li>{t!(texts, accessibility.phone)} ": " {contacts.accessibility_phone.clone()}</li> }
                        })}
                </ul>
            }
        })
    };
    view! {
        <article class="prose page--narrow">
            <PageHeading text=say!(texts, accessibility.title) />
            <p>{move || t_string!(texts, accessibility.about, controller = controller())}</p>
            <p>{move || t_string!(texts, accessibility.made, date = made())}</p>
            <h2>{t!(texts, accessibility.status_head)}</h2>
            <p>{t!(texts, accessibility.status)}</p>
            <h2>{t!(texts, accessibility.lacks_head)}</h2>
            <p>{t!(texts, accessibility.lacks_intro)}</p>
            <ul>
                <li>{t!(texts, accessibility.lack_testing)}</li>
                <li>{t!(texts, accessibility.lack_swedish)}</li>
            </ul>
            <h2>{t!(texts, accessibility.feedback_head)}</h2>
            <p>{t!(texts, accessibility.feedback)}</p>
            <p>
                <A href="/palaute">{t!(texts, accessibility.feedback_form)}</A>
            </p>
            {reach}
            <h2>{t!(texts, accessibility.authority_head)}</h2>
            <p>{t!(texts, accessibility.authority)}</p>
            <p>{t!(texts, accessibility.authority_name)}</p>
            <ul>
                <li>
                    <a href=move || format!("https://www.{}/", t_string!(texts, accessibility.authority_site)) rel="external noreferrer">
                        {t!(texts, accessibility.authority_site)}
                    </a>
                </li>
                <li>
                    <a href="mailto:saavutettavuus@traficom.fi" rel="external">
                        "saavutettavuus@traficom.fi"
                    </a>
                </li>
                <li>{t!(texts, accessibility.authority_phone)}</li>
            </ul>
            <h2>{t!(texts, accessibility.work_head)}</h2>
            <p>{t!(texts, accessibility.work)}</p>
        </article>
    }
}
