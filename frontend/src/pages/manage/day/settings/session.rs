//! The form of a session, for the programme and for a contribution that goes into it.

use leptos::prelude::*;
use shared::domain::day::{Day, HourMinute, Session, Texts as DayTexts};

use super::fault;
use super::fields::{TextFields, Three, number, time};
use crate::components::field::{CheckField, TextField};
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, trimmed};
use crate::pages::manage::day::Open;
use crate::state::ids;

const FIELDS: FieldIds = &[("programme", "session-title-fi")];
/// How long a new session takes, minutes.
const LENGTH: u32 = 30;

/// A new session: after the last one, or at the beginning of the day.
pub fn fresh(day: &Day) -> Session {
    let begins = day.programme.iter().map(|session| session.ends).max().unwrap_or(day.begins);
    Session {
        id: ids::mint(),
        begins,
        ends: later(begins, LENGTH),
        title: DayTexts::default(),
        room: String::new(),
        speaker: String::new(),
        capacity: None,
        remote: day.remote > 0,
    }
}

/// So many minutes later, at most the last minute of the day.
pub fn later(from: HourMinute, minutes: u32) -> HourMinute {
    let at = (from.minutes() + minutes).min(24 * 60 - 1);
    let part = |n: u32| u16::try_from(n).unwrap_or(0);
    HourMinute::new(part(at / 60), part(at % 60)).unwrap_or(from)
}

/// The form.
#[component]
pub fn SessionForm(
    /// The day.
    open: Open,
    /// The session as it begins in the fields; `None` for an empty one.
    session: Option<Session>,
    /// Whether the programme has it already.
    known: bool,
    /// Closes the dialog.
    close: Callback<()>,
) -> impl IntoView {
    let texts = open.texts;
    let session = session.unwrap_or_else(|| fresh(&open.now.get_untracked().day));
    let id = session.id;
    let field = |text: String| RwSignal::new(text);
    let (begins, ends) = (field(session.begins.to_string()), field(session.ends.to_string()));
    let title = TextFields::of(&session.title);
    let (speaker, room) = (field(session.speaker.clone()), field(session.room.clone()));
    let capacity = field(session.capacity.map(|n| n.to_string()).unwrap_or_default());
    let remote = RwSignal::new(session.remote);
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let mut own = Vec::new();
        let from = time(texts, begins, "session-begins", &mut own);
        let to = time(texts, ends, "session-ends", &mut own);
        let places = match trimmed(capacity).is_empty() {
            true => None,
            false => number(texts, capacity, "session-capacity", &mut own),
        };
        let (Some(from), Some(to)) = (from, to) else {
            state.may_send(own);
            return;
        };
        if to <= from {
            own.push(("session-ends", wording(texts, |texts| t_string!(texts, day.wrong.ends))));
        }
        if places == Some(0) {
            own.push(("session-capacity", wording(texts, |texts| t_string!(texts, day.wrong.capacity))));
        }
        let new = Session {
            id,
            begins: from,
            ends: to,
            title: title.read(),
            room: trimmed(room),
            speaker: trimmed(speaker),
            capacity: places,
            remote: remote.get_untracked(),
        };
        if new.title.fi.is_empty() {
            own.push(("session-title-fi", wording(texts, |texts| t_string!(texts, day.wrong.session))));
        }
        let name = new.title.clone();
        let form = open.changed(|day| put(day, new, known));
        if own.is_empty() {
            fault::submit(open, state, (FIELDS, form), own, move |page| {
                close.run(());
                let saved = wording(texts, move |texts| {
                    t_string!(texts, manage.saved, what = name.of(lang(texts)).to_owned()).to_string()
                });
                open.show(page, saved);
            });
        } else {
            state.may_send(own);
        }
    });
    view! {
        <Form state submit=say!(texts, action.save) on_submit=submit cancel=close>
            <div class="fields">
                <TextField
                    id="session-begins"
                    label=say!(texts, day.programme.begins)
                    value=begins
                    kind="time"
                />
                <TextField id="session-ends" label=say!(texts, day.programme.ends) value=ends kind="time" />
            </div>
            <Three
                ids=["session-title-fi", "session-title-sv", "session-title-en"]
                legend=say!(texts, day.programme.name)
                fields=title
            />
            <TextField id="session-speaker" label=say!(texts, day.programme.speaker) value=speaker most=200 />
            <TextField id="session-room" label=say!(texts, day.programme.room) value=room most=200 />
            <TextField
                id="session-capacity"
                label=say!(texts, day.programme.capacity)
                hint=say!(texts, day.programme.capacity_hint)
                value=capacity
                most=6
            />
            <CheckField id="session-remote" label=say!(texts, day.programme.remote) value=remote />
        </Form>
    }
}

/// Puts a session in its place; a new one where its time is, if the programme is in order of time, else at the end.
fn put(day: &mut Day, session: Session, known: bool) {
    let found = day.programme.iter_mut().find(|other| other.id == session.id).filter(|_| known);
    if let Some(there) = found {
        *there = session;
        return;
    }
    let is_sorted = day.programme.is_sorted_by_key(|other| other.begins);
    let at = day.programme.iter().position(|other| other.begins > session.begins).filter(|_| is_sorted);
    day.programme.insert(at.unwrap_or(day.programme.len()), session);
}

#[cfg(test)]
mod tests {
    use shared::time::Date;

    use super::*;

    fn at(begins: &str) -> Session {
        let begins = begins.parse().unwrap();
        Session {
            id: shared::id::Id::v7(i64::from(HourMinute::minutes(begins)), [1; 10]),
            begins,
            ends: later(begins, 30),
            title: DayTexts::default(),
            room: String::new(),
            speaker: String::new(),
            capacity: None,
            remote: false,
        }
    }

    #[test]
    fn a_new_session_goes_where_its_time_is() {
        let today = Date::new(2026, 1, 1).unwrap();
        let mut day = Day::begun(2026, today, DayTexts::default());
        for begins in ["10:00", "9:00", "11:00", "10:30"] {
            put(&mut day, at(begins), false);
        }
        let order = |day: &Day| day.programme.iter().map(|one| one.begins.to_string()).collect::<Vec<_>>();
        assert_eq!(order(&day), ["09:00", "10:00", "10:30", "11:00"]);
        day.programme.swap(0, 1);
        put(&mut day, at("09:30"), false);
        assert_eq!(order(&day), ["10:00", "09:00", "10:30", "11:00", "09:30"], "the chair's own order stays");
        put(&mut day, Session { room: "Sali".to_owned(), ..at("09:30") }, true);
        assert_eq!(day.programme.len(), 5);
        assert_eq!(day.programme[4].room, "Sali");
        assert_eq!(later("23:50".parse().unwrap(), 30).to_string(), "23:59");
    }
}
