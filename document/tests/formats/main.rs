//! Promises of both formats, read back from what was written.

#[cfg(test)]
mod docx;
#[cfg(test)]
mod pdf;
#[cfg(test)]
mod print;
#[cfg(test)]
mod support;
