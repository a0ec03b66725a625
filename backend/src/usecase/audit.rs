//! The audit log: what is written and who reads it.
//!
//! Owns: the actor's name as it was then. Must not: be given a token, a password or an author key.

use shared::id::Id;
use shared::wire::v1::audit::{AuditEntry, AuditPage};
use shared::wire::v1::member::Role;

use super::actor::Actor;
use crate::app::App;
use crate::db::{self, Tx};
use crate::error::Result;

const PAGE: usize = 100;

/// Who did it.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// A signed-in person.
    Person(&'a Actor),
    /// A person who just proved who they are: id and name.
    Named(Id, &'a str),
    /// A tablet: id and name.
    Device(Id, &'a str),
    /// Somebody who is not known.
    Nobody,
    /// The server itself, or somebody at its command line.
    Server,
}

/// Writes an entry in the transaction of what it tells of. `action` and `detail` are codes, `subject` a name.
pub async fn record(
    app: &App,
    tx: &mut Tx,
    network: Id,
    by: By<'_>,
    action: &str,
    subject: &str,
    detail: &str,
) -> Result<()> {
    let (kind, id, name) = match by {
        By::Person(actor) => ("person", Some(actor.member.id), actor.member.name.as_str()),
        By::Named(id, name) => ("person", Some(id), name),
        By::Device(id, name) => ("device", Some(id), name),
        By::Nobody => ("nobody", None, ""),
        By::Server => ("server", None, ""),
    };
    let entry = AuditEntry {
        id: app.new_id(),
        at: app.now(),
        actor_kind: kind.to_owned(),
        actor_name: name.to_owned(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        detail: detail.to_owned(),
    };
    Ok(db::audit::insert(tx, network, id, &entry).await?)
}

/// A page of the log, for the chair.
pub async fn page(app: &App, actor: &Actor, before: Option<Id>) -> Result<AuditPage> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let entries = db::audit::page(&mut tx, actor.network, before, limit).await?;
    let next = (entries.len() == PAGE).then(|| entries.last().map(|entry| entry.id)).flatten();
    Ok(AuditPage { entries, next })
}
