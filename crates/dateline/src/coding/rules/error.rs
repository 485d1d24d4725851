//! What is wrong with a rule file, and on which line.

use std::fmt;

/// What is wrong with a rule file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleError {
    pub file: String,
    /// The rule at fault; empty if it is the file as a whole.
    pub rule: String,
    /// Counted from 1.
    pub line: Option<usize>,
    /// What was expected, and what was found.
    pub message: String,
}

impl RuleError {
    pub(super) fn new(file: &str, rule: &str, message: impl fmt::Display) -> RuleError {
        RuleError {
            file: file.into(),
            rule: rule.into(),
            line: None,
            message: message.to_string().trim_end().into(),
        }
    }

    pub(super) fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> RuleError {
        let before = error.span().and_then(|span| text.get(..span.start));
        RuleError {
            line: before.map(|before| before.matches('\n').count() + 1),
            ..RuleError::new(file, "", error.message())
        }
    }

    /// Finds the line that an error is about, in the `number`th block that begins with `header`: the one that holds the
    /// first words in quotation marks of the message, else the one of the key that the message begins with.
    pub(super) fn located(self, text: &str, header: &str, number: usize) -> RuleError {
        let lines: Vec<&str> = text.lines().collect();
        let is_header = |line: &&str| line.trim_start().starts_with("[[");
        let start = lines
            .iter()
            .enumerate()
            .filter(|(_, line)| line.trim_start().starts_with(header))
            .map(|(at, _)| at)
            .nth(number);
        let Some(start) = start else { return self };
        let length = lines[start + 1..].iter().position(is_header);
        let end = length.map_or(lines.len(), |length| start + 1 + length);
        let quoted = self.message.split('"').nth(1).filter(|q| !q.is_empty());
        let key = self.message.split([':', ',']).next().unwrap_or_default();
        let with_words = |line: &&str| quoted.is_some_and(|quoted| line.contains(quoted));
        let with_key = |line: &&str| !key.is_empty() && line.trim_start().starts_with(key);
        let block = &lines[start..end];
        let at = block.iter().position(with_words);
        let at = at.or_else(|| block.iter().position(with_key)).unwrap_or(0);
        RuleError {
            line: Some(start + at + 1),
            ..self
        }
    }
}

impl fmt::Display for RuleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rule file {}", self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if !self.rule.is_empty() {
            write!(f, ", rule {}", self.rule)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for RuleError {}
