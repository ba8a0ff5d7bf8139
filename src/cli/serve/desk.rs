//! What is asked, and what is answered: each address is a function from files to a page.

use super::{
    super::{
        args::{self, About, Decision},
        compare, harmless, review,
        review::Refused as Undecided,
        workspace::Target,
    },
    shelf::{self, Shelf},
    verdicts::Verdicts,
};
use crate::{
    reader::{
        guard::{Asked, Guard, Refused},
        index::{self, Search},
        page::{self, Address, Deciding},
    },
    report::{
        compare::{self as comparison, Entry, audit},
        html::{self, element::Page},
    },
};
use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::Response,
};
use rayon::prelude::*;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What every answer may do besides what its page says of itself: stand in no frame.
const NO_FRAME: &str = "; frame-ancestors 'none'";

/// What answers that are no pages may do.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The pairs of an address or a form.
type Said = Vec<(String, String)>;

/// What is served, to whom, and in whose name decisions are written.
pub(super) struct Desk {
    guard: Guard,
    address: Address,
    shelf: Mutex<Shelf>,
    by: Option<String>,
    folders: args::Folders,
}

impl Desk {
    pub(super) fn new(guard: Guard, shelf: Shelf, args: &args::Serve) -> Self {
        let address = Address::new(guard.base());
        Self { guard, address, shelf: Mutex::new(shelf), by: args.by.clone(), folders: args.folders.clone() }
    }

    /// Returns what is asked for, when it may be.
    pub(super) fn admit(&self, head: &Parts) -> Result<String, Box<Response>> {
        let host = only(&head.headers, header::HOST.as_str());
        // A request that names a host in its first line means that one.
        let host = match head.uri.authority() {
            Some(authority) if Some(authority.as_str()) != host => None,
            _ => host,
        };
        let asked = Asked {
            method: head.method.as_str(),
            path: head.uri.path(),
            host,
            origin: only(&head.headers, header::ORIGIN.as_str()),
            site: only(&head.headers, "sec-fetch-site"),
        };
        self.guard.admit(&asked).map(str::to_owned).map_err(|refused| {
            Box::new(match refused {
                Refused::Host => plain(StatusCode::FORBIDDEN, "this is served to this machine alone\n"),
                Refused::Origin => plain(StatusCode::FORBIDDEN, "another page asks; open the address itself\n"),
                Refused::Method => plain(StatusCode::METHOD_NOT_ALLOWED, "no such method\n"),
                Refused::Token => plain(StatusCode::NOT_FOUND, "not found\n"),
            })
        })
    }

    /// Answers a request that was admitted.
    pub(super) fn answer(&self, head: &Parts, path: &str, form: &[u8]) -> Response {
        let writes = head.method == "POST";
        let said: Said = form_urlencoded::parse(head.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        let answer = match (path, writes) {
            ("", false) => self.list(&said),
            ("document", false) => self.document(&said),
            ("compare", false) => self.comparison(&said),
            ("sources", false) => self.sources(&said),
            ("sources.csv", false) => self.table(&said),
            ("review", true) if is_form(&head.headers) => self.decide(form),
            ("" | "document" | "compare" | "sources" | "sources.csv", true) | ("review", false) => {
                Err(Wrong::new(StatusCode::METHOD_NOT_ALLOWED, "This address is asked for in another way."))
            }
            _ => Err(Wrong::new(StatusCode::NOT_FOUND, "There is no such page.")),
        };
        answer.unwrap_or_else(|wrong| show(wrong.status, &page::message(&self.address, wrong.title, &wrong.said)))
    }

    pub(super) fn too_long(&self) -> Response {
        show(StatusCode::PAYLOAD_TOO_LARGE, &page::message(&self.address, "The form is too long.", &[]))
    }

    pub(super) fn broken(&self) -> Response {
        let said = ["Nothing was written. This is a mistake in ibid: please report what you asked for.".to_owned()];
        show(StatusCode::INTERNAL_SERVER_ERROR, &page::message(&self.address, "This page could not be made.", &said))
    }

    /// The documents as the files are now.
    fn shelf(&self) -> Result<MutexGuard<'_, Shelf>, Wrong> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        shelf.refresh()?;
        Ok(shelf)
    }

    fn list(&self, said: &Said) -> Result<Response, Wrong> {
        let search = search(said);
        let found = self.shelf()?.find(&search)?;
        Ok(show(StatusCode::OK, &page::list(&self.address, &search, &found, &[])))
    }

    fn document(&self, said: &Said) -> Result<Response, Wrong> {
        let (shelf, name) = (self.shelf()?, one(said, "name"));
        let target = known(&shelf, name)?;
        let read = shelf::read(&target, shelf.words())?;
        drop(shelf);
        let verdicts = match &read.sidecar {
            Some(text) => Verdicts::of(text).map_err(|problem| Wrong::told(problem.message))?,
            None => Verdicts::default(),
        };
        let deciding = Deciding { address: &self.address, name, decided: &verdicts.decided };
        let form = |id: &crate::annotation::Id, note: &str| match read.sidecar {
            Some(_) => deciding.form(id, note),
            None => String::new(),
        };
        let mut page = html::page(&read.document, &read.annotations, &read.notes, name, &form);
        page.body += &page::rejected(&deciding, &verdicts.rejected);
        let without = "This document has no annotation file: what is shown was found just now, and nothing can be decided. \
                       `ibid annotate` writes one.";
        let said: &[String] = if read.sidecar.is_some() { &[] } else { &[without.to_owned()] };
        Ok(show(StatusCode::OK, &page::within(page, &self.address, &[], said)))
    }

    fn comparison(&self, said: &Said) -> Result<Response, Wrong> {
        let (entries, left_out) = self.chosen(said)?;
        if entries.len() < 2 {
            let help = "Tick at least two documents in the list.".to_owned();
            return Err(Wrong {
                said: vec![help],
                ..Wrong::new(StatusCode::BAD_REQUEST, "There is nothing to compare.")
            });
        }
        Ok(show(StatusCode::OK, &page::within(comparison::page(&entries), &self.address, &[], &left_out)))
    }

    fn sources(&self, said: &Said) -> Result<Response, Wrong> {
        let (entries, left_out) = self.some(said)?;
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(said).finish();
        let table = (format!("{}?{query}", self.address.to("sources.csv")), "As a table (CSV)");
        Ok(show(StatusCode::OK, &page::within(audit::page(&entries), &self.address, &[table], &left_out)))
    }

    fn table(&self, said: &Said) -> Result<Response, Wrong> {
        let (entries, _) = self.some(said)?;
        let mut response = respond(StatusCode::OK, "text/csv; charset=utf-8", NOTHING, audit::csv(&entries));
        let name = header::HeaderValue::from_static("attachment; filename=\"sources.csv\"");
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
        Ok(response)
    }

    /// The documents that were chosen; it is wrong to have chosen none.
    fn some(&self, said: &Said) -> Result<(Vec<Entry>, Vec<String>), Wrong> {
        let (entries, left_out) = self.chosen(said)?;
        if entries.is_empty() {
            let help = "Tick documents in the list, or ask for the sources of all.".to_owned();
            let said = left_out.into_iter().chain([help]).collect();
            return Err(Wrong { said, ..Wrong::new(StatusCode::BAD_REQUEST, "There is nothing to count.") });
        }
        Ok((entries, left_out))
    }

    /// Reads the documents that were ticked, or all that a search finds; and says what cannot be read.
    fn chosen(&self, said: &Said) -> Result<(Vec<Entry>, Vec<String>), Wrong> {
        let mut shelf = self.shelf()?;
        let targets: Vec<Target> = if one(said, "all").is_empty() {
            let ticked = said.iter().filter(|(key, _)| key == "d");
            ticked.map(|(_, name)| known(&shelf, name)).collect::<Result<_, _>>()?
        } else {
            shelf.all(&search(said))?
        };
        let words = shelf.words();
        let (mut entries, mut left_out) = (vec![], vec![]);
        for read in targets.par_iter().map(|target| compare::entry(target, words)).collect::<Vec<_>>() {
            match read {
                Ok(entry) => entries.push(entry),
                Err(wrong) => left_out.push(format!("Left out: {}", wrong.words().join("; "))),
            }
        }
        Ok((entries, left_out))
    }

    /// Writes a verdict as `ibid review` does, and leads back to the document.
    fn decide(&self, form: &[u8]) -> Result<Response, Wrong> {
        let said: Said = form_urlencoded::parse(form).into_owned().collect();
        let name = one(&said, "name");
        let target = known(&*self.shelf()?, name)?;
        let note = Some(one(&said, "note").trim().to_owned()).filter(|note| !note.is_empty());
        let about = About {
            ids: vec![one(&said, "id").to_owned()],
            note,
            by: self.by.clone(),
            within: vec![],
            folders: self.folders.clone(),
        };
        let decision = match one(&said, "verdict") {
            "accept" => Decision::Accept(about),
            "reject" => Decision::Reject(about),
            _ => return Err(Wrong::new(StatusCode::BAD_REQUEST, "A verdict is to accept or to reject.")),
        };
        review::write(&decision, &[target.sidecar]).map_err(|refused| {
            let said = match refused {
                Undecided::Message(message, help) => vec![message, help],
                Undecided::Wrong(wrong) => wrong.words(),
            };
            Wrong { said, ..Wrong::new(StatusCode::CONFLICT, "Nothing was written.") }
        })?;
        let place = match one(&said, "note-at") {
            at if at.len() < 16 && at.chars().all(|c| c.is_ascii_alphanumeric()) => format!("#n-{at}"),
            _ => String::new(),
        };
        let mut response = plain(StatusCode::SEE_OTHER, "written\n");
        let to = header::HeaderValue::try_from(self.address.document(name) + &place);
        response.headers_mut().extend(to.ok().map(|to| (header::LOCATION, to)));
        Ok(response)
    }
}

/// Why there is no page.
struct Wrong {
    status: StatusCode,
    title: &'static str,
    said: Vec<String>,
}

impl Wrong {
    const fn new(status: StatusCode, title: &'static str) -> Self {
        Self { status, title, said: vec![] }
    }

    fn told(message: String) -> Self {
        Self { said: vec![message], ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The document cannot be shown.") }
    }
}

impl From<index::Error> for Wrong {
    fn from(error: index::Error) -> Self {
        let said = vec![harmless::line(&error.to_string())];
        Self { said, ..Self::new(StatusCode::INTERNAL_SERVER_ERROR, "The documents cannot be listed.") }
    }
}

impl From<super::super::store::Wrong> for Wrong {
    fn from(wrong: super::super::store::Wrong) -> Self {
        Self { said: wrong.words(), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "The document cannot be shown.") }
    }
}

fn known(shelf: &Shelf, name: &str) -> Result<Target, Wrong> {
    shelf.target(name).ok_or_else(|| {
        let said = vec![format!("No document of this name is served: {}", harmless::line(name))];
        Wrong { said, ..Wrong::new(StatusCode::NOT_FOUND, "There is no such document.") }
    })
}

fn search(said: &Said) -> Search {
    Search::read(said.iter().map(|(key, value)| (key.as_str(), value.as_str())))
}

/// Returns the first value of a key; empty when there is none.
fn one<'s>(said: &'s Said, key: &str) -> &'s str {
    said.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value)
}

/// Returns the value of a header that stands there once. One that is no text, or stands there twice, is a value
/// that nothing equals.
fn only<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (None, _) => None,
        (Some(value), None) => Some(value.to_str().unwrap_or_default()),
        _ => Some(""),
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = only(headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"))
}

fn show(status: StatusCode, page: &Page) -> Response {
    respond(status, "text/html; charset=utf-8", &(page.policy() + NO_FRAME), page.write())
}

fn plain(status: StatusCode, text: &str) -> Response {
    respond(status, "text/plain; charset=utf-8", NOTHING, text.to_owned())
}

fn respond(status: StatusCode, kind: &str, policy: &str, body: String) -> Response {
    let response = Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, kind)
        .header(header::CONTENT_SECURITY_POLICY, policy)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::REFERRER_POLICY, "no-referrer")
        .header(header::CACHE_CONTROL, "no-store")
        .header("cross-origin-opener-policy", "same-origin")
        .header("cross-origin-resource-policy", "same-origin")
        .body(Body::from(body));
    // The values are ours, in ASCII.
    response.unwrap_or_else(|_| Response::new(Body::empty()))
}
