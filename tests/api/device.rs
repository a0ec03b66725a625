//! Enrolling, configuring, reporting and revoking tablets.

use reqwest::Method;
use serde_json::json;
use shared::routes;
use shared::time::{DAY, MINUTE};
use tests::server::TestServer;

#[tokio::test]
async fn a_code_makes_a_tablet_that_knows_its_library() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let id = server.app.new_id();
    let member = json!({"id": id, "name": "Aino Asiakaspalvelija", "library": "turku", "role": "member"});
    chair.post(routes::MEMBERS, &member).await.unwrap().expect(200);
    let issued = chair
        .post(routes::ENROLMENTS, &json!({"library": "turku", "point": "main"}))
        .await
        .unwrap()
        .expect(200);
    let code = issued.text_at("/code");
    assert_eq!(code.len(), 8);
    assert!(issued.text_at("/url").ends_with(&format!("/ota-kayttoon#{code}")));
    assert!(issued.text_at("/qr_svg").contains("<svg"));

    let mut tablet = server.anonymous();
    tablet.get(routes::DEVICE).await.unwrap().expect_problem(401, "device_unknown");
    let typed = format!("{} {}", &code[..4].to_lowercase(), &code[4..]);
    let answer = tablet
        .post(routes::DEVICE_ENROL, &json!({"code": typed, "persisted": "yes"}))
        .await
        .unwrap()
        .expect(200);
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-dv_device=") && cookie.contains("Max-Age=34560000"), "{cookie}");
    assert_eq!(answer.text_at("/library/code"), "turku");
    assert_eq!(answer.text_at("/point"), "main");
    assert_eq!(answer.json["vocabulary"]["lists"]["topic"].as_array().unwrap().len(), 11);
    let chips = answer.json["members"].as_array().unwrap();
    assert_eq!((chips.len(), chips[0]["chip"].as_str().unwrap()), (1, "Aino"));
    let months: Vec<_> = chips[0]["keys"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(months, ["2026-04", "2026-05", "2026-06", "2026-07"]);
    assert!(!answer.text.contains("Asiakaspalvelija"), "a tablet knows chips, not names");

    // The same keys the next time; with the next month a new one.
    let again = tablet.get(routes::DEVICE).await.unwrap().expect(200);
    assert_eq!(again.json["members"], answer.json["members"]);
    server.clock.advance(30 * DAY);
    let later = tablet.get(routes::DEVICE).await.unwrap().expect(200);
    assert_eq!(later.json["members"][0]["keys"]["2026-05"], answer.json["members"][0]["keys"]["2026-05"]);
    assert!(later.json["members"][0]["keys"]["2026-08"].is_string());
    assert!(
        later.headers["set-cookie"].to_str().unwrap().starts_with("__Host-dv_device="),
        "renewed at each contact"
    );
}

#[tokio::test]
async fn a_code_works_once_and_for_fifteen_minutes() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let code = server.code(&mut chair, "turku").await.unwrap();
    let mut first = server.anonymous();
    first.post(routes::DEVICE_ENROL, &json!({"code": code})).await.unwrap().expect(200);
    let mut second = server.anonymous();
    second
        .post(routes::DEVICE_ENROL, &json!({"code": code}))
        .await
        .unwrap()
        .expect_problem(404, "code_unknown");

    let code = server.code(&mut chair, "turku").await.unwrap();
    server.clock.advance(15 * MINUTE + 1);
    second
        .post(routes::DEVICE_ENROL, &json!({"code": code}))
        .await
        .unwrap()
        .expect_problem(404, "code_unknown");
    assert!(second.cookies.is_empty());
}

#[tokio::test]
async fn a_withdrawn_code_is_one_that_has_ended() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let body = json!({"library": "turku", "point": "main"});
    let issued = chair.post(routes::ENROLMENTS, &body).await.unwrap().expect(200);
    let path = format!("{}/{}", routes::ENROLMENTS, issued.text_at("/id"));
    server.clock.advance(MINUTE);
    chair.delete(&path).await.unwrap().expect(204);
    let mut tablet = server.anonymous();
    let form = json!({"code": issued.text_at("/code")});
    tablet.post(routes::DEVICE_ENROL, &form).await.unwrap().expect_problem(404, "code_unknown");
    let listed = chair.get(routes::ENROLMENTS).await.unwrap().expect(200);
    assert_eq!(listed.json["enrolments"][0]["expires_at"], tests::server::noon() + MINUTE);

    // Again, and for a code whose time was up by itself, it is the same and nothing new to tell.
    server.clock.advance(MINUTE);
    chair.delete(&path).await.unwrap().expect(204);
    let issued = chair.post(routes::ENROLMENTS, &body).await.unwrap().expect(200);
    server.clock.advance(16 * MINUTE);
    chair.delete(&format!("{}/{}", routes::ENROLMENTS, issued.text_at("/id"))).await.unwrap().expect(204);
    let log = chair.get(routes::AUDIT).await.unwrap();
    assert_eq!(log.text.matches("code_withdrawn").count(), 1);
}

#[tokio::test]
async fn a_used_code_cannot_be_withdrawn() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    let listed = chair.get(routes::ENROLMENTS).await.unwrap().expect(200);
    let path = format!("{}/{}", routes::ENROLMENTS, listed.text_at("/enrolments/0/id"));
    chair.delete(&path).await.unwrap().expect_problem(409, "code_used");
    tablet.get(routes::DEVICE).await.unwrap().expect(200);
}

#[tokio::test]
async fn a_contact_withdraws_codes_of_the_own_library_only() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    for (library, own) in [("turku", true), ("pori", false)] {
        let body = json!({"library": library, "point": "main"});
        let issued = chair.post(routes::ENROLMENTS, &body).await.unwrap().expect(200);
        let path = format!("{}/{}", routes::ENROLMENTS, issued.text_at("/id"));
        let answer = contact.delete(&path).await.unwrap();
        let form = json!({"code": issued.text_at("/code")});
        let enrolled = server.anonymous().post(routes::DEVICE_ENROL, &form).await.unwrap();
        if own {
            answer.expect(204);
            enrolled.expect_problem(404, "code_unknown");
        } else {
            answer.expect_problem(404, "not_found");
            enrolled.expect(200);
        }
        server.anonymous().delete(&path).await.unwrap().expect_problem(401, "not_signed_in");
    }
    let unknown = format!("{}/{}", routes::ENROLMENTS, server.app.new_id());
    chair.delete(&unknown).await.unwrap().expect_problem(404, "not_found");
    chair.delete(&format!("{}/x", routes::ENROLMENTS)).await.unwrap().expect_problem(400, "bad_request");
}

#[tokio::test]
async fn two_browsers_with_one_code_make_one_tablet() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let code = server.code(&mut chair, "turku").await.unwrap();
    let tries = (0..5).map(|_| {
        let (mut browser, body) = (server.anonymous(), json!({"code": code}));
        async move { browser.post(routes::DEVICE_ENROL, &body).await.unwrap().status }
    });
    let mut statuses = futures::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404, 404, 404, 404]);
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let (server, _) = TestServer::set_up().await.unwrap();
    let mut nobody = server.anonymous();
    for _ in 0..10 {
        nobody
            .post(routes::DEVICE_ENROL, &json!({"code": "ABCDEFGH"}))
            .await
            .unwrap()
            .expect_problem(404, "code_unknown");
    }
    nobody
        .post(routes::DEVICE_ENROL, &json!({"code": "ABCDEFGH"}))
        .await
        .unwrap()
        .expect_problem(429, "too_many_tries");
}

#[tokio::test]
async fn enrolling_again_links_to_the_earlier_device_and_ends_it() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    let before = tablet.get(routes::DEVICE).await.unwrap().expect(200).text_at("/device/id").to_owned();
    let old = tablet.cookies.clone();
    let code = server.code(&mut chair, "pori").await.unwrap();
    let config = tablet.post(routes::DEVICE_ENROL, &json!({"code": code})).await.unwrap().expect(200);
    assert_eq!(config.text_at("/device/previous"), before);
    assert_eq!(config.text_at("/library/code"), "pori");
    tablet.cookies = old;
    tablet.get(routes::DEVICE).await.unwrap().expect_problem(403, "device_revoked");
}

#[tokio::test]
async fn a_report_is_listed_with_the_last_contact() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    server.clock.advance(MINUTE);
    let report = json!({"persisted": "no", "app_version": "0.1.0", "pending": 3, "pending_oldest_at": 5,
        "storage_lost": {"mirrored_count": 7}});
    tablet.post(routes::DEVICE_REPORT, &report).await.unwrap().expect(204);
    let devices = chair.get(routes::DEVICES).await.unwrap().expect(200);
    let device = &devices.json["devices"][0];
    assert_eq!(
        (&device["persisted"], &device["pending"], &device["storage_lost_count"]),
        (&json!("no"), &json!(3), &json!(7))
    );
    assert_eq!(device["last_contact"], tests::server::noon() + MINUTE);
    assert!(chair.get(routes::AUDIT).await.unwrap().text.contains("storage_lost"));
}

#[tokio::test]
async fn a_revoked_tablet_is_told_so() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    let id = tablet.get(routes::DEVICE).await.unwrap().text_at("/device/id").to_owned();
    let path = format!("{}/{id}", routes::DEVICES);
    chair.patch(&path, &json!({"name": "Tiski 1"})).await.unwrap().expect(200);
    assert_eq!(tablet.get(routes::DEVICE).await.unwrap().text_at("/device/name"), "Tiski 1");
    chair.delete(&path).await.unwrap().expect(204);
    chair.delete(&path).await.unwrap().expect(204);
    tablet.get(routes::DEVICE).await.unwrap().expect_problem(403, "device_revoked");
    let log = chair.get(routes::AUDIT).await.unwrap();
    assert_eq!(log.text.matches("device_revoked").count(), 1);
}

#[tokio::test]
async fn an_insecure_context_is_not_enrolled() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let body = json!({"code": server.code(&mut chair, "turku").await.unwrap()}).to_string();
    let mut tablet = server.anonymous();
    let enrol = |host: &'static str| {
        let body = body.clone();
        move |request: reqwest::RequestBuilder| {
            request.header("host", host).header("content-type", "application/json").body(body)
        }
    };
    let refused = tablet.send(Method::POST, routes::DEVICE_ENROL, enrol("192.168.1.5:8080")).await.unwrap();
    refused.expect_problem(403, "insecure_context");
    // A forwarding header proves nothing from somebody who is no trusted proxy.
    let forged = enrol("digi.example.org");
    let refused = tablet
        .send(Method::POST, routes::DEVICE_ENROL, |request| {
            forged(request.header("x-forwarded-proto", "https"))
        })
        .await
        .unwrap();
    refused.expect_problem(403, "insecure_context");
    tablet.send(Method::POST, routes::DEVICE_ENROL, enrol("localhost:8080")).await.unwrap().expect(200);
}

#[tokio::test]
async fn a_trusted_proxy_or_the_public_url_makes_it_secure() {
    let server = TestServer::with(|config| {
        config.trusted_proxy = vec!["127.0.0.1".parse().unwrap()];
        config.public_url = Some("https://digi.example.org".to_owned());
    })
    .await
    .unwrap();
    let mut chair = server.chair().await.unwrap();
    for (host, proto) in [("10.0.0.9", Some("https")), ("digi.example.org", None)] {
        let body = json!({"code": server.code(&mut chair, "turku").await.unwrap()}).to_string();
        let mut tablet = server.anonymous();
        let answer = tablet
            .send(Method::POST, routes::DEVICE_ENROL, |request| {
                let request =
                    request.header("host", host).header("content-type", "application/json").body(body);
                match proto {
                    Some(proto) => request.header("x-forwarded-proto", proto),
                    None => request,
                }
            })
            .await
            .unwrap();
        answer.expect(200);
    }
}
