//! The macro that writes one query for both databases.
//!
//! Owns: the only `match` on the two kinds of transaction. Must not: hold SQL.

/// `on!(tx, c => sqlx::query(SQL).bind(x).execute(c).await?)`: the expression once per kind of database, with `c`
/// bound to the connection. Both arms must have the same type.
macro_rules! on {
    ($tx:expr, $c:ident => $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $c = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $c = &mut **tx;
                $body
            }
        }
    };
}

pub(crate) use on;

/// A stored count as it is sent; what does not fit is a bug elsewhere and shows as 0.
pub fn count(stored: i64) -> u32 {
    u32::try_from(stored).unwrap_or(0)
}
