//! Keys that lie beside the database and not in it, so that a copy of the database alone opens nothing.
//!
//! Owns: the folder `keys` in the data folder, making a key at its first need, what is derived from it, and copies of the
//! folder for a backup. Several nodes need the same files. Must not: log a key.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use shared::id::Id;

use crate::error::{Error, Result};
use crate::random::Random;

/// The folder's name in the data folder.
pub const FOLDER: &str = "keys";
/// The key that participants' links and forms are made of.
const REGISTRATION: &str = "registration.key";

/// A key of 256 bits.
pub type Secret32 = [u8; 32];

/// The keys of this server.
#[derive(Debug)]
pub struct Keys {
    folder: PathBuf,
    registration: OnceLock<[u8; 32]>,
}

/// The secret of a manage link: 128 bits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Secret([u8; 16]);

impl Secret {
    /// Reads one from a link.
    pub fn parse(text: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok().map(Self)
    }

    /// What stands in the link.
    pub fn reveal(self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What is stored.
    pub fn hash(self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl Keys {
    /// The keys in a data folder; nothing is read or made yet.
    pub fn new(data: &Path) -> Self {
        Self { folder: data.join(FOLDER), registration: OnceLock::new() }
    }

    /// The secret of a registration's link. It is derived, so that each mail can name the link while the database
    /// holds its hash only.
    pub fn manage(&self, random: &dyn Random, network: Id, registration: Id) -> Result<Secret> {
        let tag = self.tag(random, b"manage", &[network.as_bytes(), registration.as_bytes()])?;
        let mut secret = [0; 16];
        secret.copy_from_slice(&tag[..16]);
        Ok(Secret(secret))
    }

    /// A tag that only this key makes of these parts; `purpose` keeps its uses apart. Parts must be of fixed length.
    pub fn tag(&self, random: &dyn Random, purpose: &[u8], parts: &[&[u8]]) -> Result<[u8; 32]> {
        let key = self.registration(random)?;
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).map_err(Error::internal)?;
        mac.update(purpose);
        for part in parts {
            mac.update(part);
        }
        Ok(mac.finalize().into_bytes().into())
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn registration(&self, random: &dyn Random) -> Result<[u8; 32]> {
        if let Some(key) = self.registration.get() {
            return Ok(*key);
        }
        let key = self.load(random).map_err(Error::internal)?;
        Ok(*self.registration.get_or_init(|| key))
    }

    /// Reads the key, or makes it. Two that make it at once end with the one that was there first.
    fn load(&self, random: &dyn Random) -> std::io::Result<[u8; 32]> {
        if let Some(key) = self.find(REGISTRATION)? {
            return Ok(key);
        }
        self.put(REGISTRATION, random, &random.bytes())?;
        self.find(REGISTRATION)?.ok_or_else(|| ErrorKind::NotFound.into())
    }

    /// The private half of a key that registrations are sealed to; `None` where this node does not have it.
    pub fn sealing(&self, key: Id) -> Result<Option<Secret32>> {
        self.find(&sealing_name(key)).map_err(Error::internal)
    }

    /// Keeps the private half of a new one.
    pub fn keep_sealing(&self, random: &dyn Random, key: Id, secret: &Secret32) -> Result<()> {
        self.put(&sealing_name(key), random, secret).map_err(Error::internal)
    }

    /// Destroys the private half of one that nobody needs any more; destroyed already is the same.
    pub fn destroy_sealing(&self, key: Id) -> Result<()> {
        match fs::remove_file(self.folder.join(sealing_name(key))) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::internal(error)),
            _ => Ok(()),
        }
    }

    fn find(&self, name: &str) -> std::io::Result<Option<Secret32>> {
        match fs::read_to_string(self.folder.join(name)) {
            Ok(text) => read(&text).map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes a file whole or not at all, and never over one that is there.
    fn put(&self, name: &str, random: &dyn Random, key: &Secret32) -> std::io::Result<()> {
        make_folder(&self.folder)?;
        let mut new = tempfile_in(&self.folder, random)?;
        new.1.write_all(URL_SAFE_NO_PAD.encode(key).as_bytes())?;
        new.1.sync_all()?;
        let linked = fs::hard_link(&new.0, self.folder.join(name));
        fs::remove_file(&new.0)?;
        match linked {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
            _ => Ok(()),
        }
    }
}

fn sealing_name(key: Id) -> String {
    format!("seal-{key}.key")
}

/// The keys in a folder, in the order of their names; none where there is no folder. What begins with a dot is still
/// being made.
pub fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut files = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() && !entry.file_name().as_encoded_bytes().starts_with(b".") {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// Copies the keys of a folder that another one lacks, readable by this user only; answers how many. None is replaced.
pub fn copy(from: &Path, to: &Path) -> std::io::Result<usize> {
    let mut copied = 0;
    for file in files(from)? {
        let Some(name) = file.file_name() else { continue };
        if to.join(name).exists() {
            continue;
        }
        make_folder(to)?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut new = options.open(to.join(name))?;
        new.write_all(&fs::read(&file)?)?;
        new.sync_all()?;
        copied += 1;
    }
    Ok(copied)
}

/// Whether a key of the one folder is another one than that of the same name in the other.
pub fn differ(one: &Path, other: &Path) -> std::io::Result<bool> {
    for file in files(one)? {
        let Some(name) = file.file_name() else { continue };
        let theirs = other.join(name);
        if theirs.exists() && fs::read(&file)? != fs::read(theirs)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What of a folder others than this user can read: the folder, or files in it.
#[cfg(unix)]
pub fn open_to_others(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    use std::os::unix::fs::PermissionsExt as _;
    let mut open = Vec::new();
    let folder = folder.exists().then(|| folder.to_owned());
    let inside = folder.as_deref().map_or(Ok(Vec::new()), files)?;
    for path in inside {
        if fs::metadata(&path)?.permissions().mode() & 0o077 != 0 {
            open.push(path);
        }
    }
    if let Some(folder) = folder
        && fs::metadata(&folder)?.permissions().mode() & 0o077 != 0
    {
        open.insert(0, folder);
    }
    Ok(open)
}

/// A folder for this user only.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A new file that nobody else can read.
fn tempfile_in(folder: &Path, random: &dyn Random) -> std::io::Result<(PathBuf, fs::File)> {
    let name = URL_SAFE_NO_PAD.encode(random.bytes::<12>());
    let path = folder.join(format!(".{name}"));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok((path.clone(), options.open(path)?))
}

fn read(text: &str) -> std::io::Result<[u8; 32]> {
    let bytes = URL_SAFE_NO_PAD.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| std::io::Error::new(ErrorKind::InvalidData, "a file of the folder keys is not a key"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_key_is_made_once_and_found_again() {
        let folder = tempfile::tempdir().unwrap();
        let (network, id) = (Id::from_bytes([1; 16]), Id::from_bytes([2; 16]));
        let first = Keys::new(folder.path()).manage(&SeededRandom::new(1), network, id).unwrap();
        let second = Keys::new(folder.path()).manage(&SeededRandom::new(2), network, id).unwrap();
        assert!(first == second && Secret::parse(&first.reveal()) == Some(first));
        let other = Keys::new(folder.path()).manage(&SeededRandom::new(2), id, network).unwrap();
        assert!(first != other);
        let files: Vec<_> = fs::read_dir(folder.path().join(FOLDER)).unwrap().collect();
        assert_eq!(files.len(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = files[0].as_ref().unwrap().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn a_copy_replaces_nothing_and_is_for_this_user_only() {
        let (data, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let id = Id::from_bytes([1; 16]);
        Keys::new(data.path()).manage(&SeededRandom::new(1), id, id).unwrap();
        let (from, to) = (data.path().join(FOLDER), copy.path().join("backup.keys"));
        fs::write(from.join(".half"), "x").unwrap();
        assert_eq!((super::copy(&from, &to).unwrap(), super::copy(&from, &to).unwrap()), (1, 0));
        assert!(!differ(&from, &to).unwrap() && !to.join(".half").exists());
        fs::write(to.join(REGISTRATION), "another").unwrap();
        assert!(differ(&from, &to).unwrap());
        assert_eq!(fs::read_to_string(to.join(REGISTRATION)).unwrap(), "another");
        assert_eq!(super::copy(&data.path().join("none"), &to).unwrap(), 0);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert!(open_to_others(&to).unwrap().is_empty());
            fs::set_permissions(to.join(REGISTRATION), fs::Permissions::from_mode(0o640)).unwrap();
            assert_eq!(open_to_others(&to).unwrap(), [to.join(REGISTRATION)]);
        }
    }

    #[test]
    fn a_key_for_sealing_is_kept_until_it_is_destroyed() {
        let folder = tempfile::tempdir().unwrap();
        let (keys, random) = (Keys::new(folder.path()), SeededRandom::new(1));
        let id = Id::from_bytes([3; 16]);
        assert_eq!(keys.sealing(id).unwrap(), None);
        keys.keep_sealing(&random, id, &[7; 32]).unwrap();
        // Never written over.
        keys.keep_sealing(&random, id, &[8; 32]).unwrap();
        assert_eq!(Keys::new(folder.path()).sealing(id).unwrap(), Some([7; 32]));
        for _ in 0..2 {
            keys.destroy_sealing(id).unwrap();
            assert_eq!(keys.sealing(id).unwrap(), None);
        }
    }

    #[test]
    fn a_broken_key_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(FOLDER)).unwrap();
        fs::write(folder.path().join(FOLDER).join(REGISTRATION), "half").unwrap();
        let id = Id::from_bytes([1; 16]);
        assert!(Keys::new(folder.path()).manage(&SeededRandom::new(1), id, id).is_err());
        assert!(Secret::parse("AAAA").is_none());
    }
}
