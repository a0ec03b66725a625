//! The demo network: invented people.
//!
//! Owns: what the demo's database is filled with. Must not: touch a real network (`usecase::demo` guards that).

use shared::wire::v1::member::{Member, Role};
use shared::wire::v1::statement::Contacts;

use crate::app::App;
use crate::db;
use crate::error::Result;
use crate::usecase::setup::{self, NetworkSpec};

/// Fills an empty database with the demo network.
pub async fn fill(app: &App) -> Result<()> {
    let spec = NetworkSpec {
        slug: "demo".to_owned(),
        name: "Digiverkosto (demo)".to_owned(),
        contacts: Contacts {
            controller: "Demokirjasto".to_owned(),
            controller_contact: "demo@example.org".to_owned(),
            dpo_contact: "tietosuoja@example.org".to_owned(),
            accessibility_contact: "saavutettavuus@example.org".to_owned(),
            accessibility_phone: String::new(),
        },
        demo: true,
    };
    let mut tx = app.db.write().await?;
    let network = setup::create_network(app, &mut tx, &spec).await?;
    let chair = Member {
        id: app.new_id(),
        name: "Demo Puheenjohtaja".to_owned(),
        chip: "Demo".to_owned(),
        library: None,
        role: Role::Chair,
        email: Some("pj@example.org".to_owned()),
        language: "fi".to_owned(),
        created_at: app.now(),
        removed_at: None,
        has_password: false,
    };
    db::member::insert(&mut tx, network, &chair, None).await?;
    Ok(tx.commit().await?)
}
