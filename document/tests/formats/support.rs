//! The documents that the tests write.

use document::{Block, Definition, Document, Language, Picture, Run, Table, TableCell};

/// A bar chart as the app draws them: rectangles, lines, texts and a pattern.
pub const CHART: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 260" font-family="system-ui, sans-serif" font-size="14">
<defs><pattern id="p" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="8" height="8" fill="#dde7ef"/><line x1="0" y1="0" x2="0" y2="8" stroke="#12395b" stroke-width="3"/></pattern></defs>
<line x1="120" y1="10" x2="120" y2="220" stroke="#4a4a4a"/>
<text x="110" y="45" text-anchor="end">Kallio</text><rect x="120" y="25" width="420" height="32" fill="#12395b"/><text x="550" y="46">1 240</text>
<text x="110" y="105" text-anchor="end">Töölö</text><rect x="120" y="85" width="300" height="32" fill="url(#p)"/><text x="430" y="106">886</text>
<text x="110" y="165" text-anchor="end">Itäkeskus</text><rect x="120" y="145" width="180" height="32" fill="#b45f06"/><text x="310" y="166" font-weight="bold">532</text>
<line x1="120" y1="220" x2="600" y2="220" stroke="#4a4a4a" stroke-width="2"/><text x="360" y="245" text-anchor="middle">Opastuksia vuonna 2025</text>
</svg>"##;

/// A yearly report with every kind of block.
pub fn report() -> Document {
    let months = [
        "Tammi", "Helmi", "Maalis", "Huhti", "Touko", "Kesä", "Heinä", "Elo", "Syys", "Loka", "Marras",
        "Joulu",
    ];
    let libraries = ["Kallio", "Töölö", "Itäkeskus", "Kannelmäki", "Pohjois-Haaga", "Malminkartano"];
    let mut wide = vec!["Kirjasto".to_owned()];
    wide.extend(months.map(str::to_owned));
    let wide_rows: Vec<Vec<TableCell>> = libraries
        .iter()
        .enumerate()
        .map(|(row, name)| {
            let numbers = (0..12).map(|month| TableCell::from(format!("{}", 90 + row * 37 + month * 11)));
            std::iter::once(TableCell::from(*name)).chain(numbers).collect()
        })
        .collect();
    let long_rows: Vec<Vec<TableCell>> = (1..=45)
        .map(|row| {
            vec![
                format!("Aihe {row}: laitteet, sovellukset ja sähköinen asiointi").into(),
                format!("{}", row * 13).into(),
                format!("{},{} %", row, row % 10).into(),
            ]
        })
        .collect();
    Document {
        title: "Digituen toimintakertomus 2025".into(),
        language: Language::Fi,
        author: "Helsingin seudun digitukiverkosto".into(),
        date: "15.1.2026".into(),
        blocks: vec![
            Block::Heading { level: 1, text: "Vuosi lyhyesti".into() },
            Block::Paragraph(vec![
                "Verkoston kirjastoissa annettiin vuoden aikana ".into(),
                Run::Bold("2 658 digiopastusta".into()),
                ". Eniten autettiin puhelinten ja sähköisen asioinnin kanssa. Lisää tietoa on verkoston ".into(),
                Run::Link { text: "verkkosivuilla".into(), url: "https://kirjasto.example/digituki?vuosi=2025&kieli=fi".into() },
                ".".into(),
            ]),
            Block::Gap("Kirjoita tähän puheenjohtajan tervehdys: mikä vuodessa oli tärkeintä?".into()),
            Block::Heading { level: 2, text: "Opastukset kirjastoittain".into() },
            Block::List(vec![
                vec!["Kirjastoja mukana: 6".into()],
                vec![Run::Bold("Uutta:".into()), " opastukset arabiaksi ja venäjäksi – العربية, русский".into()],
                vec!["Henkilökuntaa koulutettiin 14 kertaa, ja jokaisesta koulutuksesta kerättiin palaute, joka on luettavissa verkoston omasta työtilasta myös jälkikäteen.".into()],
            ]),
            Block::Picture(Picture {
                svg: CHART.into(),
                alt: "Pylväskuvio: Kallio 1 240, Töölö 886 ja Itäkeskus 532 opastusta.".into(),
                caption: "Opastukset kolmessa suurimmassa kirjastossa".into(),
                width_mm: 150.0,
            }),
            Block::Table(Table {
                caption: "Opastukset kirjastoittain ja ikäryhmittäin".into(),
                header: ["Kirjasto", "Alle 18-vuotiaat", "18–64-vuotiaat", "65 vuotta täyttäneet", "Yhteensä"]
                    .map(str::to_owned)
                    .to_vec(),
                rows: vec![
                    vec!["Kallio".into(), "120".into(), "520".into(), "600".into(), "1 240".into()],
                    vec!["Töölö".into(), "86".into(), "300".into(), "500".into(), "886".into()],
                    vec!["Itäkeskus".into(), "32".into(), "200".into(), "300".into(), "532".into()],
                    ["Yhteensä", "238", "1 020", "1 400", "2 658"].map(TableCell::bold).to_vec(),
                ],
                numeric: vec![1, 2, 3, 4],
                row_headers: true,
            }),
            Block::Note(vec!["Opastus on yksi avun tilanne yhdelle ihmiselle. Alle viiden luvut on peitetty.".into()]),
            Block::Heading { level: 2, text: "Kuukausittain".into() },
            Block::Table(Table {
                caption: "Opastukset kuukausittain".into(),
                header: wide,
                rows: wide_rows,
                numeric: (1..=12).collect(),
                row_headers: true,
            }),
            Block::Heading { level: 3, text: "Aiheet".into() },
            Block::Table(Table {
                caption: "Aiheet yleisyysjärjestyksessä".into(),
                header: ["Aihe", "Opastuksia", "Osuus"].map(str::to_owned).to_vec(),
                rows: long_rows,
                numeric: vec![1, 2],
                row_headers: false,
            }),
            Block::Heading { level: 1, text: "Käsitteet".into() },
            Block::Definitions(vec![
                Definition { term: "Digiopastus".into(), text: "Neuvo tai apu, joka annetaan asiakkaalle hänen laitteellaan tai palvelussa.".into() },
                Definition { term: "Aihe".into(), text: "Se, mihin apua tarvittiin.".into() },
            ]),
        ],
    }
}

/// Texts that would be markup, or that no page can show, if anybody took them for more than text.
pub fn nasty_texts() -> Vec<String> {
    let mut texts: Vec<String> = [
        "# Kirjasto *lihava* _kursiivi_ `koodi` $x^2$ @viite <leima> #let x = 1; #eval(\"1\")",
        "</w:t></w:r><w:p/> <&>\"' ]]> <!-- --> <?pi?> &amp; &#0;",
        "\\ \\u{1F600} \\n // kommentti /* kommentti */ = otsikko - lista + numero / termi: x",
        "a\u{0}b\u{1}c\u{8}d\u{b}e\u{1b}[31mf\u{7f}g\u{9f}h\u{FFFE}i\u{FFFF}j\u{FEFF}k",
        "rivi\nrivi\r\nrivi\tsarkain\u{2028}rivi",
        "😀 👩‍👩‍👧 🇫🇮 ❤️ 漢字 カナ 한국어 हिन्दी ไทย 𝒳 \u{E000}\u{F8FF}\u{10FFFD}",
        "\u{202E}käännetty\u{202C} שלום עולם العربية لا إله \u{2067}x\u{2069}",
        "e\u{301}\u{302}\u{303}\u{304} \u{301}alku ক\u{9CD}ষ \u{25CC}\u{20DD} \u{200D}\u{200C}\u{200B}\u{AD}",
        " ",
        "",
        "[[[ ]]] {{{ }}} (((",
        "Nordsjö–Åbo “lainaus” ‘x’ 1\u{202F}234\u{A0}€ …",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("Ä".repeat(300));
    texts
}

/// A document with a text of ten thousand letters where one could get: a name is a row, a column, a caption, a title.
pub fn long() -> Document {
    let (word, words) = ("x".repeat(10_000), "kirjasto ".repeat(1_100));
    let table = Table {
        caption: "Taulukko".into(),
        header: vec!["A".into(), "B".into()],
        rows: vec![vec![word.as_str().into(), "1".into()]],
        numeric: vec![1],
        row_headers: true,
    };
    let blocks =
        vec![Block::Paragraph(vec![Run::Plain(words)]), Block::Gap(word.clone()), Block::Table(table)];
    Document { title: word.clone(), language: Language::Fi, author: word, date: String::new(), blocks }
}

/// A table whose headings alone are higher than a page.
pub fn high_headings() -> Document {
    let mut header = vec!["kirjasto ".repeat(130)];
    header.extend((0..11).map(|column| format!("Kuukausi {column}")));
    let table = Table { header, rows: vec![vec!["A".into()]; 3], ..Table::default() };
    Document { blocks: vec![Block::Table(table)], ..report() }
}

/// A document with this text in every place that takes one.
pub fn filled_with(texts: &[String]) -> Document {
    let mut blocks = Vec::new();
    for text in texts {
        let run = || {
            vec![
                Run::Plain(text.clone()),
                Run::Bold(text.clone()),
                Run::Link { text: text.clone(), url: text.clone() },
            ]
        };
        blocks.extend([
            Block::Heading { level: 3, text: text.clone() },
            Block::Paragraph(run()),
            Block::Paragraph(vec![Run::Link {
                text: text.clone(),
                url: format!("https://a.example/{text}"),
            }]),
            Block::List(vec![run(), vec![]]),
            Block::Gap(text.clone()),
            Block::Note(run()),
            Block::Definitions(vec![Definition { term: text.clone(), text: text.clone() }]),
            Block::Table(Table {
                caption: text.clone(),
                header: vec![text.clone()],
                rows: vec![vec![text.as_str().into(), TableCell::bold(text.clone())], vec![]],
                numeric: vec![1],
                row_headers: true,
            }),
            Block::Picture(Picture {
                svg: CHART.into(),
                alt: format!("Kuva: {text}"),
                caption: text.clone(),
                width_mm: 30.0,
            }),
        ]);
    }
    let all = texts.join(" ");
    Document {
        title: format!("Otsikko {all}"),
        language: Language::Sv,
        author: all.clone(),
        date: all,
        blocks,
    }
}
