//! A backup with its keys: what was sealed or linked before leads somewhere after it was restored.

use backend::app::App;
use backend::backup::{backup, keys_of};
use backend::config::Config;
use backend::keys::Keys;
use backend::restore::restore;
use shared::domain::registration::State;
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
