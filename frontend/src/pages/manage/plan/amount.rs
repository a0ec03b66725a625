//! Amounts of a measure as they are written and read.
//!
//! Owns: the unit of each metric: times, people, yes or no, euros (kept in cents). Must not: judge an amount.

use shared::domain::lang::Lang;
use shared::domain::plan::Metric;
use shared::money;
use shared::text;

use crate::i18n::*;

/// An amount in words and figures.
pub fn shown(texts: Texts, metric: Metric, amount: i64) -> String {
    let lang = lang(texts);
    match metric {
        Metric::Travel => t_string!(texts, plan.euros, amount = euros(amount, lang)).to_string(),
        _ if metric.is_yes_no() && amount == 0 => t_string!(texts, plan.no).to_owned(),
        _ if metric.is_yes_no() => t_string!(texts, plan.yes).to_owned(),
        _ => text::number(amount, lang),
    }
}

fn euros(cents: i64, lang: Lang) -> String {
    let whole = text::number(cents / 100, lang);
    let mark = if lang == Lang::En { '.' } else { ',' };
    match cents.rem_euclid(100) {
        0 => whole,
        rest => format!("{whole}{mark}{rest:02}"),
    }
}

/// An amount as it stands in a field.
pub fn written(metric: Metric, amount: i64) -> String {
    match (metric, amount.rem_euclid(100)) {
        (Metric::Travel, 0) => (amount / 100).to_string(),
        (Metric::Travel, rest) => format!("{},{rest:02}", amount / 100),
        _ => amount.to_string(),
    }
}

/// What a field says; `None` where it is no amount. Spaces between groups of digits are fine.
pub fn read(metric: Metric, field: &str) -> Option<i64> {
    if metric == Metric::Travel {
        return money::read(field).filter(|cents| *cents >= 0);
    }
    let digits: String = field.chars().filter(|c| !c.is_whitespace()).collect();
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse::<i64>().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_they_are_written() {
        for (metric, field, amount) in [
            (Metric::Helps, "5 200", Some(5_200)),
            (Metric::Helps, "5\u{a0}200", Some(5_200)),
            (Metric::Helps, "5,2", None),
            (Metric::Helps, "-1", None),
            (Metric::Helps, "", None),
            (Metric::Helps, "99999999999999999999", None),
            (Metric::Travel, "1500", Some(150_000)),
            (Metric::Travel, "1 500,50", Some(150_050)),
            (Metric::Travel, "1500.50", Some(150_050)),
            (Metric::Travel, "1500,5", Some(150_050)),
            (Metric::Travel, "-5", None),
            (Metric::Travel, "9223372036854775807", None),
        ] {
            assert_eq!(read(metric, field), amount, "{field}");
        }
        for amount in [0, 5, 150_000, 150_050] {
            assert_eq!(read(Metric::Travel, &written(Metric::Travel, amount)), Some(amount));
        }
    }
}
