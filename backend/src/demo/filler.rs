//! Storing the demo's entries.
//!
//! Owns: the way from drawn ops into the database: judged and merged like any tablet's, but written in large pieces, and
//! the sums once at the end. Must not: draw.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use shared::domain::op::{Act, Op, VERSION};
use shared::domain::retention::rule;
use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::stats::changes::Changes;
use shared::time::{Millis, helsinki};
use shared::wire::v1::push::{MAX_OPS, Push};

use super::events::{self, Desk};
use super::people::{self, SILENT, SILENT_DAYS, Tablet};
use crate::app::App;
use crate::db::mark::Mark;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::sync::points::Points;
use crate::usecase::sync::{Batch, Known, Pusher, Scope, Sender, Terms, judge, push};

/// What is stored, so far.
pub struct Filler<'a> {
    network: Id,
    lists: &'a Vocabulary,
    points: Points,
    span: Range<Millis>,
    /// Where the network stood before.
    began: i64,
    position: i64,
    changes: Changes,
    stored: usize,
}

impl<'a> Filler<'a> {
    /// Begins to store what was made within a span of time.
    pub async fn begin(tx: &mut Tx, network: Id, lists: &'a Vocabulary, span: Range<Millis>) -> Result<Self> {
        let position = db::sync_state::lock(tx, network).await?.position;
        let points = Points::read(tx, network).await?;
        Ok(Self {
            network,
            lists,
            points,
            span,
            began: position,
            position,
            changes: Changes::default(),
            stored: 0,
        })
    }

    /// Stores what the desks log; answers how many ops.
    pub async fn run(mut self, app: &App, tx: &mut Tx, mut desks: Vec<Desk<'_>>) -> Result<usize> {
        for desk in &mut desks {
            for (tablet, ops) in desk.tablets.iter().zip(self.logged(desk)) {
                for ops in ops.chunks(MAX_OPS) {
                    self.push(tx, tablet, desk.library, ops).await?;
                }
            }
        }
        self.authors(tx, &desks).await?;
        if self.stored > 0 {
            let at = self.span.end;
            let mark = Mark { position: self.position, mark: app.random.bytes::<16>().to_vec(), at };
            push::close(tx, self.network, self.changes, self.began, &mark).await?;
        }
        Ok(self.stored)
    }

    /// What a desk logs within the span, by tablet.
    fn logged(&self, desk: &mut Desk<'_>) -> Vec<Vec<Op>> {
        let mut by_tablet = vec![Vec::new(); desk.tablets.len()];
        let (first, today) = (helsinki(self.span.start).date, helsinki(self.span.end).date);
        let last = if desk.library == SILENT { today.plus_days(-SILENT_DAYS) } else { today };
        for day in 0..=last.days_since(first) {
            let ops = desk.day(first.plus_days(day)).into_iter();
            for (tablet, op) in ops.filter(|(_, op)| self.span.contains(&op.at.ms())) {
                if let Some(ops) = by_tablet.get_mut(tablet) {
                    ops.push(op);
                }
            }
        }
        by_tablet
    }

    async fn push(&mut self, tx: &mut Tx, tablet: &Tablet, library: &str, ops: &[Op]) -> Result<()> {
        let push = Push {
            v: VERSION,
            nonce: String::new(),
            replica: tablet.replica,
            pending: 0,
            oldest: None,
            ops: ops.iter().filter_map(events::bytes).collect(),
            effective: BTreeMap::new(),
            skewed: Vec::new(),
        };
        let batch = Batch::made(push, ops);
        let sender = Sender {
            network: self.network,
            by: Pusher::Device(tablet.device),
            scopes: Some(vec![Scope { library: library.to_owned(), until: None }]),
            revoked: false,
            may_sample: false,
            doors: Some(Vec::new()),
        };
        // As if the last entry had just come: the server's clock then.
        let now = ops.last().map_or(self.span.end, |op| op.at.ms());
        let entities = self.changed(tx, ops).await?;
        let known = Known { entities, position: self.position, ..Known::default() };
        let terms = Terms { sender: &sender, lists: self.lists, points: &self.points, now };
        let mut plan = judge(&batch, known, terms);
        push::store(tx, self.network, &plan).await?;
        self.position = plan.position;
        self.stored += plan.ops.len();
        self.changes.merge(std::mem::take(&mut plan.changes));
        Ok(())
    }

    /// Entities of earlier batches that these ops change. The ops themselves are new: the span begins after what is there.
    async fn changed(&self, tx: &mut Tx, ops: &[Op]) -> Result<HashMap<Id, db::entity::Entity>> {
        let changed = ops.iter().filter(|op| op.act != Act::Create).map(Op::entity);
        let changed: Vec<_> = changed.filter(|id| !ops.iter().any(|op| op.id == *id)).collect();
        let found = db::entity::get(tx, self.network, &changed).await?;
        Ok(found.into_iter().map(|entity| (entity.row.id, entity)).collect())
    }

    /// Keeps the author keys that retention would still keep, and none that is older.
    async fn authors(&self, tx: &mut Tx, desks: &[Desk<'_>]) -> Result<()> {
        let Some(rule) = rule("author_key") else { return Ok(()) };
        let oldest = rule.keep.cutoff_month(self.span.end);
        let mut keys: Vec<_> = desks.iter().flat_map(|desk| &desk.authors).collect();
        keys.sort();
        for ((member, month), key) in keys.into_iter().filter(|((_, month), _)| *month > oldest) {
            people::author_key(tx, self.network, *member, month, *key).await?;
        }
        Ok(())
    }
}
