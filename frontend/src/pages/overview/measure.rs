//! For whom the charts are drawn.
//!
//! Owns: the choice and the figure that it takes from a tally. Must not: render.

use shared::wire::v1::overview::Tally;

/// For whom the help was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Whom {
    /// Customers: goal A of the yearly plan.
    #[default]
    Customers,
    /// Own staff: goal B.
    Peers,
    /// Both.
    Both,
}

impl Whom {
    /// The helps of a tally.
    pub fn helps(self, tally: &Tally) -> i64 {
        match self {
            Self::Customers => tally.customer,
            Self::Peers => tally.peer,
            Self::Both => tally.customer.saturating_add(tally.peer),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_is_the_sum() {
        let tally = Tally { customer: 5, peer: 2, customer_people: 9, ..Tally::default() };
        assert_eq!([Whom::Customers, Whom::Peers, Whom::Both].map(|whom| whom.helps(&tally)), [5, 2, 7]);
    }
}
