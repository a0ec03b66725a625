//! What the screens of a device must show.

use std::collections::BTreeSet;
use std::rc::Rc;

use shared::domain::op::{Act, WHEN};
use shared::id::Id;
use shared::sync::outbox::Item;

use super::Device;

impl Device {
    /// I6: what was saved here is on each screen, whatever has been answered since, and nothing that was shown is gone.
    pub fn check_screens(&mut self) {
        if !std::mem::take(&mut self.changed) {
            return;
        }
        let told = |item: &&Item| !self.untold.contains(&item.id);
        let items: Vec<Item> = self.store.held().filter(told).cloned().collect();
        for item in &items {
            let parsed = || Rc::new(item.op().expect("our own op"));
            let op = self.parsed.entry(item.id).or_insert_with(parsed).clone();
            for tab in self.tabs.iter().filter(|tab| !tab.frozen) {
                let row = tab.view.row(op.entity()).expect("a saved entity is on the screen");
                // A request that was on its way when the server was restored may be taken in there before this device has
                // told the stamp and the mark that the op was given first: the new history has another word on its clock.
                let known_anew = self.anew.contains(&item.id);
                let at = match (known_anew, op.act, row.born) {
                    (false, ..) => item.effective(&op),
                    (true, Act::Create, Some(born)) => born.0,
                    // Under which stamp that history has it, the screen does not tell.
                    (true, ..) => continue,
                };
                let mut again = row.clone();
                again.merge(&op, at, item.skewed, item.replica);
                if let Some(when) = row.set.get(WHEN).filter(|_| self.is_cloned || known_anew) {
                    again.set.insert(WHEN.to_owned(), when.clone());
                }
                assert_eq!(again, row, "the screen of {} shows {}", self.replica, item.bytes);
            }
        }
        for tab in self.tabs.iter_mut().filter(|tab| !tab.frozen) {
            let shown: BTreeSet<Id> = tab.view.entities().collect();
            if tab.shown.0 == self.generation {
                assert!(tab.shown.1.is_subset(&shown), "an entry vanished from {}", self.replica);
            }
            tab.shown = (self.generation, shown);
        }
    }
}
