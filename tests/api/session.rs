//! Signing in and out, and one-time links.

use reqwest::Method;
use serde_json::json;
use shared::routes;
use shared::time::{DAY, HOUR};
use tests::server::{CHAIR, PASSWORD, TestServer};

#[tokio::test]
async fn in_and_out() {
    let (server, _) = TestServer::set_up().await.unwrap();
    let mut person = server.anonymous();
    person.get(routes::SESSION).await.unwrap().expect_problem(401, "not_signed_in");
    let answer = person
        .post(routes::SESSION, &json!({"email": "PJ@Example.org ", "password": PASSWORD}))
        .await
        .unwrap();
    let cookie = answer.headers["set-cookie"].to_str().unwrap().to_owned();
    answer.expect(200);
    for part in ["__Host-dv_session=", "Path=/", "HttpOnly", "Secure", "SameSite=Lax"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    person.get(routes::SESSION).await.unwrap().expect(200);
    let stolen = person.cookies.clone();
    person.delete(routes::SESSION).await.unwrap().expect(204);
    assert!(person.cookies.is_empty());
    person.cookies = stolen;
    person.get(routes::SESSION).await.unwrap().expect_problem(401, "not_signed_in");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_email_look_alike() {
    let (server, _) = TestServer::set_up().await.unwrap();
    let mut person = server.anonymous();
    let wrong = person.post(routes::SESSION, &json!({"email": CHAIR, "password": "x"})).await.unwrap();
    let unknown =
        person.post(routes::SESSION, &json!({"email": "nobody@example.org", "password": "x"})).await.unwrap();
    let wrong = wrong.expect_problem(401, "wrong_credentials");
    assert_eq!(wrong.json, unknown.expect_problem(401, "wrong_credentials").json);
}

#[tokio::test]
async fn a_wrong_password_many_times_is_slowed_down() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut person = server.anonymous();
    let guess = json!({"email": CHAIR, "password": "arvaus"});
    for _ in 0..10 {
        person.post(routes::SESSION, &guess).await.unwrap().expect_problem(401, "wrong_credentials");
    }
    let refused = person.post(routes::SESSION, &guess).await.unwrap().expect_problem(429, "too_many_tries");
    let seconds: i64 = refused.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert_eq!(refused.json["retry_after"], seconds);
    // The right password has to wait as well, and then works.
    let right = json!({"email": CHAIR, "password": PASSWORD});
    person.post(routes::SESSION, &right).await.unwrap().expect_problem(429, "too_many_tries");
    server.clock.advance(seconds * 1_000);
    person.post(routes::SESSION, &right).await.unwrap().expect(200);
    // The chair sees the tries.
    let log = chair.get(routes::AUDIT).await.unwrap().expect(200);
    assert_eq!(log.text.matches("sign_in_failed").count(), 10);
}

#[tokio::test]
async fn a_session_slides_and_ends_when_it_is_not_used() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    for _ in 0..3 {
        server.clock.advance(13 * DAY);
        chair.get(routes::SESSION).await.unwrap().expect(200);
    }
    server.clock.advance(14 * DAY + HOUR);
    chair.get(routes::SESSION).await.unwrap().expect_problem(401, "not_signed_in");
}

#[tokio::test]
async fn a_session_ends_after_ninety_days_however_much_it_is_used() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    for _ in 0..9 {
        server.clock.advance(10 * DAY - 1);
        chair.get(routes::SESSION).await.unwrap().expect(200);
    }
    server.clock.advance(DAY);
    chair.get(routes::SESSION).await.unwrap().expect_problem(401, "not_signed_in");
}

#[tokio::test]
async fn a_link_shows_on_get_and_works_once_on_post() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let me = chair.get(routes::SESSION).await.unwrap().expect(200);
    let issue = format!("{}/{}/link", routes::MEMBERS, me.text_at("/member"));
    let link = chair.post(&issue, &json!({})).await.unwrap().expect(200);
    assert_eq!(link.text_at("/purpose"), "reset");
    let path = format!("{}/{}", routes::LINKS, link.text_at("/url").split_once("/linkki#").unwrap().1);
    let mut person = server.anonymous();
    for _ in 0..3 {
        let shown = person.get(&path).await.unwrap().expect(200);
        assert_eq!((shown.text_at("/email"), shown.text_at("/purpose")), (CHAIR, "reset"));
    }
    person.post(&path, &json!({"password": "short"})).await.unwrap().expect_problem(422, "invalid");
    person.post(&path, &json!({"password": "uusi pitkä salasana"})).await.unwrap().expect(200);
    person.get(routes::SESSION).await.unwrap().expect(200);
    // Other sessions and the link are over.
    chair.get(routes::SESSION).await.unwrap().expect_problem(401, "not_signed_in");
    person.get(&path).await.unwrap().expect_problem(404, "link_ended");
    person
        .post(&path, &json!({"password": "uusi pitkä salasana"}))
        .await
        .unwrap()
        .expect_problem(404, "link_ended");
    let old = json!({"email": CHAIR, "password": PASSWORD});
    person.post(routes::SESSION, &old).await.unwrap().expect_problem(401, "wrong_credentials");
}

#[tokio::test]
async fn a_link_ends_with_time_and_the_command_line_makes_one() {
    let (server, _) = TestServer::set_up().await.unwrap();
    assert!(
        backend::usecase::link::issue_by_email(&server.app, "nobody@example.org").await.unwrap().is_empty()
    );
    let links = backend::usecase::link::issue_by_email(&server.app, CHAIR).await.unwrap();
    let path = format!("{}/{}", routes::LINKS, links[0].url.split_once('#').unwrap().1);
    let mut person = server.anonymous();
    person.get(&path).await.unwrap().expect(200);
    server.clock.advance(DAY + 1);
    person.get(&path).await.unwrap().expect_problem(404, "link_ended");
}

#[tokio::test]
async fn passwords_are_not_taken_over_plain_http_from_another_machine() {
    let (server, _) = TestServer::set_up().await.unwrap();
    let mut person = server.anonymous();
    let body = json!({"email": CHAIR, "password": PASSWORD}).to_string();
    let answer = person
        .send(Method::POST, routes::SESSION, |request| {
            request.header("host", "digi.example.org").header("content-type", "application/json").body(body)
        })
        .await
        .unwrap();
    answer.expect_problem(403, "insecure_context");
}
