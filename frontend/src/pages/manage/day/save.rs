//! Saving a changed day over the version that is shown.
//!
//! Owns: that nothing of somebody else's is overwritten and nothing typed is lost. Must not: judge a day by itself: its own
//! rules are asked about the day as it would be, as the server will ask them.

use leptos::prelude::*;
use shared::domain::day::Day;
use shared::wire::v1::day::{DayPage, SaveDay};

use super::Open;
use crate::i18n::*;
use crate::pages::failure;
use crate::platform::page;
use crate::state::server::{self, Failure};

impl Open {
    /// The day as it would be after a change, over the version that is shown.
    pub fn changed(self, change: impl FnOnce(&mut Day)) -> SaveDay {
        let now = self.now.get_untracked();
        let mut day = now.day.clone();
        change(&mut day);
        SaveDay { version: Some(now.version), day }
    }

    /// Sends it.
    pub async fn send(self, form: SaveDay) -> Result<DayPage, Failure> {
        let answer = server::put::<DayPage>(&self.path(""), &form).await;
        // What somebody else has saved, and how many places are held by now, is shown; a form that is open keeps what was
        // written.
        if answer.as_ref().err().is_some_and(|failure| !failure.is_offline()) {
            self.remote.reload();
        }
        answer
    }

    /// Shows what the server made of it, and says how many are told of a day that was moved.
    pub fn show(self, page: DayPage, words: Wording) {
        let told = if page.sends_mail { page.told } else { 0 };
        let words = match told {
            0 => words,
            _ => wording(self.texts, move |texts| {
                let told = match told {
                    1 => t_string!(texts, day.told.one).to_owned(),
                    count => t_string!(texts, day.told.many, count = count).to_string(),
                };
                format!("{} {told}", sentence(words.text()))
            }),
        };
        self.remote.set(page);
        self.said.say(words);
        // A dialog that closes gives the focus back to what opened it, after this.
        request_animation_frame(|| page::focus("said"));
    }

    /// Saves a change that needs no form.
    pub fn save(self, form: SaveDay, words: Wording) {
        leptos::task::spawn_local(async move {
            match self.send(form).await {
                Ok(page) => self.show(page, words),
                Err(failure) => self.said.fail(failure::wording(self.texts, failure)),
            }
        });
    }
}

/// A text after which another one may stand.
fn sentence(text: String) -> String {
    if text.ends_with('.') { text } else { format!("{text}.") }
}
