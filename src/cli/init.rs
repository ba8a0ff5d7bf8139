//! `ibid init`: a workspace, without touching what is there.

use super::{Ended, Stop, args, files, harmless, output::Output, schema};
use std::path::Path;

/// Digests are of bytes: git must not change line ends in documents or reports.
const ATTRIBUTES: &str = "corpus/** -text\nreports/** -text\n";

/// A file of the workspace's own lexicon that says nothing until somebody takes the `#` away.
const EXAMPLE: &str = "\
# yaml-language-server: $schema=../schemas/lexicon.schema.json
# Terms of this workspace, beside those that are built in. Every .yaml file in this folder is read; each is about
# one category. Take the `# ` away from the lines below, change them, and run `ibid annotate`.
#
# category: label
# terms:
#   - id: label.harbor-rat            # category, a dot, a name; the id of a built-in term takes its place
#     forms: [harbor rat]
#     inflect: noun                   # none, noun, verb, adjective
#     reason: What dockers are called by those who want the quay for flats.
#     examples: [\"The [harbor rats] met at noon.\"]
#     counter_examples: [\"A rat swam across the harbor.\"]
# off:                                # terms, rules, categories or words that are not to be marked
#   - superlative
#   - unprecedented
";

pub(super) fn run(args: &args::Init, output: &mut Output) -> Result<Ended, Stop> {
    let mut wanted: Vec<(String, String)> =
        schema::all().into_iter().map(|(name, text)| (format!("schemas/{name}.schema.json"), text)).collect();
    wanted.push(("lexicon/example.yaml".to_owned(), EXAMPLE.to_owned()));
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
