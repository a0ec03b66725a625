//! `/toimintapaiva`: registering for the activity day on a library's tablet, with or without a network.
//!
//! Owns: the page's order, and what stands in the form's place when one cannot register. Must not: keep what was written: it
//! is in the form until it is sealed, and nowhere else.

mod form;
mod receipts;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use shared::domain::day::{Day, Door};
use shared::domain::sealed::receipt;
use shared::form::{Given, Say as _, facts, paragraphs};
use shared::id::Id;
use shared::text;
use shared::wire::v1::tablet_form::TabletForm;

use self::form::RegisterForm;
use self::receipts::Receipts;
use super::lost::Lost;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::platform::page;
use crate::state::device::{Status, use_device};
use crate::state::{clock, registration};

/// The page.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let texts = use_i18n();
    let device = use_device();
    let minute = clock::minute();
    // `None` until the store has been read.
    let kept = RwSignal::new(None::<Option<Arc<TabletForm>>>);
    Effect::new(move || {
        device.form_kept.track();
        spawn_local(async move {
            let form = registration::kept().await.map(Arc::new);
            kept.try_set(Some(form));
        });
    });
    let queued = RwSignal::new(None::<Id>);
    let form = Memo::new(move |_| kept.get().flatten());
    let door = Memo::new(move |_| form.get().map(|form| form.day.door(minute.get())));
    let title = Signal::derive(move || match form.get() {
        Some(form) => form.day.title.of(lang(texts)).to_owned(),
        None => t_string!(texts, seal.title).to_owned(),
    });
    let body = move || match (device.status.get(), kept.with(Option::is_some), door.get()) {
        (Status::NotEnrolled, ..) => view! { <NotATablet /> }.into_any(),
        (Status::Failed(_), ..) => {
            view! { <Notice tone=Tone::Bad>{t!(texts, device.store_failed)}</Notice> }.into_any()
        }
        (Status::Opening, ..) | (_, false, _) => {
            view! { <p class="soft" role="status">{t!(texts, app.loading)}</p> }.into_any()
        }
        (_, _, None) => {
            let named = device.config().is_some_and(|config| config.form.is_some());
            let words = if named { t_string!(texts, seal.no_form) } else { t_string!(texts, seal.none) };
            view! { <Notice tone=Tone::Info>{words}</Notice> }.into_any()
        }
        (_, _, Some(Door::Before)) => {
            let when = move || opens(texts, form.get());
            view! { <Notice tone=Tone::Info>{when}</Notice> }.into_any()
        }
        (_, _, Some(Door::After)) => {
            view! { <Notice tone=Tone::Info>{t!(texts, register.over)}</Notice> }.into_any()
        }
        (_, _, Some(Door::Open)) => view! { <Open form queued /> }.into_any(),
    };
    // Asked in a memo, so that a tick of the clock does not draw the form anew.
    let stage = Memo::new(move |_| {
        let status = match device.status.get() {
            Status::Opening => 0,
            Status::NotEnrolled => 1,
            Status::Failed(_) => 2,
            Status::Enrolled(_) => 3,
        };
        let named = device.config().is_some_and(|config| config.form.is_some());
        (status, kept.with(Option::is_some), door.get(), named)
    });
    view! {
        <div class="page page--narrow tablet-form">
            <PageHeading text=title />
            {move || form.get().map(|form| view! { <Head form texts /> })}
            <Lost />
            {move || {
                // Read, not only tracked: a memo that nobody has read hears of nothing.
                let _ = stage.get();
                untrack(body)
            }}
            <Receipts />
        </div>
    }
}

fn opens(texts: Texts, form: Option<Arc<TabletForm>>) -> String {
    let Some(form) = form else { return String::new() };
    let when = text::instant(form.day.opens.instant(), lang(texts));
    t_string!(texts, register.not_yet, when = when).to_string()
}

/// What, when, where.
#[component]
fn Head(form: Arc<TabletForm>, texts: Texts) -> impl IntoView {
    let head = move || {
        let lang = lang(texts);
        given(&form, lang, |words| {
            let Day { intro, closes, .. } = &form.day;
            let intro = intro.of(lang).trim();
            let intro = if intro.is_empty() { String::new() } else { paragraphs(intro).into_string() };
            let until = words.fill("register.closes", &[("when", &text::instant(closes.instant(), lang))]);
            format!("{}{intro}<p class=\"soft\">{until}</p>", facts(words, &form.day).into_string())
        })
    };
    view! { <div class="stack stack--tight" inner_html=head></div> }
}

/// Something that is said with the texts that came with the form.
fn given<T>(form: &TabletForm, lang: shared::domain::lang::Lang, say: impl FnOnce(Given<'_>) -> T) -> T {
    let none = std::collections::BTreeMap::new();
    say(Given { lang, texts: form.texts.get(lang.code()).unwrap_or(&none) })
}

#[component]
fn NotATablet() -> impl IntoView {
    let texts = use_i18n();
    view! {
        <section class="card stack">
            <p>{t!(texts, device.not_enrolled)}</p>
            <p>
                <A href="/ota-kayttoon" attr:class="hds-button hds-button--primary">
                    {t!(texts, device.enrol)}
                </A>
            </p>
        </section>
    }
}

/// The form, or after it the receipt.
#[component]
fn Open(form: Memo<Option<Arc<TabletForm>>>, queued: RwSignal<Option<Id>>) -> impl IntoView {
    let done = Callback::new(move |id: Id| {
        queued.set(Some(id));
        leptos::prelude::request_animation_frame(|| page::focus("queued"));
    });
    move || match queued.get() {
        Some(id) => view! { <Queued id again=Callback::new(move |()| queued.set(None)) /> }.into_any(),
        None => view! { <RegisterForm form done /> }.into_any(),
    }
}

/// What a person takes along: the number, and that this is no confirmation yet.
#[component]
fn Queued(id: Id, again: Callback<()>) -> impl IntoView {
    let texts = use_i18n();
    view! {
        <section class="card stack" id="queued" tabindex="-1" role="status">
            <h2>{t!(texts, seal.queued_title)}</h2>
            <p>{t!(texts, seal.queued)}</p>
            <p>
                {t!(texts, seal.receipt)} <br />
                <strong class="receipt">{receipt(id)}</strong>
            </p>
            <p class="soft">{t!(texts, seal.receipt_note)}</p>
            <div>
                <button
                    type="button"
                    class="hds-button hds-button--secondary"
                    on:click=move |_| again.run(())
                >
                    {t!(texts, register.another)}
                </button>
            </div>
        </section>
    }
}
