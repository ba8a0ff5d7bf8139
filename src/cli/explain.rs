//! `ibid explain`: why a rule, a term, a category, or one entry of an annotation file.

use super::{
    Ended, Stop,
    args::{self, Format},
    entry, lexicon,
    output::Output,
};
use crate::lexicon::Explanation;

pub(super) fn run(args: &args::Explain, output: &mut Output) -> Result<Ended, Stop> {
    let words = lexicon::load(&args.own, output)?;
    let lexicon = words.get();
    let Some(what) = &args.what else {
        for known in lexicon.explanations() {
            match output.format() {
                Format::Human | Format::Sarif | Format::Html | Format::Csv => {
                    output.line(&format!("{:<34} {:<9} {}", known.id, known.kind, known.summary))?
                }
                Format::Json => json(&known, output)?,
            }
        }
        return Ok(Ended::Done);
    };
    let found = lexicon.explain(what);
    if found.is_empty() {
        let folder = args.annotations.is_dir();
        let near: Vec<&str> =
            lexicon.explanations().map(|known| known.id).filter(|id| id.contains(what.as_str())).take(8).collect();
        let help = if near.is_empty() {
            "run `ibid explain` for a list of all rules, frames, terms and categories".to_owned()
        } else {
            format!("did you mean: {}", near.join(", "))
        };
        if near.is_empty() && folder || entry::is_id(what) {
            return entry::run(what, args, output);
        }
        output.error(&format!("nothing is known of `{what}`"), Some(&help));
        return Ok(Ended::Unable);
    }
    for (index, known) in found.iter().enumerate() {
        match output.format() {
            Format::Json => json(known, output)?,
            Format::Human | Format::Sarif | Format::Html | Format::Csv => {
                if index > 0 {
                    output.line("")?;
                }
                human(known, output)?;
            }
        }
    }
    Ok(Ended::Done)
}

fn json(known: &Explanation<'_>, output: &mut Output) -> Result<(), Stop> {
    Ok(output.json(known)?)
}

fn human(known: &Explanation<'_>, output: &mut Output) -> Result<(), Stop> {
    output.line(&format!("{} ({})", known.id, known.kind))?;
    output.line(&format!("  {}", known.summary))?;
    output.line(&format!("  why: {}", known.reason.trim()))?;
    if !known.forms.is_empty() {
        output.line(&format!("  finds: {}", known.forms.join(", ")))?;
    }
    if let Some(origin) = known.origin {
        output.line(&format!("  whose: this workspace's own, {origin}"))?;
    }
    if let Some(measured) = &known.measured {
        output.line(&format!("  measured: {measured}"))?;
    }
    for limit in &known.limits {
        output.line(&format!("  {limit}"))?;
    }
    for example in known.examples {
        output.line(&format!("  yes: {}", example.trim()))?;
    }
    for example in known.counter_examples {
        output.line(&format!("  no:  {}", example.trim()))?;
    }
    Ok(())
}
