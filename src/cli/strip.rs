//! `ibid strip`: an annotated report back to its source, byte for byte.

use super::{
    Ended, Stop, args, files,
    output::Output,
    store::{self, Wrong},
};
use crate::verify;
use std::path::Path;

pub(super) fn run(args: &args::Strip, output: &mut Output) -> Result<Ended, Stop> {
    match source(&args.file) {
        Ok(source) => {
            output.bytes(source.as_bytes())?;
            Ok(Ended::Done)
        }
        Err(wrong) => {
            wrong.tell(output);
            Ok(Ended::Unable)
        }
    }
}

fn source(file: &Path) -> Result<String, Wrong> {
    let (file, bytes) = match file == Path::new("-") {
        true => (Path::new("standard input"), files::read_stdin()),
        false => (file, files::read_ours(file)),
    };
    let bytes = bytes.map_err(|problem| Wrong::whole(file, problem))?;
    let text = store::text_of(file, bytes, "report.not-utf-8", "the report")?;
    let stripped = verify::strip(&text).map_err(|problem| Wrong::at(file, text.into_bytes(), problem))?;
    Ok(stripped.source)
}
