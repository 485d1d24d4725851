//! Joining measured on real news: ECB+, topics of two look-alike happenings told by several outlets each.
//!
//! Half of its articles have no date, and these are mostly those of one of a topic's two happenings: to let dates tell
//! the look-alikes apart would be no merit. All articles are therefore read as undated.

use std::collections::{BTreeSet, HashMap};

use dateline::events::{Claim, Joined, corroborate};
use dateline::{Article, Block, BlockKind};
use serde_json::Value;

use super::super::clusters::{Fit, b_cubed};
use super::super::{Figure, Places, lines};
use super::{code, group_of};

/// A document of the corpus.
struct Document {
    article: Article,
    /// "train": the weights of joining were fitted on these topics; "dev": not.
    split: String,
    topic: String,
    subtopic: String,
    /// The action mentions of validated sentences: start and end in code points, and the cluster.
    actions: Vec<(usize, usize, String)>,
}

/// Precision and recall of pairs of articles of a topic, and B-cubed over the mentions that are coded.
pub fn measure(places: &Places) -> anyhow::Result<Vec<Figure>> {
    let pipeline = places.pipeline()?;
    let documents: Vec<Document> = lines(&places.data.join("stories/ecbplus-dev.jsonl.gz"))?
        .iter()
        .map(document)
        .collect();
    let articles: Vec<&Article> = documents.iter().map(|document| &document.article).collect();
    let claims = code(&pipeline, &articles);
    let joined = corroborate(&claims);
    let mut figures = Vec::new();
    for split in ["train", "dev"] {
        let documents: Vec<&Document> = documents.iter().filter(|d| d.split == split).collect();
        let (pairs, coded_pairs) = article_pairs(&documents, &claims, &joined);
        let (mentions, coded, all) = mentions(&documents, &claims, &joined);
        let named = [
            ("pairs-precision", pairs.precision),
            ("pairs-recall", pairs.recall),
            ("pairs-coded-recall", coded_pairs.recall),
            ("mentions-b3-precision", mentions.precision),
            ("mentions-b3-recall", mentions.recall),
            ("mentions-b3-f1", mentions.f1()),
            ("mentions-coded", Fit::of(coded, coded, all).recall),
        ];
        let figure =
            |(what, share): (&str, f64)| Figure::new(format!("ecb-{split}-{what}"), 100.0 * share);
        figures.extend(named.map(figure));
    }
    Ok(figures)
}

fn document(value: &Value) -> Document {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_string();
    let text = word(&value["text"]);
    let mut article = Article {
        id: word(&value["doc"]),
        publisher: value["publisher"].as_str().map(str::to_string),
        ..Article::default()
    };
    // The corpus gives a sentence a line.
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        if end > start {
            let kind = BlockKind::Paragraph;
            article.blocks.push(Block { kind, start, end });
        }
        start += line.len();
    }
    article.text = text;
    let mentions = value["mentions"].as_array().into_iter().flatten();
    let actions = mentions
        .filter(|mention| {
            let kind = mention["kind"].as_str().unwrap_or_default();
            kind.contains("ACTION_") && mention["sentence_validated"] == true
        })
        .map(|mention| {
            let at = |key: &str| mention[key].as_u64().unwrap_or_default() as usize;
            // Without a cluster or chain a mention stands alone.
            let cluster = match (mention["cluster"].as_str(), &mention["chain"]) {
                (Some(cluster), _) => cluster.to_string(),
                (None, Value::Null) => format!("{} {}", article.id, at("start")),
                (None, chain) => format!("{} chain {chain}", article.id),
            };
            (at("start"), at("end"), cluster)
        })
        .collect();
    Document {
        article,
        split: word(&value["split"]),
        topic: word(&value["topic"]),
        subtopic: word(&value["subtopic"]),
        actions,
    }
}

/// Whether some event of both articles is joined, against whether they tell one happening: over all articles, and over
/// those in which something is coded.
fn article_pairs(documents: &[&Document], claims: &[Claim], joined: &Joined) -> (Fit, Fit) {
    let coded: BTreeSet<&str> = claims
        .iter()
        .map(|claim| claim.article_id.as_str())
        .collect();
    let mut together: BTreeSet<(&str, &str)> = BTreeSet::new();
    for group in &joined.groups {
        let articles: BTreeSet<&str> = group
            .claims
            .iter()
            .map(|&c| claims[c].article_id.as_str())
            .collect();
        let articles: Vec<&str> = articles.into_iter().collect();
        for (at, a) in articles.iter().enumerate() {
            together.extend(articles[at + 1..].iter().map(|b| (*a, *b)));
        }
    }
    let (mut right, mut found, mut wanted, mut wanted_coded) = (0, 0, 0, 0);
    for (number, a) in documents.iter().enumerate() {
        for b in documents[number + 1..]
            .iter()
            .filter(|b| a.topic == b.topic)
        {
            let (x, y) = (a.article.id.as_str(), b.article.id.as_str());
            let is_joined = together.contains(&(x.min(y), x.max(y)));
            let is_same = a.subtopic == b.subtopic;
            right += u64::from(is_joined && is_same);
            found += u64::from(is_joined);
            wanted += u64::from(is_same);
            wanted_coded += u64::from(is_same && coded.contains(x) && coded.contains(y));
        }
    }
    (
        Fit::of(right, found, wanted),
        Fit::of(right, found, wanted_coded),
    )
}

/// The fit over the mentions on which a trigger lies, how many these are, and how many mentions there are.
fn mentions(documents: &[&Document], claims: &[Claim], joined: &Joined) -> (Fit, u64, u64) {
    let groups = group_of(claims, joined);
    let mut by_article: HashMap<&str, Vec<usize>> = HashMap::new();
    for (number, claim) in claims.iter().enumerate() {
        by_article
            .entry(claim.article_id.as_str())
            .or_default()
            .push(number);
    }
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let (mut units, mut all) = (Vec::new(), 0);
    for document in documents {
        let own = by_article.get(document.article.id.as_str());
        for (start, end, cluster) in &document.actions {
            all += 1;
            let is_on = |claim: &&usize| {
                let statements = &claims[**claim].event.statements;
                statements
                    .iter()
                    .any(|s| s.trigger.start < *end && *start < s.trigger.end)
            };
            if let Some(claim) = own.into_iter().flatten().find(is_on) {
                let next = numbers.len();
                units.push((groups[*claim], *numbers.entry(cluster).or_insert(next)));
            }
        }
    }
    (b_cubed(&units), units.len() as u64, all)
}
