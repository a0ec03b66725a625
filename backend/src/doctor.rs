//! `digiverkosto doctor`: what an operator wants to know before calling somebody.
//!
//! Owns: the checks and their words. Must not: change anything.

use std::collections::BTreeMap;

use shared::time::{DAY, HOUR, Millis, helsinki};

use crate::app::App;
use crate::db;
use crate::usecase::seal_key;
use crate::usecase::sync::recount::recount;

/// 2026-01-01 UTC: a clock before this program was written is wrong.
const EARLIEST: Millis = 1_767_225_600_000;
/// Below this an hour's work of all tablets may not fit.
const LEAST_FREE: u64 = 200 * 1024 * 1024;

/// A finding: fine, or not, and why.
type Finding = Result<String, String>;

/// Prints all findings; an error where one is not fine.
pub async fn run(app: &App) -> anyhow::Result<()> {
    let findings = [
        ("schema", schema(app).await),
        ("integrity", integrity(app).await),
        ("free disk", disk(app)),
        ("clock", clock(app)),
        ("keys", keys(app)),
        ("retention", retention(app).await),
        ("sums", sums(app).await),
        ("sealing keys", seal_keys(app).await),
        ("taken on trust", trusted(app).await),
        ("secure context", public_url(app)),
    ];
    let mut bad = 0;
    for (name, finding) in &findings {
        match finding {
            Ok(words) => println!("ok    {name}: {words}"),
            Err(words) => {
                bad += 1;
                println!("WRONG {name}: {words}");
            }
        }
    }
    if bad == 0 { Ok(()) } else { anyhow::bail!("{bad} of {} checks found something wrong", findings.len()) }
}

async fn schema(app: &App) -> Finding {
    let (applied, known) = app.db.schema_version().await.map_err(|error| error.to_string())?;
    match applied.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(format!("version {applied}")),
        std::cmp::Ordering::Less => {
            Err(format!("version {applied}, this program has {known}: run `digiverkosto migrate`"))
        }
        std::cmp::Ordering::Greater => {
            Err(format!("version {applied} is newer than this program's {known}: install a newer one"))
        }
    }
}

async fn integrity(app: &App) -> Finding {
    let found = app.db.integrity().await.map_err(|error| error.to_string())?;
    if found.is_empty() { Ok("no broken page, no dangling key".to_owned()) } else { Err(found.join("; ")) }
}

fn disk(app: &App) -> Finding {
    if app.config.database_url.is_some() {
        return Ok("the database is elsewhere".to_owned());
    }
    let stat = rustix::fs::statvfs(&app.config.data).map_err(|error| error.to_string())?;
    let free = stat.f_bavail.saturating_mul(stat.f_frsize);
    let words = format!("{} MB in {}", free / 1_000_000, app.config.data.display());
    if free >= LEAST_FREE { Ok(words) } else { Err(words) }
}

fn clock(app: &App) -> Finding {
    let now = app.now();
    let local = helsinki(now);
    let words = format!("{} {:02}:{:02} in Finland", local.date, local.hour, local.minute);
    if now >= EARLIEST { Ok(words) } else { Err(words) }
}

/// Keys that others can read, or that cannot be read.
fn keys(app: &App) -> Finding {
    let folder = app.keys.folder();
    let files = crate::keys::files(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    #[cfg(unix)]
    {
        let open = crate::keys::open_to_others(folder).map_err(|error| error.to_string())?;
        if !open.is_empty() {
            let names: Vec<_> = open.iter().map(|path| path.display().to_string()).collect();
            return Err(format!("others than this user may read {}: chmod go= them", names.join(", ")));
        }
    }
    for file in &files {
        std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(match files.len() {
        0 => "none yet".to_owned(),
        n => format!("{n} in {}, for this user only", folder.display()),
    })
}

async fn retention(app: &App) -> Finding {
    let mut tx = app.db.read().await.map_err(|error| error.to_string())?;
    let now = app.now();
    match db::retention::last_run(&mut tx).await.map_err(|error| error.to_string())? {
        None => Err("the job has never run; it runs when the server starts".to_owned()),
        Some(last) if last > now + HOUR => {
            Err("it last ran in the future: the clock was or is wrong".to_owned())
        }
        Some(last) if now - last > DAY + 12 * HOUR => {
            Err(format!("it last ran {} days ago", (now - last) / DAY))
        }
        Some(last) => Ok(format!("it ran {} hours ago", (now - last) / HOUR)),
    }
}

/// Counts every entry anew: a difference means that the pages show numbers that the entries do not bear out.
async fn sums(app: &App) -> Finding {
    let mut tx = app.db.read().await.map_err(|error| error.to_string())?;
    let networks = db::network::all(&mut tx).await.map_err(|error| error.to_string())?;
    drop(tx);
    let (mut entities, mut wrong) = (0, 0);
    for network in networks {
        let found = recount(&app.db, network.id).await.map_err(|error| error.to_string())?;
        entities += found.entities;
        wrong += found.differences.len();
        if found.facts_differ {
            wrong += 1;
            tracing::error!(network = %network.slug, "the facts are not those of the entries");
        }
        for difference in found.differences {
            tracing::error!(?difference, network = %network.slug, "a sum is not what the entries say");
        }
    }
    let words = format!("{entities} entries counted, {wrong} sums differ");
    if wrong == 0 { Ok(words) } else { Err(words) }
}

/// What the server stored although it could not check it; nothing is wrong with it, but somebody may want to know.
async fn trusted(app: &App) -> Finding {
    let mut tx = app.db.read().await.map_err(|error| error.to_string())?;
    let mut sums = BTreeMap::<String, i64>::new();
    for network in db::network::all(&mut tx).await.map_err(|error| error.to_string())? {
        let flagged = db::op::flagged(&mut tx, network.id).await.map_err(|error| error.to_string())?;
        for (flags, n) in flagged {
            for flag in flags.split(' ') {
                *sums.entry(flag.to_owned()).or_default() += n;
            }
        }
    }
    let words: Vec<_> = sums.into_iter().map(|(flag, n)| format!("{n} {flag}")).collect();
    Ok(if words.is_empty() { "nothing".to_owned() } else { words.join(", ") })
}

/// A key that is not in this node's folder opens nothing: what is sealed to it waits for review.
async fn seal_keys(app: &App) -> Finding {
    let (kept, missing) = seal_key::missing(app).await.map_err(|error| error.to_string())?;
    if missing.is_empty() {
        return Ok(format!("{kept} kept, all in the folder keys"));
    }
    let names: Vec<_> = missing.iter().map(|key| format!("seal-{key}.key")).collect();
    Err(format!("not in the folder keys of {}: {}", app.config.data.display(), names.join(", ")))
}

fn public_url(app: &App) -> Finding {
    match (&app.config.public_url, app.config.listen.ip().is_loopback()) {
        (Some(url), _) if app.config.is_https() => Ok(url.clone()),
        (Some(url), _) => Err(format!("{url} is not https: tablets cannot be enrolled there")),
        (None, true) => Ok("this machine only".to_owned()),
        (None, false) => Err("other machines can reach it, but no https `public_url` is set".to_owned()),
    }
}
