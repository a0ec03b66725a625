//! `asetukset`: a day is set up.
//!
//! Owns: which groups of settings there are, and the one dialog in which one of them is changed. Must not: judge a day.

mod fault;
mod fields;
mod place;
mod programme;
mod publish;
mod question;
pub mod session;
mod texts;
mod when;

use leptos::prelude::*;
use shared::domain::day::{Question, Session};

use self::place::{Place, PlaceForm};
use self::programme::Programme;
use self::publish::Publish;
use self::question::{QuestionForm, Questions};
use self::session::SessionForm;
use self::texts::{TextForm, TextsCard};
use self::when::{When, WhenForm};
use super::Open;
use crate::components::dialog::Dialog;
use crate::i18n::*;
use crate::pages::confirm::{self, Confirm, opened_by};

/// What is being changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Editing {
    /// Date, times, registration's opening and closing.
    When,
    /// Place, capacity, lunch, budget.
    Place,
    /// Title, introduction, directions.
    Texts,
    /// A session, or a new one.
    Session(Option<Session>),
    /// A question, or a new one.
    Question(Option<Question>),
}

impl Editing {
    fn title(&self, texts: Texts) -> &'static str {
        match self {
            Self::When => t_string!(texts, day.when.title),
            Self::Place => t_string!(texts, day.place.title),
            Self::Texts => t_string!(texts, day.texts.title),
            Self::Session(None) => t_string!(texts, day.programme.add),
            Self::Session(Some(_)) => t_string!(texts, day.programme.edit),
            Self::Question(None) => t_string!(texts, day.questions.add),
            Self::Question(Some(_)) => t_string!(texts, day.questions.edit),
        }
    }
}

/// The one question of the page, and what is done after a yes.
#[derive(Clone, Copy)]
pub struct Ask {
    question: RwSignal<Option<confirm::Question>>,
    yes: RwSignal<Callback<()>>,
}

impl Ask {
    fn new() -> Self {
        Self { question: RwSignal::new(None), yes: RwSignal::new(Callback::new(|()| {})) }
    }

    /// Asks before something is done.
    pub fn before(self, question: confirm::Question, done: impl Fn() + Send + Sync + 'static) {
        self.yes.set(Callback::new(move |()| done()));
        self.question.set(Some(question));
    }
}

/// The part.
#[component]
pub fn Settings(open: Open) -> impl IntoView {
    let texts = open.texts;
    let editing = RwSignal::new(None::<Editing>);
    let is_open = opened_by(editing);
    let ask = Ask::new();
    let title = Signal::derive(move || {
        editing.with(|editing| editing.as_ref().map_or("", |editing| editing.title(texts))).to_owned()
    });
    let form = move || {
        let close = Callback::new(move |()| is_open.set(false));
        Some(match editing.get_untracked()? {
            Editing::When => view! { <WhenForm open close /> }.into_any(),
            Editing::Place => view! { <PlaceForm open close /> }.into_any(),
            Editing::Texts => view! { <TextForm open close /> }.into_any(),
            Editing::Session(session) => {
                let known = session.is_some();
                view! { <SessionForm open session known close /> }.into_any()
            }
            Editing::Question(question) => view! { <QuestionForm open question close /> }.into_any(),
        })
    };
    view! {
        <Publish open ask />
        <When open editing />
        <Place open editing />
        <TextsCard open editing />
        <Programme open editing ask />
        <Questions open editing ask />
        <Dialog id="day-dialog" open=is_open title>
            {form}
        </Dialog>
        <Confirm question=ask.question on_yes=Callback::new(move |()| ask.yes.get_untracked().run(())) />
    }
}

/// A card with its heading and the button that changes what it shows.
#[component]
fn Card(
    /// Id of the button: what is wrong with the group leads here.
    id: &'static str,
    /// What is changed.
    of: Editing,
    /// Where that is noted.
    editing: RwSignal<Option<Editing>>,
    /// The facts.
    children: Children,
) -> impl IntoView {
    let texts = use_i18n();
    let of = StoredValue::new(of);
    let name = move || of.with_value(|of| of.title(texts));
    view! {
        <section class="card stack">
            <div class="page__head">
                <h2>{name}</h2>
                <button
                    type="button"
                    id=id
                    class="hds-button hds-button--quiet"
                    aria-label=move || t_string!(texts, manage.edit_of, what = name()).to_string()
                    on:click=move |_| editing.set(Some(of.get_value()))
                >
                    {t!(texts, action.edit)}
                </button>
            </div>
            {children()}
        </section>
    }
}

/// Facts with their names; what nobody has told yet is said so.
fn facts(texts: Texts, facts: Vec<(&'static str, String)>) -> AnyView {
    let fact = |(name, value): (&'static str, String)| {
        let value = if value.trim().is_empty() {
            view! { <span class="soft">{t_string!(texts, day.not_told)}</span> }.into_any()
        } else {
            value.into_any()
        };
        view! {
            <dt>{name}</dt>
            <dd class="as-written">{value}</dd>
        }
    };
    view! { <dl class="known">{facts.into_iter().map(fact).collect_view()}</dl> }.into_any()
}
