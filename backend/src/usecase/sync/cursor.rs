//! Cursors: where a replica stands, signed by the server.
//!
//! Owns: what a cursor says and its signature (HMAC-SHA256 with the network's key). Must not: look anything up.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use shared::id::Id;
use shared::time::{Date, Millis};

use crate::error::{Error, Kind, Result};

/// The longest cursor that is looked at, in bytes.
const LONGEST: usize = 1024;

/// Where a replica stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The history.
    #[serde(rename = "e")]
    pub epoch: Id,
    /// The last position that the replica has.
    #[serde(rename = "p")]
    pub position: i64,
    /// The mark of the push that gave that position; empty at position 0.
    #[serde(rename = "m")]
    pub mark: String,
    /// When the mark was made, ms UTC.
    #[serde(rename = "t")]
    pub at: Millis,
    /// The scope: the library's code.
    #[serde(rename = "s")]
    pub scope: String,
    /// The first pull is under way.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
}

/// A first pull: only entries of a window of dates, only what is not deleted. What changes meanwhile lies beyond
/// `until` and follows whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// The network's position when the pull began.
    #[serde(rename = "u")]
    pub until: i64,
    /// The first date.
    #[serde(rename = "f")]
    pub from: Date,
}

impl Cursor {
    /// Writes and signs it.
    pub fn seal(&self, key: &[u8]) -> Result<String> {
        let payload = serde_json::to_vec(self).map_err(Error::internal)?;
        let signature = mac(key, &payload)?.finalize().into_bytes();
        Ok(format!("{}.{}", URL_SAFE_NO_PAD.encode(&payload), URL_SAFE_NO_PAD.encode(signature)))
    }

    /// Reads a cursor that this network's key has signed.
    pub fn open(text: &str, key: &[u8]) -> Result<Self> {
        Self::read(text, key)?.ok_or_else(|| Kind::BadCursor.into())
    }

    fn read(text: &str, key: &[u8]) -> Result<Option<Self>> {
        let decoded = (text.len() <= LONGEST).then(|| text.split_once('.')).flatten().and_then(
            |(payload, signature)| {
                Some((URL_SAFE_NO_PAD.decode(payload).ok()?, URL_SAFE_NO_PAD.decode(signature).ok()?))
            },
        );
        let Some((payload, signature)) = decoded else { return Ok(None) };
        if mac(key, &payload)?.verify_slice(&signature).is_err() {
            return Ok(None);
        }
        Ok(serde_json::from_slice(&payload).ok())
    }
}

fn mac(key: &[u8], payload: &[u8]) -> Result<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(Error::internal)?;
    mac.update(payload);
    Ok(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_and_a_forged_one_is_not() {
        let cursor = Cursor {
            epoch: Id::v7(1, [1; 10]),
            position: 42,
            mark: "ab".to_owned(),
            at: 7,
            scope: "turku".to_owned(),
            window: Some(Window { until: 50, from: Date::new(2026, 4, 14).unwrap() }),
        };
        let sealed = cursor.seal(b"key").unwrap();
        assert_eq!(Cursor::open(&sealed, b"key").unwrap(), cursor);
        assert!(Cursor::open(&sealed, b"another").is_err());
        let (payload, signature) = sealed.split_once('.').unwrap();
        let changed = serde_json::to_vec(&Cursor { scope: "pori".to_owned(), ..cursor }).unwrap();
        let forged = format!("{}.{signature}", URL_SAFE_NO_PAD.encode(changed));
        for bad in ["", ".", "x.y", payload, &forged, &format!("{sealed}A"), &"a".repeat(5000)] {
            assert!(Cursor::open(bad, b"key").is_err(), "{bad}");
        }
    }
}
