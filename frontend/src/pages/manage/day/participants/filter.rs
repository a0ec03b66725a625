//! Which registrations are shown.
//!
//! Owns: the filters, their names in the address, and whom they let through. Must not: render.

use shared::domain::registration::{Mode, State};
use shared::time::{Date, helsinki};
use shared::wire::v1::registration::{Registered, Verdict};

/// The code of a library that is none of the network's.
pub const OTHER: &str = "-";

/// Which contributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// Any at all.
    Any,
    /// Those with a verdict.
    With(Verdict),
}

impl Own {
    /// All, in the order of the list.
    pub const ALL: [Self; 4] = [
        Self::Any,
        Self::With(Verdict::Proposed),
        Self::With(Verdict::Accepted),
        Self::With(Verdict::Declined),
    ];

    /// The code in the address.
    pub fn code(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::With(verdict) => verdict.code(),
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.code() == code)
    }
}

/// What is chosen; nothing by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Where it stands.
    pub state: Option<State>,
    /// How the person takes part.
    pub mode: Option<Mode>,
    /// Code of the library, or [`OTHER`].
    pub library: Option<String>,
    /// With a contribution.
    pub own: Option<Own>,
    /// Changed on this date or later.
    pub since: Option<Date>,
    /// Words that name, address, library, title or receipt number hold.
    pub search: String,
}

const SEARCH: &str = "haku";
const STATE: &str = "tila";
const MODE: &str = "tapa";
const LIBRARY: &str = "kirjasto";
const OWN: &str = "osuus";
const SINCE: &str = "muuttunut";

impl Filter {
    /// Reads an address; what is not understood filters nothing.
    pub fn read(query: impl Fn(&str) -> Option<String>) -> Self {
        let said = |name| query(name).filter(|value| !value.is_empty());
        Self {
            state: said(STATE).and_then(|code| State::from_code(&code)),
            mode: said(MODE).and_then(|code| Mode::from_code(&code)),
            library: said(LIBRARY),
            own: said(OWN).and_then(|code| Own::from_code(&code)),
            since: said(SINCE).and_then(|date| date.parse().ok()),
            search: said(SEARCH).unwrap_or_default(),
        }
    }

    /// Name and value of what is chosen, for the address.
    pub fn written(&self) -> Vec<(&'static str, String)> {
        let pairs = [
            (SEARCH, Some(self.search.clone()).filter(|text| !text.trim().is_empty())),
            (STATE, self.state.map(|state| state.code().to_owned())),
            (MODE, self.mode.map(|mode| mode.code().to_owned())),
            (LIBRARY, self.library.clone()),
            (OWN, self.own.map(|own| own.code().to_owned())),
            (SINCE, self.since.map(|date| date.to_string())),
        ];
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// Whether a registration is shown. `library` is the name of its library, as it is shown.
    pub fn lets(&self, of: &Registered, library: &str) -> bool {
        let told = &of.registration;
        let from = |code: &String| match told.library.as_deref() {
            Some(known) => known == code,
            None => code == OTHER,
        };
        let own = |own: Own| match (own, &told.contribution) {
            (_, None) => false,
            (Own::Any, Some(_)) => true,
            // Nobody has decided about one without a verdict.
            (Own::With(verdict), Some(_)) => of.contribution.unwrap_or(Verdict::Proposed) == verdict,
        };
        self.state.is_none_or(|state| of.state == state)
            && self.mode.is_none_or(|mode| told.mode == mode)
            && self.library.as_ref().is_none_or(from)
            && self.own.is_none_or(own)
            && self.since.is_none_or(|date| helsinki(of.changed_at).date >= date)
            && self.finds(of, library)
    }

    /// Each word must be somewhere.
    fn finds(&self, of: &Registered, library: &str) -> bool {
        let told = &of.registration;
        let title = told.contribution.as_ref().map_or("", |own| own.title.as_str());
        // With its dash and without.
        let number = of.receipt.as_deref().unwrap_or_default();
        let text =
            [told.name.as_str(), told.email.as_str(), library, title, number, &number.replace('-', "")];
        let text = text.join("\n").to_lowercase();
        self.search.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use shared::domain::lang::Lang;
    use shared::domain::registration::{Contribution, Registration};
    use shared::id::Id;
    use shared::wire::v1::registration::Via;

    use super::*;

    fn registered() -> Registered {
        Registered {
            id: Id::v7(1, [1; 10]),
            arrival: 1,
            state: State::Waiting,
            until: None,
            via: Via::Tablet,
            receipt: Some("9F3A-71C2".to_owned()),
            created_at: 0,
            confirmed_at: None,
            // 2026-09-01, half past midnight in Finland.
            changed_at: 1_788_211_800_000,
            registration: Registration {
                name: "Åsa Exempelson".to_owned(),
                email: "asa@example.org".to_owned(),
                library: Some("turku".to_owned()),
                other_library: None,
                mode: Mode::Onsite,
                lunch: None,
                care: None,
                ride: None,
                contribution: Some(Contribution {
                    kind: "demo".to_owned(),
                    title: "Mobiilivarmenne".to_owned(),
                    minutes: None,
                    equipment: String::new(),
                }),
                photo: false,
                lang: Lang::Sv,
                answers: BTreeMap::new(),
            },
            contribution: Some(Verdict::Proposed),
        }
    }

    fn of(query: &str) -> Filter {
        let pairs: Vec<_> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        Filter::read(|name| pairs.iter().find(|(of, _)| *of == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_filter_lets_through_what_it_says() {
        let one = registered();
        for (query, lets) in [
            ("", true),
            ("haku=åsa", true),
            ("haku=ÅSA turku", true),
            ("haku=varmenne", true),
            ("haku=9f3a-71c2", true),
            ("haku=9F3A71C2", true),
            ("haku=9F3A-71C3", false),
            ("haku=åsa pori", false),
            ("tila=waiting&tapa=onsite", true),
            ("tila=confirmed", false),
            ("tapa=remote", false),
            ("tila=kissa", true),
            ("kirjasto=turku", true),
            ("kirjasto=-", false),
            ("osuus=any", true),
            ("osuus=proposed", true),
            ("osuus=accepted", false),
            ("muuttunut=2026-09-01", true),
            ("muuttunut=2026-09-02", false),
            ("muuttunut=eilen", true),
        ] {
            assert_eq!(of(query).lets(&one, "Turku"), lets, "{query}");
        }
        let mut other = registered();
        other.registration.library = None;
        other.registration.contribution = None;
        assert!(of("kirjasto=-").lets(&other, "Muu"));
        assert!(!of("osuus=any").lets(&other, "Muu"));
    }

    #[test]
    fn a_filter_is_read_as_it_is_written() {
        let query = "haku=åsa&tila=waiting&tapa=onsite&kirjasto=turku&osuus=any&muuttunut=2026-09-01";
        let written = of(query).written();
        let text: Vec<_> = written.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(text.join("&"), query);
    }
}
