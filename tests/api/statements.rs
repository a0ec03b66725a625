//! Every SQL text of the server, prepared by the database that these tests run on: a column that only one of them
//! knows, or a type that only one of them takes, shows here and not at night.

use std::path::Path;

use backend::db::rows;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqlSafeStr as _, SqliteConnection};
use tests::database::TestDatabase;

/// A text with where it stands.
struct Statement {
    place: String,
    sql: String,
}

/// The value of the string literal that a source text begins with, and what follows it.
fn literal(source: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut rest = source.trim_start().strip_prefix('"')?;
    loop {
        let end = rest.find(['"', '\\'])?;
        value.push_str(&rest[..end]);
        rest = &rest[end..];
        if let Some(after) = rest.strip_prefix('"') {
            return Some((value, after));
        }
        // A backslash before the end of a line swallows it and the next one's indentation.
        rest = match rest.strip_prefix("\\\n") {
            Some(next) => next.trim_start(),
            None => {
                value.push_str(&rest[1..2]);
                &rest[2..]
            }
        };
    }
}

/// The text that a source begins with, a literal or the file's own macro: the macro's beginning, and what is added to it.
fn text<'a>(source: &str, value: &'a str) -> Option<(String, &'a str)> {
    match value.trim_start().strip_prefix("select!(") {
        Some(rest) => {
            let (added, rest) = literal(rest)?;
            let (_, begin) = source.split_once("concat!(")?;
            Some((format!("{}{added}", literal(begin)?.0), rest.trim_start().strip_prefix(')')?))
        }
        None => literal(value),
    }
}

/// The statements of a source file: constants, and families of texts over many rows.
fn statements(file: &Path) -> Vec<Statement> {
    let source = std::fs::read_to_string(file).unwrap();
    let source = source.split("#[cfg(test)]").next().unwrap();
    let place = |at: usize| format!("{}:{}", file.display(), source[..at].lines().count());
    let mut found = Vec::new();
    for (at, sign) in source.match_indices(": &str =") {
        let (sql, _) = text(source, &source[at + sign.len()..]).unwrap();
        found.push(Statement { place: place(at), sql });
    }
    for (kind, before) in [("Many::insert(", 0), ("Many::list(", 1)] {
        for (at, _) in source.match_indices(kind) {
            let (head, rest) = text(source, &source[at + kind.len()..]).unwrap();
            let rest = rest.trim_start_matches([',', ' ', '\n']);
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            let columns = if before == 1 { 1 } else { rest[..digits].parse().unwrap() };
            let (tail, _) = literal(rest[digits..].trim_start_matches([',', ' ', '\n'])).unwrap();
            let sql = rows::written(&head, columns, before, &tail, 2, |n| format!("${n}"));
            found.push(Statement { place: place(at), sql });
        }
    }
    found
}

#[tokio::test]
async fn every_statement_can_be_prepared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/src/db");
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        all.extend(statements(&entry.unwrap().path()));
    }
    all.retain(|statement| {
        ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].iter().any(|verb| statement.sql.starts_with(verb))
    });
    assert!(all.len() > 80, "only {} statements were found", all.len());
    // A statement that is prepared already must not change its columns when the next version adds one.
    let starred: Vec<_> = all
        .iter()
        .filter(|one| one.sql.contains(" *") || one.sql.contains(".*"))
        .map(|one| &one.place)
        .collect();
    assert!(starred.is_empty(), "name the columns: {starred:?}");
    let database = TestDatabase::new().await.unwrap();
    let mut refused = Vec::new();
    match &database.place.url {
        Some(url) => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            // SQLite's alone: its catalogue.
            let alone = ["pragma_table_info", "sqlite_master"];
            all.retain(|statement| !alone.iter().any(|word| statement.sql.contains(word)));
            for Statement { place, sql } in all {
                if let Err(error) = connection.prepare(AssertSqlSafe(sql).into_sql_str()).await {
                    refused.push(format!("{place}: {error}"));
                }
            }
        }
        None => {
            let url = format!("sqlite://{}", database.place.file().display());
            let mut connection = SqliteConnection::connect(&url).await.unwrap();
            // PostgreSQL's alone: nodes tell each other and pass over what another one holds, and its own catalogue.
            let alone = ["pg_notify", "pg_stat_activity", "information_schema", "SKIP LOCKED"];
            all.retain(|statement| !alone.iter().any(|word| statement.sql.contains(word)));
            for Statement { place, sql } in all {
                if let Err(error) = connection.prepare(AssertSqlSafe(sql).into_sql_str()).await {
                    refused.push(format!("{place}: {error}"));
                }
            }
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}
