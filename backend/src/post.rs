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

    /// Hands a message over. `once` asks for certainty that nothing has gone out where the answer says so: the line is
    /// tried before, so that only what happens after that is unknown.
    pub async fn send(&self, id: Id, message: Message, once: bool) -> Reply {
        match &self.way {
            Way::Folder(folder) => into_file(folder, id, &message),
            Way::Smtp(url) => {
                let transport = match AsyncSmtpTransport::<Tokio1Executor>::from_url(url) {
                    Ok(builder) => builder.timeout(Some(PATIENCE)).build(),
                    Err(error) => return judged(&error),
                };
                if once && let Err(error) = transport.test_connection().await {
                    return match judged(&error) {
                        Reply::Unknown(trouble) => Reply::Later(trouble),
                        known => known,
                    };
                }
                transport.send(message).await.map_or_else(|error| judged(&error), |_| Reply::Taken)
            }
        }
    }
}

fn into_file(folder: &Path, id: Id, message: &Message) -> Reply {
    let write = || {
        std::fs::create_dir_all(folder)?;
        // The same mail again is the same file.
        std::fs::write(folder.join(format!("{id}.eml")), message.formatted())
    };
    write().map_or_else(|error| Reply::Later(error.to_string()), |()| Reply::Taken)
}

/// What an error means. The library's text may hold the server's, which may repeat the address: only the code is kept.
fn judged(error: &SmtpError) -> Reply {
    let said = |fallback: &str| error.status().map_or_else(|| fallback.to_owned(), |code| code.to_string());
    if error.is_permanent() {
        Reply::Never(said("refused"))
    } else if error.is_transient() {
        Reply::Later(said("busy"))
    } else if error.is_client() {
        // The message cannot be said to this server (an address beyond ASCII, say): trying again changes nothing.
        Reply::Never(said("not possible"))
    } else if error.is_tls() {
        Reply::Later(said("TLS"))
    } else {
        // A broken line or no answer: while connecting nothing has gone out, later nobody knows, and the library does not
        // say which it was.
        Reply::Unknown(said("no answer"))
    }
}
