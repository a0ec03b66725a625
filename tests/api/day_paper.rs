//! Files of an activity day: the list of participants, name tags, the list to sign, certificates.

use backend::jobs::retention;
use calamine::{Data, Reader as _, Xlsx};
use lopdf::Document;
use serde_json::json;
use shared::domain::lang::Lang;
use shared::domain::registration::{Care, Mode, Registration};
use shared::id::Id;
use shared::routes;
use tests::actor::Actor;

use crate::day_after::{
    own_page, pass, path, register, set_up, showing, stand, to_the_day, to_the_evening, told,
};

/// A text that a spreadsheet would run, and one that a page would.
const FORMULAS: [&str; 6] = ["=1+1", "+1", "-1", "@SUM(A1)", "\u{9}=1", "\u{d}=1"];
const HTML: &str = "<img src=x onerror=alert(1)>";

async fn bytes(actor: &Actor, path: &str) -> Vec<u8> {
    let answer = actor.open(path).await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    answer.bytes().await.unwrap().to_vec()
}

fn text(pdf: &[u8]) -> (usize, String) {
    let document = Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).unwrap();
    (pages.len(), text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[tokio::test]
async fn the_list_of_participants_runs_nothing_and_tells_nothing_of_health() {
    let (server, mut chair) = set_up().await;
    for formula in FORMULAS {
        let name = format!("{formula} Aino");
        let care =
            Care { diets: vec!["vegan".into()], diet_other: "Pähkinät".into(), access: "Silmukka".into() };
        let care = Some(care);
        register(&server, Registration { care, ..told(&name, "turku", Mode::Onsite) }).await;
    }
    register(&server, told(HTML, "pori", Mode::Remote)).await;
    let csv = String::from_utf8(bytes(&chair, &path("/files/participants.csv?lang=fi")).await).unwrap();
    let rows: Vec<_> = csv.lines().collect();
    assert!(rows[0].starts_with("\u{feff}Nro;Nimi;Sähköposti;Kirjasto;"), "{}", rows[0]);
    for formula in FORMULAS {
        assert!(csv.contains(&format!("'{formula} Aino")), "{formula:?}");
        assert!(!csv.contains(&format!(";{formula} Aino")) && !csv.contains(&format!(";\"{formula} Aino")));
    }
    assert!(csv.contains(HTML) && csv.contains("Turku") && csv.contains("vahvistettu"));
    let hidden = ["vegan", "Vegaani", "Pähkinät", "Silmukka"];
    assert!(hidden.iter().all(|word| !csv.contains(word)));

    let xlsx = bytes(&chair, &path("/files/participants.xlsx?lang=sv")).await;
    let mut book = Xlsx::new(std::io::Cursor::new(xlsx)).unwrap();
    let sheet = book.worksheet_range("Deltagare").unwrap();
    let names: Vec<_> = sheet.rows().skip(1).map(|row| row[1].clone()).collect();
    assert!(names.iter().all(|name| matches!(name, Data::String(_))), "{names:?}");
    assert_eq!(names[0], Data::String("=1+1 Aino".into()));
    assert!(book.worksheet_formula("Deltagare").unwrap().used_cells().next().is_none(), "no formula");
    let all = format!("{:?}", sheet.rows().collect::<Vec<_>>());
    assert!(hidden.iter().all(|word| !all.contains(word)) && all.contains("Åbo"));

    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    contact.get(&path("/files/participants.csv")).await.unwrap().expect_problem(403, "forbidden");
    for unknown in ["participants.pdf", "participants", "secrets.csv", "x.pdf", "participants.doc"] {
        chair.get(&path(&format!("/files/{unknown}"))).await.unwrap().expect_problem(404, "not_found");
    }
    let log = chair.get(routes::AUDIT).await.unwrap().text;
    assert_eq!(log.matches("registrations_exported").count(), 2);
}

#[tokio::test]
async fn whose_details_were_deleted_is_a_row_without_a_name() {
    let (server, mut chair) = set_up().await;
    register(&server, told("Aino Virtanen", "turku", Mode::Onsite)).await;
    register(&server, told("Bertta Ek", "pori", Mode::Onsite)).await;
    pass(&server, &mut chair, 400).await;
    retention::run(&server.app).await.unwrap();
    register(&server, told("Cecilia Myöhempi", "lieto", Mode::Onsite)).await;
    for (lang, deleted) in
        [("fi", "(tiedot poistettu)"), ("sv", "(uppgifterna borttagna)"), ("en", "(details deleted)")]
    {
        let csv = bytes(&chair, &path(&format!("/files/participants.csv?lang={lang}"))).await;
        let csv = String::from_utf8(csv).unwrap();
        assert!(csv.contains(&format!("\n1;{deleted};;")), "{csv}");
        assert!(
            csv.contains("Cecilia") && !csv.contains("Aino") && !csv.contains("example.org;Turku"),
            "{csv}"
        );
        let (_, roll) = text(&bytes(&chair, &path(&format!("/files/attendance.pdf?lang={lang}"))).await);
        assert_eq!(roll.matches(deleted).count(), 2, "{roll}");
        assert!(
            roll.find("Cecilia").unwrap() < roll.find(deleted).unwrap(),
            "after those with a name: {roll}"
        );
    }
    // Nobody could wear or get these.
    for paper in ["name-tags", "certificates"] {
        let (_, all) = text(&bytes(&chair, &path(&format!("/files/{paper}.pdf?lang=fi"))).await);
        assert!(all.contains("Cecilia") && !all.contains("poistettu"), "{paper}: {all}");
    }
}

#[tokio::test]
async fn costs_leave_with_their_cents() {
    let (_server, mut chair) = set_up().await;
    let line = json!({"kind": "travel", "what": "=HYPERLINK(\"x\")", "payer": "", "receipt": "", "cents": 123_450,
        "on": "2026-04-16"});
    chair.put(&path(&format!("/costs/{}", Id::v7(1, [1; 10]))), &line).await.unwrap().expect(200);
    let csv = String::from_utf8(bytes(&chair, &path("/files/costs.csv?lang=fi")).await).unwrap();
    assert!(csv.contains("2026-04-16;Matkat;\"'=HYPERLINK(\"\"x\"\")\";;;1234,50\n"), "{csv}");
    assert!(csv.contains(";Jäljellä;;;;1265,50\n"), "{csv}");
    let xlsx = bytes(&chair, &path("/files/costs.xlsx?lang=fi")).await;
    let mut book = Xlsx::new(std::io::Cursor::new(xlsx)).unwrap();
    let sheet = book.worksheet_range("Kulut").unwrap();
    assert!(sheet.rows().any(|row| row[5] == Data::Float(1234.5)));
    assert!(book.worksheet_formula("Kulut").unwrap().used_cells().next().is_none());
}

#[tokio::test]
async fn name_tags_and_the_list_to_sign_are_of_those_who_come() {
    let (server, mut chair) = set_up().await;
    for n in 0..11 {
        register(&server, told(&format!("Osallistuja {n}"), "turku", Mode::Onsite)).await;
    }
    register(&server, told("Östen Åberg", "turku", Mode::Onsite)).await;
    register(&server, told("Etä Osallistuja", "pori", Mode::Remote)).await;
    let waits = shared::domain::registration::State::Waiting;
    stand(&server, told("Jono Jonottaja", "pori", Mode::Onsite), waits, None).await;
    let (pages, tags) = text(&bytes(&chair, &path("/files/name-tags.pdf?lang=fi")).await);
    assert_eq!(pages, 2, "ten on a sheet");
    assert!(
        tags.contains("Osallistuja 10") && tags.contains("Östen Åberg") && tags.contains("Turku"),
        "{tags}"
    );
    assert!(!tags.contains("Jonottaja") && !tags.contains("Etä Osallistuja"));
    let (pages, roll) = text(&bytes(&chair, &path("/files/attendance.pdf?lang=sv")).await);
    assert_eq!(pages, 1);
    assert!(roll.contains("Underskrift") && roll.contains("Anmälda på plats: 12"), "{roll}");
    assert!(roll.find("Osallistuja 0").unwrap() < roll.find("Östen").unwrap(), "by name");
    assert!(!roll.contains("Jonottaja"));
    // A day that nobody has registered for has papers too: empty ones.
    let mut next = crate::day_after::day();
    (next["date"], next["closes"]) = (json!("2027-04-16"), json!({"on": "2027-04-10", "at": "20:00"}));
    chair.put(&format!("{}/2027", routes::DAYS), &json!({"day": next})).await.unwrap().expect(200);
    for paper in ["name-tags", "attendance", "certificates"] {
        let pdf = bytes(&chair, &format!("{}/2027/files/{paper}.pdf", routes::DAYS)).await;
        assert!(pdf.starts_with(b"%PDF-"), "{paper}");
    }
    let log = chair.get(routes::AUDIT).await.unwrap().text;
    assert_eq!(log.matches("day_paper_made").count(), 5);
    assert!(!log.contains("Östen"));
}

#[tokio::test]
async fn each_participant_gets_a_certificate_in_the_own_language() {
    let (server, chair) = set_up().await;
    let onsite = register(&server, showing("Aino #let x = 1; *Virtanen*", "turku")).await;
    let remote = Registration { lang: Lang::Sv, ..told("Bertta Ek", "pori", Mode::Remote) };
    let remote = register(&server, remote).await;
    let waits = shared::domain::registration::State::Waiting;
    let waiting = stand(&server, told("Jono", "pori", Mode::Onsite), waits, None).await;
    let mut somebody = server.anonymous();
    let certificate = async |id| format!("{}/todistus", own_page(&server, id).await);
    // Before the day is over there is none, and its page does not offer one.
    to_the_day(&server);
    somebody.get(&certificate(onsite).await).await.unwrap().expect(404);
    let page = somebody.get(&own_page(&server, onsite).await).await.unwrap().expect(200).text;
    assert!(!page.contains("/todistus") && page.contains("/palaute/2026"), "the feedback is open");
    to_the_evening(&server);
    let page = somebody.get(&own_page(&server, onsite).await).await.unwrap().expect(200).text;
    assert!(page.contains("/todistus"));
    let (pages, mine) = text(&bytes(&somebody, &certificate(onsite).await).await);
    assert_eq!(pages, 1);
    assert!(mine.contains("Osallistumistodistus") && mine.contains("Aino #let x = 1; *Virtanen*"), "{mine}");
    assert!(
        mine.contains("Laitepaja") && mine.contains("6 h 30 min") && mine.contains("16.4.2026"),
        "{mine}"
    );
    let (_, theirs) = text(&bytes(&somebody, &certificate(remote).await).await);
    assert!(theirs.contains("Deltagarintyg") && theirs.contains("på distans"), "{theirs}");
    assert!(theirs.contains("Tekoäly") && !theirs.contains("Laitepaja"), "what could be followed remotely");
    somebody.get(&certificate(waiting).await).await.unwrap().expect(404);
    let secret = "AAAAAAAAAAAAAAAAAAAAAA";
    let guessed = format!("/lounais-suomen-digiverkosto/ilmoittautuminen/{secret}/todistus");
    somebody.get(&guessed).await.unwrap().expect(404);
    let (pages, all) = text(&bytes(&chair, &path("/files/certificates.pdf")).await);
    assert_eq!(pages, 2);
    assert!(all.contains("Osallistumistodistus") && all.contains("Deltagarintyg") && !all.contains("Jono"));
}

#[tokio::test]
async fn the_picture_of_a_name_tag_is_read_back() {
    for n in 0..20 {
        let id = Id::v7(1_790_000_000_000 + n, [u8::try_from(n).unwrap(); 10]);
        let svg = backend::usecase::day_paper::qr_of(id).unwrap();
        let (width, grey) = rendered(&svg, 1);
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, width, |x, y| grey[y * width + x]);
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        let (_, content) = grids[0].decode().unwrap();
        assert_eq!(content, format!("dv:{id}"));
    }
}

/// The picture as grey dots, so many to a module.
fn rendered(svg: &str, dots: u32) -> (usize, Vec<u8>) {
    use resvg::tiny_skia::{Color, Pixmap, Transform};
    let tree = resvg::usvg::Tree::from_str(svg, &resvg::usvg::Options::default()).unwrap();
    let size = tree.size().to_int_size().width() * dots;
    let mut map = Pixmap::new(size, size).unwrap();
    map.fill(Color::WHITE);
    let scale = f32::from(u16::try_from(dots).unwrap());
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut map.as_mut());
    let grey = map.pixels().iter().map(|pixel| pixel.red()).collect();
    (usize::try_from(size).unwrap(), grey)
}
