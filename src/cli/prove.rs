//! `ibid prove` and `ibid verify-proof`: one paragraph of a text that need not be shown.

use super::{
    Ended, Stop,
    args::{self, Format},
    files, harmless,
    output::Output,
    store::{self, Wrong},
};
use crate::{
    citation,
    document::{Document, Problem, Source, Span, block_spans},
    verify::Proof,
};
use serde_json::json;
use std::path::Path;

pub(super) fn run(args: &args::Prove, output: &mut Output) -> Result<Ended, Stop> {
    match proof(args) {
        Ok(proof) => {
            output.bytes(proof.print().as_bytes())?;
            Ok(Ended::Done)
        }
        Err(wrong) => {
            wrong.tell(output);
            Ok(Ended::Unable)
        }
    }
}

fn proof(args: &args::Prove) -> Result<Proof, Wrong> {
    let (_, document) = store::document(&args.file)?;
    let blocks = block_spans(document.source());
    let block = match (args.block, &args.words) {
        (Some(block), _) => Some(block),
        (None, Some(words)) => Some(block_with(&args.file, &document, &blocks, words)?),
        (None, None) => None,
    };
    let refuse = |message: String| {
        let help = "`--block N` names a paragraph, counted from 0; words that stand in it do too";
        Wrong::whole(&args.file, Problem::new("prove.block", message).help(help))
    };
    let block = block.ok_or_else(|| refuse("which paragraph is to be proven?".to_owned()))?;
    Proof::of(&document, block).ok_or_else(|| {
        let last = blocks.len().checked_sub(1);
        refuse(last.map_or_else(
            || "the text is empty".to_owned(),
            |last| format!("the text has only the paragraphs 0-{last}"),
        ))
    })
}

fn block_with(path: &Path, document: &Document, blocks: &[Span<Source>], words: &str) -> Result<u32, Wrong> {
    let places = citation::places(document, words);
    let mut found: Vec<usize> =
        places.iter().filter_map(|place| blocks.iter().position(|block| block.contains(*place))).collect();
    found.dedup();
    let (message, help) = match found.as_slice() {
        [one] => return Ok(u32::try_from(*one).unwrap_or(u32::MAX)),
        [] if places.is_empty() => {
            ("these words do not stand in the document".to_owned(), "copy them from the document")
        }
        [] => (
            "these words stand in no single paragraph of the text".to_owned(),
            "front matter has no proof; give words of one paragraph",
        ),
        all => {
            let all: Vec<String> = all.iter().map(ToString::to_string).collect();
            (format!("these words stand in the paragraphs {}", all.join(", ")), "choose one with `--block N`")
        }
    };
    Err(Wrong::whole(path, Problem::new("prove.words", message).help(help)))
}

pub(super) fn verify(args: &args::VerifyProof, output: &mut Output) -> Result<Ended, Stop> {
    let (path, bytes) = match args.file == Path::new("-") {
        true => (Path::new("standard input"), files::read_stdin()),
        false => (args.file.as_path(), files::read(&args.file)),
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err(problem) => {
            output.problem(path, &[], &problem);
            return Ok(Ended::Unable);
        }
    };
    let name = harmless::name(path);
    let checked = Proof::read(&bytes).and_then(|proof| {
        let root = args.root.unwrap_or(proof.root);
        let wrong = |why| {
            let problem = Problem::new("proof.fails", format!("the proof fails: {why} (root {root})"));
            problem.help("do not take the paragraph for a part of that text")
        };
        proof.check(root).map_err(wrong).map(|()| proof)
    });
    match checked {
        Err(problem) => {
            output.problem(path, &[], &problem);
            if output.format() == Format::Json {
                output.json(&json!({"proof": name, "holds": false, "fails": problem.message}))?;
            }
            Ok(Ended::Failed)
        }
        Ok(proof) => {
            if output.format() == Format::Json {
                output.json(&json!({
                    "proof": name, "holds": true, "root": proof.root, "block": proof.block, "blocks": proof.blocks,
                    "text": proof.text, "root-was-given": args.root.is_some(),
                }))?;
                return Ok(Ended::Done);
            }
            output.say(&format!("{name}: paragraph {} of {} with root {}", proof.block, proof.blocks, proof.root))?;
            output.say(&format!("    {}", proof.text))?;
            if args.root.is_none() {
                output
                    .note("the root is the proof's own; name the one you know with --root, else it proves only itself");
            }
            Ok(Ended::Done)
        }
    }
}
