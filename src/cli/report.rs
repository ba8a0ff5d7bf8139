//! `ibid report`: annotated Markdown or pages for browsers from documents and their annotation files; nothing is detected.

use super::{
    Ended, Stop,
    annotate::{only_from, placed},
    args::{self, Format},
    files, harmless,
    output::Output,
    store::{self, Wrong},
    workspace::{self, Target},
};
use crate::{document::Problem, report};

pub(super) fn run(args: &args::Report, output: &mut Output) -> Result<Ended, Stop> {
    let page = output.format() == Format::Html;
    let (targets, mut ended) = workspace::targets(&args.paths, &args.folders, output);
    let (mut done, mut written) = (0, 0);
    for mut target in targets.iter() {
        if page {
            target.report.as_mut_os_string().push(".html");
        }
        let text = render(&target, args, output.format());
        let text = match (text, args.stdout) {
            (Ok(text), true) => {
                output.bytes(text.as_bytes())?;
                continue;
            }
            (text, _) => text.and_then(|text| {
                let old = if page { old_page(&target)? } else { store::old_report(&target)? };
                let same = old == text.as_bytes();
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
    if format == Format::Html {
        let name = harmless::name(&target.document);
        return Ok(report::html::write(&document, &annotations, &said.notes, &name));
    }
    Ok(report::markdown::write(&document, &annotations, &said.notes))
}

/// Returns the page that is there, empty when there is none; a file that is no page of ibid is not overwritten.
fn old_page(target: &Target) -> Result<Vec<u8>, Wrong> {
    let path = &target.report;
    if !files::is_there(path) {
        return Ok(vec![]);
    }
    let old = files::read_ours(path).map_err(|problem| Wrong::whole(path, problem))?;
    if old.is_empty() || report::html::is_ours(&old) {
        return Ok(old);
    }
    let problem = Problem::new("report.not-ours", "this is no page of ibid; a report would overwrite it");
    Err(Wrong::whole(path, problem.help("move it away, or name another folder with --reports")))
}
