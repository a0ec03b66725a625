//! What the accessibility statement and the privacy notice are made from.

use shared::domain::retention::{self, RULES};
use shared::id::Id;
use shared::wire::v1::statement::{Contacts, Keep, RetentionRow, Statements};

use super::network;
use crate::app::App;
use crate::db::network::Network;
use crate::error::Result;

/// Controller, contacts and the retention table; anybody may read them.
pub async fn read(app: &App, credential: Option<Id>, slug: Option<&str>) -> Result<Statements> {
    let mut tx = app.db.read().await?;
    let network = network::resolve(&mut tx, credential, slug).await?;
    Ok(Statements {
        contacts: network.as_ref().map(contacts),
        demo: network.as_ref().is_some_and(|network| network.demo != 0),
        network: network.as_ref().map(|network| network.slug.clone()),
        network_name: network.map(|network| network.name),
        retention: RULES.iter().map(row).collect(),
    })
}

/// A network's contacts as they are sent.
pub fn contacts(network: &Network) -> Contacts {
    Contacts {
        controller: network.controller.clone(),
        controller_contact: network.controller_contact.clone(),
        dpo_contact: network.dpo_contact.clone(),
        accessibility_contact: network.accessibility_contact.clone(),
        accessibility_phone: network.accessibility_phone.clone(),
    }
}

fn row(rule: &retention::Rule) -> RetentionRow {
    let keep = match rule.keep {
        retention::Keep::Months(months) => Keep { months: Some(months), days: None },
        retention::Keep::Days(days) => Keep { months: None, days: Some(days) },
    };
    RetentionRow {
        code: rule.code.to_owned(),
        what_fi: rule.fi.to_owned(),
        what_sv: rule.sv.to_owned(),
        what_en: rule.en.to_owned(),
        keep,
    }
}
