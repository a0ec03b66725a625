//! Notes on dates: the chair writes them, everybody who sees figures sees them.
//!
//! Owns: who may write one and what one may hold. Must not: change a figure.

use shared::id::Id;
use shared::time::Date;
use shared::wire::v1::member::Role;
use shared::wire::v1::note::{MAX_BODY, Note, Notes};

use super::actor::Actor;
use super::audit::{self, By};
use super::check;
use crate::app::App;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};

/// The notes that somebody may see.
pub async fn list(app: &App, actor: &Actor) -> Result<Notes> {
    let scope = actor.scope()?;
    let mut tx = app.db.read().await?;
    let mut notes = db::note::list(&mut tx, actor.network).await?;
    notes.retain(|note| match (scope, note.library.as_deref()) {
        (Some(own), Some(of)) => own == of,
        _ => true,
    });
    Ok(Notes { notes })
}

/// Writes a note, or over one.
pub async fn put(app: &App, actor: &Actor, id: Id, note: &Note) -> Result<Note> {
    actor.need(Role::Chair)?;
    if note.id != id {
        return Err(Error::invalid("id", "not the id of the address"));
    }
    if note.period.from > note.period.to {
        return Err(Error::invalid("to", "before its first date"));
    }
    let note = Note { body: check::lines("body", &note.body, MAX_BODY)?, ..note.clone() };
    let mut tx = app.db.write().await?;
    if let Some(code) = &note.library {
        let known = db::library::list(&mut tx, actor.network).await?;
        if !known.iter().any(|library| library.code == *code) {
            return Err(Error::invalid("library", "not a library of the network"));
        }
    }
    db::note::put(&mut tx, actor.network, &note, app.now()).await?;
    tell(app, &mut tx, actor, "note_written", &dates(&note)).await?;
    tx.commit().await?;
    Ok(note)
}

/// Deletes a note.
pub async fn remove(app: &App, actor: &Actor, id: Id) -> Result<()> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.write().await?;
    let notes = db::note::list(&mut tx, actor.network).await?;
    let note = notes.into_iter().find(|note| note.id == id).ok_or(Kind::NotFound)?;
    db::note::delete(&mut tx, actor.network, id).await?;
    tell(app, &mut tx, actor, "note_removed", &dates(&note)).await?;
    Ok(tx.commit().await?)
}

/// The notes about any date of a span, oldest first, for what is given out.
pub async fn within(tx: &mut Tx, network: Id, from: Date, to: Date) -> Result<Vec<Note>> {
    let mut notes = db::note::list(tx, network).await?;
    notes.retain(|note| note.concerns(from, to));
    notes.reverse();
    Ok(notes)
}

fn dates(note: &Note) -> String {
    format!("{}–{}", note.period.from, note.period.to)
}

async fn tell(app: &App, tx: &mut Tx, actor: &Actor, action: &str, subject: &str) -> Result<()> {
    audit::record(app, tx, actor.network, By::Person(actor), action, subject, "").await
}
