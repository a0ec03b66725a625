use super::*;
use crate::time::MINUTE;

pub fn day() -> Day {
    let texts = |fi: &str| Texts { fi: fi.to_owned(), ..Texts::default() };
    let hour = |hour| HourMinute::new(hour, 0).unwrap();
    Day {
        status: Status::Published,
        date: Date::new(2027, 9, 24).unwrap(),
        begins: HourMinute::new(9, 30).unwrap(),
        ends: HourMinute::new(15, 30).unwrap(),
        title: texts("Digiverkoston toimintapäivä"),
        intro: texts(""),
        place: "Porin pääkirjasto".to_owned(),
        address: String::new(),
        directions: texts(""),
        remote_link: "https://teams.example.org/abc?d=1".to_owned(),
        on_site: 60,
        remote: 100,
        opens: Moment { on: Date::new(2027, 8, 1).unwrap(), at: hour(8) },
        closes: Moment { on: Date::new(2027, 9, 4).unwrap(), at: hour(23) },
        lunch: true,
        programme: vec![Session {
            id: Id::from_bytes([1; 16]),
            begins: hour(10),
            ends: hour(11),
            title: texts("Demo"),
            room: String::new(),
            speaker: String::new(),
            capacity: None,
            remote: true,
        }],
        questions: vec![Question {
            id: Id::from_bytes([2; 16]),
            label: texts("Tuletko iltaohjelmaan?"),
            answer: Answer::Choice,
            choices: vec![texts("Kyllä"), texts("En")],
            required: true,
            of: Some(Mode::Onsite),
            after: None,
        }],
        budget: Some(250_000),
    }
}

#[test]
fn a_good_day_has_no_faults() {
    assert_eq!(day().faults(), []);
}

#[test]
fn each_fault_is_found_where_it_is() {
    type Spoil = fn(&mut Day);
    let cases: &[(Spoil, &str, Option<usize>, Wrong)] = &[
        (|d| d.ends = d.begins, "ends", None, Wrong::Order),
        (|d| d.closes = d.opens, "closes", None, Wrong::Order),
        (|d| d.closes.on = d.date.plus_days(1), "closes", None, Wrong::AfterTheDay),
        (|d| d.date = Date::new(1999, 1, 1).unwrap(), "date", None, Wrong::Year),
        (|d| d.title.fi.clear(), "title", None, Wrong::Empty),
        (|d| d.title.sv = "å".repeat(MAX_LINE + 1), "title", None, Wrong::TooLong),
        (|d| d.place = " ".to_owned(), "place", None, Wrong::Empty),
        (|d| (d.on_site, d.remote) = (0, 0), "on_site", None, Wrong::Places),
        (|d| d.remote = MAX_PLACES + 1, "remote", None, Wrong::Places),
        (|d| d.remote_link = "javascript:alert(1)".to_owned(), "remote_link", None, Wrong::NoAddress),
        (|d| d.remote_link = "https://me@x.fi/".to_owned(), "remote_link", None, Wrong::NoAddress),
        (|d| d.budget = Some(-1), "budget", None, Wrong::Amount),
        (|d| d.programme[0].ends = d.programme[0].begins, "programme", Some(0), Wrong::Order),
        (|d| d.programme.push(d.programme[0].clone()), "programme", Some(1), Wrong::Twice),
        (|d| d.programme[0].capacity = Some(0), "programme", Some(0), Wrong::Places),
        (|d| d.questions[0].choices.truncate(1), "questions", Some(0), Wrong::Choices),
        (
            |d| d.questions[0].after = Some(After { question: Id::from_bytes([9; 16]), choice: 0 }),
            "questions",
            Some(0),
            Wrong::NoSuchAnswer,
        ),
    ];
    for (spoil, field, at, wrong) in cases {
        let mut day = day();
        spoil(&mut day);
        let fault = Fault { field, at: *at, wrong: *wrong };
        assert!(day.faults().contains(&fault), "{fault:?} not in {:?}", day.faults());
    }
    // A day nobody can come to on site is still a day, while it has remote places.
    assert_eq!(Day { on_site: 0, ..day() }.faults(), []);
}

#[test]
fn registration_opens_and_closes_to_the_minute() {
    let day = day();
    let (opens, closes) = (day.opens.instant(), day.closes.instant());
    assert_eq!(day.door(opens - 1), Door::Before);
    assert_eq!((day.door(opens), day.door(closes - 1)), (Door::Open, Door::Open));
    assert_eq!(day.door(closes), Door::After);
}

#[test]
fn a_place_waits_two_days_and_not_beyond_closing() {
    let day = day();
    let closes = day.closes.instant();
    assert_eq!(day.confirm_until(closes - 10 * DAY), closes - 8 * DAY);
    assert_eq!(day.confirm_until(closes - MINUTE), closes);
}

#[test]
fn nothing_is_offered_in_the_last_two_days() {
    let day = day();
    let begins = day.begins_at();
    assert_eq!(day.offer_until(begins - 10 * DAY), Some(begins - 8 * DAY));
    assert_eq!(day.offer_until(begins - 2 * DAY - 1), Some(begins - DAY));
    assert_eq!(day.offer_until(begins - 2 * DAY), None);
}
