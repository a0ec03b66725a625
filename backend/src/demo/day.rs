//! The demo network's activity day: published, with its registration open.
//!
//! Owns: when and where it is, its programme and questions. All of it is invented. Who comes is `participants`'.

use shared::domain::day::{After, Answer, Day, HourMinute, Moment, Question, Session, Status, Texts};
use shared::domain::registration::Mode;
use shared::id::Id;
use shared::time::{Date, Millis, helsinki};
use shared::wire::v1::member::Role;

use super::dice::Dice;
use super::participants;
use crate::app::App;
use crate::db::day::Save;
use crate::db::{self, Tx};
use crate::error::Result;

/// How long registration has been open.
const OPEN_DAYS: i32 = 20;
/// The month of the day, as in the years before.
const MONTH: u32 = 9;

/// Begins, ends, Finnish, Swedish and English title, speaker, room, whether remote people can follow.
type Line = (&'static str, &'static str, [&'static str; 3], &'static str, &'static str, bool);

const PROGRAMME: [Line; 7] = [
    (
        "9:00",
        "9:30",
        ["Ilmoittautuminen ja kahvi", "Anmälan och kaffe", "Registration and coffee"],
        "",
        "Aula",
        false,
    ),
    ("9:30", "9:45", ["Päivän avaus", "Öppning", "Opening"], "Demo Puheenjohtaja", "Sali", true),
    (
        "9:45",
        "10:30",
        [
            "Digituki muuttuvassa arjessa",
            "Digitalt stöd i en föränderlig vardag",
            "Digital support in changing times",
        ],
        "Vieraileva Mallikas",
        "Sali",
        true,
    ),
    ("12:00", "13:00", ["Lounas", "Lunch", "Lunch"], "", "Ravintola", false),
    (
        "13:00",
        "14:00",
        ["Työpajat rinnakkain", "Parallella verkstäder", "Parallel workshops"],
        "",
        "Pajat A–C",
        false,
    ),
    (
        "14:15",
        "15:00",
        ["Mitä opimme tänä vuonna", "Vad vi har lärt oss i år", "What we have learnt this year"],
        "Verkoston jäsenet",
        "Sali",
        true,
    ),
    (
        "15:00",
        "15:30",
        ["Yhteenveto ja palaute", "Sammanfattning och respons", "Summary and feedback"],
        "",
        "Sali",
        true,
    ),
];

/// Stores the day and those who come, as the chair's.
pub async fn fill(app: &App, tx: &mut Tx, network: Id, dice: &mut Dice, now: Millis) -> Result<()> {
    let members = db::member::list(tx, network, None).await?;
    let Some(chair) = members.iter().find(|member| member.role == Role::Chair) else { return Ok(()) };
    let mut day = day(helsinki(now).date, || dice.id(now));
    let people = participants::invent(&day, dice, now);
    day.programme.extend(participants::sessions(&day, &people));
    day.programme.sort_by_key(|session| session.begins);
    let save =
        Save { day: &day, over: None, moved: false, untold: 0, now: day.opens.instant(), by: chair.id };
    db::day::save(tx, network, save).await?;
    participants::store(app, tx, network, people).await
}

/// This year's, where there is time for it still; else the next year's.
fn day(today: Date, mut mint: impl FnMut() -> Id) -> Day {
    let title =
        texts("Digiverkoston toimintapäivä", "Digiverkostos verksamhetsdag", "Digiverkosto’s activity day");
    let this = Day::begun(today.year(), today, title.clone());
    let begun = if this.date.month() == MONTH { this } else { Day::begun(today.year() + 1, today, title) };
    let session = |line: &Line| {
        let (begins, ends, [fi, sv, en], speaker, room, remote) = *line;
        Session {
            id: mint(),
            begins: at(begins),
            ends: at(ends),
            title: texts(fi, sv, en),
            room: room.to_owned(),
            speaker: speaker.to_owned(),
            capacity: None,
            remote,
        }
    };
    let programme = PROGRAMME.iter().map(session).collect();
    let workshop = mint();
    Day {
        status: Status::Published,
        opens: Moment { on: today.plus_days(-OPEN_DAYS), at: at("9:00") },
        intro: texts(
            "Päivä on tarkoitettu kaikille, jotka antavat digitukea kirjastossa. Kuulemme uutta, kokeilemme laitteita ja jaamme \
             omia kokemuksia.\n\nKahvit ja lounas kuuluvat päivään.",
            "Dagen är till för alla som ger digitalt stöd på biblioteket. Vi får höra nytt, prövar apparater och delar \
             erfarenheter.\n\nKaffe och lunch ingår.",
            "The day is for everybody who gives digital support at a library. We hear what is new, try out devices and share \
             what we have learnt.\n\nCoffee and lunch are included.",
        ),
        place: "Esimerkkilän pääkirjasto".to_owned(),
        address: "Mallikatu 1, 00000 Esimerkkilä".to_owned(),
        directions: texts(
            "Linja-autoasemalta on kirjastolle 400 metriä. Sisäänkäynti on esteetön. Pysäköintiä on kirjaston takana.",
            "Från busstationen är det 400 meter till biblioteket. Ingången är tillgänglig. Parkering finns bakom biblioteket.",
            "The library is 400 metres from the bus station. The entrance is step-free. There is parking behind the library.",
        ),
        remote_link: "https://etana.example/toimintapaiva".to_owned(),
        on_site: participants::ON_SITE,
        remote: 40,
        programme,
        questions: questions(workshop, mint),
        budget: Some(420_000),
        ..begun
    }
}

fn questions(workshop: Id, mut mint: impl FnMut() -> Id) -> Vec<Question> {
    vec![
        Question {
            id: workshop,
            label: texts(
                "Mihin työpajaan haluat?",
                "Vilken verkstad vill du delta i?",
                "Which workshop do you want?",
            ),
            answer: Answer::Choice,
            choices: vec![
                texts(
                    "Mobiilivarmenne käytännössä",
                    "Mobilcertifikat i praktiken",
                    "Mobile certificates in practice",
                ),
                texts("Tekoäly asiakkaan apuna", "AI som kundens hjälp", "AI for the customer"),
                texts("Muu aihe", "Ett annat ämne", "Another topic"),
            ],
            required: true,
            of: Some(Mode::Onsite),
            after: None,
        },
        Question {
            id: mint(),
            label: texts("Mikä aihe?", "Vilket ämne?", "Which topic?"),
            answer: Answer::Text,
            choices: Vec::new(),
            required: false,
            of: Some(Mode::Onsite),
            after: Some(After { question: workshop, choice: 2 }),
        },
        Question {
            id: mint(),
            label: texts(
                "Montako vuotta olet antanut digitukea?",
                "Hur många år har du gett digitalt stöd?",
                "For how many years have you given digital support?",
            ),
            answer: Answer::Number,
            choices: Vec::new(),
            required: false,
            of: None,
            after: None,
        },
    ]
}

fn texts(fi: &str, sv: &str, en: &str) -> Texts {
    Texts { fi: fi.to_owned(), sv: sv.to_owned(), en: en.to_owned() }
}

/// A time that is written here.
fn at(text: &str) -> HourMinute {
    text.parse().unwrap_or_default()
}

#[cfg(test)]
pub(super) mod tests {
    use shared::domain::day::Door;
    use shared::time::helsinki_instant;

    use super::*;

    /// The demo's day as of a date.
    pub fn day_on(today: Date) -> Day {
        let mut n = 0;
        day(today, || {
            n += 1;
            Id::v7(n, [1; 10])
        })
    }

    #[test]
    fn the_day_is_without_faults_and_open_whenever_the_demo_begins() {
        for today in ["2026-01-01", "2026-07-26", "2026-07-27", "2026-09-24", "2026-11-30", "2028-02-29"] {
            let today: Date = today.parse().unwrap();
            let day = day_on(today);
            assert_eq!(day.faults(), [], "{today}");
            assert_eq!(day.door(helsinki_instant(today, 0)), Door::Open, "{today}");
            assert_eq!(day.date.month(), MONTH, "{today}");
        }
    }
}
