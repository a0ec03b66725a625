//! Sealing a registration to the network's public key, and opening it.
//!
//! HPKE (RFC 9180) in its base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305. The purpose and the network
//! are the `info`; version, key and identity are authenticated. The text is padded to a size class, so that its length does
//! not tell a diet.
//!
//! Owns: the suite, what is bound to the ciphertext, the padding. Must not: draw randomness (it is given), keep a key, or
//! judge what is inside.

use std::convert::Infallible;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _};

use crate::domain::registration::Registration;
use crate::domain::sealed::Envelope;
use crate::id::Id;
use crate::wire::v1::tablet_form::FormKey;

type Kem = hpke::kem::X25519HkdfSha256;
type Kdf = hpke::kdf::HkdfSha256;
type Aead = hpke::aead::ChaCha20Poly1305;

/// The version of the envelopes that this build makes.
pub const VERSION: u32 = 1;
/// The smallest size class, bytes: nearly every registration is in it.
const FIRST_CLASS: usize = 2 * 1024;
/// The largest: each field of the form at its limit fits.
const LAST_CLASS: usize = 16 * 1024;
/// What an envelope of ours is for, so that nothing sealed for something else is taken for one.
const PURPOSE: &[u8] = b"digiverkosto registration";

/// A private key, as it is kept.
pub type Secret = [u8; 32];
/// A public key, as it is given to tablets.
pub type Public = [u8; 32];

/// To whom an envelope is sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct To {
    /// The network.
    pub network: Id,
    /// The key's id.
    pub key: Id,
    /// The key.
    pub public: Public,
}

impl To {
    /// The key that a tablet was given for a network; `None` where it is none.
    pub fn of(network: Id, key: &FormKey) -> Option<Self> {
        let public = URL_SAFE_NO_PAD.decode(&key.public).ok()?.try_into().ok()?;
        Some(Self { network, key: key.id, public })
    }
}

/// It was not sealed: the key is none, or the text is longer than any form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotSealed;

/// It cannot be opened: another key, another network, damaged, or not a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotOpened;

/// A new pair of keys from 32 random bytes.
pub fn key_pair(random: &[u8; 32]) -> (Secret, Public) {
    let (secret, public) = Kem::derive_keypair(random);
    (secret.to_bytes().into(), public.to_bytes().into())
}

/// Seals a registration under its identity. `random`: 32 bytes that are used for nothing else.
pub fn seal(told: &Registration, id: Id, to: &To, random: [u8; 32]) -> Result<Envelope, NotSealed> {
    let text = serde_json::to_vec(told).map_err(|_| NotSealed)?;
    let padded = pad(&text).ok_or(NotSealed)?;
    let aad = bound(VERSION, to.key, id);
    let (enc, ciphertext) = seal_bytes(&to.public, &info(to.network), &aad, &padded, random)?;
    Ok(Envelope {
        v: VERSION,
        key: to.key,
        id,
        enc: URL_SAFE_NO_PAD.encode(enc),
        ciphertext: URL_SAFE_NO_PAD.encode(ciphertext),
    })
}

/// Opens an envelope that was sealed to a network's key.
pub fn open(envelope: &Envelope, network: Id, secret: &Secret) -> Result<Registration, NotOpened> {
    if envelope.v != VERSION {
        return Err(NotOpened);
    }
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| NotOpened);
    let (enc, ciphertext) = (decode(&envelope.enc)?, decode(&envelope.ciphertext)?);
    let aad = bound(envelope.v, envelope.key, envelope.id);
    let padded = open_bytes(secret, &enc, &info(network), &aad, &ciphertext)?;
    serde_json::from_slice(unpad(&padded).ok_or(NotOpened)?).map_err(|_| NotOpened)
}

fn info(network: Id) -> Vec<u8> {
    [PURPOSE, network.as_bytes()].concat()
}

fn bound(v: u32, key: Id, id: Id) -> Vec<u8> {
    [&v.to_be_bytes(), key.as_bytes().as_slice(), id.as_bytes()].concat()
}

/// The length in four bytes, the text, zeros up to the size class.
fn pad(text: &[u8]) -> Option<Vec<u8>> {
    let length = u32::try_from(text.len()).ok()?.to_be_bytes();
    let mut class = FIRST_CLASS;
    while class < length.len() + text.len() {
        class *= 2;
    }
    let mut padded = [&length, text].concat();
    padded.resize(class, 0);
    (class <= LAST_CLASS).then_some(padded)
}

fn unpad(padded: &[u8]) -> Option<&[u8]> {
    let (length, rest) = padded.split_first_chunk::<4>()?;
    rest.get(..usize::try_from(u32::from_be_bytes(*length)).ok()?)
}

fn seal_bytes(
    public: &Public,
    info: &[u8],
    aad: &[u8],
    text: &[u8],
    random: [u8; 32],
) -> Result<(Public, Vec<u8>), NotSealed> {
    let public = <Kem as hpke::Kem>::PublicKey::from_bytes(public).map_err(|_| NotSealed)?;
    let mut given = Given(Some(random));
    let sealed = hpke::single_shot_seal_with_rng::<Aead, Kdf, Kem>(
        &OpModeS::Base,
        &public,
        info,
        text,
        aad,
        &mut given,
    );
    let (enc, ciphertext) = sealed.map_err(|_| NotSealed)?;
    // Asked for more or for less than it was given, it has made a key of something else.
    if given.0.is_some() { Err(NotSealed) } else { Ok((enc.to_bytes().into(), ciphertext)) }
}

fn open_bytes(
    secret: &Secret,
    enc: &[u8],
    info: &[u8],
    aad: &[u8],
    ciphertext: &[u8],
) -> Result<Vec<u8>, NotOpened> {
    let secret = <Kem as hpke::Kem>::PrivateKey::from_bytes(secret).map_err(|_| NotOpened)?;
    let enc = <Kem as hpke::Kem>::EncappedKey::from_bytes(enc).map_err(|_| NotOpened)?;
    hpke::single_shot_open::<Aead, Kdf, Kem>(&OpModeR::Base, &secret, &enc, info, ciphertext, aad)
        .map_err(|_| NotOpened)
}

/// Randomness that was drawn by the caller, to be used once and whole.
struct Given(Option<[u8; 32]>);

impl Given {
    /// Nothing can be made of what was not asked for as it was given.
    fn spoil(&mut self) {
        self.0 = Some([0; 32]);
    }
}

impl TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        self.spoil();
        Ok(0)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.spoil();
        Ok(0)
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        match self.0.take() {
            Some(random) if dst.len() == random.len() => dst.copy_from_slice(&random),
            _ => self.spoil(),
        }
        Ok(())
    }
}

impl TryCryptoRng for Given {}

#[cfg(test)]
mod tests;
