//! Transactions: their durability, their end, and the one retry after a connection that was closed by force.
//!
//! Owns: the pattern "open, do the requests, commit, wait for complete". Must not: know what is stored.

use futures::future::LocalBoxFuture;
use indexed_db_futures::Build as _;
use indexed_db_futures::database::Database;
use indexed_db_futures::internals::SystemRepr as _;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast as _;

use super::{Store, StoreError};

/// How safe a write must be before it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Durability {
    /// On the disk: what a person was told is saved.
    Strict,
    /// With the operating system: bookkeeping that the server can repeat.
    Relaxed,
}

/// A running transaction.
pub(super) struct Tx<'a>(Transaction<'a>);

impl Tx<'_> {
    /// One of its stores.
    pub fn store(&self, name: &str) -> Result<ObjectStore<'_>, StoreError> {
        self.0.object_store(name).map_err(|error| StoreError::of(&error, None))
    }
}

/// Turns an error of the crate into ours, for `?`.
pub(super) trait OrStore<T> {
    /// The value, or the store's error.
    fn or_store(self) -> Result<T, StoreError>;
}

impl<T> OrStore<T> for indexed_db_futures::Result<T> {
    fn or_store(self) -> Result<T, StoreError> {
        self.map_err(|error| StoreError::of(&error, None))
    }
}

/// What is done within a transaction. Behind a pointer, so that all that surrounds it is compiled once and not for each
/// of the two dozen transactions.
trait Work {
    /// Does it; called again if the connection turns out to be closed.
    fn within<'a>(&'a self, tx: &'a Tx<'_>) -> LocalBoxFuture<'a, Result<(), StoreError>>;
}

/// Work with a place for what it results in.
struct Job<W, T> {
    work: W,
    result: Cell<Option<T>>,
}

impl<T, W: AsyncFn(&Tx<'_>) -> Result<T, StoreError>> Work for Job<W, T> {
    fn within<'a>(&'a self, tx: &'a Tx<'_>) -> LocalBoxFuture<'a, Result<(), StoreError>> {
        Box::pin(async move {
            self.result.set(Some((self.work)(tx).await?));
            Ok(())
        })
    }
}

impl<W, T> Job<W, T> {
    /// What the work resulted in, after it has been done.
    fn result(self) -> Result<T, StoreError> {
        self.result.into_inner().ok_or(StoreError::Closed)
    }
}

impl Store {
    /// Runs a writing transaction to its `complete` event.
    pub(super) async fn write<T>(
        self: &Rc<Self>,
        stores: &[&str],
        durability: Durability,
        work: impl AsyncFn(&Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let job = Job { work, result: Cell::new(None) };
        self.run(stores, Some(durability), &job).await?;
        job.result()
    }

    /// Runs a reading transaction.
    pub(super) async fn read<T>(
        self: &Rc<Self>,
        stores: &[&str],
        work: impl AsyncFn(&Tx<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let job = Job { work, result: Cell::new(None) };
        self.run(stores, None, &job).await?;
        job.result()
    }

    async fn run(
        self: &Rc<Self>,
        stores: &[&str],
        durability: Option<Durability>,
        work: &dyn Work,
    ) -> Result<(), StoreError> {
        match self.attempt(stores, durability, work).await {
            Err(StoreError::Closed) => {
                self.disconnect();
                self.attempt(stores, durability, work).await
            }
            outcome => outcome,
        }
    }

    async fn attempt(
        self: &Rc<Self>,
        stores: &[&str],
        durability: Option<Durability>,
        work: &dyn Work,
    ) -> Result<(), StoreError> {
        let database = self.connect().await?;
        let tx = Tx(begin(&database, stores, durability)?);
        let raw: web_sys::IdbTransaction = tx.0.as_sys().clone().unchecked_into();
        let aborted = || raw.error().map(|error| error.name());
        match work.within(&tx).await {
            Ok(()) => tx.0.commit().await.map_err(|error| StoreError::of(&error, aborted().as_deref())),
            Err(error) => {
                // A request's own error says less than the transaction's: a full disk aborts the transaction.
                let why = aborted();
                // Dropped without a commit it rolls back.
                drop(tx);
                Err(match why.as_deref() {
                    Some("QuotaExceededError") => StoreError::Quota,
                    _ => error,
                })
            }
        }
    }
}

fn begin<'a>(
    database: &'a Database,
    stores: &[&str],
    durability: Option<Durability>,
) -> Result<Transaction<'a>, StoreError> {
    let Some(durability) = durability else {
        return database.transaction(stores).with_mode(TransactionMode::Readonly).build().or_store();
    };
    let options = TransactionOptions::new().with_durability(match durability {
        Durability::Strict => TransactionDurability::Strict,
        Durability::Relaxed => TransactionDurability::Relaxed,
    });
    database
        .transaction(stores)
        .with_mode(TransactionMode::Readwrite)
        .with_options(options)
        .build()
        .or_store()
}
