//! Registrations for the activity day.
//!
//! Owns: what of a day the public sees, and how a registration comes in (`form`; `tablet` where it was sealed without a
//! network; `arrive` for both), is managed by its link (`manage`), by the chair (`organise`, `amend`), and gets or loses a
//! place (`places`). Whoever changes one takes the day's row first: places are given one at a time, in order of arrival.

pub mod amend;
pub mod arrive;
pub mod form;
pub mod manage;
pub mod organise;
pub mod places;
pub mod tablet;

use std::collections::BTreeSet;
use std::sync::Arc;

use shared::domain::day::{Day, Status};
use shared::domain::registration::Known;
use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::wire::v1::day::Places;
use shared::wire::v1::library::Library;
use shared::wire::v1::member::Role;

use crate::app::App;
use crate::db::network::Network;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};
use crate::usecase::actor::Actor;

/// A day with all that its form needs.
pub struct Opened {
    /// Whose.
    pub network: Network,
    /// The day.
    pub day: Day,
    /// Grows when its time or place changes.
    pub sequence: i64,
    /// The network's lists.
    pub lists: Arc<Vocabulary>,
    /// The libraries that can be chosen.
    pub libraries: Vec<Library>,
    /// How many places are held.
    pub places: Places,
}

impl Opened {
    /// [`find`](Self::find), in a transaction of its own.
    pub async fn read(app: &App, slug: &str, year: Option<i32>) -> Result<Self> {
        let mut tx = app.db.read().await?;
        Self::find(app, &mut tx, slug, year).await
    }

    /// Reads a network's day of a year; of the latest published one where no year is named. A draft is not there.
    pub async fn find(app: &App, tx: &mut Tx, slug: &str, year: Option<i32>) -> Result<Self> {
        let network = db::network::by_slug(tx, slug).await?.ok_or(Kind::NotFound)?;
        let stored = match year {
            Some(year) => db::day::get(tx, network.id, year).await?,
            None => {
                let all = db::day::all(tx, network.id).await?;
                all.into_iter().find(|stored| stored.day.status == Status::Published)
            }
        };
        let stored = stored.filter(|stored| stored.day.status == Status::Published).ok_or(Kind::NotFound)?;
        Self::of(app, tx, network, stored).await
    }

    /// Reads the chair's own network's day, published or not.
    pub async fn preview(app: &App, actor: &Actor, slug: &str, year: i32) -> Result<Self> {
        actor.need(Role::Chair)?;
        let mut tx = app.db.read().await?;
        let network = db::network::by_slug(&mut tx, slug).await?;
        let network = network.filter(|network| network.id == actor.network).ok_or(Kind::NotFound)?;
        Self::of_year(app, &mut tx, network, year).await
    }

    /// Reads the day of a registration, published or not.
    pub async fn of_year(app: &App, tx: &mut Tx, network: Network, year: i32) -> Result<Self> {
        let stored = db::day::get(tx, network.id, year).await?.ok_or(Kind::NotFound)?;
        Self::of(app, tx, network, stored).await
    }

    async fn of(app: &App, tx: &mut Tx, network: Network, stored: db::day::Stored) -> Result<Self> {
        let lists = app.lists.of(tx, &network).await?;
        let mut libraries = db::library::list(tx, network.id).await?;
        libraries.retain(|library| library.ended_at.is_none());
        let places = places::count(tx, network.id, stored.day.year()).await?;
        Ok(Self { network, day: stored.day, sequence: stored.sequence, lists, libraries, places })
    }

    /// The codes of the libraries.
    pub fn codes(&self) -> BTreeSet<String> {
        self.libraries.iter().map(|library| library.code.clone()).collect()
    }

    /// What the form's choices are from.
    pub fn known<'a>(&'a self, codes: &'a BTreeSet<String>) -> Known<'a> {
        Known { day: &self.day, lists: &self.lists, libraries: codes }
    }

    /// The network.
    pub fn id(&self) -> Id {
        self.network.id
    }
}
