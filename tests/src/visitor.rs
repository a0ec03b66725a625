//! Somebody with a browser on the activity day's public pages: reads a form, fills it in, sends it.
//!
//! Owns: what a browser does with such a page without a script. Must not: know what a form asks for.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use reqwest::Method;
use reqwest::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, LOCATION};

use crate::actor::{Actor, Answer};

/// Somebody without cookies, perhaps behind a proxy.
pub struct Visitor {
    actor: Actor,
    /// The languages that the browser asks for.
    pub languages: Option<&'static str>,
    /// The address that a trusted proxy names.
    pub address: Option<String>,
}

/// A form as it stands in a page, with what is filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// What it holds, in the order of the page.
    pub pairs: Vec<(String, String)>,
}

impl Visitor {
    /// Somebody new.
    pub fn new(server: SocketAddr) -> Self {
        Self { actor: Actor::new(server), languages: None, address: None }
    }

    /// Opens a page.
    pub async fn open(&mut self, path: &str) -> Result<Answer> {
        let (languages, address) = (self.languages, self.address.clone());
        self.actor.send(Method::GET, path, |request| dressed(request, languages, address.as_deref())).await
    }

    /// Opens a page and reads its form.
    pub async fn form(&mut self, path: &str) -> Result<Form> {
        let page = self.open(path).await?.expect(200);
        Form::read(&page.text, path)
    }

    /// Sends a form as it is.
    pub async fn send(&mut self, form: &Form) -> Result<Answer> {
        let body = serde_urlencoded::to_string(&form.pairs)?;
        self.post(&form.action, body).await
    }

    /// Sends a body as a form.
    pub async fn post(&mut self, path: &str, body: impl Into<reqwest::Body>) -> Result<Answer> {
        let (languages, address) = (self.languages, self.address.clone());
        let post = |request| {
            dressed(request, languages, address.as_deref())
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body)
        };
        self.actor.send(Method::POST, path, post).await
    }

    /// Presses a button of a manage page, and gives the page that it leads to.
    pub async fn press(&mut self, path: &str, what: &str) -> Result<Answer> {
        let answer = self.post(path, format!("do={what}")).await?;
        self.follow(answer).await
    }

    /// Goes where an answer leads, as browsers do; any other answer is the page already.
    pub async fn follow(&mut self, answer: Answer) -> Result<Answer> {
        if answer.status != 303 {
            return Ok(answer);
        }
        let to = answer.headers.get(LOCATION).context("leads nowhere")?.to_str()?.to_owned();
        self.open(&to).await
    }
}

fn dressed(
    request: reqwest::RequestBuilder,
    languages: Option<&str>,
    address: Option<&str>,
) -> reqwest::RequestBuilder {
    let request = match languages {
        Some(languages) => request.header(ACCEPT_LANGUAGE, languages),
        None => request,
    };
    match address {
        Some(address) => request.header("x-forwarded-for", address),
        None => request,
    }
}

impl Form {
    /// The registration form of a page: its hidden fields, and what is filled in.
    pub fn read(page: &str, path: &str) -> Result<Self> {
        let start = page.find("<form class=\"register\"").context("the page has no form")?;
        let form = page.get(start..).unwrap_or_default();
        let form = form.split("</form>").next().unwrap_or_default();
        let head = form.split('>').next().unwrap_or_default();
        let action = attribute(head, "action").unwrap_or_else(|| path.to_owned());
        let mut pairs = Vec::new();
        for tag in form.split('<').skip(1) {
            let (tag, text) = tag.split_once('>').unwrap_or((tag, ""));
            let is_kept = match attribute(tag, "type").as_deref() {
                Some("radio" | "checkbox") => tag.contains(" checked"),
                _ => tag.starts_with("input"),
            };
            if let Some(name) = attribute(tag, "name") {
                if is_kept {
                    pairs.push((name, attribute(tag, "value").unwrap_or_default()));
                } else if tag.starts_with("textarea") {
                    pairs.push((name, plain(text.trim_start_matches('\n'))));
                }
            }
        }
        for select in form.split("<select").skip(1) {
            let select = select.split("</select>").next().unwrap_or_default();
            let chosen = select
                .split("<option")
                .find(|option| option.split('>').next().unwrap_or_default().contains(" selected"));
            if let (Some(name), Some(chosen)) = (attribute(select, "name"), chosen) {
                pairs.push((name, attribute(chosen, "value").unwrap_or_default()));
            }
        }
        Ok(Self { action, pairs })
    }

    /// Fills in a field.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.pairs.retain(|(one, _)| one != name);
        self.pairs.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Who comes, how, and with lunch: what every registration needs.
    #[must_use]
    pub fn of(self, name: &str, email: &str, mode: &str) -> Self {
        self.with("mode", mode)
            .with("name", name)
            .with("email", email)
            .with("library", "turku")
            .with("lunch", "yes")
    }

    /// What is filled in.
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(one, _)| one == name).map_or("", |(_, value)| value)
    }
}

/// An attribute's value in a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next()?;
    let at = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag.get(at..)?.split('"').next().map(plain)
}

/// A text of a page without its escapes.
fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
