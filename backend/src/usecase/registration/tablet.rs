//! Registration on a tablet without a network: the form that it is given, and what comes back sealed.
//!
//! Owns: which day's form that is, opening an envelope, and what of it is judged by today's day. Must not: place anybody
//! (`arrive` does).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use shared::domain::day::{Day, Door, Status, Texts};
use shared::domain::lang::Lang;
use shared::domain::op::Op;
use shared::domain::registration::{Known, Registration, parse};
use shared::domain::sealed::{ENVELOPE, Envelope, YEAR};
use shared::domain::vocabulary::{Value, Vocabulary};
use shared::id::Id;
use shared::seal;
use shared::wire::v1::push::Hold;
use shared::wire::v1::registration::Via;
use shared::wire::v1::tablet_form::{FormInfo, TabletForm};

use super::arrive::Arrival;
use crate::app::App;
use crate::db::network::Network;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};
use crate::usecase::actor::DeviceActor;
use crate::usecase::{network, seal_key};
use crate::words;

/// The lists of the form.
const LISTS: [&str; 3] = ["contribution", "diet", "ride"];
/// The texts of the form.
const TEXTS: [&str; 3] = ["form", "letter.hours", "register"];

/// Registrations of a batch by op: opened, or why not.
pub type Opened = HashMap<Id, std::result::Result<Arrival, Hold>>;

/// The form for a tablet, which is noted as having been given its key.
pub async fn form(app: &App, actor: &DeviceActor) -> Result<TabletForm> {
    let mut tx = app.db.write().await?;
    let row = network::of(&mut tx, actor.network).await?;
    let form = build(app, &mut tx, &row).await?.ok_or(Kind::NotFound)?;
    db::device::given(&mut tx, actor.network, actor.device.id, form.key.id).await?;
    tx.commit().await?;
    Ok(form)
}

/// What a tablet's configuration says of it; `None` where one cannot register, now or later.
pub async fn info(app: &App, tx: &mut Tx, network: &Network) -> Result<Option<FormInfo>> {
    let form = build(app, tx, network).await?;
    Ok(form.map(|TabletForm { day, tag, .. }| FormInfo {
        opens: day.opens.instant(),
        closes: day.closes.instant(),
        tag,
    }))
}

async fn build(app: &App, tx: &mut Tx, network: &Network) -> Result<Option<TabletForm>> {
    let now = app.now();
    let days = db::day::all(tx, network.id).await?.into_iter().map(|stored| stored.day);
    let mut open: Vec<Day> =
        days.filter(|day| day.status == Status::Published && day.door(now) != Door::After).collect();
    // Of several the one that is next.
    open.sort_by_key(|day| day.date);
    let Some(day) = open.into_iter().next() else { return Ok(None) };
    let mut libraries = db::library::list(tx, network.id).await?;
    libraries.retain(|library| library.ended_at.is_none());
    let all = app.lists.of(tx, network).await?;
    let lists = all.lists.iter().filter(|(name, _)| LISTS.contains(&name.as_str()));
    let texts = Lang::ALL.map(|lang| (lang.code().to_owned(), words::texts(lang, &TEXTS)));
    let mut form = TabletForm {
        tag: String::new(),
        network: network.id,
        key: seal_key::current(app, tx, network.id).await?,
        day: for_everybody(day),
        lists: Vocabulary {
            version: all.version,
            lists: lists.map(|(name, values)| (name.clone(), values.clone())).collect(),
        },
        libraries,
        texts: BTreeMap::from(texts),
    };
    let bytes = serde_json::to_vec(&form).map_err(Error::internal)?;
    form.tag = URL_SAFE_NO_PAD.encode(&Sha256::digest(bytes)[..12]);
    Ok(Some(form))
}

/// The day without the link, which is for remote people only, the budget, and what the form does not show.
fn for_everybody(day: Day) -> Day {
    Day {
        remote_link: String::new(),
        budget: None,
        directions: Texts::default(),
        programme: Vec::new(),
        ..day
    }
}

/// Opens registrations, each given with whether its clock was found wrong. `reviewed`: a person has decided that they count, closed or not.
pub async fn open(
    app: &App,
    tx: &mut Tx,
    network: &Network,
    ops: &[(&Op, bool)],
    reviewed: bool,
) -> Result<Opened> {
    let mut opened = Opened::new();
    for &(op, skewed) in ops {
        opened.insert(op.id, open_one(app, tx, network, op, skewed, reviewed).await?);
    }
    Ok(opened)
}

async fn open_one(
    app: &App,
    tx: &mut Tx,
    network: &Network,
    op: &Op,
    skewed: bool,
    reviewed: bool,
) -> Result<std::result::Result<Arrival, Hold>> {
    let envelope = op.set.get(ENVELOPE).and_then(Envelope::read);
    let year = op.set.get(YEAR).and_then(|year| i32::try_from(year.as_i64()?).ok());
    let (Some(envelope), Some(year)) = (envelope, year) else { return Ok(Err(Hold::Unreadable)) };
    let Some(secret) = app.keys.sealing(envelope.key)? else { return Ok(Err(Hold::UnknownKey)) };
    let Ok(told) = seal::open(&envelope, network.id, &secret) else { return Ok(Err(Hold::Unreadable)) };
    let stored = db::day::get(tx, network.id, year).await?;
    let Some(day) = stored.map(|stored| stored.day).filter(|day| day.status == Status::Published) else {
        return Ok(Err(Hold::NotOpen));
    };
    let now = app.now();
    // A clock that was found wrong says nothing; one that is ahead says no more than now.
    let in_time = skewed || reviewed || day.door(op.at.ms().min(now)) == Door::Open;
    if !in_time || (day.door(now) == Door::Before && !reviewed) {
        return Ok(Err(Hold::NotOpen));
    }
    let lists = app.lists.of(tx, network).await?;
    let libraries = db::library::list(tx, network.id).await?;
    let Some(registration) = read(&told, &day, &lists, libraries.into_iter().map(|of| of.code).collect())
    else {
        return Ok(Err(Hold::Unreadable));
    };
    Ok(Ok(Arrival { id: envelope.id, year, registration, via: Via::Tablet }))
}

/// Reads what was sealed by the form's own rules. The tablet has asked what it knew of: what has been added or has ended
/// since then costs nobody a place.
fn read(
    told: &Registration,
    day: &Day,
    lists: &Vocabulary,
    libraries: BTreeSet<String>,
) -> Option<Registration> {
    let mut day = day.clone();
    day.questions.iter_mut().for_each(|question| question.required = false);
    // Whom it did not ask has not said.
    day.lunch &= told.lunch.is_some();
    // Without places one joins the waiting list.
    (day.on_site, day.remote) = (day.on_site.max(1), day.remote.max(1));
    let mut lists = lists.clone();
    lists.lists.values_mut().flatten().for_each(|value: &mut Value| value.until = None);
    parse(&told.pairs(&day), &Known { day: &day, lists: &lists, libraries: &libraries }).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_lunch_that_the_tablet_did_not_ask_about_costs_nobody_a_place() {
        let day: Day = serde_json::from_value(json!({
            "status": "published", "date": "2026-06-10", "begins": "09:00", "ends": "15:00", "title": {"fi": "Päivä"},
            "intro": {"fi": ""}, "place": "", "address": "", "directions": {"fi": ""}, "remote_link": "", "on_site": 1,
            "remote": 0, "opens": {"on": "2026-04-01", "at": "08:00"}, "closes": {"on": "2026-06-01", "at": "16:00"},
            "lunch": true, "programme": [], "questions": []
        }))
        .unwrap();
        let lists = Vocabulary { version: 1, lists: BTreeMap::new() };
        for lunch in [None, Some(false), Some(true)] {
            let told: Registration = serde_json::from_value(json!({
                "name": "Aino", "email": "aino@example.org", "library": "turku", "mode": "onsite", "lunch": lunch,
                "lang": "fi"
            }))
            .unwrap();
            let libraries = BTreeSet::from(["turku".to_owned()]);
            assert_eq!(read(&told, &day, &lists, libraries), Some(told));
        }
    }
}
