//! The demo's entries: what one library logs on one date.
//!
//! Owns: what is drawn, and in which order. Every entry is an op, as from a tablet. A date's ops depend on the seed, the
//! library and the date alone, so that a date that was filled in part is filled up later with just what it lacks.
//! Must not: store anything.

use std::collections::HashMap;

use serde_json::value::RawValue;
use shared::domain::duty::Duty;
use shared::domain::group_session::GroupSession;
use shared::domain::help::{CUSTOMER, Help, Outcome, Place, REFERRED, STAFF_PEER, When};
use shared::domain::hlc::{Clock, Hlc};
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::domain::span::Span;
use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::time::{Date, HOUR, MINUTE, Millis, helsinki_midnight};

use super::dice::Dice;
use super::mix::{
    DURATIONS, EQUIPMENT, LANGS, OUTCOMES, PEER_TOPICS, PEOPLE, REFERRALS, SETTINGS, TITLES, TOPICS, Weights,
};
use super::people::Tablet;
use super::rhythm;

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
}

/// An op with the place of its tablet among the desk's.
pub type Logged = (usize, Op);

impl<'a> Desk<'a> {
    /// A desk with nothing logged.
    pub fn new(library: &'a str, tablets: &'a [Tablet], members: &'a [Id], lists: &'a Vocabulary) -> Self {
        Self { library, tablets, members, lists, authors: HashMap::new() }
    }

    /// What is logged on a date, in the order of the time of entry.
    pub fn day(&mut self, on: Date) -> Vec<Logged> {
        let dice = Dice::of(self.library, on);
        let mut day = Day { desk: self, dice, on, made: Vec::new() };
        day.helps();
        day.gatherings();
        day.stamped()
    }
}

struct Day<'d, 'a> {
    desk: &'d mut Desk<'a>,
    dice: Dice,
    on: Date,
    made: Vec<(Millis, Logged)>,
}

impl Day<'_, '_> {
    fn helps(&mut self) {
        let hours = rhythm::hours(self.on);
        let helps = self.dice.poisson(rhythm::mean(self.desk.library, self.on));
        for _ in 0..helps {
            let Some(hour) = self.dice.pick(hours) else { return };
            let minute = hour * 60 + self.dice.below(60);
            self.help(helsinki_midnight(self.on) + Millis::from(minute) * MINUTE, hour);
        }
    }

    fn help(&mut self, at: Millis, hour: u32) {
        let Some(tablet) = self.tablet() else { return };
        let mut help = self.draw(tablet);
        // When it is written down: mostly at once, sometimes later the same day or the next ones, sometimes with others.
        match self.dice.below(100) {
            0..11 => {
                let days = self.dice.pick(&[(0, 6), (1, 3), (3, 1)]).unwrap_or(0);
                help.mode = "late".to_owned();
                help.when = When::chosen(self.on.plus_days(-days), self.dice.chance(50).then_some(hour));
                self.write(tablet, at, Kind::Help, help.registers());
            }
            11..13 => {
                help.mode = "batch".to_owned();
                help.count = 1;
                help.batch = Some(self.dice.id(at));
                for _ in 0..self.dice.below(3) + 2 {
                    self.write(tablet, at, Kind::Help, help.registers());
                    help.topics = topics(&mut self.dice, TOPICS);
                }
            }
            _ => {
                let entity = self.write(tablet, at, Kind::Help, help.registers());
                self.afterthought(tablet, at + 30_000, entity, &help);
            }
        }
    }

    /// A few entries are corrected or taken back.
    fn afterthought(&mut self, tablet: usize, at: Millis, entity: Id, help: &Help) {
        match self.dice.below(100) {
            0..2 => self.change(tablet, at, (Act::Delete, entity), Registers::new()),
            2..5 => {
                let duration = self.dice.pick(DURATIONS).map(str::to_owned);
                let set = help.changes(&Help { duration, ..help.clone() });
                if !set.is_empty() {
                    self.change(tablet, at, (Act::Patch, entity), set);
                }
            }
            _ => {}
        }
    }

    fn draw(&mut self, tablet: usize) -> Help {
        let author = self.author();
        let dice = &mut self.dice;
        let mut help = Help::blank(self.desk.tablets.get(tablet).map(|tablet| tablet.point.clone()), author);
        let peer = dice.chance(9);
        help.kind = if peer { STAFF_PEER } else { CUSTOMER }.to_owned();
        help.topics = topics(dice, if peer { PEER_TOPICS } else { TOPICS });
        help.count = dice.pick(PEOPLE).unwrap_or(1);
        help.place = place(dice, help.place, self.desk.lists);
        help.duration = stated(dice, 60, DURATIONS);
        help.equipment = stated(dice, 50, EQUIPMENT);
        help.lang = stated(dice, 45, LANGS);
        help.result = stated(dice, 55, OUTCOMES).map(|outcome| {
            let referred_to = (outcome == REFERRED).then(|| stated(dice, 80, REFERRALS)).flatten();
            Outcome { outcome, referred_to }
        });
        help
    }

    /// Group sessions now and then; a weekly drop-in in the larger libraries, to which sometimes nobody comes.
    fn gatherings(&mut self) {
        let on = self.on;
        if rhythm::hours(on).is_empty() {
            return;
        }
        let Some(point) = self.desk.tablets.first().map(|tablet| Some(tablet.point.clone())) else { return };
        let large = matches!(self.desk.library, "turku" | "pori" | "kaarina" | "raisio");
        let span = |from, to| Span { on, from, to };
        let after = |span: Span| helsinki_midnight(on) + Millis::from(span.to) * HOUR + 5 * MINUTE;
        if large && on.weekday() == 1 && self.dice.chance(70) {
            let nobody_came = self.dice.chance(14);
            let duty = Duty { span: span(13, 15), point: point.clone(), nobody_came, author: self.author() };
            self.write(0, after(duty.span), Kind::Duty, duty.registers());
        }
        if on.weekday() == 3 && self.dice.chance(if large { 20 } else { 7 }) {
            let peer = self.dice.chance(20);
            let session = GroupSession {
                kind: if peer { STAFF_PEER } else { CUSTOMER }.to_owned(),
                span: span(14, 16),
                point,
                topic: self.dice.pick(TOPICS).unwrap_or("other").to_owned(),
                title: if peer { None } else { self.dice.any(TITLES).map(str::to_owned) },
                participants: 3 + self.dice.below(12),
                author: self.author(),
            };
            self.write(0, after(session.span), Kind::GroupSession, session.registers());
        }
    }

    fn tablet(&mut self) -> Option<usize> {
        let all: Vec<_> = (0..self.desk.tablets.len()).collect();
        if self.dice.chance(72) { all.first().copied() } else { self.dice.any(&all) }
    }

    /// Who is logging: named in most entries.
    fn author(&mut self) -> Option<Id> {
        let member = self.dice.any(self.desk.members).filter(|_| self.dice.chance(85))?;
        let fresh = self.dice.id(helsinki_midnight(self.on));
        Some(*self.desk.authors.entry((member, self.on.year_month())).or_insert(fresh))
    }

    fn write(&mut self, tablet: usize, at: Millis, of: Kind, set: Registers) -> Id {
        let op = self.op(at, of, set);
        let id = op.id;
        self.made.push((at, (tablet, op)));
        id
    }

    fn change(&mut self, tablet: usize, at: Millis, (act, entity): (Act, Id), set: Registers) {
        let op = Op { act, entity: Some(entity), ..self.op(at, Kind::Help, set) };
        self.made.push((at, (tablet, op)));
    }

    fn op(&mut self, at: Millis, of: Kind, set: Registers) -> Op {
        Op {
            id: self.dice.id(at),
            at: Hlc::new(at, 0),
            act: Act::Create,
            of,
            entity: None,
            library: self.desk.library.to_owned(),
            lists: self.desk.lists.version,
            set,
            replaces: None,
        }
    }

    /// In the order of time, each tablet's under its own clock.
    fn stamped(mut self) -> Vec<Logged> {
        self.made.sort_by_key(|(at, _)| *at);
        let mut clocks = vec![Clock::default(); self.desk.tablets.len()];
        let stamp = |(at, (tablet, mut op)): (Millis, Logged)| {
            if let Some(clock) = clocks.get_mut(tablet) {
                op.at = clock.tick(at).at;
            }
            (tablet, op)
        };
        self.made.into_iter().map(stamp).collect()
    }
}

fn place(dice: &mut Dice, mut place: Place, lists: &Vocabulary) -> Place {
    if let Some(setting) = stated(dice, 55, SETTINGS) {
        place.choose_setting(Some(setting), lists);
        if place.form.is_none() && dice.chance(70) {
            place.form = Some("near".to_owned());
        }
    } else if dice.chance(15) {
        place.form = Some("near".to_owned());
    }
    place
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
