//! The event stream: a position at once, another after each change, and an end when the server stops.

use std::time::Duration;

use reqwest::header::COOKIE;
use shared::routes;
use tests::actor::Actor;

use crate::support::*;

pub async fn open(server: &tests::server::TestServer, who: &Actor) -> reqwest::Response {
    let cookies: Vec<_> = who.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let url = format!("http://{}{}", server.address, routes::EVENTS);
    reqwest::Client::new().get(url).header(COOKIE, cookies.join("; ")).send().await.unwrap()
}

pub async fn next(stream: &mut reqwest::Response) -> Option<String> {
    let chunk =
        tokio::time::timeout(Duration::from_secs(10), stream.chunk()).await.expect("an event in time");
    Some(String::from_utf8_lossy(&chunk.ok()??).into_owned())
}

#[tokio::test]
async fn an_open_page_hears_of_a_push() {
    let (server, chair, mut tablet) = with_tablet().await;
    let mut stream = open(&server, &chair).await;
    assert_eq!(stream.status(), 200);
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    assert_eq!(stream.headers()["x-accel-buffering"], "no");
    assert!(stream.headers().get("content-encoding").is_none());
    assert_eq!(next(&mut stream).await.unwrap(), "event: change\ndata: {\"position\":0}\n\n");
    push(&mut tablet, &[help(1), help(2)]).await;
    assert_eq!(next(&mut stream).await.unwrap(), "event: change\ndata: {\"position\":2}\n\n");
    // What changes nothing is no news.
    push(&mut tablet, &[help(1)]).await;
    push(&mut tablet, &[help(3)]).await;
    assert_eq!(next(&mut stream).await.unwrap(), "event: change\ndata: {\"position\":3}\n\n");
    server.stop().await.unwrap();
    assert_eq!(next(&mut stream).await, None, "the stream ends with the server");
}

#[tokio::test]
async fn a_tablet_hears_of_its_own_library_only() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    let mut other = server.device(&mut chair, "pori").await.unwrap();
    let (mut stream, mut all) = (open(&server, &tablet).await, open(&server, &chair).await);
    let told = |position| format!("event: change\ndata: {{\"position\":{position}}}\n\n");
    assert_eq!(next(&mut stream).await.unwrap(), told(0));
    assert_eq!(next(&mut all).await.unwrap(), told(0));
    for n in [1, 3] {
        let mut op = help(n);
        op["library"] = "pori".into();
        push(&mut other, &[op]).await;
        // The chair has heard of it; the tablet would have heard as soon.
        assert_eq!(next(&mut all).await.unwrap(), told(n));
        push(&mut tablet, &[help(n + 1)]).await;
        assert_eq!(next(&mut all).await.unwrap(), told(n + 1));
        assert_eq!(next(&mut stream).await.unwrap(), told(n + 1), "of its own library only");
    }
}

#[tokio::test]
async fn strangers_hear_nothing() {
    let (server, _chair, _tablet) = with_tablet().await;
    assert_eq!(open(&server, &server.anonymous()).await.status(), 401);
}
