//! `/hallinta/loki`: who did what, and when.
//!
//! Owns: the list and the words for its codes. Must not: hide an entry whose code it does not know.

use leptos::prelude::*;
use shared::routes;
use shared::text;
use shared::wire::v1::audit::{AuditEntry, AuditPage as Entries};

use crate::components::heading::PageHeading;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::failure::FailureNotice;
use crate::state::server::{self, Failure};

/// The pages that have been asked for, newest first.
#[derive(Clone, Copy)]
struct Log {
    entries: RwSignal<Vec<AuditEntry>>,
    next: RwSignal<Option<shared::id::Id>>,
    asked: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
}

impl Log {
    /// Asks for the next page; the first one where none has come yet.
    fn more(self) {
        let path = match self.next.get_untracked() {
            Some(id) => format!("{}?before={id}", routes::AUDIT),
            None => routes::AUDIT.to_owned(),
        };
        leptos::task::spawn_local(async move {
            let answer = server::get::<Entries>(&path).await;
            // The page may have been left meanwhile.
            if self.asked.try_set(true).is_some() {
                return;
            }
            match answer {
                Ok(page) => {
                    self.failure.set(None);
                    self.next.set(page.next);
                    self.entries.update(|entries| entries.extend(page.entries));
                }
                Err(failure) => self.failure.set(Some(failure)),
            }
        });
    }
}

/// The page.
#[component]
pub fn AuditPage() -> impl IntoView {
    let texts = use_i18n();
    let log = Log {
        entries: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        asked: RwSignal::new(false),
        failure: RwSignal::new(None),
    };
    log.more();
    let list = move || {
        let entries = log.entries.get();
        if !log.asked.get() {
            return view! { <p class="soft">{t!(texts, manage.loading)}</p> }.into_any();
        }
        if entries.is_empty() && log.failure.with(Option::is_some) {
            return ().into_any();
        }
        if entries.is_empty() {
            return view! { <p class="soft">{t!(texts, manage.audit.none)}</p> }.into_any();
        }
        let columns = vec![
            Column::text(t_string!(texts, manage.audit.when)),
            Column::text(t_string!(texts, manage.audit.who)),
            Column::text(t_string!(texts, manage.audit.what)),
            Column::text(t_string!(texts, manage.audit.subject)),
        ];
        let rows = entries.iter().map(|entry| row(texts, entry)).collect();
        records(t_string!(texts, manage.audit.title), columns, rows)
    };
    view! {
        <div class="page manage">
            <PageHeading text=Signal::derive(move || t_string!(texts, manage.audit.title).to_string()) />
            <p class="soft">{t!(texts, manage.audit.intro)}</p>
            {move || {
                log.failure
                    .get()
                    .map(|failure| view! { <FailureNotice failure retry=Callback::new(move |()| log.more()) /> })
            }}
            <section class="card stack">
                {list}
                {move || {
                    log.next
                        .get()
                        .map(|_| {
                            view! {
                                <div>
                                    <button
                                        type="button"
                                        class="hds-button hds-button--secondary"
                                        on:click=move |_| log.more()
                                    >
                                        {t!(texts, manage.audit.older)}
                                    </button>
                                </div>
                            }
                        })
                }}
            </section>
        </div>
    }
}

fn row(texts: Texts, entry: &AuditEntry) -> Vec<AnyView> {
    let lang = lang(texts);
    let who = match (entry.actor_kind.as_str(), entry.actor_name.as_str()) {
        ("device", name) => format!("{name} ({})", t_string!(texts, manage.audit.kind_device)),
        ("server", _) => t_string!(texts, manage.audit.kind_server).to_owned(),
        ("nobody", _) | (_, "") => t_string!(texts, manage.audit.kind_nobody).to_owned(),
        (_, name) => name.to_owned(),
    };
    let detail =
        (!entry.detail.is_empty()).then(|| view! { <span class="sub">{entry.detail.clone()}</span> });
    vec![
        text::instant(entry.at, lang).into_any(),
        who.into_any(),
        action(texts, &entry.action).into_any(),
        view! {
            {if entry.subject.is_empty() { "–".to_owned() } else { entry.subject.clone() }}
            {detail}
        }
        .into_any(),
    ]
}

/// An action in words; its code where this version has none.
fn action(texts: Texts, code: &str) -> String {
    let known = match code {
        "sign_in" => t_string!(texts, manage.audit.a_sign_in),
        "sign_in_failed" => t_string!(texts, manage.audit.a_sign_in_failed),
        "sign_out" => t_string!(texts, manage.audit.a_sign_out),
        "password_set" => t_string!(texts, manage.audit.a_password_set),
        "link_made" => t_string!(texts, manage.audit.a_link_made),
        "code_made" => t_string!(texts, manage.audit.a_code_made),
        "code_withdrawn" => t_string!(texts, manage.audit.a_code_withdrawn),
        "device_enrolled" => t_string!(texts, manage.audit.a_device_enrolled),
        "device_replaced" => t_string!(texts, manage.audit.a_device_replaced),
        "device_revoked" => t_string!(texts, manage.audit.a_device_revoked),
        "device_changed" => t_string!(texts, manage.audit.a_device_changed),
        "storage_lost" => t_string!(texts, manage.audit.a_storage_lost),
        "member_added" => t_string!(texts, manage.audit.a_member_added),
        "member_changed" => t_string!(texts, manage.audit.a_member_changed),
        "member_removed" => t_string!(texts, manage.audit.a_member_removed),
        "member_restored" => t_string!(texts, manage.audit.a_member_restored),
        "library_added" => t_string!(texts, manage.audit.a_library_added),
        "library_changed" => t_string!(texts, manage.audit.a_library_changed),
        "library_ended" => t_string!(texts, manage.audit.a_library_ended),
        "point_added" => t_string!(texts, manage.audit.a_point_added),
        "point_changed" => t_string!(texts, manage.audit.a_point_changed),
        "point_ended" => t_string!(texts, manage.audit.a_point_ended),
        "network_created" => t_string!(texts, manage.audit.a_network_created),
        "network_changed" => t_string!(texts, manage.audit.a_network_changed),
        "plan_changed" => t_string!(texts, manage.audit.a_plan_changed),
        "feedback_answered" => t_string!(texts, manage.audit.a_feedback_answered),
        "feedback_reopened" => t_string!(texts, manage.audit.a_feedback_reopened),
        "held_accepted" => t_string!(texts, manage.audit.a_held_accepted),
        "held_dismissed" => t_string!(texts, manage.audit.a_held_dismissed),
        "note_written" => t_string!(texts, manage.audit.a_note_written),
        "note_removed" => t_string!(texts, manage.audit.a_note_removed),
        "share_made" => t_string!(texts, manage.audit.a_share_made),
        "share_read" => t_string!(texts, manage.audit.a_share_read),
        "share_ended" => t_string!(texts, manage.audit.a_share_ended),
        "entries_exported" => t_string!(texts, manage.audit.a_entries_exported),
        "stats_exported" => t_string!(texts, manage.audit.a_stats_exported),
        "report_exported" => t_string!(texts, manage.audit.a_report_exported),
        "door_granted" => t_string!(texts, door.a_granted),
        "door_revoked" => t_string!(texts, door.a_revoked),
        "check_in_decided" => t_string!(texts, door.a_decided),
        "seal_key_changed" => t_string!(texts, seal.audit),
        "restored" => t_string!(texts, manage.audit.a_restored),
        other => match super::day::action(texts, other) {
            Some(words) => words,
            None => return t_string!(texts, manage.audit.a_other, code = other).to_string(),
        },
    };
    known.to_owned()
}
