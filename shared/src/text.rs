//! Numbers, dates and times as people read them, in Finnish, Swedish and English.
//!
//! Owns: their written form in pages, reports and mails. Must not: hold sentences (the locale files do) or read a clock.
//! Spaces inside a number or a date are no-break spaces, so that neither is torn apart at the end of a line.

use crate::domain::lang::Lang;
use crate::time::{Date, Millis, helsinki};

const NBSP: char = '\u{a0}';
const EN_MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A whole number with its thousands apart: `12 345`, in English `12,345`.
pub fn number(value: i64, lang: Lang) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    if value < 0 {
        out.push('\u{2212}');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(if lang == Lang::En { ',' } else { NBSP });
        }
        out.push(digit);
    }
    out
}

/// A date with its year: `14.4.2026`, in English `14 Apr 2026`.
pub fn date(date: Date, lang: Lang) -> String {
    let (year, _, _) = date.ymd();
    match lang {
        Lang::Fi | Lang::Sv => format!("{}{year}", day_month(date, lang)),
        Lang::En => format!("{}{NBSP}{year}", day_month(date, lang)),
    }
}

/// A date without its year: `14.4.`, in English `14 Apr`.
pub fn day_month(date: Date, lang: Lang) -> String {
    let (_, month, day) = date.ymd();
    match lang {
        Lang::Fi | Lang::Sv => format!("{day}.{month}."),
        Lang::En => format!("{day}{NBSP}{}", EN_MONTHS[(month.clamp(1, 12) - 1) as usize]),
    }
}

/// A date with its weekday: `ti 14.4.2026`, `tis 14.4.2026`, `Tue 14 Apr 2026`.
pub fn weekday_date(on: Date, lang: Lang) -> String {
    format!("{}{NBSP}{}", weekday(on, lang), date(on, lang))
}

/// The short name of a date's weekday.
pub fn weekday(date: Date, lang: Lang) -> &'static str {
    let names: [&str; 7] = match lang {
        Lang::Fi => ["ma", "ti", "ke", "to", "pe", "la", "su"],
        Lang::Sv => ["mån", "tis", "ons", "tors", "fre", "lör", "sön"],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    };
    names[(date.weekday() % 7) as usize]
}

/// A span of dates: `1.1.–14.4.2026`, in English `1 Jan – 14 Apr 2026`; the first year only where it is another one, and one date
/// where it is one day.
pub fn span(from: Date, to: Date, lang: Lang) -> String {
    if from == to {
        return date(to, lang);
    }
    let first = if from.year() == to.year() { day_month(from, lang) } else { date(from, lang) };
    let dash = if lang == Lang::En { " – " } else { "–" };
    format!("{first}{dash}{}", date(to, lang))
}

/// The time of day in Finland, without a word before it: `14.05`, in English `14:05`.
pub fn clock(at: Millis, lang: Lang) -> String {
    let local = helsinki(at);
    let mark = if lang == Lang::En { ':' } else { '.' };
    format!("{}{mark}{:02}", local.hour, local.minute)
}

/// The time of day with its word: `klo 14.05`, `kl. 14.05`, in English `14:05`.
pub fn at_clock(at: Millis, lang: Lang) -> String {
    let time = clock(at, lang);
    match lang {
        Lang::Fi => format!("klo{NBSP}{time}"),
        Lang::Sv => format!("kl.{NBSP}{time}"),
        Lang::En => time,
    }
}

/// Date and time in Finland: `14.4.2026 klo 14.05`.
pub fn instant(at: Millis, lang: Lang) -> String {
    let on = date(helsinki(at).date, lang);
    let comma = if lang == Lang::En { "," } else { "" };
    format!("{on}{comma} {}", at_clock(at, lang))
}

/// The name of a month (1–12) on a chart: `tammi`, `jan`, `Jan`.
pub fn month(month: u32, lang: Lang) -> &'static str {
    let names: [&str; 12] = match lang {
        Lang::Fi => [
            "tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras",
            "joulu",
        ],
        Lang::Sv => ["jan", "feb", "mars", "april", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"],
        Lang::En => EN_MONTHS,
    };
    names[(month.clamp(1, 12) - 1) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With plain spaces, to be read here.
    fn plain(text: &str) -> String {
        text.replace(NBSP, " ")
    }

    #[test]
    fn numbers_have_their_thousands_apart() {
        let written: Vec<String> =
            [0, 999, 1_606, -12_345_678].iter().map(|n| plain(&number(*n, Lang::Fi))).collect();
        assert_eq!(written, ["0", "999", "1 606", "−12 345 678"]);
        assert_eq!(number(1_606, Lang::En), "1,606");
    }

    #[test]
    fn dates_and_times_are_finnish_in_each_language() {
        let on: Date = "2026-04-14".parse().unwrap();
        let from: Date = "2026-01-01".parse().unwrap();
        let at = 1_776_164_700_000; // 2026-04-14T11:05Z
        let all = |f: &dyn Fn(Lang) -> String| Lang::ALL.map(|lang| plain(&f(lang)));
        assert_eq!(all(&|l| weekday_date(on, l)), ["ti 14.4.2026", "tis 14.4.2026", "Tue 14 Apr 2026"]);
        assert_eq!(all(&|l| span(from, on, l)), ["1.1.–14.4.2026", "1.1.–14.4.2026", "1 Jan – 14 Apr 2026"]);
        assert_eq!(
            all(&|l| instant(at, l)),
            ["14.4.2026 klo 14.05", "14.4.2026 kl. 14.05", "14 Apr 2026, 14:05"]
        );
        assert_eq!(all(&|l| span(on, on, l)), ["14.4.2026", "14.4.2026", "14 Apr 2026"]);
        assert_eq!(all(&|l| span("2025-12-31".parse().unwrap(), on, l))[0], "31.12.2025–14.4.2026");
        assert_eq!(month(13, Lang::Fi), "joulu");
    }
}
