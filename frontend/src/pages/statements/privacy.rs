//! The privacy notice, with the retention table that the server's job applies.
//!
//! Owns: its parts in their order. Must not: write a length of time by hand; they come from the table.

use leptos::prelude::*;
use shared::domain::lang::Lang;
use shared::domain::retention::{self, RULES};
use shared::wire::v1::statement::{Keep, RetentionRow, Statements};

use super::contacts::{contacts, use_statements};
use crate::components::heading::PageHeading;
use crate::components::table::DataTable;
use crate::i18n::{self, *};

/// The page.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let texts = use_i18n();
    let statements = use_statements();
    let known = contacts(statements);
    let who = move || match known.get() {
        None => view! { <p>{t!(texts, privacy.unknown_contacts)}</p> }.into_any(),
        Some(contacts) => view! {
            <dl>
                <dt>{t!(texts, privacy.controller)}</dt>
                <dd>{contacts.controller}</dd>
                <dt>{t!(texts, privacy.contact)}</dt>
                <dd>{contacts.controller_contact}</dd>
                <dt>{t!(texts, privacy.dpo)}</dt>
                <dd>{contacts.dpo_contact}</dd>
            </dl>
        }
        .into_any(),
    };
    let rows = move || {
        let lang = i18n::lang(texts);
        let row = |row: RetentionRow| {
            let what = match lang {
                Lang::Fi => row.what_fi,
                Lang::Sv => row.what_sv,
                Lang::En => row.what_en,
            };
            view! {
                <tr>
                    <th scope="row">{what}</th>
                    <td class="nowrap">{keep_words(texts, row.keep)}</td>
                </tr>
            }
        };
        statements.with(table).into_iter().map(row).collect_view()
    };
    let columns = vec![(say!(texts, privacy.col_what), false), (say!(texts, privacy.col_keep), false)];
    view! {
        <article class="prose page--narrow">
            <PageHeading text=say!(texts, privacy.title) />
            <p>{t!(texts, privacy.intro)}</p>
            <h2>{t!(texts, privacy.customers_head)}</h2>
            <p>{t!(texts, privacy.customers)}</p>
            <h2>{t!(texts, privacy.controller_head)}</h2>
            {who}
            <h2>{t!(texts, privacy.what_head)}</h2>
            <ul>
                <li>{t!(texts, privacy.what_members)}</li>
                <li>{t!(texts, privacy.what_author)}</li>
                <li>{t!(texts, privacy.what_feedback)}</li>
                <li>{t!(texts, privacy.what_audit)}</li>
                <li>{t!(texts, care.privacy_day)}</li>
                <li>{t!(texts, care.privacy_care)}</li>
            </ul>
            <h2>{t!(texts, privacy.basis_head)}</h2>
            <p>{t!(texts, privacy.basis)}</p>
            <h2>{t!(texts, privacy.who_head)}</h2>
            <p>{t!(texts, privacy.who)}</p>
            <h2>{t!(texts, privacy.retention_head)}</h2>
            <p>{t!(texts, privacy.retention_intro)}</p>
            <DataTable
                caption=say!(texts, privacy.retention_head)
                caption_hidden=true
                columns
            >
                {rows}
            </DataTable>
            <h2>{t!(texts, privacy.browser_head)}</h2>
            <p>{t!(texts, privacy.browser)}</p>
            <h2>{t!(texts, privacy.rights_head)}</h2>
            <p>{t!(texts, privacy.rights)}</p>
        </article>
    }
}

/// The server's table, or the one that this build knows.
fn table(statements: &Statements) -> Vec<RetentionRow> {
    if !statements.retention.is_empty() {
        return statements.retention.clone();
    }
    let row = |rule: &retention::Rule| RetentionRow {
        code: rule.code.to_owned(),
        what_fi: rule.fi.to_owned(),
        what_sv: rule.sv.to_owned(),
        what_en: rule.en.to_owned(),
        keep: match rule.keep {
            retention::Keep::Months(months) => Keep { months: Some(months), days: None },
            retention::Keep::Days(days) => Keep { months: None, days: Some(days) },
        },
    };
    RULES.iter().map(row).collect()
}

/// A length of time in words.
fn keep_words(texts: Texts, keep: Keep) -> String {
    match (keep.months, keep.days) {
        (Some(1), _) => t_string!(texts, privacy.months.one).to_owned(),
        (Some(count), _) => t_string!(texts, privacy.months.many, count = count),
        (None, Some(1)) => t_string!(texts, privacy.days.one).to_owned(),
        (None, Some(count)) => t_string!(texts, privacy.days.many, count = count),
        (None, None) => String::new(),
    }
}
