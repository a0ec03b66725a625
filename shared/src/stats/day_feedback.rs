//! What the answers to an activity day's feedback say together.
//!
//! Owns: which answers are shown, distributions and means. Must not: show anything of fewer answers than
//! [`GROUP`](crate::domain::day_feedback::GROUP).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::day_feedback::{GROUP, SCORES, Scale};

/// How one statement was answered. Absent from a result where fewer answered it than are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution {
    /// Which statement.
    pub scale: Scale,
    /// How many answered it: the denominator.
    pub n: u32,
    /// How many gave 1, 2, 3, 4, 5.
    pub counts: [u32; 5],
}

impl Distribution {
    /// The mean in tenths, rounded to the nearest: 42 is 4.2.
    pub fn tenths(&self) -> u32 {
        let sum: u32 = (1..).zip(self.counts).map(|(score, n)| score * n).sum();
        (sum * 10 + self.n / 2).checked_div(self.n).unwrap_or(0)
    }

    /// How many agree: 4 or 5.
    pub fn agreeing(&self) -> u32 {
        self.counts[3] + self.counts[4]
    }
}

/// How many of all answers are shown: whole groups while the form is open, so that nobody sees from a change what one
/// person has answered; all once it has closed. None before there is a group.
pub fn shown(answers: u32, closed: bool) -> u32 {
    match answers {
        0..GROUP => 0,
        _ if closed => answers,
        _ => answers - answers % GROUP,
    }
}

/// The distributions of some answers, in the order of the form; statements that fewer than a group answered are left out.
pub fn distributions<'a>(answers: impl IntoIterator<Item = &'a BTreeMap<Scale, u8>>) -> Vec<Distribution> {
    let mut all = Scale::ALL.map(|scale| Distribution { scale, n: 0, counts: [0; 5] });
    for scores in answers {
        for one in &mut all {
            let Some(score) = scores.get(&one.scale).filter(|score| SCORES.contains(score)) else { continue };
            one.n += 1;
            one.counts[usize::from(*score) - 1] += 1;
        }
    }
    all.into_iter().filter(|one| one.n >= GROUP).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(scale: Scale, score: u8) -> BTreeMap<Scale, u8> {
        [(scale, score)].into()
    }

    #[test]
    fn nothing_is_shown_of_fewer_than_five() {
        let mut answers = vec![answer(Scale::Knowledge, 4); 4];
        answers.extend(vec![answer(Scale::Awareness, 1); 9]);
        let told = distributions(&answers);
        assert_eq!(told, [Distribution { scale: Scale::Awareness, n: 9, counts: [9, 0, 0, 0, 0] }]);
        assert_eq!([0, 4, 5, 9, 10, 14].map(|n| shown(n, false)), [0, 0, 5, 5, 10, 10]);
        assert_eq!([0, 4, 5, 9, 14].map(|n| shown(n, true)), [0, 0, 5, 9, 14]);
    }

    #[test]
    fn a_distribution_adds_up_to_its_denominator() {
        let answers: Vec<_> =
            [1, 2, 3, 4, 5, 5, 4, 9, 0].map(|score| answer(Scale::Confidence, score)).into();
        let told = distributions(&answers)[0];
        assert_eq!((told.n, told.counts), (7, [1, 1, 1, 2, 2]));
        assert_eq!(told.counts.iter().sum::<u32>(), told.n);
        // 24 / 7 = 3.43
        assert_eq!((told.tenths(), told.agreeing()), (34, 4));
        let half = Distribution { scale: Scale::Knowledge, n: 20, counts: [0, 0, 0, 11, 9] };
        assert_eq!(half.tenths(), 45, "4.45 is rounded up");
    }
}
