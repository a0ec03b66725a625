//! Draft or published, and where the public finds it.
//!
//! Owns: the words on what publishing does, and that a day with faults is not published.

use leptos::prelude::*;
use shared::domain::day::{Door, Status};
use shared::domain::lang::Lang;
use shared::text;

use super::{Ask, fault};
use crate::components::error_summary::{ErrorSummary, Faults};
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::confirm::Question;
use crate::pages::manage::day::Open;
use crate::pages::manage::qr;
use crate::platform::clipboard;

/// The button that leads to a field.
fn button_of(field: &str) -> &'static str {
    match field {
        "date" | "begins" | "ends" | "opens" | "closes" => "edit-when",
        "title" | "intro" | "directions" => "edit-texts",
        "programme" => "edit-programme",
        "questions" => "edit-questions",
        _ => "edit-place",
    }
}

/// The card.
#[component]
pub fn Publish(open: Open, ask: Ask) -> impl IntoView {
    let texts = open.texts;
    let faults = RwSignal::new(Faults::new());
    let published = Memo::new(move |_| open.now.get().day.status == Status::Published);
    let publish = move |_| {
        let form = open.changed(|day| day.status = Status::Published);
        let wrong = form.day.faults();
        faults.set(wrong.iter().map(|wrong| fault::at(texts, button_of(wrong.field), *wrong)).collect());
        if wrong.is_empty() {
            open.save(form, wording(texts, |texts| t_string!(texts, day.publish.done)));
        }
    };
    let withdraw = move |_| {
        let question = Question {
            title: wording(texts, |texts| t_string!(texts, day.publish.withdraw_title)),
            words: vec![wording(texts, |texts| t_string!(texts, day.publish.withdraw_text))],
            yes: wording(texts, |texts| t_string!(texts, day.publish.withdraw)),
        };
        ask.before(question, move || {
            let form = open.changed(|day| day.status = Status::Draft);
            open.save(form, wording(texts, |texts| t_string!(texts, day.publish.withdrawn)));
        });
    };
    let state = move || {
        let now = open.now.get();
        let lang = lang(texts);
        let (opens, closes) =
            (text::instant(now.day.opens.instant(), lang), text::instant(now.day.closes.instant(), lang));
        match (now.day.status, now.day.door(now.now)) {
            (Status::Draft, Door::After) => t_string!(texts, day.publish.draft_over).to_owned(),
            (Status::Draft, Door::Before) => {
                t_string!(texts, day.publish.draft_before, when = opens).to_string()
            }
            (Status::Draft, Door::Open) => t_string!(texts, day.publish.draft_open).to_owned(),
            (Status::Published, Door::Before) => {
                t_string!(texts, day.publish.before, when = opens).to_string()
            }
            (Status::Published, Door::Open) => t_string!(texts, day.publish.open, when = closes).to_string(),
            (Status::Published, Door::After) => t_string!(texts, day.publish.over, when = closes).to_string(),
        }
    };
    view! {
        <section class="card stack">
            <div class="page__head">
                <h2>
                    {move || {
                        if published.get() {
                            t_string!(texts, day.publish.is_published)
                        } else {
                            t_string!(texts, day.publish.is_draft)
                        }
                    }}
                </h2>
                {move || {
                    if published.get() {
                        view! {
                            <button type="button" class="hds-button hds-button--quiet" on:click=withdraw>
                                {t!(texts, day.publish.withdraw)}
                            </button>
                        }
                            .into_any()
                    } else {
                        view! {
                            <button type="button" class="hds-button hds-button--primary" on:click=publish>
                                {t!(texts, day.publish.publish)}
                            </button>
                        }
                            .into_any()
                    }
                }}
            </div>
            <ErrorSummary faults />
            <p>{state}</p>
            {move || {
                (!open.now.get().sends_mail)
                    .then(|| view! { <Notice tone=Tone::Mark>{t!(texts, day.publish.no_mail)}</Notice> })
            }}
            <Previews open />
            <Address open />
        </section>
    }
}

/// Links to the form as the public will see it.
#[component]
fn Previews(open: Open) -> impl IntoView {
    let texts = open.texts;
    let link = move |lang: Lang, words: Signal<String>| {
        let to = move || format!("{}?kieli={}", open.now.get().preview, lang.code());
        view! {
            <li>
                <a href=to target="_blank" rel="external noopener">
                    {move || words.get()}
                </a>
            </li>
        }
    };
    view! {
        <div>
            <p class="field-label">{t!(texts, day.publish.preview)}</p>
            <ul class="links">
                {link(Lang::Fi, say!(texts, day.languages.in_fi))}
                {link(Lang::Sv, say!(texts, day.languages.in_sv))}
                {link(Lang::En, say!(texts, day.languages.in_en))}
            </ul>
        </div>
    }
}

/// The address, to be copied or read by a camera.
#[component]
fn Address(open: Open) -> impl IntoView {
    let texts = open.texts;
    let address = Memo::new(move |_| open.now.get().address.clone());
    let picture = Memo::new(move |_| qr::size(&open.now.get().qr_svg));
    let copied = RwSignal::new(None::<bool>);
    let copy = move |_| {
        leptos::task::spawn_local(async move {
            let done = clipboard::copy(&address.get_untracked()).await;
            let _ = copied.try_set(Some(done));
        });
    };
    let said = move || {
        copied.get().map(|done| {
            if done {
                t_string!(texts, manage.members.copied)
            } else {
                t_string!(texts, manage.members.not_copied)
            }
        })
    };
    view! {
        <div class="code">
            <div class="code__qr" role="img" aria-label=move || t_string!(texts, day.publish.qr)>
                {move || {
                    picture
                        .get()
                        .map(|picture| view! { <svg viewBox=picture.view_box inner_html=picture.body></svg> })
                }}
            </div>
            <div class="stack">
                <div class="hds-text-input">
                    <label class="hds-text-input__label" for="day-public-address">
                        {t!(texts, day.publish.address)}
                    </label>
                    <div class="hds-text-input__input-wrapper">
                        <input
                            class="hds-text-input__input"
                            id="day-public-address"
                            readonly
                            prop:value=move || address.get()
                        />
                    </div>
                </div>
                <div class="row">
                    <button type="button" class="hds-button hds-button--secondary" on:click=copy>
                        {t!(texts, manage.members.copy)}
                    </button>
                    <span role="status">{said}</span>
                </div>
            </div>
        </div>
    }
}
