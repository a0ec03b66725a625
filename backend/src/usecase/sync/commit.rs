//! Group commit: many devices' pushes share one commit on SQLite, each in a savepoint of its own.
//!
//! Owns: the only place where the two databases are written to in different ways. SQLite has one writer and one sync of
//! the disk per commit, so a task takes whatever is waiting and commits it together; on PostgreSQL, whose row locks let
//! networks write side by side, each push is a transaction of its own. Either way one push's failure undoes its own
//! part only, and nobody is answered before the commit. Must not: know what is written.

use std::panic::AssertUnwindSafe;
use std::sync::OnceLock;

use futures::FutureExt as _;
use futures::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};

use crate::db::{Db, DbError, Tx};
use crate::error::{Error, Kind, Result};

/// How many pushes share a commit at most; each holds its savepoint's changes in memory.
const TOGETHER: usize = 64;
/// How many pushes may wait.
const WAITING: usize = 1024;

/// Tells whoever waits what became of it; a failure of the commit goes before an outcome.
type Finish = Box<dyn FnOnce(Option<Error>) + Send>;
/// A push: whether its part is to be kept, and how to tell.
type Job = Box<dyn for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, (bool, Finish)> + Send>;

/// The way to write.
#[derive(Debug)]
pub struct Commits {
    db: Db,
    queue: OnceLock<mpsc::Sender<Job>>,
}

impl Commits {
    /// Writes to a database; the task that gathers pushes starts with the first one.
    pub fn new(db: Db) -> Self {
        Self { db, queue: OnceLock::new() }
    }

    /// Runs `work` in a transaction or in a part of one, and answers after the commit.
    pub async fn run<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        match &self.db {
            Db::Postgres(_) => {
                let mut tx = self.db.write().await?;
                let outcome = work(&mut tx).await?;
                tx.commit().await?;
                Ok(outcome)
            }
            Db::Sqlite { .. } => self.together(work).await,
        }
    }

    async fn together<T, W>(&self, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            Box::pin(async move {
                // A bug in one push must not take the others with it.
                let outcome = AssertUnwindSafe(async { work(tx).await }).catch_unwind().await;
                let outcome = outcome.unwrap_or_else(|_| Err(Error::internal("a push panicked")));
                let keep = outcome.is_ok();
                let finish: Finish = Box::new(move |failure| {
                    // Whoever asked may have gone; the push is committed all the same and will be a duplicate.
                    let _ = reply.send(outcome.and_then(|done| failure.map_or(Ok(done), Err)));
                });
                (keep, finish)
            })
        });
        let queue = self.queue.get_or_init(|| {
            let (sender, receiver) = mpsc::channel(WAITING);
            if let Err(error) = write_apart(self.db.clone(), receiver) {
                tracing::error!(%error, "no thread to write in");
            }
            sender
        });
        // It was not run, because the transaction broke before its turn: nothing was written.
        queue.send(job).await.map_err(|_| later())?;
        answer.await.map_err(|_| later())?
    }
}

/// Writes in a thread of its own. A push is some twenty statements, each a message to SQLite's thread and back; as a task
/// among thousands of others, the writer would stand in their queue at each of them. The thread ends with the queue.
fn write_apart(db: Db, queue: mpsc::Receiver<Job>) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new()
        .name("writer".to_owned())
        .spawn(move || runtime.block_on(gather(db, queue)))?;
    Ok(())
}

async fn gather(db: Db, mut queue: mpsc::Receiver<Job>) {
    let mut jobs = Vec::new();
    while queue.recv_many(&mut jobs, TOGETHER).await > 0 {
        let mut done = Vec::with_capacity(jobs.len());
        let outcome = commit(&db, jobs.drain(..), &mut done).await;
        let failed = outcome.err();
        for finish in done {
            finish(failed.as_ref().map(|_| later()));
        }
        if let Some(error) = failed {
            tracing::warn!(%error, "a group commit failed; its pushes will be sent again");
        }
    }
}

/// Runs the jobs in one transaction. Those that were not run when something failed are dropped: whoever waits for them
/// is told to come again.
async fn commit(
    db: &Db,
    jobs: impl Iterator<Item = Job>,
    done: &mut Vec<Finish>,
) -> std::result::Result<(), DbError> {
    let mut tx = db.write().await?;
    for job in jobs {
        tx.savepoint().await?;
        let (keep, finish) = job(&mut tx).await;
        done.push(finish);
        // On a full disk SQLite has rolled everything back by itself, and there is no part left to undo.
        if keep { tx.release().await? } else { tx.undo_part().await? }
    }
    tx.commit().await
}

/// What everybody is told whose push was not written through no fault of its own.
fn later() -> Error {
    Error::new(Kind::Busy).retry_after(2)
}
