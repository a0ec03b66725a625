//! The demo's members, points and tablets, all invented.
//!
//! Owns: who and what there is. The names are plainly made up (Demola, Exempelson), so that nobody is taken for a real
//! person. Must not: invent entries.

use shared::id::Id;
use shared::time::{DAY, HOUR, MINUTE, Millis, helsinki};
use shared::wire::v1::member::{Member, Role};
use shared::wire::v1::point::Point;

use super::dice::Dice;
use crate::db::author_key::AuthorKey;
use crate::db::device::DeviceRow;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::seed::SeedLibrary;
use crate::usecase::setup::FIRST_POINT;

const FIRST: &[&str] = &[
    "Aamu", "Onni", "Saga", "Veikko", "Lumi", "Toivo", "Meri", "Kuura", "Viljo", "Signe", "Taika", "Otso",
    "Pihla", "Alvar", "Hilla", "Roope", "Ester", "Väinö", "Tuuli", "Selma", "Ilmari",
];
const LAST: &[&str] = &[
    "Demola",
    "Mallikas",
    "Exempelson",
    "Näytelä",
    "Kokeilo",
    "Esimerkki",
    "Testilä",
    "Harjoitus",
    "Mallström",
    "Provell",
    "Keksitty",
    "Kuviteltu",
    "Luonnos",
    "Påhittad",
    "Sepite",
];

/// Points besides the main one: library, code, Finnish, Swedish, English.
const POINTS: &[(&str, &str, &str, &str, &str)] = &[
    ("turku", "lahikirjasto", "Lähikirjasto", "Närbiblioteket", "Branch library"),
    ("turku", "kirjastoauto", "Kirjastoauto", "Bokbussen", "Mobile library"),
    ("pori", "lahikirjasto", "Lähikirjasto", "Närbiblioteket", "Branch library"),
    ("pori", "kirjastoauto", "Kirjastoauto", "Bokbussen", "Mobile library"),
    ("kaarina", "lahikirjasto", "Lähikirjasto", "Närbiblioteket", "Branch library"),
    ("loimaa", "kirjastoauto", "Kirjastoauto", "Bokbussen", "Mobile library"),
    ("naantali", "lahikirjasto", "Lähikirjasto", "Närbiblioteket", "Branch library"),
];

/// The library that has logged nothing for a while.
pub const SILENT: &str = "mynamaki";
/// For how many days.
pub const SILENT_DAYS: i32 = 47;
/// The library one of whose tablets has not been heard of.
const LOST: &str = "loimaa";

/// A library's tablet that pushes entries.
#[derive(Clone, Debug)]
pub struct Tablet {
    /// Its id.
    pub device: Id,
    /// The replica of its store.
    pub replica: Id,
    /// Its point.
    pub point: String,
}

/// A made-up name; where both numbers grow, none comes twice before the hundredth.
pub fn name(first: u32, last: u32) -> String {
    let any = |names: &[&'static str], number: u32| {
        let at = usize::try_from(number).unwrap_or(0) % names.len();
        names.get(at).copied().unwrap_or("Demo")
    };
    format!("{} {}", any(FIRST, first), any(LAST, last))
}

/// The chair, and the members of each library by the number that the plan of 2024 names; the first is its contact.
pub async fn members(
    tx: &mut Tx,
    network: Id,
    dice: &mut Dice,
    libraries: &[SeedLibrary],
    now: Millis,
) -> Result<Vec<(String, Vec<Id>)>> {
    let created_at = now - 800 * DAY;
    let chair = Member {
        id: dice.id(created_at),
        name: "Demo Puheenjohtaja".to_owned(),
        chip: "Demo".to_owned(),
        library: None,
        role: Role::Chair,
        email: Some("pj@example.org".to_owned()),
        language: "fi".to_owned(),
        created_at,
        removed_at: None,
        has_password: false,
        // So that the demo shows what an organiser sees: its people are invented.
        organiser: true,
    };
    db::member::insert(tx, network, &chair, None).await?;
    let mut all = Vec::new();
    let mut number = 0;
    for library in libraries {
        let mut ids = Vec::new();
        for place in 0..library.members_2024 {
            let name = name(number, number);
            let first = name.split(' ').next().unwrap_or_default().to_owned();
            let contact = place == 0;
            let member = Member {
                id: dice.id(created_at),
                name,
                chip: first,
                library: Some(library.code.clone()),
                role: if contact { Role::Contact } else { Role::Member },
                email: contact.then(|| format!("{}@example.org", library.code)),
                language: "fi".to_owned(),
                created_at,
                removed_at: None,
                has_password: false,
                organiser: false,
            };
            db::member::insert(tx, network, &member, None).await?;
            ids.push(member.id);
            number += 1;
        }
        all.push((library.code.clone(), ids));
    }
    Ok(all)
}

/// Stores a member's author key of a month.
pub async fn author_key(tx: &mut Tx, network: Id, member_id: Id, month: &str, key: Id) -> Result<()> {
    let row = AuthorKey { member_id, month: month.to_owned(), key };
    Ok(db::author_key::insert(tx, network, &row).await?)
}

/// Branches and book buses.
pub async fn points(tx: &mut Tx, network: Id) -> Result<()> {
    for (library, code, fi, sv, en) in POINTS {
        let point = Point {
            library: (*library).to_owned(),
            code: (*code).to_owned(),
            name_fi: (*fi).to_owned(),
            name_sv: Some((*sv).to_owned()),
            name_en: Some((*en).to_owned()),
            ended_at: None,
        };
        db::point::insert(tx, network, &point).await?;
    }
    Ok(())
}

/// One tablet at each point, in plausible states: most were heard of in the last hours, one has not been heard of for
/// days with entries unsent, the silent library's for weeks.
pub async fn tablets(
    tx: &mut Tx,
    network: Id,
    dice: &mut Dice,
    library: &str,
    now: Millis,
) -> Result<Vec<Tablet>> {
    let others = POINTS.iter().filter(|(of, ..)| *of == library).map(|(_, code, fi, ..)| (*code, *fi));
    let mut tablets = Vec::new();
    for (point, name) in std::iter::once((FIRST_POINT, "Pääkirjasto")).chain(others) {
        let enrolled_at = now - 760 * DAY + Millis::from(dice.below(20)) * DAY;
        let (ago, pending) = match library {
            SILENT => (44 * DAY, 0),
            LOST if point != FIRST_POINT => (5 * DAY + 3 * HOUR, 7),
            _ => (
                Millis::from(dice.below(170) + 1) * MINUTE,
                if dice.chance(12) { 1 + dice.below(2) } else { 0 },
            ),
        };
        let last_contact = now - ago;
        let tablet =
            Tablet { device: dice.id(enrolled_at), replica: dice.id(enrolled_at), point: point.to_owned() };
        let row = DeviceRow {
            id: tablet.device,
            library: library.to_owned(),
            point: point.to_owned(),
            name: name.to_owned(),
            enrolled_at,
            enrolled_by: None,
            enrolled_by_name: None,
            revoked_at: None,
            last_contact,
            pending: i64::from(pending),
            pending_oldest_at: (pending > 0).then_some(last_contact - 20 * MINUTE),
            persisted: if dice.chance(85) { "yes" } else { "no" }.to_owned(),
            replica: Some(tablet.replica.uuid()),
            previous_device: None,
            storage_lost_at: None,
            storage_lost_count: None,
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        // Nobody holds the credential: the hash is of nothing.
        let hash: Vec<u8> = [dice.id(now), dice.id(now)].iter().flat_map(|id| *id.as_bytes()).collect();
        db::device::insert(tx, network, &hash, &row).await?;
        db::device::contact(tx, network, row.id, last_contact, pending, row.pending_oldest_at).await?;
        tablets.push(tablet);
    }
    Ok(tablets)
}

/// What a demo that was filled before has: each library with its living members and the tablets it was filled with, the one
/// at the first point before the others.
pub async fn known(
    tx: &mut Tx,
    network: Id,
    filled_at: Millis,
) -> Result<Vec<(String, Vec<Id>, Vec<Tablet>)>> {
    let mut all = Vec::new();
    for library in db::library::list(tx, network).await? {
        let code = library.code;
        let members = db::member::list(tx, network, Some(&code)).await?;
        let members = members.into_iter().filter(|m| m.removed_at.is_none() && m.created_at < filled_at);
        let mut tablets = Vec::new();
        for device in db::device::list(tx, network, Some(&code)).await? {
            let row = db::device::get(tx, network, device.id).await?;
            if let Some(row) = row.filter(|row| row.revoked_at.is_none() && row.enrolled_at < filled_at)
                && let Some(replica) = row.replica
            {
                tablets.push(Tablet { device: row.id, replica: Id::from(replica), point: row.point });
            }
        }
        tablets.sort_by_key(|tablet| (tablet.point != FIRST_POINT, tablet.device));
        all.push((code, members.map(|member| member.id).collect(), tablets));
    }
    Ok(all)
}

/// Tablets of a demo that was filled before have been heard of in the last hours again, but for those that are never
/// heard of.
pub async fn contacts(
    tx: &mut Tx,
    network: Id,
    library: &str,
    tablets: &[Tablet],
    now: Millis,
) -> Result<()> {
    let today = helsinki(now).date;
    for tablet in tablets {
        if library == SILENT || (library == LOST && tablet.point != FIRST_POINT) {
            continue;
        }
        let ago = Dice::of(&tablet.device.to_string(), today).below(170) + 1;
        let at = now - Millis::from(ago) * MINUTE;
        if db::device::get(tx, network, tablet.device).await?.is_some_and(|row| row.last_contact < at) {
            db::device::seen(tx, network, tablet.device, at).await?;
        }
    }
    Ok(())
}
