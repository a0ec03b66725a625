//! The words of a document: the interface's texts, the lists' labels, amounts.
//!
//! Owns: how a measure and an amount are called. Must not: lay anything out.

use document::{Block, Run};
use shared::domain::lang::Lang;
use shared::domain::plan::{Measure, Metric, Pace};
use shared::domain::vocabulary::Vocabulary;
use shared::text;

/// Texts and lists in one language.
#[derive(Clone, Copy)]
pub(super) struct Words<'a> {
    /// The texts.
    pub words: crate::words::Words,
    /// The lists.
    pub lists: &'a Vocabulary,
}

impl Words<'_> {
    pub(super) fn lang(self) -> Lang {
        self.words.lang
    }

    pub(super) fn say(self, key: &str) -> String {
        self.words.say(key)
    }

    pub(super) fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.fill(key, values)
    }

    pub(super) fn label(self, list: &str, code: &str) -> String {
        self.lists.label(list, code, self.lang()).to_owned()
    }

    pub(super) fn heading(self, level: u8, key: &str) -> Block {
        Block::Heading { level, text: self.say(key) }
    }

    pub(super) fn gap(self, key: &str) -> Block {
        Block::Gap(self.say(key))
    }

    /// What the chair has written, a paragraph per line; a marked place where nothing is.
    pub(super) fn written(self, text: &str, gap: &str) -> Vec<Block> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        let blocks: Vec<Block> = lines.map(paragraph).collect();
        if blocks.is_empty() { vec![self.gap(gap)] } else { blocks }
    }

    /// A figure, or the word for one that is masked.
    pub(super) fn figure(self, n: Option<i64>) -> String {
        n.map_or_else(|| self.say("export.masked"), |n| text::number(n, self.lang()))
    }

    /// How a measure is called: its own name, or its metric's.
    pub(super) fn measure(self, measure: &Measure) -> String {
        if !measure.name.trim().is_empty() {
            return measure.name.trim().to_owned();
        }
        self.say(match measure.metric {
            Metric::Helps => "plan.metric.helps",
            Metric::People => "plan.metric.people",
            Metric::PeerSupports => "plan.metric.peer_supports",
            Metric::GroupSessions => "plan.metric.group_sessions",
            Metric::GroupParticipants => "plan.metric.group_participants",
            Metric::PeerSessions => "plan.metric.peer_sessions",
            Metric::PeerParticipants => "plan.metric.peer_participants",
            Metric::LibrariesReporting => "plan.metric.libraries_reporting",
            Metric::Meetings => "plan.metric.meetings",
            Metric::RemoteMeetings => "plan.metric.remote_meetings",
            Metric::ActivityDay => "plan.metric.activity_day",
            Metric::Trainings => "plan.metric.trainings",
            Metric::Contributions => "plan.metric.contributions",
            Metric::Travel => "plan.metric.travel",
            Metric::YesNo => "plan.metric.yes_no",
            Metric::Own => "plan.metric.own",
        })
    }

    /// An amount of a metric: a number, yes or no, or euros.
    pub(super) fn amount(self, metric: Metric, amount: i64) -> String {
        match metric {
            Metric::Travel => {
                let (whole, cents) = (text::number(amount / 100, self.lang()), amount.rem_euclid(100));
                let mark = if self.lang() == Lang::En { '.' } else { ',' };
                let euros = if cents == 0 { whole } else { format!("{whole}{mark}{cents:02}") };
                self.fill("plan.euros", &[("amount", &euros)])
            }
            _ if metric.is_yes_no() => self.say(if amount == 0 { "plan.no" } else { "plan.yes" }),
            _ => text::number(amount, self.lang()),
        }
    }

    /// What a measure asks.
    pub(super) fn target(self, measure: &Measure) -> String {
        let amount = self.amount(measure.metric, measure.target);
        if measure.metric.is_limit() { self.fill("plan.limit", &[("amount", &amount)]) } else { amount }
    }

    /// When it should be done.
    pub(super) fn pace(self, measure: &Measure) -> String {
        let span = || text::span(measure.period.from, measure.period.to, self.lang());
        match measure.pace {
            Pace::Even => format!("{}, {}", span(), self.say("plan.form.even")),
            Pace::ByMonth(_) => format!("{}, {}", span(), self.say("plan.form.by_month")),
            Pace::ByDate => self.fill("plan.by", &[("date", &text::date(measure.period.to, self.lang()))]),
        }
    }
}

/// One paragraph of plain text.
pub(super) fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![Run::Plain(text.into())])
}
