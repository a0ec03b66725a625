//! A real server per test: port 0, a temporary database, a clock that the test moves, seeded randomness.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use backend::app::App;
use backend::clock::{Clock as _, ManualClock};
use backend::config::Config;
use backend::lifecycle;
use backend::random::SeededRandom;
use backend::usecase::link;
use serde_json::json;
use shared::routes;
use shared::time::{Date, HOUR, Millis, helsinki_midnight};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::actor::Actor;
use crate::database::{Copy, Place, TestDatabase};

/// The chair's password in every test.
pub const PASSWORD: &str = "kolme kissaa katolla";
/// The chair's e-mail in every test.
pub const CHAIR: &str = "pj@example.org";

/// A running server.
pub struct TestServer {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its parts, to look behind the interface.
    pub app: App,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Where its database is.
    pub place: Place,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<std::io::Result<()>>,
}

/// 14 April 2026, 12.00 in Finland: when every test begins.
pub fn noon() -> Millis {
    Date::new(2026, 4, 14).map_or(0, helsinki_midnight) + 12 * HOUR
}

impl TestServer {
    /// A server without a network.
    pub async fn empty() -> Result<Self> {
        Self::with(|_| {}).await
    }

    /// The same with a changed configuration.
    pub async fn with(change: impl FnOnce(&mut Config)) -> Result<Self> {
        Self::start(TestDatabase::new().await?, 7, change).await
    }

    /// A server over a database that another one left behind; other randomness than the first one's.
    pub async fn over(place: Place) -> Result<Self> {
        Self::over_with(place, |_| {}).await
    }

    /// The same with a changed configuration. The database may be in use: then this is one more node.
    pub async fn over_with(place: Place, change: impl FnOnce(&mut Config)) -> Result<Self> {
        Self::start(TestDatabase::open(place).await?, 8, change).await
    }

    /// Another node over the same PostgreSQL database.
    pub async fn node(&self, seed: u64) -> Result<Self> {
        let place = Place { folder: Arc::new(tempfile::tempdir()?), url: self.place.url.clone() };
        Self::start(TestDatabase::open(place).await?, seed, |_| {}).await
    }

    /// A copy of the database, made while the server runs.
    pub async fn copy(&self) -> Result<Copy> {
        self.place.copy(&self.app.db).await
    }

    /// Stops, and comes back over an older copy of the database.
    pub async fn come_back(self, copy: &Copy) -> Result<Self> {
        let place = self.stop().await?;
        place.come_back(copy)?;
        Self::over(place).await
    }

    async fn start(
        TestDatabase { db, place }: TestDatabase,
        seed: u64,
        change: impl FnOnce(&mut Config),
    ) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let mut config = Config::for_tests(place.folder.path());
        config.listen = address;
        change(&mut config);
        let clock = Arc::new(ManualClock::at(noon()));
        let app = App::with(db, config, clock.clone(), Arc::new(SeededRandom::new(seed)));
        let (stop, stopped) = oneshot::channel();
        let task = tokio::spawn(lifecycle::serve(listener, app.clone(), async {
            // A dropped sender stops the server as well.
            let _ = stopped.await;
        }));
        Ok(Self { address, app, clock, place, stop: Some(stop), task })
    }

    /// A server with a network, and its chair signed in.
    pub async fn set_up() -> Result<(Self, Actor)> {
        let server = Self::empty().await?;
        let chair = server.chair().await?;
        Ok((server, chair))
    }

    /// Uses the set-up link as the first chair would.
    pub async fn chair(&self) -> Result<Actor> {
        let url = link::issue_setup(&self.app).await?.context("the server has a network already")?;
        let token = url.split('#').nth(1).context("the link has no token")?;
        let mut chair = self.anonymous();
        chair.post(routes::SETUP, &set_up_form(token)).await?.expect(200);
        Ok(chair)
    }

    /// Signs the chair in again, after so long a time that the session has ended.
    pub async fn sign_in(&self, chair: &mut Actor) -> Result<()> {
        chair.post(routes::SESSION, &json!({"email": CHAIR, "password": PASSWORD})).await?.expect(200);
        Ok(())
    }

    /// Somebody without cookies.
    pub fn anonymous(&self) -> Actor {
        Actor::new(self.address)
    }

    /// A signed-in contact of a library, invited by the chair.
    pub async fn contact(&self, chair: &mut Actor, library: &str) -> Result<Actor> {
        let id = self.app.random.id(self.clock.now());
        let email = format!("{library}@example.org");
        let member = json!({"id": id, "name": format!("Yhteys {library}"), "library": library, "role": "contact", "email": email});
        chair.post(routes::MEMBERS, &member).await?.expect(200);
        let link = chair.post(&format!("{}/{id}/link", routes::MEMBERS), &json!({})).await?.expect(200);
        let token = link.text_at("/url").split('#').nth(1).context("the link has no token")?.to_owned();
        let mut contact = self.anonymous();
        contact
            .post(&format!("{}/{token}", routes::LINKS), &json!({"password": PASSWORD}))
            .await?
            .expect(200);
        Ok(contact)
    }

    /// An enrolled tablet of a library.
    pub async fn device(&self, by: &mut Actor, library: &str) -> Result<Actor> {
        let code = self.code(by, library).await?;
        let mut device = self.anonymous();
        device.post(routes::DEVICE_ENROL, &json!({"code": code})).await?.expect(200);
        Ok(device)
    }

    /// A fresh enrolment code of a library.
    pub async fn code(&self, by: &mut Actor, library: &str) -> Result<String> {
        let answer =
            by.post(routes::ENROLMENTS, &json!({"library": library, "point": "main"})).await?.expect(200);
        Ok(answer.text_at("/code").to_owned())
    }

    /// Stops the server gracefully and says where its database is, for a second life.
    pub async fn stop(mut self) -> Result<Place> {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        self.task.await??;
        Ok(self.place)
    }
}

/// A complete set-up form.
pub fn set_up_form(token: &str) -> serde_json::Value {
    json!({
        "token": token,
        "network_name": "Lounais-Suomen digiverkosto",
        "contacts": {
            "controller": "Turun kaupunki",
            "controller_contact": "rekisteri@example.org",
            "dpo_contact": "tietosuoja@example.org",
            "accessibility_contact": "saavutettavuus@example.org",
            "accessibility_phone": ""
        },
        "chair": {"name": "Päivi Puheenjohtaja", "email": CHAIR, "password": PASSWORD}
    })
}
