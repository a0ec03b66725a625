//! The server killed with SIGKILL while tablets push; PostgreSQL killed beneath it.

use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

use shared::sync::backoff::Random;
use tests::crowd::Crowd;
use tests::database::{Place, is_postgres};
use tests::postgres::Cluster;
use tests::process::Process;

/// How often the server is killed: a hundred times in the longer runs.
fn rounds() -> u32 {
    if std::env::var_os("TEST_ALL").is_some() { 100 } else { 6 }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_again_and_again_loses_nothing_that_it_acknowledged() {
    let mut crowd = Crowd::gather(50).await.unwrap();
    let mut random = Random::new(5);
    let mut server = Process::start(&crowd.place).await.unwrap();
    // The same address each time, as behind a service manager.
    let address = server.address;
    crowd.move_to(address);
    let rounds = rounds();
    let mut under_way = 0;
    for _ in 0..rounds {
        crowd.log(2);
        let pause = Duration::from_millis(random.bits() % 120);
        let place = crowd.place.clone();
        let busy = Cell::new(true);
        let pushing = async {
            let settled = crowd.settle().await;
            busy.set(false);
            settled
        };
        let death = async {
            tokio::time::sleep(pause).await;
            under_way += u32::from(busy.get());
            server.kill().await?;
            Process::start_at(&place, address).await
        };
        let (settled, restarted) = tokio::join!(pushing, death);
        settled.unwrap();
        server = restarted.unwrap();
    }
    crowd.check().await.unwrap();
    assert!(under_way * 2 > rounds, "only {under_way} of {rounds} deaths came while tablets pushed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_server_that_is_killed_loses_nothing_that_was_acknowledged() {
    if !is_postgres() {
        return;
    }
    let cluster = Cluster::start(true).await.unwrap();
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let place = Place { folder, url: Some(cluster.database().await.unwrap()) };
    let mut crowd = Crowd::gather_at(place, 20).await.unwrap();
    let server = Process::start(&crowd.place).await.unwrap();
    crowd.move_to(server.address);
    for _ in 0..rounds() / 5 + 2 {
        crowd.log(5);
        let death = async {
            tokio::time::sleep(Duration::from_millis(60)).await;
            cluster.kill().await?;
            cluster.restart().await
        };
        let (settled, restarted) = tokio::join!(crowd.settle(), death);
        settled.unwrap();
        restarted.unwrap();
    }
    crowd.check().await.unwrap();
}
