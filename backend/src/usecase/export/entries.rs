//! One row per entry of a library.
//!
//! Owns: the columns. Who made an entry is not among them, nor what is counted only (effort, strain).

use shared::domain::duty::Duty;
use shared::domain::group_session::GroupSession;
use shared::domain::help::Help;
use shared::domain::op::Kind;
use shared::domain::row::Row;
use shared::domain::span::Span;
use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::time::Date;

use crate::db::{self, Tx};
use crate::error::{Error, Result};
use crate::export::{Cell, Sheet};
use crate::words::Words;

/// The headings, as keys of texts.
const COLUMNS: [&str; 21] = [
    "export.on",
    "export.hour",
    "export.to_hour",
    "export.what",
    "overview.whom",
    "overview.f_mode",
    "export.point",
    "overview.topic",
    "export.also_1",
    "export.also_2",
    "export.title",
    "export.people",
    "overview.f_form",
    "overview.f_setting",
    "overview.f_duration",
    "overview.f_equipment",
    "overview.f_lang",
    "overview.f_outcome",
    "overview.f_referred_to",
    "export.nobody_came",
    "export.uncertain",
];

/// The entries of a library in a year.
pub(super) async fn sheet(
    tx: &mut Tx,
    network: Id,
    (library, year): (&str, i32),
    lists: &Vocabulary,
    words: Words,
) -> Result<Sheet> {
    let (from, to) = Date::new(year, 1, 1)
        .zip(Date::new(year, 12, 31))
        .ok_or_else(|| Error::invalid("year", "a calendar year"))?;
    let points = db::point::list(tx, network, Some(library)).await?;
    let point = |code: Option<&str>| {
        let code = code.unwrap_or_default();
        let found = points.iter().find(|point| point.code == code);
        Cell::text(found.map_or(code, |point| &point.name_fi))
    };
    let rows = db::entity::within(tx, network, library, from, to).await?;
    let rows = rows.iter().filter(|entity| entity.row.is_live());
    Ok(Sheet {
        name: words.say("export.entries"),
        about: Vec::new(),
        columns: COLUMNS.iter().map(|key| words.say(key)).collect(),
        rows: rows.filter_map(|entity| cells(&entity.row, lists, words, &point)).collect(),
    })
}

fn cells(
    row: &Row,
    lists: &Vocabulary,
    words: Words,
    point: &dyn Fn(Option<&str>) -> Cell,
) -> Option<Vec<Cell>> {
    let mut line = Line { cells: vec![Cell::Empty; COLUMNS.len()] };
    let label = |list: &str, code: Option<&str>| {
        code.map_or(Cell::Empty, |code| Cell::text(lists.label(list, code, words.lang)))
    };
    let yes = |so: bool| if so { Cell::text(words.say("export.yes")) } else { Cell::Empty };
    match row.of {
        Kind::Help => {
            let help = Help::of(row)?;
            let topic = |n: usize| label("topic", help.topics.get(n).map(String::as_str));
            line.put("export.on", Cell::Date(help.when.on?));
            line.put("export.hour", help.when.hour.map_or(Cell::Empty, |hour| Cell::Number(hour.into())));
            line.put("export.what", Cell::text(words.say("export.help")));
            line.put("overview.whom", label("kind", Some(&help.kind)));
            line.put("overview.f_mode", label("entry_mode", Some(&help.mode)));
            line.put("export.point", point(help.place.point.as_deref()));
            line.put("overview.topic", topic(0));
            line.put("export.also_1", topic(1));
            line.put("export.also_2", topic(2));
            line.put("export.people", Cell::Number(help.count.into()));
            line.put("overview.f_form", label("form", help.place.form.as_deref()));
            line.put("overview.f_setting", label("setting", help.place.setting.as_deref()));
            line.put("overview.f_duration", label("duration", help.duration.as_deref()));
            line.put("overview.f_equipment", label("equipment", help.equipment.as_deref()));
            line.put("overview.f_lang", label("lang", help.lang.as_deref()));
            let result = help.result.as_ref();
            line.put("overview.f_outcome", label("outcome", result.map(|result| result.outcome.as_str())));
            let to = result.and_then(|result| result.referred_to.as_deref());
            line.put("overview.f_referred_to", label("referred_to", to));
            line.put("export.uncertain", yes(help.when.uncertain));
        }
        Kind::GroupSession => {
            let session = GroupSession::of(row)?;
            line.span(&session.span);
            line.put("export.what", Cell::text(words.say("export.session")));
            line.put("overview.whom", label("kind", Some(&session.kind)));
            line.put("export.point", point(session.point.as_deref()));
            line.put("overview.topic", label("topic", Some(&session.topic)));
            line.put("export.title", Cell::text(session.title.as_deref().unwrap_or_default()));
            line.put("export.people", Cell::Number(session.participants.into()));
        }
        Kind::Duty => {
            let duty = Duty::of(row)?;
            line.span(&duty.span);
            line.put("export.what", Cell::text(words.say("export.duty")));
            line.put("export.point", point(duty.point.as_deref()));
            line.put("export.nobody_came", yes(duty.nobody_came));
        }
        // Says when a library logs; it is not an entry.
        Kind::SamplePeriod | Kind::CheckIn | Kind::Registration => return None,
    }
    Some(line.cells)
}

struct Line {
    cells: Vec<Cell>,
}

impl Line {
    fn put(&mut self, heading: &str, cell: Cell) {
        if let Some(at) = COLUMNS.iter().position(|key| *key == heading) {
            self.cells[at] = cell;
        }
    }

    fn span(&mut self, span: &Span) {
        self.put("export.on", Cell::Date(span.on));
        self.put("export.hour", Cell::Number(span.from.into()));
        self.put("export.to_hour", Cell::Number(span.to.into()));
    }
}
