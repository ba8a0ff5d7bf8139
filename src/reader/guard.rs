//! Who may ask: the one who has the address that was printed, from this machine, and no page of somebody else's.
//!
//! A browser runs the pages of strangers beside ours. They cannot read the token; they may try names that lead here
//! (so the host must be ours), and may make the browser ask on their behalf (so the origin must be ours). Pages of
//! ours send no referrer, and browsers then call the origin of a form `null`: what they say of the site decides.

use data_encoding::HEXLOWER;
use subtle::ConstantTimeEq as _;

/// How many bytes of chance a token has.
const BYTES: usize = 16;

/// The part of the address that nobody else knows.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Makes a new one.
    ///
    /// # Errors
    ///
    /// Returns the system's error when it gives no random bytes.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; BYTES];
        getrandom::fill(&mut bytes)?;
        Ok(Self(HEXLOWER.encode(&bytes)))
    }

    /// Returns it as it stands in the address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether this is the token, in a time that does not tell how much of it is right.
    pub fn is(&self, said: &str) -> bool {
        self.0.as_bytes().ct_eq(said.as_bytes()).into()
    }
}

/// What a request says of where it comes from; a header that stands there twice says nothing that could be right.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// `GET`, `POST` and so on.
    pub method: &'a str,
    /// The path as it was sent, with its escapes.
    pub path: &'a str,
    /// The header `Host`.
    pub host: Option<&'a str>,
    /// The header `Origin`.
    pub origin: Option<&'a str>,
    /// The header `Sec-Fetch-Site`.
    pub site: Option<&'a str>,
}

/// Why a request is not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The host is not ours.
    Host,
    /// A page of somebody else's asks.
    Origin,
    /// Reading and deciding are all there is.
    Method,
    /// The token is wrong, or there is none.
    Token,
}

/// The address that is served, and its token.
pub struct Guard {
    hosts: Vec<String>,
    token: Token,
}

impl Guard {
    /// Returns a guard for a port of this machine.
    pub fn new(port: u16, token: Token) -> Self {
        let hosts = ["127.0.0.1", "[::1]", "localhost"].map(|host| format!("{host}:{port}")).to_vec();
        Self { hosts, token }
    }

    /// Returns how every path of ours begins: `/TOKEN/`.
    pub fn base(&self) -> String {
        format!("/{}/", self.token.as_str())
    }

    /// Returns what stands behind the token in the path of a request that may be answered.
    ///
    /// # Errors
    ///
    /// Returns why it may not.
    pub fn admit<'a>(&self, asked: &Asked<'a>) -> Result<&'a str, Refused> {
        let ours = |host: &str| self.hosts.iter().any(|known| known.eq_ignore_ascii_case(host));
        if !asked.host.is_some_and(ours) {
            return Err(Refused::Host);
        }
        let same_site = matches!(asked.site, Some("same-origin"));
        let from_us = match asked.origin {
            None => true,
            Some("null") => same_site,
            // The host was held against ours before.
            Some(origin) => origin.strip_prefix("http://").is_some_and(|origin| Some(origin) == asked.host),
        };
        if !from_us || !matches!(asked.site, None | Some("same-origin" | "none")) {
            return Err(Refused::Origin);
        }
        if !matches!(asked.method, "GET" | "HEAD" | "POST") {
            return Err(Refused::Method);
        }
        let path = asked.path.strip_prefix('/').ok_or(Refused::Token)?;
        let (token, rest) = path.split_once('/').unwrap_or((path, ""));
        if self.token.is(token) { Ok(rest) } else { Err(Refused::Token) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        Guard::new(4000, Token("0123456789abcdef".to_owned()))
    }

    const READ: Asked<'static> = Asked {
        method: "GET",
        path: "/0123456789abcdef/document",
        host: Some("127.0.0.1:4000"),
        origin: None,
        site: None,
    };

    #[test]
    fn tokens_are_long_and_differ() {
        let (a, b) = (Token::random().unwrap(), Token::random().unwrap());
        assert!(a != b && a.as_str().len() == 2 * BYTES);
        assert!(a.is(a.as_str()) && !a.is(b.as_str()) && !a.is("") && !a.is(&a.as_str().repeat(2)));
    }

    #[test]
    fn who_has_the_address_may_ask() {
        assert_eq!(guard().admit(&READ), Ok("document"));
        assert_eq!(guard().admit(&Asked { path: "/0123456789abcdef", ..READ }), Ok(""));
        assert_eq!(guard().admit(&Asked { host: Some("localhost:4000"), ..READ }), Ok("document"));
        assert_eq!(guard().admit(&Asked { host: Some("[::1]:4000"), site: Some("none"), ..READ }), Ok("document"));
        for path in ["/", "", "/0123456789abcde/", "/0123456789abcdef0/", "//0123456789abcdef/", "/x/0123456789abcdef/"]
        {
            assert_eq!(guard().admit(&Asked { path, ..READ }), Err(Refused::Token), "{path}");
        }
        assert_eq!(guard().admit(&Asked { method: "OPTIONS", ..READ }), Err(Refused::Method));
    }

    #[test]
    fn another_name_of_this_machine_is_refused() {
        for host in
            [None, Some(""), Some("evil.example"), Some("evil.example:4000"), Some("127.0.0.1"), Some("127.0.0.1:80")]
        {
            assert_eq!(guard().admit(&Asked { host, ..READ }), Err(Refused::Host), "{host:?}");
        }
    }

    #[test]
    fn pages_of_others_are_refused() {
        let write = Asked { method: "POST", ..READ };
        let cases = [
            (Some("http://127.0.0.1:4000"), Some("same-origin"), true),
            (Some("http://127.0.0.1:4000"), None, true),
            (Some("null"), Some("same-origin"), true),
            (None, None, true),
            (Some("null"), None, false),
            (Some("null"), Some("cross-site"), false),
            (Some("http://evil.example"), None, false),
            (Some("http://127.0.0.1:4001"), Some("same-site"), false),
            (Some("https://127.0.0.1:4000"), None, false),
            (Some("http://localhost:4000"), None, false),
            (None, Some("cross-site"), false),
            (None, Some("same-site"), false),
        ];
        for (origin, site, may) in cases {
            let answer = guard().admit(&Asked { origin, site, ..write });
            assert_eq!(answer.is_ok(), may, "{origin:?} {site:?}");
        }
    }
}
