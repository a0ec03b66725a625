//! The demo's entries: what one library logs in one month.
//!
//! Owns: the mix of topics, kinds, modes and of what is stated and what is not. Every entry is an op, as from a tablet.
//! Must not: store anything.

use std::collections::HashMap;

use serde_json::value::RawValue;
use shared::domain::duty::Duty;
use shared::domain::group_session::GroupSession;
use shared::domain::help::{CUSTOMER, Help, Outcome, Place, REFERRED, STAFF_PEER, When};
use shared::domain::hlc::Clock;
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::domain::span::Span;
use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::time::{Date, HOUR, MINUTE, Millis, helsinki_midnight};

use super::dice::Dice;
use super::people::{SILENT, SILENT_DAYS, Tablet};
use super::rhythm;

type Weights = &'static [(&'static str, u32)];

const TOPICS: Weights = &[
    ("printscan", 18),
    ("device", 16),
    ("gov", 15),
    ("identity", 14),
    ("libres", 12),
    ("apps", 9),
    ("private", 7),
    ("comms", 7),
    ("safety", 4),
    ("info_ai", 3),
    ("other", 2),
];
const PEER_TOPICS: Weights = &[
    ("libres", 24),
    ("apps", 20),
    ("info_ai", 16),
    ("device", 14),
    ("safety", 12),
    ("gov", 8),
    ("other", 6),
];
const SETTINGS: Weights =
    &[("desk", 46), ("floor", 26), ("dropin", 9), ("booked", 9), ("phone", 7), ("video", 1), ("outreach", 2)];
const DURATIONS: Weights = &[("d1", 30), ("d2", 42), ("d3", 20), ("d4", 8)];
const OUTCOMES: Weights =
    &[("done", 55), ("learned", 18), ("partly", 10), ("return", 6), (REFERRED, 8), ("limits", 3)];
const REFERRALS: Weights = &[
    ("owner", 30),
    ("point", 20),
    ("association", 10),
    ("college", 14),
    ("shop", 16),
    ("colleague", 6),
    ("other", 4),
];
const EQUIPMENT: Weights = &[
    ("phone", 44),
    ("own_pc", 15),
    ("lib_pc", 15),
    ("printer", 13),
    ("tablet", 10),
    ("reader", 2),
    ("none", 1),
];
const LANGS: Weights = &[("fi", 84), ("sv", 8), ("en", 6), ("other", 2)];
const PEOPLE: &[(u32, u32)] = &[(1, 88), (2, 8), (3, 2), (4, 1), (5, 1)];
const TITLES: &[&str] =
    &["Digi-iltapäivä", "Älypuhelin tutuksi", "E-kirjat haltuun", "Tunnista huijaus", "Digicafé"];

/// A library's desk over time.
pub struct Desk<'a> {
    /// The library's code.
    pub library: &'a str,
    /// Its tablets; most is logged on the first.
    pub tablets: &'a [Tablet],
    /// Its members.
    pub members: &'a [Id],
    /// The lists.
    pub lists: &'a Vocabulary,
    /// Author keys by member and month, made as they are needed.
    pub authors: HashMap<(Id, String), Id>,
    clocks: HashMap<Id, Clock>,
}

/// Ops by tablet, in the order in which they were made.
pub type Logged = HashMap<Id, Vec<Op>>;

impl<'a> Desk<'a> {
    /// A desk with nothing logged.
    pub fn new(library: &'a str, tablets: &'a [Tablet], members: &'a [Id], lists: &'a Vocabulary) -> Self {
        Self { library, tablets, members, lists, authors: HashMap::new(), clocks: HashMap::new() }
    }

    /// What is logged on a date, up to `now`.
    pub fn day(&mut self, dice: &mut Dice, on: Date, today: Date, now: Millis, logged: &mut Logged) {
        if self.library == SILENT && today.days_since(on) < SILENT_DAYS {
            return;
        }
        let hours = rhythm::hours(on);
        let years_ago = today.days_since(on) / 365;
        let helps = dice.poisson(rhythm::mean(self.library, on, years_ago));
        let mut minutes: Vec<_> =
            (0..helps).filter_map(|_| Some(dice.pick(hours)? * 60 + dice.below(60))).collect();
        minutes.sort_unstable();
        for minute in minutes {
            let at = helsinki_midnight(on) + Millis::from(minute) * MINUTE;
            if at < now {
                self.help(dice, at, on, minute / 60, logged);
            }
        }
        if !hours.is_empty() {
            self.gatherings(dice, on, now, logged);
        }
    }

    fn help(&mut self, dice: &mut Dice, at: Millis, on: Date, hour: u32, logged: &mut Logged) {
        let Some(tablet) = self.tablet(dice) else { return };
        let mut help = self.draw(dice, &tablet, on);
        // When it is written down: mostly at once, sometimes later the same day or the next ones, sometimes with others.
        match dice.below(100) {
            0..11 => {
                let days = dice.pick(&[(0, 6), (1, 3), (3, 1)]).unwrap_or(0);
                help.mode = "late".to_owned();
                help.when = When::chosen(on.plus_days(-days), dice.chance(50).then_some(hour));
                self.write(dice, &tablet, at, Kind::Help, help.registers(), logged);
            }
            11..13 => {
                help.mode = "batch".to_owned();
                help.count = 1;
                help.batch = Some(dice.id(at));
                for _ in 0..dice.below(3) + 2 {
                    self.write(dice, &tablet, at, Kind::Help, help.registers(), logged);
                    help.topics = topics(dice, TOPICS);
                }
            }
            _ => {
                let entity = self.write(dice, &tablet, at, Kind::Help, help.registers(), logged);
                self.afterthought(dice, &tablet, at, entity, help, logged);
            }
        }
    }

    /// A few entries are corrected or taken back.
    fn afterthought(
        &mut self,
        dice: &mut Dice,
        tablet: &Tablet,
        at: Millis,
        entity: Id,
        help: Help,
        logged: &mut Logged,
    ) {
        let later = at + 30_000;
        match dice.below(100) {
            0..2 => self.change(dice, tablet, later, (Act::Delete, entity), Registers::new(), logged),
            2..5 => {
                let mut changed = help.clone();
                changed.duration = dice.pick(DURATIONS).map(str::to_owned);
                let set = help.changes(&changed);
                let set = if set.is_empty() { changed.changes(&help) } else { set };
                if !set.is_empty() {
                    self.change(dice, tablet, later, (Act::Patch, entity), set, logged);
                }
            }
            _ => {}
        }
    }

    fn draw(&mut self, dice: &mut Dice, tablet: &Tablet, on: Date) -> Help {
        let author = self.author(dice, on);
        let mut help = Help::blank(Some(tablet.point.clone()), author);
        let peer = dice.chance(9);
        help.kind = if peer { STAFF_PEER } else { CUSTOMER }.to_owned();
        help.topics = topics(dice, if peer { PEER_TOPICS } else { TOPICS });
        help.count = dice.pick(PEOPLE).unwrap_or(1);
        help.place = self.place(dice, help.place);
        help.duration = stated(dice, 60, DURATIONS);
        help.equipment = stated(dice, 50, EQUIPMENT);
        help.lang = stated(dice, 45, LANGS);
        help.result = stated(dice, 55, OUTCOMES).map(|outcome| {
            let referred_to = (outcome == REFERRED).then(|| stated(dice, 80, REFERRALS)).flatten();
            Outcome { outcome, referred_to }
        });
        help
    }

    fn place(&self, dice: &mut Dice, mut place: Place) -> Place {
        if let Some(setting) = stated(dice, 55, SETTINGS) {
            place.choose_setting(Some(setting), self.lists);
            if place.form.is_none() && dice.chance(70) {
                place.form = Some("near".to_owned());
            }
        } else if dice.chance(15) {
            place.form = Some("near".to_owned());
        }
        place
    }

    /// Group sessions now and then; a weekly drop-in in the larger libraries, to which sometimes nobody comes.
    fn gatherings(&mut self, dice: &mut Dice, on: Date, now: Millis, logged: &mut Logged) {
        let Some(tablet) = self.tablets.first().cloned() else { return };
        let large = matches!(self.library, "turku" | "pori" | "kaarina" | "raisio");
        let span = |from, to| Span { on, from, to };
        let after = |span: Span| helsinki_midnight(on) + Millis::from(span.to) * HOUR + 5 * MINUTE;
        if large && on.weekday() == 1 && dice.chance(70) {
            let duty = Duty {
                span: span(13, 15),
                point: Some(tablet.point.clone()),
                nobody_came: dice.chance(14),
                author: self.author(dice, on),
            };
            if after(duty.span) < now {
                self.write(dice, &tablet, after(duty.span), Kind::Duty, duty.registers(), logged);
            }
        }
        if on.weekday() == 3 && dice.chance(if large { 20 } else { 7 }) {
            let peer = dice.chance(20);
            let session = GroupSession {
                kind: if peer { STAFF_PEER } else { CUSTOMER }.to_owned(),
                span: span(14, 16),
                point: Some(tablet.point.clone()),
                topic: dice.pick(TOPICS).unwrap_or("other").to_owned(),
                title: if peer { None } else { dice.any(TITLES).map(str::to_owned) },
                participants: 3 + dice.below(12),
                author: self.author(dice, on),
            };
            if after(session.span) < now {
                self.write(
                    dice,
                    &tablet,
                    after(session.span),
                    Kind::GroupSession,
                    session.registers(),
                    logged,
                );
            }
        }
    }

    fn tablet(&self, dice: &mut Dice) -> Option<Tablet> {
        if dice.chance(72) {
            self.tablets.first().cloned()
        } else {
            dice.any(&self.tablets.iter().collect::<Vec<_>>()).cloned()
        }
    }

    /// Who is logging: named in most entries.
    fn author(&mut self, dice: &mut Dice, on: Date) -> Option<Id> {
        let member = dice.any(self.members).filter(|_| dice.chance(85))?;
        let fresh = dice.id(helsinki_midnight(on));
        Some(*self.authors.entry((member, on.year_month())).or_insert(fresh))
    }

    fn write(
        &mut self,
        dice: &mut Dice,
        tablet: &Tablet,
        at: Millis,
        of: Kind,
        set: Registers,
        logged: &mut Logged,
    ) -> Id {
        let op = self.op(dice, tablet, at, of, set);
        let id = op.id;
        logged.entry(tablet.device).or_default().push(op);
        id
    }

    fn change(
        &mut self,
        dice: &mut Dice,
        tablet: &Tablet,
        at: Millis,
        (act, entity): (Act, Id),
        set: Registers,
        logged: &mut Logged,
    ) {
        let op = Op { act, entity: Some(entity), ..self.op(dice, tablet, at, Kind::Help, set) };
        logged.entry(tablet.device).or_default().push(op);
    }

    fn op(&mut self, dice: &mut Dice, tablet: &Tablet, at: Millis, of: Kind, set: Registers) -> Op {
        let tick = self.clocks.entry(tablet.replica).or_default().tick(at);
        Op {
            id: dice.id(at),
            at: tick.at,
            act: Act::Create,
            of,
            entity: None,
            library: self.library.to_owned(),
            lists: self.lists.version,
            set,
            replaces: None,
        }
    }
}

fn topics(dice: &mut Dice, weights: Weights) -> Vec<String> {
    let mut topics: Vec<String> = dice.pick(weights).map(str::to_owned).into_iter().collect();
    let more = dice.pick(&[(0, 86), (1, 12), (2, 2)]).unwrap_or(0);
    for _ in 0..more {
        if let Some(topic) = dice.pick(weights)
            && !topics.iter().any(|have| have == topic)
        {
            topics.push(topic.to_owned());
        }
    }
    topics
}

/// A code in `percent` of the cases; not stated in the others.
fn stated(dice: &mut Dice, percent: u32, weights: Weights) -> Option<String> {
    dice.chance(percent).then(|| dice.pick(weights)).flatten().map(str::to_owned)
}

/// An op as the bytes that its tablet would have kept and sent.
pub fn bytes(op: &Op) -> Option<Box<RawValue>> {
    serde_json::value::to_raw_value(op).ok()
}
