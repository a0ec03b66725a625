//! Promises of the papers to print, read back from the file.

use document::{Certificate, Error, Label, Language, Picture, Print, Roll, Sheet, print};
use lopdf::Object;

use crate::support;

fn paper(sheet: Sheet) -> Print {
    Print { title: "Nimilaput".into(), language: Language::Fi, author: "Digiverkosto".into(), sheet }
}

fn label(name: &str) -> Label {
    let svg =
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><rect width="10" height="10"/></svg>"#;
    let picture = Picture { svg: svg.into(), alt: "QR-koodi".into(), caption: String::new(), width_mm: 20.0 };
    Label {
        name: name.into(), below: "Turku".into(), foot: "Paikan päällä".into(), picture: Some(picture)
    }
}

fn roll(rows: Vec<Vec<String>>) -> Roll {
    let header = ["Nimi", "Kirjasto", "Allekirjoitus"].map(str::to_owned).into();
    Roll { about: vec!["to 24.9.2026".into()], header, rows }
}

fn certificate(name: &str, language: Language) -> Certificate {
    Certificate {
        language,
        title: "Osallistumistodistus".into(),
        issuer: "Lounais-Suomen digiverkosto".into(),
        name: name.into(),
        text: vec!["on osallistunut.".into(), "Kesto 6 h.".into()],
        heading: "Ohjelma".into(),
        items: vec![("9.30–10.30".into(), "Tekoäly".into())],
        lines: ["Paikka".into(), "Allekirjoitus".into()],
    }
}

fn read(print_of: &Print) -> (usize, String) {
    let pdf = lopdf::Document::load_mem(&print(print_of).unwrap()).unwrap();
    let catalog = pdf.catalog().unwrap();
    let marks = catalog.get(b"MarkInfo").and_then(Object::as_dict).unwrap();
    assert!(marks.get(b"Marked").unwrap().as_bool().unwrap(), "tagged");
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    let text = pdf.extract_text(&pages).unwrap();
    (pages.len(), text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[test]
fn ten_labels_fill_a_sheet() {
    for (labels, sheets) in [(1, 1), (10, 1), (11, 2), (20, 2), (21, 3)] {
        let all = (0..labels).map(|n| label(&format!("Aino Avustaja {n}"))).collect();
        let (pages, text) = read(&paper(Sheet::Labels(all)));
        assert_eq!(pages, sheets, "{labels}");
        assert!(text.contains(&format!("Avustaja {}", labels - 1)) && text.contains("Paikan päällä"));
    }
}

#[test]
fn a_long_list_goes_on_with_its_headings() {
    let rows = (0..60).map(|n| vec![format!("Aino {n}"), "Turku".to_owned()]).collect();
    let (pages, text) = read(&paper(Sheet::Roll(roll(rows))));
    assert!(pages > 1 && text.matches("Allekirjoitus").count() == pages, "{pages}");
    assert!(text.contains("Aino 59"));
}

#[test]
fn each_certificate_is_a_page_in_its_language() {
    let all = vec![certificate("Aino", Language::Fi), certificate("Bertta", Language::Sv)];
    let (pages, text) = read(&paper(Sheet::Certificates(all)));
    assert_eq!(pages, 2);
    assert!(text.contains("Aino") && text.contains("Tekoäly"));
}

#[test]
fn nothing_is_read_as_markup_and_any_text_fits() {
    let texts = support::nasty_texts();
    let labels = texts.iter().map(|text| Label { below: text.clone(), foot: text.clone(), ..label(text) });
    let (pages, _) = read(&paper(Sheet::Labels(labels.collect())));
    assert_eq!(pages, texts.len().div_ceil(10));
    let rows = texts.iter().map(|text| vec![text.clone(), text.clone(), text.clone(), text.clone()]);
    read(&paper(Sheet::Roll(roll(rows.collect()))));
    let all = texts.iter().map(|text| Certificate {
        title: format!("Todistus {text}"),
        text: vec![text.clone()],
        heading: text.clone(),
        items: vec![(text.clone(), text.clone()); 12],
        ..certificate(text, Language::En)
    });
    read(&paper(Sheet::Certificates(all.collect())));
    let name = "#let x = 1; *Aino* $x^2$";
    assert!(read(&paper(Sheet::Labels(vec![label(name)]))).1.contains(name));
}

#[test]
fn what_would_not_be_accessible_is_refused() {
    let untitled = Print { title: " ".into(), ..paper(Sheet::Labels(Vec::new())) };
    assert!(matches!(print(&untitled), Err(Error::NoTitle)));
    let untitled = Certificate { title: " ".into(), ..certificate("Aino", Language::Fi) };
    assert!(matches!(print(&paper(Sheet::Certificates(vec![untitled]))), Err(Error::NoTitle)));
    let mut unnamed = label("Aino");
    unnamed.picture.as_mut().unwrap().alt = " ".into();
    assert!(matches!(print(&paper(Sheet::Labels(vec![unnamed]))), Err(Error::NoAlternative(1))));
    for sheet in [Sheet::Labels(vec![]), Sheet::Roll(roll(vec![])), Sheet::Certificates(vec![])] {
        print(&paper(sheet)).unwrap();
    }
    let empty = Roll { about: vec![], header: vec![], rows: vec![] };
    print(&paper(Sheet::Roll(empty))).unwrap();
}

/// To look at: `OUT=/tmp/out cargo test -p document -- --ignored`.
#[test]
#[ignore = "writes files for people to look at"]
fn papers_to_look_at() {
    let out = std::path::PathBuf::from(std::env::var("OUT").unwrap());
    let long = "Maria-Elisabet Korhonen-Kauppinen o.s. von Hertzen af Pikisaari";
    let mut labels: Vec<Label> = ["Aino Virtanen", "Östen Åberg", long, &"Ä".repeat(120)].map(label).into();
    labels[2].below = "Lounais-Suomen aluekehittämiskirjasto, Turun kaupunginkirjasto".into();
    labels.extend((0..9).map(|n| label(&format!("Osallistuja Numero {n}"))));
    let rows = (0..40).map(|n| vec![format!("Aino Avustaja {n}"), "Mynämäki".to_owned()]).collect();
    for (name, sheet) in [
        ("labels", Sheet::Labels(labels)),
        ("roll", Sheet::Roll(roll(rows))),
        ("certificates", Sheet::Certificates(vec![certificate(long, Language::Fi)])),
    ] {
        std::fs::write(out.join(format!("{name}.pdf")), print(&paper(sheet)).unwrap()).unwrap();
    }
}
