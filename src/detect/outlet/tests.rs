use crate::{
    detect,
    document::{Document, Format},
    lexicon::Lexicon,
};
#[test]
fn show() {
    let mut files: Vec<_> = std::fs::read_dir("/work/shared/seeds")
        .unwrap()
        .chain(std::fs::read_dir("corpus").unwrap())
        .map(|e| e.unwrap().path())
        .filter(|p| !p.ends_with("SHA256SUMS"))
        .collect();
    files.sort();
    let l = Lexicon::builtin();
    for f in files {
        let d = Document::read(&std::fs::read(&f).unwrap(), Format::Markdown).unwrap();
        let o = detect::outlet(&d, l);
        eprintln!("=== {}", f.display());
        if let Some(o) = &o {
            eprintln!("  {} {:?}", o.name, o.domain);
            for e in &o.evidence {
                eprintln!("     {} {:?}", e.rule, d.bytes(e.at));
            }
        }
        for a in detect::authors(&d, l) {
            eprintln!("  by {} [{} {:?}]", a.name, a.evidence.rule, d.bytes(a.evidence.at));
        }
        if let Some(p) = detect::published(&d, l) {
            eprintln!("  on {} [{} {:?}]", p.date, p.evidence.rule, d.bytes(p.evidence.at));
        }
        for a in detect::cited(&d, l, o.as_ref()) {
            eprintln!("  cites {} [{} {:?}]", a.name, a.evidence.rule, d.bytes(a.evidence.at));
        }
    }
}
#[test]
fn wide() {
    let l = Lexicon::builtin();
    let mut texts = vec![];
    for line in std::fs::read_to_string("/work/shared/eval/attribution/polnear-train.jsonl").unwrap().lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        texts.push((v["id"].as_str().unwrap().to_owned(), v["text"].as_str().unwrap().to_owned()));
    }
    for e in std::fs::read_dir("/tmp/18f/posts").unwrap() {
        let p = e.unwrap().path();
        if let Ok(t) = std::fs::read_to_string(&p) {
            texts.push((p.file_name().unwrap().to_string_lossy().into_owned(), t));
        }
    }
    let docs: Vec<_> =
        texts.iter().map(|(i, t)| (i, Document::read(t.as_bytes(), Format::Markdown).unwrap())).collect();
    let start = std::time::Instant::now();
    for (i, d) in &docs {
        let o = detect::outlet(&d, l);
        if let Some(o) = &o {
            for e in &o.evidence {
                println!("OUT {i} {} {:?} {} {:?}", o.name, o.domain, e.rule, d.bytes(e.at));
            }
        }
        for a in detect::authors(&d, l) {
            println!("BY {i} {} [{} {:?}]", a.name, a.evidence.rule, d.bytes(a.evidence.at));
        }
        if let Some(p) = detect::published(&d, l) {
            println!("ON {i} {} [{} {:?}]", p.date, p.evidence.rule, d.bytes(p.evidence.at));
        }
        for a in detect::cited(&d, l, o.as_ref()) {
            let s = d.source();
            let (x, y) = (a.evidence.at.start() as usize, a.evidence.at.end() as usize);
            let mut x0 = x.saturating_sub(40);
            while !s.is_char_boundary(x0) {
                x0 -= 1;
            }
            let mut y0 = (y + 40).min(s.len());
            while !s.is_char_boundary(y0) {
                y0 += 1;
            }
            println!(
                "CITE {} | {} | {}",
                a.name,
                a.evidence.rule,
                format!("{}⟦{}⟧{}", &s[x0..x], &s[x..y], &s[y..y0]).replace('\n', " ")
            );
        }
    }
    println!("TIME {:?}", start.elapsed());
}
