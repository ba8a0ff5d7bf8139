//! A JSON object, written straight into the line it is part of.
//!
//! Most of a record is names of fields, ids, rules and numbers. A general serialiser looks for what must be escaped in
//! every one of them, letter by letter; here names are known to hold none of it, and texts are looked at as a whole.

use serde::Serialize;

/// An object that is being written. Names of fields must be such as need no escaping.
pub(super) struct Object<'l> {
    line: &'l mut String,
    empty: bool,
}

impl<'l> Object<'l> {
    /// Writes an object, whose fields `fill` writes.
    pub(super) fn write(line: &'l mut String, fill: impl FnOnce(&mut Self)) {
        line.push('{');
        let mut object = Self { line, empty: true };
        fill(&mut object);
        object.line.push('}');
    }

    /// Begins a field, and returns the line for its value.
    pub(super) fn field(&mut self, name: &str) -> &mut String {
        self.line.push_str(if self.empty { "\"" } else { ",\"" });
        self.empty = false;
        self.line.push_str(name);
        self.line.push_str("\":");
        self.line
    }

    /// Writes a text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        text(self.field(name), value);
    }

    /// Writes a word of ours, which needs no escaping.
    pub(super) fn word(&mut self, name: &str, value: &'static str) {
        let line = self.field(name);
        line.push('"');
        line.push_str(value);
        line.push('"');
    }

    /// Writes a text, or `null` where there is none.
    pub(super) fn maybe(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => self.text(name, value),
            None => self.field(name).push_str("null"),
        }
    }

    /// Writes a whole number.
    pub(super) fn number(&mut self, name: &str, value: usize) {
        self.field(name).push_str(itoa::Buffer::new().format(value));
    }

    /// Writes whatever JSON can say.
    pub(super) fn value(&mut self, name: &str, value: &impl Serialize) {
        let json = serde_json::to_string(value).unwrap_or_default();
        self.field(name).push_str(&json);
    }

    /// Writes a list, each item of which `write` writes.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut write: impl FnMut(&mut String, T),
    ) {
        let line = self.field(name);
        line.push('[');
        for (number, item) in items.into_iter().enumerate() {
            if number > 0 {
                line.push(',');
            }
            write(line, item);
        }
        line.push(']');
    }

    /// Writes a list of objects, the fields of each of which `fill` writes.
    pub(super) fn objects<T>(
        &mut self,
        name: &str,
        items: impl IntoIterator<Item = T>,
        mut fill: impl FnMut(&mut Object<'_>, T),
    ) {
        self.list(name, items, |line, item| Object::write(line, |object| fill(object, item)));
    }
}

/// Writes a text in its quotation marks.
pub(super) fn text(line: &mut String, text: &str) {
    // Without a branch a byte, so that several are looked at at once.
    let odd = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    if !text.bytes().fold(false, |found, byte| found | odd(byte)) {
        line.reserve(text.len() + 2);
        line.push('"');
        line.push_str(text);
        line.push('"');
    } else {
        line.push_str(&serde_json::Value::from(text).to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn says_what_a_general_serialiser_says(texts in prop::collection::vec("[ -~]{0,40}|\\PC{0,20}|.{0,9}", 0..4)) {
            let mut line = String::new();
            Object::write(&mut line, |object| {
                object.list("texts", &texts, |line, one| text(line, one));
                object.number("count", texts.len());
                object.maybe("first", texts.first().map(String::as_str));
            });
            let wanted = serde_json::json!({ "texts": texts, "count": texts.len(), "first": texts.first() });
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&line).unwrap(), wanted);
            for one in &texts {
                let mut line = String::new();
                text(&mut line, one);
                prop_assert_eq!(line, serde_json::to_string(one).unwrap());
            }
        }
    }
}
