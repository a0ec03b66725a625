//! The driver in a real browser against a small server that fails on request: nothing lost, nothing doubled, and no
//! queue that waits for somebody to touch anything.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::rc::Rc;

use frontend::platform::clock::{Clock, Source};
use frontend::platform::random;
use frontend::store::Store;
use frontend::sync::hub::Hub;
use frontend::sync::schedule::Schedule;
use gloo_timers::future::TimeoutFuture;
use shared::domain::help::Help;
use shared::domain::op::{Act, Kind, Op};
use shared::id::Id;
use shared::sync::outbox::Item;
use shared::sync::view::Delivery;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A server in the page: it stores each op once, and answers as `mode` says.
const SERVER: &str = r#"
  const real = window.fetch.bind(window);
  const server = window.server = { mode: "up", ops: new Map(), requests: 0, epoch: "0190000000007000800000000000000a" };
  const json = (body, status = 200) => new Response(JSON.stringify(body), { status });
  window.fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (!pathname.startsWith("/api/")) return real(input, init);
    server.requests += 1;
    if (server.mode === "down") throw new TypeError("no network");
    if (server.mode === "portal") return new Response("<html>Welcome to our café</html>", { status: 200 });
    if (server.mode === "busy") return new Response("upstream", { status: 503 });
    if (server.mode === "unknown") return json({ type: "x", title: "x", status: 401, code: "device_unknown" }, 401);
    const head = () => ({ epoch: server.epoch, position: server.ops.size, server_time: Date.now() + 7000 });
    if (pathname === "/api/v1/sync/pull") return json({ ...head(), cursor: "c" + server.ops.size, config: 1, rows: [] });
    const plain = request.body.pipeThrough(new DecompressionStream("gzip"));
    const push = await new Response(plain).json();
    const receipts = push.ops.map((op) => {
      if (op.set.topics[0] === "poison") return { id: op.id, status: "rejected", code: "unknown_code" };
      const known = server.ops.get(op.id);
      if (!known) server.ops.set(op.id, server.ops.size + 1);
      return { id: op.id, status: known ? "duplicate" : "applied", position: server.ops.get(op.id) };
    });
    if (server.mode === "cut") throw new TypeError("cut after commit");
    return json({ ...head(), nonce: push.nonce, receipts });
  };
"#;

fn run(script: &str) -> JsValue {
    js_sys::Function::new_no_args(script).call0(&JsValue::UNDEFINED).unwrap()
}

fn mode(mode: &str) {
    run(&format!("window.server.mode = '{mode}'"));
}

fn stored() -> f64 {
    run("return window.server.ops.size").as_f64().unwrap()
}

fn requests() -> f64 {
    run("return window.server.requests").as_f64().unwrap()
}

async fn until(what: &str, holds: impl Fn() -> bool) {
    // A minute: the longest back-off is 30 s, and liveness is promised within 60 s.
    for _ in 0..3_000 {
        if holds() {
            return;
        }
        TimeoutFuture::new(20).await;
    }
    panic!("never: {what}");
}

async fn device() -> (Rc<Hub>, Rc<Schedule>) {
    run(SERVER);
    let name = format!("test-driver-{}", random::seed());
    let store = Store::open(&name).await.unwrap();
    let hub = Hub::open(store, Rc::new(Clock::new(Source::BROWSER)), None).await.unwrap();
    let schedule = Schedule::start(&hub, &name);
    (hub, schedule)
}

async fn log(hub: &Rc<Hub>, topic: &str) -> Id {
    let now = hub.clock.now();
    let (at, replica) = {
        let mut replica = hub.replica.borrow_mut();
        (replica.tick(now).at, replica.id)
    };
    let help = Help { topics: vec![topic.to_owned()], ..Help::blank(None, None) };
    let op = Op {
        id: random::id(now),
        at,
        act: Act::Create,
        of: Kind::Help,
        entity: None,
        library: "turku".to_owned(),
        lists: 1,
        set: help.registers(),
        replaces: None,
    };
    let item = Item::new(&op, replica, now, hub.clock.offset());
    hub.store.append(std::slice::from_ref(&item), at, &[]).await.unwrap();
    hub.saved(&[item]);
    op.id
}

fn waiting(hub: &Hub) -> u32 {
    hub.replica.borrow().waiting()
}

#[wasm_bindgen_test]
async fn a_queue_outlives_every_kind_of_failure_and_drains_by_itself() {
    let (hub, schedule) = device().await;
    mode("down");
    let first = log(&hub, "email").await;
    schedule.set_enrolled(true);
    let mut logged = 1;
    // A save tries at once, whatever the back-off says; pull and push take turns.
    for failing in ["down", "busy", "portal", "unknown"] {
        mode(failing);
        let before = requests();
        log(&hub, "phone").await;
        logged += 1;
        until("a request", || requests() > before).await;
    }
    mode("cut");
    while stored() < 1.0 {
        let before = requests();
        log(&hub, "phone").await;
        logged += 1;
        until("a request that is cut after the commit", || requests() > before).await;
    }
    assert_eq!(waiting(&hub), logged);
    mode("up");
    // Nobody touches anything.
    until("drained", || waiting(&hub) == 0).await;
    assert_eq!(stored(), f64::from(logged), "exactly once");
    assert!(matches!(hub.replica.borrow().view.delivery(first), Some(Delivery::Sent(_))));
    let network = hub.network();
    assert!(network.reachable && !network.unknown_device);
    assert!((5_000..9_000).contains(&hub.clock.offset()), "the clock was corrected: {}", hub.clock.offset());
    // A new start finds the same.
    let loaded = hub.store.load(first).await.unwrap();
    let sent = loaded.sent.iter().flat_map(|batch| &batch.ops).count();
    assert_eq!((loaded.outbox.len(), u32::try_from(sent)), (0, Ok(logged)));
    assert!(loaded.sync.cursor.is_some());
}

#[wasm_bindgen_test]
async fn a_poisonous_op_is_kept_apart_and_the_rest_flows() {
    let (hub, schedule) = device().await;
    log(&hub, "email").await;
    let bad = log(&hub, "poison").await;
    log(&hub, "phone").await;
    schedule.set_enrolled(true);
    until("drained", || waiting(&hub) == 0).await;
    assert_eq!(stored(), 2.0);
    assert!(hub.replica.borrow().wedged.contains_key(&bad));
    assert_eq!(hub.store.load(bad).await.unwrap().quarantine.len(), 1);
    hub.drop_wedged(bad).await.unwrap();
    assert!(hub.replica.borrow().wedged.is_empty());
}

#[wasm_bindgen_test]
async fn another_tab_sees_what_this_one_saves_and_sends() {
    run(SERVER);
    let name = format!("test-tabs-{}", random::seed());
    let open = async || {
        let store = Store::open(&name).await.unwrap();
        Hub::open(store, Rc::new(Clock::new(Source::BROWSER)), None).await.unwrap()
    };
    let (one, other) = (open().await, open().await);
    assert_eq!(one.replica.borrow().id, other.replica.borrow().id);
    let (first, second) = (Schedule::start(&one, &name), Schedule::start(&other, &name));
    first.set_enrolled(true);
    second.set_enrolled(true);
    until("a sender", || one.is_sender() || other.is_sender()).await;
    assert_ne!(one.is_sender(), other.is_sender(), "one sends");
    mode("down");
    let (a, b) = (log(&one, "email").await, log(&other, "phone").await);
    until("both know both", || waiting(&one) == 2 && waiting(&other) == 2).await;
    mode("up");
    until("both are told", || waiting(&one) == 0 && waiting(&other) == 0).await;
    assert_eq!(stored(), 2.0);
    for hub in [&one, &other] {
        for id in [a, b] {
            assert!(matches!(hub.replica.borrow().view.delivery(id), Some(Delivery::Sent(_))));
        }
    }
}
