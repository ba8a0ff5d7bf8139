//! `ibid export --no-text` and `ibid hydrate`: annotations without the text, and back.

use super::{
    Ended, Stop,
    annotate::placed,
    args, columns, files, harmless, import,
    output::Output,
    store::{self, Wrong},
    verify, workspace,
};
use crate::{
    document::{Digest, Problem},
    report::{self, textless},
    sidecar,
};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

pub(super) fn run(args: &args::Export, output: &mut Output) -> Result<Ended, Stop> {
    if let Some(to) = args.to {
        return import::export(args, to, output);
    }
    if let Some(out) = &args.parquet {
        return columns::export(args, out, output);
    }
    if !args.no_text {
        output.error("nothing says how to export", Some("say `--no-text`, `--as` with a format, or `--parquet`"));
        return Err(Stop::Unable);
    }
    let export = |path: &Path, name: &Path| {
        let (text, said) = store::sidecar(path)?;
        let (shown, document) = verify::document_of(path, &said, &args.kept.corpus)
            .map_err(|missing| missing.into_wrong(path, text.clone()))?;
        if document.digests().raw != said.document.raw {
            let message = "the document is not the one that was annotated";
            let help = "run `ibid annotate` or `ibid reanchor` first";
            return Err(Wrong::whole(&shown, Problem::new("export.other-document", message).help(help)));
        }
        let bare =
            sidecar::withhold(&text, &document).map_err(|problem| Wrong::at(path, text.into_bytes(), problem))?;
        let title = shown.file_name().unwrap_or_default().to_string_lossy();
        let report = textless::write(&title, &said.document, &said.annotations);
        write(&args.out, name, &bare, &report)
    };
    each(&args.paths, &args.kept.folders.annotations, "exported to", &args.out, export, output)
}

pub(super) fn hydrate(args: &args::Hydrate, output: &mut Output) -> Result<Ended, Stop> {
    let mut by_raw: BTreeMap<Digest, PathBuf> = BTreeMap::new();
    for file in args.corpus.iter().flat_map(|folder| workspace::files_quietly(folder)) {
        if let Ok(bytes) = files::read(&file) {
            by_raw.entry(Digest::of(&bytes)).or_insert(file);
        }
    }
    let fill = |path: &Path, name: &Path| {
        let (text, said) = store::sidecar(path)?;
        let Some(file) = by_raw.get(&said.document.raw) else {
            let message = format!("no file below --corpus has the digest {}", said.document.raw);
            let help = "`sha256sum FILE` must print this digest: even line ends matter";
            return Err(Wrong::whole(path, Problem::new("hydrate.no-document", message).help(help)));
        };
        let (_, document) = store::document(file)?;
        let wrong = |text: String, problem: Problem| Wrong::at(path, text.into_bytes(), problem);
        let whole = sidecar::fill(&text, &document).map_err(|problem| wrong(text, problem))?;
        let said = sidecar::read(&whole).map_err(|problem| wrong(whole.clone(), problem))?;
        let report = report::markdown::write(&document, &placed(&said, &document).0, &said.notes);
        write(&args.out, name, &whole, &report)
    };
    each(&args.paths, Path::new("export/annotations"), "filled in, see", &args.out, fill, output)
}

/// Does the same with every annotation file that is named, or lies below a folder that is.
fn each(
    paths: &[PathBuf],
    default: &Path,
    done: &str,
    out: &Path,
    work: impl Fn(&Path, &Path) -> Result<(), Wrong>,
    output: &mut Output,
) -> Result<Ended, Stop> {
    let mut ended = Ended::Done;
    let default = [default.to_owned()];
    let mut count = 0;
    for path in if paths.is_empty() { &default } else { paths } {
        let mut found: Vec<(PathBuf, PathBuf)> = vec![];
        if path.is_dir() {
            let files =
                workspace::files_below(path, output, &mut ended).into_iter().filter(|file| workspace::is_sidecar(file));
            found.extend(files.filter_map(|file| Some((file.strip_prefix(path).ok()?.to_owned(), file))));
        } else {
            found.push((path.file_name().map(PathBuf::from).unwrap_or_default(), path.clone()));
        }
        if found.is_empty() {
            output.error(
                &format!("{}: no annotation files in this folder", path.display()),
                Some("name the folder that has them"),
            );
            ended = ended.and(Ended::Unable);
        }
        for (name, file) in found {
            match work(&file, &name) {
                Ok(()) => count += 1,
                Err(wrong) => {
                    wrong.tell(output);
                    ended = ended.and(Ended::Unable);
                }
            }
        }
    }
    output.say(&format!("{} {done} {}", super::count(count, "annotation file"), harmless::name(out)))?;
    Ok(ended)
}

fn write(out: &Path, name: &Path, sidecar: &str, report: &str) -> Result<(), Wrong> {
    store::write(&out.join("annotations").join(name), sidecar.as_bytes(), false)?;
    store::write(&out.join("reports").join(name).with_extension(""), report.as_bytes(), false)
}
