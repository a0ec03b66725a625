//! The HTTP interface: the whole route table on one screen.
//!
//! Owns: which path and method leads to which handler, and the order of the layers. Handlers hold no logic. Nothing
//! outside `http/` mentions axum.

mod answer;
mod assets;
mod audit;
mod care;
mod client;
mod cost;
mod day;
mod day_feedback;
mod day_figures;
mod day_file;
mod demo;
mod device;
mod door;
mod enrolment;
mod entries;
mod events;
mod export;
mod extract;
mod facts;
mod feedback;
mod form;
mod health;
mod held;
mod layers;
mod library;
mod link;
mod manage;
mod member;
mod message;
mod network;
mod note;
mod openapi;
mod organise;
mod overview;
mod page;
mod plan;
mod point;
mod ride;
mod session;
mod setup;
mod share;
mod statement;
mod sync;

use std::future::Future;
use std::net::SocketAddr;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{delete, get, patch, post, put};
use shared::routes;
use tokio::net::TcpListener;

use crate::app::App;

/// The most bytes of a body, unpacked, where a route does not say otherwise.
const BODY: usize = 64 * 1024;

/// All routes, with their layers.
pub fn router(app: App) -> Router {
    let api = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        // Anybody.
        .route(routes::STATEMENTS, get(statement::read))
        .route(routes::FEEDBACK, post(feedback::give).get(feedback::list))
        .route(routes::SESSION, post(session::sign_in).get(session::current).delete(session::sign_out))
        .route(&with(routes::LINKS, "/{token}"), get(link::show).post(link::set_password))
        .route(routes::SETUP, post(setup::run))
        // A tablet.
        .route(routes::DEVICE, get(device::config))
        .route(routes::DEVICE_FORM, get(device::form))
        .route(routes::DEVICE_ENROL, post(enrolment::enrol))
        .route(routes::DEVICE_REPORT, post(device::report))
        .route(&with(routes::DOOR, "/{year}"), get(door::list))
        .route(routes::SYNC_PUSH, post(sync::push).layer(DefaultBodyLimit::max(sync::BODY)))
        .route(routes::SYNC_PULL, get(sync::pull))
        .route(routes::SYNC_OFFER, post(sync::offer).layer(DefaultBodyLimit::max(sync::BODY)))
        .route(routes::SYNC_HELD, post(held::outcomes).layer(DefaultBodyLimit::max(sync::BODY)))
        // Somebody else's program.
        .route(routes::STATS, get(export::stats))
        .route(routes::OPENAPI, get(openapi::document))
        // A contact or the chair.
        .route(routes::OVERVIEW, get(overview::read))
        .route(routes::FACTS, get(facts::read))
        .route(routes::OPS, post(sync::correct).layer(DefaultBodyLimit::max(sync::BODY)))
        .route(routes::ENTRIES, get(entries::list))
        .route(routes::HELD, get(held::list))
        .route(&with(routes::HELD, "/{id}"), post(held::decide))
        .route(routes::NETWORK, get(network::read).patch(network::change))
        .route(routes::LIBRARIES, get(library::list).post(library::create))
        .route(&with(routes::LIBRARIES, "/{code}"), patch(library::change))
        .route(routes::POINTS, get(point::list).post(point::create))
        .route(&with(routes::POINTS, "/{library}/{code}"), patch(point::change))
        .route(routes::MEMBERS, get(member::list).post(member::create))
        .route(&with(routes::MEMBERS, "/{id}"), patch(member::change).delete(member::remove))
        .route(&with(routes::MEMBERS, "/{id}/link"), post(link::issue))
        .route(routes::DEVICES, get(device::list))
        .route(&with(routes::DEVICES, "/{id}"), patch(device::change).delete(device::revoke))
        .route(routes::ENROLMENTS, get(enrolment::list).post(enrolment::issue))
        .route(&with(routes::ENROLMENTS, "/{id}"), delete(enrolment::withdraw))
        .route(routes::PLANS, get(plan::list))
        .route(
            &with(routes::PLANS, "/{year}"),
            get(plan::read).post(plan::copy).put(plan::save).layer(DefaultBodyLimit::max(plan::BODY)),
        )
        .route(routes::DAYS, get(day::list))
        .route(
            &with(routes::DAYS, "/{year}"),
            get(day::read).put(day::save).layer(DefaultBodyLimit::max(day::BODY)),
        )
        .route(&with(routes::DAYS, "/{year}/registrations"), get(day::registrations))
        .route(&with(routes::DAYS, "/{year}/registrations/{id}"), post(day::act).delete(day::delete))
        .route(&with(routes::DAYS, "/{year}/mails"), get(day::mails))
        .route(&with(routes::DAYS, "/{year}/mails/{id}"), post(day::send_again))
        .route(&with(routes::DAYS, "/{year}/care"), get(care::read).post(care::mark_sent))
        .route(&with(routes::DAYS, "/{year}/care.csv"), get(care::file))
        .route(&with(routes::DAYS, "/{year}/retention"), get(care::retention))
        .route(&with(routes::DAYS, "/{year}/rides"), get(ride::read).post(ride::act))
        .route(
            &with(routes::DAYS, "/{year}/messages"),
            get(message::list).post(message::send).layer(DefaultBodyLimit::max(message::BODY)),
        )
        .route(
            &with(routes::DAYS, "/{year}/messages/preview"),
            post(message::preview).layer(DefaultBodyLimit::max(message::BODY)),
        )
        .route(&with(routes::DAYS, "/{year}/doors"), get(door::page))
        .route(&with(routes::DAYS, "/{year}/doors/{device}"), put(door::grant).delete(door::revoke))
        .route(&with(routes::DAYS, "/{year}/check-ins/{id}"), post(door::decide))
        .route(&with(routes::DAYS, "/{year}/costs"), get(cost::list))
        .route(&with(routes::DAYS, "/{year}/costs/{id}"), put(cost::save).delete(cost::remove))
        .route(&with(routes::DAYS, "/{year}/figures"), get(day_figures::read).put(day_figures::save))
        .route(&with(routes::DAYS, "/{year}/feedback"), get(day_feedback::results))
        .route(&with(routes::DAYS, "/{year}/feedback/texts/{id}"), delete(day_feedback::remove_text))
        .route(&with(routes::DAYS, "/{year}/files/{name}"), get(day_file::file))
        .route(routes::NOTES, get(note::list))
        .route(&with(routes::NOTES, "/{id}"), put(note::put).delete(note::remove))
        .route(&with(routes::EXPORTS, "/{name}"), get(export::file))
        .route(routes::SHARES, get(share::list).post(share::issue))
        .route(&with(routes::SHARES, "/{id}"), delete(share::revoke))
        .route(routes::AUDIT, get(audit::page))
        .route(&with(routes::FEEDBACK, "/{id}"), patch(feedback::answer))
        // The activity day's pages, for anybody; the last one for whoever has the link.
        .route("/{network}/ilmoittaudu", get(form::latest))
        .route("/{network}/ilmoittaudu/{year}", get(form::of_year).post(form::submit))
        .route("/{network}/ilmoittaudu/{year}/kiitos", get(form::thanks))
        .route("/{network}/ilmoittautuminen/{secret}", get(manage::show).post(manage::act))
        // The same for the chair's eyes.
        .route("/{network}/ilmoittaudu/{year}/esikatselu", get(organise::preview))
        .route("/{network}/ilmoittautuminen/osallistuja/{id}", get(organise::person).post(organise::amend))
        .route("/{network}/ilmoittautuminen/{secret}/todistus", get(day_file::certificate))
        .route("/{network}/palaute/{year}", get(day_feedback::form).post(day_feedback::submit))
        .route("/{network}/palaute/{year}/kiitos", get(day_feedback::thanks))
        // The demo's two links; elsewhere they are not found.
        .route("/demo/tablet/{token}", get(demo::tablet))
        .route("/demo/chair/{token}", get(demo::chair))
        // The app itself; everything else.
        .fallback(assets::serve)
        .layer(DefaultBodyLimit::max(BODY));
    // Streams live as long as a page: outside the time-out.
    let streams = Router::new().route(routes::EVENTS, get(events::stream));
    layers::apply(app.clone(), api, streams).with_state(app)
}

/// Answers on a listener until `stop` is ready and the open requests have ended.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await
}

fn with(base: &str, rest: &str) -> String {
    format!("{base}{rest}")
}
