//! Writing a line of the costs.
//!
//! Owns: the form. A new line has its id from the moment the form opens, so that the same one twice is one.

use leptos::prelude::*;
use shared::domain::cost::{Cost, Kind, MAX_LINE, Wrong};
use shared::money;
use shared::time::Date;
use shared::wire::v1::cost::{CostLine, Costs, SaveCost};

use super::super::Open;
use super::kind_name;
use crate::components::field::{DateField, SelectField, TextField};
use crate::components::label::Item;
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, required, trimmed};
use crate::state::{ids, server};

const FIELDS: FieldIds = &[
    ("kind", "cost-kind"),
    ("what", "cost-what"),
    ("payer", "cost-payer"),
    ("receipt", "cost-receipt"),
    ("cents", "cost-amount"),
    ("on", "cost-on"),
];

/// What stands in the fields.
#[derive(Clone, Copy)]
struct Values {
    kind: RwSignal<String>,
    what: RwSignal<String>,
    payer: RwSignal<String>,
    receipt: RwSignal<String>,
    amount: RwSignal<String>,
    on: RwSignal<String>,
}

impl Values {
    fn of(line: Option<&CostLine>, date: Date) -> Self {
        let cost = line.map(|line| &line.cost);
        let text = |of: fn(&Cost) -> String| RwSignal::new(cost.map(of).unwrap_or_default());
        Self {
            kind: text(|cost| cost.kind.code().to_owned()),
            what: text(|cost| cost.what.clone()),
            payer: text(|cost| cost.payer.clone()),
            receipt: text(|cost| cost.receipt.clone()),
            amount: text(|cost| money::written(cost.cents)),
            on: RwSignal::new(cost.map_or(date, |cost| cost.on).to_string()),
        }
    }

    /// The line of a day on a date, or what is wrong with it, each fault at its control.
    fn read(self, texts: Texts, date: Date) -> Result<Cost, Vec<(&'static str, Wording)>> {
        let kind = Kind::from_code(&trimmed(self.kind));
        let cents = money::read(&self.amount.get_untracked());
        let on = trimmed(self.on).parse::<Date>().ok();
        // What cannot be read yet is judged as if it were fine, and told by its own words.
        let cost = Cost {
            kind: kind.unwrap_or(Kind::Other),
            what: trimmed(self.what),
            payer: trimmed(self.payer),
            receipt: trimmed(self.receipt),
            cents: cents.unwrap_or(1),
            on: on.unwrap_or(date),
        };
        let mut faults = Vec::new();
        if kind.is_none() {
            faults.push(("cost-kind", required(texts, |texts| t_string!(texts, after.cost_kind))));
        }
        for fault in cost.faults(date.year()) {
            if let Some((_, id)) = FIELDS.iter().find(|(field, _)| *field == fault.field) {
                faults.push((*id, told(texts, fault.wrong)));
            }
        }
        if cents.is_none() {
            faults.push(("cost-amount", told(texts, Wrong::Amount)));
        }
        if on.is_none() {
            faults.push(("cost-on", told(texts, Wrong::Date)));
        }
        if faults.is_empty() { Ok(cost) } else { Err(faults) }
    }
}

fn told(texts: Texts, wrong: Wrong) -> Wording {
    wording(texts, move |texts| match wrong {
        Wrong::Empty => t_string!(texts, after.cost_wrong_what).to_owned(),
        Wrong::TooLong => t_string!(texts, form.too_long, max = MAX_LINE).to_string(),
        Wrong::Control => t_string!(texts, after.cost_wrong_control).to_owned(),
        Wrong::Amount => t_string!(texts, after.cost_wrong_amount).to_owned(),
        Wrong::Date => t_string!(texts, after.cost_wrong_date).to_owned(),
    })
}

/// The form.
#[component]
pub fn CostForm(
    open: Open,
    /// The line that is changed; none for a new one.
    line: Option<CostLine>,
    /// Called with the server's answer.
    saved: Callback<Costs>,
    /// Gives up.
    cancel: Callback<()>,
) -> impl IntoView {
    let texts = open.texts;
    let date = open.now.get_untracked().day.date;
    let values = Values::of(line.as_ref(), date);
    let id = line.as_ref().map_or_else(ids::mint, |line| line.id);
    let version = line.map(|line| line.version);
    let state = FormState::new(FIELDS);
    let kinds = Signal::derive(move || {
        let first = Item { code: String::new(), label: t_string!(texts, register.choose).to_owned() };
        let item =
            |kind: Kind| Item { code: kind.code().to_owned(), label: kind_name(texts, kind).to_owned() };
        std::iter::once(first).chain(Kind::ALL.into_iter().map(item)).collect::<Vec<_>>()
    });
    let submit = Callback::new(move |()| {
        let read = values.read(texts, date);
        let (cost, faults) = match read {
            Ok(cost) => (Some(cost), Vec::new()),
            Err(faults) => (None, faults),
        };
        if !state.may_send(faults) {
            return;
        }
        let Some(cost) = cost else { return };
        let form = SaveCost { version, cost };
        let path = open.path(&format!("/costs/{id}"));
        state.send(texts, async move { server::put::<Costs>(&path, &form).await }, move |costs| {
            saved.run(costs);
        });
    });
    let (first, last) = (date.plus_years(-1).to_string(), date.plus_years(1).to_string());
    view! {
        <Form state submit=say!(texts, action.save) on_submit=submit cancel>
            <SelectField id="cost-kind" label=say!(texts, after.cost_kind) items=kinds value=values.kind />
            <TextField
                id="cost-what"
                label=say!(texts, after.cost_what)
                hint=say!(texts, after.cost_what_hint)
                value=values.what
            />
            <TextField
                id="cost-amount"
                label=say!(texts, after.cost_amount_euros)
                hint=say!(texts, after.cost_amount_hint)
                value=values.amount
            />
            <DateField
                id="cost-on"
                label=say!(texts, after.cost_on)
                value=values.on
                first=Signal::stored(first)
                last=Signal::stored(last)
            />
            <TextField id="cost-payer" label=say!(texts, after.cost_payer_optional) value=values.payer />
            <TextField
                id="cost-receipt"
                label=say!(texts, after.cost_receipt_optional)
                value=values.receipt
            />
        </Form>
    }
}
