//! The form of a measure.
//!
//! Owns: which fields a metric and a pace ask for. Must not: judge: the plan's own rules
//! (`shared::domain::plan`) are asked about the plan as it would be, as the server will ask them.

use leptos::prelude::*;
use shared::domain::plan::{Measure, Metric, Pace, Plan, Source};
use shared::text;
use shared::time::Date;

use super::values::{MONTHS, PACES, SUM, Values, code, field_of};
use super::{Open, amount, words};
use crate::components::field::{DateField, SelectField, TextArea, TextField};
use crate::components::label::Item;
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState};

const FIELDS: FieldIds = &[];
/// What is edited: a measure of a goal, or a new one.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// The goal's code.
    pub goal: String,
    /// The measure; `None` for a new one.
    pub measure: Option<Measure>,
}

/// The form.
#[component]
pub fn MeasureForm(open: Open, target: Target, close: Callback<()>) -> impl IntoView {
    let texts = open.page.texts;
    let now = open.now.get_untracked();
    let values = Values::of(target.measure.as_ref(), &now.plan, now.today);
    let state = FormState::new(FIELDS);
    let year = now.plan.year;
    let submit = Callback::new(move |()| {
        let measure = match values.read(texts, target.measure.as_ref()) {
            Ok(measure) => measure,
            Err(faults) => {
                state.may_send(faults);
                return;
            }
        };
        let name = measure.clone();
        let form = open.changed(|plan| put(plan, &target.goal, measure));
        let wrong = form.plan.faults(&open.plans.get_untracked().vocabulary);
        let faults = wrong.into_iter().filter_map(|fault| {
            let metric = name.metric;
            words::wrong(texts, fault.wrong, metric, year)?;
            let words = wording(texts, move |texts| {
                words::wrong(texts, fault.wrong, metric, year).unwrap_or_default()
            });
            Some((field_of(fault.wrong), words))
        });
        if !state.may_send(faults.collect()) {
            return;
        }
        state.send(texts, async move { open.send(form).await }, move |page| {
            close.run(());
            open.show(
                page,
                wording(texts, move |texts| {
                    t_string!(texts, manage.saved, what = words::measure(texts, &name)).to_string()
                }),
            );
        });
    });
    view! {
        <Form state submit=say!(texts, action.save) on_submit=submit cancel=close>
            <Planned texts values state year />
            {move || {
                values.metric().takes_by_hand().then(|| view! { <DoneByHand texts values state /> })
            }}
        </Form>
    }
}

/// Puts a measure in its place, or at the end of its goal.
fn put(plan: &mut Plan, goal: &str, measure: Measure) {
    let Some(goal) = plan.goals.iter_mut().find(|of| of.code == goal) else { return };
    match goal.measures.iter_mut().find(|of| of.id == measure.id) {
        Some(known) => *known = measure,
        None => goal.measures.push(measure),
    }
}

/// What is planned.
#[component]
fn Planned(texts: Texts, values: Values, state: FormState, year: i32) -> impl IntoView {
    let metrics = Signal::derive(move || {
        let item =
            |metric: Metric| Item { code: code(metric), label: words::metric(texts, metric).to_owned() };
        Metric::ALL.into_iter().map(item).collect::<Vec<_>>()
    });
    let source = Signal::derive(move || match values.metric().source() {
        Source::Entries => t_string!(texts, plan.form.metric_from_entries).to_owned(),
        Source::Day => t_string!(texts, after.metric_from_day).to_owned(),
        Source::Hand => t_string!(texts, plan.form.metric_by_hand).to_owned(),
    });
    let paces = Signal::derive(move || {
        let item = |(code, pace): &(&str, Pace)| Item {
            code: (*code).to_owned(),
            label: words::pace(texts, pace).to_owned(),
        };
        PACES.iter().map(item).collect::<Vec<_>>()
    });
    let target_label = Signal::derive(move || match values.metric() {
        Metric::Travel => t_string!(texts, plan.form.target_euros).to_owned(),
        _ => t_string!(texts, plan.form.target).to_owned(),
    });
    let day = move |month, day| Date::new(year, month, day).map(|date| date.to_string()).unwrap_or_default();
    let (first, last) = (Signal::derive(move || day(1, 1)), Signal::derive(move || day(12, 31)));
    let counted = Memo::new(move |_| !values.metric().is_yes_no());
    let by_month = Memo::new(move |_| counted.get() && values.pace.get() == "by_month");
    view! {
        <SelectField
            id="measure-metric"
            label=say!(texts, plan.form.metric)
            items=metrics
            value=values.metric
            hint=source
        />
        <TextField
            id="measure-name"
            label=say!(texts, plan.form.name)
            hint=say!(texts, plan.form.name_hint)
            value=values.name
            error=state.fault("measure-name")
            most=200
        />
        {move || {
            counted
                .get()
                .then(|| {
                    view! {
                        <TextField
                            id="measure-target"
                            label=target_label
                            value=values.target
                            error=state.fault("measure-target")
                            most=20
                        />
                    }
                })
        }}
        <div class="fields">
            <DateField
                id="measure-from"
                label=say!(texts, plan.form.from)
                value=values.from
                first
                last
                error=state.fault("measure-from")
            />
            <DateField
                id="measure-to"
                label=say!(texts, plan.form.to)
                value=values.to
                first
                last
                error=state.fault("measure-to")
            />
        </div>
        {move || {
            counted
                .get()
                .then(|| {
                    view! {
                        <SelectField
                            id="measure-pace"
                            label=say!(texts, plan.form.pace)
                            items=paces
                            value=values.pace
                        />
                    }
                })
        }}
        {move || by_month.get().then(|| view! { <MonthFields texts values state /> })}
    }
}

/// A field for each month, and what they add up to.
#[component]
fn MonthFields(texts: Texts, values: Values, state: FormState) -> impl IntoView {
    let sum = move || {
        let metric = values.metric();
        let shown = |value: Option<i64>| {
            value.map_or_else(|| "–".to_owned(), |value| amount::shown(texts, metric, value))
        };
        let parts = values.months.iter().map(|field| field.get()).filter(|text| !text.trim().is_empty());
        let sum = parts.map(|text| amount::read(metric, &text)).sum::<Option<i64>>();
        let target = amount::read(metric, &values.target.get());
        t_string!(texts, plan.form.month_sum, sum = shown(sum), target = shown(target)).to_string()
    };
    let field = |(month, (id, value)): (u32, (&'static str, RwSignal<String>))| {
        let name = Signal::derive(move || capital(text::month(month, lang(texts))));
        view! { <TextField id label=name value error=state.fault(id) most=20 /> }
    };
    let fault = state.fault(SUM);
    view! {
        <fieldset class="stack stack--tight" id=SUM tabindex="-1" aria-describedby="measure-months-error">
            <legend>{t!(texts, plan.form.months)}</legend>
            <div class="fields fields--months">
                {(1..).zip(MONTHS.into_iter().zip(values.months)).map(field).collect_view()}
            </div>
            <p class="small" role="status">
                {sum}
            </p>
            <div id="measure-months-error">
                {move || fault.get().map(|fault| view! { <span class="hds-text-input__error-text">{fault}</span> })}
            </div>
        </fieldset>
    }
}

/// A field's label begins with a capital letter.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// What has been done of a measure that no part of the app counts.
#[component]
fn DoneByHand(texts: Texts, values: Values, state: FormState) -> impl IntoView {
    let yes_no = Memo::new(move |_| values.metric().is_yes_no());
    let answers = Signal::derive(move || {
        [
            ("", t_string!(texts, plan.form.unknown)),
            ("1", t_string!(texts, plan.yes)),
            ("0", t_string!(texts, plan.no)),
        ]
        .into_iter()
        .map(|(code, label)| Item { code: code.to_owned(), label: label.to_owned() })
        .collect::<Vec<_>>()
    });
    let done = move || {
        if yes_no.get() {
            view! {
                <SelectField
                    id="measure-done"
                    label=say!(texts, plan.form.yes_no)
                    items=answers
                    value=values.done
                    error=state.fault("measure-done")
                />
            }
            .into_any()
        } else {
            view! {
                <TextField
                    id="measure-done"
                    label=say!(texts, plan.form.done)
                    hint=say!(texts, plan.form.done_hint)
                    value=values.done
                    error=state.fault("measure-done")
                    most=20
                />
            }
            .into_any()
        }
    };
    let (first, last) =
        (Signal::derive(|| "2000-01-01".to_owned()), Signal::derive(|| "2101-12-31".to_owned()));
    view! {
        {done}
        <DateField id="measure-on" label=say!(texts, plan.form.on) value=values.on first last error=state.fault("measure-on") />
        <TextArea
            id="measure-evidence"
            label=say!(texts, plan.form.evidence)
            hint=say!(texts, plan.form.evidence_hint)
            value=values.evidence
            error=state.fault("measure-evidence")
        />
    }
}
