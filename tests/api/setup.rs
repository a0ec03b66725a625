//! The first set-up.

use shared::routes;
use tests::server::{TestServer, set_up_form};

#[tokio::test]
async fn the_link_makes_network_lists_libraries_and_chair_once() {
    let server = TestServer::empty().await.unwrap();
    let url = backend::usecase::link::issue_setup(&server.app).await.unwrap().unwrap();
    let token = url.split_once("/asennus#").unwrap().1;
    let mut nobody = server.anonymous();

    let shown = nobody.get(&format!("{}/{token}", routes::LINKS)).await.unwrap().expect(200);
    assert_eq!(shown.text_at("/purpose"), "setup");

    let mut chair = server.anonymous();
    let me = chair.post(routes::SETUP, &set_up_form(token)).await.unwrap().expect(200);
    assert_eq!(me.text_at("/role"), "chair");
    assert_eq!(me.text_at("/network"), "lounais-suomen-digiverkosto");
    assert_eq!(me.json["demo"], false);
    assert_eq!(chair.get(routes::SESSION).await.unwrap().expect(200).text_at("/name"), "Päivi Puheenjohtaja");

    let libraries = chair.get(routes::LIBRARIES).await.unwrap().expect(200);
    assert_eq!(libraries.json["libraries"].as_array().unwrap().len(), 13);
    assert_eq!(libraries.text_at("/libraries/0/code"), "turku");
    assert_eq!(chair.get(routes::POINTS).await.unwrap().json["points"].as_array().unwrap().len(), 13);

    nobody.post(routes::SETUP, &set_up_form(token)).await.unwrap().expect_problem(404, "link_ended");
    assert!(backend::usecase::link::issue_setup(&server.app).await.unwrap().is_none());
}

#[tokio::test]
async fn a_wrong_form_leaves_the_link_and_nothing_else() {
    let server = TestServer::empty().await.unwrap();
    let url = backend::usecase::link::issue_setup(&server.app).await.unwrap().unwrap();
    let token = url.split_once('#').unwrap().1;
    let mut nobody = server.anonymous();
    let mut short = set_up_form(token);
    short["chair"]["password"] = "lyhyt".into();
    let problem = nobody.post(routes::SETUP, &short).await.unwrap().expect_problem(422, "invalid");
    assert_eq!(problem.text_at("/field"), "password");
    let mut nowhere = set_up_form(token);
    nowhere["chair"]["library"] = "atlantis".into();
    nobody.post(routes::SETUP, &nowhere).await.unwrap().expect_problem(422, "invalid");
    nobody.post(routes::SETUP, &set_up_form(token)).await.unwrap().expect(200);
}

#[tokio::test]
async fn a_newer_set_up_link_ends_the_earlier_one_and_a_made_up_one_is_none() {
    let server = TestServer::empty().await.unwrap();
    let first = backend::usecase::link::issue_setup(&server.app).await.unwrap().unwrap();
    let second = backend::usecase::link::issue_setup(&server.app).await.unwrap().unwrap();
    let mut nobody = server.anonymous();
    for dead in [first.split_once('#').unwrap().1, "made-up", ""] {
        nobody.post(routes::SETUP, &set_up_form(dead)).await.unwrap().expect_problem(404, "link_ended");
    }
    let live = second.split_once('#').unwrap().1;
    nobody.post(routes::SETUP, &set_up_form(live)).await.unwrap().expect(200);
}
