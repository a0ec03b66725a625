//! The key that is sealed to: renewed, kept while anything may need it, then gone.

use backend::usecase::seal_key;
use serde_json::json;
use shared::routes;
use shared::time::{DAY, HOUR};
use shared::wire::v1::device::DeviceConfig;
use shared::wire::v1::tablet_form::TabletForm;
use tests::server::noon;

use super::{NAME, form, id, op, open, push, registered, sign_in, told};

#[tokio::test]
async fn a_registration_sealed_to_an_old_key_gets_through() {
    let (server, mut chair, mut tablet) = open(5).await;
    let old = form(&mut tablet).await;
    let before: DeviceConfig =
        serde_json::from_value(tablet.get(routes::DEVICE).await.unwrap().json).unwrap();
    server.clock.advance(HOUR);
    assert_eq!(seal_key::rotate(&server.app).await.unwrap(), 1);
    let after: DeviceConfig = serde_json::from_value(tablet.get(routes::DEVICE).await.unwrap().json).unwrap();
    assert!(after.config_version > before.config_version, "tablets learn of it");
    assert_ne!(after.form.unwrap().tag, before.form.unwrap().tag);
    let file = |form: &TabletForm| server.place.folder.path().join(format!("keys/seal-{}.key", form.key.id));
    // Nothing goes while a tablet may hold something under it.
    seal_key::tend(&server.app).await.unwrap();
    assert!(file(&old).is_file());
    let new = form(&mut tablet).await;
    assert!(new.key != old.key);
    seal_key::tend(&server.app).await.unwrap();
    assert!(file(&old).is_file(), "it has taken the new key, but not said that nothing waits");
    assert_eq!(push(&mut tablet, &[op(&old, 1, &told(NAME), noon())]).await, ["applied"]);
    assert_eq!(registered(&mut chair).await, ["Aino Esimerkki reserved tablet"]);
    // Its queue is empty now. But where the answer with the new key was lost, it still seals to the old one.
    server.clock.advance(30 * DAY - 1);
    seal_key::tend(&server.app).await.unwrap();
    assert!(file(&old).is_file(), "for 30 days");
    assert_eq!(push(&mut tablet, &[op(&old, 4, &told("Neljäs"), noon())]).await, ["applied"]);
    // Then it is gone for good.
    server.clock.advance(1);
    seal_key::tend(&server.app).await.unwrap();
    assert!(!file(&old).exists() && file(&new).is_file());
    assert_eq!(push(&mut tablet, &[op(&old, 2, &told("Toinen"), noon())]).await, ["heldunknown_key"]);
    assert_eq!(push(&mut tablet, &[op(&new, 3, &told("Kolmas"), noon())]).await, ["applied"]);
    // A year later there is another one by itself.
    server.clock.advance(365 * DAY);
    seal_key::tend(&server.app).await.unwrap();
    assert!(file(&new).is_file());
    assert_eq!(seal_key::missing(&server.app).await.unwrap(), (2, Vec::new()));
}

#[tokio::test]
async fn an_old_key_is_kept_for_what_waits_for_review() {
    let (server, mut chair, mut tablet) = open(5).await;
    let old = form(&mut tablet).await;
    let late = op(&old, 1, &told(NAME), noon() + 40 * DAY);
    server.clock.advance(40 * DAY);
    assert_eq!(push(&mut tablet, &[late]).await, ["heldnot_open"]);
    seal_key::rotate(&server.app).await.unwrap();
    sign_in(&mut chair).await;
    // With the day closed there is no form that would give the new key: the tablet is taken out of use, its record goes.
    let devices = chair.get(routes::DEVICES).await.unwrap().expect(200);
    let path = format!("{}/{}", routes::DEVICES, devices.text_at("/devices/0/id"));
    chair.delete(&path).await.unwrap().expect(204);
    server.clock.advance(400 * DAY);
    backend::jobs::retention::run(&server.app).await.unwrap();
    seal_key::tend(&server.app).await.unwrap();
    let file = server.place.folder.path().join(format!("keys/seal-{}.key", old.key.id));
    assert!(file.is_file());
    sign_in(&mut chair).await;
    let answer = chair.post(&format!("{}/{}", routes::HELD, id(1)), &json!({"accept": false})).await.unwrap();
    answer.expect(200);
    seal_key::tend(&server.app).await.unwrap();
    assert!(!file.exists());
}
