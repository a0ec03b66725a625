//! What is going on at the desk: the half-filled form, the way of logging, what was saved last.
//!
//! Owns: saving, repeating, undoing. It outlives the page, so that an interruption loses nothing. Must not: render, or
//! say *saved* before the entry is durable.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::help::{Help, When};
use shared::domain::op::Kind;
use shared::id::Id;
use shared::time::Millis;

use super::form::{Form, Lack};
use super::timer::Timer;
use super::topics::Counts;
use crate::components::error_summary::Faults;
use crate::i18n::*;
use crate::pages::words::{Words, use_words};
use crate::state::author::{Author, use_author};
use crate::state::entries::{Draft, Entries, NotSaved, use_entries};
use crate::state::{clock, ids};

/// The most entries that one press saves.
pub const MAX_BATCH: u32 = 200;
/// A second press so soon after a save is a finger that bounced.
const BOUNCE: Millis = 600;

/// The way of logging.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// One help with its details.
    Single,
    /// A help per tap.
    Tally,
    /// A number per topic.
    Batch,
}

/// What was saved last.
#[derive(Clone)]
pub struct Saved {
    /// The entries.
    pub entries: Vec<(Id, Kind)>,
    /// What it was, in words.
    pub what: Wording,
    /// When.
    pub at: Millis,
    /// Whether it was undone since.
    pub undone: bool,
    /// The topic, where it was a tap of the tally.
    tap: Option<String>,
}

/// The desk.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The fields.
    pub form: Form,
    /// The way of logging.
    pub mode: RwSignal<Mode>,
    /// Numbers of the batch.
    pub counts: RwSignal<Counts>,
    /// Taps of this sitting.
    pub taps: RwSignal<Counts>,
    /// The timer.
    pub timer: Timer,
    /// What is wrong with the form.
    pub faults: RwSignal<Faults>,
    /// What was saved last.
    pub saved: RwSignal<Option<Saved>>,
    /// Why the last save failed.
    pub failed: RwSignal<Option<NotSaved>>,
    last: RwSignal<Option<Help>>,
    draft: RwSignal<Id>,
    saving: RwSignal<bool>,
    words: Words,
    entries: Entries,
    author: Author,
}

impl Desk {
    /// Sets the desk up; called once, within the texts.
    pub fn provide() {
        provide_context(Self {
            form: Form::default(),
            mode: RwSignal::new(Mode::Single),
            counts: RwSignal::new(Counts::new()),
            taps: RwSignal::new(Counts::new()),
            timer: Timer::open(),
            faults: RwSignal::new(Faults::new()),
            saved: RwSignal::new(None),
            failed: RwSignal::new(None),
            last: RwSignal::new(None),
            draft: RwSignal::new(ids::mint()),
            saving: RwSignal::new(false),
            words: use_words(),
            entries: use_entries(),
            author: use_author(),
        });
    }

    /// Saves the form as it stands.
    pub fn save(self) {
        let bounced =
            self.saved.with_untracked(|saved| saved.as_ref().is_some_and(|s| clock::now() - s.at < BOUNCE));
        match self.mode.get_untracked() {
            _ if bounced || self.saving.get_untracked() => {}
            Mode::Single => self.save_one(),
            Mode::Batch => self.save_batch(),
            Mode::Tally => {}
        }
    }

    /// One tap of the tally.
    pub fn tap(self, topic: String) {
        let people = self.form.people.get_untracked();
        self.form.topic.set(Some(topic.clone()));
        let help = self.form.over(self.blank());
        self.form.topic.set(None);
        let Some(help) = self.accept(help) else { return };
        let help = Help { count: people, ..help };
        let what = self.naming(&help);
        self.last.set(Some(help.clone()));
        self.keep(vec![draft(ids::mint(), &help)], what, Some(topic));
    }

    /// Saves the last help once more, as of now.
    pub fn repeat(self) {
        let Some(before) = self.last_help() else { return };
        let fresh = self.blank();
        let help = Help {
            when: fresh.when,
            mode: "live".to_owned(),
            batch: None,
            author: fresh.author,
            place: shared::domain::help::Place { point: fresh.place.point, ..before.place.clone() },
            ..before
        };
        let what = self.naming(&help);
        self.keep(vec![draft(ids::mint(), &help)], what, None);
    }

    /// The help that *repeat* would save again; tracked.
    pub fn last_help(self) -> Option<Help> {
        self.last.get()
    }

    /// Deletes what was saved last.
    pub fn undo(self) {
        let Some(saved) = self.saved.get_untracked().filter(|saved| !saved.undone) else { return };
        spawn_local(async move {
            if let Err(why) = self.entries.delete(saved.entries).await {
                self.failed.set(Some(why));
                return;
            }
            if let Some(topic) = saved.tap {
                self.taps.update(|taps| {
                    taps.entry(topic).and_modify(|count| *count = count.saturating_sub(1));
                });
            }
            self.saved.update(|saved| {
                if let Some(saved) = saved {
                    saved.undone = true;
                }
            });
        });
    }

    /// Saves a group session or a duty under the id that its form was opened with.
    pub fn keep_other(self, draft: Draft, what: Wording) {
        self.keep(vec![draft], what, None);
    }

    /// A new help with point and author, as of now.
    pub fn blank(self) -> Help {
        let point = untrack(|| self.words.point());
        Help { when: When::now(clock::uncertain()), ..Help::blank(point, self.author.key()) }
    }

    fn save_one(self) {
        if let Some(band) = self.timer.stop()
            && self.form.duration.with_untracked(Option::is_none)
        {
            self.form.duration.set(Some(band.to_owned()));
        }
        let Some(help) = self.accept(self.form.over(self.blank())) else { return };
        let what = self.naming(&help);
        self.last.set(Some(help.clone()));
        self.keep(vec![draft(self.draft.get_untracked(), &help)], what, None);
    }

    fn save_batch(self) {
        let texts = self.words.texts;
        let counts = self.counts.get_untracked();
        let total: u32 = counts.values().sum();
        if total == 0 || total > MAX_BATCH {
            let fault = wording(texts, move |texts| match total {
                0 => t_string!(texts, log.choose_some).to_owned(),
                _ => t_string!(texts, log.too_many, max = MAX_BATCH),
            });
            self.faults.set(vec![("topic-counts", fault)]);
            return;
        }
        let batch = ids::mint();
        let mut drafts = Vec::new();
        for (topic, count) in counts {
            self.form.topic.set(Some(topic));
            let help = self.form.over(self.blank());
            self.form.topic.set(None);
            let Some(help) = self.accept(help) else { return };
            let help = Help { mode: "batch".to_owned(), batch: Some(batch), count: 1, ..help };
            drafts.extend((0..count).map(|_| draft(ids::mint(), &help)));
        }
        let what = wording(texts, move |texts| match total {
            1 => t_string!(texts, log.total.one).to_owned(),
            count => t_string!(texts, log.total.many, count = count),
        });
        self.keep(drafts, what, None);
    }

    /// What the line of a saved help says.
    fn naming(self, help: &Help) -> Wording {
        let help = help.clone();
        wording(self.words.texts, move |_| self.words.help_line(&help))
    }

    /// The help with its mode, or the faults shown.
    fn accept(self, help: Result<Help, Lack>) -> Option<Help> {
        let texts = self.words.texts;
        match help {
            Ok(help) => {
                self.faults.set(Faults::new());
                let mode = if help.when.now { "live" } else { "late" };
                Some(Help { mode: mode.to_owned(), ..help })
            }
            Err(Lack::Topic) => {
                self.faults.set(vec![("topics", wording(texts, |texts| t_string!(texts, log.choose_topic)))]);
                None
            }
            Err(Lack::Date) => {
                self.faults.set(vec![("when-date", wording(texts, |texts| t_string!(texts, when.bad_date)))]);
                None
            }
        }
    }

    fn keep(self, drafts: Vec<Draft>, what: Wording, tap: Option<String>) {
        self.author.touch();
        self.saving.set(true);
        let entries = drafts.iter().map(|draft| (draft.id, draft.of)).collect();
        spawn_local(async move {
            let kept = self.entries.create(drafts).await;
            self.saving.set(false);
            if let Err(why) = kept {
                self.failed.set(Some(why));
                return;
            }
            self.failed.set(None);
            match &tap {
                Some(topic) => {
                    self.taps.update(|taps| *taps.entry(topic.clone()).or_default() += 1);
                    self.form.people.set(1);
                }
                None => {
                    self.form.clear();
                    self.counts.set(Counts::new());
                    self.draft.set(ids::mint());
                }
            }
            self.saved.set(Some(Saved { entries, what, at: clock::now(), undone: false, tap }));
        });
    }
}

fn draft(id: Id, help: &Help) -> Draft {
    Draft { id, of: Kind::Help, set: help.registers(), replaces: None }
}

/// The desk.
pub fn use_desk() -> Desk {
    expect_context()
}
