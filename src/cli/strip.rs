//! `ibid strip`: an annotated report back to its source, byte for byte.

use super::{Ended, Stop, args, files, output::Output};
use crate::{document::Problem, verify};
use std::{io::Read as _, path::Path};

pub(super) fn run(args: &args::Strip, output: &mut Output) -> Result<Ended, Stop> {
    let bytes = if args.file == Path::new("-") {
        let mut bytes = vec![];
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        Ok(bytes)
    } else {
        files::read(&args.file)
    };
    let bytes = match bytes {
        Ok(bytes) => bytes,
        Err((message, help)) => {
            output.problem(&args.file, &[], &Problem { help, ..Problem::new("file", message) });
            return Ok(Ended::Unable);
        }
    };
    let stripped = std::str::from_utf8(&bytes)
        .map_err(|_| Problem::new("report.not-utf-8", "the report is not UTF-8"))
        .and_then(verify::strip);
    match stripped {
        Ok(stripped) => {
            output.bytes(stripped.source.as_bytes())?;
            Ok(Ended::Done)
        }
        Err(problem) => {
            output.problem(&args.file, &bytes, &problem);
            Ok(Ended::Unable)
        }
    }
}
