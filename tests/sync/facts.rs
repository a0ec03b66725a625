//! The facts that the chair's browser counts are those of the entries, however the server keeps them.

use backend::db::{Tx, fact};
use backend::usecase::facts::join;
use serde_json::json;
use shared::id::Id;
use shared::routes;
use shared::stats::facts::{Facts, Field, Query, read};
use shared::stats::summary::Span;
use shared::time::{Date, MINUTE};
use shared::wire::v1::facts::FactsAnswer;
use tests::actor::Actor;
use tests::device::Device;
use tests::server::{TestServer, noon};

use crate::support::*;

async fn page(chair: &mut Actor, since: i64) -> FactsAnswer {
    let answer = chair.open(&format!("{}?since={since}", routes::FACTS)).await.unwrap();
    assert_eq!(answer.status(), 200);
    read(&answer.bytes().await.unwrap()).unwrap()
}

/// Everything after a position, page by page.
async fn load(chair: &mut Actor, facts: &mut Facts) -> FactsAnswer {
    loop {
        let answer = page(chair, facts.position()).await;
        assert!(facts.extend(&answer.block));
        facts.reach(answer.position);
        if !answer.more {
            return answer;
        }
    }
}

/// The number of helps by code of a field in the spring of 2026.
fn by(facts: &Facts, field: Field) -> Vec<(String, i64)> {
    let date = |text: &str| text.parse::<Date>().unwrap();
    let spring = Span { from: date("2026-01-01"), to: date("2026-06-30") };
    let counted = facts.count(&Query::of(spring, &[], &[field]));
    let mut all: Vec<_> = facts.codes(field).iter().cloned().zip(counted.groups[0].clone()).collect();
    all.retain(|(_, n)| *n != 0);
    all.sort();
    all
}

/// The same from the stored entities, in the database's own words.
async fn by_sql(server: &TestServer, register: &str) -> Vec<(String, i64)> {
    let mut tx = server.app.db.read().await.unwrap();
    let mut rows: Vec<(String, i64)> = match &mut tx {
        Tx::Sqlite(tx) => sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT COALESCE(json_extract(body, '$.set.{}'), '-'), COUNT(*) FROM entity WHERE kind = 'help' \
             AND json_extract(body, '$.born') IS NOT NULL AND COALESCE(json_extract(body, '$.set.deleted'), 0) = 0 GROUP BY 1",
            register.replace('/', ".").replace(".0", "[0]")
        )))
        .fetch_all(&mut **tx)
        .await
        .unwrap(),
        Tx::Postgres(tx) => sqlx::query_as(sqlx::AssertSqlSafe(format!(
            "SELECT COALESCE(body::jsonb #>> '{{set,{}}}', '-'), COUNT(*) FROM entity WHERE kind = 'help' \
             AND body::jsonb ? 'born' AND COALESCE(body::jsonb #>> '{{set,deleted}}', 'false') = 'false' GROUP BY 1",
            register.replace('/', ",")
        )))
        .fetch_all(&mut **tx)
        .await
        .unwrap(),
    };
    rows.sort();
    rows
}

/// Entries of many shapes, some corrected and some deleted, each in a push of its own.
async fn busy(tablet: &mut Actor) {
    for n in 1..=20 {
        let topic = ["gov", "device", "safety"][usize::try_from(n).unwrap() % 3];
        let mut op = help_with(n, "topics", json!([topic]));
        if n % 2 == 0 {
            op["set"]["duration"] = json!("d2");
        }
        if n % 5 == 0 {
            op["set"]["result"] = json!({"outcome": "referred", "referred_to": "owner"});
        }
        push(tablet, &[op]).await;
    }
    push(tablet, &[patch(101, 3, noon() + 1, json!({"topics": ["device"], "count": 4}))]).await;
    let mut gone = patch(102, 4, noon() + 2, json!({}));
    gone["act"] = json!("delete");
    gone.as_object_mut().unwrap().remove("set");
    push(tablet, &[gone]).await;
}

async fn agrees(server: &TestServer, facts: &Facts) {
    for (field, register) in [
        (Field::Topic, "topics/0"),
        (Field::Duration, "duration"),
        (Field::Outcome, "result/outcome"),
        (Field::Kind, "kind"),
    ] {
        assert_eq!(by(facts, field), by_sql(server, register).await, "{field:?}");
    }
    assert_eq!(by(facts, Field::Entity), [("help".to_owned(), 19)]);
}

#[tokio::test]
async fn facts_are_those_of_the_entries() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    tablet.get(routes::FACTS).await.unwrap().expect_problem(401, "not_signed_in");
    chair.get(&format!("{}?since=x", routes::FACTS)).await.unwrap().expect_problem(400, "bad_request");
    assert!(page(&mut chair, 0).await.block.is_empty());

    busy(&mut tablet).await;
    let mut facts = Facts::default();
    let answer = load(&mut chair, &mut facts).await;
    agrees(&server, &facts).await;
    // A contact has those of the own library; of another's nothing, not even a code.
    let mut own = Facts::default();
    load(&mut contact, &mut own).await;
    agrees(&server, &own).await;
    let mut elsewhere = server.contact(&mut chair, "pori").await.unwrap();
    let mut none = Facts::default();
    assert_eq!(load(&mut elsewhere, &mut none).await.position, answer.position);
    assert!(none.is_empty() && none.codes(Field::Library).is_empty());
    assert_eq!(recounted(&server).await, 20);

    // What comes later comes alone.
    push(&mut tablet, &[help(30)]).await;
    let more = page(&mut chair, facts.position()).await;
    assert_eq!((more.block.len(), more.epoch, more.generation), (1, answer.epoch, answer.generation));
    // Whoever knows more than there is has another server's facts.
    let ahead = page(&mut chair, 1_000).await;
    assert_eq!((ahead.position, ahead.block.len()), (more.position, 0));
}

#[tokio::test]
async fn joined_rows_are_the_same_facts() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    busy(&mut tablet).await;
    let mut middle = Facts::default();
    let first = page(&mut chair, 0).await;
    assert!(middle.extend(&first.block.clone().after(-1)) && first.block.steps.len() == 22);
    assert_eq!(join(&server.app).await.unwrap(), 21);
    assert_eq!(join(&server.app).await.unwrap(), 0);
    push(&mut tablet, &[help(30)]).await;
    assert_eq!(page(&mut chair, 22).await.block.len(), 1);
    assert_eq!(page(&mut chair, 20).await.block.len(), 4, "from the middle of a joined row");
    assert_eq!(page(&mut chair, 0).await.block.len(), first.block.len() + 1);
    assert_eq!(recounted(&server).await, 21);
}

#[tokio::test]
async fn a_gap_has_the_facts_made_anew() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    busy(&mut tablet).await;
    let before = page(&mut chair, 0).await;
    // As if a node of an older version had pushed some of them.
    remove(&server, 9, 12).await;
    assert_eq!(recounted(&server).await, 20, "a gap is no difference");
    push(&mut tablet, &[help(30)]).await;
    let mut facts = Facts::default();
    let anew = load(&mut chair, &mut facts).await;
    assert_eq!(anew.position, before.position + 1);
    assert_ne!(anew.generation, before.generation, "whoever has the old ones begins anew");
    assert_eq!(by(&facts, Field::Entity), [("help".to_owned(), 20)]);
    recounted(&server).await;
    // At the end as well: the newest push is one that left no facts.
    remove(&server, anew.position - 1, anew.position).await;
    let again = page(&mut chair, 0).await;
    assert_ne!(again.generation, anew.generation);
    assert_eq!((again.position, again.block.len()), (anew.position, 20));
    push(&mut tablet, &[help(31)]).await;
    assert_eq!(page(&mut chair, again.position).await.block.len(), 1);
}

async fn remove(server: &TestServer, after: i64, to: i64) {
    let network: Id = network(server).await;
    let mut tx = server.app.db.write().await.unwrap();
    fact::remove(&mut tx, network, after, to).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_reader_skips_a_fact_while_others_write_and_join() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablets = Vec::new();
    for seed in 0..6 {
        let actor = server.device(&mut chair, "turku").await.unwrap();
        tablets.push(Device::new(actor, "turku", seed, server.clock.clone()));
    }
    let writers = tablets.into_iter().map(|mut tablet| {
        let clock = server.clock.clone();
        tokio::spawn(async move {
            for _ in 0..20 {
                clock.advance(MINUTE / 100);
                tablet.log(&tablet.blank_help());
                tablet.settle().await.unwrap();
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let mut facts = Facts::default();
    loop {
        let done = writers.iter().all(tokio::task::JoinHandle::is_finished);
        load(&mut chair, &mut facts).await;
        join(&server.app).await.unwrap();
        if done {
            break;
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(by(&facts, Field::Entity), [("help".to_owned(), 120)]);
    assert_eq!(recounted(&server).await, 120);
}
