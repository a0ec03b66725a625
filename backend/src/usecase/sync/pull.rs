//! Pull: what changed after a cursor.
//!
//! Owns: what a first pull holds, when a replica must start afresh, and when the history has become another one. Rows,
//! last position and configuration come from one snapshot. Must not: change entries.

use std::fmt::Write as _;

use serde_json::value::RawValue;
use shared::id::Id;
use shared::time::{Millis, helsinki};
use shared::wire::v1::pull::{MAX_ROWS, PullAnswer, WINDOW_DAYS};

use super::KEEP_MARKS;
use super::cursor::{Cursor, Window};
use crate::app::App;
use crate::db::entity::RawEntity;
use crate::db::mark::Mark;
use crate::db::sync_state::SyncState;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::actor::DeviceActor;
use crate::usecase::{device, network};

/// A page with its rows as they are stored.
pub type Page = PullAnswer<Box<RawValue>>;

/// One page of changes for a tablet.
pub async fn page(app: &App, actor: &DeviceActor, cursor: Option<&str>) -> Result<Page> {
    let now = app.now();
    let scope = &actor.device.library;
    let answer = match standing(app, actor.network, scope, cursor, now).await? {
        (mut tx, state, Standing::At(cursor)) => {
            changes(&mut tx, actor.network, state, cursor, false, now).await?
        }
        (mut tx, state, Standing::Afresh) => {
            let from = helsinki(now).date.plus_days(-WINDOW_DAYS);
            let window = Window { until: state.position, from };
            let cursor = Cursor {
                epoch: state.epoch,
                position: 0,
                mark: String::new(),
                at: now,
                scope: scope.clone(),
                window: Some(window),
            };
            changes(&mut tx, actor.network, state, cursor, true, now).await?
        }
    };
    device::seen(app, actor, now);
    Ok(answer)
}

enum Standing {
    /// The replica has everything up to here.
    At(Cursor),
    /// It must drop what it has.
    Afresh,
}

/// Where a replica stands in today's history, with the snapshot that says so.
async fn standing(
    app: &App,
    network: Id,
    scope: &str,
    text: Option<&str>,
    now: Millis,
) -> Result<(Tx, SyncState, Standing)> {
    let mut tx = app.db.read().await?;
    let state = db::sync_state::get(&mut tx, network).await?;
    let Some(text) = text else { return Ok((tx, state, Standing::Afresh)) };
    let cursor = Cursor::open(text, &state.cursor_key)?;
    if cursor.epoch != state.epoch || cursor.scope != scope {
        return Ok((tx, state, Standing::Afresh));
    }
    if is_known(&mut tx, network, &cursor).await? {
        return Ok((tx, state, Standing::At(cursor)));
    }
    if cursor.at < now.saturating_sub(KEEP_MARKS) {
        // Too old to be compared, and older than the tombstones.
        return Ok((tx, state, Standing::Afresh));
    }
    drop(tx);
    renew(app, network, &cursor, now).await?;
    let mut tx = app.db.read().await?;
    let state = db::sync_state::get(&mut tx, network).await?;
    Ok((tx, state, Standing::Afresh))
}

async fn is_known(tx: &mut Tx, network: Id, cursor: &Cursor) -> Result<bool> {
    if cursor.position == 0 {
        return Ok(true);
    }
    let mark = db::mark::covering(tx, network, cursor.position).await?;
    Ok(mark.is_some_and(|mark| hex(&mark.mark) == cursor.mark))
}

/// A mark that this history does not know: it is another one than the replica's, and gets another identity. Asked
/// again in a write transaction, because a lagging copy may only not know the mark *yet*.
async fn renew(app: &App, network: Id, cursor: &Cursor, now: Millis) -> Result<()> {
    let mut tx = app.db.write().await?;
    let state = db::sync_state::lock(&mut tx, network).await?;
    if state.epoch == cursor.epoch && !is_known(&mut tx, network, cursor).await? {
        let epoch = app.new_id();
        db::sync_state::restored(&mut tx, network, epoch, now).await?;
        tracing::warn!(%network, old = %state.epoch, new = %epoch, "the history has changed: a tablet knows a push that is not here");
    }
    tx.commit().await?;
    Ok(())
}

async fn changes(
    tx: &mut Tx,
    network: Id,
    state: SyncState,
    cursor: Cursor,
    reset: bool,
    now: Millis,
) -> Result<Page> {
    let page = page_size();
    let (mut rows, position, window) = match cursor.window {
        Some(window) => {
            let positions = cursor.position..window.until;
            let rows = db::entity::window(tx, network, &cursor.scope, window.from, positions, page).await?;
            match last_of(&rows) {
                // There may be more of the window.
                Some(last) => (rows, last, Some(window)),
                None => (rows, window.until, None),
            }
        }
        None => {
            let rows = db::entity::since(tx, network, &cursor.scope, cursor.position, page).await?;
            let position = last_of(&rows).unwrap_or(state.position);
            (rows, position, None)
        }
    };
    if cursor.window.is_some() {
        // What was deleted before the pull began was never there for this replica.
        rows.retain(|entity| !entity.is_deleted());
    }
    let mark = db::mark::covering(tx, network, position).await?;
    let next = Cursor { position, window, ..marked(cursor, mark.as_ref()) };
    Ok(PullAnswer {
        epoch: state.epoch,
        reset,
        cursor: next.seal(&state.cursor_key)?,
        position,
        more: window.is_some() || position < state.position,
        server_time: now,
        config: network::of(tx, network).await?.config_version,
        rows: rows.into_iter().map(|entity| entity.body).collect(),
    })
}

fn marked(cursor: Cursor, mark: Option<&Mark>) -> Cursor {
    match mark {
        Some(mark) => Cursor { mark: hex(&mark.mark), at: mark.at, ..cursor },
        None => cursor,
    }
}

fn page_size() -> i64 {
    i64::try_from(MAX_ROWS).unwrap_or(i64::MAX)
}

/// The last position of a full page; `None` where the page is not full, so that nothing follows it.
fn last_of(rows: &[RawEntity]) -> Option<i64> {
    (rows.len() >= MAX_ROWS).then(|| rows.last().map(|entity| entity.position)).flatten()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
