//! The first set-up: a network with its lists, libraries and points, and its chair.
//!
//! Owns: how a network comes to be, for the set-up page and for the demo alike.

use std::net::IpAddr;

use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::wire::v1::library::Library;
use shared::wire::v1::member::{Member, Role};
use shared::wire::v1::point::Point;
use shared::wire::v1::session::Me;
use shared::wire::v1::setup::Setup;
use shared::wire::v1::statement::Contacts;

use super::audit::{self, By};
use super::{check, link, member, network, session};
use crate::app::App;
use crate::auth::password;
use crate::auth::token::Token;
use crate::db::network::Network;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};
use crate::seed::Seed;

/// The code of the point that every library begins with.
pub const FIRST_POINT: &str = "main";

/// A network to be made.
#[derive(Clone, Debug)]
pub struct NetworkSpec {
    /// Short name in addresses.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Controller and contacts.
    pub contacts: Contacts,
    /// Whether it is the demo.
    pub demo: bool,
}

/// Uses the set-up link: makes the network and the chair, and signs the chair in.
pub async fn run(app: &App, address: IpAddr, form: &Setup) -> Result<(Me, Token)> {
    app.limits.link(address)?;
    let token =
        Token::parse(&form.token).filter(|token| token.network == link::NO_NETWORK).ok_or(Kind::LinkEnded)?;
    let (hash, now) = (token.hash(), app.now());
    let mut tx = app.db.read().await?;
    db::link::get(&mut tx, token.network, &hash, now).await?.ok_or(Kind::LinkEnded)?;
    drop(tx);

    let spec = spec(form)?;
    let name = check::text("chair.name", &form.chair.name, 80)?;
    let chair = Member {
        id: app.new_id(),
        chip: member::chip_of(&name),
        name,
        library: check::optional("chair.library", form.chair.library.as_deref(), 32)?,
        role: Role::Chair,
        email: Some(check::email("chair.email", &form.chair.email)?),
        language: check::language("chair.language", form.chair.language.as_deref())?,
        created_at: now,
        removed_at: None,
        has_password: true,
        organiser: false,
    };
    password::check(&form.chair.password)?;
    let password_hash = password::hash(&*app.random, &form.chair.password).await?;

    let mut tx = app.db.write().await?;
    if !db::link::consume(&mut tx, token.network, &hash, now).await? {
        return Err(Kind::LinkEnded.into());
    }
    let network = create_network(app, &mut tx, &spec).await?;
    if let Some(library) = &chair.library
        && db::library::get(&mut tx, network, library).await?.is_none()
    {
        return Err(Error::invalid("chair.library", "no such library"));
    }
    db::member::insert(&mut tx, network, &chair, Some(&password_hash)).await?;
    let by = By::Named(chair.id, &chair.name);
    audit::record(app, &mut tx, network, by, "network_created", &spec.name, "").await?;
    let answer = session::begin(app, &mut tx, network, &chair).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Makes a network with the lists and libraries of the seed, each library with one point.
pub async fn create_network(app: &App, tx: &mut Tx, spec: &NetworkSpec) -> Result<Id> {
    let seed = Seed::load().map_err(Error::internal)?;
    let vocabulary: Vocabulary = seed.vocabulary();
    let network = Network {
        id: app.new_id(),
        slug: spec.slug.clone(),
        name: spec.name.clone(),
        controller: spec.contacts.controller.clone(),
        controller_contact: spec.contacts.controller_contact.clone(),
        dpo_contact: spec.contacts.dpo_contact.clone(),
        accessibility_contact: spec.contacts.accessibility_contact.clone(),
        accessibility_phone: spec.contacts.accessibility_phone.clone(),
        demo: i64::from(spec.demo),
        effort_enabled: 0,
        strain_enabled: 0,
        lists_version: i64::from(vocabulary.version),
        config_version: 1,
        created_at: app.now(),
    };
    db::network::insert(tx, &network, app.new_id(), app.random.bytes()).await?;
    db::list_value::insert_all(tx, network.id, &vocabulary).await?;
    for (ord, library) in (0..).zip(seed.libraries) {
        let library = Library {
            code: library.code,
            name_fi: library.name_fi,
            name_sv: library.name_sv,
            province: library.province,
            languages: library.language,
            ended_at: None,
            ord,
        };
        db::library::insert(tx, network.id, &library).await?;
        db::point::insert(tx, network.id, &first_point(&library.code)).await?;
    }
    Ok(network.id)
}

/// The point that a new library begins with.
pub fn first_point(library: &str) -> Point {
    Point {
        library: library.to_owned(),
        code: FIRST_POINT.to_owned(),
        name_fi: "Pääkirjasto".to_owned(),
        name_sv: Some("Huvudbiblioteket".to_owned()),
        name_en: Some("Main library".to_owned()),
        ended_at: None,
    }
}

fn spec(form: &Setup) -> Result<NetworkSpec> {
    let name = network::check_name("network_name", &form.network_name)?;
    let slug = match check::optional("network_slug", form.network_slug.as_deref(), 40)? {
        Some(slug) => check::code("network_slug", &slug, 40)?,
        None => slug_of(&name),
    };
    Ok(NetworkSpec { slug, name, contacts: network::check_contacts(&form.contacts)?, demo: false })
}

/// A slug from a name: ä and å become a, ö becomes o, everything else that is no letter or digit a hyphen.
fn slug_of(name: &str) -> String {
    let mut slug = String::new();
    for c in name.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            'ä' | 'å' => slug.push('a'),
            'ö' => slug.push('o'),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.truncate(40);
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "verkosto".to_owned() } else { slug.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::slug_of;

    #[test]
    fn slugs() {
        assert_eq!(slug_of("Lounais-Suomen digiverkosto, Åbo & Öre!"), "lounais-suomen-digiverkosto-abo-ore");
        assert_eq!(slug_of("Библиотека"), "verkosto");
    }
}
