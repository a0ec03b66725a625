//! The yearly plan: written by the chair, measured by the entries.

use serde_json::{Value, json};
use shared::id::Id;
use shared::routes;
use tests::actor::Actor;
use tests::server::TestServer;

use crate::held::{help, push};

fn year(year: i32) -> String {
    format!("{}/{year}", routes::PLANS)
}

fn measure(n: u8, metric: &str, target: i64) -> Value {
    json!({
        "id": Id::v7(1, [n; 10]), "metric": metric, "name": "", "target": target,
        "period": {"from": "2026-01-01", "to": "2026-12-31"}, "pace": "even",
    })
}

/// A plan of 2026 with measures for goal A.
fn plan(measures: &[Value]) -> Value {
    json!({
        "year": 2026, "status": "draft", "presentation": "Ryhmä", "members": "22", "resources": "",
        "goals": [{"code": "A", "activities": "Digituki", "measures": measures}],
    })
}

async fn save(chair: &mut Actor, version: Option<i64>, plan: &Value) -> Value {
    let form = json!({"version": version, "plan": plan});
    chair.put(&year(2026), &form).await.unwrap().expect(200).json
}

#[tokio::test]
async fn the_entries_show_how_far_it_has_come() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    let measures = [
        measure(1, "helps", 2),
        measure(2, "people", 400),
        measure(3, "libraries_reporting", 13),
        measure(4, "meetings", 2),
    ];
    let page = save(&mut chair, None, &plan(&measures)).await;
    let at = |page: &Value, n: usize| page["progress"][n].clone();
    // 14 April: 103 whole days of 365.
    assert_eq!(
        at(&page, 0),
        json!({"measure": Id::v7(1, [1; 10]), "done": 0, "due": 0, "state": "not_started"})
    );
    assert_eq!(at(&page, 1)["due"], 400 * 103 / 365);

    push(&mut tablet, &[help(1, "turku"), help(2, "turku")]).await;
    let page = chair.get(&year(2026)).await.unwrap().expect(200).json;
    assert_eq!(at(&page, 0), json!({"measure": Id::v7(1, [1; 10]), "done": 2, "due": 0, "state": "done"}));
    assert_eq!((&at(&page, 1)["done"], &at(&page, 1)["state"]), (&json!(4), &json!("behind")));
    assert_eq!((&at(&page, 2)["done"], &at(&page, 2)["state"]), (&json!(1), &json!("behind")));
    assert_eq!(
        (at(&page, 3).get("done"), &at(&page, 3)["state"]),
        (None, &json!("not_started")),
        "not entered"
    );
}

#[tokio::test]
async fn nobody_overwrites_what_somebody_else_has_saved() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let first = save(&mut chair, None, &plan(&[])).await;
    assert_eq!(first["version"], 1);
    let again = json!({"plan": plan(&[])});
    chair.put(&year(2026), &again).await.unwrap().expect_problem(409, "overtaken");
    let mut approved = plan(&[measure(1, "helps", 10)]);
    approved["status"] = "approved".into();
    server.clock.advance(1);
    assert_eq!(save(&mut chair, Some(1), &approved).await["version"], 2);
    let late = json!({"version": 1, "plan": plan(&[])});
    chair.put(&year(2026), &late).await.unwrap().expect_problem(409, "overtaken");
    let page = chair.get(&year(2026)).await.unwrap().expect(200).json;
    assert_eq!((&page["plan"], &page["version"]), (&approved, &json!(2)));
    let log = chair.get(routes::AUDIT).await.unwrap().expect(200);
    assert_eq!(log.text.matches("plan_changed").count(), 2);
    assert_eq!(
        (log.text_at("/entries/0/subject"), log.text_at("/entries/0/detail")),
        ("2026", "status=approved")
    );
}

#[tokio::test]
async fn last_years_plan_becomes_this_years_draft() {
    let (_server, mut chair) = TestServer::set_up().await.unwrap();
    let mut meetings = measure(4, "meetings", 2);
    meetings["by_hand"] = json!({"done": 1, "on": "2026-02-11", "evidence": "muistio"});
    save(&mut chair, None, &plan(&[meetings])).await;
    let page = chair.post(&year(2027), &json!({"from": 2026})).await.unwrap().expect(200).json;
    let copied = &page["plan"]["goals"][0]["measures"][0];
    assert_eq!((&page["plan"]["status"], &copied["target"]), (&json!("draft"), &json!(2)));
    assert_eq!(copied["period"], json!({"from": "2027-01-01", "to": "2027-12-31"}));
    assert!(copied.get("by_hand").is_none() && copied["id"] != json!(Id::v7(1, [4; 10])));
    chair.post(&year(2027), &json!({"from": 2026})).await.unwrap().expect_problem(409, "overtaken");
    chair.post(&year(2028), &json!({"from": 2020})).await.unwrap().expect_problem(404, "not_found");
    let years = chair.get(routes::PLANS).await.unwrap().expect(200);
    let years: Vec<_> =
        years.json["plans"].as_array().unwrap().iter().map(|plan| plan["year"].clone()).collect();
    assert_eq!(years, [2027, 2026]);
}

#[tokio::test]
async fn what_is_wrong_with_a_plan_is_refused_and_nothing_is_stored() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let put = |plan: Value| json!({"plan": plan});
    let mut late = measure(1, "helps", 10);
    late["period"] = json!({"from": "2026-05-01", "to": "2026-04-01"});
    let mut unknown = plan(&[]);
    unknown["goals"][0]["code"] = "Z".into();
    let mut long = plan(&[]);
    long["presentation"] = "x".repeat(10_000).into();
    for wrong in [plan(&[measure(1, "helps", 0)]), plan(&[late]), unknown, long] {
        chair.put(&year(2026), &put(wrong)).await.unwrap().expect_problem(422, "invalid");
    }
    chair
        .put(&year(2026), &put(plan(&[measure(1, "nonsense", 1)])))
        .await
        .unwrap()
        .expect_problem(400, "bad_json");
    chair.put(&year(2027), &put(plan(&[]))).await.unwrap().expect_problem(422, "invalid");
    chair.get(&year(2026)).await.unwrap().expect_problem(404, "not_found");
    chair.get(&format!("{}/x", routes::PLANS)).await.unwrap().expect_problem(400, "bad_request");
    let mut anybody = server.anonymous();
    anybody.get(routes::PLANS).await.unwrap().expect_problem(401, "not_signed_in");
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    tablet.put(&year(2026), &put(plan(&[]))).await.unwrap().expect_problem(401, "not_signed_in");
}
