//! Diets and access needs: who sees them, what is counted, and that each look is logged.

use serde_json::{Value, json};
use shared::domain::registration::{Mode, State};
use shared::routes;

use crate::guests::{DAY, add, change, guest, logged, make_organiser, set_up, with_care};

fn care() -> String {
    format!("{DAY}/care")
}

#[tokio::test]
async fn diets_are_seen_by_the_organiser_only_and_each_look_is_logged_without_a_name() {
    let (server, mut chair) = set_up().await;
    let aino = with_care(guest("Aino Allerginen"), &["vegan", "other"], "ei selleriä", "pyörätuoli");
    add(&server, State::Confirmed, aino).await;
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    // The chair is no organiser by herself.
    for actor in [&mut chair, &mut contact] {
        actor.get(&care()).await.unwrap().expect_problem(403, "forbidden");
        actor.get(&format!("{DAY}/care.csv")).await.unwrap().expect_problem(403, "forbidden");
        actor.post(&care(), &json!({"mark": ""})).await.unwrap().expect_problem(403, "forbidden");
    }
    server.anonymous().get(&care()).await.unwrap().expect_problem(401, "not_signed_in");
    assert!(logged(&mut chair, "care_viewed").await.is_empty());

    make_organiser(&mut chair).await;
    assert_eq!(logged(&mut chair, "organiser_given").await.len(), 1);
    assert_eq!(chair.get(routes::SESSION).await.unwrap().json["organiser"], true);
    let page = chair.get(&care()).await.unwrap().expect(200);
    assert_eq!(page.json["counts"]["diets"]["vegan"]["lunch"]["confirmed"], 1);
    let texts: Vec<_> = page.json["texts"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
    assert_eq!(texts, ["ei selleriä", "pyörätuoli"]);
    assert!(!page.text.contains("Aino") && !page.text.contains("example.org"));
    let looks = logged(&mut chair, "care_viewed").await;
    assert_eq!((looks.len(), looks[0]["subject"].as_str()), (1, Some("2026")));
    assert!(!looks[0].to_string().contains("Aino"));

    // In no other list.
    for path in ["/registrations", "/mails", "/rides", "/messages", "/retention", ""] {
        let list = chair.get(&format!("{DAY}{path}")).await.unwrap().expect(200);
        assert!(!list.text.contains("selleri") && !list.text.contains("pyörätuoli"), "{path}");
        // The day itself names the diets that can be chosen.
        assert!(path.is_empty() || !list.text.contains("vegan"), "{path}");
    }

    // The right ends at once.
    let id = chair.get(routes::SESSION).await.unwrap().text_at("/member").to_owned();
    let taken = json!({"organiser": false});
    chair.patch(&format!("{}/{id}", routes::MEMBERS), &taken).await.unwrap().expect(200);
    chair.get(&care()).await.unwrap().expect_problem(403, "forbidden");
    assert_eq!(logged(&mut chair, "organiser_taken").await.len(), 1);
}

#[tokio::test]
async fn the_right_is_given_by_the_chair_to_who_has_an_account() {
    let (server, mut chair) = set_up().await;
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    let own = contact.get(routes::SESSION).await.unwrap().text_at("/member").to_owned();
    let path = format!("{}/{own}", routes::MEMBERS);
    contact.get(DAY).await.unwrap().expect_problem(403, "forbidden");
    contact.patch(&path, &json!({"organiser": true})).await.unwrap().expect_problem(403, "forbidden");
    let plain = |organiser: bool| json!({"id": server.app.new_id(), "name": "Aino", "library": "turku", "role": "member", "organiser": organiser});
    for actor in [&mut contact, &mut chair] {
        let refused = actor.post(routes::MEMBERS, &plain(true)).await.unwrap().expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/field"), "organiser");
    }
    chair.patch(&path, &json!({"organiser": true})).await.unwrap().expect(200);
    contact.get(&care()).await.unwrap().expect(200);
    // The set-up leads there; the people stay the chair's.
    contact.get(DAY).await.unwrap().expect(200);
    contact.get(&format!("{DAY}/registrations")).await.unwrap().expect_problem(403, "forbidden");
    // Whoever becomes a plain member has no account, and no right either.
    let answer = chair.patch(&path, &json!({"role": "member"})).await.unwrap().expect(200);
    assert_eq!(answer.json.get("organiser"), None);
}

#[tokio::test]
async fn the_list_says_what_has_changed_since_it_was_sent() {
    let (server, mut chair) = set_up().await;
    make_organiser(&mut chair).await;
    let first = add(&server, State::Reserved, with_care(guest("Aino"), &["vegan"], "", "")).await;
    add(&server, State::Confirmed, with_care(guest("Bo"), &["other"], "ei kalaa", "")).await;
    let before = chair.get(&care()).await.unwrap().expect(200);
    assert_eq!(before.json.get("sent"), None);
    let mark = json!({"mark": before.json["mark"]});
    let marked = chair.post(&care(), &mark).await.unwrap().expect(200);
    assert_eq!(marked.json["sent"]["counts"], marked.json["counts"]);

    // One confirms, one writes something else, one comes, one remote and one waiting do not eat.
    change(&server, first, |stored| stored.state = State::Confirmed).await;
    let third = with_care(guest("Cai"), &["gluten_free"], "", "");
    add(&server, State::Confirmed, third).await;
    let mut remote = with_care(guest("Dag"), &["vegan"], "", "");
    remote.mode = Mode::Remote;
    add(&server, State::Confirmed, remote).await;
    add(&server, State::Waiting, with_care(guest("Eva"), &["vegan"], "", "")).await;
    add(&server, State::Confirmed, with_care(guest("Fia"), &["other"], "ei kanaa", "")).await;
    let now = chair.get(&care()).await.unwrap().expect(200);
    let line =
        |page: &Value, of: &str, diet: &str| page.pointer(&format!("{of}/diets/{diet}/lunch")).cloned();
    assert_eq!(line(&now.json, "/sent/counts", "vegan").unwrap(), json!({"confirmed": 0, "reserved": 1}));
    assert_eq!(line(&now.json, "/counts", "vegan").unwrap(), json!({"confirmed": 1, "reserved": 0}));
    assert_eq!(line(&now.json, "/sent/counts", "gluten_free"), None);
    assert_eq!(now.json["counts"]["all"]["lunch"]["confirmed"], 4);
    let new: Vec<_> = now.json["texts"].as_array().unwrap().iter().map(|one| &one["is_new"]).collect();
    assert_eq!(new, [false, true]);
    assert_eq!(now.json["sent"]["gone"], 0);

    // What was sent is what was seen.
    chair.post(&care(), &mark).await.unwrap().expect_problem(409, "overtaken");
    chair.post(&care(), &json!({"mark": "made up"})).await.unwrap().expect_problem(409, "overtaken");
    chair.post(&care(), &json!({})).await.unwrap().expect_problem(400, "bad_json");
    chair.get("/api/v1/days/1999/care").await.unwrap().expect_problem(404, "not_found");
    assert_eq!(logged(&mut chair, "care_sent").await.len(), 1);
}

#[tokio::test]
async fn the_file_for_the_caterer_holds_counts_and_no_word_of_a_person() {
    let (server, mut chair) = set_up().await;
    make_organiser(&mut chair).await;
    let aino = with_care(guest("Aino"), &["vegan", "other"], "=1+1 ei sieniä", "opaskoira");
    add(&server, State::Confirmed, aino).await;
    add(&server, State::Offered, guest("Bo")).await;
    let file = chair.get(&format!("{DAY}/care.csv?lang=sv")).await.unwrap().expect(200);
    assert!(
        file.text.starts_with("\u{feff}Kost;\"Lunch, bekräftad\"")
            || file.text.starts_with("\u{feff}Kost;Lunch")
    );
    assert!(
        file.text.contains("Vegansk mat;1;0;0;0\n") && file.text.contains("Alla på plats;1;1;0;0\n"),
        "{}",
        file.text
    );
    for word in ["sieniä", "opaskoira", "Aino", "="] {
        assert!(!file.text.contains(word), "{word}");
    }
    assert_eq!(logged(&mut chair, "care_exported").await.len(), 1);
}
