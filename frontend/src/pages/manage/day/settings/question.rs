//! The chair's own questions in the registration form.
//!
//! Owns: the list, and the form of one: its choices are lines, the same number of them in each language.

use leptos::prelude::*;
use shared::domain::day::{After, Answer, MAX_QUESTIONS, Question, Texts as DayTexts};
use shared::domain::registration::Mode;
use shared::id::Id;

use super::fields::{TextFields, Three};
use super::{Ask, Editing, fault};
use crate::components::field::{CheckField, SelectField};
use crate::components::label::Item;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::confirm;
use crate::pages::form::{FieldIds, Form, FormState, trimmed};
use crate::pages::manage::day::Open;
use crate::state::ids;

const FIELDS: FieldIds = &[("questions", "question-fi")];
const KINDS: [(&str, Answer); 3] =
    [("text", Answer::Text), ("choice", Answer::Choice), ("number", Answer::Number)];

fn kind(texts: Texts, answer: Answer) -> &'static str {
    match answer {
        Answer::Text => t_string!(texts, day.questions.text),
        Answer::Choice => t_string!(texts, day.questions.choice),
        Answer::Number => t_string!(texts, day.questions.number),
    }
}

/// The card.
#[component]
pub fn Questions(open: Open, editing: RwSignal<Option<Editing>>, ask: Ask) -> impl IntoView {
    let texts = open.texts;
    let remove = move |id: Id| {
        let form = open.changed(|day| day.questions.retain(|question| question.id != id));
        match form.day.faults().into_iter().find(|fault| fault.field == "questions") {
            // Another one hangs on it.
            Some(fault) => open.said.fail(wording(texts, move |texts| fault::words(texts, fault))),
            None => open.save(form, wording(texts, |texts| t_string!(texts, day.questions.removed))),
        }
    };
    let row = move |of: &Question| {
        let label = of.label.of(lang(texts)).to_owned();
        let (for_edit, id, name) = (of.clone(), of.id, of.label.clone());
        let press = move |_| {
            let name = name.clone();
            let question = confirm::Question {
                title: wording(texts, move |texts| {
                    t_string!(texts, day.questions.remove_title, what = name.of(lang(texts)).to_owned())
                }),
                words: vec![wording(texts, |texts| t_string!(texts, day.questions.remove_text))],
                yes: wording(texts, |texts| t_string!(texts, day.questions.remove)),
            };
            ask.before(question, move || remove(id));
        };
        let edit_label = t_string!(texts, manage.edit_of, what = label.clone()).to_string();
        let remove_label = t_string!(texts, day.questions.remove_of, what = label.clone()).to_string();
        view! {
            <li class="session">
                <div class="session__what">
                    <strong>{label}</strong>
                    <span class="sub">{about(open, of)}</span>
                </div>
                <div class="session__buttons">
                    <button
                        type="button"
                        class="hds-button hds-button--quiet"
                        aria-label=edit_label
                        on:click=move |_| editing.set(Some(Editing::Question(Some(for_edit.clone()))))
                    >
                        {t!(texts, action.edit)}
                    </button>
                    <button type="button" class="hds-button hds-button--quiet" aria-label=remove_label on:click=press>
                        {t!(texts, action.delete)}
                    </button>
                </div>
            </li>
        }
    };
    view! {
        <section class="card stack">
            <div class="page__head">
                <h2>{t!(texts, day.questions.title)}</h2>
                {move || {
                    (open.now.get().day.questions.len() < MAX_QUESTIONS)
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    id="edit-questions"
                                    class="hds-button hds-button--secondary"
                                    on:click=move |_| editing.set(Some(Editing::Question(None)))
                                >
                                    {t!(texts, day.questions.add)}
                                </button>
                            }
                        })
                }}
            </div>
            <p class="soft">{t!(texts, day.questions.intro)}</p>
            {move || {
                let questions = open.now.get().day.questions.clone();
                (!questions.is_empty())
                    .then(|| view! { <ul class="sessions">{questions.iter().map(row).collect_view()}</ul> })
            }}
        </section>
    }
}

/// How it is answered, by whom, after what.
fn about(open: Open, of: &Question) -> String {
    let texts = open.texts;
    let lang = lang(texts);
    let choices = of.choices.iter().map(|choice| choice.of(lang)).collect::<Vec<_>>().join(" / ");
    let answered = match of.answer {
        Answer::Choice => format!("{}: {choices}", kind(texts, of.answer)),
        _ => kind(texts, of.answer).to_owned(),
    };
    let required = of.required.then(|| t_string!(texts, day.questions.required).to_owned());
    let whom = of.of.map(|mode| {
        t_string!(texts, day.questions.only, what = open.label("attendance", mode.code())).to_string()
    });
    let after = of.after.and_then(|after| {
        let what = after_words(open, after)?;
        Some(t_string!(texts, day.questions.only_after, what = what).to_string())
    });
    [Some(answered), required, whom, after].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A question and its answer: *Ride?: yes*.
fn after_words(open: Open, after: After) -> Option<String> {
    let now = open.now.get();
    let lang = lang(open.texts);
    let earlier = now.day.questions.iter().find(|question| question.id == after.question)?;
    Some(format!("{} – {}", earlier.label.of(lang), earlier.choices.get(after.choice)?.of(lang)))
}

/// The choices as lines, a text per language.
fn lines(choices: &[DayTexts]) -> DayTexts {
    let join = |of: fn(&DayTexts) -> &String| {
        choices.iter().map(|choice| of(choice).as_str()).collect::<Vec<_>>().join("\n").trim_end().to_owned()
    };
    DayTexts { fi: join(|text| &text.fi), sv: join(|text| &text.sv), en: join(|text| &text.en) }
}

/// The choices that lines make; `None` where another language has more of them than Finnish.
fn choices(lines: &DayTexts) -> Option<Vec<DayTexts>> {
    let list = |text: &str| text.lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>();
    let (fi, sv, en) = (list(&lines.fi), list(&lines.sv), list(&lines.en));
    let other = |of: &[String], at: usize| of.get(at).cloned().unwrap_or_default();
    (sv.len().max(en.len()) <= fi.len()).then(|| {
        let choice = |(at, text): (usize, &String)| DayTexts {
            fi: text.clone(),
            sv: other(&sv, at),
            en: other(&en, at),
        };
        fi.iter().enumerate().map(choice).collect()
    })
}

/// An answer as a code of the form's list.
fn after_code(after: After) -> String {
    format!("{}:{}", after.question, after.choice)
}

fn after_of(code: &str) -> Option<After> {
    let (question, choice) = code.split_once(':')?;
    Some(After { question: question.parse().ok()?, choice: choice.parse().ok()? })
}

/// The form.
#[component]
pub fn QuestionForm(open: Open, question: Option<Question>, close: Callback<()>) -> impl IntoView {
    let texts = open.texts;
    let id = question.as_ref().map_or_else(ids::mint, |question| question.id);
    let of =
        |read: fn(&Question) -> DayTexts| TextFields::of(&question.as_ref().map(read).unwrap_or_default());
    let label = of(|question| question.label.clone());
    let lines_of = of(|question| lines(&question.choices));
    let field = |code: &str| RwSignal::new(code.to_owned());
    let answer = question.as_ref().map_or(Answer::Text, |question| question.answer);
    let answer = field(KINDS.iter().find(|(_, kind)| *kind == answer).map_or("", |(code, _)| code));
    let required = RwSignal::new(question.as_ref().is_some_and(|question| question.required));
    let whom = field(question.as_ref().and_then(|question| question.of).map_or("", Mode::code));
    let after = RwSignal::new(
        question.as_ref().and_then(|question| question.after).map(after_code).unwrap_or_default(),
    );
    let is_choice = Memo::new(move |_| answer.get() == "choice");
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let mut own = Vec::new();
        let kind = KINDS.iter().find(|(code, _)| answer.with_untracked(|answer| answer == code));
        let kind = kind.map_or(Answer::Text, |(_, kind)| *kind);
        let wanted = kind == Answer::Choice;
        let made = if wanted { choices(&lines_of.read()) } else { Some(Vec::new()) };
        if made.is_none() {
            own.push((
                "question-choices-fi",
                wording(texts, |texts| t_string!(texts, day.wrong.choice_lines)),
            ));
        } else if wanted
            && made.as_ref().is_some_and(|made| made.iter().any(|one| one.fi.is_empty()) || made.len() < 2)
        {
            own.push(("question-choices-fi", wording(texts, |texts| t_string!(texts, day.wrong.choices))));
        }
        let new = Question {
            id,
            label: label.read(),
            answer: kind,
            choices: made.unwrap_or_default(),
            required: required.get_untracked(),
            of: Mode::from_code(&trimmed(whom)),
            after: after_of(&trimmed(after)),
        };
        if new.label.fi.is_empty() {
            own.push(("question-fi", wording(texts, |texts| t_string!(texts, day.wrong.question))));
        }
        if !own.is_empty() {
            state.may_send(own);
            return;
        }
        let form = open.changed(|day| match day.questions.iter_mut().find(|other| other.id == id) {
            Some(known) => *known = new,
            None => day.questions.push(new),
        });
        fault::submit(open, state, (FIELDS, form), own, move |page| {
            close.run(());
            open.show(page, fault::saved(open, |texts| t_string!(texts, day.questions.title)));
        });
    });
    let kinds = Signal::derive(move || {
        let item = |(code, answer): &(&str, Answer)| Item {
            code: (*code).to_owned(),
            label: kind(texts, *answer).to_owned(),
        };
        KINDS.iter().map(item).collect::<Vec<_>>()
    });
    let modes = Signal::derive(move || {
        let all = Item { code: String::new(), label: t_string!(texts, day.questions.everybody).to_owned() };
        let item =
            |mode: Mode| Item { code: mode.code().to_owned(), label: open.label("attendance", mode.code()) };
        std::iter::once(all).chain(Mode::ALL.map(item)).collect::<Vec<_>>()
    });
    // Only what is asked earlier can be hung on.
    let answers = Signal::derive(move || {
        let day = open.now.get().day.clone();
        let earlier = day.questions.iter().take_while(|other| other.id != id);
        let after = earlier.filter(|other| other.answer == Answer::Choice).flat_map(|other| {
            (0..other.choices.len()).map(move |choice| After { question: other.id, choice })
        });
        let item = |after: After| Item {
            code: after_code(after),
            label: after_words(open, after).unwrap_or_default(),
        };
        let always = Item { code: String::new(), label: t_string!(texts, day.questions.always).to_owned() };
        std::iter::once(always).chain(after.map(item)).collect::<Vec<_>>()
    });
    let is_answered = question.is_some() && {
        let places = open.now.get_untracked().places;
        places.onsite.held() + places.remote.held() + places.onsite.waiting + places.declined > 0
    };
    view! {
        <Form state submit=say!(texts, action.save) on_submit=submit cancel=close>
            {is_answered
                .then(|| view! { <Notice tone=Tone::Mark>{t!(texts, day.questions.answered)}</Notice> })}
            <Three
                ids=["question-fi", "question-sv", "question-en"]
                legend=say!(texts, day.questions.label)
                fields=label
            />
            <SelectField id="question-answer" label=say!(texts, day.questions.answer) items=kinds value=answer />
            {move || {
                is_choice
                    .get()
                    .then(|| {
                        view! {
                            <Three
                                ids=["question-choices-fi", "question-choices-sv", "question-choices-en"]
                                legend=say!(texts, day.questions.choices)
                                hint=say!(texts, day.questions.choices_hint)
                                fields=lines_of
                                long=true
                            />
                        }
                    })
            }}
            <CheckField id="question-required" label=say!(texts, day.questions.must) value=required />
            <SelectField id="question-of" label=say!(texts, day.questions.whom) items=modes value=whom />
            {move || {
                (answers.with(Vec::len) > 1)
                    .then(|| {
                        view! {
                            <SelectField
                                id="question-after"
                                label=say!(texts, day.questions.after)
                                items=answers
                                value=after
                            />
                        }
                    })
            }}
        </Form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_are_lines_and_lines_are_choices() {
        let text = |fi: &str, sv: &str, en: &str| DayTexts {
            fi: fi.to_owned(),
            sv: sv.to_owned(),
            en: en.to_owned(),
        };
        let made = choices(&text("Kyllä\n Ei ", "Ja", "")).unwrap();
        assert_eq!(made, [text("Kyllä", "Ja", ""), text("Ei", "", "")]);
        assert_eq!(lines(&made), text("Kyllä\nEi", "Ja", ""));
        assert_eq!(choices(&text("Kyllä", "Ja\nNej", "")), None, "a Swedish choice that has no Finnish one");
        let after = After { question: Id::v7(1, [2; 10]), choice: 3 };
        assert_eq!(after_of(&after_code(after)), Some(after));
        assert_eq!(after_of(""), None);
    }
}
