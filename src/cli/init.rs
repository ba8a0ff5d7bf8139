//! `ibid init`: a workspace, without touching what is there.

use super::{Ended, Stop, args, files, harmless, output::Output, schema};
use std::path::Path;

/// Digests are of bytes: git must not change line ends in documents or reports.
const ATTRIBUTES: &str = "corpus/** -text\nreports/** -text\n";

pub(super) fn run(args: &args::Init, output: &mut Output) -> Result<Ended, Stop> {
    let mut wanted: Vec<(String, String)> =
        schema::all().into_iter().map(|(name, text)| (format!("schemas/{name}.schema.json"), text)).collect();
    wanted.push((".gitattributes".to_owned(), ATTRIBUTES.to_owned()));
    for folder in ["corpus", "annotations", "reports"] {
        let path = args.dir.join(folder);
        std::fs::create_dir_all(&path).map_err(|error| unable(&path, &error, output))?;
    }
    for (name, text) in wanted {
        let path = args.dir.join(&name);
        if files::is_there(&path) {
            output.say(&format!("{}: there already, left as it is", harmless::name(&path)))?;
        } else {
            files::write(&path, text.as_bytes()).map_err(|error| unable(&path, &error, output))?;
            output.say(&format!("{}: written", harmless::name(&path)))?;
        }
    }
    output.say("put documents into corpus/ and run `ibid annotate`")?;
    Ok(Ended::Done)
}

fn unable(path: &Path, error: &std::io::Error, output: &mut Output) -> Stop {
    output.problem(path, &[], &files::unwritable(path, error));
    Stop::Unable
}
