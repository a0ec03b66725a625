//! A PostgreSQL of the tests' own: one cluster per test process, in a temporary folder, reached by a unix socket.
//!
//! Owns: starting and stopping it, and a database per test. A shell stands between: it ends the cluster and removes the
//! folder when its standard input closes, so that nothing is left however the tests end. Must not: need a running
//! service, a port or a superuser (PostgreSQL refuses to run as root, so there it runs as Debian's user `postgres`).

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::{Mutex, OnceCell};

/// The cluster's life. `$1`: the folder of the programs; `$2`: `on` where a commit must survive a power cut. It obeys
/// the lines `kill` (SIGKILL, as if the power had failed) and `start`.
const SCRIPT: &str = r#"
set -eu
dir=$(mktemp -d "${TMPDIR:-/tmp}/digiverkosto-pg.XXXXXX")
trap 'rm -rf "$dir"' EXIT
"$1/initdb" -D "$dir/data" -A trust -U test -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
start() {
  "$1/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c max_connections=300 -c fsync="$2" \
    -c synchronous_commit="$2" -c full_page_writes="$2" -c shared_buffers=64MB >>"$dir/log" 2>&1 &
  pid=$!
}
start "$@"
echo "$dir"
while read -r line; do
  case $line in
    kill) kill -KILL $pid; wait $pid || true; echo killed ;;
    # Children of a killed server end by themselves, a moment later; until then it does not start.
    start) until start "$@"; sleep 0.3; kill -0 $pid 2>/dev/null; do wait $pid || true; done; echo started ;;
  esac
done
kill -QUIT $pid 2>/dev/null || true
wait $pid || true
"#;

/// How long the server may take until it answers.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running cluster.
pub struct Cluster {
    folder: PathBuf,
    /// Held so that the shell ends with the tests.
    shell: Mutex<Shell>,
    made: AtomicU32,
}

struct Shell {
    stdin: ChildStdin,
    said: tokio::io::Lines<BufReader<tokio::process::ChildStdout>>,
    _child: Child,
}

static SHARED: OnceCell<Cluster> = OnceCell::const_new();

/// The cluster that the tests of this process share; it forgets on a power cut, and is quick.
pub async fn shared() -> Result<&'static Cluster> {
    SHARED.get_or_try_init(|| Cluster::start(false)).await
}

impl Cluster {
    /// Starts one; `durable` where it will be killed.
    pub async fn start(durable: bool) -> Result<Self> {
        let programs = programs()?;
        let mut command = if is_root()? {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--", "sh"]);
            command
        } else {
            Command::new("sh")
        };
        let mut child = command
            .args(["-c", SCRIPT, "sh"])
            .arg(&programs)
            .arg(if durable { "on" } else { "off" })
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start PostgreSQL")?;
        let stdin = child.stdin.take().context("no standard input")?;
        let mut said = BufReader::new(child.stdout.take().context("no standard output")?).lines();
        let folder = said.next_line().await?.context("PostgreSQL's cluster could not be made")?;
        let shell = Mutex::new(Shell { stdin, said, _child: child });
        let cluster = Self { folder: PathBuf::from(folder), shell, made: AtomicU32::new(0) };
        cluster.ready().await?;
        Ok(cluster)
    }

    /// The address of a database.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://test@localhost/{database}?host={}", self.folder.display())
    }

    /// A new, empty database; its address.
    pub async fn database(&self) -> Result<String> {
        let name = format!("test_{}", self.made.fetch_add(1, Ordering::Relaxed));
        self.run(&format!("CREATE DATABASE {name}")).await?;
        Ok(self.url(&name))
    }

    /// As if the power had failed.
    pub async fn kill(&self) -> Result<()> {
        self.tell("kill", "killed").await
    }

    /// After [`Cluster::kill`].
    pub async fn restart(&self) -> Result<()> {
        self.tell("start", "started").await?;
        self.ready().await
    }

    /// Where `pg_dump` and the others are.
    pub fn program(name: &str) -> Result<PathBuf> {
        Ok(programs()?.join(name))
    }

    async fn tell(&self, line: &str, answer: &str) -> Result<()> {
        let mut shell = self.shell.lock().await;
        shell.stdin.write_all(format!("{line}\n").as_bytes()).await?;
        let said = shell.said.next_line().await?;
        if said.as_deref() != Some(answer) {
            bail!("PostgreSQL's shell was told to {line} and said {said:?}");
        }
        Ok(())
    }

    async fn ready(&self) -> Result<()> {
        let ready = async {
            while self.run("SELECT 1").await.is_err() {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        tokio::time::timeout(PATIENCE, ready).await.context("PostgreSQL did not become ready")
    }

    async fn run(&self, sql: &str) -> Result<()> {
        let mut connection = PgConnection::connect(&self.url("postgres")).await?;
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }
}

fn is_root() -> Result<bool> {
    let answer = std::process::Command::new("id").arg("-u").output()?;
    Ok(answer.stdout.trim_ascii() == b"0")
}

/// The folder of `initdb` and `postgres`: Debian keeps them off the path, one folder per version.
fn programs() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let debian = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = debian.map(|entry| entry.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&path));
    let complete = |folder: &Path| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    folders.into_iter().find(|folder| complete(folder)).context(
        "these tests need PostgreSQL's server programs: apt-get install postgresql, or run `cargo xtask test`",
    )
}
