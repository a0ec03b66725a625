//! The row of filters above the list.
//!
//! Owns: the way from the choices to the address. Must not: filter.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use shared::domain::registration::{Mode, State};

use super::filter::{Filter, OTHER, Own};
use super::words;
use crate::components::pick::Pick;
use crate::i18n::*;
use crate::pages::manage::day::Open;

type Go = Box<dyn Fn(&str, bool) + Send + Sync>;

/// What is filtered by, and how that is changed.
#[derive(Clone, Copy)]
pub struct Choice {
    /// What is typed. Not read from the address, which lags behind fast typing.
    search: RwSignal<String>,
    /// What the address says of the rest.
    chosen: Memo<Filter>,
    go: StoredValue<Go>,
}

impl Choice {
    /// As the address says.
    pub fn new() -> Self {
        let query = use_query_map();
        let chosen = Memo::new(move |_| {
            let query = query.get();
            Filter::read(|name| query.get(name))
        });
        let (navigate, path) = (use_navigate(), use_location().pathname);
        let go: Go = Box::new(move |query, replace| {
            let to = format!("{}{query}", path.get_untracked());
            navigate(&to, NavigateOptions { scroll: false, replace, ..NavigateOptions::default() });
        });
        let search = RwSignal::new(chosen.get_untracked().search);
        let choice = Self { search, chosen, go: StoredValue::new(go) };
        Effect::new(move |before: Option<String>| {
            let text = search.get();
            if before.is_some_and(|before| before != text) {
                // A letter more is no page more in the history.
                choice.write(&choice.filter_untracked(), true);
            }
            text
        });
        choice
    }

    /// All of it; tracked.
    pub fn filter(self) -> Filter {
        Filter { search: self.search.get(), ..self.chosen.get() }
    }

    fn filter_untracked(self) -> Filter {
        Filter { search: self.search.get_untracked(), ..self.chosen.get_untracked() }
    }

    /// Changes a choice; the address follows, and *back* undoes it.
    fn change(self, change: impl FnOnce(&mut Filter)) {
        let mut filter = self.filter_untracked();
        change(&mut filter);
        self.write(&filter, false);
    }

    /// Shows everybody.
    pub fn clear(self) {
        self.search.set(String::new());
        self.write(&Filter::default(), false);
    }

    fn write(self, filter: &Filter, replace: bool) {
        let pair = |(name, value): (&str, String)| {
            format!("{name}={}", String::from(js_sys::encode_uri_component(&value)))
        };
        let pairs: Vec<_> = filter.written().into_iter().map(pair).collect();
        let query = if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
        self.go.with_value(|go| go(&query, replace));
    }
}

/// The row.
#[component]
pub fn Filters(
    /// The day.
    open: Open,
    /// What is chosen.
    choice: Choice,
) -> impl IntoView {
    let texts = open.texts;
    let state = move || {
        let items = State::ALL.map(|state| (state.code().to_owned(), words::state(texts, state).to_owned()));
        with_all(texts, items.to_vec())
    };
    let mode = move || {
        let items = Mode::ALL.map(|mode| (mode.code().to_owned(), open.label("attendance", mode.code())));
        with_all(texts, items.to_vec())
    };
    let library = move || {
        let list = open.libraries.ready().map(|list| list.get());
        let lang = lang(texts);
        let libraries = list.iter().flat_map(|list| &list.libraries);
        let mut items: Vec<_> = libraries
            .map(|library| (library.code.clone(), crate::pages::manage::library_name(library, lang)))
            .collect();
        items.push((OTHER.to_owned(), t_string!(texts, day.people.other_library).to_owned()));
        with_all(texts, items)
    };
    let own = move || {
        let label = |own: Own| match own {
            Own::Any => t_string!(texts, day.people.any_contribution),
            Own::With(verdict) => words::verdict(texts, verdict),
        };
        let items = Own::ALL.map(|own| (own.code().to_owned(), label(own).to_owned()));
        with_all(texts, items.to_vec())
    };
    let since = move |event: leptos::ev::Event| {
        let date = event_target_value(&event).parse().ok();
        choice.change(|filter| filter.since = date);
    };
    let since_value = move || choice.filter().since.map(|date| date.to_string()).unwrap_or_default();
    view! {
        <div
            class="filters__row"
            role="search"
            aria-label=move || t_string!(texts, day.people.filters).to_string()
        >
            <div class="filter" class:filter--active=move || !choice.search.with(String::is_empty)>
                <label for="people-search">{t!(texts, day.people.search)}</label>
                <input
                    id="people-search"
                    type="search"
                    autocomplete="off"
                    prop:value=move || choice.search.get()
                    on:input=move |event| choice.search.set(event_target_value(&event))
                />
            </div>
            <Pick
                id="people-state".to_owned()
                label=say!(texts, day.people.state)
                items=Signal::derive(state)
                chosen=Signal::derive(move || choice.filter().state.map_or("", State::code).to_owned())
                active=Signal::derive(move || choice.filter().state.is_some())
                choose=Callback::new(move |code: String| choice.change(|filter| filter.state = State::from_code(&code)))
            />
            <Pick
                id="people-mode".to_owned()
                label=say!(texts, day.people.mode)
                items=Signal::derive(mode)
                chosen=Signal::derive(move || choice.filter().mode.map_or("", Mode::code).to_owned())
                active=Signal::derive(move || choice.filter().mode.is_some())
                choose=Callback::new(move |code: String| choice.change(|filter| filter.mode = Mode::from_code(&code)))
            />
            <Pick
                id="people-library".to_owned()
                label=say!(texts, day.people.library)
                items=Signal::derive(library)
                chosen=Signal::derive(move || choice.filter().library.unwrap_or_default())
                active=Signal::derive(move || choice.filter().library.is_some())
                choose=Callback::new(move |code: String| {
                    choice.change(|filter| filter.library = Some(code).filter(|code| !code.is_empty()));
                })
            />
            <Pick
                id="people-own".to_owned()
                label=say!(texts, day.people.contribution)
                items=Signal::derive(own)
                chosen=Signal::derive(move || choice.filter().own.map_or("", Own::code).to_owned())
                active=Signal::derive(move || choice.filter().own.is_some())
                choose=Callback::new(move |code: String| {
                    choice.change(|filter| filter.own = Own::ALL.into_iter().find(|own| own.code() == code));
                })
            />
            <div class="filter" class:filter--active=move || choice.filter().since.is_some()>
                <label for="people-since">{t!(texts, day.people.since)}</label>
                <input id="people-since" type="date" prop:value=since_value on:change=since />
            </div>
        </div>
    }
}

fn with_all(texts: Texts, items: Vec<(String, String)>) -> Vec<(String, String)> {
    let all = (String::new(), t_string!(texts, overview.f_all).to_owned());
    std::iter::once(all).chain(items).collect()
}
