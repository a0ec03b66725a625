//! `/hallinta/jasenet`: the members, their chips and accounts.
//!
//! Owns: the list and what can be done with a member. Must not: show a figure of a person.

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::Id;
use shared::routes;
use shared::text;
use shared::time::helsinki;
use shared::wire::v1::link::IssuedLink;
use shared::wire::v1::member::{Member, Members, PatchMember, Role};

use super::link_dialog::{Issued, LinkDialog};
use super::member_form::{MemberForm, MemberTarget};
use super::{Loaded, Places, Said, SaidLine, is_chair, library_of};
use crate::components::dialog::Dialog;
use crate::components::field::CheckField;
use crate::components::heading::PageHeading;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question};
use crate::pages::failure;
use crate::state::remote::Remote;
use crate::state::server;

/// What the page's rows act on.
#[derive(Clone, Copy)]
struct Page {
    texts: Texts,
    places: Places,
    members: Remote<Members>,
    said: Said,
    chair: Signal<bool>,
    removed_too: RwSignal<bool>,
    form: RwSignal<Option<MemberTarget>>,
    removing: RwSignal<Option<Member>>,
    question: RwSignal<Option<Question>>,
    link: RwSignal<Option<Issued>>,
}

/// The page.
#[component]
pub fn MembersPage() -> impl IntoView {
    let texts = use_i18n();
    let page = Page {
        texts,
        places: Places::load(),
        members: Remote::new(routes::MEMBERS),
        said: Said::new(),
        chair: is_chair(),
        removed_too: RwSignal::new(false),
        form: RwSignal::new(None),
        removing: RwSignal::new(None),
        question: RwSignal::new(None),
        link: RwSignal::new(None),
    };
    let list = move |members: Signal<Arc<Members>>| {
        view! {
            <section class="card stack">
                {move || table(page, &members.get())}
                <CheckField
                    id="removed-too"
                    label=Signal::derive(move || t_string!(texts, manage.members.show_removed).to_string())
                    value=page.removed_too
                />
            </section>
        }
    };
    let open = super::opened_by(page.form);
    let title = Signal::derive(move || match page.form.get() {
        Some(MemberTarget::Known(_)) => t_string!(texts, manage.members.edit).to_string(),
        _ => t_string!(texts, manage.members.add).to_string(),
    });
    let saved = Callback::new(move |name: String| {
        open.set(false);
        page.members.reload();
        page.said.say(super::saved_words(page.texts, name));
    });
    let remove = Callback::new(move |()| {
        if let Some(member) = page.removing.get_untracked() {
            set_removed(page, member, true);
        }
    });
    view! {
        <div class="page manage">
            <div class="page__head">
                <PageHeading text=Signal::derive(move || t_string!(texts, manage.members.title).to_string()) />
                {move || {
                    page.members
                        .ready()
                        .map(|_| {
                            view! {
                                <button
                                    type="button"
                                    class="hds-button hds-button--primary"
                                    on:click=move |_| page.form.set(Some(MemberTarget::New(crate::state::ids::mint())))
                                >
                                    {t!(texts, manage.members.add)}
                                </button>
                            }
                        })
                }}
            </div>
            <p class="soft">{t!(texts, manage.members.intro)}</p>
            <SaidLine said=page.said />
            <Loaded remote=page.members body=list />
        </div>
        <Dialog id="member-dialog" open title>
            {move || {
                page.form
                    .get_untracked()
                    .map(|target| {
                        view! {
                            <MemberForm
                                target
                                places=page.places
                                chair=page.chair
                                saved
                                cancel=Callback::new(move |()| open.set(false))
                            />
                        }
                    })
            }}
        </Dialog>
        <LinkDialog issued=page.link />
        <Confirm question=page.question on_yes=remove />
    }
}

fn table(page: Page, members: &Members) -> AnyView {
    let texts = page.texts;
    let shown: Vec<&Member> = members
        .members
        .iter()
        .filter(|member| page.removed_too.get() || member.removed_at.is_none())
        .collect();
    if shown.is_empty() {
        return view! { <p class="soft">{t_string!(texts, manage.members.none)}</p> }.into_any();
    }
    let columns = vec![
        Column::text(t_string!(texts, manage.members.name)),
        Column::text(t_string!(texts, manage.members.chip)),
        Column::text(t_string!(texts, manage.members.library)),
        Column::text(t_string!(texts, manage.members.role)),
        Column::text(t_string!(texts, manage.members.account)),
        Column::actions(t_string!(texts, manage.actions)),
    ];
    let rows = shown.into_iter().map(|member| row(page, member)).collect();
    records(t_string!(texts, manage.members.title), columns, rows)
}

fn row(page: Page, member: &Member) -> Vec<AnyView> {
    let texts = page.texts;
    let lang = lang(texts);
    let removed = member.removed_at.map(|at| {
        let date = text::date(helsinki(at).date, lang);
        view! { <span class="sub">{t_string!(texts, manage.members.removed, date = date).to_string()}</span> }
    });
    let library = match &member.library {
        Some(code) => library_of(page.places.libraries, code, lang),
        None => t_string!(texts, manage.members.no_library).to_string(),
    };
    let account = match (member.role >= Role::Contact, member.has_password) {
        (false, _) => t_string!(texts, manage.members.no_account),
        (true, true) => t_string!(texts, manage.members.has_password),
        (true, false) => t_string!(texts, manage.members.no_password),
    };
    let email = member.email.clone().map(|email| view! { <span class="sub">{email}</span> });
    vec![
        view! {
            {member.name.clone()}
            {removed}
        }
        .into_any(),
        member.chip.clone().into_any(),
        library.into_any(),
        view! {
            {role_name(texts, member.role)}
            {member.organiser.then(|| view! { <span class="sub">{t_string!(texts, care.organiser_short)}</span> })}
        }
        .into_any(),
        view! {
            {account}
            {email}
        }
        .into_any(),
        buttons(page, member).into_any(),
    ]
}

/// What may be done with a member: a contact manages names without an account only.
fn buttons(page: Page, member: &Member) -> impl IntoView + use<> {
    let texts = page.texts;
    let name = member.name.clone();
    let may = page.chair.get() || member.role == Role::Member;
    let quiet = "hds-button hds-button--quiet";
    if !may {
        return ().into_any();
    }
    if member.removed_at.is_some() {
        let label = t_string!(texts, manage.members.restore_of, what = name).to_string();
        let member = member.clone();
        return view! {
            <button
                type="button"
                class=quiet
                aria-label=label
                on:click=move |_| set_removed(page, member.clone(), false)
            >
                {t_string!(texts, action.restore)}
            </button>
        }
        .into_any();
    }
    let edit_label = t_string!(texts, manage.edit_of, what = name.clone()).to_string();
    let remove_label = t_string!(texts, manage.members.remove_of, what = name.clone()).to_string();
    let (link_words, link_label) = if member.has_password {
        let label = t_string!(texts, manage.members.link_reset_of, what = name.clone()).to_string();
        (t_string!(texts, manage.members.link_reset), label)
    } else {
        let label = t_string!(texts, manage.members.link_invite_of, what = name.clone()).to_string();
        (t_string!(texts, manage.members.link_invite), label)
    };
    let has_account = member.role >= Role::Contact && page.chair.get();
    let (for_edit, for_remove, id) = (member.clone(), member.clone(), member.id);
    let for_link = name.clone();
    let ask = move |_| {
        page.removing.set(Some(for_remove.clone()));
        let what = name.clone();
        page.question.set(Some(Question {
            title: wording(texts, move |texts| {
                t_string!(texts, manage.members.remove_title, what = what.clone())
            }),
            words: vec![wording(texts, |texts| t_string!(texts, manage.members.remove_text))],
            yes: wording(texts, |texts| t_string!(texts, manage.members.remove)),
        }));
    };
    view! {
        <span class="row">
            <button
                type="button"
                class=quiet
                aria-label=edit_label
                on:click=move |_| page.form.set(Some(MemberTarget::Known(for_edit.clone())))
            >
                {t_string!(texts, action.edit)}
            </button>
            {has_account
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class=quiet
                            aria-label=link_label
                            on:click=move |_| make_link(page, id, for_link.clone())
                        >
                            {link_words}
                        </button>
                    }
                })}
            <button type="button" class=quiet aria-label=remove_label on:click=ask>
                {t_string!(texts, action.delete)}
            </button>
        </span>
    }
    .into_any()
}

fn make_link(page: Page, id: Id, name: String) {
    leptos::task::spawn_local(async move {
        let path = format!("{}/{id}/link", routes::MEMBERS);
        match server::post::<IssuedLink>(&path, &()).await {
            Ok(link) => page.link.set(Some(Issued { name, link })),
            Err(failure) => page.said.fail(failure::wording(page.texts, failure)),
        }
    });
}

fn set_removed(page: Page, member: Member, removed: bool) {
    leptos::task::spawn_local(async move {
        let path = format!("{}/{}", routes::MEMBERS, member.id);
        let form = PatchMember { removed: Some(removed), ..PatchMember::default() };
        match server::patch::<Member>(&path, &form).await {
            Ok(member) => {
                page.members.reload();
                page.said.say(super::saved_words(page.texts, member.name));
            }
            Err(failure) => page.said.fail(failure::wording(page.texts, failure)),
        }
    });
}

/// A role in words.
pub(super) fn role_name(texts: Texts, role: Role) -> &'static str {
    match role {
        Role::Member => t_string!(texts, manage.members.role_member),
        Role::Contact => t_string!(texts, manage.members.role_contact),
        Role::Chair => t_string!(texts, manage.members.role_chair),
        Role::Unknown => t_string!(texts, manage.members.role_unknown),
    }
}
