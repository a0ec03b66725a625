//! Everything but the topic: for whom, how long, what came of it, how many, when, and more on request.
//!
//! Owns: which fields each way of logging shows. Must not: preselect anything.

use leptos::prelude::*;
use shared::domain::help::{COURSE, MAX_PEOPLE, MAX_TOPICS, REFERRED};

use super::Mode;
use super::form::Form;
use super::timer::{Timer, TimerButton};
use super::when::WhenFields;
use crate::components::choice::{ChipGroup, ChipSet};
use crate::components::error_summary::Faults;
use crate::components::field::CheckField;
use crate::components::label::{Item, text};
use crate::components::stepper::Stepper;
use crate::i18n::*;
use crate::pages::words::use_words;
use crate::state::lists::use_lists;

/// How many outcomes are shown at once; the rest on request.
const FIRST_OUTCOMES: usize = 2;

/// The fields beside the topics.
#[component]
pub fn Details(
    /// The fields.
    form: Form,
    /// The way of logging.
    #[prop(into)]
    mode: Signal<Mode>,
    /// What the chip of the time of entry says.
    #[prop(into)]
    now: Signal<String>,
    /// What is wrong.
    faults: RwSignal<Faults>,
    /// The timer, on the log screen.
    #[prop(optional)]
    timer: Option<Timer>,
) -> impl IntoView {
    let words = use_words();
    let known = say!(words.texts, form.if_known);
    let stopped = Callback::new(move |band: &'static str| form.duration.set(Some(band.to_owned())));
    let single = move || {
        (mode.get() == Mode::Single).then(|| {
            view! {
                <div class="duration">
                    <ChipGroup
                        name="duration"
                        legend=say!(words.texts, log.duration)
                        note=known
                        items=words.list("duration")
                        chosen=form.duration
                    />
                    {timer.map(|timer| view! { <TimerButton timer stopped /> })}
                </div>
                <OutcomeFields form />
            }
        })
    };
    let people = move || {
        (mode.get() != Mode::Batch).then(|| {
            let label = say!(words.texts, log.people);
            view! {
                <div>
                    <span class="choice__legend" aria-hidden="true">
                        {move || label.get()}
                    </span>
                    <Stepper
                        label
                        value=form.people
                        set=Callback::new(move |people| form.people.set(people))
                        least=1
                        most=MAX_PEOPLE
                    />
                </div>
            }
        })
    };
    view! {
        <ChipGroup
            name="kind"
            legend=say!(words.texts, log.kind)
            items=words.list("kind")
            chosen=form.kind
            required=true
        />
        {single}
        <div class="log__pair">
            {people}
            <WhenFields form now faults />
        </div>
        <MoreFields form mode />
    }
}

/// What came of it: the two usual answers, the rest on request; where to, if referred.
#[component]
fn OutcomeFields(form: Form) -> impl IntoView {
    let words = use_words();
    let open = form.outcomes_open;
    let all = words.list("outcome");
    let rest_chosen = Memo::new(move |_| {
        let chosen = form.outcome.get();
        all.with(|all| all.iter().skip(FIRST_OUTCOMES).any(|item| Some(&item.code) == chosen.as_ref()))
    });
    // Once one of them was chosen they stay, so that taking it back takes nothing from under the focus.
    Effect::new(move || {
        if rest_chosen.get() {
            open.set(true);
        }
    });
    let items = Memo::new(move |_| {
        let mut items: Vec<Item> = all.get();
        if !open.get() && !rest_chosen.get() {
            items.truncate(FIRST_OUTCOMES);
        }
        items
    });
    let toggle = move || {
        (!rest_chosen.get()).then(|| {
            view! {
                <button
                    type="button"
                    class="pill"
                    aria-expanded=move || open.get().to_string()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {move || match open.get() {
                        true => t_string!(words.texts, log.fewer_outcomes),
                        false => t_string!(words.texts, log.more_outcomes),
                    }}
                    <span class="chevron" aria-hidden="true"></span>
                </button>
            }
        })
    };
    let toggle = move || view! { {toggle} };
    let referred = move || form.outcome.with(|outcome| outcome.as_deref() == Some(REFERRED));
    view! {
        <div class="outcome">
            <ChipGroup
                name="outcome"
                legend=say!(words.texts, log.outcome)
                note=say!(words.texts, form.if_known)
                items
                chosen=form.outcome
                after=toggle
            />
        </div>
        {move || {
            referred()
                .then(|| {
                    view! {
                        <ChipGroup
                            name="referred_to"
                            legend=say!(words.texts, log.referred_to)
                            note=say!(words.texts, form.if_known)
                            items=words.list("referred_to")
                            chosen=form.referred_to
                        />
                    }
                })
        }}
    }
}

/// What is seldom noted: more topics, way, equipment, language, and what the network asks besides.
#[component]
fn MoreFields(form: Form, mode: Signal<Mode>) -> impl IntoView {
    let words = use_words();
    let lists = use_lists();
    let others = Memo::new(move |_| {
        let main = form.topic.get();
        let other = |item: &Item| Some(&item.code) != main.as_ref();
        words.topics().get().into_iter().filter(other).collect::<Vec<_>>()
    });
    // The main topic is never one of the others.
    Effect::new(move || {
        let main = form.topic.get();
        form.also.maybe_update(|also| {
            let before = also.len();
            also.retain(|topic| Some(topic) != main.as_ref());
            also.len() != before
        });
    });
    let forms = words.list("form");
    let forms =
        Memo::new(move |_| forms.get().into_iter().filter(|item| item.code != COURSE).collect::<Vec<_>>());
    let legend = move |make: fn(Texts) -> &'static str| text(move || make(words.texts).to_owned());
    let asks = Memo::new(move |_| lists.get().map(|lists| (lists.effort, lists.strain)));
    view! {
        <details class="log__more">
            <summary>{t!(words.texts, log.more)}</summary>
            <div class="stack">
                {move || {
                    (mode.get() == Mode::Single)
                        .then(|| {
                            view! {
                                <ChipSet
                                    legend=legend(|texts| t_string!(texts, log.also))
                                    note=legend(|texts| t_string!(texts, log.also_hint))
                                    items=others
                                    chosen=form.also
                                    most=MAX_TOPICS - 1
                                />
                            }
                        })
                }}
                <ChipGroup
                    name="form"
                    legend=legend(|texts| t_string!(texts, log.form))
                    items=forms
                    chosen=form.form
                />
                <ChipGroup
                    name="setting"
                    legend=legend(|texts| t_string!(texts, log.setting))
                    items=words.list("setting")
                    chosen=form.setting
                />
                <ChipGroup
                    name="equipment"
                    legend=legend(|texts| t_string!(texts, log.equipment))
                    items=words.list("equipment")
                    chosen=form.equipment
                />
                <ChipGroup
                    name="lang"
                    legend=legend(|texts| t_string!(texts, log.lang))
                    items=words.list("lang")
                    chosen=form.lang
                />
                {move || {
                    asks.get()
                        .is_some_and(|(effort, _)| effort)
                        .then(|| {
                            view! {
                                <ChipGroup
                                    name="effort"
                                    legend=legend(|texts| t_string!(texts, log.effort))
                                    items=words.list("effort")
                                    chosen=form.effort
                                />
                            }
                        })
                }}
                {move || {
                    asks.get()
                        .is_some_and(|(_, strain)| strain)
                        .then(|| {
                            view! {
                                <CheckField
                                    id="strain"
                                    label=legend(|texts| t_string!(texts, log.strain))
                                    value=form.strain
                                />
                            }
                        })
                }}
            </div>
        </details>
    }
}
