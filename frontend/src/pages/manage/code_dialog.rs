//! A new enrolment code: where the tablet will be, then the code to type or to read with the camera.
//!
//! Owns: the two steps and the countdown. Must not: keep the code when the dialog has been closed.

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use shared::routes;
use shared::time::{MINUTE, Millis};
use shared::wire::v1::enrolment::{Enrolments, IssuedEnrolment, NewEnrolment};

use super::{Places, place_of, qr};
use crate::components::dialog::Dialog;
use crate::components::field::SelectField;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, required};
use crate::state::clock;
use crate::state::remote::Remote;
use crate::state::server;

const FIELDS: FieldIds = &[("library", "code-library"), ("point", "code-point")];
/// How often the dialog looks whether the code has been used.
const LOOK_EVERY: u32 = 3;

/// The dialog.
#[component]
pub fn CodeDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The libraries and points to choose from.
    places: Places,
    /// The codes; the one that is shown is among them.
    enrolments: Remote<Enrolments>,
) -> impl IntoView {
    let texts = use_i18n();
    let title = Signal::derive(move || t_string!(texts, manage.devices.code_title).to_string());
    let body = move || {
        let issued = RwSignal::new(None::<(NewEnrolment, IssuedEnrolment)>);
        move || match issued.get() {
            None => {
                view! { <Choose places issued cancel=Callback::new(move |()| open.set(false)) /> }.into_any()
            }
            Some((of, code)) => view! { <Show of code places enrolments /> }.into_any(),
        }
    };
    view! {
        <Dialog id="code-dialog" open title>
            {body()}
        </Dialog>
    }
}

/// The first step: library and point.
#[component]
fn Choose(
    places: Places,
    issued: RwSignal<Option<(NewEnrolment, IssuedEnrolment)>>,
    cancel: Callback<()>,
) -> impl IntoView {
    let texts = use_i18n();
    let library = RwSignal::new(String::new());
    let point = RwSignal::new(String::new());
    let libraries = Signal::derive(move || places.library_items(lang(texts)));
    let points = Signal::derive(move || places.point_items(&library.get(), lang(texts)));
    // A select shows its first choice; the signals say the same.
    Effect::new(move |_| {
        let items = libraries.get();
        if !items.iter().any(|item| item.code == library.get_untracked()) {
            library.set(items.first().map(|item| item.code.clone()).unwrap_or_default());
        }
    });
    Effect::new(move |_| {
        let items = points.get();
        if !items.iter().any(|item| item.code == point.get_untracked()) {
            point.set(items.first().map(|item| item.code.clone()).unwrap_or_default());
        }
    });
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let mut faults = Vec::new();
        if library.with_untracked(String::is_empty) {
            faults.push(("code-library", required(texts, |texts| t_string!(texts, manage.members.library))));
        }
        if point.with_untracked(String::is_empty) {
            faults.push(("code-point", required(texts, |texts| t_string!(texts, manage.libraries.point))));
        }
        if !state.may_send(faults) {
            return;
        }
        let form = NewEnrolment { library: library.get_untracked(), point: point.get_untracked() };
        let of = form.clone();
        let request = async move { server::post::<IssuedEnrolment>(routes::ENROLMENTS, &form).await };
        state.send(texts, request, move |code| issued.set(Some((of, code))));
    });
    view! {
        <p>{t!(texts, manage.devices.code_choose)}</p>
        <Form
            state
            submit=Signal::derive(move || t_string!(texts, manage.devices.code_make).to_string())
            on_submit=submit
            cancel
        >
            <SelectField
                id="code-library"
                label=Signal::derive(move || t_string!(texts, manage.members.library).to_string())
                items=libraries
                value=library
                error=state.fault("code-library")
            />
            <SelectField
                id="code-point"
                label=Signal::derive(move || t_string!(texts, manage.libraries.point).to_string())
                items=points
                value=point
                error=state.fault("code-point")
            />
        </Form>
    }
}

/// The second step: the code, until it is used or has ended.
#[component]
fn Show(
    of: NewEnrolment,
    code: IssuedEnrolment,
    places: Places,
    enrolments: Remote<Enrolments>,
) -> impl IntoView {
    let texts = use_i18n();
    let left = RwSignal::new(code.expires_at - clock::now());
    enrolments.reload();
    let id = code.id;
    let used = Memo::new(move |_| {
        enrolments.ready().is_some_and(|list| {
            list.get().enrolments.iter().any(|enrolment| enrolment.id == id && enrolment.used_at.is_some())
        })
    });
    let mut second = 0;
    let expires_at = code.expires_at;
    let tick = Interval::new(1_000, move || {
        let _ = left.try_set(expires_at - clock::now());
        second += 1;
        if second % LOOK_EVERY == 0 && used.try_get_untracked() == Some(false) {
            enrolments.reload();
        }
    });
    let _ticking = StoredValue::new_local(tick);
    let whom = move || {
        let place = place_of(places, &of.library, &of.point, lang(texts));
        t_string!(texts, manage.devices.code_for, what = place).to_string()
    };
    let address = code.url.split('#').next().unwrap_or_default().to_owned();
    let (first, second_half) = code.code.split_at_checked(4).unwrap_or((&code.code, ""));
    let grouped = format!("{first} {second_half}");
    let picture = qr::size(&code.qr_svg);
    let shown = move || {
        view! {
            <div class="code">
                <div class="code__qr" role="img" aria-label=move || t_string!(texts, manage.devices.qr_label)>
                    {picture.clone().map(|picture| view! { <svg viewBox=picture.view_box inner_html=picture.body></svg> })}
                </div>
                <div class="stack stack--tight">
                    <p class="field-label">{t!(texts, manage.devices.code_label)}</p>
                    <p class="code__letters" id="enrolment-code">{grouped.clone()}</p>
                    <p class="field-label">{t!(texts, manage.devices.address)}</p>
                    <p class="code__address">{address.clone()}</p>
                </div>
            </div>
            <p>{t!(texts, manage.devices.code_steps)}</p>
            <p class="soft">{t!(texts, manage.devices.code_ipad)}</p>
            <p class="code__left">
                {move || t_string!(texts, manage.devices.left, time = clock_face(left.get())).to_string()}
            </p>
        }
    };
    view! {
        <p>{whom}</p>
        <div role="status">
            {move || {
                if used.get() {
                    Some(view! { <Notice tone=Tone::Good>{t!(texts, manage.devices.used)}</Notice> }.into_any())
                } else if left.with(|left| *left <= 0) {
                    Some(view! { <Notice tone=Tone::Mark>{t!(texts, manage.devices.left_over)}</Notice> }.into_any())
                } else {
                    None
                }
            }}
        </div>
        {
            let over = Memo::new(move |_| used.get() || left.with(|left| *left <= 0));
            move || (!over.get()).then(&shown)
        }
    }
}

/// Minutes and seconds: `14:05`.
fn clock_face(left: Millis) -> String {
    let left = left.max(0);
    format!("{}:{:02}", left / MINUTE, left % MINUTE / 1_000)
}
