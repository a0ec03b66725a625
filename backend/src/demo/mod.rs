//! The demo network: invented people, tablets and two plausible years of entries.
//!
//! Owns: what the demo's database is filled with, the same from the same seed and day. Entries go the way of any
//! tablet's: ops, judged, merged, summed. Must not: touch a real network (`usecase::demo` guards that).

mod dice;
mod events;
mod people;
mod rhythm;

use std::collections::BTreeMap;

use shared::domain::op::{Op, VERSION};
use shared::domain::retention::rule;
use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::time::{Date, Millis, helsinki};
use shared::wire::v1::push::{MAX_OPS, Push};
use shared::wire::v1::statement::Contacts;

use self::dice::Dice;
use self::events::{Desk, Logged};
use crate::app::App;
use crate::db::mark::Mark;
use crate::db::{self, Tx};
use crate::error::{Error, Result};
use crate::seed::Seed;
use crate::usecase::setup::{self, NetworkSpec};
use crate::usecase::sync::points::Points;
use crate::usecase::sync::{Batch, Known, Pusher, Scope, Sender, Terms, judge, push};

/// The seed of everything invented.
const SEED: u64 = 0x0D16_17E4;

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
    let lists = seed.vocabulary();
    let mut desks: Vec<_> = members
        .iter()
        .zip(&tablets)
        .map(|((library, members), tablets)| Desk::new(library, tablets, members, &lists))
        .collect();
    let points = Points::read(&mut tx, network).await?;
    let filler = Filler { app, network, lists: &lists, points: &points, now };
    filler.entries(&mut tx, &mut dice, &mut desks).await?;
    filler.authors(&mut tx, &desks).await?;
    Ok(tx.commit().await?)
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

struct Filler<'a> {
    app: &'a App,
    network: Id,
    lists: &'a Vocabulary,
    points: &'a Points,
    now: Millis,
}

impl Filler<'_> {
    /// Two years up to now, month by month and library by library.
    async fn entries(&self, tx: &mut Tx, dice: &mut Dice, desks: &mut [Desk<'_>]) -> Result<()> {
        let today = helsinki(self.now).date;
        let mut month = BTreeMap::<String, Vec<Date>>::new();
        let first = today.plus_years(-2).plus_days(1);
        for day in 0..=today.days_since(first) {
            let on = first.plus_days(day);
            month.entry(on.year_month()).or_default().push(on);
        }
        for days in month.into_values() {
            for desk in desks.iter_mut() {
                let mut logged = Logged::new();
                for on in &days {
                    desk.day(dice, *on, today, self.now, &mut logged);
                }
                for tablet in desk.tablets {
                    for ops in logged.remove(&tablet.device).unwrap_or_default().chunks(MAX_OPS) {
                        self.push(tx, tablet.device, tablet.replica, desk.library, ops).await?;
                    }
                }
            }
        }
        Ok(())
    }

    async fn push(&self, tx: &mut Tx, device: Id, replica: Id, library: &str, ops: &[Op]) -> Result<()> {
        let push = Push {
            v: VERSION,
            nonce: String::new(),
            replica,
            pending: 0,
            oldest: None,
            ops: ops.iter().filter_map(events::bytes).collect(),
            effective: BTreeMap::new(),
            skewed: Vec::new(),
        };
        let batch = Batch::read(push)?;
        let sender = Sender {
            network: self.network,
            by: Pusher::Device(device),
            scopes: Some(vec![Scope { library: library.to_owned(), until: None }]),
            revoked: false,
            may_sample: false,
        };
        // As if the month's last entry had just come: the server's clock then.
        let now = ops.last().map_or(self.now, |op| op.at.ms());
        let position = db::sync_state::lock(tx, self.network).await?.position;
        // The ids are new: nothing has to be looked up.
        let known = Known { position, ..Known::default() };
        let plan =
            judge(&batch, known, Terms { sender: &sender, lists: self.lists, points: self.points, now });
        let mark =
            Mark { position: plan.position, mark: self.app.random.bytes::<16>().to_vec(), at: self.now };
        push::write(tx, &sender, plan, &mark).await
    }

    /// Keeps the author keys that retention would still keep, and none that is older.
    async fn authors(&self, tx: &mut Tx, desks: &[Desk<'_>]) -> Result<()> {
        let Some(rule) = rule("author_key") else { return Ok(()) };
        let oldest = rule.keep.cutoff_month(self.now);
        let mut keys: Vec<_> = desks.iter().flat_map(|desk| &desk.authors).collect();
        keys.sort();
        for ((member, month), key) in keys.into_iter().filter(|((_, month), _)| *month > oldest) {
            people::author_key(tx, self.network, *member, month, *key).await?;
        }
        Ok(())
    }
}
