//! What stands in the fields of a measure's form, and the measure that it makes.
//!
//! Owns: reading and writing the fields, and at which field a fault is said. Must not: judge: the plan's own rules do.

use leptos::prelude::*;
use shared::domain::plan::{ByHand, Measure, Metric, Pace, Plan, Wrong};
use shared::domain::sample_period::Period;
use shared::time::Date;

use super::{amount, words};
use crate::components::error_summary::Faults;
use crate::i18n::*;
use crate::pages::form::trimmed;
use crate::state::ids;

/// The controls of the months.
pub const MONTHS: [&str; 12] = [
    "measure-m1",
    "measure-m2",
    "measure-m3",
    "measure-m4",
    "measure-m5",
    "measure-m6",
    "measure-m7",
    "measure-m8",
    "measure-m9",
    "measure-m10",
    "measure-m11",
    "measure-m12",
];
/// The control of what they add up to.
pub const SUM: &str = "measure-months";
/// Codes of the paces in the form.
pub const PACES: [(&str, Pace); 3] =
    [("even", Pace::Even), ("by_month", Pace::ByMonth([0; 12])), ("by_date", Pace::ByDate)];

/// What stands in the fields.
#[derive(Clone, Copy)]
pub struct Values {
    /// Code of the metric.
    pub metric: RwSignal<String>,
    /// Its own name.
    pub name: RwSignal<String>,
    /// How much.
    pub target: RwSignal<String>,
    /// First date.
    pub from: RwSignal<String>,
    /// Last date.
    pub to: RwSignal<String>,
    /// Code of the pace.
    pub pace: RwSignal<String>,
    /// Parts by month.
    pub months: [RwSignal<String>; 12],
    /// What is done.
    pub done: RwSignal<String>,
    /// As of when.
    pub on: RwSignal<String>,
    /// Where it can be seen.
    pub evidence: RwSignal<String>,
}

/// A metric as a code of the form.
pub fn code(metric: Metric) -> String {
    serde_json::to_value(metric).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

impl Values {
    /// Of a measure, or of a new one.
    pub fn of(measure: Option<&Measure>, plan: &Plan, today: Date) -> Self {
        let text = RwSignal::<String>::new;
        let day =
            |month, day| Date::new(plan.year, month, day).map(|date| date.to_string()).unwrap_or_default();
        let metric = measure.map_or(Metric::Helps, |measure| measure.metric);
        let months = match measure.map(|measure| measure.pace) {
            Some(Pace::ByMonth(parts)) => parts.map(|part| text(amount::written(metric, part))),
            _ => [(); 12].map(|()| text(String::new())),
        };
        let pace = measure.map_or(Pace::Even, |measure| measure.pace);
        let pace = PACES.iter().find(|(_, of)| std::mem::discriminant(of) == std::mem::discriminant(&pace));
        let hand = measure.and_then(|measure| measure.by_hand.as_ref());
        Self {
            metric: text(code(metric)),
            name: text(measure.map(|measure| measure.name.clone()).unwrap_or_default()),
            target: text(measure.map(|measure| amount::written(metric, measure.target)).unwrap_or_default()),
            from: text(measure.map_or_else(|| day(1, 1), |measure| measure.period.from.to_string())),
            to: text(measure.map_or_else(|| day(12, 31), |measure| measure.period.to.to_string())),
            pace: text(pace.map_or("even", |(code, _)| code).to_owned()),
            months,
            done: text(hand.map(|hand| amount::written(metric, hand.done)).unwrap_or_default()),
            on: text(hand.map_or(today, |hand| hand.on).to_string()),
            evidence: text(hand.map(|hand| hand.evidence.clone()).unwrap_or_default()),
        }
    }

    /// The chosen metric; tracked.
    pub fn metric(self) -> Metric {
        let chosen = self.metric.get();
        Metric::ALL.into_iter().find(|metric| code(*metric) == chosen).unwrap_or(Metric::Helps)
    }

    /// The measure that the fields make; what cannot be read is a fault at its field.
    pub fn read(self, texts: Texts, known: Option<&Measure>) -> Result<Measure, Faults> {
        let metric = untrack(|| self.metric());
        let mut faults = Faults::new();
        let mut fault = |id: &'static str, wrong: Wrong| {
            let words =
                wording(texts, move |texts| words::wrong(texts, wrong, metric, 0).unwrap_or_default());
            faults.push((id, words));
        };
        let target = if metric.is_yes_no() { Some(1) } else { amount::read(metric, &trimmed(self.target)) };
        if target.is_none() {
            fault("measure-target", Wrong::Target);
        }
        let by_month = self.pace.get_untracked() == "by_month" && !metric.is_yes_no();
        let mut parts = [0; 12];
        for ((part, field), id) in parts.iter_mut().zip(self.months).zip(MONTHS) {
            let written = trimmed(field);
            match amount::read(metric, &written) {
                Some(read) if by_month => *part = read,
                None if by_month && !written.is_empty() => fault(id, Wrong::ByHand),
                _ => {}
            }
        }
        let done = trimmed(self.done);
        let by_hand = (metric.takes_by_hand() && !done.is_empty()).then(|| amount::read(metric, &done));
        // Evidence of nothing would be dropped without a word.
        let unfounded = metric.takes_by_hand() && done.is_empty() && !trimmed(self.evidence).is_empty();
        if by_hand == Some(None) || unfounded {
            fault("measure-done", Wrong::ByHand);
        }
        let mut date = |field: RwSignal<String>, id: &'static str| {
            let read = trimmed(field).parse::<Date>().ok();
            if read.is_none() {
                faults.push((id, wording(texts, |texts| t_string!(texts, plan.wrong.date))));
            }
            read
        };
        let (from, to) = (date(self.from, "measure-from"), date(self.to, "measure-to"));
        let on = if matches!(by_hand, Some(Some(_))) { date(self.on, "measure-on") } else { None };
        let (Some(target), Some(from), Some(to), true) = (target, from, to, faults.is_empty()) else {
            return Err(faults);
        };
        let pace = match self.pace.get_untracked().as_str() {
            _ if metric.is_yes_no() => Pace::ByDate,
            "by_month" => Pace::ByMonth(parts),
            "by_date" => Pace::ByDate,
            _ => Pace::Even,
        };
        let by_hand = by_hand.flatten().zip(on);
        Ok(Measure {
            id: known.map_or_else(ids::mint, |measure| measure.id),
            metric,
            name: trimmed(self.name),
            target,
            period: Period { from, to },
            pace,
            by_hand: by_hand.map(|(done, on)| ByHand { done, on, evidence: trimmed(self.evidence) }),
        })
    }
}

/// The control at which a fault of the plan's rules is said.
pub fn field_of(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::NoName => "measure-name",
        Wrong::PeriodOrder | Wrong::PeriodYear => "measure-to",
        Wrong::Months => SUM,
        Wrong::ByHand | Wrong::NotByHand => "measure-done",
        // The field of the name takes no text that is too long.
        Wrong::NoEvidence | Wrong::TooLong => "measure-evidence",
        _ => "measure-target",
    }
}
