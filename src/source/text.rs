//! Bytes of a text file as UTF-8, checked and hashed while they pass.
//!
//! Takes a reader and what is declared of its encoding; is itself a reader. May not know columns or values.
//! Invariants: constant memory; nothing is replaced or guessed: a byte that is no text in the encoding ends the reading, and
//! so do a zero byte, a quote that is never closed and a line without end; [`Text::broken`] says which and where.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memrchr2};
use sha2::{Digest, Sha256};

/// Bytes that are read at once.
const CHUNK: usize = 1 << 16;
/// A quoted field longer than this is taken for one that is never closed.
const MOST_QUOTED: u64 = 1 << 23;
/// A line longer than this is taken for bytes that are no table.
const MOST_LINE: u64 = 1 << 26;

/// How a file is written, and whether that was declared.
#[derive(Clone, Copy, Debug)]
pub struct Written {
    encoding: &'static Encoding,
    /// The word of the spec.
    pub word: &'static str,
    /// Was it read off a byte order mark?
    pub by_mark: bool,
}

impl Written {
    /// UTF-8, of text that is decoded already.
    pub const UTF_8: Self = Self { encoding: UTF_8, word: "utf-8", by_mark: false };
}

/// The encodings of the spec.
const WORDS: &[(&str, &Encoding)] = &[
    ("utf-8", UTF_8),
    ("utf-16le", UTF_16LE),
    ("utf-16be", UTF_16BE),
    // As every browser does, bytes 80 to 9F are read as windows-1252: in files labelled so they are typographic signs,
    // never the control characters that the standard has there.
    ("iso-8859-1", WINDOWS_1252),
    ("windows-1252", WINDOWS_1252),
];

/// The encoding of a file that begins with `head`; an error names the one that the byte order mark says instead of the
/// declared one.
pub fn written(head: &[u8], declared: Option<&str>) -> Result<Written, &'static str> {
    let mark = Encoding::for_bom(head).map(|(encoding, _)| encoding);
    let marked = mark.and_then(|mark| WORDS.iter().find(|(_, known)| *known == mark));
    let declared = declared.and_then(|word| WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)));
    match (declared, marked) {
        (Some((_, declared)), Some((word, marked))) if declared != marked => Err(word),
        (Some(&(word, encoding)), _) => Ok(Written { encoding, word, by_mark: false }),
        (None, Some(&(word, encoding))) => Ok(Written { encoding, word, by_mark: encoding != UTF_8 }),
        (None, None) => Ok(Written::UTF_8),
    }
}

/// Why reading ended early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A byte that is no text in the encoding, in this line.
    Encoding(u64),
    /// A zero byte, in this line.
    Zero(u64),
    /// A quote that is not closed.
    Quote,
    /// A line without end.
    Line,
    /// What the system says.
    Io(String),
}

/// A text file as UTF-8.
pub struct Text {
    inner: Box<dyn Read + Send>,
    decoder: Decoder,
    sha256: Sha256,
    raw: Vec<u8>,
    out: Vec<u8>,
    at: usize,
    ended: bool,
    newlines: u64,
    line_bytes: u64,
    quotes: Option<Quotes>,
    /// What ends the reading once `out` is given out.
    pending: Option<Broken>,
    broken: Option<Broken>,
}

impl Text {
    /// Reads `inner` as `written`. With a delimiter, quotes are watched.
    pub fn new(inner: Box<dyn Read + Send>, written: Written, delimiter: Option<u8>) -> Self {
        Self {
            inner,
            decoder: written.encoding.new_decoder_with_bom_removal(),
            sha256: Sha256::new(),
            raw: vec![0; CHUNK],
            out: Vec::with_capacity(3 * CHUNK),
            at: 0,
            ended: false,
            newlines: 0,
            line_bytes: 0,
            quotes: delimiter.map(Quotes::new),
            pending: None,
            broken: None,
        }
    }

    /// Why reading ended early, if it did.
    pub fn broken(&self) -> Option<&Broken> {
        self.broken.as_ref()
    }

    /// SHA-256 of the bytes read, hex; of the whole file once all is read.
    pub fn sha256(&self) -> String {
        hex(&self.sha256.clone().finalize())
    }

    /// Decodes the next chunk into `out`; what stands before a fault is still given out.
    fn fill(&mut self) {
        self.out.clear();
        self.at = 0;
        while self.out.is_empty() && !self.ended && self.pending.is_none() {
            match self.inner.read(&mut self.raw) {
                Ok(read) => {
                    self.ended = read == 0;
                    self.sha256.update(&self.raw[..read]);
                    self.decode(read);
                    self.watch();
                }
                Err(error) => self.pending = Some(Broken::Io(error.to_string())),
            }
        }
    }

    fn decode(&mut self, read: usize) {
        let wanted = self.decoder.max_utf8_buffer_length_without_replacement(read).unwrap_or(3 * CHUNK + 16);
        self.out.resize(wanted, 0);
        let (result, _, wrote) =
            self.decoder.decode_to_utf8_without_replacement(&self.raw[..read], &mut self.out, self.ended);
        self.out.truncate(wrote);
        if result != DecoderResult::InputEmpty {
            self.pending = Some(Broken::Encoding(self.line_at(wrote)));
        }
        if let Some(zero) = memchr(0, &self.out) {
            self.pending = Some(Broken::Zero(self.line_at(zero)));
            self.out.truncate(zero);
        }
    }

    /// The line of a byte of `out`.
    fn line_at(&self, at: usize) -> u64 {
        self.newlines + newlines(&self.out[..at]) + 1
    }

    /// Follows lines and quotes through `out`.
    fn watch(&mut self) {
        self.newlines += newlines(&self.out);
        self.line_bytes = match memrchr2(b'\n', b'\r', &self.out) {
            Some(at) => (self.out.len() - at) as u64,
            None => self.line_bytes + self.out.len() as u64,
        };
        let open_for = self.quotes.as_mut().map_or(0, |quotes| quotes.see(&self.out));
        if self.pending.is_some() {
            return;
        }
        if open_for > MOST_QUOTED || (self.ended && open_for > 0) {
            self.pending = Some(Broken::Quote);
        } else if self.line_bytes > MOST_LINE {
            self.pending = Some(Broken::Line);
        }
    }
}

fn newlines(bytes: &[u8]) -> u64 {
    // Written so that it becomes vector code.
    bytes.iter().map(|&byte| u64::from(byte == b'\n')).sum()
}

impl Read for Text {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.out.len() {
            if self.pending.is_none() {
                self.fill();
            }
            if self.out.len() == self.at && self.pending.is_some() {
                self.broken.clone_from(&self.pending);
                return Err(io::Error::other("the text ends early"));
            }
        }
        let read = buffer.len().min(self.out.len() - self.at);
        buffer[..read].copy_from_slice(&self.out[self.at..self.at + read]);
        self.at += read;
        Ok(read)
    }
}

/// Follows quotes the way the CSV reader does: a quote opens at the start of a field only, and is doubled inside.
struct Quotes {
    delimiter: u8,
    /// The byte before the next one; a line feed at the start.
    last: u8,
    open_for: u64,
    open: bool,
    /// A quote inside a quoted field was the last byte: the next one says whether it closed it.
    undecided: bool,
}

impl Quotes {
    fn new(delimiter: u8) -> Self {
        Self { delimiter, last: b'\n', open_for: 0, open: false, undecided: false }
    }

    /// Takes the next bytes; gives for how many bytes a quote has been open, 0 if none is.
    fn see(&mut self, bytes: &[u8]) -> u64 {
        let mut at = 0;
        if self.undecided && !bytes.is_empty() {
            self.undecided = false;
            if bytes[0] == b'"' { at = 1 } else { self.open = false }
        }
        while let Some(found) = memchr(b'"', &bytes[at..]) {
            let quote = at + found;
            at = quote + 1;
            if !self.open {
                let before = if quote == 0 { self.last } else { bytes[quote - 1] };
                self.open = before == self.delimiter || before == b'\n' || before == b'\r';
                self.open_for = 0;
            } else if at == bytes.len() {
                self.undecided = true;
            } else if bytes[at] == b'"' {
                at += 1;
            } else {
                self.open = false;
            }
        }
        self.last = bytes.last().copied().unwrap_or(self.last);
        self.open_for = if self.open { self.open_for + bytes.len() as u64 } else { 0 };
        // An undecided quote at the very end of the file closes its field.
        if self.undecided { 0 } else { self.open_for }
    }
}

/// The line in which the quote begins that is still open at the end; none if none is.
pub fn line_of_open_quote(text: &[u8], delimiter: u8) -> Option<u64> {
    let (mut quotes, mut since) = (Quotes::new(delimiter), None);
    for (line, bytes) in (1..).zip(text.split_inclusive(|&byte| byte == b'\n')) {
        since = (quotes.see(bytes) > 0).then(|| since.unwrap_or(line));
    }
    since
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::{Broken, Quotes, Text, written};

    fn read(bytes: &[u8], declared: Option<&str>, delimiter: Option<u8>) -> Result<String, Broken> {
        let mut text = Text::new(Box::new(Cursor::new(bytes.to_vec())), written(bytes, declared).unwrap(), delimiter);
        let mut out = String::new();
        text.read_to_string(&mut out).map(|_| out).map_err(|_| text.broken().unwrap().clone())
    }

    fn utf_16(text: &str, little: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() }).collect()
    }

    #[test]
    fn every_declared_encoding_and_every_byte_order_mark_is_read() {
        assert_eq!(read("\u{feff}kön".as_bytes(), None, None).unwrap(), "kön");
        assert_eq!(read(&utf_16("\u{feff}kön;1\r\n", true), None, None).unwrap(), "kön;1\r\n");
        assert_eq!(read(&utf_16("\u{feff}kön", false), None, None).unwrap(), "kön");
        assert_eq!(read(&utf_16("kön", true), Some("utf-16le"), None).unwrap(), "kön");
        assert_eq!(read(b"k\xf6n \x80", Some("windows-1252"), None).unwrap(), "kön €");
        assert_eq!(read(b"k\xf6n", Some("ISO-8859-1"), None).unwrap(), "kön");
    }

    #[test]
    fn a_byte_order_mark_that_contradicts_what_is_declared_is_named() {
        assert_eq!(written("\u{feff}a".as_bytes(), Some("windows-1252")).unwrap_err(), "utf-8");
        assert_eq!(written(&utf_16("\u{feff}a", true), Some("utf-8")).unwrap_err(), "utf-16le");
    }

    #[test]
    fn bytes_that_are_no_text_end_the_reading_with_their_line() {
        assert_eq!(read(b"a\nb\nk\xf6n\n", None, None), Err(Broken::Encoding(3)));
        assert_eq!(read("kön".as_bytes().get(..2).unwrap(), None, None), Err(Broken::Encoding(1)));
        assert_eq!(read(b"a\nb\0\n", None, None), Err(Broken::Zero(2)));
        assert_eq!(read(&utf_16("a\u{0}", true)[..3], Some("utf-16le"), None), Err(Broken::Encoding(1)));
    }

    #[test]
    fn a_character_cut_by_the_end_of_a_chunk_is_whole() {
        let text = "å".repeat(100_000) + "a" + &"ö".repeat(100_000);
        assert_eq!(read(text.as_bytes(), None, None).unwrap(), text);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found() {
        for open in ["a,\"b\nc,d\n", "\"", "a\n\"x\"\"", "a,b\n\"c"] {
            assert_eq!(read(open.as_bytes(), None, Some(b',')), Err(Broken::Quote), "{open}");
        }
        for closed in ["a,\"b\nc\",d\n", "a\"b,5\"\n", "\"\"\"x\"\"\"", "\"\"", "a,\"b\""] {
            assert_eq!(read(closed.as_bytes(), None, Some(b',')).unwrap(), closed);
        }
    }

    #[test]
    fn quotes_are_followed_over_any_cut() {
        let text = b"a,\"b\"\"c\",\"\",x\"y,\"\"\"\"\n\"q,\"\"";
        for cut in 0..=text.len() {
            let mut quotes = Quotes::new(b',');
            quotes.see(&text[..cut]);
            quotes.see(&text[cut..]);
            assert!(quotes.open, "{cut}");
        }
    }

    #[test]
    fn the_hash_is_of_the_bytes_of_the_file() {
        let bytes = b"\xef\xbb\xbfabc";
        let mut text = Text::new(Box::new(Cursor::new(bytes.to_vec())), written(bytes, None).unwrap(), None);
        text.read_to_string(&mut String::new()).unwrap();
        assert_eq!(text.sha256(), "1c28dc3f1f804a1ad9c9b4b4cf5e2658d16ad4ed08e3020d04a8d2865018947c");
    }
}
