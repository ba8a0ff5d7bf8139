//! Closed classes of English words, as sets of flags by token key.
//!
//! The scanner has no part-of-speech tagger: these few hundred words, a capital and an ending tell it
//! enough to find the ends of noun phrases and clauses. They are code, not lexicon, because they are
//! grammar: nobody will want to add one.

use crate::{document::key, lexicon::Table};
use std::{collections::BTreeMap, sync::LazyLock};

/// A set of the constants below.
pub(in crate::detect) type Flags = u32;

/// Personal pronouns that can be a subject, and indefinite ones that name people.
pub(in crate::detect) const PRONOUN: Flags = 1;
/// who, which, that
pub(in crate::detect) const RELATIVE: Flags = 1 << 1;
/// Auxiliaries, modals, and the clitics that stand for them.
pub(in crate::detect) const AUX: Flags = 1 << 2;
/// Forms of `be`.
pub(in crate::detect) const BE: Flags = 1 << 3;
/// Forms of `have`.
pub(in crate::detect) const HAVE: Flags = 1 << 4;
/// Adverbs and particles that stand inside a verb group.
pub(in crate::detect) const ADVERB: Flags = 1 << 5;
/// not, n't, never
pub(in crate::detect) const NEGATION: Flags = 1 << 6;
/// Words that begin a clause: conjunctions and question words.
pub(in crate::detect) const STOP: Flags = 1 << 7;
/// Days, and words that say when.
pub(in crate::detect) const DATE: Flags = 1 << 8;
/// Articles, demonstratives, possessives, quantifiers.
pub(in crate::detect) const DETERMINER: Flags = 1 << 9;
/// Prepositions.
pub(in crate::detect) const PREPOSITION: Flags = 1 << 10;
/// Mr., President, Senator: a name follows.
pub(in crate::detect) const TITLE: Flags = 1 << 11;
/// and, but, or
pub(in crate::detect) const COORDINATOR: Flags = 1 << 12;
/// Verbs that carry another verb with `to`: declined to say, appears to believe.
pub(in crate::detect) const CATENATIVE: Flags = 1 << 13;
/// Object pronouns.
pub(in crate::detect) const OBJECT: Flags = 1 << 14;
/// will, would, can, do …: the base form follows.
pub(in crate::detect) const MODAL: Flags = 1 << 15;
/// he, him, his
pub(in crate::detect) const MALE: Flags = 1 << 16;
/// she, her, hers
pub(in crate::detect) const FEMALE: Flags = 1 << 17;
/// they, them, their
pub(in crate::detect) const PLURAL: Flags = 1 << 18;
/// Common finite verbs that are no cues; a noun phrase ends before them.
pub(in crate::detect) const VERB: Flags = 1 << 19;
/// spokesman, officials, critics …: nouns for people, without an article at times.
pub(in crate::detect) const PERSON: Flags = 1 << 20;
/// my, your, his …
pub(in crate::detect) const POSSESSIVE: Flags = 1 << 21;
/// I, we, me, us, our: the speaker of a quotation.
pub(in crate::detect) const FIRST: Flags = 1 << 22;
/// -ly words that are no adverbs are listed nowhere; this marks words whose ending says adverb.
pub(in crate::detect) const LY: Flags = 1 << 23;
/// A word that ends in -s: perhaps a plural.
pub(in crate::detect) const S: Flags = 1 << 24;
/// A word that ends in -ed.
pub(in crate::detect) const ED: Flags = 1 << 25;
/// A word that ends in -ing.
pub(in crate::detect) const ING: Flags = 1 << 26;
/// it, there: subjects that are nobody.
pub(in crate::detect) const EXPLETIVE: Flags = 1 << 27;
/// newspaper, agency, outlet …: nouns for media.
pub(in crate::detect) const MEDIUM: Flags = 1 << 28;

/// The classes, each with its words.
const CLASSES: &[(Flags, &str)] = &[
    (
        PRONOUN,
        "he she they it i we you who everyone everybody someone somebody nobody others many some both all few one most another none",
    ),
    (RELATIVE, "who which that"),
    (
        AUX,
        "has have had having was were is are be been being am would could should might may must will shall can cannot ca did does do wo 's 're 've 'd 'll 'm \
         n't not never get got gets",
    ),
    (BE, "was were is are be been being am 's 're 'm"),
    (HAVE, "has have had having 've"),
    (MODAL, "would could should might may must will shall can cannot ca did does do wo to 'll 'd did let"),
    (
        ADVERB,
        "also later then now already previously recently once twice again first just even never not still only soon ever always often further instead too \
         perhaps maybe rather quite long largely yet nevertheless nonetheless all both himself herself itself themselves simply long-ago thus therefore so \
         sometimes immediately today earlier in-turn widely much far well meanwhile however",
    ),
    (NEGATION, "not n't never no neither nor"),
    (
        STOP,
        "and but or nor while when whenever because after before if as since although though so that who whom whose which where what how why than whether \
         until unless whereas lest once",
    ),
    (
        DATE,
        "monday tuesday wednesday thursday friday saturday sunday today yesterday tonight tomorrow earlier late later afternoon morning evening night week \
         month year january february march april may june july august september october november december jan. feb. mar. apr. aug. sept. oct. nov. dec. \
         last weekend days weeks months years ago recently",
    ),
    (
        DETERMINER,
        "the a an this that these those his her their its my our your some any no each every another several many few most more one two three four five six \
         seven eight nine ten dozens other all both such either neither numerous various",
    ),
    (POSSESSIVE, "his her their its my our your whose 's"),
    (
        PREPOSITION,
        "of in on at by for from with to into about against between among during over under through across after before since until toward towards near via \
         without within behind beyond upon amid despite like around outside inside along per regarding concerning throughout off",
    ),
    (
        TITLE,
        "mr mr. mrs mrs. ms ms. miss dr dr. sen sen. rep rep. gov gov. gen gen. lt lt. col col. sgt sgt. prof prof. rev rev. capt capt. maj maj. adm adm. cmdr. \
         sens. reps. govs. president vice senator representative governor mayor congressman congresswoman secretary minister chancellor premier chairman \
         chairwoman chairperson chief director justice judge general colonel captain sergeant lieutenant admiral professor reverend pope bishop archbishop \
         cardinal king queen prince princess sir lady lord dame sheikh ambassador envoy spokesman spokeswoman spokesperson leader attorney speaker former \
         ex-president prime foreign deputy candidate nominee officer commissioner councilman councilwoman delegate sheriff detective councillor editor analyst \
         strategist economist author activist lawyer adviser advisor aide manager coach host anchor columnist reporter correspondent journalist ceo founder \
         president-elect co-founder counsel pollster historian hon. his-excellency excellency democrat republican",
    ),
    (COORDINATOR, "and but or nor yet"),
    (
        CATENATIVE,
        "declined declines decline declining refused refuses refuse refusing continued continues continue continuing began begin begins begun beginning wanted \
         wants want tried tries try trying went goes go going appears appear appeared seems seem seemed used wished likes liked like sought seeks seek seeking \
         able unable willing unwilling ready happened expected likely prepared hastened failed fails fail hesitated chose chooses reluctant came started starts \
         quick proceeded ought need needed has have had free careful eager keen paused rushed dared stopped set about moved moves supposed",
    ),
    (OBJECT, "him her them it us me you himself herself themselves itself reporters journalists"),
    (
        MALE,
        "he him his himself mr mr. sir king prince spokesman chairman congressman husband father brother son man lord councilman",
    ),
    (
        FEMALE,
        "she her hers herself mrs mrs. ms ms. miss queen princess spokeswoman chairwoman congresswoman wife mother sister daughter woman lady dame",
    ),
    (PLURAL, "they them their theirs themselves"),
    (
        VERB,
        "made makes make took takes take came comes come gave gives give left leaves leave met meets meet ran runs run won wins win lost loses lose held holds \
         began became becomes become went goes go kept keeps keep put puts sat stood sent spent led leads fell rose grew drew brought bought built caught fought \
         paid sold showed seemed appeared remains remained included includes followed follows used uses turned turns moved moves called named received \
         receives served serves worked works lived lives looked looks started starts helped helps got gets has had have was were is are did does do",
    ),
    (
        PERSON,
        "officials critics supporters opponents aides advisers advisors experts analysts sources observers democrats republicans lawmakers senators voters \
         prosecutors police investigators economists scientists researchers scholars residents witnesses activists lawyers attorneys strategists insiders \
         allies leaders people conservatives liberals progressives americans russians europeans officers authorities diplomats historians journalists \
         reporters editors polls pollsters data figures documents records reports studies surveys research state teachers parents students doctors workers \
         families friends others many some several commentators pundits readers respondents organizers groups spokesmen spokeswoman spokesman spokesperson \
         media newspapers outlets men women candidates campaigns backers detractors skeptics proponents advocates party campaign administration government \
         congress parliament",
    ),
    (FIRST, "i we me us my our mine ours myself ourselves"),
    (EXPLETIVE, "it there"),
    (
        MEDIUM,
        "newspaper paper agency outlet publication magazine broadcaster website site station channel network journal daily weekly tabloid wire gazette",
    ),
];

/// Words in -ly that are no adverbs.
const NOT_ADVERBS: &[&str] = &[
    "family",
    "ally",
    "rally",
    "reply",
    "supply",
    "assembly",
    "early",
    "likely",
    "only",
    "italy",
    "july",
    "daily",
    "weekly",
    "friendly",
    "monopoly",
    "anomaly",
    "fly",
    "apply",
    "imply",
    "comply",
    "rely",
    "unlikely",
    "elderly",
    "deadly",
    "ugly",
    "costly",
    "lovely",
    "kelly",
    "emily",
    "billy",
    "sally",
    "beverly",
    "homily",
    "bully",
    "belly",
    "lily",
    "jelly",
    "holy",
    "melancholy",
    "butterfly",
    "multiply",
    "orderly",
];

/// The flags of each word that is in a class, and 0 for those whose ending says nothing.
static WORDS: LazyLock<Table<Flags>> = LazyLock::new(|| {
    let mut map = BTreeMap::<u64, Flags>::new();
    for (flag, words) in CLASSES {
        for word in words.split_whitespace() {
            *map.entry(crate::document::key(word)).or_default() |= flag;
        }
    }
    for word in NOT_ADVERBS {
        map.entry(crate::document::key(word)).or_default();
    }
    Table::of(map)
});

/// Returns the flags of the classes that a word is in.
pub(in crate::detect) fn class(key: u64) -> Flags {
    WORDS.get(key).unwrap_or(0)
}

/// Returns the flags of a word: those of its class, and those of its ending.
#[inline]
pub(in crate::detect) fn flags(key: u64, word: &[u8]) -> Flags {
    let listed = WORDS.get(key);
    let mut flags = listed.unwrap_or(0);
    match word {
        [_, _, .., b'l', b'y'] if listed.is_none() && word.len() > 4 => flags |= LY | ADVERB,
        [.., b'e', b'd'] if word.len() > 3 => flags |= ED,
        [.., b'i', b'n', b'g'] if word.len() > 4 => flags |= ING,
        [.., x, b's'] if *x != b's' && *x != b'u' && *x != b'i' && (word.len() > 3 || listed.is_none()) => flags |= S,
        _ => {}
    }
    flags
}

macro_rules! keys {
    ($($name:ident = $word:literal,)*) => {
        $(pub(in crate::detect) const $name: u64 = key($word);)*
    };
}

keys! {
    THAT = "that", TO = "to", AS = "as", BY = "by", OF = "of", WHETHER = "whether", IF = "if", AND = "and", BUT = "but", FOR = "for",
    ACCORDING = "according", COMMENT = "comment", SAYING = "saying", ABOUT = "about", IT = "it", THERE = "there", HE = "he", SHE = "she",
    WHO = "who", NOR = "nor", IN = "in", POSSESSIVE_S = "'s", YOU = "you", ELABORATE = "elaborate", WHAT = "what", THE = "the", US = "us",
}
