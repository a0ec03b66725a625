//! The day's texts in three languages.

use leptos::prelude::*;
use shared::domain::day::Texts as DayTexts;

use super::fields::{TextFields, Three};
use super::{Card, Editing, facts, fault};
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState};
use crate::pages::manage::day::Open;

const FIELDS: FieldIds =
    &[("title", "day-title-fi"), ("intro", "day-intro-fi"), ("directions", "day-directions-fi")];

/// What is set, in the language of the page, and which languages are missing.
#[component]
pub fn TextsCard(open: Open, editing: RwSignal<Option<Editing>>) -> impl IntoView {
    let texts = open.texts;
    let shown = move || {
        let lang = lang(texts);
        let day = &open.now.get().day;
        let text = |of: &DayTexts| of.of(lang).to_owned();
        facts(
            texts,
            vec![
                (t_string!(texts, day.texts.name), text(&day.title)),
                (t_string!(texts, day.texts.intro), text(&day.intro)),
                (t_string!(texts, day.texts.directions), text(&day.directions)),
            ],
        )
    };
    let lacking = move || {
        let day = &open.now.get().day;
        let written = [&day.title, &day.intro, &day.directions];
        let lacks = |of: fn(&DayTexts) -> &str| {
            written.iter().any(|text| !text.fi.trim().is_empty() && of(text).trim().is_empty())
        };
        let languages = [
            (lacks(|text| &text.sv), t_string!(texts, day.languages.in_sv)),
            (lacks(|text| &text.en), t_string!(texts, day.languages.in_en)),
        ];
        let missing: Vec<_> = languages.iter().filter(|(lacks, _)| *lacks).map(|(_, name)| *name).collect();
        (!missing.is_empty()).then(|| {
            let languages = missing.join(", ");
            view! {
                <p class="soft small">
                    {t_string!(texts, day.texts.lacking, languages = languages).to_string()}
                </p>
            }
        })
    };
    view! {
        <Card id="edit-texts" of=Editing::Texts editing>
            {shown}
            {lacking}
        </Card>
    }
}

/// Changing it.
#[component]
pub fn TextForm(open: Open, close: Callback<()>) -> impl IntoView {
    let texts = open.texts;
    let day = open.now.get_untracked().day.clone();
    let title = TextFields::of(&day.title);
    let intro = TextFields::of(&day.intro);
    let directions = TextFields::of(&day.directions);
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let form = open.changed(|day| {
            (day.title, day.intro, day.directions) = (title.read(), intro.read(), directions.read());
        });
        fault::submit(open, state, (FIELDS, form), Vec::new(), move |page| {
            close.run(());
            open.show(page, fault::saved(open, |texts| t_string!(texts, day.texts.title)));
        });
    });
    view! {
        <Form state submit=say!(texts, action.save) on_submit=submit cancel=close>
            <p class="soft">{t!(texts, day.texts.hint)}</p>
            <Three
                ids=["day-title-fi", "day-title-sv", "day-title-en"]
                legend=say!(texts, day.texts.name)
                fields=title
            />
            <Three
                ids=["day-intro-fi", "day-intro-sv", "day-intro-en"]
                legend=say!(texts, day.texts.intro)
                fields=intro
                long=true
            />
            <Three
                ids=["day-directions-fi", "day-directions-sv", "day-directions-en"]
                legend=say!(texts, day.texts.directions)
                fields=directions
                long=true
            />
        </Form>
    }
}
