//! The figures of the chair's first page.
//!
//! Owns: which sums make which number, from one snapshot of the rollups. The definitions are `shared::stats`'s. Must
//! not: read entries; a page never costs more because there are more of them.

use std::collections::BTreeMap;

use shared::domain::sample_period::Period as Sample;
use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::stats::dim::{Dim, YES};
use shared::stats::summary::{Measure, Span, is_silent};
use shared::time::{DAY, Date, Millis, helsinki};
use shared::wire::v1::device::Device;
use shared::wire::v1::library::Library;
use shared::wire::v1::overview::{
    DeviceFigures, Healing, LibraryFigures, Overview, Period, StorageLost, Tally,
};

use crate::app::App;
use crate::db::rollup::Sum;
use crate::db::sync_state::SyncState;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::actor::Actor;
use crate::usecase::network;

/// After so long a tablet that has not reported is one that nobody uses.
const HEALING: Millis = 30 * DAY;

/// The lists that the page's figures are named by.
const LISTS: [&str; 10] = [
    "topic",
    "kind",
    "form",
    "setting",
    "duration",
    "outcome",
    "referred_to",
    "equipment",
    "lang",
    "entry_mode",
];

/// The overview, unmasked: the network's for the chair, the own library's for a contact.
pub async fn read(app: &App, actor: &Actor) -> Result<Overview> {
    let scope = actor.scope()?;
    let network = actor.network;
    let now = app.now();
    let today = helsinki(now).date;
    let this = Span::year_to(today);
    let last = this.last_year();

    let mut tx = app.db.read().await?;
    let tx = &mut tx;
    let this_total = sums(tx, network, scope, Dim::Total, this).await?;
    let last_total = sums(tx, network, scope, Dim::Total, last).await?;
    let day = |on: Date| Span { from: on, to: on };
    let today_total = sums(tx, network, scope, Dim::Total, day(this.to)).await?;
    let today_last_year = sums(tx, network, scope, Dim::Total, day(last.to)).await?;
    let row = network::of(tx, network).await?;
    let lists = app.lists.of(tx, &row).await?;
    let devices = db::device::list(tx, network, scope).await?;
    let devices: Vec<_> = devices.into_iter().filter(|device| device.revoked_at.is_none()).collect();
    let state = db::sync_state::get(tx, network).await?;
    Ok(Overview {
        position: state.position,
        at: now,
        today,
        this_year: period(this, &this_total),
        last_year: period(last, &last_total),
        today_tally: tally(&today_total),
        today_last_year: tally(&today_last_year),
        libraries: libraries(tx, (network, scope), today, [&this_total, &last_total], &devices).await?,
        vocabulary: Vocabulary::clone(&lists).only(&LISTS),
        // Of all that came back nobody can say which library it was of.
        healing: healing(&state, &devices, now).filter(|_| scope.is_none()),
        devices: devices.into_iter().map(device_figures).collect(),
        held: db::held::open(tx, network, scope).await?,
        uncertain: sums(tx, network, scope, Dim::Uncertain, this)
            .await?
            .iter()
            .filter(|sum| sum.code == YES)
            .map(|sum| sum.counts.n)
            .sum(),
    })
}

async fn sums(tx: &mut Tx, network: Id, scope: Option<&str>, dim: Dim, span: Span) -> Result<Vec<Sum>> {
    let mut sums = db::rollup::sums(tx, network, dim, span.from, span.to).await?;
    sums.retain(|sum| scope.is_none_or(|own| own == sum.library));
    Ok(sums)
}

fn add(tally: &mut Tally, sum: &Sum) {
    let counts = sum.counts;
    match Measure::of(sum.entity, &sum.kind) {
        Some(Measure::Customer) => {
            tally.customer += counts.n;
            tally.customer_people += counts.people;
        }
        Some(Measure::Peer) => {
            tally.peer += counts.n;
            tally.peer_people += counts.people;
        }
        Some(Measure::Session) => {
            tally.sessions += counts.n;
            tally.participants += counts.people;
        }
        Some(Measure::Duty) | None => {}
    }
}

fn tally<'a>(sums: impl IntoIterator<Item = &'a Sum>) -> Tally {
    let mut tally = Tally::default();
    sums.into_iter().for_each(|sum| add(&mut tally, sum));
    tally
}

fn tallies(sums: &[Sum], key: impl Fn(&Sum) -> String) -> BTreeMap<String, Tally> {
    let mut all: BTreeMap<String, Tally> = BTreeMap::new();
    for sum in sums {
        add(all.entry(key(sum)).or_default(), sum);
    }
    all
}

fn period(span: Span, sums: &[Sum]) -> Period {
    let mut reporting: Vec<_> =
        sums.iter().filter(|sum| sum.counts.n > 0).map(|sum| sum.library.as_str()).collect();
    reporting.sort_unstable();
    reporting.dedup();
    Period {
        from: span.from,
        to: span.to,
        tally: tally(sums),
        libraries_reporting: u32::try_from(reporting.len()).unwrap_or(u32::MAX),
    }
}

/// Each library of the network, and after them those that only entries name (they were lost with a restored
/// configuration), so that the parts add up to the whole. A library that has ended is listed while it has figures, and
/// is never silent.
async fn libraries(
    tx: &mut Tx,
    (network, scope): (Id, Option<&str>),
    today: Date,
    [this, last]: [&[Sum]; 2],
    devices: &[Device],
) -> Result<Vec<LibraryFigures>> {
    let this = tallies(this, |sum| sum.library.clone());
    let last = tallies(last, |sum| sum.library.clone());
    let since = Span::year_to(today).last_year().from;
    let dates: BTreeMap<_, _> =
        db::rollup::last_dates(tx, network, since, today).await?.into_iter().collect();
    let mut samples: BTreeMap<String, Vec<Sample>> = BTreeMap::new();
    for (library, from, to) in db::rollup::samples(tx, network, since).await? {
        samples.entry(library).or_default().push(Sample { from, to });
    }
    let known = db::library::list(tx, network).await?;
    let unknown: Vec<_> = this
        .keys()
        .chain(last.keys())
        .filter(|code| !known.iter().any(|library| library.code == **code))
        .map(|code| unknown_library(code))
        .collect();
    let mut all = Vec::new();
    let mut listed: Vec<String> = Vec::new();
    let in_reach = |library: &Library| scope.is_none_or(|own| own == library.code);
    for library in known.into_iter().chain(unknown).filter(in_reach) {
        let figures = |of: &BTreeMap<String, Tally>| of.get(&library.code).copied().unwrap_or_default();
        let (this_year, last_year) = (figures(&this), figures(&last));
        let ended = library.ended_at.is_some();
        let empty = this_year == Tally::default() && last_year == Tally::default();
        if listed.contains(&library.code) || (ended && empty) {
            continue;
        }
        let last_entry_on = dates.get(&library.code).copied();
        let samples = samples.get(&library.code).map_or(&[][..], Vec::as_slice);
        let tablets = devices.iter().filter(|device| device.library == library.code).count();
        listed.push(library.code.clone());
        all.push(LibraryFigures {
            name_sv: library.name_sv.unwrap_or_else(|| library.name_fi.clone()),
            code: library.code,
            name_fi: library.name_fi,
            this_year,
            last_year,
            last_entry_on,
            silent: !ended && is_silent(today, last_entry_on, samples),
            devices: u32::try_from(tablets).unwrap_or(u32::MAX),
            samples: samples.to_vec(),
        });
    }
    Ok(all)
}

fn unknown_library(code: &str) -> Library {
    Library {
        code: code.to_owned(),
        name_fi: code.to_owned(),
        name_sv: None,
        province: String::new(),
        languages: Vec::new(),
        // Nothing is expected of it.
        ended_at: Some(0),
        ord: u32::MAX,
    }
}

/// What a restore has brought back so far; told until all have reported, for 30 days at most.
fn healing(state: &SyncState, devices: &[Device], now: Millis) -> Option<Healing> {
    let restored_at = state.restored_at.filter(|at| now - at < HEALING)?;
    let known = devices.iter().filter(|device| device.enrolled_at < restored_at);
    let (reported, waited_for): (Vec<_>, Vec<_>) =
        known.partition(|device| device.last_contact >= restored_at);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (!waited_for.is_empty()).then(|| Healing {
        restored_at,
        tablets: count(reported.len() + waited_for.len()),
        reported: count(reported.len()),
        entries: state.restored_entries,
    })
}

fn device_figures(device: Device) -> DeviceFigures {
    use shared::wire::v1::device::Persistence;
    DeviceFigures {
        id: device.id,
        library: device.library,
        point: device.point,
        name: device.name,
        last_contact: (device.last_contact > device.enrolled_at).then_some(device.last_contact),
        pending: device.pending,
        pending_oldest: device.pending_oldest_at,
        persisted: match device.persisted {
            Persistence::Yes => Some(true),
            Persistence::No => Some(false),
            Persistence::Unknown => None,
        },
        storage_lost: device
            .storage_lost_at
            .map(|at| StorageLost { at, count: device.storage_lost_count.unwrap_or(0) }),
    }
}
