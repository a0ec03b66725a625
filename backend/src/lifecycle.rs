//! Starting and stopping the server.
//!
//! Owns: the order in which things begin and end. Must not: parse flags (`cli` does) or know routes.

use std::future::Future;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::app::App;
use crate::{http, jobs};

/// How long open requests may take after the word to stop.
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves until `shutdown` is ready, then lets open requests end, stops the jobs and closes the database. The listener
/// is bound by the caller, so that a test can bind port 0 and knows that the server is up.
pub async fn serve(
    listener: TcpListener,
    app: App,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let jobs = jobs::spawn(&app);
    let live = app.live.clone();
    let stop = async move {
        shutdown.await;
        live.stop();
    };
    let server = http::serve(listener, app.clone(), stop);
    let deadline = async {
        app.live.stopped().await;
        tokio::time::sleep(FAREWELL).await;
    };
    let result = tokio::select! {
        result = server => result,
        () = deadline => {
            tracing::warn!("some requests did not end in time");
            Ok(())
        }
    };
    drop(jobs);
    app.db.close().await;
    tracing::info!("stopped");
    result
}

/// Lets this process have as many connections as the system grants at most: a tablet holds two, and the usual soft limit
/// is 1,024.
#[cfg(unix)]
pub fn raise_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    if limit.current != limit.maximum
        && let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit })
    {
        tracing::warn!(%error, "the limit on open files stays as it is");
    }
}

/// Ready when the process is asked to end: SIGTERM or SIGINT.
pub async fn signal() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
            (Ok(mut terminate), Ok(mut interrupt)) => {
                tokio::select! {
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            }
            (Err(error), _) | (_, Err(error)) => {
                tracing::error!(%error, "cannot listen for signals");
                std::future::pending::<()>().await;
            }
        }
    }
    #[cfg(not(unix))]
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::error!(%error, "cannot listen for signals");
        std::future::pending::<()>().await;
    }
}
