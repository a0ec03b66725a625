//! The activity day: the chair sets it up.
//!
//! Owns: who may change it, that nobody overwrites what somebody else has saved, that nobody who holds a place loses it by
//! a change, and when people are told of one. What is wrong with a day is `domain::day`'s.

use shared::domain::day::{Fault, Status};
use shared::domain::registration::Mode;
use shared::domain::vocabulary::Vocabulary;
use shared::time::helsinki;
use shared::wire::v1::day::{DayHead, DayPage, Days, LISTS, SaveDay};
use shared::wire::v1::member::Role;

use super::actor::Actor;
use super::audit::{self, By};
use super::mail::moved::{self, Moved};
use super::registration::places;
use super::{door, mail, network, qr};
use crate::app::App;
use crate::db::day::{Save, Stored};
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};

/// The years that have a day.
pub async fn list(app: &App, actor: &Actor) -> Result<Days> {
    actor.need_day()?;
    let mut tx = app.db.read().await?;
    let days = db::day::all(&mut tx, actor.network).await?;
    let head = |stored: Stored| DayHead {
        date: stored.day.date,
        status: stored.day.status,
        title: stored.day.title,
    };
    Ok(Days { today: helsinki(app.now()).date, days: days.into_iter().map(head).collect() })
}

/// A year's day and its places.
pub async fn read(app: &App, actor: &Actor, year: i32) -> Result<DayPage> {
    actor.need_day()?;
    let mut tx = app.db.read().await?;
    page(app, &mut tx, actor, year).await
}

/// Saves a year's day over the version that was changed.
pub async fn save(app: &App, actor: &Actor, year: i32, form: &SaveDay) -> Result<DayPage> {
    actor.need(Role::Chair)?;
    let day = &form.day;
    if day.year() != year {
        return Err(Error::invalid("date", "not in the year of the address"));
    }
    if let Some(fault) = day.faults().first() {
        return Err(Error::invalid(fault.field, told(fault)));
    }
    let now = app.now();
    let mut tx = app.db.write().await?;
    // Before anything is read: nobody gets a place between the count and the change.
    db::day::arrive(&mut tx, actor.network, year).await?;
    let stored = db::day::get(&mut tx, actor.network, year).await?;
    let before = stored.as_ref().map(|stored| &stored.day);
    let held = places::count(&mut tx, actor.network, year).await?;
    for (field, mode) in [("on_site", Mode::Onsite), ("remote", Mode::Remote)] {
        let least = places::taken(&held, mode).held();
        // Where the chair has given more places than there are, the rest of the day can still be changed.
        let lowered = before.is_none_or(|before| day.places(mode) < before.places(mode));
        if lowered && day.places(mode).unwrap_or(0) < least {
            return Err(Error::invalid(field, format!("{least} places are held")));
        }
    }
    let moved = before.map(|before| Moved::between(before, day)).unwrap_or_default();
    let is_over = now >= day.ends_at() || before.is_some_and(|before| now >= before.ends_at());
    let is_published = day.status == Status::Published;
    // Those who have registered hear of it once it is public.
    let news = match &stored {
        Some(stored) if !is_over => moved | Moved(stored.untold),
        _ => Moved::default(),
    };
    let save = Save {
        day,
        over: form.version,
        moved: moved.is_any(),
        untold: if is_published { 0 } else { news.0 },
        now,
        by: actor.member.id,
    };
    if !db::day::save(&mut tx, actor.network, save).await? {
        return Err(Kind::Overtaken.into());
    }
    let detail =
        serde_json::to_value(day.status).map(|code| format!("status={}", code.as_str().unwrap_or("")));
    let detail = detail.unwrap_or_default();
    let by = By::Person(actor);
    audit::record(app, &mut tx, actor.network, by, "day_changed", &year.to_string(), &detail).await?;
    door::day_changed(&mut tx, actor.network, year).await?;
    // What a tablet shows of it.
    db::network::bump_config(&mut tx, actor.network).await?;
    // More places are offered at once to whoever waits.
    places::settle(app, &mut tx, actor.network, day, now).await?;
    // After that, so that nobody gets a second letter in the place of this one.
    let told = if is_published { moved::tell(app, &mut tx, actor.network, year, news).await? } else { 0 };
    let page = DayPage { told, ..page(app, &mut tx, actor, year).await? };
    tx.commit().await?;
    app.mails.notify_one();
    Ok(page)
}

/// For developers; the interface checks with the same code and shows its own words.
fn told(fault: &Fault) -> String {
    match fault.at {
        Some(at) => format!("{at}: {:?}", fault.wrong),
        None => format!("{:?}", fault.wrong),
    }
}

async fn page(app: &App, tx: &mut Tx, actor: &Actor, year: i32) -> Result<DayPage> {
    let Stored { day, version, changed_at, .. } =
        db::day::get(tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    let network = network::of(tx, actor.network).await?;
    let lists = app.lists.of(tx, &network).await?;
    let address = mail::form_address(app, &network.slug, year);
    Ok(DayPage {
        day,
        version,
        changed_at,
        now: app.now(),
        qr_svg: qr::svg(&address)?,
        address,
        preview: format!("/{}/ilmoittaudu/{year}/esikatselu", network.slug),
        people: format!("/{}/ilmoittautuminen/osallistuja/", network.slug),
        sends_mail: app.config.mail().is_some(),
        places: places::count(tx, actor.network, year).await?,
        told: 0,
        vocabulary: Vocabulary::clone(&lists).only(&LISTS),
    })
}
