//! An activity day in figures: on its page, in the plan and in the yearly report.

use backend::auth::token::Token;
use backend::usecase::report::{self, What};
use backend::usecase::session;
use serde_json::{Value, json};
use shared::domain::lang::Lang;
use shared::domain::registration::{Mode, Registration, State};
use shared::id::Id;
use shared::routes;
use shared::wire::v1::registration::Verdict;
use tests::actor::Actor;
use tests::server::TestServer;

use crate::day_after::{answers, path, register, set_up, showing, stand, to_the_day, to_the_evening, told};
use crate::report::told as told_document;

/// Seven who take part, one of them remotely and one from elsewhere; and some who do not.
async fn people(server: &TestServer) {
    for (name, library) in [("Aino", "turku"), ("Bertta", "turku"), ("Cecilia", "pori"), ("Daavid", "masku")]
    {
        register(server, showing(name, library)).await;
    }
    register(server, told("Eetu", "pori", Mode::Remote)).await;
    let elsewhere = Registration {
        library: None,
        other_library: Some("Rauman kirjasto".to_owned()),
        ..showing("Fanni", "turku")
    };
    register(server, elsewhere).await;
    register(server, told("Greta", "lieto", Mode::Onsite)).await;
    stand(server, showing("Helmi", "lieto"), State::Confirmed, Some(Verdict::Proposed)).await;
    stand(server, showing("Iiris", "loimaa"), State::Cancelled, Some(Verdict::Accepted)).await;
    stand(server, told("Jaakko", "somero", Mode::Onsite), State::Waiting, None).await;
    register(server, told("Kerttu", "raisio", Mode::Declined)).await;
}

#[tokio::test]
async fn each_figure_says_what_it_is_counted_of() {
    let (server, mut chair) = set_up().await;
    people(&server).await;
    let figures = chair.get(&path("/figures")).await.unwrap().expect(200).json;
    assert_eq!(
        figures["attendance"],
        json!({"participants": 8, "onsite": 7, "remote": 1, "from_network": 7, "libraries": 4, "others": 1})
    );
    assert_eq!((&figures["basis"], &figures["is_over"]), (&json!("confirmed"), &json!(false)));
    assert_eq!((&figures["libraries"], &figures["members"]), (&json!(13), &json!(1)));
    // Proposed, cancelled and from elsewhere: none of them is a contribution of the network's.
    assert_eq!(figures["contributions"], 4);
    assert_eq!((&figures["costs"], &figures["budget"]), (&json!(0), &json!(250_000)));
    assert_eq!((figures.get("staff"), &figures["scales"]), (None, &json!([])));

    let saved = chair.put(&path("/figures"), &json!({"staff": 310})).await.unwrap().expect(200).json;
    assert_eq!(saved["staff"], 310);
    for wrong in [json!(0), json!(100_001)] {
        let refused = chair.put(&path("/figures"), &json!({"staff": wrong})).await.unwrap();
        assert_eq!(refused.expect_problem(422, "invalid").text_at("/field"), "staff");
    }
    chair.put(&path("/figures"), &json!({"staff": -1})).await.unwrap().expect_problem(400, "bad_json");
    let away = chair.put(&path("/figures"), &json!({})).await.unwrap().expect(200).json;
    assert_eq!(away.get("staff"), None);
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    contact.get(&path("/figures")).await.unwrap().expect_problem(403, "forbidden");
    contact.put(&path("/figures"), &json!({})).await.unwrap().expect_problem(403, "forbidden");
}

fn measure(n: u8, metric: &str, target: i64) -> Value {
    json!({
        "id": Id::v7(1, [n; 10]), "metric": metric, "name": "", "target": target,
        "period": {"from": "2026-01-01", "to": "2026-12-31"}, "pace": "by_date",
    })
}

async fn plan(chair: &mut Actor) -> Value {
    chair.get(&format!("{}/2026", routes::PLANS)).await.unwrap().expect(200).json
}

#[tokio::test]
async fn the_day_counts_for_the_plan_by_itself() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut held = measure(1, "activity_day", 1);
    held["by_hand"] = json!({"done": 1, "on": "2026-03-01", "evidence": "Ohjelma"});
    let body = json!({
        "year": 2026, "status": "draft", "presentation": "", "members": "", "resources": "",
        "goals": [{"code": "C", "activities": "", "measures": [held, measure(2, "contributions", 22)]}],
    });
    chair.put(&format!("{}/2026", routes::PLANS), &json!({"plan": body})).await.unwrap().expect(200);
    // Without a day in the app, what was entered by hand stays valid.
    let by_hand = plan(&mut chair).await;
    assert_eq!((&by_hand["progress"][0]["done"], by_hand["progress"][0].get("day")), (&json!(1), None));
    assert_eq!(by_hand["progress"][1].get("done"), None);

    let mut draft = crate::day_after::day();
    draft["status"] = "draft".into();
    chair.put(&path(""), &json!({"day": draft})).await.unwrap().expect(200);
    assert_eq!(plan(&mut chair).await["progress"][0].get("day"), None, "a draft counts for nothing");
    chair.put(&path(""), &json!({"day": crate::day_after::day(), "version": 1})).await.unwrap().expect(200);
    people(&server).await;
    let before = plan(&mut chair).await;
    assert_eq!(
        (&before["progress"][0]["done"], &before["progress"][0]["state"]),
        (&json!(0), &json!("coming"))
    );
    assert_eq!(
        (&before["progress"][1]["done"], &before["progress"][1]["day"]),
        (&json!(4), &json!("2026-04-16"))
    );
    to_the_day(&server);
    to_the_evening(&server);
    let after = plan(&mut chair).await;
    assert_eq!((&after["progress"][0]["done"], &after["progress"][0]["state"]), (&json!(1), &json!("done")));
}

async fn report(server: &TestServer, chair: &Actor, lang: Lang) -> String {
    let token = Token::parse(&chair.cookies["__Host-dv_session"]).unwrap();
    let actor = session::authenticate(&server.app, &token).await.unwrap();
    told_document(&report::document(&server.app, &actor, What::Report, 2026, lang).await.unwrap())
}

/// From the heading of the day to the next one of its level.
fn part<'a>(report: &'a str, heading: &str) -> &'a str {
    let from = report.find(&format!("## {heading}\n")).unwrap();
    let rest = &report[from..];
    let to = rest[3..].find("\n## ").map_or(rest.len(), |to| to + 3);
    &rest[..to]
}

#[tokio::test]
async fn the_report_tells_of_the_day_with_its_denominators() {
    let (server, mut chair) = crate::stats::spring().await;
    chair.put(&path(""), &json!({"day": crate::day_after::day()})).await.unwrap().expect(200);
    people(&server).await;
    let line = json!({"kind": "caterer", "what": "Lounas", "payer": "Pori", "receipt": "7", "cents": 260_050,
        "on": "2026-04-16"});
    chair.put(&path(&format!("/costs/{}", Id::v7(1, [1; 10]))), &line).await.unwrap().expect(200);
    chair.put(&path("/figures"), &json!({"staff": 310})).await.unwrap().expect(200);
    to_the_day(&server);
    answers(&server, 6, "4").await;
    to_the_evening(&server);
    for (lang, heading) in [(Lang::Fi, "Toimintapäivä"), (Lang::Sv, "Verksamhetsdagen")] {
        let report = report(&server, &chair, lang).await;
        insta::assert_snapshot!(format!("day_{}", lang.code()), part(&report, heading));
    }
    // Nobody is named.
    let whole = report(&server, &chair, Lang::En).await;
    assert!(["Aino", "Eetu", "Rauma"].iter().all(|name| !whole.contains(name)));
}
