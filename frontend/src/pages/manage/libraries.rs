//! `/hallinta/kirjastot`: libraries and their points of service.
//!
//! Owns: the list and what can be done with a library or a point. Must not: delete anything: both are ended, so that
//! their entries keep their meaning.

use leptos::prelude::*;
use shared::routes;
use shared::text;
use shared::wire::v1::library::{Library, PatchLibrary};
use shared::wire::v1::point::{PatchPoint, Point};

use super::library_form::{LibraryForm, LibraryTarget};
use super::point_form::{PointForm, PointTarget};
use super::{Loaded, Places, Said, SaidLine, is_chair, library_name, point_name};
use crate::components::dialog::Dialog;
use crate::components::heading::PageHeading;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question};
use crate::pages::failure;
use crate::state::server;

/// What is to be ended, or taken back into use.
#[derive(Clone, Debug, PartialEq)]
enum Ending {
    Library(Library),
    Point(Point),
}

/// What the page's rows act on.
#[derive(Clone, Copy)]
struct Page {
    texts: Texts,
    places: Places,
    said: Said,
    chair: Signal<bool>,
    library: RwSignal<Option<LibraryTarget>>,
    point: RwSignal<Option<PointTarget>>,
    ending: RwSignal<Option<Ending>>,
    question: RwSignal<Option<Question>>,
}

/// The page.
#[component]
pub fn LibrariesPage() -> impl IntoView {
    let texts = use_i18n();
    let page = Page {
        texts,
        places: Places::load(),
        said: Said::new(),
        chair: is_chair(),
        library: RwSignal::new(None),
        point: RwSignal::new(None),
        ending: RwSignal::new(None),
        question: RwSignal::new(None),
    };
    let list = move |list: Signal<std::sync::Arc<shared::wire::v1::library::Libraries>>| {
        move || list.get().libraries.iter().map(|library| card(page, library)).collect_view()
    };
    view! {
        <div class="page manage">
            <div class="page__head">
                <PageHeading text=Signal::derive(move || t_string!(texts, manage.libraries.title).to_string()) />
                {move || {
                    page.chair
                        .get()
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="hds-button hds-button--primary"
                                    on:click=move |_| page.library.set(Some(LibraryTarget::New))
                                >
                                    {t!(texts, manage.libraries.add)}
                                </button>
                            }
                        })
                }}
            </div>
            <p class="soft">{t!(texts, manage.libraries.intro)}</p>
            <SaidLine said=page.said />
            <Loaded remote=page.places.libraries body=list />
        </div>
        <Dialogs page />
    }
}

#[component]
fn Dialogs(page: Page) -> impl IntoView {
    let texts = page.texts;
    let (library_open, point_open) = (super::opened_by(page.library), super::opened_by(page.point));
    let saved = Callback::new(move |what: String| {
        library_open.set(false);
        point_open.set(false);
        page.places.libraries.reload();
        page.places.points.reload();
        page.said.say(super::saved_words(page.texts, what));
    });
    let library_title = Signal::derive(move || match page.library.get() {
        Some(LibraryTarget::Known(_)) => t_string!(texts, manage.libraries.edit).to_string(),
        _ => t_string!(texts, manage.libraries.add).to_string(),
    });
    let point_title = Signal::derive(move || match page.point.get() {
        Some(PointTarget::Known(_)) => t_string!(texts, manage.libraries.edit_point).to_string(),
        _ => t_string!(texts, manage.libraries.add_point).to_string(),
    });
    let end = Callback::new(move |()| {
        if let Some(ending) = page.ending.get_untracked() {
            set_ended(page, ending, true, saved);
        }
    });
    view! {
        <Dialog id="library-dialog" open=library_open title=library_title>
            {move || {
                page.library
                    .get_untracked()
                    .map(|target| {
                        view! {
                            <LibraryForm
                                target
                                saved
                                cancel=Callback::new(move |()| library_open.set(false))
                            />
                        }
                    })
            }}
        </Dialog>
        <Dialog id="point-dialog" open=point_open title=point_title>
            {move || {
                page.point
                    .get_untracked()
                    .map(|target| {
                        view! {
                            <PointForm target saved cancel=Callback::new(move |()| point_open.set(false)) />
                        }
                    })
            }}
        </Dialog>
        <Confirm question=page.question on_yes=end />
    }
}

/// Ends something or takes it back into use.
fn set_ended(page: Page, ending: Ending, ended: bool, saved: Callback<String>) {
    leptos::task::spawn_local(async move {
        let (what, answer) = match ending {
            Ending::Library(library) => {
                let path = format!("{}/{}", routes::LIBRARIES, library.code);
                let form = PatchLibrary { ended: Some(ended), ..PatchLibrary::default() };
                (library.name_fi, server::patch::<Library>(&path, &form).await.map(drop))
            }
            Ending::Point(point) => {
                let path = format!("{}/{}/{}", routes::POINTS, point.library, point.code);
                let form = PatchPoint { ended: Some(ended), ..PatchPoint::default() };
                (point.name_fi, server::patch::<Point>(&path, &form).await.map(drop))
            }
        };
        match answer {
            Ok(()) => saved.run(what),
            Err(failure) => page.said.fail(failure::wording(page.texts, failure)),
        }
    });
}

fn card(page: Page, library: &Library) -> impl IntoView + use<> {
    let texts = page.texts;
    let lang = lang(texts);
    let name = library_name(library, lang);
    let ended = library.ended_at.map(|at| {
        t_string!(texts, manage.ended, date = text::date(shared::time::helsinki(at).date, lang)).to_string()
    });
    let code = library.code.clone();
    let points = move || {
        let list = page.places.points.ready()?;
        let points: Vec<Point> = list.get().points.iter().filter(|p| p.library == code).cloned().collect();
        Some(points_table(page, &points))
    };
    let (for_point, for_edit, for_end) = (library.clone(), library.clone(), library.clone());
    let add_label = t_string!(texts, manage.libraries.add_point_to, what = name.clone()).to_string();
    let edit_label = t_string!(texts, manage.edit_of, what = name.clone()).to_string();
    view! {
        <section class="card stack stack--tight">
            <div class="page__head">
                <h2>{name.clone()}</h2>
                {ended.map(|ended| view! { <span class="soft">{ended}</span> })}
            </div>
            {points}
            <div class="row">
                <button
                    type="button"
                    class="hds-button hds-button--secondary"
                    aria-label=add_label
                    on:click=move |_| page.point.set(Some(PointTarget::New(for_point.code.clone())))
                >
                    {t_string!(texts, manage.libraries.add_point)}
                </button>
                {page
                    .chair
                    .get()
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="hds-button hds-button--quiet"
                                aria-label=edit_label
                                on:click=move |_| {
                                    page.library.set(Some(LibraryTarget::Known(for_edit.clone())));
                                }
                            >
                                {t_string!(texts, action.edit)}
                            </button>
                            {end_button(page, Ending::Library(for_end), name)}
                        }
                    })}
            </div>
        </section>
    }
}

fn points_table(page: Page, points: &[Point]) -> AnyView {
    let texts = page.texts;
    let lang = lang(texts);
    if points.is_empty() {
        return view! { <p class="soft">{t_string!(texts, manage.libraries.no_points)}</p> }.into_any();
    }
    let columns = vec![
        Column::text(t_string!(texts, manage.name_fi)),
        Column::text(t_string!(texts, manage.name_sv)),
        Column::text(t_string!(texts, manage.name_en)),
        Column::actions(t_string!(texts, manage.actions)),
    ];
    let rows = points
        .iter()
        .map(|point| {
            let name = point_name(point, lang);
            let ended = point.ended_at.map(|at| {
                let date = text::date(shared::time::helsinki(at).date, lang);
                view! { <span class="sub">{t_string!(texts, manage.ended, date = date).to_string()}</span> }
            });
            let for_edit = point.clone();
            let label = t_string!(texts, manage.edit_of, what = name.clone()).to_string();
            vec![
                view! {
                    {point.name_fi.clone()}
                    {ended}
                }
                .into_any(),
                point.name_sv.clone().unwrap_or_else(|| "–".to_owned()).into_any(),
                point.name_en.clone().unwrap_or_else(|| "–".to_owned()).into_any(),
                view! {
                    <span class="row">
                        <button
                            type="button"
                            class="hds-button hds-button--quiet"
                            aria-label=label
                            on:click=move |_| page.point.set(Some(PointTarget::Known(for_edit.clone())))
                        >
                            {t_string!(texts, action.edit)}
                        </button>
                        {end_button(page, Ending::Point(point.clone()), name)}
                    </span>
                }
                .into_any(),
            ]
        })
        .collect();
    records(t_string!(texts, manage.libraries.points), columns, rows)
}

/// A button that ends (after a question) or takes back into use (at once: it can be undone).
fn end_button(page: Page, of: Ending, name: String) -> impl IntoView + use<> {
    let texts = page.texts;
    let ended = match &of {
        Ending::Library(library) => library.ended_at.is_some(),
        Ending::Point(point) => point.ended_at.is_some(),
    };
    let (words, label) = if ended {
        (t_string!(texts, manage.reopen), t_string!(texts, manage.reopen_of, what = name.clone()).to_string())
    } else {
        (t_string!(texts, manage.end), t_string!(texts, manage.end_of, what = name.clone()).to_string())
    };
    let press = move |_| {
        if ended {
            let saved = Callback::new(move |what: String| {
                page.places.libraries.reload();
                page.places.points.reload();
                page.said.say(super::saved_words(page.texts, what));
            });
            set_ended(page, of.clone(), false, saved);
        } else {
            page.ending.set(Some(of.clone()));
            let what = name.clone();
            page.question.set(Some(Question {
                title: wording(texts, move |texts| {
                    t_string!(texts, manage.libraries.end_title, what = what.clone())
                }),
                words: vec![wording(texts, |texts| t_string!(texts, manage.libraries.end_text))],
                yes: wording(texts, |texts| t_string!(texts, manage.end)),
            }));
        }
    };
    view! {
        <button type="button" class="hds-button hds-button--quiet" aria-label=label on:click=press>
            {words}
        </button>
    }
}
