//! The app: contexts, the frame of a page, the one route tree.
//!
//! Owns: which path shows which page. Must not: hold logic of a page.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::components::chart::Hatch;
use crate::components::footer::Footer;
use crate::components::header::Header;
use crate::components::heading::Navigated;
use crate::components::subnav::SubNav;
use crate::i18n::{self, *};
use crate::pages::log::LogPage;
use crate::pages::log::desk::Desk;
use crate::pages::not_found::NotFoundPage;
use crate::pages::office::{OfficePage, Page};
use crate::platform::page;
use crate::state::{self, start::Start};

/// The whole app.
#[component]
pub fn App(
    /// The store as far as it is open.
    start: Start,
) -> impl IntoView {
    i18n::provide();
    state::provide(start);
    Navigated::provide();
    view! { <Shell /> }
}

/// A route's view that is in the office's file.
fn later(page: Page) -> impl Fn() -> AnyView + Clone + Send + 'static {
    move || view! { <OfficePage page /> }.into_any()
}

/// The frame of every page.
#[component]
fn Shell() -> impl IntoView {
    let texts = use_i18n();
    Desk::provide();
    // The router would take a link within the page for a route.
    let skip = |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        page::focus("content");
    };
    view! {
        <Router>
            <a class="skip-link" href="#content" rel="external" on:click=skip>
                {t!(texts, app.skip)}
            </a>
            <Header />
            <SubNav />
            <main id="content" tabindex="-1">
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/") view=LogPage />
                    <Route path=path!("/kirjaukset") view=later(Page::Entries) />
                    <Route path=path!("/huomio") view=later(Page::Attention) />
                    <Route path=path!("/ovi") view=later(Page::Door) />
                    <Route path=path!("/toimintapaiva") view=later(Page::Register) />
                    <Route path=path!("/laite") view=later(Page::Device) />
                    <Route path=path!("/ota-kayttoon") view=later(Page::Enrol) />
                    <Route path=path!("/kirjaudu") view=later(Page::SignIn) />
                    <Route path=path!("/linkki") view=later(Page::Link) />
                    <Route path=path!("/jaettu") view=later(Page::Stats) />
                    <Route path=path!("/asennus") view=later(Page::Setup) />
                    <Route path=path!("/tilanne") view=later(Page::Overview) />
                    <Route path=path!("/hallinta/suunnitelma") view=later(Page::Plan) />
                    <Route path=path!("/hallinta/toimintapaiva") view=later(Page::Days) />
                    <Route path=path!("/hallinta/toimintapaiva/:year/:part?") view=later(Page::DayPart) />
                    <Route path=path!("/hallinta/kirjaukset") view=later(Page::LibraryEntries) />
                    <Route path=path!("/hallinta/tarkistettavat") view=later(Page::Held) />
                    <Route path=path!("/hallinta/kirjastot") view=later(Page::Libraries) />
                    <Route path=path!("/hallinta/jasenet") view=later(Page::Members) />
                    <Route path=path!("/hallinta/laitteet") view=later(Page::Devices) />
                    <Route path=path!("/hallinta/vienti") view=later(Page::Share) />
                    <Route path=path!("/hallinta/verkosto") view=later(Page::Network) />
                    <Route path=path!("/hallinta/loki") view=later(Page::Audit) />
                    <Route path=path!("/hallinta/palautteet") view=later(Page::FeedbackList) />
                    <Route path=path!("/saavutettavuus") view=later(Page::Accessibility) />
                    <Route path=path!("/palaute") view=later(Page::Feedback) />
                    <Route path=path!("/tietosuoja") view=later(Page::Privacy) />
                </Routes>
            </main>
            <Footer />
            <Hatch />
        </Router>
    }
}
