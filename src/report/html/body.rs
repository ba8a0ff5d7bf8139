//! The text of the page: comrak's HTML of the body, sanitised, with tokens where annotations begin and end.
//!
//! Tokens are letters and digits with a key that the document does not hold, so that neither comrak nor the
//! sanitiser sees anything but words. They become elements only after sanitising, and only outside of tags.

use super::{
    clean,
    element::escape,
    layers::Layers,
    letters::{Letters, Run, runs_of_block},
};
use crate::{
    document::{BlockKind, Document},
    verify::comrak_options,
};
use comrak::{
    Arena, format_html,
    nodes::{Ast, AstNode, NodeLink, NodeValue},
    parse_document,
};
use std::borrow::Cow;

/// Inline HTML that is kept, always without attributes.
const HARMLESS: [&str; 20] = [
    "abbr", "b", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "q", "s", "samp", "small", "strong",
    "sub", "sup", "u", "var",
];

/// What stands between words of the page's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A stretch of layers begins; whether it stands in a link.
    Begins(usize, bool),
    /// It ends.
    Ends,
    /// A paragraph ends and another one begins; whether that is a heading.
    Paragraph(bool),
    /// A picture was here; what follows is its description.
    Picture,
}

/// Writes tokens, and finds them again.
pub(super) struct Tokens {
    key: String,
}

impl Tokens {
    /// Returns tokens whose key stands nowhere in the document.
    pub(super) fn choose(document: &Document) -> Self {
        let hex = document.digests().raw.hex();
        let lengths = 16..=hex.len();
        let keys = lengths.filter_map(|length| Some(format!("ibid{}", hex.get(..length)?)));
        // A text that holds its own digest, whole, has not been found yet.
        let key = keys.into_iter().find(|key| !document.source().contains(key)).unwrap_or_else(|| format!("ibid{hex}"));
        Self { key }
    }

    fn write(&self, token: Token) -> String {
        let key = &self.key;
        match token {
            Token::Begins(stretch, linked) => format!("{key}{}{stretch}z", if linked { 'l' } else { 'a' }),
            Token::Ends => format!("{key}e"),
            Token::Paragraph(heading) => format!("{key}{}", if heading { 'h' } else { 'p' }),
            Token::Picture => format!("{key}i"),
        }
    }

    /// Cuts sanitised HTML at its tokens: what stands before each one, and the token; then the rest. Tokens
    /// within tags, where a text got that the document put there, are dropped.
    pub(super) fn read<'h>(&self, html: &'h str) -> Vec<(Cow<'h, str>, Option<Token>)> {
        let mut parts = vec![];
        let mut inside = Inside::Text;
        let mut pending = String::new();
        let mut rest = html;
        while let Some((before, after)) = rest.split_once(&self.key) {
            inside = inside.after(before);
            pending.push_str(before);
            let (token, length) = token(after).map_or((None, 0), |(token, length)| (Some(token), length));
            rest = after.get(length..).unwrap_or_default();
            if inside == Inside::Text && token.is_some() {
                parts.push((Cow::Owned(std::mem::take(&mut pending)), token));
            }
        }
        pending.push_str(rest);
        parts.push((Cow::Owned(pending), None));
        parts
    }
}

/// What a byte of sanitised HTML stands in: the serialiser quotes every value with `"`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Text,
    Tag,
    Value,
}

impl Inside {
    fn after(self, html: &str) -> Self {
        html.bytes().fold(self, |inside, byte| match (inside, byte) {
            (Self::Text, b'<') | (Self::Value, b'"') => Self::Tag,
            (Self::Tag, b'"') => Self::Value,
            (Self::Tag, b'>') => Self::Text,
            _ => inside,
        })
    }
}

/// Reads what follows the key of a token, and returns its length in bytes.
fn token(after: &str) -> Option<(Token, usize)> {
    let linked = match after.bytes().next()? {
        b'e' => return Some((Token::Ends, 1)),
        b'i' => return Some((Token::Picture, 1)),
        kind @ (b'h' | b'p') => return Some((Token::Paragraph(kind == b'h'), 1)),
        b'l' => true,
        b'a' => false,
        _ => return None,
    };
    let (digits, _) = after.get(1..)?.split_once('z')?;
    Some((Token::Begins(digits.parse().ok()?, linked), digits.len() + 2))
}

/// Returns a block of prose as HTML with tokens.
pub(super) fn block(document: &Document, layers: &Layers, tokens: &Tokens, at: crate::document::Block) -> String {
    let mut html = String::new();
    for (text, stretch) in runs_of_block(document, layers, at.span) {
        let text = escape(&text);
        match stretch {
            Some(stretch) => {
                html += &format!("{}{text}{}", tokens.write(Token::Begins(stretch, false)), tokens.write(Token::Ends));
            }
            None => html += &text,
        }
    }
    html
}

/// Returns the body as sanitised HTML with tokens.
pub(super) fn render(document: &Document, layers: &Layers, tokens: &Tokens) -> String {
    let arena = Arena::new();
    let mut options = comrak_options();
    options.render.r#unsafe = true;
    let root = parse_document(&arena, document.bytes(document.parts().body), &options);
    let letters = Letters::of_body(document, layers);
    let page = Page { arena: &arena, document, letters, tokens };
    page.mark(root);
    for node in root.descendants().collect::<Vec<_>>() {
        page.tame(node);
    }
    let mut html = String::new();
    // Writing to a string does not fail.
    let _ = format_html(root, &options, &mut html);
    clean::clean(&html)
}

struct Page<'a, 'd> {
    arena: &'a Arena<'a>,
    document: &'d Document,
    letters: Letters<'d>,
    tokens: &'d Tokens,
}

impl<'a> Page<'a, '_> {
    /// Puts tokens into the texts whose letters are those of the prose.
    fn mark(&self, root: &'a AstNode<'a>) {
        let texts: Vec<(u32, &'a AstNode<'a>, String)> = root
            .descendants()
            .filter_map(|node| {
                let text = match &node.data().value {
                    NodeValue::Text(text) => text.to_string(),
                    NodeValue::Code(code) => code.literal.clone(),
                    _ => return None,
                };
                let pictured = node.ancestors().any(|around| matches!(around.data().value, NodeValue::Image(_)));
                (!pictured).then(|| (line_of(node), node, text))
            })
            .collect();
        for line in texts.chunk_by(|a, b| a.0 == b.0) {
            let Some((number, ..)) = line.first() else { continue };
            let Some(mut rest) = self.letters.of_line(*number, line.iter().map(|(.., text)| text.as_str())) else {
                continue;
            };
            for (_, node, text) in line {
                let own = text.chars().filter(|c| !c.is_whitespace()).count();
                let (letters, others) = rest.split_at_checked(own).unwrap_or_default();
                rest = others;
                self.replace(node, self.letters.runs(text, letters));
            }
        }
    }

    /// Replaces a text by its runs; inline code is marked as a whole.
    fn replace(&self, node: &'a AstNode<'a>, runs: Vec<Run>) {
        if runs.iter().all(|(_, stretch)| stretch.is_none()) {
            return;
        }
        let linked = node.ancestors().any(|around| matches!(around.data().value, NodeValue::Link(_)));
        let begins = |stretch| self.raw(Token::Begins(stretch, linked));
        if matches!(node.data().value, NodeValue::Code(_)) {
            if let Some(stretch) = runs.iter().find_map(|(_, stretch)| *stretch) {
                node.insert_before(begins(stretch));
                node.insert_after(self.raw(Token::Ends));
            }
            return;
        }
        for (text, stretch) in runs {
            let text = self.node(NodeValue::Text(text.into()));
            if let Some(stretch) = stretch {
                node.insert_before(begins(stretch));
                node.insert_before(text);
                node.insert_before(self.raw(Token::Ends));
            } else {
                node.insert_before(text);
            }
        }
        node.detach();
    }

    /// Makes harmless what is not text, and shows blocks as the prose has them.
    fn tame(&self, node: &'a AstNode<'a>) {
        let line = line_of(node);
        let parent = node.parent();
        let in_paragraph = parent.is_some_and(|parent| {
            let free =
                |around: &AstNode<'a>| matches!(around.data().value, NodeValue::Document | NodeValue::BlockQuote);
            matches!(parent.data().value, NodeValue::Paragraph) && parent.parent().is_some_and(free)
        });
        let linked = node.ancestors().skip(1).any(|around| matches!(around.data().value, NodeValue::Link(_)));
        let mut token = None;
        let value = &mut node.data_mut().value;
        match value {
            NodeValue::SoftBreak | NodeValue::LineBreak if in_paragraph => {
                if let Some(next) = self.letters.block_after(line) {
                    token = Some(Token::Paragraph(self.is_heading(next)));
                }
            }
            // The page has a heading of its own above all others.
            NodeValue::Heading(heading) => heading.level = (heading.level + 1).min(6),
            NodeValue::HtmlInline(html) => *html = harmless(html),
            NodeValue::HtmlBlock(html) => html.literal = clean::clean(&html.literal) + "\n",
            NodeValue::Image(link) => {
                let link: NodeLink = std::mem::take(&mut **link);
                // A page that loads pictures tells their hosts who reads it.
                *value = if linked { NodeValue::Emph } else { NodeValue::Link(Box::new(link)) };
                node.insert_before(self.raw(Token::Picture));
            }
            _ => {}
        }
        if let Some(token) = token {
            node.insert_before(self.raw(token));
        }
    }

    fn is_heading(&self, prose: u32) -> bool {
        let block = self.document.blocks().get(self.document.block_at(prose));
        block.is_some_and(|block| matches!(block.kind, BlockKind::Heading | BlockKind::Title))
    }

    fn raw(&self, token: Token) -> &'a AstNode<'a> {
        self.node(NodeValue::Raw(self.tokens.write(token)))
    }

    fn node(&self, value: NodeValue) -> &'a AstNode<'a> {
        self.arena.alloc(AstNode::from(Ast::new(value, (0, 0).into())))
    }
}

/// Returns the line of a node, the first being 0.
fn line_of<'a>(node: &'a AstNode<'a>) -> u32 {
    u32::try_from(node.data().sourcepos.start.line.saturating_sub(1)).unwrap_or(u32::MAX)
}

/// Returns a tag without its attributes when it is one that is kept, else nothing.
fn harmless(html: &str) -> String {
    let inside = html.trim_start_matches('<');
    let (slash, inside) = inside.strip_prefix('/').map_or(("", inside), |inside| ("/", inside));
    let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    if HARMLESS.contains(&name.as_str()) { format!("<{slash}{name}>") } else { String::new() }
}
