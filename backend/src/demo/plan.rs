//! The demo network's yearly plans: last year's, done, and this year's, under way.
//!
//! Owns: what they hold. Texts are Finnish, as such a network writes them; targets fit what `rhythm` lets be logged.

use shared::domain::plan::{ByHand, Goal, Measure, Metric, Pace, Plan, Status};
use shared::domain::sample_period::Period;
use shared::id::Id;
use shared::time::{Date, Millis, helsinki};
use shared::wire::v1::member::Role;

use super::dice::Dice;
use crate::db::{self, Tx};
use crate::error::{Error, Result};

/// A measure that is entered by hand, and on which day of the year it is done.
struct Deed {
    metric: Metric,
    name: &'static str,
    target: i64,
    /// Month and day of the last date on which it should be done.
    by: (u32, u32),
    /// Amounts with month, day and evidence; the latest that has passed counts.
    done: &'static [(i64, u32, u32, &'static str)],
}

const DEEDS: [(&str, &[Deed]); 2] = [
    (
        "C",
        &[
            Deed {
                metric: Metric::ActivityDay,
                name: "",
                target: 1,
                by: (9, 30),
                done: &[(1, 9, 24, "Toimintapäivän ohjelma ja osallistujalista")],
            },
            Deed {
                metric: Metric::Trainings,
                name: "",
                target: 3,
                by: (12, 31),
                done: &[
                    (1, 3, 12, "Tekoälysovellusten esittely etänä"),
                    (2, 5, 21, "Lisäksi tulostamisen työpaja"),
                    (3, 11, 5, "Lisäksi mobiilivarmenteen koulutus"),
                ],
            },
        ],
    ),
    (
        "D",
        &[
            Deed {
                metric: Metric::RemoteMeetings,
                name: "",
                target: 2,
                by: (12, 15),
                done: &[(1, 2, 11, "Muistio 11.2."), (2, 10, 20, "Muistiot 11.2. ja 20.10.")],
            },
            Deed {
                metric: Metric::YesNo,
                name: "Teams-kanava käytössä",
                target: 1,
                by: (6, 30),
                done: &[(1, 1, 15, "Verkoston Teams-kanava")],
            },
            Deed {
                metric: Metric::Contributions,
                name: "",
                target: 20,
                by: (9, 30),
                done: &[(17, 9, 24, "Toimintapäivän ohjelma")],
            },
            Deed {
                metric: Metric::Travel,
                name: "",
                target: 150_000,
                by: (12, 31),
                done: &[(21_440, 3, 1, "Matkalaskut"), (96_210, 10, 25, "Matkalaskut")],
            },
        ],
    ),
];

/// Stores both, as the chair's.
pub async fn fill(tx: &mut Tx, network: Id, dice: &mut Dice, now: Millis) -> Result<()> {
    let members = db::member::list(tx, network, None).await?;
    let Some(chair) = members.iter().find(|member| member.role == Role::Chair) else { return Ok(()) };
    let today = helsinki(now).date;
    for year in [today.year() - 1, today.year()] {
        let plan = plan(year, today, || dice.id(now)).ok_or_else(|| Error::internal("no such date"))?;
        db::plan::save(tx, network, &plan, None, now, chair.id).await?;
    }
    Ok(())
}

fn plan(year: i32, today: Date, mut mint: impl FnMut() -> Id) -> Option<Plan> {
    let whole = Period { from: Date::new(year, 1, 1)?, to: Date::new(year, 12, 31)? };
    let mut counted = |metric, target| Measure {
        id: mint(),
        metric,
        name: String::new(),
        target,
        period: whole,
        pace: Pace::Even,
        by_hand: None,
    };
    let customers = vec![counted(Metric::Helps, 4_800), counted(Metric::LibrariesReporting, 13)];
    let staff = vec![counted(Metric::PeerSupports, 700)];
    let mut goals = vec![
        goal("A", "Jokainen kirjasto antaa digitukea aukioloaikoina ja kirjaa sen tabletilla.", customers),
        goal("B", "Verkoston jäsen opastaa oman kirjastonsa henkilökuntaa.", staff),
    ];
    for (code, deeds) in DEEDS {
        let mut measures = Vec::new();
        for deed in deeds {
            measures.push(made(deed, year, today, mint())?);
        }
        let activities = match code {
            "C" => "Toimintapäivä syyskuussa, koulutuksia etänä ja paikalla.",
            _ => {
                "Vähintään kaksi kokousta, joihin voi osallistua etänä. Jokainen jäsen tuo toimintapäivään oman osuutensa."
            }
        };
        goals.push(goal(code, activities, measures));
    }
    Some(Plan {
        year,
        status: Status::Approved,
        presentation: "Digiverkosto on kirjastojen digituen tekijöiden ryhmä. Se jakaa osaamista, kokeilee uutta ja pitää huolta \
                       siitä, että digitukea saa jokaisesta kirjastosta."
            .to_owned(),
        members: "22 jäsentä 13 kirjastosta. Puheenjohtaja kutsuu koolle.".to_owned(),
        resources: "Jäsenten työaika. Toimintapäivän kulut ja matkat maksaa alueellinen kehittämistehtävä.".to_owned(),
        goals,
    })
}

fn goal(code: &str, activities: &str, measures: Vec<Measure>) -> Goal {
    Goal { code: code.to_owned(), activities: activities.to_owned(), measures }
}

fn made(deed: &Deed, year: i32, today: Date, id: Id) -> Option<Measure> {
    let dated = deed.done.iter().map(|(done, month, day, evidence)| {
        Some(ByHand { done: *done, on: Date::new(year, *month, *day)?, evidence: (*evidence).to_owned() })
    });
    let by_hand = dated.collect::<Option<Vec<_>>>()?.into_iter().rfind(|by_hand| by_hand.on <= today);
    Some(Measure {
        id,
        metric: deed.metric,
        name: deed.name.to_owned(),
        target: deed.target,
        period: Period { from: Date::new(year, 1, 1)?, to: Date::new(year, deed.by.0, deed.by.1)? },
        pace: Pace::ByDate,
        by_hand,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::Seed;

    #[test]
    fn the_plans_are_without_faults_and_know_nothing_of_the_future() {
        let lists = Seed::load().unwrap().vocabulary();
        for day in ["2026-01-01", "2026-06-15", "2028-02-29", "2026-12-31"] {
            let today: Date = day.parse().unwrap();
            for year in [today.year() - 1, today.year()] {
                let mut n = 0;
                let mint = || {
                    n += 1;
                    Id::v7(n, [1; 10])
                };
                let plan = plan(year, today, mint).unwrap();
                assert_eq!(plan.faults(&lists), []);
                let deeds =
                    plan.goals.iter().flat_map(|goal| &goal.measures).filter_map(|m| m.by_hand.as_ref());
                assert!(deeds.clone().all(|by_hand| by_hand.on <= today));
                assert_eq!(deeds.count() > 0, day != "2026-01-01" || year < today.year());
            }
        }
    }
}
