//! Papers of an activity day: name tags, the list to sign, certificates.
//!
//! Owns: who is on which, and who may have one. How a paper looks is the crate `document`'s. Must not: show diets or access
//! needs.

use std::net::IpAddr;

use document::{Certificate, Label, Language, Picture, Print, Roll, Sheet};
use shared::domain::check_in;
use shared::domain::day::Day;
use shared::domain::lang::Lang;
use shared::domain::registration::{Mode, Registration};
use shared::id::Id;
use shared::text;
use shared::wire::v1::library::Library;
use shared::wire::v1::member::Role;

use super::actor::Actor;
use super::audit::{self, By};
use super::registration::manage::{self, Managed};
use super::{network, presence, qr};
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self};
use crate::error::{Error, Kind, Result};
use crate::export::{File, PDF};
use crate::words::Words;

/// Which paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// Name tags of those who come.
    NameTags,
    /// The list to sign.
    Attendance,
    /// Certificates of those who were there.
    Certificates,
}

impl Paper {
    /// Its name in an address, a file and the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::NameTags => "name-tags",
            Self::Attendance => "attendance",
            Self::Certificates => "certificates",
        }
    }

    /// The paper of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::NameTags, Self::Attendance, Self::Certificates].into_iter().find(|paper| paper.code() == code)
    }

    fn file_name(self) -> &'static str {
        match self {
            Self::NameTags => "nimilaput",
            Self::Attendance => "osallistujalista",
            Self::Certificates => "osallistumistodistukset",
        }
    }
}

/// A day with what its papers say of it.
struct Occasion<'a> {
    day: &'a Day,
    network: &'a str,
    libraries: &'a [Library],
}

/// A paper as a file, for the organisers.
pub async fn file(app: &App, actor: &Actor, year: i32, paper: Paper, lang: Lang) -> Result<File> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    let day = db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?.day;
    let network = network::of(&mut tx, actor.network).await?;
    let lists = app.lists.of(&mut tx, &network).await?;
    let libraries = db::library::list(&mut tx, actor.network).await?;
    let mut people = match paper {
        Paper::Certificates => presence::of(&mut tx, actor.network, year).await?.people,
        Paper::NameTags | Paper::Attendance => {
            let mut all = db::registration::list(&mut tx, actor.network, year).await?;
            all.retain(|one| presence::is_confirmed(one) && one.registration.mode == Mode::Onsite);
            all
        }
    };
    drop(tx);
    if paper != Paper::Attendance {
        // There is nobody any more who could wear or get one.
        people.retain(|one| !one.registration.name.is_empty());
    }
    people.sort_by_cached_key(|one| (one.registration.name.is_empty(), alphabetical(&one.registration.name)));
    let words = Words { lang };
    let occasion = Occasion { day: &day, network: &network.name, libraries: &libraries };
    let sheet = match paper {
        Paper::NameTags => {
            let foot = lists.label("attendance", Mode::Onsite.code(), lang);
            let tags = people.iter().map(|one| tag(&occasion, one, foot, words));
            Sheet::Labels(tags.collect::<Result<_>>()?)
        }
        Paper::Attendance => Sheet::Roll(roll(&occasion, &people, words)),
        Paper::Certificates => {
            let all = people.iter().map(|one| certificate(&occasion, &one.registration));
            Sheet::Certificates(all.collect())
        }
    };
    let title = match paper {
        Paper::NameTags => "after.tags_title",
        Paper::Attendance => "after.roll_title",
        Paper::Certificates => "after.certificates_title",
    };
    let title = words.fill(title, &[("what", day.title.of(lang)), ("year", &year.to_string())]);
    let print = Print { title, language: language(lang), author: network.name.clone(), sheet };
    let bytes = typeset(print).await?;
    let mut tx = app.db.write().await?;
    let (by, subject) = (By::Person(actor), year.to_string());
    audit::record(app, &mut tx, actor.network, by, "day_paper_made", &subject, paper.code()).await?;
    tx.commit().await?;
    Ok(File { name: format!("{}-{year}.pdf", paper.file_name()), media_type: PDF, bytes })
}

/// The own certificate of whoever has a manage link: after the day, of those who were there.
pub async fn own_certificate(app: &App, address: IpAddr, slug: &str, secret: &str) -> Result<File> {
    let managed = manage::show(app, address, slug, secret).await?;
    app.limits.registration(address)?;
    let mut tx = app.db.read().await?;
    let network = &managed.opened.network;
    let present = presence::of(&mut tx, network.id, managed.stored.year).await?;
    let libraries = db::library::list(&mut tx, network.id).await?;
    drop(tx);
    let was_there = present.people.iter().any(|one| one.id == managed.stored.id);
    if !is_due(&managed) || !was_there {
        return Err(Kind::NotFound.into());
    }
    let told = &managed.stored.registration;
    let day = &managed.opened.day;
    let occasion = Occasion { day, network: &network.name, libraries: &libraries };
    let certificate = certificate(&occasion, told);
    let print = Print {
        title: certificate.title.clone(),
        language: certificate.language,
        author: network.name.clone(),
        sheet: Sheet::Certificates(vec![certificate]),
    };
    let bytes = typeset(print).await?;
    let name = words_of(told).say("after.certificate_file");
    Ok(File { name: format!("{name}-{}.pdf", managed.stored.year), media_type: PDF, bytes })
}

/// Whether a person can have the own certificate by now; whether the person was there is asked when it is made.
pub fn is_due(managed: &Managed) -> bool {
    managed.opened.day.ends_at() <= managed.now && presence::is_confirmed(&managed.stored)
}

async fn typeset(print: Print) -> Result<Vec<u8>> {
    // Typesetting takes a good part of a second.
    let written = tokio::task::spawn_blocking(move || document::print(&print));
    written.await.map_err(Error::internal)?.map_err(Error::internal)
}

fn tag(occasion: &Occasion<'_>, one: &Stored, foot: &str, words: Words) -> Result<Label> {
    let picture =
        Picture { svg: qr_of(one.id)?, alt: words.say("after.qr"), caption: String::new(), width_mm: 20.0 };
    Ok(Label {
        name: one.registration.name.clone(),
        below: library(occasion, &one.registration, words.lang),
        foot: foot.to_owned(),
        picture: Some(picture),
    })
}

/// The picture that a check-in reads: the registration's id, and nothing of the person.
pub fn qr_of(registration: Id) -> Result<String> {
    qr::svg(&check_in::code(registration))
}

fn roll(occasion: &Occasion<'_>, people: &[Stored], words: Words) -> Roll {
    let Occasion { day, .. } = occasion;
    let place = [day.place.trim(), day.address.trim()].into_iter().filter(|part| !part.is_empty());
    let about = [
        format!("{} {}", text::weekday_date(day.date, words.lang), hours(day, words)),
        place.collect::<Vec<_>>().join(", "),
        words.fill("after.roll_count", &[("n", &people.len().to_string())]),
    ];
    let row = |one: &Stored| {
        vec![person(&one.registration, words), library(occasion, &one.registration, words.lang)]
    };
    Roll {
        about: about.into_iter().filter(|line| !line.is_empty()).collect(),
        header: ["after.col_name", "register.library", "after.signature"].map(|key| words.say(key)).into(),
        rows: people.iter().map(row).collect(),
    }
}

fn words_of(told: &Registration) -> Words {
    Words { lang: told.lang }
}

fn certificate(occasion: &Occasion<'_>, told: &Registration) -> Certificate {
    let words = words_of(told);
    let Occasion { day, .. } = occasion;
    let remote = told.mode == Mode::Remote;
    let how = words.say(if remote { "after.took_part_remote" } else { "after.took_part_onsite" });
    let place = if remote { String::new() } else { day.place.trim().to_owned() };
    let when = [
        Some(text::date(day.date, words.lang)),
        Some(hours(day, words)),
        Some(place).filter(|place| !place.is_empty()),
    ];
    let when = when.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let first = words.fill("after.took_part", &[("how", &how), ("what", day.title.of(words.lang))]);
    let last = words.fill("after.took_hours", &[("when", &when), ("hours", &duration(day))]);
    let followed = day.programme.iter().filter(|session| !remote || session.remote);
    let items = followed.map(|session| {
        let (from, to) = (session.begins.on(day.date), session.ends.on(day.date));
        let when = format!("{}–{}", text::clock(from, words.lang), text::clock(to, words.lang));
        (when, session.title.of(words.lang).to_owned())
    });
    Certificate {
        language: language(words.lang),
        title: words.say("after.certificate"),
        issuer: occasion.network.to_owned(),
        name: told.name.clone(),
        text: vec![first, last],
        heading: words.say("register.programme"),
        items: items.collect(),
        lines: [words.say("after.place_and_date"), words.say("after.signed_by")],
    }
}

/// `klo 9.30–15.30`.
fn hours(day: &Day, words: Words) -> String {
    let clock = |at| text::clock(at, words.lang);
    words.fill("letter.hours", &[("from", &clock(day.begins_at())), ("to", &clock(day.ends_at()))])
}

/// `6 h`, `6 h 30 min`: alike in each language.
fn duration(day: &Day) -> String {
    let minutes = (day.ends_at() - day.begins_at()) / shared::time::MINUTE;
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours} h"),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

fn library(occasion: &Occasion<'_>, told: &Registration, lang: Lang) -> String {
    let Some(code) = &told.library else { return told.other_library.clone().unwrap_or_default() };
    let known = occasion.libraries.iter().find(|library| library.code == *code);
    known.map_or_else(|| code.clone(), |library| name_of(library, lang).to_owned())
}

/// The name of a person; once it has been deleted, that it has.
pub fn person(told: &Registration, words: Words) -> String {
    if told.name.is_empty() { words.say("day.people.deleted") } else { told.name.clone() }
}

/// The name of a library in a language.
pub fn name_of(library: &Library, lang: Lang) -> &str {
    library.name_sv.as_deref().filter(|_| lang == Lang::Sv).unwrap_or(&library.name_fi)
}

/// The order of the Finnish alphabet, in which å, ä and ö come last.
pub fn alphabetical(name: &str) -> String {
    let letter = |c| match c {
        'å' => '\u{7b}',
        'ä' | 'æ' => '\u{7c}',
        'ö' | 'ø' => '\u{7d}',
        'é' | 'è' => 'e',
        'ü' => 'y',
        c => c,
    };
    name.to_lowercase().chars().map(letter).collect()
}

fn language(lang: Lang) -> Language {
    match lang {
        Lang::Fi => Language::Fi,
        Lang::Sv => Language::Sv,
        Lang::En => Language::En,
    }
}

#[cfg(test)]
mod tests {
    use super::alphabetical;

    #[test]
    fn names_are_in_the_order_of_the_finnish_alphabet() {
        let mut names = ["Östen", "Zacharias", "Åsa", "aino", "Äijö", "Yrjö", "Bo"];
        names.sort_by_cached_key(|name| alphabetical(name));
        assert_eq!(names, ["aino", "Bo", "Yrjö", "Zacharias", "Åsa", "Äijö", "Östen"]);
    }
}
