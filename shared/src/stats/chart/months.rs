//! Upright bars: twelve months of two years.
//!
//! Owns: axis, grid and bars. A month that has not begun has no bar of this year: it is missing, not zero.

use super::drawing::{Anchor, Drawing, Ink, Shape};
use super::{length, text_width};

const TEXT: f64 = 14.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 28.0;

/// One month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// Its name where there is room.
    pub label: String,
    /// Its name where there is little room: its number.
    pub short: String,
    /// This year; absent where the month has not begun.
    pub now: Option<i64>,
    /// Last year.
    pub then: Option<i64>,
    /// `now` in print.
    pub figure: String,
    /// What the goal asks of this month; absent where there is no such goal.
    pub goal: Option<i64>,
}

/// The months in their order, at a width in CSS pixels; `print` writes the figures of the axis.
pub fn months(months: &[Month], width: f64, print: impl Fn(i64) -> String) -> Drawing {
    let width = width.max(200.0);
    let height = if width < 480.0 { 200.0 } else { 240.0 };
    let most =
        months.iter().flat_map(|month| [month.now, month.then, month.goal]).flatten().max().unwrap_or(0);
    let (step, steps) = scale(most);
    let floor = height - BOTTOM;
    let unit = (floor - TOP) / (length(step) * f64::from(steps));

    let mut drawing = Drawing { width, height, ..Drawing::default() };
    let left = text_width(&print(step * i64::from(steps)), TEXT) + 8.0;
    for i in 0..=steps {
        let value = step * i64::from(i);
        let y = floor - length(value) * unit;
        drawing.shapes.push(Shape::Rule { x1: left, x2: width, y, ink: Ink::Grid });
        drawing.text((left - 8.0, y + 5.0), TEXT, Anchor::End, Ink::Soft, &print(value));
    }
    let count = f64::from(u32::try_from(months.len()).unwrap_or(12)).max(1.0);
    let group = (width - left) / count;
    // Names and figures only where every one of them has room: a half-labelled axis misleads.
    let named = months.iter().all(|month| text_width(&month.label, TEXT) + 4.0 <= group);
    let figured = months.iter().all(|month| text_width(&month.figure, TEXT) + 6.0 <= group);
    let thick = (group * 0.34).min(28.0);
    let mut middle = left + group / 2.0;
    for month in months {
        if let Some(then) = month.then {
            let tall = length(then) * unit;
            drawing.rect(middle - thick - 1.0, floor - tall, thick, tall, Ink::Then);
        }
        if let Some(now) = month.now {
            let tall = length(now) * unit;
            drawing.rect(middle + 1.0, floor - tall, thick, tall, Ink::Now);
            if figured {
                let at = (middle + 1.0 + thick / 2.0, floor - tall - 6.0);
                drawing.text(at, TEXT, Anchor::Middle, Ink::Strong, &month.figure);
            }
        }
        if let Some(goal) = month.goal {
            let y = floor - length(goal) * unit;
            let (x1, x2) = (middle - group / 2.0, middle + group / 2.0);
            drawing.shapes.push(Shape::Rule { x1, x2, y, ink: Ink::Goal });
        }
        let label = if named { &month.label } else { &month.short };
        drawing.text((middle, height - 8.0), TEXT, Anchor::Middle, Ink::Soft, label);
        middle += group;
    }
    drawing
}

/// The step of the axis, a round number, and how many of them hold the largest figure: at most four.
fn scale(most: i64) -> (i64, u32) {
    let most = most.max(1);
    let mut power = 1_i64;
    loop {
        for round in [1, 2, 5] {
            let step = round * power;
            let steps = most.unsigned_abs().div_ceil(step.unsigned_abs());
            if steps <= 4 {
                return (step, u32::try_from(steps).unwrap_or(4));
            }
        }
        power = power.saturating_mul(10);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn year() -> Vec<Month> {
        (1..=12)
            .map(|n| Month {
                label: "marras".into(),
                short: n.to_string(),
                now: (n <= 4).then_some(n * 100),
                then: Some(498),
                figure: if n <= 4 { (n * 100).to_string() } else { String::new() },
                goal: (n > 6).then_some(600),
            })
            .collect()
    }

    #[test]
    fn the_axis_has_round_steps_and_holds_the_largest() {
        assert_eq!(scale(0), (1, 1));
        assert_eq!(scale(4), (1, 4));
        assert_eq!(scale(5), (2, 3));
        assert_eq!(scale(498), (200, 3));
        assert_eq!(scale(1_606), (500, 4));
        for most in 1..5_000 {
            let (step, steps) = scale(most);
            assert!(step * i64::from(steps) >= most && (1..=4).contains(&steps), "{most}");
        }
        assert!(scale(i64::MAX / 2).1 <= 4);
    }

    #[test]
    fn months_to_come_have_no_bar() {
        let drawing = months(&year(), 1_080.0, |n| n.to_string());
        let count = |ink| {
            drawing.shapes.iter().filter(|s| matches!(s, Shape::Rect { ink: i, .. } if *i == ink)).count()
        };
        assert_eq!((count(Ink::Now), count(Ink::Then)), (4, 12));
        let goal: Vec<f64> = drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Rule { y, ink: Ink::Goal, .. } => Some(*y),
                _ => None,
            })
            .collect();
        assert_eq!(goal.len(), 6, "months without a goal have no line");
        assert!(goal.iter().all(|y| *y >= TOP), "the axis holds the goal as well");
    }

    #[test]
    fn a_narrow_picture_has_numbers_for_names_and_no_figures() {
        let texts = |width: f64| -> Vec<String> {
            months(&year(), width, |n| n.to_string())
                .shapes
                .into_iter()
                .filter_map(|s| match s {
                    Shape::Text { text, .. } => Some(text),
                    _ => None,
                })
                .collect()
        };
        assert!(texts(1_080.0).contains(&"marras".to_owned()) && texts(1_080.0).contains(&"400".to_owned()));
        assert!(!texts(272.0).contains(&"marras".to_owned()) && texts(272.0).contains(&"12".to_owned()));
    }
}
