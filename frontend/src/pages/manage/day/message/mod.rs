//! Writing to a group of those who registered.
//!
//! Owns: the way from the draft to its preview to the sending, and that nothing written is lost on the way. Must not: choose
//! who is in a group (the server does).

mod form;
mod log;
mod preview;

use leptos::prelude::*;
use shared::domain::day::Texts as DayTexts;
use shared::domain::message::{Audience, Draft};
use shared::wire::v1::message::{Messages, Preview};

use self::form::DraftForm;
use self::log::Log;
use self::preview::Previewed;
use super::Open;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::state::ids;
use crate::state::remote::Remote;

/// What the part's pieces act on.
#[derive(Clone, Copy)]
struct Page {
    open: Open,
    texts: Texts,
    messages: Remote<Messages>,
    draft: Fields,
    /// The preview, while it is shown in the place of the form.
    preview: RwSignal<Option<Preview>>,
    /// Minted for each message, so that sending twice makes one.
    id: RwSignal<shared::id::Id>,
}

/// What is being written.
#[derive(Clone, Copy)]
struct Fields {
    audience: RwSignal<String>,
    library: RwSignal<String>,
    subject: [RwSignal<String>; 3],
    text: [RwSignal<String>; 3],
}

impl Fields {
    fn new() -> Self {
        let empty = || std::array::from_fn(|_| RwSignal::new(String::new()));
        Self {
            audience: RwSignal::new(Audience::default().code().to_owned()),
            library: RwSignal::new(String::new()),
            subject: empty(),
            text: empty(),
        }
    }

    fn draft(self) -> Draft {
        let texts = |of: [RwSignal<String>; 3]| {
            let [fi, sv, en] = of.map(|text| text.get_untracked());
            DayTexts { fi, sv, en }
        };
        let library = self.library.get_untracked();
        Draft {
            audience: Audience::from_code(&self.audience.get_untracked()).unwrap_or_default(),
            library: (!library.is_empty()).then_some(library),
            subject: texts(self.subject),
            text: texts(self.text),
        }
    }

    /// After it was sent.
    fn clear(self) {
        for text in self.subject.into_iter().chain(self.text) {
            text.set(String::new());
        }
    }
}

/// The part.
#[component]
pub fn MessagePart(open: Open) -> impl IntoView {
    let texts = open.texts;
    let page = Page {
        open,
        texts,
        messages: Remote::new(open.path("/messages")),
        draft: Fields::new(),
        preview: RwSignal::new(None),
        id: RwSignal::new(ids::mint()),
    };
    let no_mail = move || page.messages.ready().is_some_and(|list| !list.get().sends_mail);
    view! {
        <p class="soft">{t!(texts, care.message_intro)}</p>
        {move || no_mail().then(|| view! { <Notice tone=Tone::Mark>{t!(texts, care.no_mail)}</Notice> })}
        <section class="card stack">
            {move || match page.preview.get() {
                None => view! { <DraftForm page /> }.into_any(),
                Some(preview) => view! { <Previewed page preview /> }.into_any(),
            }}
        </section>
        <section class="card stack">
            <h2>{t!(texts, care.log)}</h2>
            <Log page />
        </section>
    }
}

/// A group in words.
fn audience_words(texts: Texts, audience: Audience) -> &'static str {
    match audience {
        Audience::Confirmed => t_string!(texts, care.audience_confirmed),
        Audience::Onsite => t_string!(texts, care.audience_onsite),
        Audience::Remote => t_string!(texts, care.audience_remote),
        Audience::Waiting => t_string!(texts, care.audience_waiting),
        Audience::Contributors => t_string!(texts, care.audience_contributors),
        Audience::Unconfirmed => t_string!(texts, care.audience_unconfirmed),
    }
}
