//! The goals of a plan with their activities and measures.
//!
//! Owns: what can be done with a goal. Must not: add or remove one: the network's goals are the vocabulary's.

use leptos::prelude::*;
use shared::domain::plan::Measure;

use super::form::{MeasureForm, Target};
use super::text_form::{Section, Sections};
use super::{DoneTable, Open, words};
use crate::components::dialog::Dialog;
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question, opened_by};

/// Every goal of the plan.
#[component]
pub fn Goals(open: Open) -> impl IntoView {
    let texts = open.page.texts;
    let editing = RwSignal::new(None::<Target>);
    let is_open = opened_by(editing);
    let removing = RwSignal::new(None::<Measure>);
    let question = RwSignal::new(None::<Question>);
    let codes = Memo::new(move |_| {
        open.now.get().plan.goals.iter().map(|goal| goal.code.clone()).collect::<Vec<_>>()
    });
    let title = Signal::derive(move || match editing.get() {
        Some(Target { measure: Some(_), .. }) => t_string!(texts, plan.edit_measure).to_owned(),
        _ => t_string!(texts, plan.add_measure).to_owned(),
    });
    let remove = Callback::new(move |()| {
        let Some(gone) = removing.get_untracked() else { return };
        let words = wording(texts, |texts| t_string!(texts, plan.removed));
        open.save(
            move |plan| {
                for goal in &mut plan.goals {
                    goal.measures.retain(|measure| measure.id != gone.id);
                }
            },
            words,
        );
    });
    view! {
        <For each=move || codes.get() key=Clone::clone let(code)>
            <GoalCard open code editing removing question />
        </For>
        <Dialog id="measure-dialog" open=is_open title>
            {move || {
                editing
                    .get_untracked()
                    .map(|target| {
                        view! { <MeasureForm open target close=Callback::new(move |()| is_open.set(false)) /> }
                    })
            }}
        </Dialog>
        <Confirm question on_yes=remove />
    }
}

#[component]
fn GoalCard(
    open: Open,
    code: String,
    editing: RwSignal<Option<Target>>,
    removing: RwSignal<Option<Measure>>,
    question: RwSignal<Option<Question>>,
) -> impl IntoView {
    let texts = open.page.texts;
    let code = StoredValue::new(code);
    let name = Signal::derive(move || {
        let code = code.get_value();
        format!("{code} · {}", open.plans.get().vocabulary.label("goal", &code, lang(texts)))
    });
    let actions = Callback::new(move |measure: Measure| {
        let name = words::measure(texts, &measure);
        let edit_label = t_string!(texts, manage.edit_of, what = name.clone()).to_string();
        let remove_label = t_string!(texts, plan.remove_of, what = name).to_string();
        let (for_edit, for_remove) = (measure.clone(), measure);
        let ask = move |_| {
            let measure = for_remove.clone();
            removing.set(Some(measure.clone()));
            question.set(Some(Question {
                title: wording(texts, move |texts| {
                    t_string!(texts, plan.remove_title, what = words::measure(texts, &measure))
                }),
                words: vec![wording(texts, |texts| t_string!(texts, plan.remove_text))],
                yes: wording(texts, |texts| t_string!(texts, plan.remove)),
            }));
        };
        view! {
            <span class="row">
                <button
                    type="button"
                    class="hds-button hds-button--quiet"
                    aria-label=edit_label
                    on:click=move |_| {
                        editing.set(Some(Target { goal: code.get_value(), measure: Some(for_edit.clone()) }));
                    }
                >
                    {t_string!(texts, action.edit)}
                </button>
                <button type="button" class="hds-button hds-button--quiet" aria-label=remove_label on:click=ask>
                    {t_string!(texts, action.delete)}
                </button>
            </span>
        }
        .into_any()
    });
    let vocabulary = Signal::derive(move || open.plans.get().vocabulary.clone());
    view! {
        <section class="card stack">
            <h2>{move || name.get()}</h2>
            <Sections open sections=vec![Section::Activities(code.get_value())] />
            {move || {
                let goal = code.get_value();
                if !open.page.may.get() {
                    return view! { <DoneTable page=open.now vocabulary goal caption=name /> }.into_any();
                }
                let add = move |_| editing.set(Some(Target { goal: code.get_value(), measure: None }));
                view! {
                    <DoneTable page=open.now vocabulary goal caption=name actions />
                    <div>
                        <button
                            type="button"
                            class="hds-button hds-button--secondary"
                            aria-label=move || t_string!(texts, plan.add_measure_to, what = code.get_value()).to_string()
                            on:click=add
                        >
                            {t!(texts, plan.add_measure)}
                        </button>
                    </div>
                }
                    .into_any()
            }}
        </section>
    }
}
