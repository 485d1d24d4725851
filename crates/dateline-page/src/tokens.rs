//! Numbers, words and signs of a short line, for reading dates and clock times.

/// A piece of the line and its byte range.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// What a piece is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// A number and how many digits it is written with.
    Number(u32, usize),
    /// Letters, in lower case.
    Word(String),
    Sign(char),
}

/// Cuts a line into tokens; white space is dropped.
pub(crate) fn tokenize(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (start, char) in text.char_indices() {
        let end = start + char.len_utf8();
        if let Some(last) = tokens.last_mut()
            && last.end == start
        {
            match &mut last.kind {
                Kind::Number(value, digits) if char.is_ascii_digit() && *digits < 9 => {
                    *value = *value * 10 + (char as u32 - '0' as u32);
                    *digits += 1;
                    last.end = end;
                    continue;
                }
                Kind::Word(word) if char.is_alphabetic() => {
                    word.extend(char.to_lowercase());
                    last.end = end;
                    continue;
                }
                _ => {}
            }
        }
        let kind = if char.is_ascii_digit() {
            Kind::Number(char as u32 - '0' as u32, 1)
        } else if char.is_alphabetic() {
            Kind::Word(char.to_lowercase().collect())
        } else if char.is_whitespace() {
            continue;
        } else {
            Kind::Sign(char)
        };
        tokens.push(Token { kind, start, end });
    }
    tokens
}

pub(crate) fn number(tokens: &[Token], at: usize) -> Option<(u32, usize)> {
    match tokens.get(at)?.kind {
        Kind::Number(value, digits) => Some((value, digits)),
        _ => None,
    }
}

pub(crate) fn word(tokens: &[Token], at: usize) -> Option<&str> {
    match &tokens.get(at)?.kind {
        Kind::Word(word) => Some(word),
        _ => None,
    }
}

pub(crate) fn sign(tokens: &[Token], at: usize) -> Option<char> {
    match tokens.get(at)?.kind {
        Kind::Sign(sign) => Some(sign),
        _ => None,
    }
}

/// Whether two neighbouring tokens touch.
pub(crate) fn touches(tokens: &[Token], at: usize) -> bool {
    tokens
        .get(at + 1)
        .is_some_and(|next| next.start == tokens[at].end)
}
