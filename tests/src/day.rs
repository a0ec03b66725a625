//! An activity day as the tests and benchmarks need it.

use anyhow::Result;
use serde_json::{Value, json};
use shared::routes;
use shared::time::Date;

use crate::actor::{Actor, Answer};

/// A published day on 10 June 2026, one can register from 1 April to 1 June: 60 places on site, 40 remote.
pub fn day() -> Value {
    json!({
        "status": "published", "date": "2026-06-10", "begins": "09:30", "ends": "15:30",
        "title": {"fi": "Digiverkoston toimintapäivä", "sv": "Digiverkostos verksamhetsdag", "en": "The network’s activity day"},
        "intro": {"fi": "Päivä täynnä ideoita.", "sv": "En dag full av idéer.", "en": "A day full of ideas."},
        "place": "Porin pääkirjasto", "address": "Gallen-Kallelankatu 12, Pori",
        "directions": {"fi": "Sisään pihan puolelta.", "sv": "Ingång från gården.", "en": "Enter from the yard."},
        "remote_link": "https://meet.example.org/paiva",
        "on_site": 60, "remote": 40,
        "opens": {"on": "2026-04-01", "at": "08:00"}, "closes": {"on": "2026-06-01", "at": "16:00"},
        "lunch": true,
        "programme": [
            {"id": "018f0000000070008000000000000001", "begins": "09:30", "ends": "10:00",
             "title": {"fi": "Kahvit", "sv": "Kaffe", "en": "Coffee"}, "room": "Aula", "speaker": "", "remote": false},
            {"id": "018f0000000070008000000000000002", "begins": "10:00", "ends": "11:30",
             "title": {"fi": "Tekoäly lainaustiskillä", "sv": "AI vid lånedisken", "en": "AI at the desk"},
             "room": "Sali", "speaker": "Tiina Taituri", "remote": true}
        ],
        "questions": []
    })
}

/// The same with so many places.
pub fn small(on_site: u32, remote: u32) -> Value {
    let mut day = day();
    day["on_site"] = on_site.into();
    day["remote"] = remote.into();
    day
}

/// The same day on a date, with registration open from long before until its eve: for a server with the real clock.
pub fn on(date: Date) -> Value {
    let mut day = day();
    day["date"] = date.to_string().into();
    day["opens"]["on"] = "2020-01-01".into();
    day["closes"]["on"] = date.plus_days(-1).to_string().into();
    day
}

/// The path of a year's day.
pub fn path(year: i32) -> String {
    format!("{}/{year}", routes::DAYS)
}

/// The path of the public form.
pub const FORM: &str = "/lounais-suomen-digiverkosto/ilmoittaudu/2026";

/// Saves a day over the version that there is.
pub async fn save(chair: &mut Actor, day: &Value) -> Result<Answer> {
    let year = day["date"].as_str().and_then(|date| date.split('-').next()).unwrap_or("2026").parse()?;
    let there = chair.get(&path(year)).await?;
    let form = json!({"version": there.json.get("version"), "day": day});
    chair.put(&path(year), &form).await
}
