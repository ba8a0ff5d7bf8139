//! `ibid reanchor PATH`: what became of annotated passages whose documents were edited, and setting them anew.

use super::{
    Ended, Stop,
    args::{self, Format},
    harmless,
    output::Output,
    passage,
    store::{self, Wrong},
    verify, workspace,
};
use crate::{
    annotation::{Anchor, Anchors, Selector, State},
    document::{Document, Problem},
    sidecar::{self, DocumentRef, Spot},
    verify::PlaceCheck,
};
use serde_json::json;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// What became of one annotation file.
struct Done {
    /// Every place that is not where it was, and whether it is set anew.
    astray: Vec<(PlaceCheck, bool)>,
    /// The new text, when anything is accepted.
    new: Option<String>,
}

pub(super) fn run(args: &args::Reanchor, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let files = listed(args, output, &mut ended);
    let mut known: BTreeSet<String> = BTreeSet::new();
    let (mut astray, mut accepted) = (0, 0);
    for path in &files {
        match propose(path, args, &mut known) {
            Err(wrong) => {
                wrong.tell(output);
                ended = ended.and(Ended::Unable);
            }
            Ok(done) => {
                astray += done.astray.len();
                accepted += done.astray.iter().filter(|(_, accepted)| *accepted).count();
                tell(path, &done, output)?;
                if let Some(text) = &done.new
                    && let Err(wrong) = store::write(path, text.as_bytes(), false)
                {
                    wrong.tell(output);
                    ended = ended.and(Ended::Unable);
                }
            }
        }
    }
    for id in args.accept.iter().filter(|id| !known.contains(*id)) {
        output.error(
            &format!("no entry `{id}` has a place that is not where it was"),
            Some("`ibid reanchor` lists them"),
        );
        ended = ended.and(Ended::Unable);
    }
    if output.format() == Format::Human && !files.is_empty() {
        let rest = astray - accepted;
        let places = super::count(astray, "place");
        output.say(&match (astray, accepted, rest) {
            (0, ..) if ended == Ended::Unable => {
                "no place was found that is not where it was; see the errors".to_owned()
            }
            (0, ..) => "every place is where it was".to_owned(),
            (_, 0, _) => {
                format!("{places} not where the annotation file says; --accept ID or --accept-all-moved sets them anew")
            }
            (.., 0) => format!("{places} set anew"),
            _ => format!("{} set anew, {rest} left", super::count(accepted, "place")),
        })?;
    }
    Ok(ended)
}

fn listed(args: &args::Reanchor, output: &mut Output, ended: &mut Ended) -> Vec<PathBuf> {
    let named =
        if args.paths.is_empty() { std::slice::from_ref(&args.folders.annotations) } else { args.paths.as_slice() };
    let mut files = vec![];
    for path in named {
        if path.is_dir() {
            files.extend(
                workspace::files_below(path, output, ended).into_iter().filter(|path| workspace::is_sidecar(path)),
            );
        } else if workspace::is_sidecar(path) {
            files.push(path.clone());
        } else {
            files.push(args.folders.target_of(path).sidecar);
        }
    }
    if files.is_empty() {
        output.error("there are no annotation files here", Some("run `ibid annotate` first"));
        *ended = Ended::Unable;
    }
    files
}

fn propose(path: &Path, args: &args::Reanchor, known: &mut BTreeSet<String>) -> Result<Done, Wrong> {
    let (text, said) = store::sidecar(path)?;
    let (_, document) =
        verify::document_of(path, &said, &args.corpus).map_err(|missing| missing.into_wrong(path, text.clone()))?;
    let wrong = |problem: Problem| Wrong::at(path, text.clone().into_bytes(), problem);
    let spots = sidecar::spots(&text).map_err(wrong)?;
    let anchors = Anchors::of(document.source());
    let mut done = Done { astray: vec![], new: None };
    let mut accepted: Vec<(&Spot, Selector)> = vec![];
    let mut left = false;
    let mut found: Vec<Anchor> = vec![];
    for entry in spots.chunk_by(|a, b| a.number == b.number) {
        let selectors: Vec<&Selector> = entry.iter().map(|spot| &spot.selector).collect();
        found.extend(anchors.find_entry(&selectors));
    }
    for (spot, anchor) in spots.iter().zip(found) {
        let to = accepted_place(spot, &anchor, &document, args);
        if anchor.state() != State::Intact {
            known.insert(spot.entry.clone());
            left |= to.is_none();
            let Selector { bytes, exact, .. } = spot.selector.clone();
            done.astray.push((PlaceCheck { entry: spot.entry.clone(), bytes, exact, anchor }, to.is_some()));
        }
        accepted.extend(to.map(|to| (spot, to)));
    }
    if accepted.is_empty() {
        return Ok(done);
    }
    // The digests are those of the document in which every place stands.
    let digests = document.digests();
    let reference = DocumentRef {
        path: said.document.path.clone(),
        raw: digests.raw,
        text: digests.text,
        front: digests.front,
        root: digests.root,
    };
    let new = sidecar::accept(&text, &accepted, (!left).then_some(&reference)).map_err(wrong)?;
    sidecar::read(&new).map_err(|problem| Wrong::at(path, new.clone().into_bytes(), problem))?;
    done.new = Some(new);
    Ok(done)
}

/// Returns where a place is set to, when that is accepted.
fn accepted_place(spot: &Spot, anchor: &Anchor, document: &Document, args: &args::Reanchor) -> Option<Selector> {
    let named = args.accept.contains(&spot.entry);
    let span = match anchor {
        Anchor::Moved(span) if named || args.accept_all_moved => *span,
        Anchor::Changed(changed) if named => changed.span,
        _ => return None,
    };
    let new = Selector::of(document, span);
    // White space that an editor folded is no other word: what the file says stays.
    let exact = if matches!(anchor, Anchor::Moved(_)) { spot.selector.exact.clone() } else { new.exact };
    Some(Selector { exact, ..new })
}

fn tell(path: &Path, done: &Done, output: &mut Output) -> Result<(), Stop> {
    if output.format() == Format::Json {
        for (place, accepted) in &done.astray {
            let mut json = passage::json(place);
            if let Some(json) = json.as_object_mut() {
                json.insert("annotations".to_owned(), json!(path.to_string_lossy()));
                json.insert("accepted".to_owned(), json!(accepted));
            }
            output.json(&json)?;
        }
        return Ok(());
    }
    if !done.astray.is_empty() {
        output.say(&format!("{}:", harmless::name(path)))?;
    }
    for (place, accepted) in &done.astray {
        let lines = passage::lines(&place.entry, place.bytes, &place.exact, &place.anchor);
        let mark = if *accepted { "  set anew: " } else { "  " };
        for (number, line) in lines.iter().enumerate() {
            output.say(&format!("{}{line}", if number == 0 { mark } else { "  " }))?;
        }
    }
    Ok(())
}
