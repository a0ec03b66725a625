//! Group commit: many devices' pushes share one commit, each in a savepoint of its own.
//!
//! Owns: who writes when. A commit costs a sync of the disk; SQLite has one writer anyway, and on PostgreSQL the pushes of a
//! network wait for its counter row: each in a transaction of its own, they held every connection while they waited.
//! So whatever is waiting is taken and committed together: on SQLite of all networks, on PostgreSQL of one, since networks
//! write side by side there. One push's failure undoes its own part only, and nobody is answered before the commit. Must
//! not: know what is written.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Mutex, OnceLock, PoisonError};

use futures::FutureExt as _;
use futures::future::BoxFuture;
use shared::id::Id;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, oneshot};

use crate::db::{self, Db, DbError, Tx};
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
    writer: OnceLock<Writer>,
    /// What waits: on PostgreSQL by network, on SQLite under one key.
    queues: Mutex<HashMap<Option<Id>, mpsc::Sender<Job>>>,
}

impl Commits {
    /// Writes to a database; the thread starts with the first push.
    pub fn new(db: Db) -> Self {
        Self { db, writer: OnceLock::new(), queues: Mutex::default() }
    }

    /// Runs `work` in a part of a transaction, and answers after the commit.
    pub async fn run<T, W>(&self, network: Id, work: W) -> Result<T>
    where
        T: Send + 'static,
        W: for<'t> FnOnce(&'t mut Tx) -> BoxFuture<'t, Result<T>> + Send + 'static,
    {
        let key = match &self.db {
            Db::Postgres(_) => Some(network),
            Db::Sqlite { .. } => None,
        };
        self.together(self.queue(key)?, work).await
    }

    fn queue(&self, network: Option<Id>) -> Result<mpsc::Sender<Job>> {
        // What a panic elsewhere left is a map of queues, and as good as before.
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = queues.get(&network) {
            return Ok(queue.clone());
        }
        let writer = match self.writer.get() {
            Some(writer) => writer,
            None => {
                let writer = Writer::start().map_err(Error::internal)?;
                self.writer.get_or_init(|| writer)
            }
        };
        let (queue, jobs) = mpsc::channel(WAITING);
        writer.handle.spawn(gather(self.db.clone(), network, jobs));
        queues.insert(network, queue.clone());
        Ok(queue)
    }

    async fn together<T, W>(&self, queue: mpsc::Sender<Job>, work: W) -> Result<T>
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
        // It was not run, because the transaction broke before its turn: nothing was written.
        queue.send(job).await.map_err(|_| later())?;
        answer.await.map_err(|_| later())?
    }
}

/// The thread that writes. A push is some twenty statements, each a message to the database and back; as a task among
/// thousands of others, the writer would stand in their queue at each of them. The thread ends with this value.
#[derive(Debug)]
struct Writer {
    handle: Handle,
    _stop: oneshot::Sender<()>,
}

impl Writer {
    fn start() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel();
        let handle = runtime.handle().clone();
        // Nobody sends: the channel closes.
        let live = move || drop(runtime.block_on(stopped));
        std::thread::Builder::new().name("writer".to_owned()).spawn(live)?;
        Ok(Self { handle, _stop: stop })
    }
}

async fn gather(db: Db, network: Option<Id>, mut queue: mpsc::Receiver<Job>) {
    let mut jobs = Vec::new();
    while queue.recv_many(&mut jobs, TOGETHER).await > 0 {
        let mut done = Vec::with_capacity(jobs.len());
        let outcome = commit(&db, network, jobs.drain(..), &mut done).await;
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
    network: Option<Id>,
    jobs: impl Iterator<Item = Job>,
    done: &mut Vec<Finish>,
) -> std::result::Result<(), DbError> {
    let mut tx = db.write().await?;
    if let Some(network) = network {
        // Before any other row: nodes that lock in the same order do not wait for one another in a circle.
        db::sync_state::lock(&mut tx, network).await?;
    }
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
