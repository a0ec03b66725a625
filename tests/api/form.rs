//! The public form as a page: languages, faults beside their fields, and what is no form at all.

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;
use shared::routes;
use tests::day::{FORM, day};
use tests::visitor::{Form, Visitor};

use crate::manage::link;
use crate::registration::{blank, list, opened, register, send, states};

/// The text below a field, by its id.
fn error_at<'a>(page: &'a str, field: &str) -> Option<&'a str> {
    let at = page.find(&format!("id=\"{field}-error\">"))?;
    page.get(at..)?.split_once('>')?.1.split('<').next()
}

#[tokio::test]
async fn a_page_is_in_the_language_that_was_chosen_or_that_the_browser_asks_for() {
    let (server, mut chair) = opened(&day()).await;
    let mut visitor = Visitor::new(server.address);
    for (languages, path, lang, says) in [
        (None, FORM.to_owned(), "fi", "Osallistun"),
        (Some("sv-FI,sv;q=0.9,fi;q=0.8"), FORM.to_owned(), "sv", "Jag deltar"),
        (Some("EN-gb, fi"), FORM.to_owned(), "en", "I take part"),
        (Some("de, fr;q=0.5"), FORM.to_owned(), "fi", "Osallistun"),
        (Some("sv"), format!("{FORM}?kieli=en"), "en", "I take part"),
        (Some("sv"), format!("{FORM}?kieli=xx"), "sv", "Jag deltar"),
        (Some("sv"), "/lounais-suomen-digiverkosto/ilmoittaudu".to_owned(), "sv", "Jag deltar"),
    ] {
        visitor.languages = languages;
        let page = visitor.open(&path).await.unwrap().expect(200);
        assert!(page.text.contains(&format!("<html lang=\"{lang}\">")), "{path} {languages:?}");
        assert!(page.text.contains(says) && page.text.contains("noindex"), "{path} {languages:?}");
        assert_eq!(page.headers["cache-control"], "no-store");
    }
    // Errors too, and the language goes with the registration.
    visitor.languages = Some("sv");
    for (path, says) in [
        ("/ei-ole/ilmoittaudu", "Anmälan hittas inte"),
        ("/ei-ole/ilmoittaudu/2026", "Anmälan hittas inte"),
        ("/lounais-suomen-digiverkosto/ilmoittaudu/2027", "Anmälan hittas inte"),
        ("/lounais-suomen-digiverkosto/ilmoittaudu/1", "Anmälan hittas inte"),
        ("/lounais-suomen-digiverkosto/ilmoittautuminen/x", "Länken fungerar inte"),
    ] {
        let page = visitor.open(path).await.unwrap().expect(404);
        assert!(
            page.text.contains(says) && page.text.contains("<html lang=\"sv\">"),
            "{path}: {}",
            page.text
        );
        assert!(!page.text.contains("Personuppgiftsansvarig: ."), "nobody is named where nobody is known");
    }
    let form = visitor.form(FORM).await.unwrap().of("Åsa Ek", "asa@example.org", "remote");
    server.clock.advance(4_000);
    let answer = visitor.send(&form).await.unwrap();
    let page = visitor.follow(answer).await.unwrap().expect(200);
    assert!(page.text.contains("Platsen är reserverad"), "{}", page.text);
    visitor.languages = Some("en");
    let page = visitor.open(&link(&server, &mut chair, "Åsa Ek").await).await.unwrap().expect(200);
    assert!(page.text.contains("Din anmälan"), "{}", page.text);
}

#[tokio::test]
async fn each_fault_is_told_in_the_summary_and_beside_its_field_and_nothing_typed_is_lost() {
    let mut day = day();
    day["questions"] = json!([{"id": "018f0000-0000-7000-8000-0000000000aa", "answer": "number", "required": true,
        "label": {"fi": "Montako vuotta alalla?"}}]);
    let (server, mut chair) = opened(&day).await;
    let good = blank(&server).await.of("Aino Ahkera", "aino@example.org", "onsite").with("q1", "3");
    let long = "ä".repeat(10_000);
    let many = "x".repeat(501);
    for (field, value, at, told) in [
        ("mode", "", "mode", "Valitse, miten osallistut."),
        ("mode", "teleport", "mode", "Valitse jokin vaihtoehdoista."),
        ("name", "", "name", "Kirjoita nimesi."),
        ("name", long.as_str(), "name", "Teksti on liian pitkä."),
        ("name", "Aino\r\nBcc: toinen@example.org", "name", "merkki, jota ei voi käyttää"),
        ("name", "Ai\u{202e}no", "name", "merkki, jota ei voi käyttää"),
        ("email", "aino.example.org", "email", "Osoitteesta puuttuu @-merkki"),
        ("email", "aino@example.org\r\nBcc: toinen@example.org", "email", "ei ole sähköpostiosoite"),
        ("email", "aino@example", "email", "ei ole sähköpostiosoite"),
        ("library", "", "library", "Valitse kirjasto."),
        ("library", "narnia", "library", "Valitse jokin vaihtoehdoista."),
        ("library", "-", "other_library", "Kirjoita kirjaston tai työpaikan nimi."),
        ("lunch", "", "lunch", "Kerro, syötkö lounasta."),
        ("lunch", "perhaps", "lunch", "Valitse jokin vaihtoehdoista."),
        ("diet", "vegan", "consent", "Rastita suostumus"),
        ("diet", "stones", "diet", "Valitse jokin vaihtoehdoista."),
        ("access", many.as_str(), "access", "Teksti on liian pitkä."),
        ("ride", "need", "municipality", "Kirjoita, miltä paikkakunnalta lähdet."),
        ("ride", "offer", "seats", "Kirjoita paikkojen määrä, 1–8."),
        ("contribution", "demo", "title", "Kirjoita osuudelle otsikko."),
        ("title", "Oma aihe", "contribution", "Valitse, millainen osuus se on."),
        ("q1", "kolme", "q1", "Kirjoita kokonaisluku."),
        ("q1", "", "q1", "Vastaa kysymykseen: Montako vuotta alalla?"),
    ] {
        let sent = good.clone().with(field, value);
        let page = send(&server, &sent).await.expect(422);
        let beside = error_at(&page.text, at).unwrap_or_else(|| panic!("{field}={value:.30}: {}", page.text));
        assert!(beside.contains(told), "{field}: {beside}");
        assert!(page.text.contains(&format!("<a href=\"#{at}\">")), "the summary leads to {at}");
        assert!(page.text.contains(&format!("id=\"{at}\"")), "there is something at {at}");
        assert!(page.text.contains(&format!("{at}-error")), "{at}");
        let shown = Form::read(&page.text, FORM).unwrap();
        for (name, typed) in &sent.pairs {
            // What is none of the choices cannot be shown as chosen.
            let is_choice = ["teleport", "narnia", "stones", "perhaps", ""].contains(&typed.as_str());
            // Browsers send line breaks of a line as they are told to show them.
            assert!(is_choice || shown.value(name) == typed, "{field}: {name} is {:?}", shown.value(name));
        }
    }
    assert!(list(&mut chair).await.is_empty());
    let none = Form { pairs: Vec::new(), ..good.clone() };
    let page = send(&server, &none).await.expect(422);
    assert_eq!(page.text.matches("<li><a href=\"#").count(), 4, "{}", page.text);
    send(&server, &good).await.expect(303);
}

#[tokio::test]
async fn html_in_a_name_is_text_on_every_page() {
    let (server, mut chair) = opened(&day()).await;
    let name = "<script>alert(1)</script>\"'&<b>";
    let form = blank(&server).await.of(name, "eva@example.org", "onsite");
    let form = form.with("library", "-").with("other_library", "<img src=x onerror=alert(2)>");
    let form = form.with("access", "</textarea><script>alert(3)</script>").with("consent", "yes");
    let wrong = send(&server, &form.clone().with("email", "\"><svg onload=alert(4)>")).await.expect(422);
    send(&server, &form).await.expect(303);
    assert_eq!(states(&mut chair).await[0].0, name);
    let link = link(&server, &mut chair, name).await;
    let mut visitor = Visitor::new(server.address);
    let mine = visitor.open(&link).await.unwrap().expect(200);
    let thanks = format!("{FORM}/kiitos?tila=<script>alert(5)</script>&numero=<b>&kieli=\"><script>");
    let thanks = visitor.open(&thanks).await.unwrap().expect(200);
    let done = visitor.open(&format!("{link}?tehty=<script>alert(6)</script>")).await.unwrap().expect(200);
    for page in [wrong, mine, thanks, done] {
        for tag in ["<script>", "<img", "<svg", "</textarea><s"] {
            assert!(!page.text.contains(tag), "{tag}: {}", page.text);
        }
        assert!(page.headers["content-security-policy"].to_str().unwrap().contains("script-src 'self'"));
    }
}

#[tokio::test]
async fn what_is_no_form_is_answered_by_a_page() {
    let (server, mut chair) = opened(&day()).await;
    let mut visitor = Visitor::new(server.address);
    visitor.languages = Some("en");
    let say = |answer: tests::actor::Answer, status: u16| {
        let answer = answer.expect(status);
        assert_eq!(answer.headers[CONTENT_TYPE], "text/html; charset=utf-8", "{}", answer.text);
        assert!(answer.text.contains("<html lang=\"en\">") && answer.text.contains("<h1"), "{}", answer.text);
    };
    say(visitor.post(FORM, "x".repeat(100_000)).await.unwrap(), 413);
    say(visitor.post(FORM, vec![0xff, 0xfe, b'=', 0x80]).await.unwrap(), 422);
    say(visitor.post(FORM, "").await.unwrap(), 422);
    say(visitor.post("/lounais-suomen-digiverkosto/ilmoittaudu/2031", "name=a").await.unwrap(), 404);
    say(visitor.post("/muu/ilmoittaudu/2026", "name=a").await.unwrap(), 404);
    for path in [
        "/lounais-suomen-digiverkosto/ilmoittaudu/kesä",
        "/lounais-suomen-digiverkosto/ilmoittaudu/99999999999999",
        "/lounais-suomen-digiverkosto/ilmoittaudu/%ff",
        "/lounais-suomen-digiverkosto/ilmoittautuminen/%ff%00",
    ] {
        say(visitor.open(path).await.unwrap(), 400);
    }
    let mut actor = server.anonymous();
    for (method, kind, body, status) in [
        (Method::POST, "application/json", "{\"name\":\"Aino\"}", 415),
        (Method::POST, "multipart/form-data; boundary=x", "--x\r\n\r\n--x--", 415),
        (Method::POST, "text/plain", "name=Aino", 415),
        (Method::PUT, "application/x-www-form-urlencoded", "name=Aino", 405),
    ] {
        let answer = actor.send(method, FORM, |request| {
            request.header(CONTENT_TYPE, kind).header("accept-language", "en").body(body)
        });
        say(answer.await.unwrap(), status);
    }
    // Broken UTF-8 in a name is told at the name, not stored as something else.
    let form = blank(&server).await.of("NIMI", "aino@example.org", "onsite");
    let body = serde_urlencoded::to_string(&form.pairs).unwrap().replace("NIMI", "Ai%ff%feno");
    let page = visitor.post(&form.action, body).await.unwrap().expect(422);
    assert!(error_at(&page.text, "name").is_some(), "{}", page.text);
    assert!(list(&mut chair).await.is_empty());
}

#[tokio::test]
async fn a_form_is_taken_from_browsers_that_do_not_say_where_it_stood() {
    let (server, mut chair) = opened(&day()).await;
    for (n, header, value) in
        [(1, "origin", "null"), (2, "sec-fetch-site", "none"), (3, "origin", "https://mail.example")]
    {
        let form = blank(&server).await.of(&format!("Aino {n}"), &format!("a{n}@example.org"), "remote");
        let body = serde_urlencoded::to_string(&form.pairs).unwrap();
        let mut app = server.anonymous();
        let answer = app.send(Method::POST, &form.action, |request| {
            let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            request.header(header, value).body(body)
        });
        answer.await.unwrap().expect(303);
        let link = link(&server, &mut chair, &format!("Aino {n}")).await;
        let answer = app.send(Method::POST, &link, |request| {
            let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            request.header(header, value).body("do=confirm")
        });
        answer.await.unwrap().expect(303);
    }
    assert!(states(&mut chair).await.iter().all(|(_, state)| state == "confirmed"));
    // What a cookie opens stays closed to other sites, the chair's pages too.
    let id = list(&mut chair).await[0]["id"].as_str().unwrap().to_owned();
    for path in
        [routes::ENROLMENTS, &format!("/lounais-suomen-digiverkosto/ilmoittautuminen/osallistuja/{id}")]
    {
        let answer = chair.send(Method::POST, path, |request| {
            let request = request.header(CONTENT_TYPE, "application/x-www-form-urlencoded");
            request.header("origin", "https://evil.example").body("name=Toinen")
        });
        answer.await.unwrap().expect(403);
    }
    assert_eq!(states(&mut chair).await[0].0, "Aino 1");
}

#[tokio::test]
async fn a_tablet_keeps_no_draft() {
    let (server, mut chair) = opened(&day()).await;
    register(&server, "Aino", "onsite").await;
    let page = server.anonymous().get(FORM).await.unwrap().expect(200);
    assert!(
        page.text.contains("data-draft=\"/lounais-suomen-digiverkosto/ilmoittaudu/2026\""),
        "{}",
        page.text
    );
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    let page = tablet.get(FORM).await.unwrap().expect(200);
    assert!(!page.text.contains("data-draft"), "{}", page.text);
    // Nor does one's own registration become a draft.
    let page = server.anonymous().get(&link(&server, &mut chair, "Aino").await).await.unwrap().expect(200);
    assert!(page.text.contains("class=\"register\"") && !page.text.contains("data-draft"), "{}", page.text);
}
