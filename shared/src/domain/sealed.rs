//! A registration that was made on a tablet without a network: an envelope that only the server opens.
//!
//! Owns: the registers of such an op, the envelope's shape and limits, the receipt number. Must not: know the cipher
//! (`crate::seal` does), or what a registration holds. It is created and never changed.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::check::{Context, Rejection};
use super::op::Registers;
use super::row::Row;
use crate::id::Id;

/// The register of the envelope.
pub const ENVELOPE: &str = "envelope";
/// The register of the activity day's year.
pub const YEAR: &str = "year";

pub(super) const REQUIRED: &[&str] = &[ENVELOPE, YEAR];
pub(super) const IMMUTABLE: &[&str] = REQUIRED;

/// The length of an encapsulated key in Base64: 32 bytes.
const ENC_TEXT: usize = 43;
/// The longest ciphertext in Base64: 16 KiB of padded text and 16 bytes of tag.
const MAX_TEXT: usize = 21_868;

/// What is sealed, and to which key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The version of the sealing.
    pub v: u32,
    /// The key it was sealed to.
    pub key: Id,
    /// The registration's identity, minted when the form opened. It is sealed along, and an op that gets another id
    /// keeps it: however often an envelope arrives, and under which ids, it is one registration.
    pub id: Id,
    /// The encapsulated key (RFC 9180), Base64 for addresses.
    pub enc: String,
    /// The ciphertext, Base64 for addresses.
    pub ciphertext: String,
}

impl Envelope {
    /// Reads the register; `None` where it is none. By hand: the tablet's main file judges ops, and the derived reader
    /// would be a kilobyte of it.
    pub fn read(value: &Value) -> Option<Self> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let id = |name: &str| text(name).and_then(|text| text.parse().ok());
        let envelope = Self {
            v: value.get("v").and_then(Value::as_u64).and_then(|v| u32::try_from(v).ok())?,
            key: id("key")?,
            id: id("id")?,
            enc: text("enc")?.to_owned(),
            ciphertext: text("ciphertext")?.to_owned(),
        };
        envelope.is_well_formed().then_some(envelope)
    }

    /// The registers of its op.
    pub fn registers(&self, year: i32) -> Registers {
        let Self { v, key, id, enc, ciphertext } = self;
        let envelope = json!({"v": v, "key": key, "id": id, "enc": enc, "ciphertext": ciphertext});
        Registers::from([(ENVELOPE.to_owned(), envelope), (YEAR.to_owned(), json!(year))])
    }

    fn is_well_formed(&self) -> bool {
        let is_base64 =
            |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        self.enc.len() == ENC_TEXT
            && (1..=MAX_TEXT).contains(&self.ciphertext.len())
            && is_base64(&self.enc)
            && is_base64(&self.ciphertext)
    }
}

/// The identity of the registration that an op's row stands for.
pub fn identity(row: &Row) -> Option<Id> {
    row.get(ENVELOPE)?.get("id")?.as_str()?.parse().ok()
}

/// The number by which a person and an organiser speak of a registration: of the id's random end, since its beginning
/// is the time.
pub fn receipt(id: Id) -> String {
    let digits = id.to_string().to_uppercase();
    let end = &digits[digits.len() - 8..];
    format!("{}-{}", &end[..4], &end[4..])
}

pub(super) fn check_register(name: &str, value: &Value, _: &mut Context<'_>) -> Result<(), Rejection> {
    let is_right = match name {
        ENVELOPE => Envelope::read(value).is_some(),
        YEAR => value.as_i64().is_some_and(|year| (2000..=2200).contains(&year)),
        _ => true,
    };
    if is_right { Ok(()) } else { Err(Rejection::Malformed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope() -> Envelope {
        Envelope {
            v: 1,
            key: Id::from_bytes([1; 16]),
            id: Id::from_bytes([0xab; 16]),
            enc: "A".repeat(ENC_TEXT),
            ciphertext: "-_09azAZ".to_owned(),
        }
    }

    #[test]
    fn what_is_written_by_hand_is_what_serde_writes() {
        let set = envelope().registers(2027);
        assert_eq!(set[ENVELOPE], serde_json::to_value(envelope()).unwrap());
        assert_eq!(Envelope::read(&set[ENVELOPE]), Some(envelope()));
        assert_eq!(set[YEAR], 2027);
    }

    #[test]
    fn what_is_no_envelope_is_not_read() {
        for (field, value) in [
            ("v", json!(-1)),
            ("v", json!("1")),
            ("key", json!("x")),
            ("id", json!(null)),
            ("enc", json!("A".repeat(ENC_TEXT - 1))),
            ("enc", json!("=".repeat(ENC_TEXT))),
            ("ciphertext", json!("")),
            ("ciphertext", json!("A".repeat(MAX_TEXT + 1))),
            ("ciphertext", json!("nimi Aino")),
        ] {
            let mut spoilt = serde_json::to_value(envelope()).unwrap();
            spoilt[field] = value;
            assert_eq!(Envelope::read(&spoilt), None, "{field}");
        }
        assert_eq!(Envelope::read(&json!([])), None);
    }

    #[test]
    fn a_receipt_is_short_and_read_aloud() {
        assert_eq!(receipt("0198f2c4aaaa7bbb8cccdddd9f3a71c2".parse().unwrap()), "9F3A-71C2");
    }
}
