//! Giving a request up.
//!
//! Owns: the signal that ends a request after a time. Must not: make requests (`api` does).

/// A signal that aborts after this many milliseconds; dropping the guard takes the timer away.
pub struct Deadline {
    controller: Option<web_sys::AbortController>,
    _timer: Option<gloo_timers::callback::Timeout>,
}

impl Deadline {
    /// Starts to count.
    pub fn after(ms: u32) -> Self {
        let controller = web_sys::AbortController::new().ok();
        let timer = controller
            .clone()
            .map(|controller| gloo_timers::callback::Timeout::new(ms, move || controller.abort()));
        Self { controller, _timer: timer }
    }

    /// What the request takes.
    pub fn signal(&self) -> Option<web_sys::AbortSignal> {
        self.controller.as_ref().map(web_sys::AbortController::signal)
    }

    /// Whether it was this that ended the request.
    pub fn has_passed(&self) -> bool {
        self.signal().is_some_and(|signal| signal.aborted())
    }
}
