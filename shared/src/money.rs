//! Amounts of money as people write and read them.
//!
//! Owns: euros in a field and on a page; kept in cents. Must not: judge an amount.

use crate::domain::lang::Lang;
use crate::text;

const NBSP: char = '\u{a0}';

/// An amount with its cents and its sign: `1 234,50 €`, in English `€1,234.50`.
pub fn shown(cents: i64, lang: Lang) -> String {
    let sign = if cents < 0 { "\u{2212}" } else { "" };
    let amount = digits(cents, lang);
    match lang {
        Lang::Fi | Lang::Sv => format!("{sign}{amount}{NBSP}€"),
        Lang::En => format!("{sign}€{amount}"),
    }
}

/// The digits of an amount, without its sign: `1 234,50`.
fn digits(cents: i64, lang: Lang) -> String {
    let mark = if lang == Lang::En { '.' } else { ',' };
    let whole = i64::try_from(cents.unsigned_abs() / 100).unwrap_or(i64::MAX);
    format!("{}{mark}{:02}", text::number(whole, lang), cents.unsigned_abs() % 100)
}

/// An amount as it stands in a field: `1234,50`, in each language, since fields are read alike.
pub fn written(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{},{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100)
}

/// The cents of what a field says; `None` where it is no amount. Spaces between digits and a euro sign are fine; a comma or
/// a dot stands before one or two digits of cents, so that a dot between thousands is never taken for one.
pub fn read(field: &str) -> Option<i64> {
    let plain: String = field.chars().filter(|c| !c.is_whitespace()).collect();
    let plain = plain.strip_suffix('€').or(plain.strip_prefix('€')).unwrap_or(&plain);
    let (sign, plain) = match plain.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (-1, rest),
        None => (1, plain),
    };
    let number = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| text.parse::<i64>().ok())?
    };
    let cents = match plain.split_once([',', '.']) {
        None => number(plain)?.checked_mul(100)?,
        Some((whole, part)) => {
            let part = match part.len() {
                1 => number(part)? * 10,
                2 => number(part)?,
                _ => return None,
            };
            number(whole)?.checked_mul(100)?.checked_add(part)?
        }
    };
    Some(sign * cents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_finns_type_them() {
        for (field, cents) in [
            ("1 234,50", Some(123_450)),
            ("1\u{a0}234,50 €", Some(123_450)),
            ("1234.50", Some(123_450)),
            ("€12", Some(1_200)),
            ("12,5", Some(1_250)),
            ("0,05", Some(5)),
            ("-50,00", Some(-5_000)),
            ("\u{2212}50", Some(-5_000)),
            ("1.234", None),
            ("1.234,50", None),
            ("12,", None),
            (",50", None),
            ("12,-", None),
            ("", None),
            ("-", None),
            ("kymppi", None),
            ("1e3", None),
            ("٣", None),
            ("9223372036854775807", None),
        ] {
            assert_eq!(read(field), cents, "{field}");
        }
    }

    #[test]
    fn an_amount_is_written_as_it_is_read() {
        for cents in [0, 5, 99, 100, 123_450, -5, -123_450] {
            assert_eq!(read(&written(cents)), Some(cents));
            for lang in [Lang::Fi, Lang::Sv] {
                assert_eq!(read(&shown(cents, lang)), Some(cents));
            }
        }
        assert_eq!(shown(-123_450, Lang::Fi), "\u{2212}1\u{a0}234,50\u{a0}€");
        assert_eq!(shown(123_450, Lang::En), "€1,234.50");
    }
}
