//! A reader of metrics that takes nothing but what the formats allow: the text format of
//! Prometheus, version 0.0.4, and as much of `OpenMetrics` 1.0 as is told.

use std::collections::{BTreeMap, BTreeSet};

/// Labels with their values, in order of name.
pub type Labels = BTreeMap<String, String>;

/// What a page tells under one name.
#[derive(Debug, Default)]
pub struct Family {
    pub help: String,
    pub kind: String,
    /// By the sample's own name.
    pub samples: Vec<(String, Labels, f64)>,
}

/// A page of metrics.
#[derive(Debug)]
pub struct Page(pub BTreeMap<String, Family>);

impl Page {
    /// Reads a page; `open` says that it is `OpenMetrics`.
    pub fn read(text: &str, open: bool) -> Self {
        let text = match text.strip_suffix("# EOF\n") {
            Some(text) if open => text,
            Some(_) => panic!("an end, which the older format does not have"),
            None => {
                assert!(!open, "no end");
                text
            }
        };
        let mut families = BTreeMap::<String, Family>::new();
        let (mut current, mut seen) = (String::new(), BTreeSet::new());
        for line in text.split_terminator('\n') {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                let (name, help) = rest.split_once(' ').unwrap();
                assert!(is_name(name), "{line}");
                name.clone_into(&mut current);
                let family = Family { help: help.to_owned(), ..Family::default() };
                assert!(families.insert(current.clone(), family).is_none(), "twice: {line}");
            } else if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, kind) = rest.split_once(' ').unwrap();
                assert!(name == current && ["counter", "gauge", "histogram"].contains(&kind));
                kind.clone_into(&mut families.get_mut(name).unwrap().kind);
            } else {
                let (name, labels, value) = sample(line);
                let family = families.get_mut(&current).unwrap();
                let key = format!("{name} {labels:?}");
                assert!(seen.insert(key), "twice: {line}");
                let fits = match (family.kind.as_str(), open) {
                    ("counter", true) => name == format!("{current}_total"),
                    ("counter" | "gauge", _) => name == current,
                    (_, _) => ["_bucket", "_sum", "_count"]
                        .iter()
                        .any(|suffix| name == format!("{current}{suffix}")),
                };
                assert!(fits, "{line} among {current}");
                assert!(family.kind != "counter" || current.ends_with("_total") != open, "{line}");
                family.samples.push((name, labels, value));
            }
        }
        for (name, family) in &families {
            if family.kind == "histogram" {
                hold_histogram(name, &family.samples);
            }
        }
        Self(families)
    }

    /// The value of the sample with this name that has these labels among its own; the sum where
    /// there are several, 0 where there is none.
    pub fn get(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let samples = self.0.values().flat_map(|family| &family.samples);
        let found = samples.filter(|(known, has, _)| {
            known == name && labels.iter().all(|(key, value)| has.get(*key).unwrap() == value)
        });
        found.map(|(_, _, value)| value).sum()
    }

    /// All values of a label.
    pub fn values(&self, name: &str, label: &str) -> BTreeSet<String> {
        let samples = &self.0[name].samples;
        samples.iter().filter_map(|(_, labels, _)| labels.get(label).cloned()).collect()
    }
}

fn is_name(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && text.chars().all(allowed)
}

/// A line as `name{label="value",…} value`.
fn sample(line: &str) -> (String, Labels, f64) {
    let (series, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}"));
    let value = value.parse().unwrap_or_else(|_| panic!("no number: {line}"));
    let (name, rest) = series.split_once('{').unwrap_or((series, "}"));
    assert!(is_name(name), "{line}");
    let mut labels = Labels::new();
    let mut rest = rest;
    while rest != "}" {
        let (label, text) = rest.split_once("=\"").unwrap_or_else(|| panic!("{line}"));
        assert!(is_name(label), "{line}");
        let (mut read, mut chars) = (String::new(), text.char_indices());
        let end = loop {
            match chars.next().unwrap_or_else(|| panic!("not closed: {line}")) {
                (at, '"') => break at,
                (_, '\\') => read.push(match chars.next() {
                    Some((_, 'n')) => '\n',
                    Some((_, c @ ('"' | '\\'))) => c,
                    _ => panic!("no escape: {line}"),
                }),
                (_, c) => read.push(c),
            }
        };
        assert!(labels.insert(label.to_owned(), read).is_none(), "{line}");
        rest = &text[end + 1..];
        rest = rest.strip_prefix(',').unwrap_or(rest);
    }
    (name.to_owned(), labels, value)
}

/// Buckets rise, in bound and count, to `+Inf`, which is the count.
fn hold_histogram(family: &str, samples: &[(String, Labels, f64)]) {
    let mut series = BTreeMap::<Labels, Vec<(f64, f64)>>::new();
    let mut counts = BTreeMap::new();
    for (name, labels, value) in samples {
        let mut labels = labels.clone();
        if name.ends_with("_bucket") {
            let bound = labels.remove("le").unwrap();
            let bound = if bound == "+Inf" { f64::INFINITY } else { bound.parse().unwrap() };
            series.entry(labels).or_default().push((bound, *value));
        } else if name.ends_with("_count") {
            counts.insert(labels, *value);
        }
    }
    assert!(series.keys().eq(counts.keys()), "{family}");
    for (labels, buckets) in series {
        let rise = buckets.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 <= two[1].1);
        assert!(rise, "{family} {labels:?}: {buckets:?}");
        assert_eq!(buckets.last().unwrap(), &(f64::INFINITY, counts[&labels]), "{family}");
    }
}

#[test]
fn what_the_formats_do_not_allow_is_not_read() {
    let good = "# HELP a_total b.\n# TYPE a_total counter\na_total{x=\"\\\\ \\\" \\n\"} 1\n";
    assert_eq!(Page::read(good, false).get("a_total", &[("x", "\\ \" \n")]).to_string(), "1");
    for wrong in [
        good.replace("1\n", "one\n"),
        good.replace("\\n", "\\t"),
        good.replace("\"} 1", "} 1"),
        good.replace("a_total{", "b_total{"),
        good.replace("counter", "summary"),
        format!("{good}a_total{{x=\"\\\\ \\\" \\n\"}} 2\n"),
        format!("{good}{good}"),
        format!("{good}# EOF\n"),
    ] {
        assert!(std::panic::catch_unwind(|| Page::read(&wrong, false)).is_err(), "{wrong}");
    }
}
