//! `/api/v1/events`: server-sent events for tablets and people.
//!
//! Owns: the stream's form: `change` events with the network's position, the newest only, to a tablet when its library
//! has changed; a comment as heartbeat each 15 s; the end when the server stops. Must not: carry data; whoever hears of a change reads it by cursor.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderName, HeaderValue};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures::{Stream, stream};
use shared::id::Id;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::time::Instant;

use super::extract::ViewerAuth;
use crate::app::App;
use crate::error::Result;
use crate::live::Change;
use crate::usecase::actor::Viewer;
use crate::usecase::sync::position;
use crate::usecase::sync::reach::of_device;

/// Shorter than the idle time-outs of usual proxies.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How long news are gathered before they are told: many devices' pushes are one event.
const GATHER: Duration = Duration::from_millis(20);
/// A reach that no library has.
const UNKNOWN: i64 = -1;
/// A tablet is told at most so often. In a busy hour each push would reach each page otherwise: the product of the two.
const PAUSE: Duration = Duration::from_secs(1);
/// Likewise a person. There are few, and their figures are meant to move as entries come.
const PERSON_PAUSE: Duration = Duration::from_millis(250);

pub(super) async fn stream(State(app): State<App>, ViewerAuth(viewer): ViewerAuth) -> Result<Response> {
    let network = viewer.network();
    let tablet = match viewer {
        Viewer::Device(device) => Some((device.device.library.clone(), device.device.id)),
        Viewer::Person(_) => None,
    };
    // Listen first, read the position then: nothing that is committed in between is missed.
    let news = app.live.subscribe();
    let next = position(&app, network).await?;
    let listener = Listener { app, news, network, tablet, told: None, reach: 0, next, free: Instant::now() };
    let events = Sse::new(changes(listener)).keep_alive(KeepAlive::new().interval(HEARTBEAT).text(""));
    let mut response = events.into_response();
    let unbuffered = HeaderName::from_static("x-accel-buffering");
    response.headers_mut().insert(unbuffered, HeaderValue::from_static("no"));
    Ok(response)
}

struct Listener {
    app: App,
    news: broadcast::Receiver<Change>,
    network: Id,
    /// A tablet: it hears of its library only, and of check-ins where it stands at a door.
    tablet: Option<(String, Id)>,
    told: Option<i64>,
    /// How far what it reads had come when it was told.
    reach: i64,
    next: i64,
    /// Not before this does it tell again.
    free: Instant,
}

fn changes(listener: Listener) -> impl Stream<Item = std::result::Result<Event, Infallible>> {
    stream::unfold(listener, |mut state| async move {
        while state.told == Some(state.next) || !state.concerns().await {
            let live = state.app.live.clone();
            tokio::select! {
                heard = hear(&mut state) => heard?,
                () = live.stopped() => return None,
            }
        }
        state.told = Some(state.next);
        state.free = Instant::now() + state.pause();
        let event = Event::default().event("change").data(format!("{{\"position\":{}}}", state.next));
        Some((Ok(event), state))
    })
}

impl Listener {
    /// Pushes that were committed together are told of in any order.
    fn take(&mut self, change: Change) {
        if change.network != self.network {
            return;
        }
        if change.afresh {
            self.next = change.position;
            self.reach = UNKNOWN;
        } else {
            self.next = self.next.max(change.position);
        }
    }

    fn pause(&self) -> Duration {
        if self.tablet.is_some() { PAUSE } else { PERSON_PAUSE }
    }

    /// Whether whoever listens has something to fetch; what is not for them counts as told.
    async fn concerns(&mut self) -> bool {
        let Some((library, device)) = &self.tablet else { return true };
        let reach = match of_device(&self.app, self.network, library, *device, self.next).await {
            Ok(reached) => {
                // It may have been read later: to tell of the older position would leave the newer one untold.
                self.next = self.next.max(reached.network);
                reached.own
            }
            Err(error) => {
                error.log();
                // Rather once too often.
                return true;
            }
        };
        // The first word tells a tablet where the network is, whatever it has to fetch.
        let concerns = self.told.is_none() || reach != self.reach;
        self.reach = reach;
        if !concerns {
            self.told = Some(self.next);
            self.free = Instant::now() + self.pause();
        }
        concerns
    }
}

/// Waits for news of the network and gathers what follows at once; `None` at the end.
async fn hear(state: &mut Listener) -> Option<()> {
    match state.news.recv().await {
        Ok(change) => state.take(change),
        Err(RecvError::Lagged(_)) => {}
        Err(RecvError::Closed) => return None,
    }
    if state.told != Some(state.next) {
        tokio::time::sleep_until(state.free.max(Instant::now() + GATHER)).await;
    }
    loop {
        match state.news.try_recv() {
            Ok(change) => state.take(change),
            Err(TryRecvError::Lagged(_)) => {}
            Err(TryRecvError::Empty) => return Some(()),
            Err(TryRecvError::Closed) => return None,
        }
    }
}
