//! What the browser's features promise behind our types.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use frontend::platform::channel::Channel;
use frontend::platform::clock::{Clock, Source};
use frontend::platform::gzip::{self, Body};
use frontend::platform::locks::{self, Mode};
use frontend::platform::{cookie, random};
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Waits until something holds, at most two seconds.
async fn until(holds: impl Fn() -> bool) {
    for _ in 0..100 {
        if holds() {
            return;
        }
        TimeoutFuture::new(20).await;
    }
    panic!("it never came about");
}

#[wasm_bindgen_test]
async fn a_body_is_compressed_by_the_browser() {
    let Body::Gzip(bytes) = gzip::pack("a".repeat(10_000)).await else { panic!("not compressed") };
    assert_eq!((bytes.get_index(0), bytes.get_index(1)), (0x1f, 0x8b));
    assert!(bytes.length() < 200);
}

#[wasm_bindgen_test]
async fn a_lock_has_one_holder_until_it_is_stolen() {
    let name = format!("test-{}", random::seed());
    let log: Rc<RefCell<Vec<&str>>> = Rc::default();
    let note = |word: &'static str| {
        let log = log.clone();
        move || log.borrow_mut().push(word)
    };
    locks::request(&name, Mode::Queue, note("a got"), note("a lost"));
    until(|| log.borrow().len() == 1).await;
    locks::request(&name, Mode::Queue, note("b got"), note("b lost"));
    TimeoutFuture::new(50).await;
    assert_eq!(*log.borrow(), ["a got"]);
    locks::request(&name, Mode::Steal, note("c got"), note("c lost"));
    until(|| log.borrow().len() == 3).await;
    let mut seen = log.borrow().clone();
    seen.sort_unstable();
    assert_eq!(seen, ["a got", "a lost", "c got"]);
}

#[wasm_bindgen_test]
async fn a_channel_reaches_the_others_and_not_oneself() {
    let name = format!("test-{}", random::seed());
    let (own, other) = (Rc::new(Cell::new(0)), Rc::new(RefCell::new(Vec::new())));
    let (counted, heard) = (own.clone(), other.clone());
    let one = Channel::join(&name, move |_| counted.set(counted.get() + 1));
    let _two = Channel::join(&name, move |text| heard.borrow_mut().push(text));
    one.tell("hello");
    until(|| other.borrow().len() == 1).await;
    assert_eq!((own.get(), other.borrow()[0].as_str()), (0, "hello"));
}

#[wasm_bindgen_test]
fn the_pending_count_is_mirrored_in_a_cookie() {
    cookie::mirror(17);
    assert_eq!(cookie::mirrored(), Some(17));
    cookie::mirror(0);
    assert_eq!(cookie::mirrored(), Some(0));
}

#[wasm_bindgen_test]
fn the_clock_is_corrected_and_the_ids_carry_it() {
    let clock = Clock::new(Source { wall: || 1_000, steady: || 5 });
    clock.correct(-400);
    assert_eq!((clock.device(), clock.now(), clock.steady()), (1_000, 600, 5));
    assert!(random::id(1_776_157_500_000) < random::id(1_776_157_500_001));
    assert_ne!(random::seed(), random::seed());
}
