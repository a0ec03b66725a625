//! The activity day's set-up.
//!
//! Owns: the bodies of `/api/v1/days` and `/api/v1/days/{year}`. The day itself is `domain::day`'s.

use serde::{Deserialize, Serialize};

use crate::domain::day::{Day, Status, Texts};
use crate::domain::registration::Mode;
use crate::domain::vocabulary::Vocabulary;
use crate::time::{Date, Millis};

/// GET `/api/v1/days` (chair): newest year first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    /// Today in Finland.
    pub today: Date,
    /// The years that have a day.
    pub days: Vec<DayHead>,
}

/// What a list of days says of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayHead {
    /// When.
    pub date: Date,
    /// Draft or published.
    pub status: Status,
    /// Its name.
    pub title: Texts,
}

/// GET `/api/v1/days/{year}` (chair), and the answer to each change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayPage {
    /// The day.
    pub day: Day,
    /// Grows with each change; a change names the one that it was made from.
    pub version: i64,
    /// When it was changed last, ms UTC.
    pub changed_at: Millis,
    /// Now on the server, ms UTC.
    pub now: Millis,
    /// The address of the public form.
    pub address: String,
    /// Its QR as an SVG document.
    pub qr_svg: String,
    /// The path of the form as the public will see it, for the chair's eyes; a draft's too.
    pub preview: String,
    /// The path of a registration's page for the chair; the id follows.
    pub people: String,
    /// Whether the server can send mails: without, nobody can confirm a registration.
    pub sends_mail: bool,
    /// How many places are held.
    pub places: Places,
    /// How many get a mail about the change that this answers, because the day is at another time or place.
    #[serde(default)]
    pub told: u32,
    /// The network's lists that a day's pages need: [`LISTS`].
    pub vocabulary: Vocabulary,
}

/// The lists of [`DayPage::vocabulary`].
pub const LISTS: [&str; 4] = ["attendance", "contribution", "diet", "ride"];

/// How many places are held, and who waits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// On site.
    pub onsite: Taken,
    /// Remotely.
    pub remote: Taken,
    /// Registered as not coming.
    pub declined: u32,
}

impl Places {
    /// Of one way of taking part.
    pub fn of(&self, mode: Mode) -> Taken {
        match mode {
            Mode::Onsite => self.onsite,
            Mode::Remote => self.remote,
            Mode::Declined => Taken::default(),
        }
    }

    /// How many places of one way are free for somebody who comes now; none while anybody waits. `None`: it needs none.
    pub fn free(&self, day: &Day, mode: Mode) -> Option<u32> {
        let taken = self.of(mode);
        let capacity = day.places(mode)?;
        Some(if taken.waiting > 0 { 0 } else { capacity.saturating_sub(taken.held()) })
    }
}

/// One way of taking part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Confirmed by the click in the mail.
    pub confirmed: u32,
    /// Reserved, not confirmed yet.
    pub reserved: u32,
    /// Offered to somebody who waited.
    pub offered: u32,
    /// On the waiting list; they hold no place.
    pub waiting: u32,
}

impl Taken {
    /// Places that nobody else can have.
    pub fn held(self) -> u32 {
        self.confirmed + self.reserved + self.offered
    }
}

/// PUT `/api/v1/days/{year}` (chair). Answered by [`DayPage`]; `overtaken` where somebody else has changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveDay {
    /// The version that was changed; absent for the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// The whole day.
    pub day: Day,
}
