//! Several nodes over one PostgreSQL database. On SQLite there is one process, so these tests end at once there.

use std::time::Duration;

use tests::crowd::Crowd;
use tests::database::is_postgres;
use tests::process::Process;
use tests::proxy::Proxy;

use crate::events::{next, open};
use crate::support::{help, push, with_tablet};

/// What is pushed to one node is live on a page that another one serves.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_push_to_one_node_is_heard_at_the_others() {
    if !is_postgres() {
        return;
    }
    let (first, chair, mut tablet) = with_tablet().await;
    let others =
        [first.node(20).await.unwrap(), first.node(21).await.unwrap(), first.node(22).await.unwrap()];
    let mut streams = Vec::new();
    for node in &others {
        let mut stream = open(node, &chair).await;
        assert_eq!(next(&mut stream).await.unwrap(), "event: change\ndata: {\"position\":0}\n\n");
        streams.push(stream);
    }
    push(&mut tablet, &[help(1), help(2)]).await;
    for stream in &mut streams {
        assert_eq!(next(stream).await.unwrap(), "event: change\ndata: {\"position\":2}\n\n");
    }
    // What was pushed to them is heard at the first one.
    let mut stream = open(&first, &chair).await;
    next(&mut stream).await.unwrap();
    let mut elsewhere = tablet.twin_at(others[0].address);
    push(&mut elsewhere, &[help(3)]).await;
    assert_eq!(next(&mut stream).await.unwrap(), "event: change\ndata: {\"position\":3}\n\n");
}

/// Tablets behind a balancer that hands each request to the next node; two of four nodes are killed while they push.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tablets_go_on_at_the_other_nodes_when_one_dies() {
    if !is_postgres() {
        return;
    }
    let mut crowd = Crowd::gather(12).await.unwrap();
    let mut nodes = Vec::new();
    for _ in 0..4 {
        nodes.push(Process::start(&crowd.place).await.unwrap());
    }
    let balancer = Proxy::start(nodes.iter().map(|node| node.address).collect()).await.unwrap();
    crowd.move_to(balancer.address);
    crowd.log(60);
    let deaths = async {
        for node in nodes.drain(..2) {
            tokio::time::sleep(Duration::from_millis(150)).await;
            node.kill().await.unwrap();
        }
    };
    let (settled, ()) = tokio::join!(crowd.settle(), deaths);
    settled.unwrap();
    crowd.check().await.unwrap();
}
