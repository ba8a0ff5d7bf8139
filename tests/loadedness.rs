//! Holds what the loadedness table must never do: flag what somebody is, a name, a number, or a word that a
//! guard of the lexicon has ruled out. And what it must: give its reason.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot run must fail"
)]

use ibid::{
    detect::{Mode, framing},
    document::{Document, Format},
    lexicon::Lexicon,
};

/// Peoples, religions, origins, parties, ways of life and states of body, as one writes them.
const IDENTITIES: &str = "\
    Aboriginal African Afghan Albanian Algerian American Amish Anglican Arab Argentine Armenian Asian Australian \
    Austrian Azerbaijani Bangladeshi Baptist Basque Belarusian Belgian Bolivian Bosnian Brazilian British Buddhist \
    Bulgarian Burmese Cambodian Canadian Catalan Catholic Chechen Chilean Chinese Christian Colombian Congolese Copt \
    Coptic Croatian Cuban Czech Danish Druze Dutch Ecuadorian Egyptian English Eritrean Estonian Ethiopian European \
    Filipino Finnish French Georgian German Ghanaian Greek Guatemalan Gypsy Haitian Hasidic Hindu Hispanic Hmong \
    Honduran Hungarian Icelandic Indian Indonesian Inuit Iranian Iraqi Irish Islamic Israeli Italian Jamaican \
    Japanese Jew Jewish Jordanian Kazakh Kenyan Korean Kurd Kurdish Kuwaiti Latina Latino Latvian Lebanese Liberian \
    Libyan Lithuanian Lutheran Malaysian Maori Mennonite Methodist Mexican Moroccan Mormon Muslim Navajo Nepalese \
    Nigerian Norwegian Orthodox Pakistani Palestinian Pentecostal Peruvian Polish Portuguese Presbyterian Protestant \
    Quaker Roma Romanian Russian Rwandan Salvadoran Saudi Scottish Serbian Shiite Sikh Slovak Somali Sudanese Sunni \
    Swedish Swiss Syrian Taiwanese Tajik Thai Tibetan Tunisian Turkish Ukrainian Uyghur Uzbek Venezuelan Vietnamese \
    Welsh Yemeni Zulu Democrat Democratic Republican Tory Labour Green \
    aboriginal adolescent adopted amputee asexual atheist autistic bisexual black blind brown centrist childless \
    conservative deaf disabled divorced elderly evangelical female feminist foreign gay heterosexual homeless \
    homosexual immigrant indigenous lesbian liberal libertarian male married middle-aged migrant moderate \
    muslim jewish christian catholic arab native nonbinary old orphaned pagan paralyzed poor pregnant progressive \
    queer religious retired rural secular socialist straight teenage trans transgender transsexual undocumented \
    unemployed urban veteran white widowed working-class young";

const FRAMES: &[&str] = &[
    "They met the {} delegation on Monday.",
    "The {} community has lived in Sel since 1950.",
    "Two {} leaders spoke after him.",
    "She is {} and works at the harbor.",
    "He described himself as {}.",
    "{} voters were asked on Tuesday.",
];

fn found(text: &str, mode: Mode) -> Vec<(String, String)> {
    let document = Document::read(text.as_bytes(), Format::Plain).unwrap();
    let found = framing(&document, Lexicon::builtin(), &[], mode);
    found.iter().map(|hit| (document.words(hit.span).to_owned(), hit.rule.clone())).collect()
}

#[test]
fn identity_is_never_loaded() {
    assert!(IDENTITIES.split_whitespace().count() >= 150);
    let mut bad = vec![];
    for identity in IDENTITIES.split_whitespace() {
        for frame in FRAMES {
            let text = frame.replace("{}", identity);
            bad.extend(found(&text, Mode::Broad).into_iter().map(|hit| format!("{hit:?} in {text:?}")));
        }
    }
    assert!(bad.is_empty(), "identity words are flagged:\n{}", bad.join("\n"));
}

#[test]
fn a_word_no_list_has_is_found_on_request() {
    let text = "Rivals savaged the plan.\n\nHis folly ended the talks.";
    let want = [("savaged", "loadedness.report-verb"), ("folly", "loadedness.distancing")];
    let want: Vec<_> = want.iter().map(|(word, rule)| ((*word).to_owned(), (*rule).to_owned())).collect();
    assert_eq!(found(text, Mode::Broad), want);
    assert_eq!(found(text, Mode::Precise), []);
}

#[test]
fn names_numbers_and_ruled_out_words_are_left_alone() {
    for text in [
        "The director of Bashed, Ms. Folly, met Joe Heretic.",
        "FOLLY met him in 1950 at 127 Main Street.",
        "They saw a crazy horse on the road.",
        "The minister said on Tuesday that the hospital would open in March.",
    ] {
        assert_eq!(found(text, Mode::Broad), [], "{text}");
    }
    assert_eq!(found("Heretic or not, he came.", Mode::Broad).len(), 1);
}

#[test]
fn the_reason_is_the_nearest_seed_terms() {
    let explained = Lexicon::builtin().explain("savaged");
    assert_eq!(explained.len(), 1);
    assert_eq!(explained[0].id, "loadedness.report-verb");
    assert!(explained[0].limits.iter().any(|limit| limit.contains("lambasted")), "{:?}", explained[0].limits);
    assert_eq!(Lexicon::builtin().explain("loadedness.report-verb")[0].kind, "table");
    let neutral = Lexicon::builtin().explain("hospital");
    assert!(neutral[0].summary.contains("no category"), "{}", neutral[0].summary);
    assert!(Lexicon::builtin().explain("xqzzk").is_empty());
}

#[test]
fn time_is_linear_in_the_finds() {
    let time = |lines: usize| {
        let document = Document::read("the folly savaged bashed ".repeat(lines).as_bytes(), Format::Plain).unwrap();
        let start = std::time::Instant::now();
        assert_eq!(framing(&document, Lexicon::builtin(), &[], Mode::Broad).len(), 3 * lines);
        start.elapsed().as_secs_f64()
    };
    time(100);
    // A busy machine may take its time once, not three times.
    let proportionate = || time(16_000) < time(2_000) * 8.0 * 4.0 + 0.05;
    assert!((0..3).any(|_| proportionate()), "eight times as much takes more than its share");
}
