//! `ibid schema`: the JSON Schemas of ibid's files.

use super::{Ended, Stop, args, count, files, harmless, output::Output};
use serde_json::Value;

/// Every schema: its name and its text.
pub(super) fn all() -> Vec<(&'static str, String)> {
    let text = |schema: Value| {
        let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        text.push('\n');
        text
    };
    vec![("annotation", text(annotation())), ("config", text(config())), ("lexicon", text(lexicon()))]
}

/// The schema of annotation files.
pub(super) fn annotation() -> Value {
    schemars::schema_for!(crate::sidecar::File).to_value()
}

/// The schema of a workspace's settings.
pub(super) fn config() -> Value {
    schemars::schema_for!(super::config::Config).to_value()
}

/// The schema of lexicons of framing terms.
pub(super) fn lexicon() -> Value {
    schemars::schema_for!(crate::lexicon::FramingFile).to_value()
}

pub(super) fn run(args: &args::Schema, output: &mut Output) -> Result<Ended, Stop> {
    let schemas = all();
    if let Some(folder) = &args.write {
        for (name, text) in &schemas {
            let path = folder.join(format!("{name}.schema.json"));
            if let Err(error) = files::write(&path, text.as_bytes()) {
                output.problem(&path, &[], &files::unwritable(&path, &error));
                return Ok(Ended::Unable);
            }
        }
        output.say(&format!("{} written to {}", count(schemas.len(), "schema"), harmless::name(folder)))?;
        return Ok(Ended::Done);
    }
    match schemas.iter().find(|(name, _)| *name == args.name) {
        Some((_, text)) => {
            output.bytes(text.as_bytes())?;
            Ok(Ended::Done)
        }
        None => {
            let names: Vec<&str> = schemas.iter().map(|(name, _)| *name).collect();
            output.error(
                &format!("there is no schema `{}`", args.name),
                Some(&format!("there are: {}", names.join(", "))),
            );
            Ok(Ended::Unable)
        }
    }
}
