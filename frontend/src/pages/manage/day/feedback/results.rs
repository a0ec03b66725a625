//! What people say of a day: agreement, before and after, in their own words.
//!
//! Owns: the words around the figures. Must not: show anything of fewer than five answers (the server gives none).

use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::day_feedback::{About, Scale};
use shared::domain::lang::Lang;
use shared::id::Id;
use shared::stats::chart::{self, Bar};
use shared::stats::day_feedback::Distribution;
use shared::text;
use shared::wire::v1::day_feedback::FeedbackResults;

use super::super::Open;
use crate::components::chart::Chart;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question};
use crate::pages::failure;
use crate::state::remote::Remote;
use crate::state::server;

/// The cards.
#[component]
pub fn Results(
    open: Open,
    remote: Remote<FeedbackResults>,
    now: Signal<Arc<FeedbackResults>>,
) -> impl IntoView {
    let texts = open.texts;
    view! {
        <section class="card stack" aria-labelledby="day-feedback">
            <h2 id="day-feedback">{t!(texts, after.feedback)}</h2>
            {move || head(texts, &now.get())}
        </section>
        {move || {
            let shown = now.get().shown > 0;
            shown
                .then(|| {
                    view! {
                        <div class="overview__pair">
                            <Outcomes texts now />
                            <Skills texts now />
                        </div>
                        <OwnWords open remote now />
                    }
                })
        }}
    }
}

/// Where the form is, until when, and how many answers there are.
fn head(texts: Texts, results: &FeedbackResults) -> AnyView {
    let lang = lang(texts);
    let n = |n: u32| text::number(n.into(), lang);
    let when = if results.now < results.opens_at {
        t_string!(texts, after.feedback_opens, when = text::instant(results.opens_at, lang)).to_string()
    } else if results.now < results.closes_at {
        // It closes at the midnight after its last day.
        let last = text::date(shared::time::helsinki(results.closes_at - 1).date, lang);
        t_string!(texts, after.feedback_until, date = last).to_string()
    } else {
        t_string!(texts, after.feedback_closed).to_owned()
    };
    let answers = match (results.answers, results.shown) {
        (0, _) => t_string!(texts, after.answers_none).to_owned(),
        (1, 0) => t_string!(texts, after.answers_few_one).to_owned(),
        (all, 0) => t_string!(texts, after.answers_few, n = n(all)).to_string(),
        (all, shown) if all == shown => t_string!(texts, after.answers_all, n = n(all)).to_string(),
        (all, shown) => t_string!(texts, after.answers_some, shown = n(shown), all = n(all)).to_string(),
    };
    let modes = (results.shown > 0).then(|| {
        let silent = results.shown.saturating_sub(results.onsite + results.remote);
        t_string!(
            texts,
            after.answers_modes,
            onsite = n(results.onsite),
            remote = n(results.remote),
            silent = n(silent)
        )
        .to_string()
    });
    view! {
        <p>
            {when} " " <a class="wrap" href=results.address.clone() rel="external">
                {results.address.clone()}
            </a>
        </p>
        <p>{answers}</p>
        {modes.map(|modes| view! { <p>{modes}</p> })}
        <p class="soft">{t_string!(texts, after.answers_how)}</p>
    }
    .into_any()
}

/// A statement in words.
fn statement(texts: Texts, scale: Scale) -> &'static str {
    match scale {
        Scale::Knowledge => t_string!(texts, after.knowledge),
        Scale::Confidence => t_string!(texts, after.confidence),
        Scale::Application => t_string!(texts, after.application),
        Scale::Awareness => t_string!(texts, after.awareness),
        Scale::DevicesBefore | Scale::DevicesAfter => t_string!(texts, after.devices),
        Scale::SafetyBefore | Scale::SafetyAfter => t_string!(texts, after.safety),
        Scale::ReferralBefore | Scale::ReferralAfter => t_string!(texts, after.referral),
    }
}

/// A mean with its decimal: `4,2`.
fn mean(of: &Distribution, lang: Lang) -> String {
    let mark = if lang == Lang::En { '.' } else { ',' };
    format!("{}{mark}{}", of.tenths() / 10, of.tenths() % 10)
}

/// The four outcomes: how many agree of those who answered.
#[component]
fn Outcomes(texts: Texts, now: Signal<Arc<FeedbackResults>>) -> impl IntoView {
    let of = move || {
        let results = now.get();
        let found =
            Scale::OUTCOMES.iter().filter_map(|scale| results.scales.iter().find(|one| one.scale == *scale));
        found.copied().collect::<Vec<_>>()
    };
    let n = move |n: u32| text::number(n.into(), lang(texts));
    let finding = move || {
        let most = of().into_iter().max_by_key(|one| one.agreeing() * 1_000 / one.n.max(1));
        most.map_or_else(
            || t_string!(texts, after.too_few_each).to_owned(),
            |one| {
                let (some, all) = (n(one.agreeing()), n(one.n));
                t_string!(
                    texts,
                    after.outcomes_find,
                    what = statement(texts, one.scale),
                    some = some,
                    all = all
                )
                .to_string()
            },
        )
    };
    let draw = move |(width, _): (f64, f64)| {
        let bar = |one: Distribution| Bar {
            label: statement(texts, one.scale).to_owned(),
            now: Some(one.agreeing().into()),
            then: Some(one.n.into()),
            figure: format!("{}/{}", n(one.agreeing()), n(one.n)),
            note: String::new(),
            aside: false,
        };
        chart::bars(&of().into_iter().map(bar).collect::<Vec<_>>(), width, 0.0)
    };
    let legend = move || {
        (t_string!(texts, after.legend_agree).to_owned(), t_string!(texts, after.legend_answered).to_owned())
    };
    view! {
        <Chart
            id="outcomes"
            title=say!(texts, after.outcomes)
            finding=Signal::derive(finding)
            legend=Signal::derive(legend)
            draw=Callback::new(draw)
            as_table=say!(texts, overview.as_table)
            table=move || distributions(texts, t_string!(texts, after.outcomes), &of(), |_| None)
        >
            <p class="soft">{t!(texts, after.outcomes_note)}</p>
        </Chart>
    }
}

/// The self-assessment: means before and after the day.
#[component]
fn Skills(texts: Texts, now: Signal<Arc<FeedbackResults>>) -> impl IntoView {
    let of = move || {
        let results = now.get();
        let find = |scale: Scale| results.scales.iter().find(|one| one.scale == scale).copied();
        Scale::SKILLS.iter().map(|(before, after)| (find(*before), find(*after))).collect::<Vec<_>>()
    };
    let finding = move || {
        let grown = of().into_iter().filter_map(|(before, after)| Some((before?, after?)));
        let most = grown.max_by_key(|(before, after)| i64::from(after.tenths()) - i64::from(before.tenths()));
        most.map_or_else(
            || t_string!(texts, after.too_few_each).to_owned(),
            |(before, after)| {
                let (from, to) = (mean(&before, lang(texts)), mean(&after, lang(texts)));
                t_string!(
                    texts,
                    after.skills_find,
                    what = statement(texts, after.scale),
                    from = from,
                    to = to
                )
                .to_string()
            },
        )
    };
    let draw = move |(width, _): (f64, f64)| {
        let bar = |(before, after): (Option<Distribution>, Option<Distribution>)| {
            let one = after.or(before)?;
            let figure =
                |one: Option<Distribution>| one.map_or_else(|| "–".to_owned(), |one| mean(&one, lang(texts)));
            Some(Bar {
                label: statement(texts, one.scale).to_owned(),
                now: after.map(|one| one.tenths().into()),
                then: before.map(|one| one.tenths().into()),
                figure: format!("{} → {}", figure(before), figure(after)),
                note: String::new(),
                aside: false,
            })
        };
        chart::bars(&of().into_iter().filter_map(bar).collect::<Vec<_>>(), width, 0.0)
    };
    let legend =
        move || (t_string!(texts, after.after).to_owned(), t_string!(texts, after.before).to_owned());
    let table = move || {
        let both = of().into_iter().flat_map(|(before, after)| [before, after]).flatten();
        let both: Vec<_> = both.collect();
        distributions(texts, t_string!(texts, after.skills), &both, |scale| {
            let is_before = Scale::SKILLS.iter().any(|(before, _)| *before == scale);
            Some(if is_before { t_string!(texts, after.before) } else { t_string!(texts, after.after) })
        })
    };
    view! {
        <Chart
            id="skills"
            title=say!(texts, after.skills)
            finding=Signal::derive(finding)
            legend=Signal::derive(legend)
            draw=Callback::new(draw)
            as_table=say!(texts, overview.as_table)
            table
        >
            <p class="soft">{t!(texts, after.skills_note)}</p>
        </Chart>
    }
}

/// How each statement was answered: mean, denominator, how many of each.
fn distributions(
    texts: Texts,
    caption: &str,
    all: &[Distribution],
    when: impl Fn(Scale) -> Option<&'static str>,
) -> AnyView {
    let lang = lang(texts);
    let n = |n: u32| text::number(n.into(), lang);
    let mut columns = vec![
        Column::text(t_string!(texts, after.statement)),
        Column::number(t_string!(texts, after.mean)),
        Column::number(t_string!(texts, after.answered)),
    ];
    columns.extend((1..=5).map(|score: u32| Column::number(score.to_string())));
    let row = |one: &Distribution| {
        let name = match when(one.scale) {
            Some(when) => {
                let statement = statement(texts, one.scale).trim_end_matches('.');
                format!("{statement} ({})", when.to_lowercase())
            }
            None => statement(texts, one.scale).to_owned(),
        };
        let mut cells = vec![name.into_any(), mean(one, lang).into_any(), n(one.n).into_any()];
        cells.extend(one.counts.map(|count| n(count).into_any()));
        cells
    };
    records(caption, columns, all.iter().map(row).collect())
}

/// The free texts, in another order each time.
#[component]
fn OwnWords(open: Open, remote: Remote<FeedbackResults>, now: Signal<Arc<FeedbackResults>>) -> impl IntoView {
    let texts = open.texts;
    let removing = RwSignal::new(None::<(Id, String)>);
    let question = RwSignal::new(None::<Question>);
    Effect::new(move |_| {
        if let Some((_, body)) = removing.get() {
            question.set(Some(Question {
                title: wording(texts, |texts| t_string!(texts, after.text_remove_title)),
                words: vec![
                    wording(texts, move |_| body.clone()),
                    wording(texts, |texts| t_string!(texts, after.text_remove_note)),
                ],
                yes: wording(texts, |texts| t_string!(texts, action.delete)),
            }));
        }
    });
    let remove = move |()| {
        let Some((id, _)) = removing.get_untracked() else { return };
        let path = open.path(&format!("/feedback/texts/{id}"));
        leptos::task::spawn_local(async move {
            match server::delete(&path).await {
                Ok(()) => open.said.say(wording(texts, |texts| t_string!(texts, after.text_removed))),
                Err(failure) => open.said.fail(failure::wording(texts, failure)),
            }
            remote.reload();
        });
    };
    let list = move |about: About| {
        let results = now.get();
        let all = results.texts.iter().filter(|text| text.about == about);
        let line = |text: &shared::wire::v1::day_feedback::FeedbackText| {
            let (id, body) = (text.id, text.body.clone());
            let label = t_string!(texts, after.text_remove_of, what = body.clone()).to_string();
            view! {
                <li class="notes__line">
                    <p class="notes__body">{text.body.clone()}</p>
                    <button
                        type="button"
                        class="hds-button hds-button--quiet no-print"
                        aria-label=label
                        on:click=move |_| removing.set(Some((id, body.clone())))
                    >
                        {t_string!(texts, action.delete)}
                    </button>
                </li>
            }
        };
        let lines: Vec<_> = all.map(line).collect();
        if lines.is_empty() {
            view! { <p class="soft">{t_string!(texts, after.texts_none)}</p> }.into_any()
        } else {
            view! { <ul class="notes">{lines}</ul> }.into_any()
        }
    };
    view! {
        <section class="card stack" aria-labelledby="own-words">
            <h2 id="own-words">{t!(texts, after.own_words)}</h2>
            <p class="soft">{t!(texts, after.own_words_note)}</p>
            <h3>{t!(texts, after.good)}</h3>
            {move || list(About::Good)}
            <h3>{t!(texts, after.better)}</h3>
            {move || list(About::Better)}
        </section>
        <Confirm question on_yes=Callback::new(remove) />
    }
}
