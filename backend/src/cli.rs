//! The command line.
//!
//! Owns: commands and flags, and what is printed to a person. Must not: do the work of a command beyond calling it.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Args, Parser, Subcommand};
use shared::domain::lang::Lang;
use tokio::net::TcpListener;

use crate::app::App;
use crate::config::{CONFIG_VARIABLE, Config, Flags};
use crate::db::Db;
use crate::relocation::{Address, relocate};
use crate::usecase::{demo, link, seal_key};
use crate::{backup, doctor, lifecycle, restore, telemetry};

/// Digiverkosto: the log of digital support in public libraries.
#[derive(Debug, Parser)]
#[command(name = "digiverkosto", version, about, disable_help_subcommand = true)]
pub struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

/// Flags of every command. Each setting can also stand in a TOML file or in a variable `DIGIVERKOSTO_<KEY>`.
#[derive(Debug, Args)]
struct Options {
    /// Where to listen [default: 127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDR")]
    listen: Option<String>,
    /// The folder of the database [default: data]
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A PostgreSQL address, postgres://user@host/database, instead of the file in the folder
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// How browsers reach the server, https://host[:port]
    #[arg(long, global = true, value_name = "URL")]
    public_url: Option<String>,
    /// An address or network whose X-Forwarded-For and -Proto are believed; may be given several times
    #[arg(long, global = true, value_name = "ADDR[/BITS]")]
    trusted_proxy: Vec<String>,
    /// A TOML file with settings
    #[arg(long, global = true, value_name = "FILE", env = CONFIG_VARIABLE)]
    config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the server
    Serve {
        /// With the demo network, on this machine only
        #[arg(long)]
        demo: bool,
    },
    /// Start the server with the demo network, on this machine only: the same as `serve --demo`
    Demo,
    /// Bring the database up to this version, and end
    Migrate,
    /// Check the database, the disk, the clock, the keys and the retention job
    Doctor,
    /// Copy the database into a new file, and its keys into a folder beside it, while the server runs
    Backup {
        /// The file to write; neither it nor FILE.keys, the folder of the keys, may exist
        file: PathBuf,
    },
    /// Put a backup in the place of the database, while the server is stopped
    Restore {
        /// The backup; it stays as it is. Keys are taken from the folder FILE.keys beside it
        file: PathBuf,
        /// Move a database that is there aside, under a dated name
        #[arg(long)]
        force: bool,
    },
    /// Carry a whole database over into an empty one, of either kind, while no server runs
    Move {
        /// Where it is: sqlite:PATH or postgres://user@host/database; it stays as it is
        #[arg(long, value_name = "ADDRESS")]
        from: Address,
        /// Where it goes: a new file or an empty database
        #[arg(long, value_name = "ADDRESS")]
        to: Address,
    },
    /// Manage accounts
    #[command(subcommand)]
    User(User),
    /// Manage the keys that tablets seal registrations to
    #[command(subcommand)]
    Keys(Keys),
}

#[derive(Debug, Subcommand)]
enum Keys {
    /// Give tablets another key from now on; the old one is kept until all of them have reported
    Rotate,
}

#[derive(Debug, Subcommand)]
enum User {
    /// Print a one-time link under which the account's password is set
    Reset {
        /// The account's e-mail
        email: String,
    },
}

/// Runs the command of this process.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    let demo = matches!(cli.command, Command::Demo | Command::Serve { demo: true });
    let flags = Flags {
        listen: cli.options.listen,
        data: cli.options.data,
        database_url: cli.options.database_url,
        public_url: cli.options.public_url,
        trusted_proxy: cli.options.trusted_proxy,
        demo,
    };
    let config = Config::load(&flags, cli.options.config.as_deref())?;
    telemetry::start(&config);
    match cli.command {
        Command::Serve { .. } | Command::Demo => serve(config).await,
        Command::Migrate => migrate(&config).await,
        Command::Doctor => doctor::run(&existing(config).await?).await,
        Command::Backup { file } => backed_up(config, &file).await,
        Command::Restore { file, force } => restored(config, &file, force).await,
        Command::Move { from, to } => moved(&from, &to).await,
        Command::User(User::Reset { email }) => reset(config, &email).await,
        Command::Keys(Keys::Rotate) => rotate(config).await,
    }
}

async fn serve(mut config: Config) -> anyhow::Result<()> {
    #[cfg(unix)]
    lifecycle::raise_open_files();
    let listener = TcpListener::bind(config.listen)
        .await
        .with_context(|| format!("cannot listen on {}", config.listen))?;
    // With port 0 the system has chosen one; links must name it.
    config.listen = listener.local_addr()?;
    let app = App::new(open(&config).await?, config);
    app.db.migrate().await.context("cannot bring the database up to date")?;
    let base = app.config.public_url();
    if app.config.demo {
        open_demo(&app, &base).await?;
    } else if let Some(url) = link::issue_setup(&app).await? {
        println!("No network yet. Open this link once to make it and the chair's account:\n\n    {url}\n");
    } else if is_demo(&app).await? {
        bail!(
            "{} holds the demo network: start it with --demo, or give another folder with --data",
            app.config.data.display()
        );
    }
    println!("Listening on {base}");
    lifecycle::serve(listener, app, lifecycle::signal()).await?;
    Ok(())
}

async fn open_demo(app: &App, base: &str) -> anyhow::Result<()> {
    let refuse = |name: String| {
        anyhow::anyhow!(
            "{} holds the real network “{name}”: the demo takes an empty folder or its own (--data DIR)",
            app.config.data.display()
        )
    };
    if let Some(network) = demo::find(app).await?.map_err(refuse)? {
        let added = crate::demo::top_up(app, network.id).await?;
        match added {
            0 => println!("The demo network is there and up to date."),
            _ => println!("The demo network was there; {added} invented changes up to now were added."),
        }
    } else {
        println!("Filling the demo network: invented people and two years of entries …");
        let begun = app.now();
        crate::demo::fill(app).await?;
        println!("Done in {} s.", (app.now() - begun + 500) / 1_000);
    }
    let network = demo::find(app).await?.map_err(refuse)?.context("the demo network is missing")?;
    let links = demo::open(app, network.id);
    println!("\n    Tablet: {}\n    Chair:  {}\n", links.tablet_url(base), links.chair_url(base));
    Ok(())
}

async fn is_demo(app: &App) -> anyhow::Result<bool> {
    Ok(matches!(demo::find(app).await?, Ok(Some(_))))
}

async fn migrate(config: &Config) -> anyhow::Result<()> {
    let db = open(config).await?;
    db.migrate().await?;
    let (version, _) = db.schema_version().await?;
    println!("The database is at version {version}.");
    db.close().await;
    Ok(())
}

async fn backed_up(config: Config, file: &Path) -> anyhow::Result<()> {
    let app = existing(config).await?;
    let written = backup::backup(&app, file).await?;
    app.db.close().await;
    if written.database {
        println!("Written: {}", file.display());
    } else {
        println!("The database is on a PostgreSQL server: copy it with pg_dump.");
    }
    match written.keys {
        (_, 0) => println!("There are no keys yet."),
        (folder, _) => {
            println!("Written: {}, the keys. Keep them where nobody else reads them.", folder.display())
        }
    }
    Ok(())
}

async fn restored(config: Config, file: &Path, force: bool) -> anyhow::Result<()> {
    make_folder(&config.data).with_context(|| format!("cannot make the folder {}", config.data.display()))?;
    let done = restore::restore(config, file, force, App::new).await?;
    println!("Restored: {}, from {}", done.file.display(), file.display());
    for network in &done.networks {
        let last = network.last_contact.map_or_else(
            || "none of them had been in contact".to_owned(),
            |at| format!("the last contact that it knows of was on {}", shared::text::instant(at, Lang::En)),
        );
        println!("    {}: {} tablets; {last}.", network.name, network.tablets);
    }
    match &done.keys {
        None => println!(
            "No folder {} was there: keys stay as they are. Without the keys of that time, links in mails that were \
             sent lead nowhere.",
            backup::keys_of(file).display()
        ),
        Some(keys) => println!("Restored: {} keys.", keys.copied),
    }
    for aside in done.aside.iter().chain(done.keys.iter().filter_map(|keys| keys.aside.as_ref())) {
        println!("Moved aside: {}. Delete it yourself when all is well.", aside.display());
    }
    println!(
        "Sessions, one-time links and enrolment codes of the copy have ended: everybody signs in again.\n\n\
         Next:\n\
         1. Start the server. Tablets notice by themselves and offer again what they have sent in the last 90 days;\n\
         \x20  the overview tells how many have reported and how many entries came back.\n\
         2. Make again what was configured since the copy: libraries, points, members, tablets, lists, settings.\n\
         3. Remove again the members and tablets that were removed since the copy: they are back.\n\
         4. Run `digiverkosto doctor`."
    );
    Ok(())
}

async fn moved(from: &Address, to: &Address) -> anyhow::Result<()> {
    let told = |table: &str, rows: u64| println!("    {table}: {rows}");
    println!("Rows, counted on both sides:");
    let moved = relocate(from, to, told).await?;
    for (network, position) in &moved.networks {
        println!("Moved: {network}, at position {position}.");
    }
    println!(
        "\nNext:\n\
         1. Start the server over the target. Tablets and sessions go on as if nothing had happened.\n\
         2. Run `digiverkosto doctor` over it.\n\
         3. The keys are no part of a database and were not moved: copy the folder `keys` of the data folder into that of\n\
         \x20  each server over the target. Without them, links in mails that were sent lead nowhere.\n\
         4. Never start a server over the source again: put it away, and delete it yourself when all is well."
    );
    Ok(())
}

async fn reset(config: Config, email: &str) -> anyhow::Result<()> {
    let app = existing(config).await?;
    let links = link::issue_by_email(&app, email).await?;
    if links.is_empty() {
        bail!("nobody signs in as {email}");
    }
    for link in links {
        println!("{}", link.url);
    }
    app.db.close().await;
    Ok(())
}

async fn rotate(config: Config) -> anyhow::Result<()> {
    let app = existing(config).await?;
    match seal_key::rotate(&app).await? {
        0 => {
            println!("No network has a key yet: the first one is made with the first published activity day.")
        }
        n => println!("{n} networks seal to another key from now on. Old keys go by themselves."),
    }
    app.db.close().await;
    Ok(())
}

/// Opens the database, making the folder where it is missing.
async fn open(config: &Config) -> anyhow::Result<Db> {
    if let Some(url) = &config.database_url {
        return Db::open_postgres(url).await.context("cannot connect to the database");
    }
    make_folder(&config.data).with_context(|| format!("cannot make the folder {}", config.data.display()))?;
    let file = config.database_file();
    Db::open_sqlite(&file).await.with_context(|| format!("cannot open {}", file.display()))
}

/// Makes the folder of the database where it is missing, for this user only: it holds names and password hashes.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The app over a database that must be there already.
async fn existing(config: Config) -> anyhow::Result<App> {
    if config.database_url.is_none() && !config.database_file().is_file() {
        bail!("there is no database {}", config.database_file().display());
    }
    Ok(App::new(open(&config).await?, config))
}
