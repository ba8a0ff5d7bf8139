//! `ibid report`: annotated Markdown from documents and their annotation files; nothing is detected.

use super::{
    Ended, Stop,
    annotate::placed,
    args, files,
    output::Output,
    workspace::{self, Target},
};
use crate::{
    document::{Document, Format, Problem},
    report, sidecar,
};

pub(super) fn run(args: &args::Report, output: &mut Output) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let targets = workspace::targets(&args.paths, &args.folders, output)?;
    let mut written = 0;
    for target in &targets {
        let Some(text) = render(target, output) else {
            ended = Ended::Unable;
            continue;
        };
        if args.stdout {
            output.bytes(text.as_bytes())?;
        } else if let Err(error) = files::write(&target.report, text.as_bytes()) {
            output.error(&format!("{}: cannot write: {error}", target.report.display()), None);
            ended = Ended::Unable;
        } else {
            written += 1;
        }
    }
    if !args.stdout {
        output.say(&format!("{written} reports written"))?;
    }
    Ok(ended)
}

fn render(target: &Target, output: &mut Output) -> Option<String> {
    let mut file = |path: &std::path::Path| match files::read(path) {
        Ok(bytes) => Some(bytes),
        Err((message, help)) => {
            let help = if path == target.sidecar { Some("run `ibid annotate` first".to_owned()) } else { help };
            output.problem(path, &[], &Problem { help, ..Problem::new("file", message) });
            None
        }
    };
    let (bytes, notes) = (file(&target.document)?, file(&target.sidecar)?);
    let document = match Document::read(&bytes, Format::Markdown) {
        Ok(document) => document,
        Err(problem) => {
            output.problem(&target.document, &bytes, &problem);
            return None;
        }
    };
    let said = std::str::from_utf8(&notes)
        .map_err(|_| Problem::new("sidecar.not-utf-8", "the annotation file is not UTF-8"))
        .and_then(sidecar::read);
    match said {
        Ok(said) => Some(report::markdown::write(&document, &placed(&said, &document).0, &said.notes)),
        Err(problem) => {
            output.problem(&target.sidecar, &notes, &problem);
            None
        }
    }
}
