//! The demo's links and what keeps them on this machine.

use reqwest::Method;
use shared::routes;
use tests::server::TestServer;

async fn demo() -> (TestServer, String, String) {
    let server = TestServer::with(|config| config.demo = true).await.unwrap();
    backend::demo::fill(&server.app).await.unwrap();
    let network = backend::usecase::demo::find(&server.app).await.unwrap().unwrap().unwrap();
    let links = backend::usecase::demo::open(&server.app, network.id);
    let (tablet, chair) = (links.tablet_url(""), links.chair_url(""));
    (server, tablet, chair)
}

#[tokio::test]
async fn one_browser_can_be_both_tablet_and_chair() {
    let (server, tablet, chair) = demo().await;
    let mut browser = server.anonymous();
    let answer = browser.get(&tablet).await.unwrap().expect(303);
    assert_eq!(answer.headers["location"], "/");
    assert_eq!(browser.get(&chair).await.unwrap().expect(303).headers["location"], "/tilanne");
    let config = browser.get(routes::DEVICE).await.unwrap().expect(200);
    assert_eq!((config.text_at("/library/code"), &config.json["network"]["demo"]), ("turku", &true.into()));
    assert_eq!(browser.get(routes::SESSION).await.unwrap().expect(200).text_at("/role"), "chair");
    // Opened again it is the same tablet, with its queue.
    browser.get(&tablet).await.unwrap().expect(303);
    assert_eq!(browser.get(routes::DEVICE).await.unwrap().json["device"], config.json["device"]);
    browser.get("/demo/chair/wrong").await.unwrap().expect_problem(404, "not_found");
}

#[tokio::test]
async fn the_demo_answers_on_this_machine_only() {
    let (server, _, chair) = demo().await;
    for (header, value) in [
        ("host", "digi.example.org"),
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "for=192.0.2.1"),
        ("via", "1.1 proxy"),
    ] {
        for path in [chair.as_str(), "/", routes::STATEMENTS] {
            let answer =
                server.anonymous().send(Method::GET, path, |r| r.header(header, value)).await.unwrap();
            answer.expect_problem(403, "demo_local_only");
        }
    }
}

#[tokio::test]
async fn a_real_network_is_found_out() {
    let (server, _) = TestServer::set_up().await.unwrap();
    let found = backend::usecase::demo::find(&server.app).await.unwrap();
    assert_eq!(found.unwrap_err(), "Lounais-Suomen digiverkosto");
}
