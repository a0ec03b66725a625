//! Diets and access needs of the activity day: for who has the right of an organiser.
//!
//! Owns: that each look is logged (without a name), what is counted and shown, and what was sent to the caterer. Must not:
//! say whose a need is, or let one into a mail, a general list or an export.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use shared::domain::care::{Counts, Meal};
use shared::domain::lang::Lang;
use shared::domain::registration::State;
use shared::domain::retention;
use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::text;
use shared::wire::v1::care::{CarePage, FreeText, MarkSent, Sent, TextKind};

use super::actor::Actor;
use super::audit::{self, By};
use super::network;
use crate::app::App;
use crate::db::care::Told;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};
use crate::export::{self, Cell, File, Sheet};
use crate::words::Words;

/// The vocabulary's list.
const DIET: &str = "diet";
/// The rule that deletes diets.
const RULE: &str = "day_diet";

/// The list as it is now, and what has changed since it was sent last. Each look is logged.
pub async fn read(app: &App, actor: &Actor, year: i32) -> Result<CarePage> {
    actor.need_organiser()?;
    let mut tx = app.db.write().await?;
    let page = page(app, &mut tx, actor.network, year).await?;
    record(app, &mut tx, actor, "care_viewed", year).await?;
    tx.commit().await?;
    Ok(page)
}

/// Notes that the list that is shown has been sent to the caterer.
pub async fn mark_sent(app: &App, actor: &Actor, year: i32, form: &MarkSent) -> Result<CarePage> {
    actor.need_organiser()?;
    let mut tx = app.db.write().await?;
    // Nobody registers between the comparison and the note.
    db::day::arrive(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    let shown = page(app, &mut tx, actor.network, year).await?;
    if shown.mark != form.mark {
        return Err(Kind::Overtaken.into());
    }
    let marks = shown.texts.iter().map(|one| mark_of(app, actor.network, one)).collect::<Result<_>>()?;
    let sent = db::care::Sent { at: app.now(), counts: shown.counts, marks };
    db::care::insert_sent(&mut tx, actor.network, app.new_id(), year, &sent).await?;
    record(app, &mut tx, actor, "care_sent", year).await?;
    let page = page(app, &mut tx, actor.network, year).await?;
    tx.commit().await?;
    Ok(page)
}

/// The counts as a file for the caterer: no free text.
pub async fn file(app: &App, actor: &Actor, year: i32, lang: Lang) -> Result<File> {
    actor.need_organiser()?;
    let mut tx = app.db.write().await?;
    let page = page(app, &mut tx, actor.network, year).await?;
    record(app, &mut tx, actor, "care_exported", year).await?;
    tx.commit().await?;
    let name = format!("ruokailu-{}.csv", page.date);
    Ok(File { name, media_type: export::CSV, bytes: export::csv(&sheet(&page, Words { lang }))? })
}

async fn page(app: &App, tx: &mut Tx, network_id: Id, year: i32) -> Result<CarePage> {
    let day = db::day::get(tx, network_id, year).await?.ok_or(Kind::NotFound)?.day;
    let network = network::of(tx, network_id).await?;
    let lists = app.lists.of(tx, &network).await?;
    let told = db::care::told(tx, network_id, year).await?;
    let sent = db::care::last_sent(tx, network_id, year).await?;
    let guests: Vec<_> = told.iter().map(|one| one.guest.clone()).collect();
    let counts = Counts::of(&guests);
    let mut texts = texts(&told);
    let mut marks = Vec::new();
    for one in &mut texts {
        let mark = mark_of(app, network_id, one)?;
        one.is_new = sent.as_ref().is_some_and(|sent| !sent.marks.contains(&mark));
        marks.push(mark);
    }
    let mark = mark(app, network_id, &format!("{counts:?} {marks:?}"))?;
    let sent = sent.map(|sent| Sent {
        at: sent.at,
        gone: u32::try_from(sent.marks.iter().filter(|mark| !marks.contains(mark)).count())
            .unwrap_or(u32::MAX),
        counts: sent.counts,
    });
    let keep = retention::rule(RULE).map_or(retention::Keep::Days(14), |rule| rule.keep);
    Ok(CarePage {
        now: app.now(),
        date: day.date,
        lunch: day.lunch,
        diets: shown(&lists, &counts),
        counts,
        texts,
        sent,
        mark,
        deleted_on: keep.due(day.date),
    })
}

/// The diets that can be chosen, and ended ones that somebody has.
fn shown(lists: &Vocabulary, counts: &Counts) -> Vec<shared::domain::vocabulary::Value> {
    let known = |value: &&shared::domain::vocabulary::Value| {
        value.is_in(lists.version) || counts.diets.contains_key(&value.code)
    };
    lists.all(DIET).iter().filter(known).cloned().collect()
}

/// In the order of the alphabet: that of arrival would tell whose they are.
fn texts(told: &[Told]) -> Vec<FreeText> {
    let mut texts = Vec::new();
    for one in told {
        let confirmed = one.guest.state == State::Confirmed;
        for (kind, text) in [(TextKind::Diet, &one.care.diet_other), (TextKind::Access, &one.care.access)] {
            if !text.is_empty() {
                texts.push(FreeText { kind, text: text.clone(), confirmed, is_new: false });
            }
        }
    }
    texts.sort();
    texts
}

/// What stands for a free text where it must not be kept: only this server can make it.
fn mark_of(app: &App, network: Id, text: &FreeText) -> Result<String> {
    mark(app, network, &format!("{:?} {}", text.kind, text.text))
}

fn mark(app: &App, network: Id, what: &str) -> Result<String> {
    let digest: [u8; 32] = Sha256::digest(what.as_bytes()).into();
    let tag = app.keys.tag(&*app.random, b"care", &[network.as_bytes(), &digest])?;
    Ok(URL_SAFE_NO_PAD.encode(&tag[..12]))
}

fn sheet(page: &CarePage, words: Words) -> Sheet {
    let heading = |key: &str| words.say(key);
    let mut columns = vec![heading("care.diet")];
    if page.lunch {
        columns.extend([heading("care.lunch_confirmed"), heading("care.lunch_reserved")]);
        columns.extend([heading("care.without_confirmed"), heading("care.without_reserved")]);
    } else {
        columns.extend([heading("care.confirmed"), heading("care.reserved")]);
    }
    let row = |label: String, meal: Meal| {
        let figures = meal.figures();
        let shown = if page.lunch { &figures[..] } else { &figures[2..] };
        let cells = shown.iter().map(|n| Cell::Number(i64::from(*n)));
        std::iter::once(Cell::text(label)).chain(cells).collect::<Vec<_>>()
    };
    let mut rows =
        vec![row(heading("care.all"), page.counts.all), row(heading("care.plain"), page.counts.plain)];
    for diet in &page.diets {
        rows.push(row(diet.label(words.lang).to_owned(), page.counts.diet(&diet.code)));
    }
    let name = format!("{} {}", words.say("care.title"), text::date(page.date, words.lang));
    Sheet { name, about: Vec::new(), columns, rows }
}

/// No name in the log: it is kept longer than a registration.
async fn record(app: &App, tx: &mut Tx, actor: &Actor, action: &str, year: i32) -> Result<()> {
    audit::record(app, tx, actor.network, By::Person(actor), action, &year.to_string(), "").await
}
