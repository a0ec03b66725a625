//! The header of every page.
//!
//! Owns: name, place, state of the network, who is logging, menu. Must not: stick to the top, where it would hide what
//! has the focus.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use super::choice::ChipGroup;
use super::icon::{self, Icon, Shape};
use super::label::{self, Item};
use super::languages::Languages;
use super::menu::Menu;
use super::network_pill::NetworkPill;
use crate::i18n::{self, *};
use crate::state::author::use_author;
use crate::state::clock;
use crate::state::device::{Status, use_device};
use crate::state::door::use_door;
use crate::state::network::use_network;
use crate::state::session::use_session;

/// The header.
#[component]
pub fn Header() -> impl IntoView {
    let texts = use_i18n();
    let device = use_device();
    let place = move || {
        let config = device.config()?;
        let lang = i18n::lang(texts);
        let names = [label::library_name(&config, lang), label::point_name(&config, &config.point, lang)];
        Some(names.join(" · "))
    };
    let network = use_network();
    let enrolled = Memo::new(move |_| matches!(device.status.get(), Status::Enrolled(_)));
    view! {
        <header class="header">
            <A href="/" attr:class="brand">{t!(texts, app.name)}</A>
            {move || {
                place()
                    .map(|place| {
                        view! {
                            <div class="place">
                                <span class="visually-hidden">{t!(texts, shell.place)} ": "</span>
                                {place}
                            </div>
                        }
                    })
            }}
            <div class="header__end">
                {move || {
                    enrolled
                        .get()
                        .then(|| {
                            view! {
                                <div class="header__state">
                                    {move || network.known.get().then(|| view! { <NetworkPill /> })}
                                </div>
                                <div class="header__author">
                                    <AuthorMenu />
                                </div>
                            }
                        })
                }} <div class="header__menu">
                    <PagesMenu />
                </div>
            </div>
        </header>
    }
}

/// Who is logging: a chip per member of the library.
#[component]
fn AuthorMenu() -> impl IntoView {
    const NOBODY: &str = "";
    let texts = use_i18n();
    let (device, author) = (use_device(), use_author());
    let open = RwSignal::new(false);
    let items = Signal::derive(move || {
        let nobody = Item { code: NOBODY.to_owned(), label: t_string!(texts, author.nobody).to_owned() };
        let config = device.config();
        let members = config.iter().flat_map(|config| &config.members);
        let chips = members.map(|chip| Item { code: chip.member.to_string(), label: chip.chip.clone() });
        chips.chain([nobody]).collect::<Vec<_>>()
    });
    let code = move || author.member.get().map_or_else(String::new, |member| member.to_string());
    let chosen = RwSignal::new(Some(code()));
    Effect::new(move || {
        let code = Some(code());
        if chosen.get_untracked() != code {
            chosen.set(code);
        }
    });
    Effect::new(move |before: Option<Option<String>>| {
        let now = chosen.get();
        if before.is_some_and(|before| before != now) {
            author.choose(now.as_deref().and_then(|code| code.parse().ok()));
        }
        now
    });
    let name = move || {
        let code = code();
        let name = items.get().into_iter().find(|item| item.code == code);
        name.map_or_else(|| t_string!(texts, author.nobody).to_owned(), |item| item.label)
    };
    let button = view! {
        <Icon shape=icon::PERSON />
        <span>{move || t_string!(texts, author.current, name = name())}</span>
    };
    view! {
        <Menu id="author-panel" button=button.into_any() open>
            <ChipGroup
                name="author"
                legend=say!(texts, author.who)
                items
                chosen
                required=true
            />
            <p class="small soft">{t!(texts, author.hint)}</p>
        </Menu>
    }
}

/// The pages, and the language.
#[component]
fn PagesMenu() -> impl IntoView {
    let texts = use_i18n();
    let (device, session, door) = (use_device(), use_session(), use_door());
    let open = RwSignal::new(false);
    let location = use_location();
    Effect::new(move || {
        location.pathname.track();
        open.set(false);
    });
    let link = move |href: &'static str, shape: Shape, words: Signal<String>| {
        view! {
            <li>
                <A href=href exact=true>
                    <Icon shape=shape />
                    <span>{move || words.get()}</span>
                </A>
            </li>
        }
    };
    let enrolled = Memo::new(move |_| device.config().is_some());
    let minute = clock::minute();
    let registers = Memo::new(move |_| {
        let form = device.config().and_then(|config| config.form.clone());
        form.is_some_and(|form| (form.opens..form.closes).contains(&minute.get()))
    });
    let signed_in = Memo::new(move |_| session.me.get().is_some());
    let tablet = move || {
        enrolled.get().then(|| {
            (
                link("/", icon::LOG, say!(texts, shell.nav.log)),
                link("/kirjaukset", icon::LIST, say!(texts, shell.nav.entries)),
                registers.get().then(|| link("/toimintapaiva", icon::CALENDAR, say!(texts, seal.menu))),
                link("/laite", icon::DEVICE, say!(texts, shell.nav.device)),
            )
        })
    };
    let at_door = Memo::new(move |_| door.scope.with(Option::is_some));
    let door = move || at_door.get().then(|| link("/ovi", icon::DOOR, say!(texts, door.nav)));
    let person = move || {
        if signed_in.get() {
            link("/tilanne", icon::CHART, say!(texts, shell.nav.overview))
        } else {
            link("/kirjaudu", icon::KEY, say!(texts, shell.nav.sign_in))
        }
    };
    let button = view! {
        <Icon shape=icon::MENU />
        <span>{t!(texts, shell.menu)}</span>
    };
    view! {
        <Menu id="pages-panel" button=button.into_any() open>
            <nav aria-label=move || t_string!(texts, shell.main_nav)>
                <ul class="menu__links">{door} {tablet} {person}</ul>
            </nav>
            <Languages />
        </Menu>
    }
}
