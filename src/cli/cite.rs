//! `ibid cite`: the one line that names a passage, and what notes and bibliographies want instead of it.

use super::{
    Ended, Stop,
    args::{self, CiteAs, Format},
    harmless,
    output::Output,
    store::{self, Wrong},
    workspace,
};
use crate::{
    annotation::{Anchor, Anchors, ByteRange, Selector},
    citation::{self, Citation, Page, Work},
    document::{Document, Positions, Problem, Source, Span, block_spans},
    report::cite::{self, Cited},
    sidecar::Sidecar,
};
use serde_json::json;
use std::path::{Path, PathBuf};

/// How much is shown around words that stand in several places, in bytes on either side.
const AROUND: u32 = 40;

/// How many places of ambiguous words are listed.
const LISTED: usize = 20;

/// What is cited: a document, its annotation file if it has one, a place.
struct Passage {
    path: PathBuf,
    document: Document,
    said: Option<Sidecar>,
    span: Span<Source>,
}

pub(super) fn run(args: &args::Cite, output: &mut Output) -> Result<Ended, Stop> {
    match passage(args) {
        Ok(passage) => {
            print(&passage, args, output)?;
            Ok(Ended::Done)
        }
        Err(Refused::Wrong(wrong)) => {
            wrong.tell(output);
            Ok(Ended::Unable)
        }
        Err(Refused::Ambiguous(path, document, places)) => {
            ambiguous(&path, &document, &places, output)?;
            Ok(Ended::Unable)
        }
    }
}

/// Why nothing is cited.
enum Refused {
    Wrong(Wrong),
    Ambiguous(PathBuf, Box<Document>, Vec<Span<Source>>),
}

impl From<Wrong> for Refused {
    fn from(wrong: Wrong) -> Self {
        Self::Wrong(wrong)
    }
}

fn passage(args: &args::Cite) -> Result<Passage, Refused> {
    let is_id = |text: &str| {
        text.split_once('-').is_some_and(|(kind, rest)| {
            matches!(kind, "c" | "f")
                && rest.len() >= 4
                && rest.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        })
    };
    let plain = args.words.is_none() && args.bytes.is_none() && args.line.is_none();
    if let Some(id) = args.file.to_str().filter(|name| plain && is_id(name) && !args.file.exists()) {
        return annotated(id, args);
    }
    let target = args.folders.target_of(&args.file);
    let (_, document) = store::document(&args.file)?;
    let said = store::sidecar_of(&target)?.map(|(_, said)| said);
    let span = match (&args.words, args.bytes, args.line) {
        (Some(words), ..) => {
            let entry = said.as_ref().filter(|_| is_id(words)).and_then(|said| place_of(said, words));
            match entry {
                Some(selector) => anchored(&args.file, &document, &selector, words)?,
                None => quoted(&args.file, &document, words, args.nth)?,
            }
        }
        (None, Some(ByteRange(span)), _) => bytes(&args.file, &document, span)?,
        (None, None, Some(line)) => line_span(&args.file, &document, line)?,
        (None, None, None) => {
            let problem = Problem::new("cite.what", "what is to be cited?").help(
                "give the words, `--bytes FIRST-LAST`, `--line N`, or the id of an annotation in place of the file",
            );
            return Err(Wrong::whole(&args.file, problem).into());
        }
    };
    Ok(Passage { path: args.file.clone(), document, said, span })
}

/// Finds the annotation with an id, in all annotation files.
fn annotated(id: &str, args: &args::Cite) -> Result<Passage, Refused> {
    let folder = &args.folders.annotations;
    let mut found: Vec<(PathBuf, Sidecar, Selector)> = vec![];
    for path in workspace::files_quietly(folder).into_iter().filter(|path| workspace::is_sidecar(path)) {
        let (_, said) = store::sidecar(&path)?;
        if let Some(selector) = place_of(&said, id) {
            found.push((path, said, selector));
        }
    }
    let (path, said, selector) = match (found.pop(), found.pop()) {
        (Some(one), None) => one,
        (Some((first, ..)), Some((second, ..))) => {
            let files = format!("{} and {}", second.display(), first.display());
            let problem = Problem::new("cite.ambiguous-id", format!("`{id}` stands in several files: {files}"))
                .help(format!("name the document: `ibid cite DOCUMENT {id}`"));
            return Err(Wrong::whole(folder, problem).into());
        }
        _ => {
            let problem = Problem::new("cite.no-such-id", format!("no annotation file has an entry `{id}`"))
                .help("give FILE and the words to cite a passage that is not annotated");
            return Err(Wrong::whole(folder, problem).into());
        }
    };
    let document = path.parent().unwrap_or_else(|| Path::new("")).join(&said.document.path);
    let full = workspace::absolute(&document).unwrap_or(document);
    let here = std::env::current_dir().ok();
    let shown = here.and_then(|here| full.strip_prefix(here).map(Path::to_owned).ok()).unwrap_or(full);
    let (_, document) = store::document(&shown)?;
    let span = anchored(&shown, &document, &selector, id)?;
    Ok(Passage { path: shown, document, said: Some(said), span })
}

/// Returns what an entry speaks of: a claim's content, a term's words.
fn place_of(said: &Sidecar, id: &str) -> Option<Selector> {
    let claim = said.annotations.claims.iter().find(|claim| claim.id.0 == id).and_then(|claim| claim.content.first());
    let term = said.annotations.framing.iter().find(|term| term.id.0 == id).map(|term| &term.at);
    claim.or(term).cloned()
}

fn anchored(path: &Path, document: &Document, selector: &Selector, id: &str) -> Result<Span<Source>, Wrong> {
    let anchor = Anchors::of(document.source()).find(selector);
    anchor.span().ok_or_else(|| {
        let problem = Problem::new("cite.astray", format!("the words of `{id}` are {}", anchor.state().name()));
        Wrong::whole(path, problem.help("run `ibid verify` to see what became of them"))
    })
}

fn quoted(path: &Path, document: &Document, words: &str, nth: Option<usize>) -> Result<Span<Source>, Refused> {
    let places = citation::places(document, words);
    match (places.as_slice(), nth) {
        ([], _) => Err(Wrong::whole(path, not_there(document, words)).into()),
        ([only], None) => Ok(*only),
        (several, None) => Err(Refused::Ambiguous(path.to_owned(), Box::new(document.clone()), several.to_vec())),
        (all, Some(nth)) => nth.checked_sub(1).and_then(|at| all.get(at)).copied().ok_or_else(|| {
            let message =
                format!("the words stand there {}, so there is no --nth {nth}", super::count(all.len(), "time"));
            Wrong::whole(path, Problem::new("cite.nth", message).help("the first place is --nth 1")).into()
        }),
    }
}

/// Says that words do not stand in a document, and which are most like them.
fn not_there(document: &Document, words: &str) -> Problem {
    let problem = Problem::new("cite.no-such-words", "these words do not stand in the document");
    let selector = Selector {
        bytes: ByteRange(Span::clamped(0, 1)),
        exact: words.to_owned(),
        prefix: String::new(),
        suffix: String::new(),
    };
    let near = match Anchors::of(document.source()).find(&selector) {
        Anchor::Lost(candidates) => candidates.first().map(|candidate| candidate.span),
        Anchor::Changed(changed) => Some(changed.span),
        _ => None,
    };
    match near {
        Some(span) => {
            let there = harmless::line(document.bytes(span));
            problem.help(format!("did you mean “{there}”? cite it with `--bytes {}`", ByteRange(span)))
        }
        None => problem.help("copy them from the document, or give `--bytes FIRST-LAST` or `--line N`"),
    }
}

fn bytes(path: &Path, document: &Document, span: Span<Source>) -> Result<Span<Source>, Wrong> {
    let length = document.source().len();
    if span.of(document.source()).is_some() {
        return Ok(span);
    }
    let message = match span.end() as usize > length {
        true => format!("the file has only {length} bytes, 0-{}", length.saturating_sub(1)),
        false => "the range cuts a character".to_owned(),
    };
    Err(Wrong::whole(path, Problem::new("cite.bytes", message).help("first and last byte are counted from 0")))
}

fn line_span(path: &Path, document: &Document, line: usize) -> Result<Span<Source>, Wrong> {
    let mut at = 0;
    let lines: Vec<&str> = document.source().split_inclusive('\n').collect();
    let wrong = |message: String| Wrong::whole(path, Problem::new("cite.line", message).help("the first line is 1"));
    for (number, text) in lines.iter().enumerate() {
        if number + 1 == line {
            let words = text.trim_end();
            let start = at + text.len() - text.trim_start().len();
            let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            return Span::new(offset(start), offset(at + words.len()))
                .filter(|span| !span.is_empty())
                .ok_or_else(|| wrong(format!("line {line} is empty")));
        }
        at += text.len();
    }
    Err(wrong(format!("the file has {}", super::count(lines.len(), "line"))))
}

fn ambiguous(path: &Path, document: &Document, places: &[Span<Source>], output: &mut Output) -> Result<(), Stop> {
    let message = format!("the words stand in {} places", places.len());
    output.problem(path, &[], &Problem::new("cite.ambiguous", message).help("choose one with `--nth N`"));
    let positions = Positions::of(document.source());
    for (number, span) in places.iter().take(LISTED).enumerate() {
        let source = document.source();
        let mut from = span.start().saturating_sub(AROUND);
        let mut to = span.end().saturating_add(AROUND).min(u32::try_from(source.len()).unwrap_or(u32::MAX));
        while !source.is_char_boundary(from as usize) {
            from -= 1;
        }
        while !source.is_char_boundary(to as usize) {
            to += 1;
        }
        let part = |from, to| {
            let text = Span::<Source>::clamped(from, to).of(source).unwrap_or_default();
            text.replace(['\n', '\r'], " ")
        };
        let (before, words, after) = (part(from, span.start()), part(span.start(), span.end()), part(span.end(), to));
        let place = format!("{}:{}", positions.line(span.start()), positions.column(span.start()));
        output.line(&format!("  --nth {}  {place}  …{before}[{words}]{after}…", number + 1))?;
    }
    if places.len() > LISTED {
        output.line(&format!("  and {} more", places.len() - LISTED))?;
    }
    Ok(())
}

fn print(passage: &Passage, args: &args::Cite, output: &mut Output) -> Result<(), Stop> {
    let Passage { document, span, .. } = passage;
    let source = document.source();
    let Some(mut citation) = Citation::of(source, document.digests().raw, *span) else { return Ok(()) };
    // What an annotation file says of an earlier version may not be said of this one.
    let said = passage.said.as_ref().filter(|said| said.document.raw == document.digests().raw);
    let work = Work::of(document, said.map(|said| &said.annotations));
    if args.full {
        let block = block_spans(source).iter().position(|block| block.contains(*span));
        citation.block = block.and_then(|block| u32::try_from(block).ok());
        citation.origin.clone_from(&work.url);
        citation.archived.clone_from(&work.archived);
        citation.path = passage.path.to_str().map(str::to_owned);
    }
    let words = citation::words(document, *span);
    let directive = Page::of(document).directive(document, *span);
    let bare = work.url.as_deref().map(|url| url.split('#').next().unwrap_or_default());
    let link = bare.zip(directive.as_ref()).map(|(url, directive)| format!("{url}#:~:{directive}"));
    let cited = Cited { citation: &citation, work: &work, words: &words, link: link.as_deref() };
    if output.format() == Format::Json {
        let file = source.as_bytes();
        let value = json!({
            "citation": citation.to_string(), "document": passage.path.to_string_lossy(), "bytes": citation.bytes,
            "words": words, "csl": cite::csl(&cited), "text-fragment": directive.map(|directive| directive.to_string()),
            "swhid": citation.swhid(file), "ni": citation.ni(),
        });
        return Ok(output.json(&value)?);
    }
    match args.style {
        CiteAs::Line => output.line(&citation.to_string())?,
        CiteAs::Markdown => output.bytes(cite::markdown(&cited).as_bytes())?,
        CiteAs::Html => output.bytes(cite::html(&cited).as_bytes())?,
        CiteAs::Bibtex => output.bytes(cite::bibtex(&cited).as_bytes())?,
        CiteAs::CslJson => {
            let text = serde_json::to_string_pretty(&[cite::csl(&cited)]).map_err(std::io::Error::from)?;
            output.bytes(format!("{text}\n").as_bytes())?;
        }
        CiteAs::Ni => output.line(&citation.ni())?,
        CiteAs::Swhid => {
            output.line(&citation.swhid(source.as_bytes()))?;
            output.note("a SWHID is git's SHA-1 name of the file: an identifier that any clone resolves, not proof");
        }
        CiteAs::TextFragment => match (&link, directive) {
            (Some(link), _) => output.line(link)?,
            (None, Some(directive)) => {
                output.line(&format!("#:~:{directive}"))?;
                output.note("the document states no address: append this to that of the page");
            }
            (None, None) => {
                let message = "no text fragment leads to this passage alone";
                output.error(message, Some("cite more words, or words of the text and not of its markup"));
                return Err(Stop::Unable);
            }
        },
    }
    Ok(())
}
