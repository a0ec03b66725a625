//! What participants of the activity day told: emptied or deleted some time after the day, field by field, so that the
//! figures stay. Once the name is gone, nothing leads to a person any more.

use shared::domain::retention::Rule;
use shared::id::Id;
use shared::time::Millis;

use super::{Result, Tx, on};

/// A text for both databases, or a pair where they differ.
#[derive(Clone, Copy, Debug)]
enum Sql {
    /// One for both.
    Same(&'static str),
    /// SQLite's and PostgreSQL's.
    Pair(&'static str, &'static str),
}

/// What is done for a rule. `$1` is the last date of a day that is old.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The rule's code.
    pub code: &'static str,
    /// One after the other; the first one's rows are counted.
    erase: &'static [Sql],
    /// How many of a network's (`$1`) day (`$2`, its year) hold it still.
    left: &'static str,
}

/// Rows of a table with the columns of a day.
macro_rules! of_old_day {
    ($statement:literal) => {
        concat!($statement, " (network_id, year) IN (SELECT network_id, year FROM day WHERE held_on <= $1)")
    };
}

/// Rows of a table that lead to a registration by a column of that name.
macro_rules! of_old_registration {
    ($statement:literal, $column:literal) => {
        concat!(
            $statement,
            " (network_id, ",
            $column,
            ") IN (SELECT r.network_id, r.id FROM registration r JOIN day d ON d.network_id = r.network_id \
             AND d.year = r.year WHERE d.held_on <= $1)"
        )
    };
}

macro_rules! left {
    ($table:literal, $holds:literal) => {
        concat!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM registration r JOIN ",
            $table,
            " t ON t.network_id = r.network_id AND t.registration = r.id \
             WHERE r.network_id = $1 AND r.year = $2 AND ",
            $holds
        )
    };
    ($holds:literal) => {
        concat!(
            "SELECT CAST(COUNT(*) AS BIGINT) FROM registration r WHERE r.network_id = $1 AND r.year = $2 AND ",
            $holds
        )
    };
}

/// In the order of the rules.
pub const FIELDS: &[Field] = &[
    Field {
        code: "day_diet",
        erase: &[
            Sql::Same(of_old_registration!(
                "UPDATE registration_care SET diets = '', diet_other = '' WHERE (diets <> '' OR diet_other <> '') AND",
                "registration"
            )),
            Sql::Same(of_old_day!("DELETE FROM care_sent WHERE")),
        ],
        left: left!("registration_care", "(t.diets <> '' OR t.diet_other <> '')"),
    },
    Field {
        code: "day_access",
        erase: &[
            Sql::Same(of_old_registration!(
                "UPDATE registration_care SET access = '' WHERE access <> '' AND",
                "registration"
            )),
            Sql::Same("DELETE FROM registration_care WHERE diets = '' AND diet_other = '' AND access = ''"),
        ],
        left: left!("registration_care", "t.access <> ''"),
    },
    Field {
        code: "day_name",
        erase: &[Sql::Same(of_old_day!("UPDATE registration SET name = '' WHERE name <> '' AND"))],
        left: left!("r.name <> ''"),
    },
    Field {
        code: "day_email",
        erase: &[Sql::Same(of_old_day!("UPDATE registration SET email = '' WHERE email <> '' AND"))],
        left: left!("r.email <> ''"),
    },
    Field {
        code: "day_workplace",
        // That it was another one stays a figure.
        erase: &[Sql::Same(of_old_day!(
            "UPDATE registration SET other_library = '' WHERE other_library <> '' AND"
        ))],
        left: left!("r.other_library <> ''"),
    },
    Field {
        code: "day_answers",
        erase: &[Sql::Same(of_old_day!("UPDATE registration SET answers = '{}' WHERE answers <> '{}' AND"))],
        left: left!("r.answers <> '{}'"),
    },
    Field {
        code: "day_photo",
        erase: &[Sql::Same(of_old_day!("UPDATE registration SET photo = 0 WHERE photo <> 0 AND"))],
        left: left!("r.photo <> 0"),
    },
    Field {
        code: "day_ride",
        erase: &[
            Sql::Same(of_old_registration!("DELETE FROM ride WHERE", "registration")),
            Sql::Same(of_old_registration!("DELETE FROM ride_match WHERE", "passenger")),
            Sql::Same(of_old_registration!("DELETE FROM ride_told WHERE", "registration")),
        ],
        left: left!("ride", "1 = 1"),
    },
    Field {
        code: "day_contribution",
        // Kind, length and verdict stay figures.
        erase: &[Sql::Same(of_old_registration!(
            "UPDATE contribution SET title = '', equipment = '' WHERE (title <> '' OR equipment <> '') AND",
            "registration"
        ))],
        left: left!("contribution", "(t.title <> '' OR t.equipment <> '')"),
    },
    Field {
        code: "day_link",
        // Unique in its network as the hash was, and no hash of any secret: those are longer.
        erase: &[Sql::Pair(
            of_old_day!("UPDATE registration SET secret_hash = id WHERE LENGTH(secret_hash) = 32 AND"),
            of_old_day!(
                "UPDATE registration SET secret_hash = uuid_send(id) WHERE LENGTH(secret_hash) = 32 AND"
            ),
        )],
        left: left!("LENGTH(r.secret_hash) = 32"),
    },
    Field {
        code: "day_mail",
        erase: &[Sql::Same(of_old_day!("DELETE FROM mail WHERE"))],
        left: left!("mail", "1 = 1"),
    },
    Field {
        code: "day_message",
        erase: &[Sql::Same(of_old_day!("DELETE FROM message WHERE"))],
        left: "SELECT CAST(COUNT(*) AS BIGINT) FROM message WHERE network_id = $1 AND year = $2",
    },
];

/// Whoever has neither name, address nor link is no person any more.
const MARK: &str = "UPDATE registration SET anonymised_at = $1 WHERE anonymised_at IS NULL AND name = '' AND email = '' \
     AND LENGTH(secret_hash) <> 32";
const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT), CAST(COUNT(anonymised_at) AS BIGINT) FROM registration \
     WHERE network_id = $1 AND year = $2";

/// Applies a rule over all networks; answers how many rows it emptied or deleted.
pub async fn apply(tx: &mut Tx, rule: &Rule, now: Millis) -> Result<u64> {
    let Some(field) = FIELDS.iter().find(|field| field.code == rule.code) else { return Ok(0) };
    let until = rule.keep.cutoff_date(now).to_string();
    let mut counted = None;
    for sql in field.erase {
        let text = match (sql, &*tx) {
            (Sql::Same(text), _)
            | (Sql::Pair(text, _), Tx::Sqlite(_))
            | (Sql::Pair(_, text), Tx::Postgres(_)) => *text,
        };
        // A statement that only tidies up names no date.
        let rows = if text.contains("$1") {
            on!(tx, c => sqlx::query(text).bind(&until).execute(c).await?.rows_affected())
        } else {
            on!(tx, c => sqlx::query(text).execute(c).await?.rows_affected())
        };
        counted.get_or_insert(rows);
    }
    on!(tx, c => sqlx::query(MARK).bind(now).execute(c).await.map(|_| ())?);
    Ok(counted.unwrap_or(0))
}

/// How many registrations of a day hold what a rule is about.
pub async fn left(tx: &mut Tx, network: Id, year: i32, code: &str) -> Result<u32> {
    let Some(field) = FIELDS.iter().find(|field| field.code == code) else { return Ok(0) };
    let left: i64 = on!(tx, c => sqlx::query_scalar(field.left).bind(network.uuid()).bind(i64::from(year))
        .fetch_one(c).await?);
    Ok(u32::try_from(left).unwrap_or(u32::MAX))
}

/// How many registrations a day has, and how many of them are no person any more.
pub async fn anonymised(tx: &mut Tx, network: Id, year: i32) -> Result<(u32, u32)> {
    let (all, anonymised): (i64, i64) = on!(tx, c => sqlx::query_as(COUNT).bind(network.uuid())
        .bind(i64::from(year)).fetch_one(c).await?);
    Ok((u32::try_from(all).unwrap_or(u32::MAX), u32::try_from(anonymised).unwrap_or(u32::MAX)))
}
