//! Retention: one statement per rule of `shared::domain::retention`, and the log of what they removed. What counts from the
//! activity day is `day_retention`'s; people in what is held for review are `held`'s.

use shared::domain::retention::Rule;
use shared::id::Id;
use shared::time::Millis;

use super::{Result, Tx, day_retention, held, on};

/// What a rule's `$1` is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cut {
    /// The instant before which something is old.
    Instant,
    /// The last month that is old, `YYYY-MM`.
    Month,
}

/// The rule of walk-ins' names; held ops that tell of somebody go with them.
const WALK_IN: &str = "walk_in";
/// Per rule: its code, what `$1` is, and the statement.
const STATEMENTS: &[(&str, Cut, &str)] = &[
    ("author_key", Cut::Month, "DELETE FROM author_key WHERE month <= $1"),
    (
        "op_member",
        Cut::Instant,
        "UPDATE op SET member_id = NULL WHERE member_id IS NOT NULL AND received_at <= $1",
    ),
    ("member", Cut::Instant, "DELETE FROM member WHERE removed_at <= $1"),
    ("session", Cut::Instant, "DELETE FROM session WHERE expires_at <= $1"),
    ("link", Cut::Instant, "DELETE FROM link WHERE expires_at <= $1 OR used_at <= $1"),
    ("enrolment", Cut::Instant, "DELETE FROM enrolment WHERE expires_at <= $1"),
    ("device", Cut::Instant, "DELETE FROM device WHERE revoked_at <= $1"),
    ("held", Cut::Instant, "DELETE FROM held WHERE resolved_at <= $1"),
    ("feedback", Cut::Instant, "DELETE FROM feedback WHERE at <= $1"),
    ("feedback_text", Cut::Instant, "DELETE FROM day_feedback_text WHERE held_at <= $1"),
    ("audit", Cut::Instant, "DELETE FROM audit WHERE at <= $1"),
    ("share", Cut::Instant, "DELETE FROM share WHERE expires_at <= $1"),
    (
        WALK_IN,
        Cut::Instant,
        "UPDATE check_in SET name = '', other_library = NULL WHERE name <> '' AND received_at <= $1",
    ),
    ("retention_log", Cut::Instant, "DELETE FROM retention_log WHERE at <= $1"),
];
const LOG: &str = "INSERT INTO retention_log (network_id, id, at, rule, removed) VALUES ($1, $2, $3, $4, $5)";
const LAST: &str = "SELECT MAX(at) FROM retention_log";
const FIRST_SINCE: &str = "SELECT MIN(at) FROM retention_log WHERE rule = $1 AND at >= $2";

/// Applies a rule over all networks; answers how many rows it removed or emptied. A rule without a statement removes
/// nothing; a test excludes that.
pub async fn apply(tx: &mut Tx, rule: &Rule, now: Millis) -> Result<u64> {
    if rule.is_of_day() {
        return day_retention::apply(tx, rule, now).await;
    }
    let Some((_, cut, sql)) = STATEMENTS.iter().copied().find(|(code, ..)| *code == rule.code) else {
        return Ok(0);
    };
    let held = if rule.code == WALK_IN {
        held::forget_people(tx, rule.keep.cutoff_date(now), rule.keep.cutoff(now)).await?
    } else {
        0
    };
    let stored = match cut {
        Cut::Instant => {
            let before = rule.keep.cutoff(now);
            on!(tx, c => sqlx::query(sql).bind(before).execute(c).await?.rows_affected())
        }
        Cut::Month => {
            let until = rule.keep.cutoff_month(now);
            on!(tx, c => sqlx::query(sql).bind(until).execute(c).await?.rows_affected())
        }
    };
    Ok(stored + held)
}

/// Logs what a rule removed.
pub async fn log(tx: &mut Tx, id: Id, at: Millis, rule: &str, removed: u64) -> Result<()> {
    let removed = i64::try_from(removed).unwrap_or(i64::MAX);
    on!(tx, c => sqlx::query(LOG).bind(Id::from_bytes([0; 16]).uuid()).bind(id.uuid()).bind(at).bind(rule)
        .bind(removed).execute(c).await.map(|_| ())?);
    Ok(())
}

/// When the job ran last, ms UTC.
pub async fn last_run(tx: &mut Tx) -> Result<Option<Millis>> {
    Ok(on!(tx, c => sqlx::query_scalar(LAST).fetch_one(c).await?))
}

/// When a rule was applied first at an instant or after it, ms UTC.
pub async fn first_since(tx: &mut Tx, rule: &str, since: Millis) -> Result<Option<Millis>> {
    Ok(on!(tx, c => sqlx::query_scalar(FIRST_SINCE).bind(rule).bind(since).fetch_one(c).await?))
}

#[cfg(test)]
mod tests {
    use shared::domain::retention::RULES;

    use super::{STATEMENTS, day_retention};

    #[test]
    fn each_rule_has_its_statement_and_the_other_way_round() {
        let rules: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
        let days = day_retention::FIELDS.iter().map(|field| field.code);
        let statements: Vec<_> = STATEMENTS.iter().map(|(code, ..)| *code).chain(days).collect();
        assert_eq!(rules, statements);
    }
}
