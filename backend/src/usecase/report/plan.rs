//! The yearly plan as a document, in the order of the network's own: the group, its members, goals with their activities and
//! measures, resources.

use document::{Block, Table};
use shared::domain::plan::{Goal, Plan, Status};

use super::words::Words;

/// Its title; a draft says so.
pub(super) fn title(plan: &Plan, words: Words<'_>) -> String {
    let title = words.fill("report.plan_title", &[("year", &plan.year.to_string())]);
    match plan.status {
        Status::Approved => title,
        Status::Draft => format!("{title} ({})", words.say("plan.draft")),
    }
}

/// Its contents.
pub(super) fn blocks(plan: &Plan, words: Words<'_>) -> Vec<Block> {
    let mut blocks = vec![words.heading(1, "plan.presentation")];
    blocks.extend(words.written(&plan.presentation, "report.gap_presentation"));
    blocks.push(words.heading(1, "plan.members"));
    blocks.extend(words.written(&plan.members, "report.gap_members"));
    blocks.push(words.heading(1, "report.goals"));
    plan.goals.iter().for_each(|goal| blocks.extend(self::goal(goal, words)));
    blocks.push(words.heading(1, "plan.resources"));
    blocks.extend(words.written(&plan.resources, "report.gap_resources"));
    blocks
}

fn goal(goal: &Goal, words: Words<'_>) -> Vec<Block> {
    let mut blocks = vec![goal_heading(goal, words)];
    blocks.extend(words.written(&goal.activities, "report.gap_activities"));
    if !goal.measures.is_empty() {
        let columns = ["plan.measure", "plan.target", "report.when"];
        let rows = goal.measures.iter().map(|measure| {
            vec![words.measure(measure).into(), words.target(measure).into(), words.pace(measure).into()]
        });
        blocks.push(Block::Table(Table {
            caption: words.fill("report.measures_of", &[("goal", &goal.code)]),
            header: columns.map(|key| words.say(key)).into(),
            rows: rows.collect(),
            numeric: vec![1],
            row_headers: true,
        }));
    }
    blocks
}

/// `A Digituki kirjastojen asiakkaille`.
pub(super) fn goal_heading(goal: &Goal, words: Words<'_>) -> Block {
    Block::Heading { level: 2, text: format!("{} {}", goal.code, words.label("goal", &goal.code)) }
}
