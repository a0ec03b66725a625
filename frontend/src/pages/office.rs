//! The office: every page that is not the tablet's daily work. They are in a wasm file of their own, which a page's first
//! visit fetches; the service worker keeps it, so that it is there offline too.
//!
//! Owns: which pages these are, the fetching, what is shown meanwhile and when it fails. Must not: be named by a page of
//! the main file in any other way than by [`Page`], which would bring the page back into the main file.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::attention::AttentionPage;
use super::device::DevicePage;
use super::door::DoorPage;
use super::enrol::EnrolPage;
use super::entries::EntriesPage;
use super::link::LinkPage;
use super::manage::{
    AuditPage, DayPartPage, DaysPage, DevicesPage, FeedbackListPage, HeldPage, LibrariesPage,
    LibraryEntriesPage, MembersPage, NetworkPage, PlanPageView, SharePage,
};
use super::overview::OverviewPage;
use super::register::RegisterPage;
use super::setup::SetupPage;
use super::sign_in::SignInPage;
use super::statements::accessibility::AccessibilityPage;
use super::statements::feedback::FeedbackPage;
use super::statements::privacy::PrivacyPage;
use super::stats::StatsPage;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;

/// A page of the office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the page of that name")]
pub enum Page {
    Accessibility,
    Attention,
    Audit,
    DayPart,
    Days,
    Device,
    Devices,
    Door,
    Enrol,
    Entries,
    Feedback,
    FeedbackList,
    Held,
    Libraries,
    LibraryEntries,
    Link,
    Members,
    Network,
    Overview,
    Plan,
    Privacy,
    Register,
    Setup,
    Share,
    SignIn,
    Stats,
}

/// Makes a page's view. A plain function: it is called where the page belongs, under that owner and its contexts.
type Make = fn() -> AnyView;

/// The only place that knows what is in the office's file.
fn make(page: Page) -> Make {
    match page {
        Page::Accessibility => || view! { <AccessibilityPage /> }.into_any(),
        Page::Attention => || view! { <AttentionPage /> }.into_any(),
        Page::Audit => || view! { <AuditPage /> }.into_any(),
        Page::DayPart => || view! { <DayPartPage /> }.into_any(),
        Page::Days => || view! { <DaysPage /> }.into_any(),
        Page::Device => || view! { <DevicePage /> }.into_any(),
        Page::Devices => || view! { <DevicesPage /> }.into_any(),
        Page::Door => || view! { <DoorPage /> }.into_any(),
        Page::Enrol => || view! { <EnrolPage /> }.into_any(),
        Page::Entries => || view! { <EntriesPage /> }.into_any(),
        Page::Feedback => || view! { <FeedbackPage /> }.into_any(),
        Page::FeedbackList => || view! { <FeedbackListPage /> }.into_any(),
        Page::Held => || view! { <HeldPage /> }.into_any(),
        Page::Libraries => || view! { <LibrariesPage /> }.into_any(),
        Page::LibraryEntries => || view! { <LibraryEntriesPage /> }.into_any(),
        Page::Link => || view! { <LinkPage /> }.into_any(),
        Page::Members => || view! { <MembersPage /> }.into_any(),
        Page::Network => || view! { <NetworkPage /> }.into_any(),
        Page::Overview => || view! { <OverviewPage /> }.into_any(),
        Page::Plan => || view! { <PlanPageView /> }.into_any(),
        Page::Privacy => || view! { <PrivacyPage /> }.into_any(),
        Page::Register => || view! { <RegisterPage /> }.into_any(),
        Page::Setup => || view! { <SetupPage /> }.into_any(),
        Page::Share => || view! { <SharePage /> }.into_any(),
        Page::Stats => || view! { <StatsPage /> }.into_any(),
        Page::SignIn => || view! { <SignInPage /> }.into_any(),
    }
}

/// The split point: the macro makes it asynchronous, and what only it reaches goes to the other file. Without the
/// feature (tests, `--dev`) everything is in one file.
#[cfg(feature = "split")]
#[wasm_split_helpers::wasm_split(office, fallible)]
fn fetch(page: Page) -> Result<Make, wasm_split_helpers::SplitLoaderError> {
    Ok(make(page))
}

/// The same in one file.
#[cfg(not(feature = "split"))]
async fn fetch(page: Page) -> Result<Make, std::convert::Infallible> {
    Ok(make(page))
}

/// How far the fetching is.
#[derive(Clone, Copy)]
enum Stage {
    Waiting,
    Here(Make),
    Failed,
}

/// After so long the page says that it is being opened: as a rule the file is here before anybody could read a word.
const SLOW_MS: u32 = 400;

/// A page of the office, as soon as its file is here.
#[component]
pub fn OfficePage(
    /// Which one.
    page: Page,
) -> impl IntoView {
    let texts = use_i18n();
    let stage = RwSignal::new(Stage::Waiting);
    let slow = RwSignal::new(false);
    // The person may be on another page when an answer comes, hence `try_set`.
    let start = move || {
        stage.set(Stage::Waiting);
        spawn_local(async move {
            let fetched = fetch(page).await;
            stage.try_set(fetched.map_or(Stage::Failed, Stage::Here));
        });
    };
    start();
    spawn_local(async move {
        TimeoutFuture::new(SLOW_MS).await;
        slow.try_set(true);
    });
    move || match stage.get() {
        Stage::Here(make) => make(),
        Stage::Waiting => view! {
            <p class="soft" role="status">
                {move || slow.get().then(|| t!(texts, app.loading))}
            </p>
        }
        .into_any(),
        Stage::Failed => view! {
            <div class="page page--narrow">
                <PageHeading text=say!(texts, app.not_opened) />
                <Notice tone=Tone::Bad>
                    <p>{t!(texts, app.not_opened_text)}</p>
                    <button
                        type="button"
                        class="hds-button hds-button--secondary"
                        on:click=move |_| start()
                    >
                        {t!(texts, action.retry)}
                    </button>
                </Notice>
            </div>
        }
        .into_any(),
    }
}
