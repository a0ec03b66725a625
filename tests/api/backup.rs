//! A backup with its keys: what was sealed or linked before leads somewhere after it was restored.

use std::sync::Arc;

use backend::app::App;
use backend::backup::{backup, keys_of};
use backend::clock::ManualClock;
use backend::config::Config;
use backend::db::{self, Db};
use backend::keys::Keys;
use backend::random::SeededRandom;
use backend::restore::restore;
use shared::domain::registration::State;
use shared::time::{Date, HOUR, helsinki_instant};
use tests::database::is_postgres;

use crate::guests::{add, guest, network, set_up};

#[tokio::test]
async fn a_restored_server_knows_the_links_that_were_sent_before() {
    let (server, _) = set_up().await;
    let id = add(&server, State::Confirmed, guest("Aino Suomi")).await;
    let id_of_network = network(&server).await;
    let secret = server.app.keys.manage(&*server.app.random, id_of_network, id).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.sqlite");
    let written = backup(&server.app, &file).await.unwrap();
    assert_eq!((written.database, written.keys.1), (!is_postgres(), 1));
    // Neither is written over.
    assert!(backup(&server.app, &file).await.is_err());
    if is_postgres() {
        return;
    }
    let data = tempfile::tempdir().unwrap();
    let done = restore(Config::for_tests(data.path()), &file, false, App::new).await.unwrap();
    assert_eq!(done.keys.unwrap().copied, 1);
    let keys = Keys::new(data.path());
    assert!(keys.manage(&*server.app.random, id_of_network, id).unwrap() == secret);
    // Without its keys it is restored too, and says so.
    std::fs::remove_dir_all(keys_of(&file)).unwrap();
    let data = tempfile::tempdir().unwrap();
    let done = restore(Config::for_tests(data.path()), &file, false, App::new).await.unwrap();
    assert!(done.keys.is_none());
}

#[tokio::test]
async fn after_a_restore_no_reminder_goes_out_that_may_have_gone_already() {
    if is_postgres() {
        return;
    }
    let (server, _) = set_up().await;
    let (app, id_of_network) = (&server.app, network(&server).await);
    let [queued, due] = [guest("Aino Suomi"), guest("Bo Ek")].map(|one| add(&server, State::Confirmed, one));
    let (queued, due) = (queued.await, due.await);
    // Due at a time that this server's own job does not see.
    let day = Date::new(2026, 6, 10).unwrap();
    let now = helsinki_instant(day.plus_days(-14), 9 * 60);
    let reminder = db::mail::Once { kind: "reminder_14", once: "reminder_14", message: None };
    let mut tx = app.db.write().await.unwrap();
    let to = (2026, queued);
    db::mail::enqueue_once(&mut tx, id_of_network, app.new_id(), to, reminder, now).await.unwrap();
    db::mail::enqueue(&mut tx, id_of_network, app.new_id(), to, "changed", now).await.unwrap();
    tx.commit().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.sqlite");
    backup(app, &file).await.unwrap();

    let data = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at(now + HOUR));
    let make = |db, config| App::with(db, config, clock.clone(), Arc::new(SeededRandom::new(9)));
    restore(Config::for_tests(data.path()), &file, false, make).await.unwrap();
    let restored = Db::open_sqlite(&data.path().join("digiverkosto.sqlite")).await.unwrap();
    let mut tx = restored.read().await.unwrap();
    let mails = db::mail::list(&mut tx, id_of_network, 2026).await.unwrap();
    let mut mails: Vec<_> =
        mails.iter().map(|mail| (mail.registration, mail.kind.as_str(), mail.state.as_str())).collect();
    mails.sort();
    let mut expected = [
        (queued, "changed", "queued"),
        (queued, "reminder_14", "uncertain"),
        (due, "reminder_14", "uncertain"),
    ];
    expected.sort_unstable();
    assert_eq!(mails, expected, "who may have been reminded since the copy was made is for people to decide");
}
