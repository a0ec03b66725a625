//! Passwords: argon2id.
//!
//! Owns: the parameters, hashing and checking, off the async threads. Must not: know accounts.

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use tokio::sync::Semaphore;

use crate::error::{Error, Result};
use crate::random::Random;

/// Memory, passes and lanes: the first choice of the OWASP Password Storage Cheat Sheet for argon2id,
/// "m=47104 (46 MiB), t=1, p=1" (cheatsheetseries.owasp.org, *Password Storage*). The hash carries its own parameters,
/// so these may grow without ending a password.
const PARAMETERS: (u32, u32, u32) = (47_104, 1, 1);

/// The fewest characters of a password. NIST SP 800-63B asks for 15 where a password stands alone or 8 beside another
/// factor; limits on guesses stand here, and no rules of composition.
pub const MIN_CHARACTERS: usize = 12;
/// The most characters: a guard against abuse, far above what people type.
pub const MAX_CHARACTERS: usize = 200;

/// Checks a new password's length.
pub fn check(password: &str) -> Result<()> {
    let characters = password.chars().count();
    if (MIN_CHARACTERS..=MAX_CHARACTERS).contains(&characters) {
        Ok(())
    } else {
        Err(Error::invalid("password", format!("{MIN_CHARACTERS}–{MAX_CHARACTERS} characters")))
    }
}

fn hasher() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = PARAMETERS;
    let params =
        Params::new(memory, passes, lanes, None).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password into PHC text.
pub async fn hash(random: &dyn Random, password: &str) -> Result<String> {
    let salt: [u8; 16] = random.bytes();
    let password = password.to_owned();
    blocking(move || {
        hasher()?
            .hash_password_with_salt(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|error| Error::internal(error.to_string()))
    })
    .await
}

/// Whether the password is the one that was hashed. Without a hash the same work is done, so that the time of the
/// answer does not tell whether the account exists.
pub async fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    let password = password.to_owned();
    let hash = hash.map(str::to_owned);
    blocking(move || {
        let Some(hash) = hash else {
            let _ = hasher()?.hash_password_with_salt(password.as_bytes(), &[0; 16]);
            return Ok(false);
        };
        let hash = PasswordHash::new(&hash).map_err(|error| Error::internal(error.to_string()))?;
        Ok(hasher()?.verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await
}

/// How many hashes are made at once: each takes 46 MiB, and a flood of sign-ins must not take all memory.
static AT_ONCE: Semaphore = Semaphore::const_new(4);

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let _turn = AT_ONCE.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[tokio::test]
    async fn the_right_password_and_no_other() {
        let random = SeededRandom::new(1);
        let stored = hash(&random, "kolme kissaa katolla").await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{stored}");
        assert!(verify("kolme kissaa katolla", Some(&stored)).await.unwrap());
        assert!(!verify("kolme kissaa katollä", Some(&stored)).await.unwrap());
        assert!(!verify("kolme kissaa katolla", None).await.unwrap());
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert!(check("ääkkösiä äää").is_ok());
        assert!(check("ääkkösiä ää").is_err());
        assert!(check(&"a".repeat(201)).is_err());
    }
}
