//! The little world in which the typesetter works: a template, a JSON, the pictures, the fonts.
//!
//! Owns: the names of these files. Must not: reach any other file, a package, the network or the clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};

use crate::Error;
use crate::font;

// The cells that name a row are still behind a feature of the typesetter.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});

static BOOK: LazyLock<LazyHash<FontBook>> =
    LazyLock::new(|| LazyHash::new(FontBook::from_fonts(font::fonts())));

/// The files of one document.
pub(crate) struct Virtual {
    main: Source,
    files: Vec<(FileId, Bytes)>,
}

impl Virtual {
    /// The world of a template, the JSON that it reads, and the SVG documents that the JSON names by number.
    ///
    /// # Errors
    /// Never in practice: the names of the files are ours.
    pub(crate) fn new(template: &str, json: String, pictures: Vec<String>) -> Result<Self, Error> {
        let mut files = vec![(id("/data.json")?, Bytes::from_string(json))];
        for (number, picture) in pictures.into_iter().enumerate() {
            files.push((id(&format!("/{number}.svg"))?, Bytes::from_string(picture)));
        }
        Ok(Self { main: Source::new(id("/template.typ")?, template.to_owned()), files })
    }
}

fn id(path: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(path).map_err(|error| Error::Pdf(error.to_string()))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for Virtual {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(known, _)| *known == id);
        found.map(|(_, bytes)| bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        font::fonts().get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
