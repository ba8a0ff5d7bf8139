//! `ibid init`: a workspace, without touching what is there.

use super::{Ended, Stop, args, files, output::Output, schema};

/// Digests are of bytes: git must not change line ends in documents or reports.
const ATTRIBUTES: &str = "corpus/** -text\nreports/** -text\n";

pub(super) fn run(args: &args::Init, output: &mut Output) -> Result<Ended, Stop> {
    for folder in ["corpus", "annotations", "reports"] {
        std::fs::create_dir_all(args.dir.join(folder))?;
    }
    let mut wanted: Vec<(String, String)> =
        schema::all().into_iter().map(|(name, text)| (format!("schemas/{name}.schema.json"), text)).collect();
    wanted.push((".gitattributes".to_owned(), ATTRIBUTES.to_owned()));
    for (name, text) in wanted {
        let path = args.dir.join(&name);
        if path.exists() {
            output.say(&format!("{}: there already, left as it is", path.display()))?;
        } else {
            files::write(&path, text.as_bytes())?;
            output.say(&format!("{}: written", path.display()))?;
        }
    }
    output.say("put documents into corpus/ and run `ibid annotate`")?;
    Ok(Ended::Done)
}
