//! The files as an office program opens them: LibreOffice reads what was written, page by page and sheet by sheet.
//!
//! Run by `cargo xtask test office`, which installs LibreOffice where it may. The pages lie in `target/office` afterwards,
//! for people to look at. Must not: repeat what the tests of `document` say of the files' inside.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};
use std::process::Command;

use backend::auth::token::Token;
use backend::usecase::report::{self, What};
use backend::usecase::session;
use document::{Block, Document};
use shared::domain::lang::Lang;
use shared::routes;
use tests::actor::Actor;
use tests::server::TestServer;

/// The demo's network, in which everything occurs, and its chair.
async fn demo() -> (TestServer, Actor, i32) {
    let server = TestServer::with(|config| config.demo = true).await.unwrap();
    backend::demo::fill(&server.app).await.unwrap();
    let network = backend::usecase::demo::find(&server.app).await.unwrap().unwrap().unwrap();
    let links = backend::usecase::demo::open(&server.app, network.id);
    let mut chair = server.anonymous();
    chair.get(&links.chair_url("")).await.unwrap().expect(303);
    let year = shared::time::helsinki(server.app.now()).date.year() - 1;
    (server, chair, year)
}

/// Where the files are put.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("office");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

async fn save(chair: &Actor, name: &str, query: &str, file: &Path) {
    let answer = chair.open(&format!("{}/{name}?{query}", routes::EXPORTS)).await.unwrap();
    assert_eq!(answer.status(), 200, "{name}");
    std::fs::write(file, answer.bytes().await.unwrap()).unwrap();
}

/// Runs a program; gives what it printed.
fn output(program: &str, arguments: &[&std::ffi::OsStr]) -> String {
    let output = Command::new(program).args(arguments).output();
    let output = output.unwrap_or_else(|error| panic!("{program}: {error}; run `cargo xtask test office`"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Lets LibreOffice write a file in another form into the folder, with a profile of this run's own.
fn convert(file: &Path, to: &str, folder: &Path) {
    let profile = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}", profile.path().display());
    let told = output(
        "soffice",
        &[
            profile.as_ref(),
            "--headless".as_ref(),
            "--convert-to".as_ref(),
            to.as_ref(),
            "--outdir".as_ref(),
            folder.as_ref(),
            file.as_ref(),
        ],
    );
    assert!(told.contains("convert"), "{}: {told}", file.display());
}

/// Letters and figures only: lines break where they may.
fn bare(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// The words of a PDF; its pages become pictures beside it.
fn words(pdf: &Path) -> String {
    output(
        "pdftoppm",
        &["-r".as_ref(), "60".as_ref(), "-png".as_ref(), pdf.as_ref(), pdf.with_extension("").as_ref()],
    );
    output("pdftotext", &[pdf.as_ref(), "-".as_ref()])
}

/// What of a document must be on its pages: headings, captions, header rows, every cell of every table.
fn told(document: &Document) -> Vec<&str> {
    let mut told = vec![document.title.as_str()];
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } => told.push(text),
            Block::Gap(prompt) => told.push(prompt),
            Block::Table(table) => {
                told.push(&table.caption);
                told.extend(table.header.iter().map(String::as_str));
                told.extend(table.rows.iter().flatten().map(|cell| cell.text.as_str()));
            }
            _ => {}
        }
    }
    told
}

#[tokio::test]
#[ignore = "needs LibreOffice: cargo xtask test office"]
async fn the_report_and_the_plan_open_with_everything_that_is_in_them() {
    let (server, chair, year) = demo().await;
    let folder = folder();
    let token = Token::parse(&chair.cookies["__Host-dv_session"]).unwrap();
    let actor = session::authenticate(&server.app, &token).await.unwrap();
    for (lang, what, name) in [
        (Lang::Fi, What::Report, "report"),
        (Lang::Sv, What::Report, "report"),
        (Lang::Fi, What::Plan, "plan"),
    ] {
        let code = lang.code();
        let document = report::document(&server.app, &actor, what, year, lang).await.unwrap();
        let pictures = document.blocks.iter().filter(|block| matches!(block, Block::Picture(_))).count();
        let file = folder.join(format!("{name}-{code}.docx"));
        save(&chair, &format!("{name}.docx"), &format!("year={year}&lang={code}"), &file).await;
        convert(&file, "pdf", &folder);
        let pdf = file.with_extension("pdf");
        let words = bare(&words(&pdf));
        for text in told(&document) {
            assert!(words.contains(&bare(text)), "{name} in {code} lacks “{text}”");
        }
        let images = output("pdfimages", &["-list".as_ref(), pdf.as_ref()]);
        let drawn = images.lines().skip(2).filter(|line| line.contains(" image ")).count();
        assert!(drawn >= pictures, "{name} in {code}: {drawn} of {pictures} pictures\n{images}");
        // Our own PDF of the same document says the same.
        let own = folder.join(format!("{name}-{code}-own.pdf"));
        save(&chair, &format!("{name}.pdf"), &format!("year={year}&lang={code}"), &own).await;
        let words = bare(&self::words(&own));
        for text in told(&document) {
            assert!(words.contains(&bare(text)), "the PDF of {name} in {code} lacks “{text}”");
        }
    }
}

#[tokio::test]
#[ignore = "needs LibreOffice: cargo xtask test office"]
async fn the_workbook_opens_with_the_figures_of_the_one_table() {
    let (_server, chair, year) = demo().await;
    let folder = folder();
    let file = folder.join("stats.xlsx");
    save(&chair, "stats.xlsx", &format!("year={year}&lang=fi"), &file).await;
    let table = folder.join("stats.csv");
    save(&chair, "stats.csv", &format!("year={year}&lang=fi"), &table).await;
    // Every sheet as a file of its own: a semicolon, quotes, UTF-8, cells as they are shown.
    let sheets = folder.join("sheets");
    let _ = std::fs::remove_dir_all(&sheets);
    convert(&file, "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1", &sheets);
    let mut cells = Vec::new();
    let mut count = 0;
    for sheet in std::fs::read_dir(&sheets).unwrap() {
        let text = std::fs::read_to_string(sheet.unwrap().path()).unwrap();
        cells.extend(text.lines().flat_map(|line| line.split(';')).map(bare));
        count += 1;
    }
    assert!(count > 5, "{count} sheets");
    let lines = std::fs::read_to_string(&table).unwrap();
    let figures = lines.lines().skip(1).filter_map(|line| line.rsplit(';').next()).map(bare);
    let missing: Vec<_> = figures.filter(|figure| !cells.contains(figure)).collect();
    assert!(missing.is_empty(), "{missing:?} are in no sheet");
}
