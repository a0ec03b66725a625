//! The set-up: a network with many libraries and tablets, made in this process with a clock of its own, so that the
//! limits on codes per minute do not take hours.

use anyhow::Result;
use backend::clock::{Clock as _, SystemClock};
use serde_json::json;
use shared::routes;
use shared::time::MINUTE;
use std::sync::Arc;
use tests::database::Place;
use tests::device::Device;
use tests::postgres::Cluster;
use tests::server::TestServer;

/// Tablets of one library.
const TABLETS: usize = 10;

/// What the real server takes over.
pub struct Town {
    /// The database.
    pub place: Place,
    /// The tablets, enrolled.
    pub devices: Vec<Device>,
    /// Held as long as it is used.
    _cluster: Option<Cluster>,
}

impl Town {
    /// Makes everything.
    pub async fn build(tablets: usize, postgres: bool) -> Result<Self> {
        let cluster = if postgres { Some(Cluster::start(true).await?) } else { None };
        let url = match &cluster {
            Some(cluster) => Some(cluster.database().await?),
            None => None,
        };
        let place = Place { folder: Arc::new(tempfile::tempdir()?), url };
        let server = TestServer::over(place).await?;
        let now = SystemClock.now();
        server.clock.set(now);
        let mut chair = server.chair().await?;
        let mut devices = Vec::with_capacity(tablets);
        for n in 0..tablets {
            let library = format!("lib{}", n / TABLETS);
            if n.is_multiple_of(TABLETS) {
                let new = json!({"code": library, "name_fi": format!("Kirjasto {}", n / TABLETS),
                    "province": "VS", "languages": ["fi"]});
                chair.post(routes::LIBRARIES, &new).await?.expect(200);
            }
            let actor = server.device(&mut chair, &library).await?;
            let seed = u64::try_from(n)?;
            devices.push(Device::new(actor, &library, seed, Arc::new(SystemClock)));
            server.clock.advance(MINUTE);
        }
        // What the tablets did meanwhile lies in the future of the real clock; nothing depends on it.
        server.clock.set(now);
        Ok(Self { place: server.stop().await?, devices, _cluster: cluster })
    }
}
