//! `/huomio`: what the server did not simply take in: rejected entries to correct, held ones to wait for.
//!
//! Owns: the page's order; correcting and sending, saving as a file, taking off the device after a question. Must not:
//! remove anything unasked, or wait for the network.

mod card;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::text;
use shared::wire::v1::push::Hold;

use self::card::StuckCard;
pub use self::card::act_words;
use super::confirm::{Confirm, Question};
use crate::components::dialog::Dialog;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::entries::edit::{EditForm, Edited};
use crate::pages::words::use_words;
use crate::platform::page;
use crate::state::entries::{Draft, Stuck, Why, use_entries};
use crate::state::rescue::{self, What};
use crate::state::{ids, review};

/// What the cards can ask for.
#[derive(Clone, Copy)]
struct Asked {
    /// Opens the entry's form.
    correct: Callback<Arc<Stuck>>,
    /// Saves it as a file.
    save: Callback<What>,
    /// Asks whether it is taken off the device.
    remove: Callback<Arc<Stuck>>,
}

/// The page.
#[component]
pub fn AttentionPage() -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let entries = use_entries();
    review::ask();
    let done = RwSignal::new(None::<(Tone, Wording)>);
    let say = move |tone: Tone, words: Wording| {
        let _ = done.try_set(Some((tone, words)));
        page::focus("attention-done");
    };
    let correcting = RwSignal::new(None::<Arc<Stuck>>);
    let open = RwSignal::new(false);
    let removing = RwSignal::new(None::<Arc<Stuck>>);
    let question = RwSignal::new(None::<Question>);
    let asked = Asked {
        correct: Callback::new(move |stuck| {
            correcting.set(Some(stuck));
            open.set(true);
        }),
        save: Callback::new(move |what| {
            spawn_local(async move {
                match rescue::export(what).await {
                    Ok(n) => {
                        let n = i64::try_from(n).unwrap_or(i64::MAX);
                        let saved = move |texts: Texts| {
                            t_string!(texts, device.saved_file, n = text::number(n, lang(texts)))
                        };
                        say(Tone::Good, wording(texts, saved));
                    }
                    Err(_) => say(Tone::Bad, wording(texts, |texts| t_string!(texts, device.failed))),
                }
            });
        }),
        remove: Callback::new(move |stuck: Arc<Stuck>| {
            let title = words.naming(&stuck.row);
            question.set(Some(Question {
                title: wording(texts, move |texts| {
                    t_string!(texts, attention.remove_title, what = title.text())
                }),
                words: vec![wording(texts, |texts| t_string!(texts, attention.remove_text))],
                yes: wording(texts, |texts| t_string!(texts, attention.remove)),
            }));
            removing.set(Some(stuck));
        }),
    };
    let remove = Callback::new(move |()| {
        let Some(stuck) = removing.get_untracked() else { return };
        spawn_local(async move {
            match entries.discard(stuck.op).await {
                Ok(()) => {
                    let title = words.naming(&stuck.row);
                    let removed =
                        move |texts: Texts| t_string!(texts, attention.removed, what = title.text());
                    say(Tone::Info, wording(texts, removed));
                }
                Err(_) => say(Tone::Bad, wording(texts, |texts| t_string!(texts, device.failed))),
            }
        });
    });
    let keep = move |stuck: Arc<Stuck>, all| {
        spawn_local(async move {
            let draft = Draft { id: ids::mint(), of: stuck.row.of, set: all, replaces: Some(stuck.op) };
            let outcome = entries.create(vec![draft]).await;
            open.set(false);
            match outcome {
                Ok(()) => {
                    let title = words.naming(&stuck.row);
                    let corrected =
                        move |texts: Texts| t_string!(texts, attention.corrected, what = title.text());
                    say(Tone::Good, wording(texts, corrected));
                }
                Err(why) => say(Tone::Bad, wording(texts, move |_| words.not_saved(why))),
            }
        });
    };
    let form = move |stuck: Arc<Stuck>| {
        let row = stuck.row.clone();
        let keep = Callback::new(move |Edited { all, .. }: Edited| keep(stuck.clone(), all));
        view! { <EditForm row keep cancel=Callback::new(move |()| open.set(false)) /> }
    };
    let part = move |which: fn(&Why) -> bool| {
        let some = move |all: &Arc<Vec<Stuck>>| {
            all.iter().filter(|stuck| which(&stuck.why)).cloned().map(Arc::new).collect::<Vec<_>>()
        };
        Memo::new(move |_| entries.stuck.with(some))
    };
    let rejected = part(|why| matches!(why, Why::Rejected(_)));
    let held = part(|why| matches!(why, Why::Held(hold) if *hold != Hold::Dismissed));
    let dismissed = part(|why| matches!(why, Why::Held(Hold::Dismissed)));
    let section = move |id: &'static str,
                        list: Memo<Vec<Arc<Stuck>>>,
                        heading: Signal<String>,
                        hint: Signal<String>| {
        move || {
            let list = list.get();
            (!list.is_empty()).then(|| {
                view! {
                    <section class="stack stack--tight" aria-labelledby=id>
                        <h2 id=id>{move || heading.get()}</h2>
                        <p class="soft">{move || hint.get()}</p>
                        <ul class="stuck">
                            {list.into_iter().map(|stuck| view! { <StuckCard stuck asked /> }).collect_view()}
                        </ul>
                    </section>
                }
            })
        }
    };
    let several = move || entries.stuck.with(|all| all.len() > 1);
    let none = move || entries.stuck.with(|all| all.is_empty());
    view! {
        <div class="page page--narrow">
            <PageHeading text=say!(texts, attention.title) />
            <p class="soft">{t!(texts, attention.intro)}</p>
            <div id="attention-done" role="status" tabindex="-1" class="said">
                {move || done.get().map(|(tone, words)| view! { <Notice tone>{move || words.text()}</Notice> })}
            </div>
            {move || none().then(|| view! { <p>{t!(texts, attention.none)}</p> })}
            {section(
                "rejected",
                rejected,
                say!(texts, attention.rejected),
                say!(texts, attention.rejected_hint),
            )}
            {section("held", held, say!(texts, attention.held), say!(texts, attention.held_hint))}
            {section(
                "dismissed",
                dismissed,
                say!(texts, attention.dismissed),
                say!(texts, attention.dismissed_hint),
            )}
            {move || {
                several()
                    .then(|| {
                        view! {
                            <div>
                                <button
                                    type="button"
                                    class="hds-button hds-button--secondary"
                                    on:click=move |_| asked.save.run(What::Stuck)
                                >
                                    {t!(texts, attention.save_all)}
                                </button>
                            </div>
                        }
                    })
            }}
        </div>
        <Dialog id="edit" open title=say!(texts, attention.correct)>
            {move || correcting.get().map(form)}
        </Dialog>
        <Confirm question on_yes=remove />
    }
}
