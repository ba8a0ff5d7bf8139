//! Reads the lexicon, so that no run has to: each YAML file goes into the binary as JSON too, which is read in a tenth of
//! the time, and so do the rates of strings of letters. A file that is not YAML stops the build, and is named.
#![allow(clippy::print_stdout, reason = "so cargo is told what to watch")]

#[path = "build/grams.rs"]
mod grams;

use std::{
    env,
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

const LEXICON: &str = "src/lexicon";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={LEXICON}");
    println!("cargo::rerun-if-changed=build");
    let mut out =
        String::from("/// The files of the lexicon as JSON, by name.\npub(super) static FILES: &[(&str, &str)] = &[\n");
    for path in yaml_files(Path::new(LEXICON))? {
        let name = path.strip_prefix(LEXICON)?.to_string_lossy().replace('\\', "/");
        let json: serde_json::Value = serde_yaml::from_str(&fs::read_to_string(&path)?)
            .map_err(|error| format!("{}: {error}", path.display()))?;
        writeln!(out, "    ({name:?}, {:?}),", json.to_string())?;
    }
    out.push_str("];\n\n/// Strings of letters, each with its rate, in alphabetical order.\npub(super) static GRAMS: &[(&str, f64)] = &[\n");
    for (letters, rate) in grams::count(&fs::read_to_string(Path::new(LEXICON).join("vocabulary.txt"))?) {
        writeln!(out, "    ({letters:?}, {rate:?}),")?;
    }
    out.push_str("];\n");
    Ok(fs::write(Path::new(&env::var("OUT_DIR")?).join("lexicon.rs"), out)?)
}

/// Returns the YAML files below a folder, sorted.
fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut found = vec![];
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.append(&mut yaml_files(&path)?);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
