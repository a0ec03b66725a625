//! The mail server.
//!
//! Owns: how a message is handed over, and what the answer means. Must not: know what a message tells or try again.

use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::Error as SmtpError;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use shared::id::Id;

/// How long the mail server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long it may take for all of them.
const WHOLE: Duration = Duration::from_secs(120);

/// Where mails go, and whose they are.
#[derive(Clone, Debug)]
pub struct Post {
    way: Way,
    /// Who sends.
    pub from: Mailbox,
}

#[derive(Clone)]
enum Way {
    /// `smtp://` or `smtps://`; the address may hold a password.
    Smtp(String),
    /// One file each: the demo sends nothing.
    Folder(PathBuf),
}

impl std::fmt::Debug for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Smtp(_) => "Smtp",
            Self::Folder(_) => "Folder",
        })
    }
}

/// What the mail server said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// It has taken the mail.
    Taken,
    /// It was not reached, or does not take the mail now: nothing has gone out.
    Later(String),
    /// It will never take it.
    Never(String),
    /// The line was cut after the mail was handed over: it may have gone out.
    Unknown(String),
}

impl Post {
    /// Through a mail server.
    pub fn smtp(url: &str, from: Mailbox) -> Self {
        Self { way: Way::Smtp(url.to_owned()), from }
    }

    /// Into a folder.
    pub fn folder(folder: &Path, from: Mailbox) -> Self {
        Self { way: Way::Folder(folder.to_owned()), from }
    }

    /// Whether the mail server can be reached and lets us in; nothing is sent. What it says otherwise is about us and not
    /// about a mail, whatever its code.
    pub async fn reach(&self) -> Result<(), String> {
        let Way::Smtp(url) = &self.way else { return Ok(()) };
        let reached = async { transport(url)?.test_connection().await };
        match tokio::time::timeout(WHOLE, reached).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) | Err(_) => Err(NO_ANSWER.to_owned()),
            Ok(Err(error)) => Err(said(&error, NO_ANSWER)),
        }
    }

    /// Hands a message over.
    pub async fn send(&self, id: Id, message: Message) -> Reply {
        match &self.way {
            Way::Folder(folder) => into_file(folder, id, &message),
            Way::Smtp(url) => {
                let handed = async { transport(url)?.send(message).await };
                match tokio::time::timeout(WHOLE, handed).await {
                    Ok(Ok(_)) => Reply::Taken,
                    Ok(Err(error)) => judged(&error),
                    Err(_) => Reply::Unknown(NO_ANSWER.to_owned()),
                }
            }
        }
    }
}

fn transport(url: &str) -> Result<AsyncSmtpTransport<Tokio1Executor>, SmtpError> {
    Ok(AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.timeout(Some(PATIENCE)).build())
}

fn into_file(folder: &Path, id: Id, message: &Message) -> Reply {
    let write = || {
        std::fs::create_dir_all(folder)?;
        // The same mail again is the same file.
        std::fs::write(folder.join(format!("{id}.eml")), message.formatted())
    };
    write().map_or_else(|error| Reply::Later(error.to_string()), |()| Reply::Taken)
}

/// Trouble without a code.
const NO_ANSWER: &str = "no answer";

/// What the mail server said. The library's text may hold the server's, which may repeat the address: only the code is kept.
fn said(error: &SmtpError, otherwise: &str) -> String {
    error.status().map_or_else(|| otherwise.to_owned(), |code| code.to_string())
}

/// Codes about us (RFC 4954, 6): not let in. The mail is not to blame.
const NOT_LET_IN: [&str; 4] = ["530", "534", "535", "538"];

/// What an error means.
fn judged(error: &SmtpError) -> Reply {
    if error.is_permanent() {
        let code = said(error, "refused");
        if NOT_LET_IN.contains(&code.as_str()) { Reply::Later(code) } else { Reply::Never(code) }
    } else if error.is_transient() {
        Reply::Later(said(error, "busy"))
    } else if error.is_client() {
        // The message cannot be said to this server (an address beyond ASCII, say): trying again changes nothing.
        Reply::Never("not possible".to_owned())
    } else if error.is_tls() {
        Reply::Later("TLS".to_owned())
    } else {
        // A broken line or no answer: while connecting nothing has gone out, later nobody knows, and the library does not
        // say which it was.
        Reply::Unknown(NO_ANSWER.to_owned())
    }
}
