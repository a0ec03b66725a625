//! A chart with its heading, its finding in words and a real table.
//!
//! Owns: the frame around a drawing and its width. Must not: compute a figure or choose a colour.

use leptos::ev;
use leptos::html::Div;
use leptos::prelude::*;
use shared::stats::chart::Drawing;

/// The width until the first measurement.
const FIRST_WIDTH: f64 = 320.0;

/// A figure: heading, finding, legend, picture, table behind a disclosure, notes as children.
#[component]
pub fn Chart(
    /// Prefix of the elements' ids.
    id: &'static str,
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// What the picture says, in words.
    #[prop(into)]
    finding: Signal<String>,
    /// Names of this period and of the one it is compared with.
    #[prop(into)]
    legend: Signal<(String, String)>,
    /// Draws the picture at a width in CSS pixels.
    #[prop(into)]
    draw: Callback<f64, Drawing>,
    /// Text of the disclosure.
    #[prop(into)]
    as_table: Signal<String>,
    /// The table.
    #[prop(into)]
    table: ViewFn,
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

    let heading = format!("{id}-title");
    let words = format!("{id}-finding");
    let labels = format!("{heading} {words}");
    view! {
        <figure class="card chart" aria-labelledby=heading>
            <h2 id=format!("{id}-title")>{title}</h2>
            <p class="chart__finding" id=words>{finding}</p>
            <div class="chart__legend" aria-hidden="true">
                <span><i class="chart__now"></i>{move || legend.get().0}</span>
                <span><i class="chart__then"></i>{move || legend.get().1}</span>
            </div>
            <div class="chart__frame" node_ref=frame>
                {move || {
                    let drawing = draw.run(width.get());
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
            </div>
            <div class="chart__notes">{children()}</div>
            <details class="disclosure">
                <summary>{as_table}</summary>
                {move || table.run()}
            </details>
        </figure>
    }
}
