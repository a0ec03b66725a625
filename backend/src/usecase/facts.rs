//! The facts that a browser counts by itself.
//!
//! Owns: reading them page by page; joining the rows of many pushes; making them anew where the chain of rows has a gap,
//! which is what a node of an older version leaves in a rolling upgrade, and an older database as a whole. Must not: count.

use shared::id::Id;
use shared::stats::fact::Fact;
use shared::stats::facts::{self, Block, Field};
use shared::wire::v1::facts::FactsAnswer;

use crate::app::App;
use crate::db::fact::{Head, Segment};
use crate::db::{self, Tx};
use crate::error::{Error, Result};
use crate::usecase::actor::Actor;

/// So many facts are sent and kept together: some hundred kilobytes, packed.
const FULL: i64 = 65_536;
/// The most rows that are read for one answer.
const SEGMENTS: i64 = 4_096;
/// Entities read at a time.
const PAGE: usize = 5_000;
/// How often facts are made anew while other nodes write: each time the chain is whole afterwards, or somebody joined rows
/// across the very position.
const TRIES: usize = 3;

/// A block as a row.
pub fn segment(mut block: Block, after: i64, position: i64, generation: Option<Id>) -> Segment {
    if block.steps.is_empty() {
        block.close(position);
    }
    let rows = rows_of(&block);
    let head = Head { after, position, rows, generation: generation.map(|id| id.uuid()) };
    Segment { head, body: facts::written(&block) }
}

fn rows_of(block: &Block) -> i64 {
    i64::try_from(block.len()).unwrap_or(i64::MAX)
}

/// What follows a position, unmasked: the network's for the chair, the own library's for a contact.
pub async fn read(app: &App, actor: &Actor, since: i64) -> Result<FactsAnswer> {
    let scope = actor.scope()?;
    for _ in 0..TRIES {
        let mut tx = app.db.read().await?;
        if let Some(mut answer) = page(&mut tx, actor.network, since.max(0)).await? {
            if let Some(own) = scope {
                answer.block = answer.block.only(Field::Library, own);
            }
            return Ok(answer);
        }
        drop(tx);
        renew(app, actor.network).await?;
    }
    Err(Error::internal("the facts have a gap however often they are made anew"))
}

/// A page of facts; `None` where the chain of rows has a gap.
async fn page(tx: &mut Tx, network: Id, since: i64) -> Result<Option<FactsAnswer>> {
    let state = db::sync_state::get(tx, network).await?;
    let generation = db::fact::generation(tx, network).await?.map(Id::from);
    let mut answer =
        FactsAnswer { epoch: state.epoch, generation, position: since, more: false, block: Block::default() };
    if since >= state.position {
        // Somebody who knows more than there is has another history's facts, and sees it by the epoch.
        answer.position = state.position;
        return Ok(Some(answer));
    }
    let (mut end, mut rows) = (None, 0);
    let heads = db::fact::heads(tx, network, since, SEGMENTS).await?;
    for head in &heads {
        if end.map_or(head.after > since, |end| head.after != end) {
            return Ok(None);
        }
        (end, rows) = (Some(head.position), rows + head.rows);
        if rows >= FULL {
            break;
        }
    }
    let Some(end) = end else { return Ok(None) };
    for (head, body) in heads.iter().zip(db::fact::blocks(tx, network, since, end).await?) {
        let block: Block = facts::read(&body).map_err(|_| Error::internal("a block of facts"))?;
        answer.block.append(&if head.after < since { block.after(since) } else { block });
    }
    answer.position = end;
    answer.more = end < state.position;
    let is_all = i64::try_from(heads.len()).is_ok_and(|read| read < SEGMENTS);
    let was_last = heads.last().is_some_and(|last| last.position == end);
    // The last row of all must lead to where the network stands.
    Ok((!(answer.more && is_all && was_last)).then_some(answer))
}

/// Makes a network's facts anew from its entities, up to where it stands now. What comes meanwhile stays.
pub async fn renew(app: &App, network: Id) -> Result<()> {
    let mut tx = app.db.read().await?;
    let position = db::sync_state::get(&mut tx, network).await?.position;
    let generation = app.new_id();
    let mut blocks = vec![Block::default()];
    let mut after = Id::from_bytes([0; 16]);
    loop {
        let page = db::entity::page(&mut tx, network, after, i64::try_from(PAGE).unwrap_or(i64::MAX)).await?;
        if blocks.last().is_some_and(|block| rows_of(block) >= FULL) {
            blocks.push(Block::default());
        }
        if let Some(block) = blocks.last_mut() {
            page.iter().filter_map(|entity| Fact::of(&entity.row)).for_each(|fact| block.push(&fact, 1));
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = last.row.id,
            _ => break,
        }
    }
    drop(tx);
    let mut tx = app.db.write().await?;
    db::sync_state::lock(&mut tx, network).await?;
    if db::fact::straddles(&mut tx, network, position).await? {
        return Ok(());
    }
    db::fact::remove(&mut tx, network, 0, position).await?;
    // In which order the entries came does not matter to whoever begins anew: the first rows get the first positions.
    let (last, mut end) = (blocks.len(), 0);
    for (n, block) in (1..).zip(blocks) {
        let to = if n == last { position } else { end + 1 };
        db::fact::insert(&mut tx, network, &segment(block, end, to, Some(generation))).await?;
        end = to;
    }
    tx.commit().await?;
    tracing::info!(%network, position, "the facts were made anew");
    Ok(())
}

/// Joins the rows of many pushes into few, for all networks; answers how many rows are gone.
pub async fn join(app: &App) -> Result<usize> {
    let mut tx = app.db.read().await?;
    let networks = db::network::all(&mut tx).await?;
    drop(tx);
    let mut gone = 0;
    for network in networks {
        let mut since = 0;
        while let Some((position, joined)) = join_some(app, network.id, since).await? {
            since = position;
            gone += joined;
        }
    }
    Ok(gone)
}

/// Joins some rows after a position; answers where they end, `None` at the end of all. A row that is full stays as it is.
async fn join_some(app: &App, network: Id, since: i64) -> Result<Option<(i64, usize)>> {
    let mut tx = app.db.write().await?;
    let mut found = db::fact::heads(&mut tx, network, since, SEGMENTS).await?;
    let Some(first) = found.first() else { return Ok(None) };
    if first.rows >= FULL {
        return Ok(Some((first.position, 0)));
    }
    let (mut rows, mut end) = (0, first.after);
    let many = found.iter().take_while(|head| {
        // A gap stays one, so that it is found.
        let fits = head.after == end && rows < FULL && head.rows < FULL;
        (rows, end) = (rows + head.rows, head.position);
        fits
    });
    let many = many.count();
    found.truncate(many);
    let (Some(first), Some(last)) = (found.first(), found.last()) else { return Ok(None) };
    if many < 2 {
        return Ok(Some((last.position, 0)));
    }
    let mut block = Block::default();
    for body in db::fact::blocks(&mut tx, network, first.after, last.position).await? {
        let part: Block = facts::read(&body).map_err(|_| Error::internal("a block of facts"))?;
        block.append(&part);
    }
    let generation = first.generation.map(Id::from);
    let joined = segment(block, first.after, last.position, generation);
    db::fact::remove(&mut tx, network, first.after, last.position).await?;
    db::fact::insert(&mut tx, network, &joined).await?;
    tx.commit().await?;
    Ok(Some((joined.head.position, many - 1)))
}
