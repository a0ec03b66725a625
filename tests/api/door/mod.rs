//! The door of the activity day: who may stand there, what is held there, and that what happened there is recorded once,
//! flagged and never refused.
//!
//! Owns: a day with its guests and tablets, for the tests beside it.

mod decide;
mod grant;
mod record;
mod remote;

use backend::db;
use backend::db::registration::Stored;
use serde_json::{Value, json};
use shared::domain::check_in::{CheckIn, Flag, Passage, Who};
use shared::domain::lang::Lang;
use shared::domain::op::{Act, Kind};
use shared::domain::registration::{Mode, Registration, State};
use shared::id::Id;
use shared::routes;
use shared::wire::v1::door::DoorPage;
use shared::wire::v1::registration::Via;
use tests::actor::Actor;
use tests::device::Device;
use tests::server::{CHAIR, PASSWORD, TestServer};

/// Tests begin at noon on 14 April 2026; the day is the 15th.
fn day() -> Value {
    json!({
        "status": "published", "date": "2026-04-15", "begins": "09:00", "ends": "15:00",
        "title": {"fi": "Digiverkoston toimintapäivä"}, "intro": {"fi": ""},
        "place": "Porin pääkirjasto", "address": "", "directions": {"fi": ""},
        "remote_link": "https://meet.example.org/paiva", "on_site": 200, "remote": 100,
        "opens": {"on": "2026-03-01", "at": "08:00"}, "closes": {"on": "2026-04-10", "at": "16:00"},
        "lunch": true, "programme": [], "questions": [],
    })
}

fn doors(rest: &str) -> String {
    format!("{}/2026/doors{rest}", routes::DAYS)
}

fn list() -> String {
    format!("{}/2026", routes::DOOR)
}

struct Door {
    server: TestServer,
    chair: Actor,
    network: Id,
}

impl Door {
    async fn open() -> Self {
        let (server, mut chair) = TestServer::set_up().await.unwrap();
        let form = json!({"day": day()});
        chair.put(&format!("{}/2026", routes::DAYS), &form).await.unwrap().expect(200);
        let mut tx = server.app.db.read().await.unwrap();
        let network = db::network::all(&mut tx).await.unwrap().remove(0).id;
        drop(tx);
        Self { server, chair, network }
    }

    /// Somebody on the list.
    async fn guest(&self, name: &str, mode: Mode, state: State) -> Id {
        self.guests(&[name.to_owned()], mode, state).await[0]
    }

    async fn guests(&self, names: &[String], mode: Mode, state: State) -> Vec<Id> {
        let app = &self.server.app;
        let mut ids = Vec::new();
        let mut tx = app.db.write().await.unwrap();
        for name in names {
            let id = app.new_id();
            let stored = Stored {
                id,
                year: 2026,
                arrival: db::day::arrive(&mut tx, self.network, 2026).await.unwrap().unwrap(),
                state,
                until: None,
                registration: Registration {
                    name: name.clone(),
                    email: format!("{id}@example.org"),
                    library: Some("pori".to_owned()),
                    other_library: None,
                    mode,
                    lunch: None,
                    care: None,
                    ride: None,
                    contribution: None,
                    photo: false,
                    lang: Lang::Fi,
                    answers: Default::default(),
                },
                verdict: None,
                via: Via::Public,
                secret_hash: app.keys.manage(&*app.random, self.network, id).unwrap().hash().to_vec(),
                sequence: 0,
                created_at: app.now(),
                confirmed_at: None,
                changed_at: app.now(),
                anonymised_at: None,
            };
            db::registration::insert(&mut tx, self.network, &stored).await.unwrap();
            ids.push(id);
        }
        tx.commit().await.unwrap();
        ids
    }

    /// A tablet of a library, and its id.
    async fn tablet(&mut self, library: &str) -> (Actor, String) {
        let mut tablet = self.server.device(&mut self.chair, library).await.unwrap();
        let id = tablet.get(routes::DEVICE).await.unwrap().text_at("/device/id").to_owned();
        (tablet, id)
    }

    async fn grant(&mut self, device: &str) {
        self.chair.put(&doors(&format!("/{device}")), &json!(null)).await.unwrap().expect(200);
    }

    /// A tablet with the real engine, at the door.
    async fn device(&mut self, library: &str, seed: u64) -> Device {
        let (tablet, id) = self.tablet(library).await;
        self.grant(&id).await;
        Device::new(tablet, library, seed, self.server.clock.clone())
    }

    /// After days the chair has to sign in anew.
    async fn sign_in(&mut self) {
        let form = json!({"email": CHAIR, "password": PASSWORD});
        self.chair.post(routes::SESSION, &form).await.unwrap().expect(200);
    }

    async fn page(&mut self) -> DoorPage {
        let answer = self.chair.get(&doors("")).await.unwrap().expect(200);
        serde_json::from_str(&answer.text).unwrap()
    }

    async fn present(&mut self) -> (usize, Vec<Flag>) {
        let presence = self.page().await.list.presence();
        (presence.present(), presence.flags.into_values().collect())
    }
}

fn pass(device: &mut Device, who: Who, passage: Passage) -> Id {
    let set = CheckIn { year: 2026, who, passage }.registers();
    device.write(Act::Create, Kind::CheckIn, None, set)
}

fn arrive(device: &mut Device, guest: Id) -> Id {
    pass(device, Who::Registration(guest), Passage::Arrived)
}
