//! No reader ever skips a committed change, with 16 writers and 8 readers on PostgreSQL; and the same reader does skip
//! where positions come from a sequence, so that this test can fail.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use futures::future::{join_all, try_join_all};
use shared::sync::backoff::Random;
use sqlx::{Connection as _, PgConnection};
use tests::crowd::Crowd;
use tests::database::is_postgres;
use tests::postgres;
use tests::process::Process;

const WRITERS: u64 = 16;
const READERS: usize = 8;
const COMMITS: u32 = 40;

/// How a writer gets its position.
#[derive(Clone, Copy)]
enum Counter {
    /// From a row that it holds until it commits, as `sync_state` is.
    Row,
    /// From a sequence, which hands positions out before the commit.
    Sequence,
}

impl Counter {
    fn sql(self) -> &'static str {
        match self {
            Self::Row => "UPDATE counter SET position = position + 1 RETURNING position",
            Self::Sequence => "SELECT nextval('positions')",
        }
    }
}

/// Writers commit in another order than they begin; readers follow by cursor. Answers how many changes readers missed.
async fn missed(counter: Counter) -> anyhow::Result<usize> {
    let url = postgres::shared().await?.database().await?;
    let mut connection = PgConnection::connect(&url).await?;
    sqlx::raw_sql(
        "CREATE TABLE counter (position BIGINT NOT NULL); INSERT INTO counter VALUES (0); CREATE SEQUENCE positions; \
         CREATE TABLE change (position BIGINT PRIMARY KEY)",
    )
    .execute(&mut connection)
    .await?;
    let done = AtomicBool::new(false);
    let url = &url;
    let writer = |seed| async move {
        let mut random = Random::new(seed);
        let mut connection = PgConnection::connect(url).await?;
        for _ in 0..COMMITS {
            let mut tx = connection.begin().await?;
            let position: i64 = sqlx::query_scalar(counter.sql()).fetch_one(&mut *tx).await?;
            sqlx::query("INSERT INTO change VALUES ($1)").bind(position).execute(&mut *tx).await?;
            tokio::time::sleep(Duration::from_micros(random.bits() % 3_000)).await;
            tx.commit().await?;
        }
        anyhow::Ok(())
    };
    let done = &done;
    let reader = || async move {
        let mut connection = PgConnection::connect(url).await?;
        let (mut seen, mut cursor) = (BTreeSet::new(), 0_i64);
        loop {
            let last = done.load(Ordering::SeqCst);
            let rows: Vec<i64> =
                sqlx::query_scalar("SELECT position FROM change WHERE position > $1 ORDER BY position")
                    .bind(cursor)
                    .fetch_all(&mut connection)
                    .await?;
            cursor = rows.last().copied().unwrap_or(cursor);
            seen.extend(rows);
            if last {
                return anyhow::Ok(seen.len());
            }
        }
    };
    let writing = async {
        let outcome = try_join_all((0..WRITERS).map(writer)).await;
        done.store(true, Ordering::SeqCst);
        outcome
    };
    let (written, read) = tokio::join!(writing, join_all((0..READERS).map(|_| reader())));
    written?;
    let all = usize::try_from(WRITERS)? * usize::try_from(COMMITS)?;
    read.into_iter().try_fold(0, |missed, seen| Ok(missed + (all - seen?)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_skip_where_positions_come_from_a_sequence_and_never_where_they_come_from_a_row() {
    if !is_postgres() {
        return;
    }
    assert_eq!(missed(Counter::Row).await.unwrap(), 0);
    assert!(missed(Counter::Sequence).await.unwrap() > 0, "else this test proves nothing");
}

/// The same through the real interface: tablets that only read follow sixteen that write, over two nodes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_reading_tablet_skips_what_sixteen_writing_ones_push() {
    let mut writers = Crowd::gather(WRITERS + u64::try_from(READERS).unwrap()).await.unwrap();
    let mut nodes = vec![Process::start(&writers.place).await.unwrap()];
    if is_postgres() {
        nodes.push(Process::start(&writers.place).await.unwrap());
    }
    for (device, node) in writers.devices.iter_mut().zip(nodes.iter().cycle()) {
        device.move_to(node.address);
    }
    let mut readers = writers.devices.split_off(usize::try_from(WRITERS).unwrap());
    let pulls = AtomicI64::new(0);
    let done = AtomicBool::new(false);
    let reading = join_all(readers.iter_mut().map(|reader| async {
        while !done.load(Ordering::SeqCst) {
            reader.settle().await.unwrap();
            pulls.fetch_add(1, Ordering::SeqCst);
        }
    }));
    let writing = async {
        for _ in 0..10 {
            writers.log(4);
            writers.settle().await.unwrap();
        }
        done.store(true, Ordering::SeqCst);
    };
    tokio::join!(reading, writing);
    assert!(pulls.load(Ordering::SeqCst) > 20, "readers read meanwhile");
    writers.devices.extend(readers);
    // Replicas are compared entry by entry: one that had skipped a change would differ.
    writers.check().await.unwrap();
}
