//! The app: contexts, the frame of a page, the one route tree.
//!
//! Owns: which path shows which page. Must not: hold logic of a page.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::components::footer::Footer;
use crate::components::header::Header;
use crate::components::heading::Navigated;
use crate::components::subnav::SubNav;
use crate::i18n::{self, *};
use crate::pages::device::DevicePage;
use crate::pages::enrol::EnrolPage;
use crate::pages::entries::EntriesPage;
use crate::pages::link::LinkPage;
use crate::pages::log::LogPage;
use crate::pages::log::desk::Desk;
use crate::pages::manage::{
    AuditPage, DevicesPage, FeedbackListPage, LibrariesPage, LibraryEntriesPage, MembersPage, NetworkPage,
};
use crate::pages::not_found::NotFoundPage;
use crate::pages::overview::OverviewPage;
use crate::pages::setup::SetupPage;
use crate::pages::sign_in::SignInPage;
use crate::pages::statements::accessibility::AccessibilityPage;
use crate::pages::statements::feedback::FeedbackPage;
use crate::pages::statements::privacy::PrivacyPage;
use crate::platform::page;
use crate::state;

/// The whole app.
#[component]
pub fn App() -> impl IntoView {
    state::provide();
    Navigated::provide();
    view! {
        <I18nContextProvider set_lang_attr_on_html=false set_dir_attr_on_html=false>
            <Shell />
        </I18nContextProvider>
    }
}

/// The frame of every page.
#[component]
fn Shell() -> impl IntoView {
    let texts = use_i18n();
    i18n::start(texts);
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
                    <Route path=path!("/kirjaukset") view=EntriesPage />
                    <Route path=path!("/laite") view=DevicePage />
                    <Route path=path!("/ota-kayttoon") view=EnrolPage />
                    <Route path=path!("/kirjaudu") view=SignInPage />
                    <Route path=path!("/linkki") view=LinkPage />
                    <Route path=path!("/asennus") view=SetupPage />
                    <Route path=path!("/tilanne") view=OverviewPage />
                    <Route path=path!("/hallinta/kirjaukset") view=LibraryEntriesPage />
                    <Route path=path!("/hallinta/kirjastot") view=LibrariesPage />
                    <Route path=path!("/hallinta/jasenet") view=MembersPage />
                    <Route path=path!("/hallinta/laitteet") view=DevicesPage />
                    <Route path=path!("/hallinta/verkosto") view=NetworkPage />
                    <Route path=path!("/hallinta/loki") view=AuditPage />
                    <Route path=path!("/hallinta/palautteet") view=FeedbackListPage />
                    <Route path=path!("/saavutettavuus") view=AccessibilityPage />
                    <Route path=path!("/palaute") view=FeedbackPage />
                    <Route path=path!("/tietosuoja") view=PrivacyPage />
                </Routes>
            </main>
            <Footer />
        </Router>
    }
}
