//! Tablets over a TCP line that cuts, delays, doubles and lies.

use tests::crowd::Crowd;
use tests::process::Process;
use tests::proxy::{Proxy, TROUBLES};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_trouble_on_the_line_loses_or_doubles_anything() {
    let mut crowd = Crowd::gather(10).await.unwrap();
    let server = Process::start(&crowd.place).await.unwrap();
    let line = Proxy::with_trouble(vec![server.address], 1, 50).await.unwrap();
    crowd.move_to(line.address);
    for _ in 0..20 {
        crowd.log(4);
        crowd.settle().await.unwrap();
    }
    let met = line.met();
    for trouble in TROUBLES {
        assert!(met.iter().any(|(one, _)| *one == trouble), "{trouble:?} was never met: {met:?}");
    }
    line.heal();
    crowd.check().await.unwrap();
}
