//! A full disk: nothing is acknowledged that was not written, nothing is lost, and when there is room again the queues
//! drain by themselves.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use backend::db::Db;
use tests::crowd::Crowd;
use tests::database::{Place, is_postgres};
use tests::process::Process;
use tests::server::TestServer;

/// SQLite with a file that may not grow, which is what a full disk is to it; wherever these tests run.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_may_not_grow_costs_nothing_but_time() {
    if is_postgres() {
        return;
    }
    let mut crowd = Crowd::gather(10).await.unwrap();
    let server = TestServer::over(crowd.place.clone()).await.unwrap();
    crowd.move_to(server.address);
    limit(&server.app.db, Some(20)).await;
    crowd.log(40);
    crowd.work(400).await;
    assert!(crowd.waiting() > 0, "the file was full");
    limit(&server.app.db, None).await;
    crowd.settle().await.unwrap();
    drop(server);
    let server = Process::start(&crowd.place).await.unwrap();
    crowd.move_to(server.address);
    crowd.check().await.unwrap();
}

/// So many pages more than there are, or as many as may be.
async fn limit(db: &Db, more: Option<i64>) {
    let Db::Sqlite { writer, .. } = db else { unreachable!("the test has ended") };
    let pages: i64 = sqlx::query_scalar("PRAGMA page_count").fetch_one(writer).await.unwrap();
    let most = more.map_or(i64::from(u32::MAX) - 1, |more| pages + more);
    let pragma = format!("PRAGMA max_page_count = {most}");
    sqlx::query(sqlx::AssertSqlSafe(pragma)).execute(writer).await.unwrap();
}

/// A real server on a small disk of its own, where we may mount one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_costs_nothing_but_time() {
    if is_postgres() {
        return;
    }
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let Some(disk) = Disk::mount(folder.path()) else {
        println!("no right to mount a disk: the file that may not grow stands for it");
        return;
    };
    let mut crowd = Crowd::gather_at(Place { folder: folder.clone(), url: None }, 10).await.unwrap();
    let server = Process::start(&crowd.place).await.unwrap();
    crowd.move_to(server.address);
    let filler = folder.path().join("filler");
    let full =
        Command::new("dd").arg("if=/dev/zero").arg(format!("of={}", filler.display())).output().unwrap();
    assert!(!full.status.success(), "the disk is full");
    crowd.log(40);
    crowd.work(400).await;
    assert!(crowd.waiting() > 0, "the disk was full");
    std::fs::remove_file(filler).unwrap();
    crowd.check().await.unwrap();
    server.kill().await.unwrap();
    drop(disk);
}

/// A disk in memory, taken away with this value.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    fn mount(folder: &'a Path) -> Option<Self> {
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=12m", "tmpfs"]).arg(folder).output();
        mounted.is_ok_and(|done| done.status.success()).then_some(Self(folder))
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // Lazy: a test that failed may have left it open.
        let _ = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}
