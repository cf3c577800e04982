//! Which sections of which chapters a citation names, in the Swedish and the English way of writing:
//! `114 kap. 8 § 6–7 och 10 a § SFB`, `Social Insurance Code ch. 114 s. 8(6)–(7)`, `SFB 114:10`.

/// A section that a citation names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    /// Its chapter, where one is named.
    pub(super) chapter: Option<u32>,
    /// Its number.
    pub(super) number: u32,
    /// The letter of a section put in later, `10 a §`.
    pub(super) letter: Option<char>,
    /// Points of it.
    pub(super) points: Vec<u32>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(u32),
    Letter(char),
    Word(String),
    Mark(char),
}

/// The sections that a citation names, in its order.
pub(super) fn sections(citation: &str) -> Vec<Section> {
    let mut reader = Reader { tokens: tokens(citation), ..Reader::default() };
    reader.read();
    reader.found
}

fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.to_lowercase().chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        let same = |of: fn(&char) -> bool, at: &mut usize| {
            while chars.get(*at).is_some_and(of) {
                *at += 1;
            }
            chars[start..*at].iter().collect::<String>()
        };
        if chars[at].is_ascii_digit() {
            let digits = same(char::is_ascii_digit, &mut at);
            found.extend(digits.parse().ok().map(Token::Number));
        } else if chars[at].is_alphabetic() {
            let word = same(|c| c.is_alphabetic(), &mut at);
            let mut letters = word.chars();
            match (letters.next(), letters.next()) {
                (Some(letter), None) => found.push(Token::Letter(letter)),
                _ => found.push(Token::Word(word)),
            }
        } else {
            if !chars[at].is_whitespace() && chars[at] != '.' {
                found.push(Token::Mark(if chars[at] == '-' { '–' } else { chars[at] }));
            }
            at += 1;
        }
    }
    found
}

/// What the next numbers are.
#[derive(Clone, Copy, Default, PartialEq)]
enum Next {
    /// Not known before a section sign.
    #[default]
    Open,
    Chapter,
    /// Of a list of sections.
    Sections,
    Points,
}

#[derive(Default)]
struct Reader {
    tokens: Vec<Token>,
    found: Vec<Section>,
    chapter: Option<u32>,
    next: Next,
    /// Numbers since the last section sign or word, parted by commas and words such as `och`.
    open: Vec<Vec<(u32, Option<char>)>>,
    /// A dash stands between the last number and the next.
    range: bool,
    /// The last word was `of`: a chapter after it is that of the sections before.
    of: bool,
}

impl Reader {
    fn read(&mut self) {
        let tokens = std::mem::take(&mut self.tokens);
        let mut skip = 0;
        for (at, token) in tokens.iter().enumerate() {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            let after = tokens.get(at + 1);
            match token {
                Token::Number(number) => match (after, tokens.get(at + 2)) {
                    (Some(Token::Word(word)), _) if word == "kap" => {
                        self.close();
                        self.chapter = Some(*number);
                        skip = 1;
                    }
                    (Some(Token::Mark(':')), Some(Token::Number(section))) => {
                        skip = 2;
                        // A number of four digits is a year: an act's own number.
                        if *number < 1000 {
                            self.close();
                            self.chapter = Some(*number);
                            self.section(*section, None);
                            self.next = Next::Points;
                        }
                    }
                    _ => self.number(*number),
                },
                Token::Letter('s') if matches!(after, Some(Token::Number(_))) => self.list(),
                Token::Letter(letter) => self.letter(*letter),
                Token::Word(word) => self.word(word),
                Token::Mark('§') => self.sign(),
                Token::Mark('–') => self.range = true,
                Token::Mark(',' | ';') => self.open.push(Vec::new()),
                Token::Mark('(') if self.next == Next::Sections => self.next = Next::Points,
                Token::Mark(_) => {}
            }
        }
        self.close();
    }

    fn number(&mut self, number: u32) {
        let range = std::mem::take(&mut self.range);
        match self.next {
            Next::Chapter => {
                self.chapter = Some(number);
                self.next = Next::Open;
                if std::mem::take(&mut self.of) {
                    let before = self.found.iter_mut().filter(|section| section.chapter.is_none());
                    before.for_each(|section| section.chapter = Some(number));
                }
            }
            Next::Sections => {
                let from = self.found.last().filter(|_| range).map_or(number, |last| last.number + 1);
                (from.min(number)..=number).for_each(|one| self.section(one, None));
            }
            Next::Points => {
                if let Some(last) = self.found.last_mut() {
                    let from = last.points.last().filter(|_| range).map_or(number, |point| point + 1);
                    last.points.extend(from.min(number)..=number);
                }
            }
            Next::Open => {
                if self.open.is_empty() {
                    self.open.push(Vec::new());
                }
                let Some(group) = self.open.last_mut() else { return };
                let from = group.last().filter(|_| range).map_or(number, |(last, _)| last + 1);
                group.extend((from.min(number)..=number).map(|one| (one, None)));
            }
        }
    }

    fn letter(&mut self, letter: char) {
        match self.next {
            Next::Sections => {
                if let Some(last) = self.found.last_mut() {
                    last.letter = Some(letter);
                }
            }
            _ => {
                if let Some((_, of)) = self.open.last_mut().and_then(|group| group.last_mut()) {
                    *of = Some(letter);
                }
            }
        }
    }

    fn word(&mut self, word: &str) {
        match word {
            "och" | "eller" | "and" | "or" => self.open.push(Vec::new()),
            "of" => self.of = true,
            "p" | "punkt" | "punkten" | "punkterna" | "point" | "points" => {}
            "ss" | "sec" | "section" | "sections" => self.list(),
            "ch" | "chapter" | "kap" => {
                self.close();
                self.next = Next::Chapter;
            }
            _ => {
                self.close();
                self.next = Next::Open;
            }
        }
    }

    /// A section sign: the numbers before it, or, where there are none, those after it.
    fn sign(&mut self) {
        self.range = false;
        let mut groups: Vec<_> = std::mem::take(&mut self.open).into_iter().filter(|group| !group.is_empty()).collect();
        if groups.is_empty() {
            // The second of `§§`, or a sign before its number.
            if self.next == Next::Open && self.found.last().is_none_or(|last| last.chapter != self.chapter) {
                self.next = Next::Sections;
            }
            return;
        }
        // After a section of the same chapter all but the last are its points: `8 § 6–7 eller 10 §`.
        let last = groups.pop().unwrap_or_default();
        if self.found.last().is_some_and(|section| section.chapter == self.chapter) {
            self.points(groups.into_iter().flatten());
        } else {
            groups.into_iter().flatten().for_each(|(number, letter)| self.section(number, letter));
        }
        last.into_iter().for_each(|(number, letter)| self.section(number, letter));
        self.next = Next::Open;
    }

    fn section(&mut self, number: u32, letter: Option<char>) {
        self.found.push(Section { chapter: self.chapter, number, letter, points: Vec::new() });
    }

    fn list(&mut self) {
        self.close();
        self.next = Next::Sections;
    }

    /// Numbers that no sign followed are points of the section before them.
    fn close(&mut self) {
        self.range = false;
        let open = std::mem::take(&mut self.open);
        self.points(open.into_iter().flatten());
    }

    fn points(&mut self, numbers: impl Iterator<Item = (u32, Option<char>)>) {
        if let Some(section) = self.found.last_mut() {
            section.points.extend(numbers.map(|(number, _)| number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sections;

    /// Chapter, number with letter, points.
    fn read(citation: &str) -> Vec<String> {
        let one = |section: &super::Section| {
            let chapter = section.chapter.map(|chapter| format!("{chapter}:")).unwrap_or_default();
            let letter = section.letter.map(String::from).unwrap_or_default();
            let points: Vec<String> = section.points.iter().map(u32::to_string).collect();
            format!("{chapter}{}{letter} {}", section.number, points.join("+")).trim_end().to_owned()
        };
        sections(citation).iter().map(one).collect()
    }

    #[test]
    fn sections_are_read_in_both_ways_of_writing() {
        for (citation, wanted) in [
            ("114 kap. 10 § SFB", vec!["114:10"]),
            ("114\u{a0}kap. 8\u{a0}§ 6–7 eller 10\u{a0}§ SFB", vec!["114:8 6+7", "114:10"]),
            ("114 kap. 8 och 10 §§ socialförsäkringsbalken (2010:110)", vec!["114:8", "114:10"]),
            ("114 kap. 8–10 §§ SFB", vec!["114:8", "114:9", "114:10"]),
            ("114 kap. 10 a § SFB", vec!["114:10a"]),
            ("114 kap. 110 §", vec!["114:110"]),
            ("114 kap. 8 § 4 socialförsäkringsbalken", vec!["114:8 4"]),
            ("114 kap. 8 § första stycket punkt 2", vec!["114:8 2"]),
            ("2 kap. 10 § och 114 kap. 8 § 2", vec!["2:10", "114:8 2"]),
            ("kap. 114 § 10", vec!["114:10"]),
            ("SFB 114:10", vec!["114:10"]),
            ("Social Insurance Code ch. 114 s. 8(6)–(7)", vec!["114:8 6+7"]),
            ("Social Insurance Code, chapter 114, sections 8 and 10", vec!["114:8", "114:10"]),
            ("Social Insurance Code ch. 114 s. 10a", vec!["114:10a"]),
            ("section 10 of chapter 114 of the Social Insurance Code", vec!["114:10"]),
            ("SFS 2010:110", vec![]),
            ("artikel 6.1 e i dataskyddsförordningen", vec![]),
        ] {
            assert_eq!(read(citation), wanted, "{citation}");
        }
    }
}
