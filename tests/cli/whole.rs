//! Files are written whole or not at all: two runs at once, a kill at any moment, a full disk, a file that may
//! not be written.

use super::{FERRY, Workspace};
use std::{collections::BTreeMap, fs, path::Path, process::Stdio, time::Duration};

const SIDECAR: &str = "annotations/ferry.md.yaml";

/// All files of a folder, temporary ones too.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(&path).unwrap())).collect()
}

#[test]
fn two_runs_at_once_do_not_interleave() {
    let here = Workspace::annotated();
    here.edit("corpus/ferry.md", "on Friday", "on Sunday");
    let before = here.read(SIDECAR);
    let lock = fs::File::create(here.path("annotations/.ibid.lock")).unwrap();
    fs::write(here.path("annotations/.ibid.lock"), "4711\n").unwrap();
    lock.lock().unwrap();
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(2).screen(), @r"
    error: another run of ibid, process 4711, is at work on this folder
    --> annotations/.ibid.lock
     = help: wait until it is done, then run the command again
    [exit 2]
    ");
    here.ibid(&["check", "--fix"]).expect(2);
    assert_eq!(here.read(SIDECAR), before);
    here.ibid(&["verify", "--quiet"]).expect(1);
    here.ibid(&["annotate", "--check", "--quiet"]).expect(1);
    drop(lock);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    assert!(!here.has("annotations/.ibid.lock"), "nothing is left behind");
}

#[test]
fn many_runs_at_once_end_well() {
    let here = Workspace::new();
    for n in 0..20 {
        here.write(format!("corpus/{n}.md"), FERRY);
    }
    for _ in 0..4 {
        let runs: Vec<_> = (0..4)
            .map(|_| here.command(&["annotate"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap())
            .collect();
        let ended: Vec<_> = runs.into_iter().map(|run| run.wait_with_output().unwrap()).collect();
        assert!(ended.iter().any(|run| run.status.success()));
        for run in ended.iter().filter(|run| !run.status.success()) {
            let said = String::from_utf8_lossy(&run.stderr);
            assert!(run.status.code() == Some(2) && said.contains("is at work on this folder"), "{said}");
        }
    }
    here.ibid(&["annotate", "--check"]).expect(0);
}

/// Kills a run after longer and longer times; each file is the old one or the new one.
#[test]
fn a_kill_leaves_whole_files() {
    let here = Workspace::new();
    for n in 0..12 {
        here.write(format!("corpus/{n:02}.md"), FERRY.repeat(1 + n % 3));
    }
    here.ibid(&["annotate", "--quiet"]).expect(0);
    let old = files(&here.path("annotations"));
    for n in 0..12 {
        here.write(format!("corpus/{n:02}.md"), format!("News.\n\n{}", FERRY.repeat(1 + n % 3)));
    }
    here.ibid(&["annotate", "--quiet"]).expect(0);
    let new = files(&here.path("annotations"));
    let mut mixed = 0;
    for kill in 0..60 {
        for (name, bytes) in &old {
            here.write(format!("annotations/{name}"), bytes);
        }
        let mut run = here.command(&["annotate"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(kill * 700));
        run.kill().unwrap();
        run.wait().unwrap();
        let now = files(&here.path("annotations"));
        for (name, bytes) in &old {
            assert!(now[name] == *bytes || now[name] == new[name], "{name} is neither, after {kill}");
        }
        mixed +=
            usize::from(old.keys().any(|name| now[name] == old[name]) && old.keys().any(|name| now[name] == new[name]));
    }
    eprintln!("{mixed} of 60 kills came while files were being written");
    here.ibid(&["annotate", "--quiet"]).expect(0);
    assert_eq!(files(&here.path("annotations")), new, "the next run ends it, and clears away what was half written");
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_the_old_file() {
    let here = Workspace::annotated();
    here.edit("corpus/ferry.md", "on Friday", "on Sunday");
    let before = here.read(SIDECAR);
    let mut command = std::process::Command::new("sh");
    // A limit on the size of files fails as a full disk does.
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" annotate";
    command.args(["-c", script, env!("CARGO_BIN_EXE_ibid")]).current_dir(here.dir.path()).env("NO_COLOR", "1");
    let done = command.output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(2) && said.contains("the file cannot be written"), "{said}");
    assert!(said.contains("the file is as it was"), "{said}");
    assert_eq!(here.read(SIDECAR), before);
    assert_eq!(files(&here.path("annotations")).len(), 1, "nothing is left behind");
}

#[test]
#[cfg(unix)]
fn a_read_only_file_stays() {
    use std::os::unix::fs::PermissionsExt as _;
    let here = Workspace::annotated();
    here.edit("corpus/ferry.md", "on Friday", "on Sunday");
    let before = here.read(SIDECAR);
    fs::set_permissions(here.path(SIDECAR), fs::Permissions::from_mode(0o444)).unwrap();
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(2).screen(), @r"
    error: the file cannot be written: it is read-only
    --> annotations/ferry.md.yaml
     = help: make it writable, for example with `chmod u+w FILE`; it is as it was
    [exit 2]
    ");
    assert_eq!(here.read(SIDECAR), before);
}

/// Found by its digest, told, and not guessed.
#[test]
fn the_annotation_file_of_a_renamed_document() {
    let here = Workspace::annotated();
    here.edit(SIDECAR, "speaker: Dana Roth\n", "speaker: Mayor Roth\n");
    fs::rename(here.path("corpus/ferry.md"), here.path("corpus/port.md")).unwrap();
    insta::assert_snapshot!(here.ibid(&["annotate"]).expect(2).screen(), @r"
    error: annotations/ferry.md.yaml is of this very text, and its document is gone
    --> corpus/port.md
     = help: if the document was renamed: `mv annotations/ferry.md.yaml annotations/port.md.yaml && ibid check --fix annotations/port.md.yaml`; else delete annotations/ferry.md.yaml
    [exit 2]
    ");
    assert!(!here.has("annotations/port.md.yaml"));
    // As it says.
    fs::rename(here.path(SIDECAR), here.path("annotations/port.md.yaml")).unwrap();
    here.ibid(&["check", "--fix", "annotations/port.md.yaml"]).expect(0);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    assert!(here.read("annotations/port.md.yaml").contains("speaker: Mayor Roth"));
    // A copy is no renaming: the first document is still there.
    here.write("corpus/copy.md", here.read("corpus/port.md"));
    here.ibid(&["annotate", "--quiet"]).expect(0);
}

/// Two people's edits of one file, brought together by git; both stay.
#[test]
fn what_git_merged_stays() {
    let here = Workspace::annotated();
    let base = here.read(SIDECAR);
    let one = base.replacen("    kind: direct\n", "    kind: direct\n    note: Ann was there\n", 1);
    let two = base.replacen("    voice: attributed\n", "    voice: attributed\n    review: rejected  # Bo\n", 1);
    for (name, text) in [("base", &base), ("one", &one), ("two", &two)] {
        here.write(name, text);
    }
    let mut git = std::process::Command::new("git");
    git.args(["merge-file", "-p", "one", "base", "two"]).current_dir(here.dir.path());
    let Ok(merged) = git.output() else {
        eprintln!("skipped: git is not here");
        return;
    };
    assert!(merged.status.success());
    here.write(SIDECAR, &merged.stdout);
    here.ibid(&["annotate", "--quiet"]).expect(0);
    let now = here.read(SIDECAR);
    assert!(now.contains("note: Ann was there") && now.contains("review: rejected  # Bo"), "{now}");
    assert_eq!(now.as_bytes(), merged.stdout);
}
