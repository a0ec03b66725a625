//! News between the nodes of one PostgreSQL database: NOTIFY when a network moves on, LISTEN on every node.
//!
//! Owns: the channel and the form of a message: network and position only, so that nothing of an entry passes here. A
//! message is part of the transaction that it tells of: PostgreSQL delivers it at the commit, in the order of the
//! commits, or not at all. On SQLite there is one process, which tells itself. Must not: tell anybody.

use shared::id::Id;
use sqlx::postgres::PgListener;

use super::{Db, Result, Tx};

const CHANNEL: &str = "digiverkosto_moved";
const NOTIFY: &str = "SELECT pg_notify($1, $2)";

/// What a listener hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A network has moved to a position.
    Moved(Id, i64),
    /// The connection was lost and is back: anything may have happened meanwhile.
    Missed,
}

/// An open ear.
#[derive(Debug)]
pub struct News(PgListener);

/// Tells the other nodes, at the commit.
pub async fn tell(tx: &mut Tx, network: Id, position: i64) -> Result<()> {
    if let Tx::Postgres(tx) = tx {
        let message = format!("{network} {position}");
        sqlx::query(NOTIFY).bind(CHANNEL).bind(message).execute(&mut **tx).await?;
    }
    Ok(())
}

impl Db {
    /// Listens from now on; `None` where there can be no other node.
    pub async fn listen(&self) -> Result<Option<News>> {
        let Self::Postgres(pool) = self else { return Ok(None) };
        let mut listener = PgListener::connect_with(pool).await?;
        listener.listen(CHANNEL).await?;
        Ok(Some(News(listener)))
    }
}

impl News {
    /// Waits for the next message.
    pub async fn next(&mut self) -> Result<Heard> {
        loop {
            let Some(message) = self.0.try_recv().await? else { return Ok(Heard::Missed) };
            // What a newer node says otherwise is passed over; the next re-reading finds it.
            if let Some(heard) = read(message.payload()) {
                return Ok(heard);
            }
        }
    }
}

fn read(message: &str) -> Option<Heard> {
    let (network, position) = message.split_once(' ')?;
    Some(Heard::Moved(network.parse().ok()?, position.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_read_and_another_is_passed_over() {
        let network = Id::v7(1, [1; 10]);
        assert_eq!(read(&format!("{network} 42")), Some(Heard::Moved(network, 42)));
        for other in ["", "x", "x 1", &format!("{network}"), &format!("{network} x")] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
