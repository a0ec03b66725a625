//! A day's costs against its budget.
//!
//! Owns: the lines, the sums, and what is said of the budget. Must not: add anything up (`shared::domain::cost` does).

mod form;

use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::cost::Kind;
use shared::money;
use shared::text;
use shared::wire::v1::cost::{CostLine, Costs};

use self::form::CostForm;
use super::{Loaded, Open};
use crate::components::dialog::Dialog;
use crate::components::notice::{Notice, Tone};
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question, opened_by};
use crate::pages::download::Download;
use crate::pages::failure;
use crate::state::remote::Remote;
use crate::state::server;

/// What the page acts on.
#[derive(Clone, Copy)]
struct Page {
    open: Open,
    costs: Remote<Costs>,
    /// The line that is changed; inside, none for a new one.
    editing: RwSignal<Option<Option<CostLine>>>,
    removing: RwSignal<Option<CostLine>>,
}

/// The part.
#[component]
pub fn CostPart(open: Open) -> impl IntoView {
    let texts = open.texts;
    let page = Page {
        open,
        costs: Remote::new(open.path("/costs")),
        editing: RwSignal::new(None),
        removing: RwSignal::new(None),
    };
    let dialog = opened_by(page.editing);
    let question = RwSignal::new(None::<Question>);
    Effect::new(move |_| {
        if let Some(line) = page.removing.get() {
            question.set(Some(Question {
                title: wording(texts, |texts| t_string!(texts, after.cost_remove_title)),
                words: vec![wording(texts, move |texts| named(texts, &line))],
                yes: wording(texts, |texts| t_string!(texts, action.delete)),
            }));
        }
    });
    let saved = Callback::new(move |costs: Costs| {
        dialog.set(false);
        page.costs.set(costs);
        open.said.say(wording(texts, |texts| t_string!(texts, after.cost_saved)));
    });
    let file = move |end: &str| open.path(&format!("/files/costs.{end}?lang={}", lang(texts).code()));
    view! {
        <Loaded remote=page.costs body=move |costs| view! { <Board page costs /> } />
        <section class="card stack no-print">
            <h2>{t!(texts, after.costs_file)}</h2>
            <div class="row">
                <Download
                    class="hds-button hds-button--secondary"
                    href=Signal::derive(move || file("xlsx"))
                    text=say!(texts, share.xlsx)
                />
                <Download
                    class="hds-button hds-button--secondary"
                    href=Signal::derive(move || file("csv"))
                    text=say!(texts, share.csv)
                />
            </div>
        </section>
        <Dialog id="cost-dialog" open=dialog title=say!(texts, after.cost_one)>
            {move || {
                page.editing
                    .get_untracked()
                    .map(|line| {
                        view! { <CostForm open line saved cancel=Callback::new(move |()| dialog.set(false)) /> }
                    })
            }}
        </Dialog>
        <Confirm question on_yes=Callback::new(move |()| page.remove()) />
    }
}

impl Page {
    fn remove(self) {
        let Some(line) = self.removing.get_untracked() else { return };
        let texts = self.open.texts;
        let path = self.open.path(&format!("/costs/{}?version={}", line.id, line.version));
        leptos::task::spawn_local(async move {
            match server::delete(&path).await {
                Ok(()) => self.open.said.say(wording(texts, |texts| t_string!(texts, after.cost_removed))),
                Err(failure) => self.open.said.fail(failure::wording(texts, failure)),
            }
            self.costs.reload();
        });
    }
}

/// A line by its name and amount.
fn named(texts: Texts, line: &CostLine) -> String {
    format!("{}, {}", line.cost.what, money::shown(line.cost.cents, lang(texts)))
}

/// What a kind of cost is called.
pub(super) fn kind_name(texts: Texts, kind: Kind) -> &'static str {
    match kind {
        Kind::Caterer => t_string!(texts, after.kind_caterer),
        Kind::Room => t_string!(texts, after.kind_room),
        Kind::Speaker => t_string!(texts, after.kind_speaker),
        Kind::Travel => t_string!(texts, after.kind_travel),
        Kind::Other => t_string!(texts, after.kind_other),
    }
}

#[component]
fn Board(page: Page, costs: Signal<Arc<Costs>>) -> impl IntoView {
    let texts = page.open.texts;
    view! {
        <section class="card stack">
            <h2>{t!(texts, after.costs_budget)}</h2>
            {move || standing(texts, &costs.get())}
            {move || sums(texts, &costs.get())}
        </section>
        <section class="card stack">
            <h2>{t!(texts, after.costs_lines)}</h2>
            <div class="no-print">
                <button
                    type="button"
                    class="hds-button hds-button--primary"
                    on:click=move |_| page.editing.set(Some(None))
                >
                    {t!(texts, after.cost_add)}
                </button>
            </div>
            {move || lines(page, &costs.get())}
        </section>
    }
}

/// How the costs stand to the budget, in words.
fn standing(texts: Texts, costs: &Costs) -> AnyView {
    let lang = lang(texts);
    let total = money::shown(costs.total, lang);
    match (costs.budget, costs.remaining) {
        (Some(budget), Some(left)) => {
            let budget = money::shown(budget, lang);
            let spent = t_string!(texts, after.cost_spent, total = total, budget = budget).to_string();
            if left < 0 {
                let over = money::shown(left.saturating_neg(), lang);
                let words = t_string!(texts, after.cost_over, over = over).to_string();
                view! {
                    <p>{spent}</p>
                    <Notice tone=Tone::Bad>{words}</Notice>
                }
                .into_any()
            } else {
                let left = t_string!(texts, after.cost_left, left = money::shown(left, lang)).to_string();
                view! {
                    <p>{spent}" "<strong>{left}</strong></p>
                }
                .into_any()
            }
        }
        _ => {
            let spent = t_string!(texts, after.cost_spent_only, total = total).to_string();
            view! {
                <p>{spent}</p>
                <p class="soft">{t_string!(texts, after.cost_no_budget)}</p>
            }
            .into_any()
        }
    }
}

fn sums(texts: Texts, costs: &Costs) -> AnyView {
    if costs.sums.is_empty() {
        return ().into_any();
    }
    let lang = lang(texts);
    let columns = vec![
        Column::text(t_string!(texts, after.cost_kind)),
        Column::number(t_string!(texts, after.cost_amount)),
    ];
    let mut rows: Vec<Vec<AnyView>> = costs
        .sums
        .iter()
        .map(|sum| vec![kind_name(texts, sum.kind).into_any(), money::shown(sum.cents, lang).into_any()])
        .collect();
    let total = money::shown(costs.total, lang);
    rows.push(vec![
        view! { <strong>{t_string!(texts, after.cost_total)}</strong> }.into_any(),
        view! { <strong>{total}</strong> }.into_any(),
    ]);
    records(t_string!(texts, after.costs_budget), columns, rows)
}

fn lines(page: Page, costs: &Costs) -> AnyView {
    let texts = page.open.texts;
    if costs.lines.is_empty() {
        return view! { <p class="soft">{t_string!(texts, after.cost_none)}</p> }.into_any();
    }
    let lang = lang(texts);
    let columns = vec![
        Column::text(t_string!(texts, after.cost_what)),
        Column::text(t_string!(texts, after.cost_kind)),
        Column::text(t_string!(texts, after.cost_payer)),
        Column::text(t_string!(texts, after.cost_receipt)),
        Column::text(t_string!(texts, after.cost_on)),
        Column::number(t_string!(texts, after.cost_amount)),
        Column::actions(t_string!(texts, manage.actions)),
    ];
    let dash = |text: &str| if text.is_empty() { "–".to_owned() } else { text.to_owned() };
    let row = |line: &CostLine| {
        let cost = &line.cost;
        vec![
            cost.what.clone().into_any(),
            kind_name(texts, cost.kind).into_any(),
            dash(&cost.payer).into_any(),
            dash(&cost.receipt).into_any(),
            text::date(cost.on, lang).into_any(),
            money::shown(cost.cents, lang).into_any(),
            actions(page, line).into_any(),
        ]
    };
    records(t_string!(texts, after.costs_lines), columns, costs.lines.iter().map(row).collect())
}

fn actions(page: Page, line: &CostLine) -> impl IntoView + use<> {
    let texts = page.open.texts;
    let name = named(texts, line);
    let edit_label = t_string!(texts, manage.edit_of, what = name.clone()).to_string();
    let remove_label = t_string!(texts, after.cost_remove_of, what = name).to_string();
    let (edit, remove) = (line.clone(), line.clone());
    view! {
        <span class="row">
            <button
                type="button"
                class="hds-button hds-button--quiet"
                aria-label=edit_label
                on:click=move |_| page.editing.set(Some(Some(edit.clone())))
            >
                {t_string!(texts, action.edit)}
            </button>
            <button
                type="button"
                class="hds-button hds-button--quiet"
                aria-label=remove_label
                on:click=move |_| page.removing.set(Some(remove.clone()))
            >
                {t_string!(texts, action.delete)}
            </button>
        </span>
    }
}
