//! Who takes part remotely checks in by the personal link.

use backend::db;
use reqwest::Method;
use shared::domain::registration::{Mode, State};
use shared::time::HOUR;
use shared::wire::v1::door::DoorList;
use tests::actor::Actor;

use super::{Door, list};

#[tokio::test]
async fn remote_people_check_in_by_their_link_from_an_hour_before_until_the_end() {
    let mut door = Door::open().await;
    let remote = door.guest("Etta Etä", Mode::Remote, State::Confirmed).await;
    let onsite = door.guest("Paavo Paikalla", Mode::Onsite, State::Confirmed).await;
    let app = door.server.app.clone();
    let slug = {
        let mut tx = app.db.read().await.unwrap();
        db::network::get(&mut tx, door.network).await.unwrap().unwrap().slug
    };
    let link = |id| {
        let secret = app.keys.manage(&*app.random, door.network, id).unwrap().reveal();
        format!("/{slug}/ilmoittautuminen/{secret}")
    };
    let (hers, his) = (link(remote), link(onsite));
    let mut nobody = door.server.anonymous();
    let press = async |nobody: &mut Actor, path: &str| {
        let form = |request: reqwest::RequestBuilder| {
            request.header("content-type", "application/x-www-form-urlencoded").body("do=join")
        };
        nobody.send(Method::POST, path, form).await.unwrap().status
    };
    // A day before there is no button, and pressing it all the same changes nothing.
    assert!(!nobody.get(&hers).await.unwrap().expect(200).text.contains("value=\"join\""));
    assert!((400..500).contains(&press(&mut nobody, &hers).await));
    door.server.clock.advance(20 * HOUR);
    // Looking at the page is not pressing the button.
    assert!(nobody.get(&hers).await.unwrap().expect(200).text.contains("value=\"join\""));
    assert!(!nobody.get(&his).await.unwrap().expect(200).text.contains("value=\"join\""));
    assert_eq!(door.present().await, (0, vec![]));
    assert_eq!(press(&mut nobody, &hers).await, 303);
    assert_eq!(press(&mut nobody, &hers).await, 303, "a second press is the same");
    assert!((400..500).contains(&press(&mut nobody, &his).await));
    assert_eq!(door.present().await, (1, vec![]));
    let page = door.page().await;
    assert_eq!((page.list.check_ins.len(), page.list.check_ins[0].device), (1, None));
    assert!(!nobody.get(&hers).await.unwrap().expect(200).text.contains("value=\"join\""));
    // A tablet at the door sees it.
    let mut device = door.device("turku", 2).await;
    let text = device.actor().get(&list()).await.unwrap().expect(200).text;
    let held: DoorList = serde_json::from_str(&text).unwrap();
    assert!(held.presence().is_present(remote));
}
