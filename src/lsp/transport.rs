//! The base protocol: messages behind headers.
//!
//! The reader of `lsp-server` ends at the first message that is not right and takes as much memory as a header asks
//! for. Here whoever speaks badly is told so, and the next message is read.

use lsp_server::{ErrorCode, Message};
use serde_json::{Value, json};
use std::io::{self, BufRead, Read as _, Write};

/// The longest header line, in bytes.
const LONGEST_LINE: u64 = 4096;

/// The largest message, in bytes: four times the largest document, for escapes.
const LARGEST: u64 = 4 * crate::document::MAX_BYTES as u64;

/// What came in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A message.
    Message(Message),
    /// Something else, and what is wrong with it.
    Malformed(ErrorCode, String),
}

/// Reads the next message; nothing at the end of the input.
///
/// # Errors
///
/// Returns an error when the input cannot be read any further.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let mut size = None;
    loop {
        let mut line = vec![];
        input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            size = value.trim().parse::<u64>().ok();
        }
    }
    let Some(size) = size else {
        return Ok(Some(Incoming::Malformed(ErrorCode::ParseError, "a message without Content-Length".to_owned())));
    };
    if size > LARGEST {
        io::copy(&mut input.by_ref().take(size), &mut io::sink())?;
        let message = format!("a message of {size} bytes; at most {LARGEST} are read");
        return Ok(Some(Incoming::Malformed(ErrorCode::InvalidRequest, message)));
    }
    let mut body = vec![];
    input.by_ref().take(size).read_to_end(&mut body)?;
    if (body.len() as u64) < size {
        return Ok(None);
    }
    Ok(Some(parsed(&body)))
}

fn parsed(body: &[u8]) -> Incoming {
    let value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(error) => return Incoming::Malformed(ErrorCode::ParseError, format!("not JSON: {error}")),
    };
    let has_id = value.get("id").is_some();
    match serde_json::from_value(value) {
        // An id that is no id of the protocol makes a request look like a notification.
        Ok(Message::Notification(_)) if has_id => {
            Incoming::Malformed(ErrorCode::InvalidRequest, "an id is a 32-bit integer or a string".to_owned())
        }
        Ok(message) => Incoming::Message(message),
        Err(error) => Incoming::Malformed(ErrorCode::InvalidRequest, format!("no message of the protocol: {error}")),
    }
}

/// Answers what could not be read, and so has no id.
pub(super) fn refuse(output: &mut impl Write, code: ErrorCode, message: &str) -> io::Result<()> {
    let body = json!({"jsonrpc": "2.0", "id": null, "error": {"code": code as i32, "message": message}}).to_string();
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(input: &[u8]) -> Vec<String> {
        let mut input = input;
        let mut out = vec![];
        while let Some(next) = read(&mut input).unwrap() {
            out.push(match next {
                Incoming::Message(Message::Notification(said)) => said.method,
                Incoming::Message(Message::Request(asked)) => format!("{}?", asked.method),
                Incoming::Message(Message::Response(_)) => "response".to_owned(),
                Incoming::Malformed(code, _) => format!("{}", code as i32),
            });
        }
        out
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn what_is_not_right_is_told_and_the_next_message_read() {
        let good = framed(r#"{"jsonrpc":"2.0","method":"a"}"#);
        for (bad, code) in [
            (framed("{"), "-32700"),
            (framed("[]"), "-32600"),
            (framed(r#"{"id":1.5,"method":"b"}"#), "-32600"),
            (framed(r#"{"id":99999999999,"method":"b"}"#), "-32600"),
            ("Content-Type: x\r\n\r\n".to_owned(), "-32700"),
            ("Content-Length: many\r\n\r\n".to_owned(), "-32700"),
            ("\r\n".to_owned(), "-32700"),
            (framed(&"[".repeat(10_000)), "-32700"),
        ] {
            assert_eq!(all(format!("{good}{bad}{good}").as_bytes()), ["a", code, "a"], "{bad:.40}");
        }
        let odd = good.replace("Content-Length: ", "no header\r\nX-Other: 1\r\ncontent-length:");
        assert_eq!(all(odd.as_bytes()), ["a"]);
    }

    #[test]
    fn a_header_may_promise_anything() {
        assert_eq!(all(b"Content-Length: 18446744073709551615\r\n\r\n{}"), ["-32600"]);
        assert!(all(b"Content-Length: 100000000\r\n\r\n{}").is_empty());
        assert_eq!(all(&[0xff; 10]), Vec::<String>::new());
    }
}
