//! Pages for browsers.

use super::{FERRY, Workspace};

#[test]
fn a_page_beside_the_report() {
    let here = Workspace::annotated();
    assert_eq!(here.ibid(&["report", "--format", "html"]).expect(0).out(), "1 report; 1 written\n");
    let page = here.read("reports/ferry.md.html");
    assert!(page.contains("<title>Ferry strike enters third day</title>"), "{page}");
    assert_eq!(here.ibid(&["report", "--format", "html", "--stdout"]).expect(0).out(), page);
    assert_eq!(here.ibid(&["report", "--format", "html"]).expect(0).out(), "1 report; 0 written\n");
    here.ibid(&["verify"]).expect(0);
    assert_eq!(here.read("corpus/ferry.md"), FERRY);
}

#[test]
fn a_file_that_is_no_page_of_ours_stays() {
    let here = Workspace::annotated();
    here.write("reports/ferry.md.html", "<p>mine</p>");
    let ran = here.ibid(&["report", "--format", "html"]).expect(2);
    assert!(ran.screen().contains("this is no page of ibid"), "{}", ran.screen());
    assert_eq!(here.read("reports/ferry.md.html"), "<p>mine</p>");
}

#[test]
fn other_verbs_write_no_pages() {
    let ran = Workspace::annotated().ibid(&["verify", "--format", "html"]).expect(2);
    assert!(ran.screen().contains("write HTML"), "{}", ran.screen());
}

#[test]
fn documents_are_compared_with_and_without_annotation_files() {
    let here = Workspace::annotated();
    here.write("corpus/bridge.md", super::BRIDGE);
    let markdown = here.ibid(&["compare"]).expect(0).out();
    assert!(markdown.starts_with("# 2 documents compared\n"), "{markdown}");
    assert!(!here.path("annotations/bridge.md.yaml").exists(), "nothing is written");
    assert!(here.ibid(&["compare", "--format", "html"]).expect(0).out().starts_with("<!doctype html>"));
    let ran = here.ibid(&["compare", "corpus/ferry.md"]).expect(2);
    assert!(ran.screen().contains("fewer than two documents"), "{}", ran.screen());
}
