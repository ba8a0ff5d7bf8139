//! The commands of `docs/verifying.md`, run as they stand there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "a test that cannot run must fail"
)]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

const BUS: &str = "4bb25c07a4e42522087136945d3176d31daac0d82ffe51809616a92004037a21";

/// A copy of the corpus, where `ibid` is on the path.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        for folder in ["corpus", "annotations"] {
            fs::create_dir(dir.path().join(folder)).unwrap();
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let path = entry.unwrap().path();
                fs::copy(&path, dir.path().join(folder).join(path.file_name().unwrap())).unwrap();
            }
        }
        Self(dir)
    }

    fn run(&self, command: &str) -> Output {
        let folder = Path::new(env!("CARGO_BIN_EXE_ibid")).parent().unwrap();
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap_or_default());
        let mut shell = Command::new("sh");
        shell.args(["-c", command]).current_dir(self.0.path()).env("PATH", path).output().unwrap()
    }

    /// Runs a command that must succeed, and returns what it prints.
    fn prints(&self, command: &str) -> String {
        let output = self.run(command);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{command}\n{error}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Tells whether the machine has these tools; says which it has not.
    fn has(&self, tools: &[&str]) -> bool {
        let missing: Vec<&&str> =
            tools.iter().filter(|tool| !self.run(&format!("command -v {tool}")).status.success()).collect();
        if !missing.is_empty() {
            eprintln!("skipped: this machine has no {missing:?}");
        }
        missing.is_empty()
    }
}

/// The page says what is run here.
fn page_has(command: &str) {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/verifying.md")).unwrap();
    assert!(page.lines().any(|line| line.trim() == command), "docs/verifying.md has no line {command}");
}

fn prints(place: &Place, command: &str) -> String {
    page_has(command);
    place.prints(command)
}

#[test]
fn a_citation_with_coreutils() {
    let place = Place::new();
    let line = prints(&place, "ibid cite corpus/interview.md \"How many people were on that bus?\"");
    page_has(line.trim());
    if !place.has(&["sha256sum", "tail", "head"]) {
        return;
    }
    assert!(line.starts_with(&format!("sha256:{}", &prints(&place, "sha256sum corpus/interview.md")[..64])));
    let words = prints(&place, "tail -c +421 corpus/interview.md | head -c 33");
    assert_eq!(words, "How many people were on that bus?");
    assert!(prints(&place, "tail -c +421 corpus/interview.md | head -c 33 | sha256sum").starts_with(BUS));
    let full = "ibid cite --full corpus/interview.md \"How many people were on that bus?\"";
    let counted = prints(&place, &format!("{full} | sed 's/;check=.*//' | tr -d '\\n' | sha256sum | cut -c1-8"));
    assert!(place.prints(full).ends_with(&format!(";check={counted}")));
    if place.has(&["git"]) {
        let name = prints(&place, "git hash-object corpus/interview.md");
        assert!(place.prints("ibid cite corpus/interview.md --line 1 --as swhid").contains(name.trim()));
        place.prints("git init -q . && git hash-object -w corpus/interview.md");
        let blob = format!("git cat-file blob {} | tail -c +421 | head -c 33 | sha256sum", name.trim());
        assert!(prints(&place, &blob).starts_with(BUS));
    }
}

#[test]
fn a_manifest_with_coreutils() {
    let place = Place::new();
    // Names that coreutils escapes.
    fs::write(place.0.path().join("corpus/a\\b\nc.md"), "x").unwrap();
    prints(&place, "ibid hash corpus > SHA256SUMS");
    prints(&place, "ibid verify SHA256SUMS");
    if place.has(&["sha256sum"]) {
        prints(&place, "sha256sum -c SHA256SUMS");
        place.prints("LC_ALL=C sha256sum corpus/* > theirs && cmp theirs SHA256SUMS");
    }
}

#[test]
fn a_manifest_signed_and_time_stamped() {
    let place = Place::new();
    place.prints("ibid hash corpus > SHA256SUMS");
    if place.has(&["ssh-keygen"]) {
        place.prints(
            "ssh-keygen -q -t ed25519 -N '' -f key && printf 'dana@gazette.example %s\\n' \"$(cat key.pub)\" > allowed",
        );
        page_has("ssh-keygen -Y sign -f ~/.ssh/id_ed25519 -n ibid SHA256SUMS");
        place.prints("ssh-keygen -Y sign -f key -n ibid SHA256SUMS");
        let verify = "ssh-keygen -Y verify -f allowed -I dana@gazette.example -n ibid -s SHA256SUMS.sig < SHA256SUMS";
        prints(&place, verify);
        place.prints("ibid verify SHA256SUMS");
        place.prints("echo >> SHA256SUMS");
        assert!(!place.run(verify).status.success(), "a changed manifest is not signed");
    }
    if place.has(&["openssl"]) {
        place.prints("ibid hash corpus > SHA256SUMS");
        prints(&place, "openssl ts -query -data SHA256SUMS -sha256 -cert -out SHA256SUMS.tsq");
        // An authority of our own in place of one on the net.
        let config = "[tsa]\ndefault_tsa = t\n[t]\nserial = serial\ncrypto_device = builtin\nsigner_cert = tsa.pem\n\
                      certs = tsa.pem\nsigner_key = tsa.key\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\n\
                      digests = sha256\ness_cert_id_alg = sha256\n";
        fs::write(place.0.path().join("ts.cnf"), config).unwrap();
        place.prints(
            "openssl req -x509 -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.pem -days 2 -subj /CN=tsa.example \
             -addext extendedKeyUsage=critical,timeStamping 2>/dev/null && cp tsa.pem chain.pem && echo 01 > serial && \
             openssl ts -reply -config ts.cnf -queryfile SHA256SUMS.tsq -out SHA256SUMS.tsr",
        );
        prints(&place, "openssl ts -verify -data SHA256SUMS -in SHA256SUMS.tsr -CAfile chain.pem");
        place.prints("ibid verify SHA256SUMS");
    }
}

#[test]
fn a_paragraph_and_annotations_without_the_text() {
    let place = Place::new();
    prints(&place, "ibid prove corpus/interview.md \"on that bus\" > proof.json");
    let root = "2a055ccab89b32909e8e873b3b97482a3d493b58b663fea9ae761c01bd728042";
    prints(&place, &format!("ibid verify-proof proof.json --root sha256:{root}"));
    if place.has(&["sha256sum"]) {
        let leaf = "{ printf '\\0'; printf '%s' '**Harbor Post:** How many people were on that bus?'; } | sha256sum";
        let leaf = prints(&place, leaf)[..64].to_owned();
        // The leaf of paragraph 1 is the hash beside paragraph 0.
        assert!(place.prints("ibid prove corpus/interview.md --block 0").contains(&leaf));
    }
    prints(&place, "ibid export --no-text --out public");
    prints(&place, "ibid hydrate public/annotations --corpus corpus --out whole");
    place.prints("diff -r annotations whole/annotations");
    prints(&place, "ibid reanchor");
}
