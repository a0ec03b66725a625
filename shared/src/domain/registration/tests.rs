use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::domain::day::Texts;
use crate::domain::day::{After, tests::day};
use crate::domain::vocabulary::{Value, Vocabulary};

fn lists() -> Vocabulary {
    let values = |codes: &[&str]| {
        codes.iter().map(|code| Value { code: (*code).to_owned(), since: 1, ..Value::default() }).collect()
    };
    Vocabulary {
        version: 1,
        lists: [
            ("diet".to_owned(), values(&["vegan", "gluten_free", "other"])),
            ("contribution".to_owned(), values(&["demo", "talk"])),
        ]
        .into(),
    }
}

fn read(pairs: &[(&str, &str)], day: &Day) -> Result<Registration, Vec<Fault>> {
    let libraries = BTreeSet::from(["turku".to_owned()]);
    let pairs = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    parse(&Pairs::from_list(pairs), &Known { day, lists: &lists(), libraries: &libraries })
}

const GOOD: &[(&str, &str)] = &[
    ("mode", "onsite"),
    ("name", " Aino Kirjastolainen "),
    ("email", "Aino@Example.org"),
    ("library", "turku"),
    ("lunch", "yes"),
    ("diet", "vegan"),
    ("diet", "vegan"),
    ("diet_other", "ei pähkinää"),
    ("consent", "yes"),
    ("ride", "offer"),
    ("seats", "3"),
    ("municipality", "Kaarina"),
    ("share", "yes"),
    ("contribution", "talk"),
    ("title", "Mobiilivarmenne viidessä minuutissa"),
    ("minutes", "5"),
    ("photo", "yes"),
    ("lang", "sv"),
    ("q1", "0"),
];

fn with(name: &str, value: &str) -> Vec<(&'static str, String)> {
    let mut pairs: Vec<_> =
        GOOD.iter().filter(|(n, _)| *n != name).map(|(n, v)| (*n, (*v).to_owned())).collect();
    let known = GOOD.iter().map(|(n, _)| *n).chain(["other_library", "access", "equipment", "q2"]);
    if let Some(name) = known.into_iter().find(|known| *known == name) {
        pairs.push((name, value.to_owned()));
    }
    pairs
}

fn wrong(name: &str, value: &str) -> Vec<Fault> {
    let pairs = with(name, value);
    let pairs: Vec<_> = pairs.iter().map(|(n, v)| (*n, v.as_str())).collect();
    read(&pairs, &day()).err().unwrap_or_default()
}

#[test]
fn a_form_is_read_and_written_back() {
    let day = day();
    let registration = read(GOOD, &day).unwrap();
    assert_eq!(registration.name, "Aino Kirjastolainen");
    assert_eq!(registration.email, "aino@example.org");
    let care = registration.care.clone().unwrap();
    assert_eq!(care.diets, ["vegan", "other"]);
    assert_eq!(registration.answers[&day.questions[0].id], "0");
    let libraries = BTreeSet::from(["turku".to_owned()]);
    let known = Known { day: &day, lists: &lists(), libraries: &libraries };
    assert_eq!(parse(&registration.pairs(&day), &known), Ok(registration));
}

#[test]
fn each_fault_is_told_at_its_field() {
    let long = "å".repeat(10_000);
    for (field, value, what) in [
        ("name", "", Wrong::Missing),
        ("name", &long, Wrong::TooLong),
        ("name", "Aino\nKirjastolainen", Wrong::Control),
        ("name", "Aino \u{202e}", Wrong::Control),
        ("email", "aino.kirjastolainen", Wrong::NoAt),
        ("email", "a@x.fi\r\nBcc: b@x.fi", Wrong::NoEmail),
        ("email", "", Wrong::Missing),
        ("mode", "", Wrong::Missing),
        ("mode", "both", Wrong::NoChoice),
        ("library", "", Wrong::Missing),
        ("library", "nowhere", Wrong::NoChoice),
        ("lunch", "", Wrong::Missing),
        ("lunch", "perhaps", Wrong::NoChoice),
        ("diet", "stones", Wrong::NoChoice),
        ("consent", "", Wrong::NoConsent),
        ("ride", "fly", Wrong::NoChoice),
        ("seats", "0", Wrong::NoNumber),
        ("seats", "99999999999999999999", Wrong::NoNumber),
        ("seats", "", Wrong::Missing),
        ("municipality", "", Wrong::Missing),
        ("contribution", "dance", Wrong::NoChoice),
        ("contribution", "", Wrong::Missing),
        ("title", "", Wrong::Missing),
        ("minutes", "-5", Wrong::NoNumber),
        ("access", &long, Wrong::TooLong),
        ("q1", "", Wrong::Missing),
        ("q1", "7", Wrong::NoChoice),
    ] {
        let fault = Fault { field: field.to_owned(), wrong: what };
        assert!(wrong(field, value).contains(&fault), "{field} {value:.20}: {:?}", wrong(field, value));
    }
    assert_eq!(wrong("library", "-"), [Fault { field: "other_library".into(), wrong: Wrong::Missing }]);
    let all = read(&[], &day()).unwrap_err();
    let fields: Vec<_> = all.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["mode", "name", "email", "library"]);
}

#[test]
fn what_does_not_apply_is_left_out() {
    let remote: Vec<_> =
        GOOD.iter().map(|(n, v)| if *n == "mode" { ("mode", "remote") } else { (*n, *v) }).collect();
    let registration = read(&remote, &day()).unwrap();
    assert!(registration.care.is_none() && registration.ride.is_none() && registration.lunch.is_none());
    assert!(!registration.photo && registration.answers.is_empty() && registration.contribution.is_some());
    let full = Day { remote: 0, ..day() };
    assert_eq!(read(&remote, &full).unwrap_err()[0].wrong, Wrong::NotOffered);
}

#[test]
fn lunch_is_asked_on_site_where_it_is_offered() {
    let unsaid =
        [("mode", "onsite"), ("name", "Aino"), ("email", "a@x.fi"), ("library", "turku"), ("q1", "0")];
    assert_eq!(read(&unsaid, &day()).unwrap_err(), [Fault { field: "lunch".into(), wrong: Wrong::Missing }]);
    let without = Day { lunch: false, ..day() };
    assert_eq!(read(&unsaid, &without).unwrap().lunch, None);
    assert_eq!(read(GOOD, &without).unwrap().lunch, None);
    let no = with("lunch", "no");
    let no: Vec<_> = no.iter().map(|(n, v)| (*n, v.as_str())).collect();
    assert_eq!(
        (read(&no, &day()).unwrap().lunch, read(GOOD, &day()).unwrap().lunch),
        (Some(false), Some(true))
    );
}

#[test]
fn a_question_may_hang_on_an_answer() {
    let mut day = day();
    let first = day.questions[0].id;
    day.questions.push(Question {
        id: Id::from_bytes([3; 16]),
        label: Texts { fi: "Montako?".to_owned(), ..Texts::default() },
        answer: Answer::Number,
        choices: Vec::new(),
        required: true,
        of: None,
        after: Some(After { question: first, choice: 0 }),
    });
    assert_eq!(read(GOOD, &day).unwrap_err()[0].field, "q2");
    let mut pairs = GOOD.to_vec();
    pairs.push(("q2", "2"));
    assert_eq!(read(&pairs, &day).unwrap().answers.len(), 2);
    // The answer "no" asks nothing more, and what was typed before is not kept.
    let no: Vec<_> = pairs.iter().map(|(n, v)| if *n == "q1" { (*n, "1") } else { (*n, *v) }).collect();
    assert_eq!(read(&no, &day).unwrap().answers.len(), 1);
}

#[test]
fn a_step_taken_twice_leads_to_the_same() {
    for state in State::ALL {
        for step in [Step::Confirm, Step::Accept, Step::Decline, Step::Cancel] {
            if let Some(next) = state.after(step) {
                assert_eq!(next.after(step), Some(next), "{state:?} {step:?}");
            }
        }
        assert_eq!(State::from_code(state.code()), Some(state));
    }
    assert_eq!(State::Lapsed.after(Step::Accept), None);
    assert_eq!(State::Cancelled.after(Step::Confirm), None);
}

proptest! {
    #[test]
    fn no_form_panics_and_what_is_read_is_read_again(
        pairs in prop::collection::vec((
            prop::sample::select(vec!["mode", "name", "email", "library", "other_library", "diet", "diet_other",
                "access", "consent", "ride", "seats", "municipality", "contribution", "title", "minutes", "q1", "lunch"]),
            prop_oneof![
                prop::sample::select(vec!["onsite", "remote", "declined", "turku", "-", "a@x.fi", "yes", "vegan",
                    "offer", "need", "3", "talk", "other", "0"]).prop_map(str::to_owned),
                ".{0,40}",
            ],
        ), 0..24),
    ) {
        let pairs: Vec<_> = pairs.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let day = day();
        if let Ok(registration) = read(&pairs, &day) {
            let libraries = BTreeSet::from(["turku".to_owned()]);
            let known = Known { day: &day, lists: &lists(), libraries: &libraries };
            prop_assert_eq!(parse(&registration.pairs(&day), &known), Ok(registration));
        }
    }
}
