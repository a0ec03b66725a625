//! The device's durable storage: IndexedDB, hidden.
//!
//! Owns: the connection and its life (closed for an upgrade, closed by force, opened again), and the crate that talks to
//! IndexedDB. Must not: know signals or the network, or keep anything in memory only: what cannot be stored is an error.
//! A transaction dies when anything but its own requests is awaited inside it.

mod door;
mod error;
mod incoming;
mod meta;
mod outgoing;
mod read;
pub mod replica;
mod review;
pub mod schema;
mod tx;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use indexed_db_futures::database::Database;

pub use door::HeldList;
pub use error::StoreError;
pub use incoming::Listed;
pub use meta::{Glance, Remembered, SyncMeta, key};
pub use outgoing::Head;
pub use read::Loaded;

/// The name of the app's database.
pub const NAME: &str = "digiverkosto";

/// An open store.
pub struct Store {
    name: String,
    database: RefCell<Option<Rc<Database>>>,
    superseded: Cell<bool>,
    on_superseded: RefCell<Option<Box<dyn Fn()>>>,
}

impl Store {
    /// Opens (and where needed makes or upgrades) the database of that name.
    pub async fn open(name: &str) -> Result<Rc<Self>, StoreError> {
        let store = Rc::new(Self {
            name: name.to_owned(),
            database: RefCell::new(None),
            superseded: Cell::new(false),
            on_superseded: RefCell::new(None),
        });
        store.connect().await?;
        Ok(store)
    }

    /// The database's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Calls back when another tab needs the database for a newer version (or deletes it): this tab can store nothing
    /// more until it is loaded again.
    pub fn on_superseded(&self, told: impl Fn() + 'static) {
        *self.on_superseded.borrow_mut() = Some(Box::new(told));
    }

    /// Whether that has happened.
    pub fn is_superseded(&self) -> bool {
        self.superseded.get()
    }

    /// The connection; opened again where it was closed by force.
    async fn connect(self: &Rc<Self>) -> Result<Rc<Database>, StoreError> {
        if self.superseded.get() {
            return Err(StoreError::Superseded);
        }
        if let Some(database) = self.database.borrow().clone() {
            return Ok(database);
        }
        let database = Rc::new(schema::open(&self.name).await?);
        self.watch(&database)?;
        *self.database.borrow_mut() = Some(database.clone());
        Ok(database)
    }

    /// Forgets a connection that turned out to be closed.
    fn disconnect(&self) {
        self.database.borrow_mut().take();
    }

    /// Closes the connection; the store opens it again when it is needed.
    pub fn close(&self) {
        if let Some(database) = self.database.borrow_mut().take() {
            (*database).clone().close();
        }
    }

    /// Listens for the connection's end as long as it lives.
    fn watch(self: &Rc<Self>, database: &Rc<Database>) -> Result<(), StoreError> {
        let mut listener = database.version_changes().map_err(|error| StoreError::of(&error, None))?;
        let store = Rc::downgrade(self);
        wasm_bindgen_futures::spawn_local(async move {
            let change = listener.recv().await;
            let Some(store) = store.upgrade() else { return };
            if change.is_some() {
                // Another tab waits for this one to let go. Opening again would meet a newer schema, or an emptied store.
                store.superseded.set(true);
                store.close();
                if let Some(told) = store.on_superseded.borrow().as_ref() {
                    told();
                }
            } else {
                store.disconnect();
            }
        });
        Ok(())
    }
}
