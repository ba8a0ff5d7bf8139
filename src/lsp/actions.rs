//! What a person can do with what stands under the cursor.

use super::{
    adding, changes,
    client::{ANNOTATE, SHOW},
    deeds::{self, Deed, Offer},
    definition::{entry_at, ids_at},
    diagnostics::{findings, one},
    reading::Reading,
    state::{Kind, State},
    words::short,
};
use crate::{
    annotation::{Category, Voice},
    document::{Source, Span},
    sidecar::{self, Entry},
};
use lsp_types::{
    CodeAction, CodeActionContext, CodeActionDisabled, CodeActionKind, CodeActionParams, Command, Range, Url,
};

/// How many speakers are offered.
const SPEAKERS: usize = 8;

/// An action before its edit is made.
struct Choice {
    title: String,
    kind: CodeActionKind,
    deed: Result<Deed, String>,
    /// The entry whose note is shown afterwards.
    shows: Option<String>,
    preferred: bool,
}

impl Choice {
    fn new(title: String, deed: Deed) -> Self {
        Self { title, kind: CodeActionKind::REFACTOR_REWRITE, deed: Ok(deed), shows: None, preferred: false }
    }
}

/// What is known of an entry that actions change.
struct Subject {
    id: String,
    words: String,
    is_term: bool,
    voice: Option<String>,
    speaker: Option<String>,
    review: Option<String>,
}

/// Returns the actions for a range of an open file.
pub(super) fn of(state: &mut State, params: &CodeActionParams) -> Vec<CodeAction> {
    let uri = &params.text_document.uri;
    let mut out = fixes(state, uri, params.range, &params.context);
    let choices = match state.kind(uri) {
        Kind::Sidecar => of_sidecar(state, uri, params.range),
        Kind::Document => of_document(state, uri, params.range).unwrap_or_default(),
        Kind::Lexicon | Kind::Settings | Kind::Other => vec![],
    };
    let choices: Vec<Choice> = choices.into_iter().filter(|choice| is_wanted(&choice.kind, &params.context)).collect();
    out.extend(choices.into_iter().filter_map(|choice| action(state, uri, choice)));
    out
}

/// Fills in the edit of an action that was chosen.
///
/// # Errors
///
/// Returns why it can no longer be done.
pub(super) fn resolve(state: &mut State, mut action: CodeAction) -> Result<CodeAction, deeds::Refused> {
    let offer = action.data.clone().and_then(|data| serde_json::from_value::<Offer>(data).ok());
    if let Some(offer) = offer.filter(|_| action.edit.is_none()) {
        action.edit = Some(deeds::edit(state, &offer)?);
    }
    Ok(action)
}

fn is_wanted(kind: &CodeActionKind, context: &CodeActionContext) -> bool {
    let is = |wanted: &CodeActionKind| {
        kind.as_str() == wanted.as_str() || kind.as_str().starts_with(&format!("{}.", wanted.as_str()))
    };
    match &context.only {
        Some(only) => only.iter().any(|wanted| wanted == &CodeActionKind::EMPTY || is(wanted)),
        // What mends a whole file is not about the place.
        None => true,
    }
}

fn action(state: &mut State, uri: &Url, choice: Choice) -> Option<CodeAction> {
    let version = state.file(uri)?.version;
    let mut action = CodeAction { title: choice.title, kind: Some(choice.kind), ..CodeAction::default() };
    action.is_preferred = choice.preferred.then_some(true);
    let deed = match choice.deed {
        Ok(deed) => deed,
        Err(reason) if state.client.disabled => {
            action.disabled = Some(CodeActionDisabled { reason });
            return Some(action);
        }
        Err(_) => return None,
    };
    let offer = Offer { uri: uri.clone(), version, deed };
    if let (Some(id), true) = (choice.shows, state.client.shows) {
        let arguments = serde_json::to_value((uri, &id)).ok().and_then(|value| value.as_array().cloned());
        action.command = Some(Command { title: "Show the note".to_owned(), command: SHOW.to_owned(), arguments });
    }
    if state.client.resolves {
        action.data = serde_json::to_value(&offer).ok();
    } else {
        action.edit = Some(deeds::edit(state, &offer).ok()?);
    }
    Some(action)
}

/// What `ibid check --fix` would mend, one by one.
fn fixes(state: &mut State, uri: &Url, range: Range, context: &CodeActionContext) -> Vec<CodeAction> {
    if state.kind(uri).shape().is_none() || !is_wanted(&CodeActionKind::QUICKFIX, context) {
        return vec![];
    }
    let found = findings(state, uri);
    let Some(open) = state.file(uri) else { return vec![] };
    let asked = open.text.span(range);
    let mut out = vec![];
    for finding in found.iter().filter(|finding| !finding.fix.is_empty()) {
        let touches = |at: Span<Source>| at.start() <= asked.end() && asked.start() <= at.end();
        if !finding.problem.at.is_some_and(touches) {
            continue;
        }
        let edit = |(at, new): &(Span<Source>, String)| lsp_types::TextEdit {
            range: open.text.range(*at),
            new_text: new.clone(),
        };
        let edits = finding.fix.iter().map(edit).collect();
        let title = match finding.fix.as_slice() {
            [(_, new)] => format!("Write {}", short(new)),
            _ => format!("Mend: {}", short(&finding.problem.message)),
        };
        out.push(CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![one(finding.level, &finding.problem, &open.text)]),
            edit: Some(changes::of_file(uri.clone(), Some(open.version), edits, &state.client)),
            is_preferred: Some(true),
            ..CodeAction::default()
        });
    }
    out
}

fn of_sidecar(state: &mut State, uri: &Url, range: Range) -> Vec<Choice> {
    let mut out = vec![];
    let Some(open) = state.file(uri) else { return out };
    let text = open.text.as_str();
    let entries = sidecar::entries(text).unwrap_or_default();
    let entry = entry_at(&entries, open.text.offset(range.start));
    if let (Some(entry), Ok(said)) = (entry, sidecar::read(text)) {
        let found = &said.annotations;
        let term = found.framing.iter().find(|term| entry.id.as_deref() == Some(&term.id.0));
        let claim = found.claims.iter().find(|claim| entry.id.as_deref() == Some(&claim.id.0));
        let mut names: Vec<&str> = vec![];
        let claims = found.claims.iter().filter_map(|claim| claim.speaker.as_deref());
        for name in claims.chain(found.cites.iter().map(|cited| cited.name.as_str())) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let speaker = term.and_then(|t| t.speaker.clone()).or(claim.and_then(|c| c.speaker.clone()));
        let voice = term.map(|term| term.voice.name().to_owned());
        if let Some(subject) = subject(entry, voice, speaker) {
            about(&subject, &names, state.reviewer(), &mut out);
        }
    }
    let document = state.document_of(uri).and_then(|(path, _)| state.address(&path));
    let reading = document.and_then(|document| state.reading(&document).ok());
    let is_ours = |reading: &Reading| {
        let kept = reading.kept.as_ref().and_then(|kept| state.address(&kept.belongs.sidecar));
        kept.as_ref() == Some(uri)
    };
    out.extend(reading.filter(|reading| reading.is_stale() && is_ours(reading)).map(|_| annotate()));
    out
}

/// Only claims and framing terms take a verdict from `ibid review`, and from here.
fn subject(entry: &Entry, voice: Option<String>, speaker: Option<String>) -> Option<Subject> {
    let is_term = entry.list == "framing";
    let id = entry.id.clone().filter(|_| is_term || entry.list == "claims")?;
    Some(Subject { id, words: short(&entry.words), is_term, voice, speaker, review: entry.review.clone() })
}

fn of_document(state: &mut State, uri: &Url, range: Range) -> Option<Vec<Choice>> {
    let reading = state.reading(uri).ok()?;
    reading.kept.as_ref()?;
    let selection = state.file(uri)?.text.span(range);
    let reviewer = state.reviewer().map(str::to_owned);
    let mut out = vec![];
    for id in ids_at(&reading, selection.start()) {
        let review = reading.entry(&id).and_then(|entry| entry.review.clone());
        let found = &reading.annotations;
        let term = found.framing.iter().find(|term| term.id == id).map(|term| Subject {
            id: id.0.clone(),
            words: short(&term.term),
            is_term: true,
            voice: Some(term.voice.name().to_owned()),
            speaker: term.speaker.clone(),
            review: review.clone(),
        });
        let claim = || {
            let claim = found.claims.iter().find(|claim| claim.id == id)?;
            let words = claim.content.first().map(|at| short(reading.document.bytes(*at)))?;
            let (speaker, id) = (claim.speaker.clone(), id.0.clone());
            Some(Subject { id, words, is_term: false, voice: None, speaker, review })
        };
        if let Some(subject) = term.or_else(claim) {
            about(&subject, &reading.speakers(), reviewer.as_deref(), &mut out);
        }
    }
    if let Some(passage) = adding::passage(&reading, selection) {
        add(state, &reading, passage, &mut out);
    }
    out.extend(reading.is_stale().then(annotate));
    Some(out)
}

fn annotate() -> Choice {
    let kind = CodeActionKind::from(ANNOTATE);
    let title = "Bring the annotation file up to date".to_owned();
    Choice { kind, ..Choice::new(title, Deed::Annotate) }
}

/// What can be done with an entry that is there.
fn about(subject: &Subject, speakers: &[&str], reviewer: Option<&str>, out: &mut Vec<Choice>) {
    let Subject { id, words, .. } = subject;
    let set = |values: &[(&str, &str)]| {
        let values = values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Deed::Set { id: id.clone(), values }
    };
    for (verb, verdict) in [("Accept", "accepted"), ("Reject", "rejected")] {
        if subject.review.as_deref() == Some(verdict) {
            continue;
        }
        let mut values = vec![("review", verdict)];
        values.extend(reviewer.map(|name| ("reviewer", name)));
        out.push(Choice::new(format!("{verb} {id}: {words}"), set(&values)));
    }
    if subject.is_term {
        for voice in Voice::ALL.iter().map(|voice| voice.name()).filter(|name| subject.voice.as_deref() != Some(name)) {
            out.push(Choice::new(format!("Voice of {id}: {voice}"), set(&[("voice", voice)])));
        }
    }
    for name in speakers.iter().filter(|name| subject.speaker.as_deref() != Some(name)).take(SPEAKERS) {
        out.push(Choice::new(format!("Speaker of {id}: {}", short(name)), set(&[("speaker", name)])));
    }
    out.push(Choice { shows: Some(id.clone()), ..Choice::new(format!("Note on {id}"), set(&[("note", "")])) });
}

/// What can be made of a selection.
fn add(state: &State, reading: &Reading, passage: Span<Source>, out: &mut Vec<Choice>) {
    let lexicon = state.disk.lexicon();
    let words = reading.document.bytes(passage);
    let place = (passage.start(), passage.end());
    let claim = match adding::cue(reading, lexicon, passage) {
        Some(_) => Ok(Deed::AddClaim { place }),
        None => Err("no word of saying stands in the sentence outside the selection".to_owned()),
    };
    out.push(Choice { deed: claim, ..Choice::new(format!("Add “{}” as a claim", short(words)), Deed::Annotate) });
    if !adding::may_be_term(passage) {
        return;
    }
    let known = lexicon.explain(words.trim());
    let is_known = |category: Category| {
        known.iter().any(|known| known.kind == "term" && known.id.split('.').next() == Some(category.name()))
    };
    let mut categories: Vec<Category> = Category::ALL.to_vec();
    categories.sort_by_key(|category| !is_known(*category));
    for category in categories {
        let title = format!("Add “{}” as a framing term: {}", short(words), category.name());
        let preferred = is_known(category);
        out.push(Choice { preferred, ..Choice::new(title, Deed::AddTerm { place, category }) });
    }
}
