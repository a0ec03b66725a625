//! What other nodes have committed, for the event streams of this one.
//!
//! Owns: listening as long as the server runs, and re-reading every network's position after each gap. Must not: carry
//! data.

use std::time::Duration;

use crate::app::App;
use crate::db;
use crate::db::news::Heard;
use crate::error::Result;
use crate::live::Change;

/// How long to wait before the database is asked again.
const PAUSE: Duration = Duration::from_secs(1);

/// Listens until it is aborted; ends at once where there can be no other node.
pub async fn run(app: App) {
    loop {
        match listen(&app).await {
            Ok(()) => return,
            Err(error) => {
                error.log();
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

async fn listen(app: &App) -> Result<()> {
    let Some(mut news) = app.db.listen().await? else { return Ok(()) };
    // Listening comes first, so that nothing that is committed in between is missed.
    catch_up(app).await?;
    loop {
        match news.next().await? {
            Heard::Moved(network, position) => app.live.publish(Change::moved(network, position)),
            Heard::Missed => catch_up(app).await?,
        }
    }
}

/// Where every network stands; another server may answer than before, with a copy that lags.
async fn catch_up(app: &App) -> Result<()> {
    app.reach.forget();
    let mut tx = app.db.read().await?;
    for (network, position) in db::sync_state::positions(&mut tx).await? {
        app.live.publish(Change { network, position, afresh: true });
    }
    Ok(())
}
