//! The texts of a plan, one after the other, each with its form.
//!
//! Owns: which texts there are and how one is changed. Must not: format them: paragraphs are kept as they were written.

use leptos::prelude::*;
use shared::domain::plan::{MAX_TEXT, Plan};

use super::Open;
use crate::components::dialog::Dialog;
use crate::components::error_summary::Faults;
use crate::components::field::TextArea;
use crate::i18n::*;
use crate::pages::confirm::opened_by;
use crate::pages::form::{FieldIds, Form, FormState, trimmed};

const FIELDS: FieldIds = &[("plan", "plan-text")];

/// A text of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Section {
    /// Who the group is.
    Presentation,
    /// Its members.
    Members,
    /// What it is done with.
    Resources,
    /// What will be done for a goal.
    Activities(String),
}

impl Section {
    fn of<'a>(&self, plan: &'a mut Plan) -> Option<&'a mut String> {
        match self {
            Self::Presentation => Some(&mut plan.presentation),
            Self::Members => Some(&mut plan.members),
            Self::Resources => Some(&mut plan.resources),
            Self::Activities(code) => {
                plan.goals.iter_mut().find(|goal| goal.code == *code).map(|goal| &mut goal.activities)
            }
        }
    }

    fn text(&self, plan: &Plan) -> String {
        self.of(&mut plan.clone()).cloned().unwrap_or_default()
    }

    fn name(&self, texts: Texts) -> &'static str {
        match self {
            Self::Presentation => t_string!(texts, plan.presentation),
            Self::Members => t_string!(texts, plan.members),
            Self::Resources => t_string!(texts, plan.resources),
            Self::Activities(_) => t_string!(texts, plan.activities),
        }
    }

    /// What the button's label adds, so that several buttons of one name can be told apart.
    fn which(&self, texts: Texts) -> String {
        match self {
            Self::Activities(code) => format!("{} {code}", self.name(texts)),
            _ => self.name(texts).to_owned(),
        }
    }
}

/// Texts with their headings.
#[component]
pub fn Sections(open: Open, sections: Vec<Section>) -> impl IntoView {
    let texts = open.page.texts;
    let block = move |section: Section| {
        let within_goal = matches!(section, Section::Activities(_));
        let (for_name, for_text, for_label, for_edit) =
            (section.clone(), section.clone(), section.clone(), section);
        let heading = move || for_name.name(texts);
        let text = move || {
            let text = for_text.text(&open.now.get().plan);
            if text.trim().is_empty() {
                view! { <p class="soft">{t!(texts, plan.no_text)}</p> }.into_any()
            } else {
                view! { <p class="as-written">{text}</p> }.into_any()
            }
        };
        let edit = move || {
            let (for_label, for_edit) = (for_label.clone(), for_edit.clone());
            open.page.may.get().then(|| {
                view! {
                    <button
                        type="button"
                        class="hds-button hds-button--quiet"
                        aria-label=move || t_string!(texts, manage.edit_of, what = for_label.which(texts)).to_string()
                        on:click=move |_| open.text.set(Some(for_edit.clone()))
                    >
                        {t!(texts, action.edit)}
                    </button>
                }
            })
        };
        let inside = view! {
            <div class="page__head">
                {if within_goal {
                    view! { <h3>{heading}</h3> }.into_any()
                } else {
                    view! { <h2>{heading}</h2> }.into_any()
                }}
                {edit}
            </div>
            {text}
        };
        if within_goal {
            view! { <div class="stack stack--tight">{inside}</div> }.into_any()
        } else {
            view! { <section class="card stack stack--tight">{inside}</section> }.into_any()
        }
    };
    sections.into_iter().map(block).collect_view()
}

/// The form of the text that is being changed, once on the page.
#[component]
pub fn TextDialog(open: Open) -> impl IntoView {
    let texts = open.page.texts;
    let is_open = opened_by(open.text);
    let title = Signal::derive(move || {
        open.text.get().map(|section| section.name(texts).to_owned()).unwrap_or_default()
    });
    view! {
        <Dialog id="text-dialog" open=is_open title>
            {move || {
                open.text
                    .get_untracked()
                    .map(|section| {
                        view! { <TextForm open section close=Callback::new(move |()| is_open.set(false)) /> }
                    })
            }}
        </Dialog>
    }
}

#[component]
fn TextForm(open: Open, section: Section, close: Callback<()>) -> impl IntoView {
    let texts = open.page.texts;
    let value = RwSignal::new(section.text(&open.now.get_untracked().plan));
    let state = FormState::new(FIELDS);
    let for_label = section.clone();
    let submit = Callback::new(move |()| {
        let mut faults = Faults::new();
        if trimmed(value).chars().nth(MAX_TEXT).is_some() {
            faults.push(("plan-text", wording(texts, |texts| t_string!(texts, plan.wrong.too_long))));
        }
        if !state.may_send(faults) {
            return;
        }
        let section = section.clone();
        let form = open.changed(|plan| {
            if let Some(text) = section.of(plan) {
                *text = trimmed(value);
            }
        });
        state.send(texts, async move { open.send(form).await }, move |page| {
            close.run(());
            open.show(
                page,
                wording(texts, move |texts| {
                    t_string!(texts, manage.saved, what = section.name(texts)).to_string()
                }),
            );
        });
    });
    view! {
        <Form state submit=say!(texts, action.save) on_submit=submit cancel=close>
            <TextArea
                id="plan-text"
                label=Signal::derive(move || for_label.name(texts).to_owned())
                value
                error=state.fault("plan-text")
            />
        </Form>
    }
}
