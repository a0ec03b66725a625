//! What is kept for how long: the one table that the retention job applies and the privacy notice prints.
//!
//! Owns: the rules, their lengths and their texts in three languages. Must not: know how a rule is carried out; the
//! server's `db/retention.rs` has one statement per code, and a test that neither has more than the other.

use crate::time::{DAY, Date, Millis, helsinki, helsinki_midnight};

/// A length of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Calendar months in Finland.
    Months(u32),
    /// Days of 24 hours.
    Days(u32),
}

impl Keep {
    /// What is older than this instant has been kept long enough.
    pub fn cutoff(self, now: Millis) -> Millis {
        match self {
            Self::Days(days) => now.saturating_sub(i64::from(days) * DAY),
            Self::Months(months) => {
                let local = helsinki(now).date;
                helsinki_midnight(months_before(local, months))
            }
        }
    }

    /// `YYYY-MM` of the cutoff: a month up to and including it began before the cutoff.
    pub fn cutoff_month(self, now: Millis) -> String {
        helsinki(self.cutoff(now)).date.year_month()
    }
}

/// The same day `months` earlier, or the last day of that month.
fn months_before(date: Date, months: u32) -> Date {
    let (year, month, day) = date.ymd();
    let count = i64::from(year) * 12 + i64::from(month) - 1 - i64::from(months);
    let year = i32::try_from(count.div_euclid(12)).unwrap_or(0);
    let month = u32::try_from(count.rem_euclid(12)).unwrap_or(0) + 1;
    let day = day.min(crate::time::days_in_month(year, month));
    Date::new(year, month, day).unwrap_or(date)
}

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// A stable code.
    pub code: &'static str,
    /// How long it is kept.
    pub keep: Keep,
    /// What is deleted and counted from when, in Finnish.
    pub fi: &'static str,
    /// The same in Swedish.
    pub sv: &'static str,
    /// The same in English.
    pub en: &'static str,
}

/// The table, in the order of the notice.
pub const RULES: &[Rule] = &[
    Rule {
        code: "author_key",
        keep: Keep::Months(13),
        fi: "Tieto siitä, kuka jäsen kirjauksen teki; kirjauskuukauden alusta",
        sv: "Uppgiften om vilken medlem som gjorde anteckningen; från början av anteckningsmånaden",
        en: "Which member made an entry; from the beginning of the entry's month",
    },
    Rule {
        code: "op_member",
        keep: Keep::Months(13),
        fi: "Tieto siitä, kuka kirjautunut henkilö korjasi kirjausta; korjauksesta",
        sv: "Uppgiften om vilken inloggad person som rättade en anteckning; från rättelsen",
        en: "Which signed-in person corrected an entry; from the correction",
    },
    Rule {
        code: "member",
        keep: Keep::Months(13),
        fi: "Verkostosta poistetun jäsenen nimi, sähköpostiosoite ja salasanan tiiviste; poistamisesta",
        sv: "Namn, e-postadress och lösenordets kontrollsumma för en medlem som tagits bort; från borttagningen",
        en: "Name, e-mail and password hash of a removed member; from the removal",
    },
    Rule {
        code: "session",
        keep: Keep::Days(1),
        fi: "Päättynyt kirjautuminen; päättymisestä",
        sv: "En avslutad inloggning; från att den avslutats",
        en: "An ended sign-in; from its end",
    },
    Rule {
        code: "link",
        keep: Keep::Days(1),
        fi: "Kutsu- ja salasanalinkki; käytöstä tai vanhenemisesta",
        sv: "Inbjudnings- och lösenordslänk; från att den använts eller gått ut",
        en: "An invitation or password link; from its use or end",
    },
    Rule {
        code: "enrolment",
        keep: Keep::Days(30),
        fi: "Tabletin käyttöönottokoodi ja sen tekijä; vanhenemisesta",
        sv: "Kod för att ta en surfplatta i bruk och vem som skapade den; från att koden gått ut",
        en: "An enrolment code of a tablet and who made it; from the code's end",
    },
    Rule {
        code: "device",
        keep: Keep::Months(13),
        fi: "Käytöstä poistetun tabletin tiedot; poistamisesta",
        sv: "Uppgifter om en surfplatta som tagits ur bruk; från att den tagits ur bruk",
        en: "A revoked tablet's record; from the revocation",
    },
    Rule {
        code: "held",
        keep: Keep::Days(180),
        fi: "Tarkistettavaksi pidätetty kirjaus; tarkistamisesta",
        sv: "En anteckning som hölls kvar för granskning; från granskningen",
        en: "An entry held for review; from the review",
    },
    Rule {
        code: "feedback",
        keep: Keep::Months(24),
        fi: "Palaute ja palautteen antajan yhteystieto; saapumisesta",
        sv: "Respons och kontaktuppgiften till den som gav den; från ankomsten",
        en: "Feedback and the address of the person who gave it; from its arrival",
    },
    Rule {
        code: "audit",
        keep: Keep::Months(24),
        fi: "Loki kirjautumisista, käyttöönotoista, poistoista ja vienneistä; tapahtumasta",
        sv: "Logg över inloggningar, ibruktaganden, återkallelser och exporter; från händelsen",
        en: "Log of sign-ins, enrolments, revocations and exports; from the event",
    },
    Rule {
        code: "share",
        keep: Keep::Months(24),
        fi: "Lukujen jakolinkin nimi ja käyttökertojen määrä; vanhenemisesta",
        sv: "Namnet på en länk för att dela siffror och antalet gånger den öppnats; från att den gått ut",
        en: "The name of a link that shares figures and how often it was opened; from its end",
    },
    Rule {
        code: "retention_log",
        keep: Keep::Months(60),
        fi: "Loki siitä, mitä säilytysajat ovat poistaneet (ei henkilötietoja); ajosta",
        sv: "Logg över vad lagringstiderna har raderat (inga personuppgifter); från körningen",
        en: "Log of what these rules have deleted (no personal data); from the run",
    },
];

/// The rule of a code.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_in_finnish_time() {
        let now = helsinki_midnight(Date::new(2026, 2, 1).unwrap());
        assert_eq!(Keep::Months(13).cutoff_month(now), "2025-01");
        assert_eq!(Keep::Months(13).cutoff_month(now - 1), "2024-12");
        let end = helsinki_midnight(Date::new(2026, 3, 31).unwrap());
        assert_eq!(helsinki(Keep::Months(1).cutoff(end)).date, Date::new(2026, 2, 28).unwrap());
        assert_eq!(Keep::Days(2).cutoff(end), end - 2 * DAY);
    }

    #[test]
    fn codes_are_unique_and_texts_complete() {
        for (at, rule) in RULES.iter().enumerate() {
            assert!(RULES.iter().skip(at + 1).all(|other| other.code != rule.code));
            assert!([rule.fi, rule.sv, rule.en].iter().all(|text| !text.is_empty()));
        }
        assert!(super::rule("author_key").is_some());
    }
}
