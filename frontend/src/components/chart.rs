//! A chart with its heading, its finding in words and a real table.
//!
//! Owns: the frame around a drawing, its width, and the buttons over what can be chosen in it. Must not: compute a figure
//! or choose a colour.

use std::time::Duration;

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use shared::stats::chart::Drawing;
use web_sys::HtmlDetailsElement;

use crate::platform::{page, sight};

/// How long what is out of sight waits. Each takes a turn of its own, so that a tap in between comes first.
const AFTER_THE_FRAME: Duration = Duration::from_millis(100);
/// The width until the first measurement.
const FIRST_WIDTH: f64 = 320.0;
/// The least height of a row in CSS pixels, for a mouse and for a finger.
const ROW_FINE: f64 = 32.0;
const ROW_COARSE: f64 = 48.0;

/// A row of the picture that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// What is chosen.
    pub code: String,
    /// What choosing does, in words.
    pub label: String,
    /// It is the chosen one.
    pub chosen: bool,
}

/// A figure: heading, finding, legend, picture, table behind a disclosure, notes as children.
#[component]
pub fn Chart(
    /// Prefix of the elements' ids.
    #[prop(into)]
    id: String,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// What the picture says, in words.
    #[prop(into)]
    finding: Signal<String>,
    /// Names of this period and of the one it is compared with; the latter is empty where there is none.
    #[prop(into)]
    legend: Signal<(String, String)>,
    /// Draws the picture at a width and with rows of a least height, in CSS pixels.
    #[prop(into)]
    draw: Callback<(f64, f64), Drawing>,
    /// What can be chosen, in the order of the drawing's targets.
    #[prop(into, optional)]
    targets: Option<Signal<Vec<Target>>>,
    /// Chooses a target's code.
    #[prop(into, optional)]
    pick: Option<Callback<String>>,
    /// Text of the disclosure.
    #[prop(into)]
    as_table: Signal<String>,
    /// The table.
    #[prop(into)]
    table: ViewFn,
    /// How the chart's figures can be taken along, where they can.
    #[prop(into, optional)]
    file: Option<ViewFn>,
    /// What the reader must know besides.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let width = RwSignal::new(FIRST_WIDTH);
    let measure = move || {
        if let Some(frame) = frame.get_untracked() {
            let measured = f64::from(frame.client_width());
            if measured > 0.0 {
                width.set(measured);
            }
        }
    };
    Effect::new(move |_| {
        frame.track();
        measure();
    });
    let resized = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());

    let high = if page::has_coarse_pointer() { ROW_COARSE } else { ROW_FINE };
    let in_sight = sight::in_sight(move || frame.get().map(Into::into));
    let drawing = seen_first(in_sight, move || draw.run((width.get(), high)));
    let targets = targets.map(|targets| seen_first(in_sight, move || targets.get()));
    // A dozen closed tables, made anew at each filter, would cost more than the counting.
    let is_open = RwSignal::new(false);
    let toggled = move |event: ev::Event| is_open.set(event_target::<HtmlDetailsElement>(&event).open());
    let heading = format!("{id}-title");
    let words = format!("{id}-finding");
    let labels = format!("{heading} {words}");
    view! {
        <figure class="card chart" aria-labelledby=heading>
            <h2 id=format!("{id}-title")>{title}</h2>
            <p class="chart__finding" id=words>{finding}</p>
            <div class="chart__legend" aria-hidden="true">
                <span><i class="chart__now"></i>{move || legend.get().0}</span>
                {move || {
                    let then = legend.get().1;
                    (!then.is_empty()).then(|| view! { <span><i class="chart__then"></i>{then}</span> })
                }}
            </div>
            <div class="chart__frame" node_ref=frame>
                {move || {
                    let drawing = drawing.get();
                    view! {
                        <svg
                            role="img"
                            aria-labelledby=labels.clone()
                            viewBox=drawing.view_box()
                            width=drawing.width.to_string()
                            height=drawing.height.to_string()
                            inner_html=drawing.svg_body()
                        ></svg>
                    }
                }}
                {targets.zip(pick).map(|(targets, pick)| view! { <Targets drawing targets pick /> })}
            </div>
            <div class="chart__notes">{children()}</div>
            <details class="disclosure" on:toggle=toggled>
                <summary>{as_table}</summary>
                {move || is_open.get().then(|| table.run())}
                {file.map(|file| view! { <div class="no-print">{file.run()}</div> })}
            </details>
        </figure>
    }
}

/// The pattern of what is compared with, which tells the two bars apart without any colour. A page's charts share it.
#[component]
pub fn Hatch() -> impl IntoView {
    view! {
        <svg class="hatch" width="0" height="0" aria-hidden="true">
            <defs>
                <pattern id="hatch-then" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                    <rect class="hatch__ground" width="6" height="6" />
                    <line class="hatch__line" x1="0" y1="0" x2="0" y2="6" />
                </pattern>
            </defs>
        </svg>
    }
}

/// Buttons over the rows. Each keeps its element while rows change their order, so that the focus stays on it.
#[component]
fn Targets(drawing: Memo<Drawing>, targets: Memo<Vec<Target>>, pick: Callback<String>) -> impl IntoView {
    let codes = move || targets.get().into_iter().map(|target| target.code).collect::<Vec<_>>();
    let button = move |code: String| {
        let of = code.clone();
        let found = Memo::new(move |_| {
            targets.get().into_iter().zip(drawing.get().targets).find(|(target, _)| target.code == of)
        });
        // One by one: the security policy forbids a whole style attribute.
        let top = move || found.get().map(|(_, (top, _))| format!("{top:.1}px"));
        let height = move || found.get().map(|(_, (_, high))| format!("{high:.1}px"));
        let label = move || found.get().map(|(target, _)| target.label);
        let chosen = move || found.get().is_some_and(|(target, _)| target.chosen);
        view! {
            <button
                type="button"
                class="chart__target"
                style:top=top
                style:height=height
                aria-label=label
                title=label
                aria-pressed=move || chosen().to_string()
                on:click=move |_| pick.run(code.clone())
            ></button>
        }
    };
    view! {
        <div class="chart__targets">
            <For each=codes key=String::clone children=button />
        </div>
    }
}

/// A value that is made anew at once while it can be seen, and else after the next frame: one filter changes a dozen
/// pictures and must not wait for those below the window, but a screen reader reads them too.
pub fn seen_first<T>(in_sight: ReadSignal<bool>, make: impl Fn() -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let waits = StoredValue::new(false);
    let turn = Trigger::new();
    let take_turn = move || {
        if waits.try_get_value() == Some(true) {
            turn.notify();
        }
    };
    Memo::new(move |before: Option<&T>| {
        turn.track();
        let seen = in_sight.get();
        match before {
            // Tracks nothing of what it shows: whatever changes until its turn is made once.
            Some(before) if !seen && !waits.get_value() => {
                waits.set_value(true);
                set_timeout(take_turn, AFTER_THE_FRAME);
                before.clone()
            }
            _ => {
                waits.set_value(false);
                make()
            }
        }
    })
}
