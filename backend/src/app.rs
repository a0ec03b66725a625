//! What every handler and job is given.
//!
//! Owns: the list of the server's parts. Must not: hold logic.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use shared::id::Id;
use shared::time::Millis;
use tokio::sync::Notify;

use crate::auth::limits::Limits;
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::db::Db;
use crate::keys::Keys;
use crate::live::Live;
use crate::random::{OsRandom, Random};
use crate::usecase::demo::Links;
use crate::usecase::sync::commit::Commits;
use crate::usecase::sync::lists::Lists;
use crate::usecase::sync::points::PointCache;
use crate::usecase::sync::reach::Reach;

/// The server's parts; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// The parts.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub random: Arc<dyn Random>,
    /// The configuration.
    pub config: Config,
    /// Limits on guesses.
    pub limits: Limits,
    /// The keys beside the database.
    pub keys: Keys,
    /// Rung when a mail has been queued.
    pub mails: Notify,
    /// The way in which pushes are written.
    pub commits: Commits,
    /// The networks' lists.
    pub lists: Lists,
    /// The networks' points.
    pub points: PointCache,
    /// News for open pages.
    pub live: Live,
    /// How far each library has come.
    pub reach: Reach,
    /// The demo's links, once it has been opened.
    pub demo: OnceLock<Links>,
}

impl App {
    /// An app with the system's clock and randomness.
    pub fn new(db: Db, config: Config) -> Self {
        Self::with(db, config, Arc::new(SystemClock), Arc::new(OsRandom))
    }

    /// An app with a given clock and randomness.
    pub fn with(db: Db, config: Config, clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        let limits = Limits::new(Arc::clone(&clock));
        let commits = Commits::new(db.clone());
        Self(Arc::new(Parts {
            commits,
            lists: Lists::default(),
            points: PointCache::default(),
            db,
            clock,
            random,
            keys: Keys::new(&config.data),
            mails: Notify::new(),
            config,
            limits,
            live: Live::default(),
            reach: Reach::default(),
            demo: OnceLock::new(),
        }))
    }

    /// Now, ms UTC.
    pub fn now(&self) -> Millis {
        self.clock.now()
    }

    /// A new id.
    pub fn new_id(&self) -> Id {
        self.random.id(self.clock.now())
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
