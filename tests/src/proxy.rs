//! A TCP proxy between tablets and servers: a balancer that hands each request to the next node, and a network that
//! fails in every way that a wire and its middle boxes can.
//!
//! Owns: what becomes of the bytes of a request and its answer. One request per connection, so that a fate is one
//! request's. Must not: know what is in a request.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use shared::sync::backoff::Random;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Only half of it reaches the server, then the line is cut.
    CutRequest,
    /// It arrives; the line is cut before the first byte of the answer.
    DropAnswer,
    /// It arrives; half of the answer comes back.
    CutAnswer,
    /// It arrives twice, on two connections; the answer to the first comes back.
    Duplicate,
    /// It arrives, and the client's side of the line is closed while the server still works on it.
    HalfClose,
    /// It takes its time, in both directions.
    Delay,
    /// It never arrives: a captive portal answers 200 with a page of its own.
    Portal,
    /// It never arrives: a middle box answers with this status.
    Status(u16),
}

/// All of them, to be drawn from.
pub const TROUBLES: [Trouble; 11] = [
    Trouble::CutRequest,
    Trouble::DropAnswer,
    Trouble::CutAnswer,
    Trouble::Duplicate,
    Trouble::HalfClose,
    Trouble::Delay,
    Trouble::Portal,
    Trouble::Status(408),
    Trouble::Status(429),
    Trouble::Status(502),
    Trouble::Status(503),
];

/// A running proxy; dropped, it ends.
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    wire: Arc<Wire>,
    task: JoinHandle<()>,
}

struct Wire {
    targets: Mutex<Vec<SocketAddr>>,
    turn: AtomicUsize,
    temper: Mutex<Temper>,
}

struct Temper {
    random: Random,
    percent: u64,
    next: Option<Trouble>,
    met: Vec<(Trouble, u32)>,
}

impl Proxy {
    /// Passes everything on, to each target in turn.
    pub async fn start(targets: Vec<SocketAddr>) -> Result<Self> {
        Self::with_trouble(targets, 0, 0).await
    }

    /// Of 100 requests, `percent` meet trouble.
    pub async fn with_trouble(targets: Vec<SocketAddr>, seed: u64, percent: u64) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let temper = Temper { random: Random::new(seed), percent, next: None, met: Vec::new() };
        let wire = Arc::new(Wire {
            targets: Mutex::new(targets),
            turn: AtomicUsize::new(0),
            temper: Mutex::new(temper),
        });
        let serving = Arc::clone(&wire);
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let wire = Arc::clone(&serving);
                // A line that breaks is what this is for.
                tokio::spawn(async move { drop(carry(&wire, client).await) });
            }
        });
        Ok(Self { address, wire, task })
    }

    /// The next request meets this.
    pub fn next(&self, trouble: Trouble) {
        locked(&self.wire.temper).next = Some(trouble);
    }

    /// From now on nothing fails.
    pub fn heal(&self) {
        locked(&self.wire.temper).percent = 0;
    }

    /// Which troubles were met, how often.
    pub fn met(&self) -> Vec<(Trouble, u32)> {
        locked(&self.wire.temper).met.clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Temper {
    fn draw(&mut self) -> Option<Trouble> {
        if self.next.is_some() {
            return self.next.take();
        }
        if self.random.bits() % 100 >= self.percent {
            return None;
        }
        let drawn = usize::try_from(self.random.bits()).unwrap_or(0) % TROUBLES.len();
        let trouble = *TROUBLES.get(drawn)?;
        match self.met.iter_mut().find(|(met, _)| *met == trouble) {
            Some((_, times)) => *times += 1,
            None => self.met.push((trouble, 1)),
        }
        Some(trouble)
    }
}

impl Wire {
    /// The next target that can be reached, as a balancer finds it.
    async fn connect(&self) -> Result<TcpStream> {
        let targets = locked(&self.targets).clone();
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        for n in 0..targets.len() {
            let target = targets.get((first + n) % targets.len()).context("no target")?;
            if let Ok(server) = TcpStream::connect(target).await {
                return Ok(server);
            }
        }
        anyhow::bail!("no node can be reached")
    }
}

/// Carries one request and its answer.
async fn carry(wire: &Wire, mut client: TcpStream) -> Result<()> {
    let request = read_request(&mut client).await?;
    let drawn = locked(&wire.temper).draw();
    let Some(trouble) = drawn else {
        let mut server = wire.connect().await?;
        server.write_all(&request).await?;
        // An event stream flows as it comes, and ends with either side.
        tokio::io::copy_bidirectional(&mut client, &mut server).await?;
        return Ok(());
    };
    match trouble {
        Trouble::CutRequest => {
            let mut server = wire.connect().await?;
            let half = request.get(..request.len() / 2).unwrap_or_default();
            server.write_all(half).await?;
        }
        Trouble::DropAnswer => drop(answer(wire, &request).await?),
        Trouble::CutAnswer => {
            let whole = answer(wire, &request).await?;
            client.write_all(whole.get(..whole.len() / 2).unwrap_or_default()).await?;
        }
        Trouble::Duplicate => {
            let (first, second) = tokio::join!(answer(wire, &request), answer(wire, &request));
            drop(second);
            client.write_all(&first?).await?;
        }
        Trouble::HalfClose => {
            let mut server = wire.connect().await?;
            server.write_all(&request).await?;
            server.shutdown().await?;
            let mut whole = Vec::new();
            server.read_to_end(&mut whole).await?;
            client.write_all(&whole).await?;
        }
        Trouble::Delay => {
            tokio::time::sleep(Duration::from_millis(30)).await;
            let whole = answer(wire, &request).await?;
            tokio::time::sleep(Duration::from_millis(30)).await;
            client.write_all(&whole).await?;
        }
        Trouble::Portal => {
            let page = "<html><body>Welcome! Accept our terms.</body></html>";
            client.write_all(plain("200 OK", "text/html", page).as_bytes()).await?;
        }
        Trouble::Status(status) => {
            client.write_all(plain(&format!("{status} Trouble"), "text/plain", "trouble").as_bytes()).await?;
        }
    }
    client.shutdown().await?;
    Ok(())
}

/// The whole answer to a request.
async fn answer(wire: &Wire, request: &[u8]) -> Result<Vec<u8>> {
    let mut server = wire.connect().await?;
    server.write_all(request).await?;
    let mut whole = Vec::new();
    server.read_to_end(&mut whole).await?;
    Ok(whole)
}

fn plain(status: &str, kind: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

/// Reads a request's head and body, and asks for the connection to end after the answer.
async fn read_request(client: &mut TcpStream) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        anyhow::ensure!(client.read_buf(&mut bytes).await? > 0, "the client has gone");
    };
    let text = String::from_utf8_lossy(bytes.get(..head).unwrap_or_default()).into_owned();
    let length = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    });
    let end = head + 4 + length.unwrap_or(0);
    while bytes.len() < end {
        anyhow::ensure!(client.read_buf(&mut bytes).await? > 0, "the client has gone");
    }
    let mut request = bytes.get(..head).unwrap_or_default().to_vec();
    request.extend_from_slice(b"\r\nconnection: close");
    request.extend_from_slice(bytes.get(head..).unwrap_or_default());
    Ok(request)
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
