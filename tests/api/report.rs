//! The yearly report and plan as documents: a golden text in Finnish and Swedish, and files that open.

use backend::auth::token::Token;
use backend::usecase::report::{self, What};
use backend::usecase::session;
use document::{Block, Document, Run};
use serde_json::json;
use shared::domain::lang::Lang;
use shared::id::Id;
use shared::routes;
use tests::actor::Actor;
use tests::server::TestServer;

use crate::stats::spring;

/// A plan with a measure that entries fill and one that a person does, and a note.
async fn planned() -> (TestServer, Actor) {
    let (server, mut chair) = spring().await;
    let measure = |n: u8, metric: &str, target: i64, to: &str| {
        json!({"id": Id::v7(1, [n; 10]), "metric": metric, "name": "", "target": target,
            "period": {"from": "2026-01-01", "to": to}, "pace": "even"})
    };
    let mut travel = measure(3, "travel", 150_050, "2026-12-31");
    travel["by_hand"] = json!({"done": 12_050, "on": "2026-02-11", "evidence": "Lasku <1> & liite"});
    let plan = json!({
        "year": 2026, "status": "draft", "presentation": "Ryhmä #1 *auttaa* <kaikkia>.\nToinen kappale.",
        "members": "", "resources": "Työaika",
        "goals": [
            {"code": "A", "activities": "Digitukea joka päivä.",
                "measures": [measure(1, "helps", 4_000, "2026-12-31"), measure(2, "helps", 100, "2026-02-28")]},
            {"code": "D", "activities": "", "measures": [travel]},
        ],
    });
    chair.put(&format!("{}/2026", routes::PLANS), &json!({"plan": plan})).await.unwrap().expect(200);
    let id = Id::v7(1, [9; 10]);
    let note =
        json!({"id": id, "from": "2026-02-02", "to": "2026-02-08", "library": "pori", "body": "Muutto"});
    chair.put(&format!("{}/{id}", routes::NOTES), &note).await.unwrap().expect(200);
    (server, chair)
}

async fn document(server: &TestServer, chair: &Actor, what: What, lang: Lang) -> Document {
    let token = Token::parse(&chair.cookies["__Host-dv_session"]).unwrap();
    let actor = session::authenticate(&server.app, &token).await.unwrap();
    report::document(&server.app, &actor, what, 2026, lang).await.unwrap()
}

/// What a reader reads, block by block.
pub fn told(document: &Document) -> String {
    let runs = |runs: &[Run]| {
        let told = |run: &Run| match run {
            Run::Plain(text) => text.clone(),
            Run::Bold(text) => format!("**{text}**"),
            Run::Link { text, url } => format!("[{text}]({url})"),
        };
        runs.iter().map(told).collect::<String>()
    };
    let block = |block: &Block| match block {
        Block::Heading { level, text } => format!("{} {text}", "#".repeat(usize::from(*level))),
        Block::Paragraph(text) | Block::Note(text) => runs(text),
        Block::List(lines) => lines.iter().map(|line| format!("- {}\n", runs(line))).collect(),
        Block::Gap(prompt) => format!("[[{prompt}]]"),
        Block::Picture(picture) => format!("(picture: {})", picture.alt),
        Block::Definitions(all) => all.iter().map(|one| format!("{}: {}\n", one.term, one.text)).collect(),
        Block::Table(table) => {
            let row = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
            let rows =
                table.rows.iter().map(|cells| row(cells.iter().map(|cell| cell.text.as_str()).collect()));
            let head = row(table.header.iter().map(String::as_str).collect());
            format!("{}\n{head}{}", table.caption, rows.collect::<String>())
        }
    };
    let blocks: Vec<String> = document.blocks.iter().map(block).collect();
    let text =
        format!("{}\n{} {}\n\n{}", document.title, document.author, document.date, blocks.join("\n\n"));
    text.replace('\u{a0}', " ")
}

#[tokio::test]
async fn the_report_says_what_is_known_and_marks_what_is_not() {
    let (server, chair) = planned().await;
    for lang in [Lang::Fi, Lang::Sv] {
        let report = document(&server, &chair, What::Report, lang).await;
        insta::assert_snapshot!(format!("report_{}", lang.code()), told(&report));
    }
    let plan = document(&server, &chair, What::Plan, Lang::Fi).await;
    insta::assert_snapshot!("plan_fi", told(&plan));
}

#[tokio::test]
async fn documents_are_files_for_the_chair_alone() {
    let (server, mut chair) = planned().await;
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    let file = |name: &str| format!("{}/{name}?year=2026&lang=sv", routes::EXPORTS);
    for (name, begins, shown) in [
        ("report.pdf", &b"%PDF-"[..], "toimintakertomus-2026-sv.pdf"),
        ("report.docx", b"PK\x03\x04", "toimintakertomus-2026-sv.docx"),
        ("plan.pdf", b"%PDF-", "toimintasuunnitelma-2026-sv.pdf"),
        ("plan.docx", b"PK\x03\x04", "toimintasuunnitelma-2026-sv.docx"),
    ] {
        contact.get(&file(name)).await.unwrap().expect_problem(403, "forbidden");
        let answer = chair.open(&file(name)).await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-disposition"], format!("attachment; filename=\"{shown}\""));
        assert!(answer.bytes().await.unwrap().starts_with(begins), "{name}");
    }
    let none = format!("{}/plan.pdf?year=2030", routes::EXPORTS);
    chair.get(&none).await.unwrap().expect_problem(404, "not_found");
    let none = format!("{}/report.pdf?year=2030", routes::EXPORTS);
    chair.get(&none).await.unwrap().expect_problem(404, "nothing_released");
    let log = chair.get(routes::AUDIT).await.unwrap().text;
    assert_eq!(log.matches("report_exported").count(), 4);
}
