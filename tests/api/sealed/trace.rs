//! What a tablet is given, and what is left of what it has sent.

use shared::routes;
use shared::time::DAY;
use tests::actor::Actor;
use tests::database::is_postgres;
use tests::server::{TestServer, noon};

use super::{DAY_PATH, DIET, NAME, day, form, id, op, open, push, registered, save, texts, told};

#[tokio::test]
async fn a_tablet_is_given_what_everybody_may_know_and_hears_of_changes() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    let config = async |tablet: &mut Actor| tablet.get(routes::DEVICE).await.unwrap().expect(200).json;
    assert_eq!(config(&mut tablet).await.get("form"), None);
    tablet.get(routes::DEVICE_FORM).await.unwrap().expect_problem(404, "not_found");
    server.anonymous().get(routes::DEVICE_FORM).await.unwrap().expect_problem(401, "device_unknown");
    save(&mut chair, None, &day(5)).await;
    let first = config(&mut tablet).await;
    let answer = tablet.get(routes::DEVICE_FORM).await.unwrap().expect(200);
    assert_eq!(answer.text_at("/tag"), first["form"]["tag"].as_str().unwrap());
    assert!(!answer.text.contains("salainen") && !answer.text.contains("250000"));
    assert_eq!(config(&mut tablet).await["form"], first["form"], "the same until something changes");
    let mut changed = day(6);
    changed["title"] = texts("Toinen nimi");
    save(&mut chair, Some(1), &changed).await;
    let second = config(&mut tablet).await;
    assert!(second["config_version"].as_i64() > first["config_version"].as_i64());
    assert_ne!(second["form"]["tag"], first["form"]["tag"]);
    server.clock.advance(30 * DAY);
    assert_eq!(config(&mut tablet).await.get("form"), None, "closed");
}

#[tokio::test]
async fn nothing_of_it_is_kept_but_the_registration() {
    let (server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let sealed = op(&form, 1, &told(NAME), noon());
    let ciphertext = sealed["set"]["envelope"]["ciphertext"].as_str().unwrap()[..64].to_owned();
    assert_eq!(push(&mut tablet, &[sealed]).await, ["applied"]);
    // The log of ops knows that it came, not what.
    let network = form.network;
    let mut tx = server.app.db.read().await.unwrap();
    assert_eq!(backend::db::op::known(&mut tx, network, &[id(1)]).await.unwrap().len(), 1);
    assert!(backend::db::held::bytes(&mut tx, network, &[id(1)]).await.unwrap().is_empty());
    assert!(backend::db::entity::get(&mut tx, network, &[id(1)]).await.unwrap().is_empty());
    drop(tx);
    let path = format!("{}{DAY_PATH}/registrations/{}", routes::DAYS, id(1));
    // A file can be searched; of a PostgreSQL server's files nothing is promised.
    assert_eq!(is_on_disk(&server, NAME), !is_postgres(), "else the checks below would prove nothing");
    assert!(!is_on_disk(&server, &ciphertext));
    let status = chair.delete(&path).await.unwrap().status;
    assert!((200..300).contains(&status));
    backend::jobs::retention::run(&server.app).await.unwrap();
    for text in [NAME, DIET, "aino.esimerkki@kirjasto.example", &ciphertext] {
        assert!(!is_on_disk(&server, text), "{text}");
    }
    // Sent again it stays deleted.
    let again = op(&form, 1, &told(NAME), noon());
    assert_eq!(push(&mut tablet, &[again]).await, ["duplicate"]);
    assert!(registered(&mut chair).await.is_empty());
}

fn is_on_disk(server: &TestServer, text: &str) -> bool {
    ["digiverkosto.sqlite", "digiverkosto.sqlite-wal"].iter().any(|file| {
        let bytes = std::fs::read(server.place.folder.path().join(file)).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}
