//! The configuration: flags over `DIGIVERKOSTO_*` variables over a TOML file over defaults.
//!
//! Owns: the keys, their defaults and their checks. Must not: read a configuration anywhere else in the program.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format as _, Serialized, Toml};
use serde::{Deserialize, Deserializer, Serialize};

use crate::post::Post;
use crate::proxy::Cidr;

/// The prefix of environment variables.
pub const PREFIX: &str = "DIGIVERKOSTO_";
/// Who sends the demo's mails.
const DEMO_SENDER: &str = "Digiverkosto <digiverkosto@example.org>";
/// The variable that names the TOML file; it is not a key of that file.
pub const CONFIG_VARIABLE: &str = "DIGIVERKOSTO_CONFIG";

/// All settings of a server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The folder of the database.
    pub data: PathBuf,
    /// A PostgreSQL address (`postgres://…`) instead of the file in `data`.
    #[serde(default)]
    pub database_url: Option<String>,
    /// How browsers reach the server, `https://host[:port]`; absent: `http://localhost:<port>`.
    #[serde(default)]
    pub public_url: Option<String>,
    /// Addresses or networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    #[serde(default, deserialize_with = "proxies")]
    pub trusted_proxy: Vec<Cidr>,
    /// The mail server: `smtp://[user:password@]host[:port][?tls=required]` or `smtps://…`.
    #[serde(default)]
    pub smtp_url: Option<String>,
    /// Who sends mails: `Name <name@example.org>`.
    #[serde(default)]
    pub mail_from: Option<String>,
    /// Whether this is the demo.
    #[serde(default)]
    pub demo: bool,
    /// What to log, in the syntax of tracing's `EnvFilter`.
    pub log: String,
    /// `text` or `json`.
    pub log_format: LogFormat,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For machines.
    Json,
}

/// What flags may set; an absent one leaves the setting to the environment, the file or the default.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Flags {
    /// `--listen`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<String>,
    /// `--data`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<PathBuf>,
    /// `--database-url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// `--public-url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// `--trusted-proxy`, once per address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub trusted_proxy: Vec<String>,
    /// `--demo`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub demo: bool,
}

/// Why a configuration is refused: one line that names the key and where it came from.
#[derive(Debug, thiserror::Error)]
#[error("configuration: {0}")]
pub struct ConfigError(String);

#[derive(Serialize)]
struct Defaults {
    listen: SocketAddr,
    data: PathBuf,
    log: &'static str,
    log_format: LogFormat,
}

impl Config {
    /// Reads the configuration; `file` is `--config`.
    pub fn load(flags: &Flags, file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut figment = Figment::from(Serialized::defaults(Defaults {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            data: PathBuf::from("data"),
            log: "info",
            log_format: LogFormat::Text,
        }));
        if let Some(file) = file {
            if !file.is_file() {
                return Err(ConfigError(format!("there is no file {}", file.display())));
            }
            figment = figment.merge(Toml::file_exact(file));
        }
        let config: Self = figment
            .merge(Env::prefixed(PREFIX).ignore(&["config"]))
            .merge(Serialized::defaults(flags))
            .extract()
            .map_err(|error| ConfigError(describe(&error)))?;
        config.check()
    }

    /// The configuration of a test server: no environment, no file.
    pub fn for_tests(data: &Path) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            data: data.to_owned(),
            database_url: None,
            public_url: None,
            trusted_proxy: Vec::new(),
            smtp_url: None,
            mail_from: None,
            demo: false,
            log: "warn".to_owned(),
            log_format: LogFormat::Text,
        }
    }

    /// The SQLite file.
    pub fn database_file(&self) -> PathBuf {
        self.data.join("digiverkosto.sqlite")
    }

    /// How browsers reach the server, without a slash at the end.
    pub fn public_url(&self) -> String {
        match &self.public_url {
            Some(url) => url.clone(),
            None => format!("http://localhost:{}", self.listen.port()),
        }
    }

    /// Whether browsers reach the server over TLS.
    pub fn is_https(&self) -> bool {
        self.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }

    /// Where mails go; `None` where nobody has said. The demo's lie in a folder: it sends nothing.
    pub fn mail(&self) -> Option<Post> {
        let from = self.mail_from.as_deref().unwrap_or(DEMO_SENDER).parse().ok()?;
        match &self.smtp_url {
            Some(url) => Some(Post::smtp(url, from)),
            None => self.demo.then(|| Post::folder(&self.data.join("mail"), from)),
        }
    }

    fn check(mut self) -> Result<Self, ConfigError> {
        if let Some(url) = &self.database_url
            && !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme))
        {
            // The address may hold a password: it is not repeated.
            return Err(ConfigError("`database_url` must begin with postgres://".to_owned()));
        }
        if let Some(url) = &self.smtp_url {
            // The address may hold a password: it is not repeated.
            if !url.starts_with("smtp://") && !url.starts_with("smtps://") {
                return Err(ConfigError("`smtp_url` must begin with smtp:// or smtps://".to_owned()));
            }
            if self.mail_from.is_none() {
                return Err(ConfigError("`smtp_url` needs `mail_from`".to_owned()));
            }
        }
        if let Some(from) = &self.mail_from
            && from.parse::<lettre::message::Mailbox>().is_err()
        {
            return Err(ConfigError(format!("`mail_from` must be `Name <name@example.org>`, not {from:?}")));
        }
        if let Some(url) = &mut self.public_url {
            while url.ends_with('/') {
                url.pop();
            }
            let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            if !host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '?', '#', '@', ' '])) {
                return Err(ConfigError(format!(
                    "`public_url` must be http(s)://host[:port] without a path, not {url:?}"
                )));
            }
        }
        if self.demo && !self.listen.ip().is_loopback() {
            return Err(ConfigError(format!(
                "`demo` listens on this machine only: `listen` is {}, not a loopback address",
                self.listen
            )));
        }
        if self.demo && (self.public_url.is_some() || !self.trusted_proxy.is_empty()) {
            return Err(ConfigError("`demo` takes neither `public_url` nor `trusted_proxy`".to_owned()));
        }
        Ok(self)
    }
}

/// One line from figment's error: which key, what is wrong, and where the value came from.
fn describe(error: &figment::Error) -> String {
    use figment::Source;
    use figment::error::Kind;

    let key = match &error.kind {
        Kind::UnknownField(key, _) => key.clone(),
        _ => error.path.join("."),
    };
    let source = error.metadata.as_ref().map_or_else(String::new, |metadata| match &metadata.source {
        Some(Source::File(file)) => format!(" (in {})", file.display()),
        _ if metadata.name.contains("environment") => {
            format!(" (from the variable {PREFIX}{})", key.to_uppercase())
        }
        _ => format!(" (from the flag --{})", key.replace('_', "-")),
    });
    match &error.kind {
        Kind::UnknownField(_, known) => {
            format!("unknown key `{key}`{source}; known keys: {}", known.join(", "))
        }
        Kind::MissingField(key) => format!("the key `{key}` is missing"),
        kind if key.is_empty() => format!("{kind}{source}"),
        kind => format!("wrong value of `{key}`: {kind}{source}"),
    }
}

/// One text with commas, or a list of texts.
fn proxies<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Cidr>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMany {
        One(String),
        Many(Vec<String>),
    }
    let texts = match OneOrMany::deserialize(deserializer)? {
        OneOrMany::One(text) => text.split(',').map(|part| part.trim().to_owned()).collect(),
        OneOrMany::Many(texts) => texts,
    };
    texts
        .iter()
        .filter(|text| !text.is_empty())
        .map(|text| {
            text.parse().map_err(|why| serde::de::Error::custom(format!("trusted_proxy {text:?}: {why}")))
        })
        .collect()
}

/// Whether an address is this machine's.
pub fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn flags_win_over_the_file() {
        let (_folder, path) =
            file("listen = \"127.0.0.1:9000\"\ndata = \"elsewhere\"\ntrusted_proxy = \"10.0.0.0/8, ::1\"");
        let flags = Flags { listen: Some("127.0.0.1:9001".to_owned()), ..Flags::default() };
        let config = Config::load(&flags, Some(&path)).unwrap();
        assert_eq!((config.listen.port(), config.data), (9001, PathBuf::from("elsewhere")));
        assert_eq!(config.trusted_proxy.len(), 2);
    }

    #[test]
    fn a_wrong_or_unknown_key_is_named() {
        for (text, named) in [
            ("lisen = \"x\"", "lisen"),
            ("listen = \"nowhere\"", "listen"),
            ("trusted_proxy = \"me\"", "trusted_proxy"),
            ("public_url = \"example.org\"", "public_url"),
            ("log_format = \"xml\"", "log_format"),
            ("database_url = \"mysql://me:secret@db/x\"", "database_url"),
            ("smtp_url = \"http://me:secret@mail\"\nmail_from = \"a@x.fi\"", "smtp_url"),
            ("smtp_url = \"smtp://me:secret@mail\"", "mail_from"),
            ("mail_from = \"nobody\"", "mail_from"),
            ("demo = true\nlisten = \"0.0.0.0:80\"", "listen"),
        ] {
            let (_folder, path) = file(text);
            let error = Config::load(&Flags::default(), Some(&path)).unwrap_err().to_string();
            assert!(error.contains(named) && !error.contains("secret"), "{error}");
        }
        assert!(Config::load(&Flags::default(), Some(Path::new("/no/such/file"))).is_err());
    }
}
