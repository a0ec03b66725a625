//! The shell around every answer: headers, statements, health, the app's page.

use reqwest::Method;
use shared::routes;
use tests::server::TestServer;

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let server = TestServer::empty().await.unwrap();
    let mut nobody = server.anonymous();
    for path in ["/", "/healthz", "/api/v1/nothing", routes::STATEMENTS, "/assets/none.js"] {
        let answer = nobody.get(path).await.unwrap();
        let policy = answer.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("'wasm-unsafe-eval'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer");
        assert!(
            answer.headers.contains_key("permissions-policy") && answer.headers.contains_key("x-request-id")
        );
        assert!(!answer.headers.contains_key("strict-transport-security"), "not over plain HTTP");
        if path.starts_with("/api/") {
            assert_eq!(answer.headers["cache-control"], "no-store");
        }
    }
    let https = TestServer::with(|config| config.public_url = Some("https://digi.example.org".to_owned()))
        .await
        .unwrap();
    let answer = https.anonymous().get("/healthz").await.unwrap().expect(204);
    assert!(answer.headers.contains_key("strict-transport-security"));
}

#[tokio::test]
async fn health_and_readiness() {
    let server = TestServer::empty().await.unwrap();
    let mut nobody = server.anonymous();
    nobody.get("/healthz").await.unwrap().expect(204);
    nobody.get("/readyz").await.unwrap().expect(204);
    server.app.db.close().await;
    nobody.get("/healthz").await.unwrap().expect(204);
    nobody.get("/readyz").await.unwrap().expect_problem(503, "busy");
    nobody.get(routes::STATEMENTS).await.unwrap().expect_problem(503, "busy");
}

#[tokio::test]
async fn statements_are_for_anybody_before_and_after_the_set_up() {
    let server = TestServer::empty().await.unwrap();
    let mut nobody = server.anonymous();
    let before = nobody.get(routes::STATEMENTS).await.unwrap().expect(200);
    assert!(before.json.get("contacts").is_none());
    let rules = before.json["retention"].as_array().unwrap().len();
    assert_eq!(rules, shared::domain::retention::RULES.len());
    server.chair().await.unwrap();
    let after = nobody.get(routes::STATEMENTS).await.unwrap().expect(200);
    assert_eq!(after.text_at("/contacts/controller"), "Turun kaupunki");
    nobody
        .get(&format!("{}?network=none", routes::STATEMENTS))
        .await
        .unwrap()
        .expect_problem(404, "not_found");
}

#[tokio::test]
async fn a_server_stops_gracefully_and_starts_again_on_its_folder() {
    let (server, _) = TestServer::set_up().await.unwrap();
    let copy = server.copy().await.unwrap();
    let mut place = server.stop().await.unwrap();
    for from_copy in [false, true] {
        if from_copy {
            place.come_back(&copy).unwrap();
        }
        let server = TestServer::over(place).await.unwrap();
        assert!(server.app.db.integrity().await.unwrap().is_empty());
        let mut tx = server.app.db.read().await.unwrap();
        assert_eq!(backend::db::network::all(&mut tx).await.unwrap().len(), 1);
        drop(tx);
        place = server.stop().await.unwrap();
    }
}

#[tokio::test]
async fn head_is_answered_like_get_without_a_body() {
    let server = TestServer::empty().await.unwrap();
    let answer = server.anonymous().send(Method::HEAD, routes::STATEMENTS, |r| r).await.unwrap().expect(200);
    assert!(answer.text.is_empty());
}
