//! The mix of topics, settings, durations and so on in the demo's entries.
//!
//! Owns: the weights, all invented. Must not: draw.

use shared::domain::help::REFERRED;

/// Codes with their weights.
pub type Weights = &'static [(&'static str, u32)];

/// Topics of helps to customers.
pub const TOPICS: Weights = &[
    ("printscan", 18),
    ("device", 16),
    ("gov", 15),
    ("identity", 14),
    ("libres", 12),
    ("apps", 9),
    ("private", 7),
    ("comms", 7),
    ("safety", 4),
    ("info_ai", 3),
    ("other", 2),
];
/// Topics of helps to one's own staff.
pub const PEER_TOPICS: Weights = &[
    ("libres", 24),
    ("apps", 20),
    ("info_ai", 16),
    ("device", 14),
    ("safety", 12),
    ("gov", 8),
    ("other", 6),
];
/// Where and in what way.
pub const SETTINGS: Weights =
    &[("desk", 46), ("floor", 26), ("dropin", 9), ("booked", 9), ("phone", 7), ("video", 1), ("outreach", 2)];
/// Bands of minutes.
pub const DURATIONS: Weights = &[("d1", 30), ("d2", 42), ("d3", 20), ("d4", 8)];
/// What came of it.
pub const OUTCOMES: Weights =
    &[("done", 55), ("learned", 18), ("partly", 10), ("return", 6), (REFERRED, 8), ("limits", 3)];
/// Where customers were referred to.
pub const REFERRALS: Weights = &[
    ("owner", 30),
    ("point", 20),
    ("association", 10),
    ("college", 14),
    ("shop", 16),
    ("colleague", 6),
    ("other", 4),
];
/// The customer's equipment.
pub const EQUIPMENT: Weights = &[
    ("phone", 44),
    ("own_pc", 15),
    ("lib_pc", 15),
    ("printer", 13),
    ("tablet", 10),
    ("reader", 2),
    ("none", 1),
];
/// The language of the service.
pub const LANGS: Weights = &[("fi", 84), ("sv", 8), ("en", 6), ("other", 2)];
/// People in one contact.
pub const PEOPLE: &[(u32, u32)] = &[(1, 88), (2, 8), (3, 2), (4, 1), (5, 1)];
/// Titles of group sessions.
pub const TITLES: &[&str] =
    &["Digi-iltapäivä", "Älypuhelin tutuksi", "E-kirjat haltuun", "Tunnista huijaus", "Digicafé"];
