//! Tablets: what one knows of its network, what it reports of itself, and how they are listed.
//!
//! Owns: the bodies of `/api/v1/device` and `/api/v1/devices`. Must not: carry the device credential, which lives in an
//! HttpOnly cookie, or a member's e-mail: a tablet knows chips.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::door::DoorScope;
use super::library::Library;
use super::point::Point;
use super::statement::Contacts;
use super::tablet_form::FormInfo;
use crate::domain::vocabulary::Vocabulary;
use crate::id::Id;
use crate::time::Millis;

/// What the browser answered to `navigator.storage.persist()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Persistence {
    /// The storage is persistent.
    Yes,
    /// It was refused: the browser may drop it when the disk is full.
    No,
    /// Not asked yet, or the browser has no such question.
    #[default]
    #[serde(other)]
    Unknown,
}

/// POST `/api/v1/device/enrol`: make this browser a tablet; answered by [`DeviceConfig`] and the device cookie.
/// A device cookie that is sent along links the earlier device to the new one. Problems: `code_unknown` (never made,
/// used or ended look alike), `insecure_context`, `too_many_tries`.
#[derive(Clone, Serialize, Deserialize)]
pub struct Enrol {
    /// The code as typed or from the QR; case, spaces and hyphens do not matter.
    pub code: String,
    /// A name for the tablet, at most 40 characters; absent: the server names it after its point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The browser's replica id, where it has one already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replica: Option<Id>,
    /// Whether the storage is persistent.
    #[serde(default)]
    pub persisted: Persistence,
    /// Version of the app.
    #[serde(default)]
    pub app_version: String,
}

/// GET `/api/v1/device`: everything a tablet needs to work without a network. 401 `device_unknown` where the cookie is
/// absent or not known, 403 `device_revoked` where the tablet has been revoked: the queue stays in both cases.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeviceConfig {
    /// Grows by one with each change of anything below; equal numbers mean equal contents, but for `keys` and
    /// `server_time`.
    pub config_version: i64,
    /// The server's clock at the answer, ms UTC.
    pub server_time: Millis,
    /// This tablet.
    pub device: ThisDevice,
    /// The network.
    pub network: NetworkInfo,
    /// The tablet's library.
    pub library: Library,
    /// The code of the tablet's point.
    pub point: String,
    /// The points of the library, ended ones too, so that old entries keep their names.
    pub points: Vec<Point>,
    /// The members of the library, by chip.
    pub members: Vec<Chip>,
    /// The controlled lists with their version.
    pub vocabulary: Vocabulary,
    /// The days at whose door the tablet stands, until their lists have to be removed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doors: Vec<DoorScope>,
    /// The registration form of the next activity day; absent where one cannot register, now or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormInfo>,
}

/// The tablet itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThisDevice {
    /// Identity.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// When it was enrolled, ms UTC.
    pub enrolled_at: Millis,
    /// The device this browser was before, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Id>,
}

/// The network, as a tablet knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkInfo {
    /// Short name in addresses.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Whether this is the demo network, whose people and events are invented.
    pub demo: bool,
    /// Whether the log screen asks for effort.
    pub effort_enabled: bool,
    /// Whether the log screen asks for strain.
    pub strain_enabled: bool,
    /// Controller and contacts, so that the statements are readable offline.
    pub contacts: Contacts,
}

/// A member on a tablet: a chip and the author keys that stand for the person in entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip {
    /// The member, to remember whose turn it is.
    pub member: Id,
    /// Text of the chip.
    pub chip: String,
    /// `YYYY-MM` (Finnish time) → random author key of that month; this month and the next three.
    pub keys: BTreeMap<String, Id>,
}

/// POST `/api/v1/device/report`: what the tablet says of itself; answered by 204.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceReport {
    /// Whether the storage is persistent.
    #[serde(default)]
    pub persisted: Persistence,
    /// Version of the app.
    #[serde(default)]
    pub app_version: String,
    /// The replica id of its store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replica: Option<Id>,
    /// Unsent entries now.
    #[serde(default)]
    pub pending: u32,
    /// When the oldest unsent entry was made, ms UTC by the corrected clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_oldest_at: Option<Millis>,
    /// Set where a valid device cookie met an empty store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_lost: Option<StorageLost>,
}

/// The browser dropped the tablet's storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageLost {
    /// How many unsent entries the mirror cookie told of: what may be lost.
    pub mirrored_count: u32,
}

/// A tablet in the chair's or the contact's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Identity.
    pub id: Id,
    /// The library's code.
    pub library: String,
    /// The point's code.
    pub point: String,
    /// Its name.
    pub name: String,
    /// When it was enrolled, ms UTC.
    pub enrolled_at: Millis,
    /// Who made its code.
    pub enrolled_by: String,
    /// When it was revoked, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Millis>,
    /// Its last contact, ms UTC.
    pub last_contact: Millis,
    /// Unsent entries as of the last contact; what it holds since then cannot be known.
    pub pending: u32,
    /// When the oldest of them was made, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_oldest_at: Option<Millis>,
    /// Whether its storage is persistent.
    pub persisted: Persistence,
    /// The device that this browser was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_device: Option<Id>,
    /// When it last reported that its storage was gone, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_lost_at: Option<Millis>,
    /// Unsent entries that the mirror cookie told of then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub storage_lost_count: Option<u32>,
    /// Version of the app at the last contact.
    pub app_version: String,
}

/// GET `/api/v1/devices`: all for the chair, those of the own library for a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Devices {
    /// By library, point and name; revoked ones last.
    pub devices: Vec<Device>,
}

/// PATCH `/api/v1/devices/{id}`; an absent field stays as it is. DELETE revokes: the tablet is told so at its next
/// contact, what it still sends is held for review.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchDevice {
    /// Its name, 1–40 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The code of another point of the same library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
}
