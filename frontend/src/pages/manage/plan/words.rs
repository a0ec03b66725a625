//! Words of a plan.
//!
//! Owns: the names of metrics, and what is said of a fault. Labels of goals and states are the vocabulary's.

use shared::domain::plan::{Measure, Metric, Pace, Status, Wrong};

use crate::i18n::*;

/// Draft or approved.
pub fn status(texts: Texts, status: Status) -> &'static str {
    match status {
        Status::Draft => t_string!(texts, plan.draft),
        Status::Approved => t_string!(texts, plan.approved),
    }
}

/// What a metric counts.
pub fn metric(texts: Texts, metric: Metric) -> &'static str {
    match metric {
        Metric::Helps => t_string!(texts, plan.metric.helps),
        Metric::People => t_string!(texts, plan.metric.people),
        Metric::PeerSupports => t_string!(texts, plan.metric.peer_supports),
        Metric::GroupSessions => t_string!(texts, plan.metric.group_sessions),
        Metric::GroupParticipants => t_string!(texts, plan.metric.group_participants),
        Metric::PeerSessions => t_string!(texts, plan.metric.peer_sessions),
        Metric::PeerParticipants => t_string!(texts, plan.metric.peer_participants),
        Metric::LibrariesReporting => t_string!(texts, plan.metric.libraries_reporting),
        Metric::Meetings => t_string!(texts, plan.metric.meetings),
        Metric::RemoteMeetings => t_string!(texts, plan.metric.remote_meetings),
        Metric::ActivityDay => t_string!(texts, plan.metric.activity_day),
        Metric::Trainings => t_string!(texts, plan.metric.trainings),
        Metric::Contributions => t_string!(texts, plan.metric.contributions),
        Metric::Travel => t_string!(texts, plan.metric.travel),
        Metric::YesNo => t_string!(texts, plan.metric.yes_no),
        Metric::Own => t_string!(texts, plan.metric.own),
    }
}

/// How a measure is called: its own name, or its metric's.
pub fn measure(texts: Texts, measure: &Measure) -> String {
    if measure.name.trim().is_empty() {
        metric(texts, measure.metric).to_owned()
    } else {
        measure.name.clone()
    }
}

/// How something should grow.
pub fn pace(texts: Texts, pace: &Pace) -> &'static str {
    match pace {
        Pace::Even => t_string!(texts, plan.form.even),
        Pace::ByMonth(_) => t_string!(texts, plan.form.by_month),
        Pace::ByDate => t_string!(texts, plan.form.by_date),
    }
}

/// What is wrong; `None` where no field of a form can cause it.
pub fn wrong(texts: Texts, wrong: Wrong, of: Metric, year: i32) -> Option<String> {
    let said = match wrong {
        Wrong::Year => t_string!(texts, plan.wrong.year),
        Wrong::TooMany => t_string!(texts, plan.wrong.too_many),
        Wrong::TooLong => t_string!(texts, plan.wrong.too_long),
        Wrong::NoName => t_string!(texts, plan.wrong.no_name),
        Wrong::Target if of.is_yes_no() => t_string!(texts, plan.wrong.target_yes_no),
        Wrong::Target if of == Metric::Travel => t_string!(texts, plan.wrong.target_euros),
        Wrong::Target => t_string!(texts, plan.wrong.target),
        Wrong::PeriodOrder => t_string!(texts, plan.wrong.period_order),
        Wrong::PeriodYear => return Some(t_string!(texts, plan.wrong.period_year, year = year).to_string()),
        Wrong::Months => t_string!(texts, plan.wrong.months),
        Wrong::ByHand => t_string!(texts, plan.wrong.by_hand),
        Wrong::NoEvidence => t_string!(texts, plan.wrong.no_evidence),
        Wrong::UnknownGoal | Wrong::GoalTwice | Wrong::MeasureTwice | Wrong::NotByHand => return None,
    };
    Some(said.to_owned())
}
