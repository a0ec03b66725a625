//! What a document is made of, whichever format it is written in.
//!
//! Owns: the shapes a caller fills in, and the few words that both formats add themselves. Must not: know a format, a
//! file or the time. Every text here is text: nothing in it is ever read as markup.

/// A document: written once, read as PDF or as DOCX.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Shown at the top and in the window's title bar. Must not be empty.
    pub title: String,
    /// What it is read aloud in.
    pub language: Language,
    /// Who publishes it: the network's name.
    pub author: String,
    /// The date as it is shown, below the title; left out when empty.
    pub date: String,
    /// The contents, in reading order.
    pub blocks: Vec<Block>,
}

/// The language of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Finnish.
    Fi,
    /// Swedish, as in Finland.
    Sv,
    /// English.
    En,
}

impl Language {
    /// The subtag of BCP 47: `fi`, `sv` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Fi => "fi",
            Self::Sv => "sv",
            Self::En => "en",
        }
    }

    /// The country whose spelling is meant: Finland, and Britain for English.
    pub fn region(self) -> &'static str {
        match self {
            Self::Fi | Self::Sv => "FI",
            Self::En => "GB",
        }
    }

    /// Language and country, such as `sv-FI`.
    pub fn tag(self) -> String {
        format!("{}-{}", self.code(), self.region())
    }

    /// What a caption of a picture begins with.
    pub(crate) fn figure(self) -> &'static str {
        match self {
            Self::Fi => "Kuva",
            Self::Sv => "Figur",
            Self::En => "Figure",
        }
    }

    /// What a caption of a table begins with.
    pub(crate) fn table(self) -> &'static str {
        match self {
            Self::Fi => "Taulukko",
            Self::Sv => "Tabell",
            Self::En => "Table",
        }
    }

    /// The name of a place that is to be filled in, for those who hear the document.
    pub(crate) fn gap(self) -> &'static str {
        match self {
            Self::Fi => "Täydennettävä kohta",
            Self::Sv => "Fyll i här",
            Self::En => "To be filled in",
        }
    }
}

/// One part of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading. The levels are made to go down one at a time, since skipped ones mislead a screen reader; an empty
    /// heading is left out.
    Heading {
        /// 1 to 3; others are taken as the nearest of these.
        level: u8,
        /// Its text.
        text: String,
    },
    /// Running text.
    Paragraph(Vec<Run>),
    /// A list with bullets.
    List(Vec<Vec<Run>>),
    /// A table.
    Table(Table),
    /// A picture.
    Picture(Picture),
    /// A place that is left for a person to write: the prompt is shown in brackets and marked.
    Gap(String),
    /// Small print, such as how something was counted.
    Note(Vec<Run>),
    /// Words and what they mean here, in small print.
    Definitions(Vec<Definition>),
}

/// A piece of running text.
#[derive(Clone, Debug, PartialEq)]
pub enum Run {
    /// As it is.
    Plain(String),
    /// In bold.
    Bold(String),
    /// A link.
    Link {
        /// What is read; the address itself when empty.
        text: String,
        /// `https:`, `http:` or `mailto:`; anything else stays plain text.
        url: String,
    },
}

impl From<&str> for Run {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

impl From<String> for Run {
    fn from(text: String) -> Self {
        Self::Plain(text)
    }
}

/// A word and its meaning.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The word.
    pub term: String,
    /// What it means.
    pub text: String,
}

/// A table with one row of headings. Rows shorter than the widest one are filled up with empty cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What the table tells, above it; numbered. Left out when empty.
    pub caption: String,
    /// The headings of the columns.
    pub header: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<TableCell>>,
    /// The columns with numbers, from 0: aligned to the right.
    pub numeric: Vec<usize>,
    /// Whether the first cell of each row names the row.
    pub row_headers: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableCell {
    /// Its text, as it is shown: the caller writes numbers the way the language does.
    pub text: String,
    /// Whether it stands out, as a sum does.
    pub bold: bool,
}

impl TableCell {
    /// A cell that stands out.
    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true }
    }
}

impl From<&str> for TableCell {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), bold: false }
    }
}

impl From<String> for TableCell {
    fn from(text: String) -> Self {
        Self { text, bold: false }
    }
}

/// A picture: always with the words for those who do not see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// An SVG document of its own. Files and addresses it names are not read.
    pub svg: String,
    /// What the picture tells. Must not be empty.
    pub alt: String,
    /// What is written below it; numbered. Left out when empty.
    pub caption: String,
    /// How wide it is shown, in millimetres; at most the 170 between the margins of the page.
    pub width_mm: f32,
}
