//! The zip archive that a workbook is: which format it really holds, and its parts, never more of them than fits.

use std::io::{self, BufReader, Cursor, Read};

use quick_xml::Reader;
use zip::ZipArchive;

use super::{Fault, NO_WORKBOOK, TORN, links};

/// What all parts of a workbook may hold together, unpacked: 1 GiB. A sheet of a million rows needs about half of it,
/// and a few kilobytes can be packed so that they would fill any memory.
const MOST_BYTES: u64 = 1 << 30;

/// What old workbooks and encrypted ones begin with.
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// An opened archive.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes that may still be unpacked.
    left: u64,
}

/// A part while it is unpacked.
pub(super) type Part<'p> = Reader<BufReader<Measured<'p>>>;

/// Reads no more than what is left.
pub(super) struct Measured<'p> {
    inner: Box<dyn Read + 'p>,
    left: &'p mut u64,
}

impl Read for Measured<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => *self.left = left,
            None => return Err(io::ErrorKind::FileTooLarge.into()),
        }
        Ok(read)
    }
}

impl<'a> Package<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        if bytes.starts_with(COMPOUND) {
            return Err(compound(bytes));
        }
        if !bytes.starts_with(b"PK") {
            return Err(Fault::Damaged(NO_WORKBOOK));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Damaged(TORN))?;
        let has = |name: &str| archive.index_for_name(name).is_some();
        if has("content.xml") && has("mimetype") {
            return Err(Fault::Format("ods"));
        }
        if has("xl/workbook.bin") {
            return Err(Fault::Format("xlsb"));
        }
        if has("Index/Document.iwa") {
            return Err(Fault::Format("numbers"));
        }
        if has("word/document.xml") {
            return Err(Fault::Format("docx"));
        }
        Ok(Self { archive, left: MOST_BYTES })
    }

    /// The name of the part that lists the sheets.
    pub(super) fn main(&mut self) -> Result<String, Fault> {
        let targets = links::targets(self, "")?;
        let main = targets.into_iter().find(|target| target.kind == "officeDocument").map(|target| target.part);
        Ok(main.unwrap_or_else(|| "xl/workbook.xml".to_owned()))
    }

    /// A part by its name, whatever the case of its letters; `None` where there is none.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part<'_>>, Fault> {
        let exact = self.archive.index_for_name(name);
        let index = exact.or_else(|| {
            let same = |raw: &[u8]| raw.eq_ignore_ascii_case(name.as_bytes());
            self.archive.file_names_raw().position(same)
        });
        let Some(index) = index else { return Ok(None) };
        match self.archive.by_index(index) {
            Ok(file) => {
                let measured = Measured { inner: Box::new(file), left: &mut self.left };
                Ok(Some(Reader::from_reader(BufReader::new(measured))))
            }
            Err(zip::result::ZipError::UnsupportedArchive(zip::result::ZipError::PASSWORD_REQUIRED)) => {
                Err(Fault::Protected)
            }
            Err(_) => Err(Fault::Damaged(TORN)),
        }
    }
}

/// A compound file holds a workbook of Excel 97, or one that is encrypted as a whole.
fn compound(bytes: &[u8]) -> Fault {
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let found = memchr::memmem::find(bytes, &encrypted).is_some();
    if found { Fault::Protected } else { Fault::Format("xls") }
}
