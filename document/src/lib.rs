//! Accessible documents from one small model, written twice: as PDF/UA and as DOCX; and papers to print, as PDF/UA.
//!
//! Owns: the model and its two forms. Must not: read files or the clock, know what a document is about, or take any
//! text for markup. The same document gives the same bytes.

mod docx;
mod font;
mod layout;
mod model;
mod pdf;
mod picture;
mod print;
mod text;

pub use docx::docx;
pub use model::{Block, Definition, Document, Language, Picture, Run, Table, TableCell};
pub use pdf::pdf;
pub use print::{Certificate, Label, Print, Roll, Sheet, print};

/// Why a document could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A document without a title is not accessible.
    #[error("the document has no title")]
    NoTitle,
    /// A picture without words is not accessible.
    #[error("picture {0} has no alternative text")]
    NoAlternative(usize),
    /// A picture is not an SVG that can be drawn.
    #[error("picture {0} cannot be drawn: {1}")]
    Picture(usize, String),
    /// The typesetter refused it.
    #[error("the PDF cannot be written: {0}")]
    Pdf(String),
    /// The archive could not be put together.
    #[error("the DOCX cannot be written: {0}")]
    Docx(String),
}
