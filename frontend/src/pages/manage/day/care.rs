//! What is eaten and what people need: for who has the right of an organiser.
//!
//! Owns: how the counts, their changes and the free texts are shown. Must not: show a name, or keep anything on the device.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::domain::care::{Counts, Meal, change};
use shared::text;
use shared::wire::v1::care::{CarePage, FreeText, MarkSent, Sent, TextKind};

use super::Open;
use crate::components::notice::{Notice, Tone};
use crate::components::table::DataTable;
use crate::i18n::*;
use crate::pages::download::Download;
use crate::pages::failure;
use crate::pages::manage::{Loaded, is_chair};
use crate::state::remote::Remote;
use crate::state::server;

/// The part.
#[component]
pub fn Care(open: Open) -> impl IntoView {
    let remote = Remote::<CarePage>::new(open.path("/care"));
    let is_hidden = Memo::new(move |_| remote.failure().is_some_and(|failure| failure.has_code("forbidden")));
    move || {
        if is_hidden.get() {
            view! { <Hidden /> }.into_any()
        } else {
            view! { <Loaded remote body=move |page| view! { <List open remote page /> } /> }.into_any()
        }
    }
}

/// Who can see it, for those who cannot.
#[component]
fn Hidden() -> impl IntoView {
    let texts = use_i18n();
    let chair = is_chair();
    view! {
        <Notice tone=Tone::Info>
            <p>{t!(texts, care.hidden)}</p>
            {move || {
                chair
                    .get()
                    .then(|| {
                        view! {
                            <p>{t!(texts, care.hidden_chair)}</p>
                            <A href="/hallinta/jasenet" attr:class="hds-button hds-button--secondary">
                                {t!(texts, care.to_members)}
                            </A>
                        }
                    })
            }}
        </Notice>
    }
}

#[component]
fn List(open: Open, remote: Remote<CarePage>, page: Signal<Arc<CarePage>>) -> impl IntoView {
    let texts = open.texts;
    let mark = move |_| {
        let form = MarkSent { mark: page.get_untracked().mark.clone() };
        leptos::task::spawn_local(async move {
            match server::post::<CarePage>(&open.path("/care"), &form).await {
                Ok(now) => {
                    remote.set(now);
                    open.said.say(wording(texts, |texts| t_string!(texts, care.marked)));
                }
                Err(failure) if failure.has_code("overtaken") => {
                    remote.reload();
                    open.said.fail(wording(texts, |texts| t_string!(texts, care.list_changed)));
                }
                Err(failure) => open.said.fail(failure::wording(texts, failure)),
            }
        });
    };
    let deleted = move || {
        let date = text::date(page.get().deleted_on, lang(texts));
        t_string!(texts, care.deleted_on, date = date).to_string()
    };
    let file = Signal::derive(move || open.path(&format!("/care.csv?lang={}", lang(texts).code())));
    view! {
        <p class="soft">{t!(texts, care.intro)} " " {deleted}</p>
        <section class="card stack">
            <h2>{t!(texts, care.counts)}</h2>
            {move || since(texts, &page.get())}
            {move || table(texts, &page.get())}
            <p class="soft small">{t!(texts, care.counts_note)}</p>
            <div class="row">
                <button type="button" class="hds-button hds-button--primary" on:click=mark>
                    {t!(texts, care.mark)}
                </button>
                <Download class="hds-button hds-button--secondary" href=file text=say!(texts, care.file) />
            </div>
            <p class="soft small">{t!(texts, care.mark_hint)}</p>
        </section>
        <section class="card stack">
            <h2>{t!(texts, care.texts)}</h2>
            <p class="soft small">{t!(texts, care.texts_note)}</p>
            <h3>{t!(texts, care.texts_diet)}</h3>
            {move || written(texts, &page.get().texts, TextKind::Diet)}
            <h3>{t!(texts, care.texts_access)}</h3>
            {move || written(texts, &page.get().texts, TextKind::Access)}
        </section>
    }
}

/// What was sent when, and whether anything has changed since.
fn since(texts: Texts, page: &CarePage) -> AnyView {
    let Some(sent) = &page.sent else {
        return view! { <p>{t_string!(texts, care.never_sent)}</p> }.into_any();
    };
    let time = text::instant(sent.at, lang(texts));
    let at = t_string!(texts, care.sent_at, time = time).to_string();
    if is_same(page, sent) {
        return view! { <p>{at} " " {t_string!(texts, care.same)}</p> }.into_any();
    }
    let gone = match sent.gone {
        0 => None,
        1 => Some(t_string!(texts, care.gone_1).to_owned()),
        n => Some(t_string!(texts, care.gone_n, n = n).to_string()),
    };
    view! {
        <Notice tone=Tone::Mark>
            <p>{at} " " {t_string!(texts, care.changed)}</p>
            {gone.map(|gone| view! { <p>{gone}</p> })}
        </Notice>
    }
    .into_any()
}

fn is_same(page: &CarePage, sent: &Sent) -> bool {
    page.counts == sent.counts && sent.gone == 0 && page.texts.iter().all(|one| !one.is_new)
}

fn table(texts: Texts, page: &CarePage) -> impl IntoView + use<> {
    let lang = lang(texts);
    let mut columns = vec![(say!(texts, care.diet), false)];
    if page.lunch {
        columns.push((say!(texts, care.lunch_confirmed), true));
        columns.push((say!(texts, care.lunch_reserved), true));
        columns.push((say!(texts, care.without_confirmed), true));
        columns.push((say!(texts, care.without_reserved), true));
    } else {
        columns.push((say!(texts, care.confirmed), true));
        columns.push((say!(texts, care.reserved), true));
    }
    let before = page.sent.as_ref().map(|sent| &sent.counts);
    let shown = if page.lunch { 0 } else { 2 };
    let row = |label: String, of: &dyn Fn(&Counts) -> Meal| {
        let now = of(&page.counts);
        let changes = before.map(|before| change(of(before), now));
        let cells = now.figures().into_iter().enumerate().skip(shown).map(|(at, n)| {
            let n = text::number(i64::from(n), lang);
            let cell = match changes.map(|changes| changes[at]) {
                None | Some(0) => n,
                Some(more) if more > 0 => format!("{n}\u{a0}(+{})", text::number(more, lang)),
                Some(less) => format!("{n}\u{a0}({})", text::number(less, lang)),
            };
            view! { <td class="n nowrap">{cell}</td> }
        });
        let cells = cells.collect_view();
        view! {
            <tr>
                <th scope="row">{label}</th>
                {cells}
            </tr>
        }
    };
    let mut rows = vec![
        row(t_string!(texts, care.all).to_owned(), &|counts| counts.all),
        row(t_string!(texts, care.plain).to_owned(), &|counts| counts.plain),
    ];
    for diet in &page.diets {
        rows.push(row(diet.label(lang).to_owned(), &|counts| counts.diet(&diet.code)));
    }
    view! {
        <DataTable caption=say!(texts, care.counts) caption_hidden=true columns>
            {rows}
        </DataTable>
    }
}

fn written(texts: Texts, all: &[FreeText], kind: TextKind) -> AnyView {
    let shown: Vec<_> = all.iter().filter(|one| one.kind == kind).collect();
    if shown.is_empty() {
        return view! { <p class="soft">{t_string!(texts, care.texts_none)}</p> }.into_any();
    }
    let line = |one: &FreeText| {
        let mut tags = Vec::new();
        if one.is_new {
            tags.push(t_string!(texts, care.tag_new));
        }
        if !one.confirmed {
            tags.push(t_string!(texts, care.tag_reserved));
        }
        let tags = (!tags.is_empty()).then(|| view! { <span class="soft">" ("{tags.join(", ")}")"</span> });
        view! { <li class="wrap">{one.text.clone()} {tags}</li> }
    };
    view! { <ul>{shown.into_iter().map(line).collect_view()}</ul> }.into_any()
}
