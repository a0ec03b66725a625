//! Logging digital support: the first page of a tablet.
//!
//! Owns: what the first page shows to a tablet, and to a browser that is none. Must not: wait for the network.

pub mod desk;
pub mod details;
pub mod form;
pub mod group;
pub mod nobody;
mod others;
mod saved;
mod screen;
mod timer;
pub mod topics;
pub mod when;

use leptos::prelude::*;
use leptos_router::components::A;

pub use self::desk::Mode;
use self::screen::LogScreen;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::lost::Lost;
use crate::state::device::{Status, use_device};

/// How far the device is, without its configuration: the screen stays while that is renewed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Opening,
    Stranger,
    Tablet,
    Failed,
}

/// The page.
#[component]
pub fn LogPage() -> impl IntoView {
    let texts = use_i18n();
    let device = use_device();
    let stage = Memo::new(move |_| {
        device.status.with(|status| match status {
            Status::Opening => Stage::Opening,
            Status::NotEnrolled => Stage::Stranger,
            Status::Enrolled(_) => Stage::Tablet,
            Status::Failed(_) => Stage::Failed,
        })
    });
    move || match stage.get() {
        Stage::Opening => view! { <p class="soft">{t!(texts, app.loading)}</p> }.into_any(),
        Stage::Tablet => view! { <LogScreen /> }.into_any(),
        Stage::Stranger => view! { <Stranger /> }.into_any(),
        Stage::Failed => view! {
            <div class="page page--narrow">
                <PageHeading text=say!(texts, log.title) />
                <Notice tone=Tone::Bad>{t!(texts, log.no_storage)}</Notice>
            </div>
        }
        .into_any(),
    }
}

/// What a browser shows that is no tablet of any library, or no longer knows that it was one.
#[component]
fn Stranger() -> impl IntoView {
    let texts = use_i18n();
    view! {
        <div class="page page--narrow">
            <PageHeading text=say!(texts, app.name) />
            <Lost />
            <p>{t!(texts, log.stranger)}</p>
            <div class="row">
                <A href="/ota-kayttoon" attr:class="hds-button hds-button--primary">
                    {t!(texts, shell.nav.enrol)}
                </A>
                <A href="/kirjaudu" attr:class="hds-button hds-button--secondary">
                    {t!(texts, shell.nav.sign_in)}
                </A>
            </div>
        </div>
    }
}
