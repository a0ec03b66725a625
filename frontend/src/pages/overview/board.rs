//! What every part of the page looks at: the server's state, the chosen selection, the counted figures.
//!
//! Owns: the way from the address to the selection and back, so that a link shows the same and *back* undoes a choice;
//! the words for codes. Must not: count (`shared::stats::figures` does).

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::domain::lang::Lang;
use shared::stats::dim::NOT_STATED;
use shared::stats::facts::Field;
use shared::stats::figures::Figures;
use shared::stats::selection::Selection;
use shared::wire::v1::overview::Overview;

use super::words;
use crate::i18n::*;
use crate::platform::timing::measured;
use crate::state::facts::UseFacts;

/// The page's own path.
const PATH: &str = "/tilanne";

/// What a part of the page gets.
#[derive(Clone, Copy)]
pub struct Board {
    /// The texts.
    pub texts: Texts,
    /// What the server says.
    pub state: Signal<Arc<Overview>>,
    /// What the address asks for.
    pub selection: Memo<Selection>,
    /// What of the address was not understood.
    pub unknown: Memo<Vec<String>>,
    /// The figures; `None` until there are facts to count.
    pub figures: Memo<Option<Arc<Figures>>>,
    go: StoredValue<Go>,
}

type Go = Box<dyn Fn(&str) + Send + Sync>;

impl Board {
    /// Reads the address and counts, now and after each change of either.
    pub fn new(state: Signal<Arc<Overview>>, facts: UseFacts) -> Self {
        let query = use_query_map();
        let read = Memo::new(move |_| {
            let state = state.get();
            let pairs: Vec<(String, String)> =
                query.get().into_iter().map(|(name, value)| (name.to_string(), value)).collect();
            let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            Selection::read(pairs, state.today, |field, code| knows(&state, field, code))
        });
        let selection = Memo::new(move |_| read.get().0);
        // The rest of the state changes with each entry, and needs no other count.
        let today = Memo::new(move |_| state.get().today);
        let figures = Memo::new(move |_| {
            let (selection, today) = (selection.get(), today.get());
            facts.with(|facts| measured("figures", || Arc::new(Figures::of(facts, &selection, today))))
        });
        let navigate = use_navigate();
        let go: Go = Box::new(move |query| {
            let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate(&format!("{PATH}{query}"), options);
        });
        Self {
            texts: use_i18n(),
            state,
            selection,
            unknown: Memo::new(move |_| read.get().1),
            figures,
            go: StoredValue::new(go),
        }
    }

    /// Changes the selection; the address follows.
    pub fn change(self, change: impl FnOnce(&mut Selection)) {
        let mut selection = self.selection.get_untracked();
        change(&mut selection);
        let written = selection.written(self.state.get_untracked().today);
        let pairs: Vec<String> = written
            .iter()
            // A comma parts codes, as it stands; anything else that an address does not take is escaped.
            .map(|(name, value)| {
                let value = String::from(js_sys::encode_uri_component(value)).replace("%2C", ",");
                format!("{name}={value}")
            })
            .collect();
        let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
        self.go.with_value(|go| go(&query));
    }

    /// The counted figures, where there are any; tracked.
    pub fn counted(self) -> Arc<Figures> {
        self.figures.get().unwrap_or_default()
    }

    /// The language; tracked.
    pub fn lang(self) -> Lang {
        lang(self.texts)
    }

    /// The words for a code; the code itself where no list knows it.
    pub fn label(self, field: Field, code: &str) -> String {
        let (state, lang) = (self.state.get(), self.lang());
        match (field, list(field)) {
            (Field::Library, _) => words::library_of(&state, code, lang),
            _ if code == NOT_STATED => t_string!(self.texts, overview.not_stated).to_string(),
            (_, Some(list)) => state.vocabulary.label(list, code, lang).to_owned(),
            (_, None) => code.to_owned(),
        }
    }
}

/// The list of a field's codes.
pub fn list(field: Field) -> Option<&'static str> {
    Some(match field {
        Field::Kind => "kind",
        Field::Topic | Field::Also | Field::AlsoSecond => "topic",
        Field::Form => "form",
        Field::Setting => "setting",
        Field::Duration => "duration",
        Field::Outcome => "outcome",
        Field::ReferredTo => "referred_to",
        Field::Equipment => "equipment",
        Field::Lang => "lang",
        Field::Mode => "entry_mode",
        _ => return None,
    })
}

fn knows(state: &Overview, field: Field, code: &str) -> bool {
    match (field, list(field)) {
        (Field::Library, _) => state.libraries.iter().any(|library| library.code == code),
        (_, Some(list)) => code == NOT_STATED || state.vocabulary.get(list, code).is_some(),
        (_, None) => false,
    }
}
