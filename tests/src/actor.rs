//! Somebody who calls the server: a person, a tablet, or nobody in particular, with a browser's cookies.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use anyhow::Result;
use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;

/// A caller with cookies of its own. They are kept here and not by the client: browsers send `__Host-` cookies to
/// localhost, cookie jars of libraries do not.
pub struct Actor {
    client: Client,
    base: String,
    /// The cookies, by name.
    pub cookies: BTreeMap<String, String>,
    /// A token to show with each request.
    pub bearer: Option<String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub text: String,
    /// The body as JSON, `Null` where it is none.
    pub json: Value,
}

impl Actor {
    /// Somebody without cookies.
    pub fn new(address: SocketAddr) -> Self {
        let client =
            Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap_or_default();
        Self { client, base: format!("http://{address}"), cookies: BTreeMap::new(), bearer: None }
    }

    /// The same browser in another tab: the same cookies, a connection of its own.
    pub fn twin(&self) -> Self {
        Self { client: Client::new(), base: self.base.clone(), cookies: self.cookies.clone(), bearer: None }
    }

    /// The same browser at another address of the same server.
    pub fn twin_at(&self, address: SocketAddr) -> Self {
        Self { cookies: self.cookies.clone(), ..Self::new(address) }
    }

    /// GET.
    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        self.send(Method::GET, path, |request| request).await
    }

    /// POST of JSON.
    pub async fn post(&mut self, path: &str, body: &Value) -> Result<Answer> {
        self.send_json(Method::POST, path, body).await
    }

    /// PUT of JSON.
    pub async fn put(&mut self, path: &str, body: &Value) -> Result<Answer> {
        self.send_json(Method::PUT, path, body).await
    }

    /// PATCH of JSON.
    pub async fn patch(&mut self, path: &str, body: &Value) -> Result<Answer> {
        self.send_json(Method::PATCH, path, body).await
    }

    /// DELETE.
    pub async fn delete(&mut self, path: &str) -> Result<Answer> {
        self.send(Method::DELETE, path, |request| request).await
    }

    async fn send_json(&mut self, method: Method, path: &str, body: &Value) -> Result<Answer> {
        let bytes = serde_json::to_vec(body)?;
        self.send(method, path, |request| request.header(CONTENT_TYPE, "application/json").body(bytes)).await
    }

    /// GET of a stream: the answer as it begins.
    pub async fn open(&self, path: &str) -> Result<Response> {
        Ok(self.request(Method::GET, path).send().await?)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut request = self.client.request(method, format!("{}{path}", self.base));
        if let Some(token) = &self.bearer {
            request = request.bearer_auth(token);
        }
        if self.cookies.is_empty() {
            return request;
        }
        let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.header(COOKIE, pairs.join("; "))
    }

    /// Any request; `finish` adds headers and a body.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        finish: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Answer> {
        let answer = self.exchange(method, path, finish).await?;
        let json = serde_json::from_str(&answer.text).unwrap_or(Value::Null);
        Ok(Answer { json, ..answer })
    }

    /// The same with the body unread, for who reads it into something else.
    pub async fn exchange(
        &mut self,
        method: Method,
        path: &str,
        finish: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Answer> {
        let response = finish(self.request(method, path)).send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        for set in headers.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            if let Some((name, value)) = set.split(';').next().and_then(|pair| pair.split_once('=')) {
                if value.is_empty() {
                    self.cookies.remove(name);
                } else {
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
            }
        }
        let text = response.text().await?;
        Ok(Answer { status, headers, text, json: Value::Null })
    }
}

impl Answer {
    /// Fails the test unless the status is this.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// Fails the test unless this is a whole problem document with this status and code.
    #[track_caller]
    pub fn expect_problem(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.headers[CONTENT_TYPE], "application/problem+json", "{}", answer.text);
        assert_eq!(answer.text_at("/code"), code, "{}", answer.text);
        assert_eq!(answer.text_at("/type"), format!("urn:digiverkosto:problem:{code}"));
        assert_eq!(answer.json["status"], status);
        answer
    }

    /// A text in the JSON body by its pointer; empty where there is none.
    pub fn text_at(&self, pointer: &str) -> &str {
        self.json.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }
}
