//! `ibid report`: annotated Markdown from documents and their annotation files; nothing is detected.

use super::{
    Ended, Stop,
    annotate::{only_from, placed},
    args::{self, Format},
    harmless,
    output::Output,
    store::{self, Wrong},
    workspace::{self, Target},
};
use crate::{document::Problem, report};

pub(super) fn run(args: &args::Report, output: &mut Output) -> Result<Ended, Stop> {
    let (targets, mut ended) = workspace::targets(&args.paths, &args.folders, output);
    let (mut done, mut written) = (0, 0);
    for target in &targets {
        let text = render(target, args, output.format());
        let text = match (text, args.stdout) {
            (Ok(text), true) => {
                output.bytes(text.as_bytes())?;
                continue;
            }
            (text, _) => text.and_then(|text| {
                let same = store::old_report(target)? == text.as_bytes();
                store::write(&target.report, text.as_bytes(), same).map(|()| same)
            }),
        };
        match text {
            Ok(same) => {
                done += 1;
                written += usize::from(!same);
            }
            Err(wrong) => {
                wrong.tell(output);
                ended = ended.and(Ended::Unable);
            }
        }
    }
    if done > 0 {
        output.say(&format!("{}; {written} written", super::count(done, "report")))?;
    }
    Ok(ended)
}

fn render(target: &Target, args: &args::Report, format: Format) -> Result<String, Wrong> {
    let (_, document) = store::document(&target.document)?;
    let (_, said) = store::sidecar_of(target)?.ok_or_else(|| {
        let problem = Problem::new("sidecar.missing", "the document has no annotation file");
        Wrong::whole(&target.document, problem.help("run `ibid annotate` first"))
    })?;
    let (mut annotations, _) = placed(&said, &document);
    only_from(&mut annotations, &document, args.min_confidence);
    annotations.framing.retain(|term| match args.framing {
        None | Some(args::Framing::Broad) => true,
        Some(args::Framing::Precise) => !term.broad,
        Some(args::Framing::Off) => false,
    });
    if args.stdout && format == Format::Json {
        let id = target.document.to_string_lossy().into();
        let record = report::json::record(&id, &document, &annotations);
        return Ok(harmless::json(&record).into_owned() + "\n");
    }
    Ok(report::markdown::write(&document, &annotations, &said.notes))
}
