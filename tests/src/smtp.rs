//! A real mail server for the tests: `tests/smtp/server.py` (aiosmtpd) in a process of its own.
//!
//! Owns: starting and ending it, and what it has taken. How it misbehaves is asked for by the recipient's name: see there.
//! Must not: look at the server that sends.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Notify;

/// How long a mail may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running mail server; dropped, it is gone.
pub struct Smtp {
    /// Where it listens.
    pub address: SocketAddr,
    taken: Arc<Taken>,
    child: Child,
}

#[derive(Default)]
struct Taken {
    letters: Mutex<Vec<Letter>>,
    more: Notify,
}

/// A mail, as Python's own library reads it.
#[derive(Clone, Debug, Deserialize)]
pub struct Letter {
    /// The recipients of the envelope.
    pub recipients: Vec<String>,
    /// The Message-ID.
    pub id: String,
    /// Who says to have sent it.
    pub from: String,
    /// To whom, with the name.
    pub to: String,
    /// The subject in words.
    pub subject: String,
    /// The subject as it came.
    pub raw_subject: String,
    /// All headers, in their order.
    pub headers: Vec<(String, String)>,
    /// What it says.
    pub text: String,
    /// Its appointment, where it has one.
    pub calendar: Option<Calendar>,
    /// The whole mail as it came.
    pub raw: String,
}

/// An appointment, as the library icalendar reads it; instants in UTC.
#[derive(Clone, Debug, Deserialize)]
#[expect(missing_docs, reason = "each is the property that it is called after")]
pub struct Calendar {
    #[serde(rename = "type")]
    pub kind: String,
    pub raw: String,
    pub method: String,
    pub uid: String,
    pub sequence: u32,
    pub start: String,
    pub end: String,
    pub summary: Option<String>,
    pub location: Option<String>,
    pub url: Option<String>,
    pub status: Option<String>,
    pub description: Option<String>,
    pub organizer: Option<String>,
}

/// The Python that has the server's libraries: `cargo xtask test` makes it.
fn python() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("SMTP_PYTHON") {
        return Ok(named.into());
    }
    let tests = std::env::current_exe()?;
    let python = tests.ancestors().nth(3).context("no target folder")?.join("smtp/bin/python");
    if !python.is_file() {
        bail!("{} is missing: `cargo xtask test host` makes it, or SMTP_PYTHON names one", python.display());
    }
    Ok(python)
}

impl Smtp {
    /// Starts one on a free port.
    pub async fn start() -> Result<Self> {
        Self::start_at(0).await
    }

    /// Starts one on a port, as after a pause.
    pub async fn start_at(port: u16) -> Result<Self> {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("smtp/server.py");
        let mut child = Command::new(python()?)
            .arg(script)
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let first = lines.next_line().await?.context("the mail server ended before it listened")?;
        let said: serde_json::Value = serde_json::from_str(&first)?;
        let port = u16::try_from(said["port"].as_u64().context("no port")?)?;
        let taken = Arc::new(Taken::default());
        let reading = Arc::clone(&taken);
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                match serde_json::from_str(&line) {
                    Ok(letter) => {
                        reading.letters.lock().unwrap_or_else(PoisonError::into_inner).push(letter);
                        reading.more.notify_waiters();
                    }
                    Err(error) => eprintln!("the mail server said {line}: {error}"),
                }
            }
        });
        Ok(Self { address: SocketAddr::from(([127, 0, 0, 1], port)), taken, child })
    }

    /// The server's setting.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What has come so far.
    pub fn letters(&self) -> Vec<Letter> {
        self.taken.letters.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What has come for an address so far.
    pub fn to(&self, address: &str) -> Vec<Letter> {
        let mut letters = self.letters();
        letters.retain(|letter| letter.recipients.iter().any(|recipient| recipient == address));
        letters
    }

    /// Waits until so many have come for an address, and gives all of them.
    pub async fn wait_for(&self, address: &str, count: usize) -> Result<Vec<Letter>> {
        let wait = async {
            loop {
                let more = self.taken.more.notified();
                let mut more = std::pin::pin!(more);
                more.as_mut().enable();
                let letters = self.to(address);
                if letters.len() >= count {
                    return letters;
                }
                more.await;
            }
        };
        match tokio::time::timeout(PATIENCE, wait).await {
            Ok(letters) => Ok(letters),
            Err(_) => bail!("{} of {count} mails came for {address}", self.to(address).len()),
        }
    }

    /// Ends it; whoever connects is refused.
    pub async fn stop(mut self) -> Result<()> {
        self.child.kill().await.context("the mail server")
    }
}

impl Letter {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter().filter(|(one, _)| one.eq_ignore_ascii_case(name));
        all.next().map(|(_, value)| value.as_str())
    }

    /// The path of the personal link in it.
    pub fn link(&self) -> Option<String> {
        let line = self.text.lines().find(|line| line.contains("/ilmoittautuminen/"))?;
        let at = line.find("://")? + 3;
        line.get(at..)?.find('/').and_then(|slash| line.get(at + slash..)).map(str::to_owned)
    }
}
