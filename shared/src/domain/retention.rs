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

    /// What was on this date in Finland or before it has been kept long enough.
    pub fn cutoff_date(self, now: Millis) -> Date {
        let today = helsinki(now).date;
        match self {
            Self::Days(days) => today.plus_days(-i32::try_from(days).unwrap_or(i32::MAX)),
            Self::Months(months) => months_before(today, months),
        }
    }

    /// The first date on which something of a date has been kept long enough.
    pub fn due(self, from: Date) -> Date {
        match self {
            Self::Days(days) => from.plus_days(i32::try_from(days).unwrap_or(i32::MAX)),
            Self::Months(months) => {
                let mut due = months_after(from, months);
                // The last day of a longer month has its day a little later.
                while months_before(due, months) < from {
                    due = due.plus_days(1);
                }
                due
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
    months_away(date, -i64::from(months))
}

/// The same day `months` later, or the last day of that month.
fn months_after(date: Date, months: u32) -> Date {
    months_away(date, i64::from(months))
}

fn months_away(date: Date, months: i64) -> Date {
    let (year, month, day) = date.ymd();
    let count = i64::from(year) * 12 + i64::from(month) - 1 + months;
    let year = i32::try_from(count.div_euclid(12)).unwrap_or(0);
    let month = u32::try_from(count.rem_euclid(12)).unwrap_or(0) + 1;
    let day = day.min(crate::time::days_in_month(year, month));
    Date::new(year, month, day).unwrap_or(date)
}

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// A stable code; one that begins with [`OF_DAY`] counts from the activity day.
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

/// How the codes begin of what a participant of the activity day told. What stays after the last of these rules is no
/// person any more: library, way of taking part, state, language, lunch, and the kind and length of a contribution.
pub const OF_DAY: &str = "day_";

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
        code: "feedback_text",
        keep: Keep::Months(12),
        fi: "Toimintapäivän nimettömän palautteen vapaat tekstit; toimintapäivästä",
        sv: "De fria texterna i den anonyma responsen på verksamhetsdagen; från verksamhetsdagen",
        en: "The free texts of the anonymous feedback on the activity day; from the day",
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
        code: "walk_in",
        keep: Keep::Months(12),
        fi: "Ilmoittautumatta toimintapäivään tulleen nimi; tulosta",
        sv: "Namnet på den som kom till verksamhetsdagen utan att ha anmält sig; från ankomsten",
        en: "The name of somebody who came to the activity day without having registered; from the arrival",
    },
    Rule {
        code: "retention_log",
        keep: Keep::Months(60),
        fi: "Loki siitä, mitä säilytysajat ovat poistaneet (ei henkilötietoja); ajosta",
        sv: "Logg över vad lagringstiderna har raderat (inga personuppgifter); från körningen",
        en: "Log of what these rules have deleted (no personal data); from the run",
    },
    Rule {
        code: "day_diet",
        keep: Keep::Days(14),
        fi: "Toimintapäivään ilmoittautuneen ruokavalio; toimintapäivästä",
        sv: "Specialkost för den som anmält sig till verksamhetsdagen; från verksamhetsdagen",
        en: "Diet of a person registered for the activity day; from the activity day",
    },
    Rule {
        code: "day_access",
        keep: Keep::Days(14),
        fi: "Ilmoittautuneen esteettömyystarpeet; toimintapäivästä",
        sv: "Behov av tillgänglighet hos den som anmält sig; från verksamhetsdagen",
        en: "Access needs of a registered person; from the activity day",
    },
    Rule {
        code: "day_name",
        keep: Keep::Months(12),
        fi: "Ilmoittautuneen nimi; toimintapäivästä",
        sv: "Namnet på den som anmält sig; från verksamhetsdagen",
        en: "Name of a registered person; from the activity day",
    },
    Rule {
        code: "day_email",
        keep: Keep::Months(12),
        fi: "Ilmoittautuneen sähköpostiosoite; toimintapäivästä",
        sv: "E-postadressen till den som anmält sig; från verksamhetsdagen",
        en: "E-mail of a registered person; from the activity day",
    },
    Rule {
        code: "day_workplace",
        keep: Keep::Months(12),
        fi: "Muu kirjasto tai työpaikka, jonka ilmoittautunut kirjoitti itse; toimintapäivästä",
        sv: "Annat bibliotek eller annan arbetsplats som den anmälda skrev själv; från verksamhetsdagen",
        en: "Another library or workplace that a registered person wrote; from the activity day",
    },
    Rule {
        code: "day_answers",
        keep: Keep::Months(12),
        fi: "Ilmoittautuneen vastaukset järjestäjän omiin kysymyksiin; toimintapäivästä",
        sv: "Den anmäldas svar på arrangörens egna frågor; från verksamhetsdagen",
        en: "A registered person's answers to the organisers' own questions; from the activity day",
    },
    Rule {
        code: "day_photo",
        keep: Keep::Months(12),
        fi: "Ilmoittautuneen kuvauslupa; toimintapäivästä",
        sv: "Den anmäldas lov att fotograferas; från verksamhetsdagen",
        en: "A registered person's consent to photographs; from the activity day",
    },
    Rule {
        code: "day_ride",
        keep: Keep::Months(12),
        fi: "Tarjottu tai tarvittu kyyti: kunta, paikat ja kyytiin yhdistetyt; toimintapäivästä",
        sv: "Skjuts som erbjudits eller behövts: kommun, platser och vilka som åker tillsammans; från verksamhetsdagen",
        en: "A ride offered or needed: municipality, seats and who rides together; from the activity day",
    },
    Rule {
        code: "day_contribution",
        keep: Keep::Months(12),
        fi: "Oman ohjelmaosuuden otsikko ja välineet; toimintapäivästä",
        sv: "Rubriken på och utrustningen för ett eget programinslag; från verksamhetsdagen",
        en: "Title and equipment of an own contribution; from the activity day",
    },
    Rule {
        code: "day_link",
        keep: Keep::Months(12),
        fi: "Ilmoittautuneen henkilökohtaisen linkin tiiviste; toimintapäivästä",
        sv: "Kontrollsumman av den anmäldas personliga länk; från verksamhetsdagen",
        en: "Hash of a registered person's own link; from the activity day",
    },
    Rule {
        code: "day_mail",
        keep: Keep::Months(12),
        fi: "Tieto ilmoittautuneelle lähetetyistä viesteistä; toimintapäivästä",
        sv: "Uppgiften om vilka meddelanden som skickats till den anmälda; från verksamhetsdagen",
        en: "Which mails were sent to a registered person; from the activity day",
    },
    Rule {
        code: "day_message",
        keep: Keep::Months(12),
        fi: "Järjestäjän ryhmälle kirjoittama viesti ja kirjoittajan nimi; toimintapäivästä",
        sv: "Arrangörens meddelande till en grupp och skribentens namn; från verksamhetsdagen",
        en: "An organiser's message to a group and the writer's name; from the activity day",
    },
];

impl Rule {
    /// Whether it counts from the date of the activity day.
    pub fn is_of_day(&self) -> bool {
        self.code.starts_with(OF_DAY)
    }
}

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
    fn a_date_is_due_on_the_first_date_whose_cutoff_reaches_it() {
        let on = |y, m, d| Date::new(y, m, d).unwrap();
        assert_eq!(Keep::Days(14).due(on(2026, 11, 4)), on(2026, 11, 18));
        assert_eq!(Keep::Months(12).due(on(2026, 11, 4)), on(2027, 11, 4));
        assert_eq!(Keep::Months(12).due(on(2028, 2, 29)), on(2029, 3, 1));
        for keep in [Keep::Days(14), Keep::Months(12), Keep::Months(1)] {
            for offset in 0..800 {
                let from = on(2027, 1, 1).plus_days(offset);
                let due = keep.due(from);
                assert!(keep.cutoff_date(helsinki_midnight(due)) >= from, "{from}");
                assert!(keep.cutoff_date(helsinki_midnight(due) - 1) < from, "{from}");
            }
        }
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
