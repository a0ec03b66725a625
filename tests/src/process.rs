//! The real binary in a process of its own: what can be killed at any moment.
//!
//! Owns: starting it over a database, reading where it listens, and ending it, politely or by SIGKILL. Must not: look
//! behind its interface.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;

use anyhow::{Context as _, Result, bail, ensure};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::database::Place;

/// A running server.
pub struct Process {
    /// Where it listens.
    pub address: SocketAddr,
    /// The set-up token that it printed, where it has no network yet.
    pub setup: Option<String>,
    child: Child,
}

/// The binary: named by `DIGIVERKOSTO_BIN`, or beside the tests in cargo's target folder.
pub fn binary() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("DIGIVERKOSTO_BIN") {
        return Ok(named.into());
    }
    let tests = std::env::current_exe()?;
    let beside = tests.ancestors().nth(2).context("no target folder")?.join("digiverkosto");
    if !beside.is_file() {
        bail!("{} is missing: cargo build --bin digiverkosto", beside.display());
    }
    Ok(beside)
}

impl Process {
    /// Starts one on a free port.
    pub async fn start(place: &Place) -> Result<Self> {
        Self::start_at(place, SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    /// Starts one at an address, as a service manager does after a crash.
    pub async fn start_at(place: &Place, listen: SocketAddr) -> Result<Self> {
        Self::start_with(place, listen, &[], Stdio::inherit()).await
    }

    /// Starts one with settings of its own, by the names of environment variables, and says where its log goes.
    pub async fn start_with(
        place: &Place,
        listen: SocketAddr,
        settings: &[(&str, &str)],
        log: Stdio,
    ) -> Result<Self> {
        let mut command = Command::new(binary()?);
        command.args(["serve", "--listen", &listen.to_string(), "--data"]).arg(place.folder.path());
        if let Some(url) = &place.url {
            command.args(["--database-url", url]);
        }
        let mut child = command
            .env("DIGIVERKOSTO_LOG", "error")
            .envs(settings.iter().copied())
            // Ours, and no setting of the server's.
            .env_remove("DIGIVERKOSTO_BIN")
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().context("no output")?).lines();
        let mut setup = None;
        while let Some(line) = lines.next_line().await? {
            if let Some((_, token)) = line.split_once("/asennus#") {
                setup = Some(token.trim().to_owned());
            }
            if let Some(port) = line.strip_prefix("Listening on ").and_then(|url| url.rsplit(':').next()) {
                let address = SocketAddr::new(listen.ip(), port.parse()?);
                // What it says later is not read, but must have somewhere to go.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self { address, setup, child });
            }
        }
        bail!("the server ended before it listened")
    }

    /// SIGKILL: as if the power had failed, as far as the process can tell.
    pub async fn kill(mut self) -> Result<()> {
        self.child.kill().await.context("SIGKILL")
    }

    /// SIGTERM, and waits for the end.
    pub async fn stop(&mut self) -> Result<()> {
        let pid = self.child.id().context("the server ended")?.to_string();
        ensure!(std::process::Command::new("kill").args(["-TERM", &pid]).status()?.success(), "kill failed");
        self.child.wait().await?;
        Ok(())
    }

    /// Processor time so far, in seconds: user and system, of all threads.
    pub fn cpu(&self) -> Result<f64> {
        /// `USER_HZ`, which Linux has fixed for programs.
        const TICKS: f64 = 100.0;
        let pid = self.child.id().context("the server ended")?;
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
        // After the name, which may hold anything, user time is the 12th field and system time the 13th.
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        let times: Vec<f64> = fields.skip(11).take(2).filter_map(|field| field.parse().ok()).collect();
        Ok(times.iter().sum::<f64>() / TICKS)
    }

    /// A line of `/proc/PID/status` in MB: `VmRSS` resident, `VmHWM` its peak.
    pub fn memory(&self, line: &str) -> Result<f64> {
        let pid = self.child.id().context("the server ended")?;
        let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
        let found = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'));
        let kilobytes = found.and_then(|text| text.trim().trim_end_matches(" kB").parse::<f64>().ok());
        Ok(kilobytes.with_context(|| format!("no {line}"))? / 1024.0)
    }
}
