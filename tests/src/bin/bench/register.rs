//! Registration for the activity day: how many page views and registrations the server takes from many addresses, while it
//! sends the mails that they ask for.

use std::net::SocketAddr;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use futures::StreamExt as _;
use futures::stream;
use reqwest::{Client, redirect};
use serde_json::json;
use shared::routes;
use shared::time::{DAY, helsinki};
use tests::actor::Actor;
use tests::database::Place;
use tests::day;
use tests::process::Process;
use tests::server::set_up_form;
use tests::smtp::Smtp;
use tests::visitor::Form;

use crate::{figure, now, watch};

/// People who register.
const PEOPLE: usize = 2_000;
/// People who look at a page or send a form at the same time.
const AT_ONCE: usize = 32;
/// Registrations per second that the day must stand.
const RATE: u32 = 200;
/// The share of that rate, from the first request to the last answer, at which the server has kept up: the last answers take
/// their time too.
const KEPT_UP: f64 = 0.98;
/// How long a form must have been open before it is taken.
const OPEN: Duration = Duration::from_secs(4);

/// Measures.
pub async fn run() -> Result<()> {
    let smtp = Smtp::start().await?;
    let place = Place { folder: Arc::new(tempfile::tempdir()?), url: None };
    let settings = [
        ("DIGIVERKOSTO_SMTP_URL", smtp.url()),
        ("DIGIVERKOSTO_MAIL_FROM", "Digiverkosto <digi@verkosto.example>".to_owned()),
        ("DIGIVERKOSTO_TRUSTED_PROXY", "127.0.0.1".to_owned()),
    ];
    let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut process = Process::start_with(&place, any, &settings, Stdio::inherit()).await?;
    let mut chair = Actor::new(process.address);
    let token = process.setup.clone().context("the server has a network already")?;
    chair.post(routes::SETUP, &set_up_form(&token)).await?.expect(200);
    let mut open = day::on(helsinki(now() + 60 * DAY).date);
    open["on_site"] = json!(PEOPLE);
    day::save(&mut chair, &open).await?.expect(200);
    let year = open["date"].as_str().and_then(|date| date.get(..4)).context("no year")?;
    let form = format!("http://{}/lounais-suomen-digiverkosto/ilmoittaudu/{year}", process.address);
    let client = Client::builder().redirect(redirect::Policy::none()).build()?;

    let views = watch();
    let pages: Vec<Result<String>> = stream::iter(0..PEOPLE)
        .map(|person| {
            let request = client.get(&form).header("x-forwarded-for", address(person));
            async move { Ok(request.send().await?.error_for_status()?.text().await?) }
        })
        .buffered(AT_ONCE)
        .collect()
        .await;
    let rate = PEOPLE as f64 / views.elapsed().as_secs_f64();
    let note = format!("{AT_ONCE} at once, two processors shared with who asks");
    figure("registration form: page views", rate, "pages/s", Some(45.0), &format!("{note}; pretix 45"));
    let mut bodies = Vec::new();
    for (person, page) in pages.into_iter().enumerate() {
        let form = Form::read(&page?, "")?;
        let form = form.of(&format!("Osallistuja {person}"), &format!("o{person}@example.org"), "onsite");
        bodies.push(serde_urlencoded::to_string(&form.with("diet", "vegan").with("consent", "yes").pairs)?);
    }
    tokio::time::sleep(OPEN).await;

    // At a steady rate, whatever the answers take.
    let begun = watch();
    let mut sent = Vec::new();
    let mut beat = tokio::time::interval(Duration::from_secs(1) / RATE);
    for (person, body) in bodies.into_iter().enumerate() {
        beat.tick().await;
        let request = client
            .post(&form)
            .header("x-forwarded-for", address(person))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        sent.push(tokio::spawn(async move {
            let watch = watch();
            let status = request.send().await.map_or(0, |answer| answer.status().as_u16());
            (status, watch.elapsed().as_secs_f64() * 1e3)
        }));
    }
    let mut times = Vec::new();
    let mut refused = 0;
    for one in sent {
        let (status, time) = one.await?;
        refused += u32::from(status != 303);
        times.push(time);
    }
    let taken = PEOPLE as f64 / begun.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let note =
        format!("{PEOPLE} from as many addresses, asked for at {RATE} per second, mails sent meanwhile");
    figure("registrations", taken, "registrations/s", Some(f64::from(RATE) * KEPT_UP), &note);
    figure("registrations refused or failed", f64::from(refused), "of 2,000", Some(0.0), &note);
    figure("registration, answer, median", times[PEOPLE / 2], "ms", None, &note);
    figure("registration, answer, 99 of 100", times[PEOPLE * 99 / 100], "ms", None, &note);
    let answer = chair.get(&format!("{}/registrations", day::path(year.parse()?))).await?.expect(200);
    let stored = answer.json["registrations"].as_array().map_or(0, Vec::len);
    ensure!(stored + refused as usize == PEOPLE, "{stored} stored");
    let last = watch();
    for person in 0..PEOPLE {
        smtp.wait_for(&format!("o{person}@example.org"), 1).await?;
    }
    ensure!(smtp.letters().len() == PEOPLE, "{} mails", smtp.letters().len());
    let note = "the last mail after the last registration; each is sent on its own";
    figure("registration, mails behind", last.elapsed().as_secs_f64(), "s", None, note);
    figure(
        "server memory, after 2,000 registrations",
        process.memory("VmHWM")?,
        "MB",
        None,
        "resident, peak",
    );
    process.stop().await
}

/// An address of one's own.
fn address(person: usize) -> String {
    format!("198.51.{}.{}", 100 + person / 250, 1 + person % 250)
}
