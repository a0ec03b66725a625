//! What bad input gets: a problem with a stable code, never a 500, and nothing of it is stored.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;
use serde_json::json;
use shared::routes;
use tests::server::{CHAIR, PASSWORD, TestServer};

#[tokio::test]
async fn json_that_is_not_json_or_of_another_shape() {
    let (_server, mut chair) = TestServer::set_up().await.unwrap();
    for body in ["", "{", "nonsense", "[]", "{\"library\": 5}", "{\"library\": \"turku\"}", "\u{0}", "null"] {
        let answer = chair
            .send(Method::POST, routes::ENROLMENTS, |r| {
                r.header("content-type", "application/json").body(body)
            })
            .await
            .unwrap();
        answer.expect_problem(400, "bad_json");
    }
    let deep = "[".repeat(50_000);
    let answer = chair
        .send(Method::POST, routes::ENROLMENTS, |r| r.header("content-type", "application/json").body(deep))
        .await
        .unwrap();
    answer.expect_problem(400, "bad_json");
}

#[tokio::test]
async fn another_content_type_or_encoding() {
    let (_server, mut chair) = TestServer::set_up().await.unwrap();
    let form = |r: reqwest::RequestBuilder| {
        r.header("content-type", "application/x-www-form-urlencoded").body("a=b")
    };
    chair
        .send(Method::POST, routes::ENROLMENTS, form)
        .await
        .unwrap()
        .expect_problem(415, "unsupported_media_type");
    let packed = |r: reqwest::RequestBuilder| {
        r.header("content-type", "application/json").header("content-encoding", "lzma").body("{}")
    };
    chair
        .send(Method::POST, routes::ENROLMENTS, packed)
        .await
        .unwrap()
        .expect_problem(415, "unsupported_media_type");
    let not_gzip = |r: reqwest::RequestBuilder| {
        r.header("content-type", "application/json").header("content-encoding", "gzip").body("{}")
    };
    let answer = chair.send(Method::POST, routes::ENROLMENTS, not_gzip).await.unwrap();
    answer.expect_problem(400, "bad_request");
}

#[tokio::test]
async fn a_body_over_the_limit_packed_or_not() {
    let (_server, mut chair) = TestServer::set_up().await.unwrap();
    let large = json!({"library": "x".repeat(100_000), "point": "main"});
    chair.post(routes::ENROLMENTS, &large).await.unwrap().expect_problem(413, "too_large");

    // Ten kilobytes that unpack to ten megabytes.
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    bomb.write_all(b"{\"library\": \"").unwrap();
    bomb.write_all(&vec![b'x'; 10_000_000]).unwrap();
    let bomb = bomb.finish().unwrap();
    assert!(bomb.len() < 20_000);
    let answer = chair
        .send(Method::POST, routes::ENROLMENTS, |r| {
            r.header("content-type", "application/json").header("content-encoding", "gzip").body(bomb)
        })
        .await
        .unwrap();
    answer.expect_problem(413, "too_large");
}

#[tokio::test]
async fn a_request_from_another_origin() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let own = format!("http://{}", server.address);
    for (header, value, allowed) in [
        ("sec-fetch-site", "cross-site", false),
        ("sec-fetch-site", "same-site", false),
        ("origin", "https://evil.example", false),
        ("origin", "null", false),
        ("sec-fetch-site", "same-origin", true),
        ("origin", own.as_str(), true),
    ] {
        let answer = chair
            .send(Method::POST, routes::ENROLMENTS, |r| {
                r.header(header, value)
                    .header("content-type", "application/json")
                    .body(json!({"library": "turku", "point": "main"}).to_string())
            })
            .await
            .unwrap();
        if allowed {
            answer.expect(200);
        } else {
            answer.expect_problem(403, "foreign_origin");
        }
    }
    // Signing somebody in from elsewhere is refused as well.
    let mut victim = server.anonymous();
    let answer = victim
        .send(Method::POST, routes::SESSION, |r| {
            r.header("sec-fetch-site", "cross-site")
                .header("content-type", "application/json")
                .body(json!({"email": CHAIR, "password": PASSWORD}).to_string())
        })
        .await
        .unwrap();
    answer.expect_problem(403, "foreign_origin");
    assert!(victim.cookies.is_empty());
}

#[tokio::test]
async fn unknown_routes_methods_ids_and_queries() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    chair.get("/api/v1/nothing").await.unwrap().expect_problem(404, "not_found");
    chair.post("/api/v1/nothing", &json!({})).await.unwrap().expect_problem(404, "not_found");
    chair.post("/", &json!({})).await.unwrap().expect_problem(404, "not_found");
    let answer = chair.delete(routes::LIBRARIES).await.unwrap().expect_problem(405, "method_not_allowed");
    assert!(answer.headers["allow"].to_str().unwrap().contains("GET"));
    chair.get(&format!("{}?before=x", routes::AUDIT)).await.unwrap().expect_problem(400, "bad_request");
    chair
        .patch(&format!("{}/x", routes::DEVICES), &json!({}))
        .await
        .unwrap()
        .expect_problem(400, "bad_request");
    chair
        .patch(&format!("{}/%ff", routes::LIBRARIES), &json!({}))
        .await
        .unwrap()
        .expect_problem(400, "bad_request");
    let unknown = server.app.new_id();
    chair
        .patch(&format!("{}/{unknown}", routes::DEVICES), &json!({}))
        .await
        .unwrap()
        .expect_problem(404, "not_found");
    chair.get("/demo/chair/x").await.unwrap().expect_problem(404, "not_found");
}

#[tokio::test]
async fn forged_and_broken_cookies_are_no_cookies() {
    let (server, chair) = TestServer::set_up().await.unwrap();
    let real = chair.cookies["__Host-dv_session"].clone();
    for value in
        ["x".to_owned(), format!("{real}x"), real.replace('.', ""), "a".repeat(4_000), "%00".to_owned()]
    {
        let mut forger = server.anonymous();
        forger.cookies.insert("__Host-dv_session".to_owned(), value.clone());
        forger.cookies.insert("__Host-dv_device".to_owned(), value);
        forger.get(routes::SESSION).await.unwrap().expect_problem(401, "not_signed_in");
        forger.get(routes::DEVICE).await.unwrap().expect_problem(401, "device_unknown");
    }
}

#[tokio::test]
async fn a_name_in_a_path_that_no_database_can_hold_is_nobodys() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    for path in ["ilmoittaudu", "ilmoittaudu/2026", "ilmoittautuminen/AAAAAAAAAAAAAAAAAAAAAA", "palaute/2026"]
    {
        let answer = server.anonymous().get(&format!("/a%00b/{path}")).await.unwrap();
        assert!((400..500).contains(&answer.status), "{path}: {}", answer.status);
        assert!(answer.headers["content-type"].to_str().unwrap().starts_with("text/html"), "{path}");
    }
    let answer = chair.patch(&format!("{}/a%00b", routes::LIBRARIES), &json!({})).await.unwrap();
    assert!((400..500).contains(&answer.status), "{}", answer.status);
}
