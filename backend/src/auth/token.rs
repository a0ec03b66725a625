//! Bearer tokens of sessions, tablets and links.
//!
//! A token names its network and holds 256 random bits; the database holds the SHA-256 of those bits only, so that a
//! stolen copy of it signs nobody in. Tokens have no `Debug` and are never logged.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use shared::id::Id;

use crate::random::Random;

/// A token.
pub struct Token {
    /// The network it belongs to.
    pub network: Id,
    secret: [u8; 32],
}

impl Token {
    /// A fresh token for a network.
    pub fn new(random: &dyn Random, network: Id) -> Self {
        Self { network, secret: random.bytes() }
    }

    /// Reads a token; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let (network, secret) = text.split_once('.')?;
        let secret = URL_SAFE_NO_PAD.decode(secret).ok()?.try_into().ok()?;
        Some(Self { network: network.parse().ok()?, secret })
    }

    /// What is given to the browser: letters, digits, `-`, `_` and one dot.
    pub fn reveal(&self) -> String {
        format!("{}.{}", self.network, URL_SAFE_NO_PAD.encode(self.secret))
    }

    /// What is stored. No salt or slow hash is needed: 256 random bits cannot be guessed.
    pub fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.secret).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_token_survives_the_browser_and_nothing_else_is_read() {
        let random = SeededRandom::new(1);
        let network = Id::v7(1, [1; 10]);
        let token = Token::new(&random, network);
        let back = Token::parse(&token.reveal()).unwrap();
        assert_eq!((back.network, back.hash()), (network, token.hash()));
        for bad in ["", ".", "a.b", &token.reveal()[..40], &format!("{}x", token.reveal())] {
            assert!(Token::parse(bad).is_none(), "{bad}");
        }
    }
}
