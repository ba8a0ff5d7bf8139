//! A second run does again only what may come to something else, and a run that is killed leaves whole files.

use super::{BRIDGE, Workspace, fs};
use std::{
    path::Path,
    time::{Duration, Instant},
};

const CACHE: &str = ".ibid/annotated";

/// A workspace of one document in whose cache a number is wrong: a run that believes the cache shows it.
fn lying() -> Workspace {
    let here = Workspace::annotated();
    let cache = here.read(CACHE);
    let (line, last) = cache.trim_end().rsplit_once(' ').unwrap();
    assert_eq!(last, "0", "{cache}");
    here.write(CACHE, format!("{line} 9\n"));
    here
}

fn believes(here: &Workspace, args: &[&str]) -> bool {
    here.ibid(&[&["annotate"], args].concat()).expect(0).out().contains("9 scare")
}

#[test]
fn what_is_unchanged_is_not_done_again() {
    let here = lying();
    let files = ["annotations/ferry.md.yaml", "reports/ferry.md"].map(|name| here.path(name));
    let times = || files.each_ref().map(|file| fs::metadata(file).unwrap().modified().unwrap());
    let before = times();
    assert!(believes(&here, &[]) && believes(&here, &["--check"]) && believes(&here, &["--jobs", "1"]));
    assert_eq!(times(), before);
    assert_eq!(here.read(".ibid/.gitignore"), "*\n");
}

/// What somebody does between two runs.
type Edit = (&'static str, &'static dyn Fn(&Workspace));

#[test]
fn whatever_could_change_the_outcome_is_done_again() {
    let edits: [Edit; 5] = [
        ("document", &|here| here.edit("corpus/ferry.md", "closed", "opened")),
        ("annotation file", &|here| here.edit("annotations/ferry.md.yaml", "    rule:", "    note: so\n    rule:")),
        ("report", &|here| here.edit("reports/ferry.md", "closed", "opened")),
        ("no report", &|here| fs::remove_file(here.path("reports/ferry.md")).unwrap()),
        ("lexicon", &|here| here.write("lexicon/own.yaml", "off: [typographic]\n")),
    ];
    for (what, edit) in edits {
        let here = lying();
        edit(&here);
        assert!(!believes(&here, &[]), "{what}");
    }
    for args in [["--framing", "broad"], ["--min-confidence", "0.99"]] {
        assert!(!believes(&lying(), &args), "{args:?}");
    }
    let here = lying();
    let (other, cache) = (here.read(CACHE), here.path(CACHE));
    // Another engine is another context.
    let context = other.rsplit_once('\t').unwrap().1.split(' ').next().unwrap().to_owned();
    fs::write(&cache, other.replace(&context, &"0".repeat(context.len()))).unwrap();
    assert!(!believes(&here, &[]));
    fs::remove_file(cache).unwrap();
    assert!(!believes(&here, &[]) && here.has(CACHE));
}

#[test]
fn a_cache_that_is_no_cache_does_no_harm() {
    let here = Workspace::annotated();
    let good = here.read(CACHE);
    let said = here.ibid(&["annotate"]).expect(0).screen();
    for bad in [
        "",
        "x\n",
        "\t\t\t\n",
        &good.replace(' ', ""),
        &good[..good.len() / 2],
        &good.replace('1', "99999999999999999999999"),
    ] {
        here.write(CACHE, bad);
        assert_eq!(here.ibid(&["annotate"]).expect(0).screen(), said, "{bad:?}");
        assert_eq!(here.read(CACHE).lines().count(), 1, "{bad:?}");
    }
    here.write(CACHE, [0xff, 0xfe, b'\t']);
    assert_eq!(here.ibid(&["annotate"]).expect(0).screen(), said);
}

#[test]
fn warnings_are_told_in_every_run_and_lines_of_others_stay() {
    let here = Workspace::annotated();
    here.write("corpus/open.md", "Roth said: “The port is closed.\n\nIt rained.\n");
    let first = here.ibid(&["annotate"]).expect(0);
    assert!(first.err().contains("is never closed"), "{}", first.screen());
    assert_eq!(here.ibid(&["annotate"]).expect(0).err(), first.err());
    here.write("corpus/bridge.md", BRIDGE);
    here.ibid(&["annotate", "corpus/bridge.md"]).expect(0);
    assert_eq!(here.read(CACHE).lines().count(), 3);
    for folder in ["corpus", "annotations", "reports"] {
        let ending = if folder == "annotations" { ".yaml" } else { "" };
        fs::remove_file(here.path(format!("{folder}/bridge.md{ending}"))).unwrap();
    }
    here.ibid(&["annotate"]).expect(0);
    assert_eq!(here.read(CACHE).lines().count(), 2);
}

#[cfg(unix)]
#[test]
fn a_run_that_is_killed_leaves_whole_files_and_the_next_one_ends_it() {
    const DOCUMENTS: usize = 300;
    let corpus = |here: &Workspace| {
        for number in 0..DOCUMENTS {
            here.write(format!("corpus/{number:03}.md"), format!("{}{}", super::FERRY, BRIDGE.repeat(number % 7)));
        }
    };
    let (here, undisturbed) = (Workspace::new(), Workspace::new());
    corpus(&here);
    corpus(&undisturbed);
    let written = |here: &Workspace, folder: &str| -> Vec<String> {
        let Ok(files) = fs::read_dir(here.path(folder)) else { return vec![] };
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
        names.sort();
        names
    };
    let mut child = here.command(&["annotate", "--quiet", "--jobs", "1"]).spawn().unwrap();
    let start = Instant::now();
    while written(&here, "reports").len() < 5 && start.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let half = written(&here, "reports");
    assert!((5..DOCUMENTS).contains(&half.len()), "killed too late: {}", half.len());
    undisturbed.ibid(&["annotate", "--quiet"]).expect(0);
    let same = |folder: &str, name: &str| {
        let name = Path::new(folder).join(name);
        assert_eq!(here.read(&name), undisturbed.read(&name), "{}", name.display());
    };
    for folder in ["annotations", "reports"] {
        written(&here, folder).iter().for_each(|name| same(folder, name));
    }
    here.ibid(&["annotate", "--quiet"]).expect(0);
    for folder in ["annotations", "reports"] {
        assert_eq!(written(&here, folder).len(), DOCUMENTS);
        written(&here, folder).iter().for_each(|name| same(folder, name));
        let left: Vec<_> = fs::read_dir(here.path(folder)).unwrap().map(|file| file.unwrap().file_name()).collect();
        assert_eq!(left.len(), DOCUMENTS, "{left:?}");
    }
}

#[test]
fn documents_are_told_in_order_however_many_there_are() {
    /// Four parts and some more.
    const DOCUMENTS: usize = 8200;
    let here = Workspace::new();
    for number in 0..DOCUMENTS {
        here.write(format!("corpus/{number:05}.md"), "It rained.\n");
    }
    let broken = ["corpus/00001.md", "corpus/05000.md", "corpus/08199.md"];
    broken.iter().for_each(|name| here.write(name, b"It \xff rained.\n"));
    for (run, changed) in [("first", true), ("second", false)] {
        let ran = here.ibid(&["--format", "json", "annotate"]).expect(2);
        let lines: Vec<serde_json::Value> = ran.out().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), DOCUMENTS - broken.len(), "{run}");
        assert!(lines.is_sorted_by_key(|line| line["document"].as_str().unwrap().to_owned()), "{run}");
        assert!(lines.iter().all(|line| line["changed"] == changed), "{run}");
        let places = broken.iter().map(|name| ran.err().find(&format!("{name}:1:4")));
        assert!(places.clone().all(|place| place.is_some()) && places.is_sorted(), "{run}: {}", ran.err());
        assert_eq!(here.read(CACHE).lines().count(), lines.len(), "{run}");
    }
}
