//! The demo network: invented people, tablets, two plausible years of entries, and an activity day to come.
//!
//! Owns: what the demo's database is filled with, the same from the same seed and day, and that a later start adds what
//! has been logged since. Must not: touch a real network (`usecase::demo` guards that).

mod day;
mod dice;
mod events;
mod filler;
mod mix;
mod participants;
mod people;
mod plan;
mod rhythm;

use shared::domain::hlc::Hlc;
use shared::id::Id;
use shared::time::{Millis, helsinki};
use shared::wire::v1::statement::Contacts;

use self::dice::Dice;
use self::events::Desk;
use self::filler::Filler;
use crate::app::App;
use crate::db;
use crate::error::{Error, Result};
use crate::seed::Seed;
use crate::usecase::setup::{self, NetworkSpec};
use crate::usecase::{network, sync};

/// The seed of everyone invented.
const SEED: u64 = 0x0D16_17E4;
/// How many years are filled.
const YEARS: i32 = 2;

/// Fills an empty database with the demo network, in one transaction.
pub async fn fill(app: &App) -> Result<()> {
    let seed = Seed::load().map_err(Error::internal)?;
    let mut dice = Dice::new(SEED);
    let now = app.now();
    let mut tx = app.db.write().await?;
    let network = setup::create_network(app, &mut tx, &spec()).await?;
    people::points(&mut tx, network).await?;
    let members = people::members(&mut tx, network, &mut dice, &seed.libraries, now).await?;
    let mut tablets = Vec::new();
    for (library, _) in &members {
        tablets.push(people::tablets(&mut tx, network, &mut dice, library, now).await?);
    }
    plan::fill(&mut tx, network, &mut dice, now).await?;
    day::fill(app, &mut tx, network, &mut dice, now).await?;
    let lists = seed.vocabulary();
    let desks: Vec<_> = members
        .iter()
        .zip(&tablets)
        .map(|((library, members), tablets)| Desk::new(library, tablets, members, &lists))
        .collect();
    let since = first(now);
    Filler::begin(&mut tx, network, &lists, since..now).await?.run(app, &mut tx, desks).await?;
    Ok(tx.commit().await?)
}

/// Adds what has been logged since the demo was last filled, up to now; answers how many ops. Again adds nothing.
pub async fn top_up(app: &App, id: Id) -> Result<usize> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let network = network::of(&mut tx, id).await?;
    let latest = db::op::latest(&mut tx, id, network.created_at).await?;
    // What is there ends with its last op: nothing was left out before it.
    let since = latest.map_or(network.created_at, |at| Hlc::from_i64(at).ms() + 1).max(first(now));
    if since >= now {
        return Ok(0);
    }
    let known = people::known(&mut tx, id, network.created_at).await?;
    let lists = app.lists.of(&mut tx, &network).await?;
    let mut desks = Vec::new();
    for (library, members, tablets) in &known {
        people::contacts(&mut tx, id, library, tablets, now).await?;
        let mut desk = Desk::new(library, tablets, members, &lists);
        // Keys that a tablet was given stay; only those that are missing are made.
        let months = [since, now].map(|at| helsinki(at).date.year_month());
        for key in db::author_key::of_library(&mut tx, id, library, &months[0], &months[1]).await? {
            desk.authors.insert((key.member_id, key.month), key.key);
        }
        desks.push(desk);
    }
    let added = Filler::begin(&mut tx, id, &lists, since..now).await?.run(app, &mut tx, desks).await?;
    tx.commit().await?;
    if added > 0 {
        app.live.publish(crate::live::Change::moved(id, sync::position(app, id).await?));
    }
    Ok(added)
}

/// The first instant that is filled.
fn first(now: Millis) -> Millis {
    shared::time::helsinki_midnight(helsinki(now).date.plus_years(-YEARS).plus_days(1))
}

fn spec() -> NetworkSpec {
    NetworkSpec {
        slug: "demo".to_owned(),
        name: "Digiverkosto (demo)".to_owned(),
        contacts: Contacts {
            controller: "Demokirjasto".to_owned(),
            controller_contact: "demo@example.org".to_owned(),
            dpo_contact: "tietosuoja@example.org".to_owned(),
            accessibility_contact: "saavutettavuus@example.org".to_owned(),
            accessibility_phone: String::new(),
        },
        demo: true,
    }
}
