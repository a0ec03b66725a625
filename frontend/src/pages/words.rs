//! Words for what an entry holds, from the lists and the texts.
//!
//! Owns: labels of codes, times in words, one line per entry. Must not: render.

use leptos::prelude::*;
use shared::domain::check_in::{CheckIn, Passage, Who};
use shared::domain::duty::Duty;
use shared::domain::group_session::GroupSession;
use shared::domain::help::{Help, STAFF_PEER, When};
use shared::domain::op::Kind;
use shared::domain::row::Row;
use shared::domain::sealed;
use shared::domain::span::Span;
use shared::time::{Date, Millis, helsinki};

use crate::components::icon::{self, Shape};
use crate::components::label::{self, Item};
use crate::i18n::{self, *};
use crate::state::clock;
use crate::state::device::{Device, use_device};
use crate::state::entries::NotSaved;
use crate::state::lists::{UseLists, use_lists};

/// The texts and the lists, together.
#[derive(Clone, Copy)]
pub struct Words {
    /// The texts.
    pub texts: Texts,
    lists: UseLists,
    device: Device,
}

/// The words of the current owner.
pub fn use_words() -> Words {
    Words { texts: use_i18n(), lists: use_lists(), device: use_device() }
}

impl Words {
    /// The label of a code; tracked.
    pub fn label(self, list: &str, code: &str) -> String {
        let lang = i18n::lang(self.texts);
        match self.lists.get() {
            Some(lists) => lists.vocabulary.label(list, code, lang).to_owned(),
            None => code.to_owned(),
        }
    }

    /// The choices of a list today, in its own order.
    pub fn list(self, list: &'static str) -> Signal<Vec<Item>> {
        let items = Memo::new(move |_| {
            let lang = i18n::lang(self.texts);
            self.lists.get().map_or_else(Vec::new, |lists| label::items(&lists.vocabulary, list, lang))
        });
        items.into()
    }

    /// The topics in the device's order.
    pub fn topics(self) -> Signal<Vec<Item>> {
        let all = self.list("topic");
        let order = self.device.topic_order;
        let sorted = Memo::new(move |_| {
            let mut items = all.get();
            order.with(|order| {
                items.sort_by_key(|item| {
                    order.iter().position(|code| *code == item.code).unwrap_or(usize::MAX)
                });
            });
            items
        });
        sorted.into()
    }

    /// The code of the device's point.
    pub fn point(self) -> Option<String> {
        self.device.config().map(|config| config.point.clone())
    }

    /// A topic's example.
    pub fn hint(self, code: &str) -> Option<String> {
        let lang = i18n::lang(self.texts);
        let lists = self.lists.get()?;
        lists.vocabulary.get("topic", code)?.hint(lang).map(str::to_owned)
    }

    /// A time of day with its word.
    pub fn at(self, ms: Millis) -> String {
        let time = shared::text::clock(ms, i18n::lang(self.texts));
        if helsinki(ms).date == today() {
            return t_string!(self.texts, when.at, time = time);
        }
        let day = shared::text::day_month(helsinki(ms).date, i18n::lang(self.texts));
        t_string!(self.texts, when.day_at, day = day, time = time)
    }

    /// A date with its weekday.
    pub fn day(self, on: Date) -> String {
        shared::text::weekday_date(on, i18n::lang(self.texts))
    }

    /// A date with its weekday, without the year.
    pub fn short_day(self, on: Date) -> String {
        let lang = i18n::lang(self.texts);
        format!("{} {}", shared::text::weekday(on, lang), shared::text::day_month(on, lang))
    }

    /// A date as the heading of a list: today, yesterday, or the date.
    pub fn day_name(self, on: Date) -> Option<&'static str> {
        match today().days_since(on) {
            0 => Some(t_string!(self.texts, when.today)),
            1 => Some(t_string!(self.texts, when.yesterday)),
            _ => None,
        }
    }

    /// From one hour to another.
    pub fn hours(self, from: u32, to: u32) -> String {
        t_string!(self.texts, when.hour, from = from, to = to)
    }

    /// The time column of an entry.
    pub fn time(self, row: &Row) -> String {
        if let Some(span) = row.read::<Span>(Span::NAME) {
            return self.hours(span.from, span.to);
        }
        if row.of == Kind::Registration {
            return row.born.map(|born| self.at(born.0.ms())).unwrap_or_default();
        }
        match row.read::<When>("when") {
            Some(When { now: true, .. }) => match row.born {
                Some(born) => {
                    let time = shared::text::clock(born.0.ms(), i18n::lang(self.texts));
                    t_string!(self.texts, when.at, time = time)
                }
                None => String::new(),
            },
            Some(When { hour: Some(hour), .. }) => self.hours(hour, hour + 1),
            _ => t_string!(self.texts, entries.no_hour).to_owned(),
        }
    }

    /// What an entry is, in a few words.
    pub fn title(self, row: &Row) -> String {
        match row.of {
            Kind::Help => Help::of(row)
                .and_then(|help| help.main_topic().map(|t| self.label("topic", t)))
                .unwrap_or_default(),
            Kind::GroupSession => {
                let title = GroupSession::of(row).and_then(|session| session.title);
                let kind = t_string!(self.texts, group.title);
                title.map_or_else(|| kind.to_owned(), |title| format!("{kind}: {title}"))
            }
            Kind::Duty if Duty::of(row).is_some_and(|duty| duty.nobody_came) => {
                t_string!(self.texts, duty.entry).to_owned()
            }
            Kind::Duty => t_string!(self.texts, duty.open).to_owned(),
            Kind::SamplePeriod => t_string!(self.texts, entries.sample).to_owned(),
            Kind::CheckIn => self.check_in(row),
            Kind::Registration => {
                let receipt = sealed::identity(row).map(sealed::receipt).unwrap_or_default();
                t_string!(self.texts, seal.entry, receipt = receipt)
            }
        }
    }

    /// A check-in: who, where that is told, and which way.
    fn check_in(self, row: &Row) -> String {
        let check_in = CheckIn::of(row);
        let way = match check_in.as_ref().map(|check_in| check_in.passage) {
            Some(Passage::Left) => t_string!(self.texts, door.entry_left),
            Some(Passage::Arrived) | None => t_string!(self.texts, door.entry_arrived),
        };
        match check_in.map(|check_in| check_in.who) {
            Some(Who::WalkIn(walk_in)) => format!("{way}: {}", walk_in.name),
            Some(Who::Registration(_)) | None => way.to_owned(),
        }
    }

    /// Why a change was not saved; tracked.
    pub fn not_saved(self, why: NotSaved) -> &'static str {
        match why {
            NotSaved::Full => t_string!(self.texts, log.not_saved_full),
            NotSaved::Failed => t_string!(self.texts, log.not_saved),
        }
    }

    /// The title, for a line that outlives a change of the language.
    pub fn naming(self, row: &Row) -> Wording {
        let row = row.clone();
        i18n::wording(self.texts, move |_| self.title(&row))
    }

    /// The rest of an entry, in the order of the form; only what was stated.
    pub fn details(self, row: &Row) -> String {
        match row.of {
            Kind::Help => Help::of(row).map(|help| self.help_details(&help)).unwrap_or_default(),
            Kind::GroupSession => GroupSession::of(row).map(|s| self.session_details(&s)).unwrap_or_default(),
            Kind::Duty | Kind::SamplePeriod | Kind::CheckIn | Kind::Registration => String::new(),
        }
    }

    /// A help in one line.
    pub fn help_line(self, help: &Help) -> String {
        let title = help.main_topic().map(|topic| self.label("topic", topic)).unwrap_or_default();
        let details = self.help_details(help);
        if details.is_empty() { title } else { format!("{title} · {details}") }
    }

    fn help_details(self, help: &Help) -> String {
        let mut parts = Vec::new();
        if help.kind == STAFF_PEER {
            parts.push(t_string!(self.texts, entries.peers).to_owned());
        }
        if help.topics.len() > 1 {
            let also: Vec<_> = help.topics[1..].iter().map(|topic| self.label("topic", topic)).collect();
            parts.push(t_string!(self.texts, entries.also, topics = also.join(", ")));
        }
        if help.count > 1 {
            parts.push(t_string!(self.texts, entries.people, count = help.count));
        }
        let place = &help.place;
        let (way, way_list) = match &place.setting {
            Some(_) => (&place.setting, "setting"),
            None => (&place.form, "form"),
        };
        let result = help.result.as_ref();
        let codes = [
            ("duration", help.duration.as_ref()),
            ("outcome", result.map(|result| &result.outcome)),
            ("referred_to", result.and_then(|result| result.referred_to.as_ref())),
            (way_list, way.as_ref()),
            ("equipment", help.equipment.as_ref()),
            ("lang", help.lang.as_ref()),
            ("effort", help.effort.as_ref()),
        ];
        parts.extend(codes.into_iter().filter_map(|(list, code)| code.map(|code| self.label(list, code))));
        if help.strain == Some(true) {
            parts.push(t_string!(self.texts, log.strain).to_owned());
        }
        if help.mode == "late" {
            parts.push(t_string!(self.texts, entries.late).to_owned());
        }
        if help.when.uncertain {
            parts.push(t_string!(self.texts, entries.uncertain).to_owned());
        }
        parts.join(" · ")
    }

    /// A group session's details.
    pub fn session_details(self, session: &GroupSession) -> String {
        let participants = match session.participants {
            1 => t_string!(self.texts, entries.participants.one).to_owned(),
            count => t_string!(self.texts, entries.participants.many, count = count),
        };
        let mut parts = vec![self.label("topic", &session.topic), participants];
        if session.kind == STAFF_PEER {
            parts.push(t_string!(self.texts, entries.peers).to_owned());
        }
        parts.join(" · ")
    }

    /// The icon of an entry.
    pub fn shape(self, row: &Row) -> Shape {
        match row.of {
            Kind::Help => {
                Help::of(row).and_then(|help| help.main_topic().map(icon::topic)).unwrap_or(icon::INFO)
            }
            Kind::GroupSession => icon::GROUP,
            Kind::Duty => icon::NOBODY,
            Kind::SamplePeriod | Kind::Registration => icon::CALENDAR,
            Kind::CheckIn => icon::DOOR,
        }
    }
}

/// Today's date in Finland; tracked by the slow tick.
pub fn today() -> Date {
    helsinki(clock::minute().get()).date
}
