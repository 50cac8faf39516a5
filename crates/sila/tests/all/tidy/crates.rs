//! Law: six crates, and who may depend on whom.

use super::clean;
use super::tree;

/// A crate and the crates of this house it may use. There is no seventh crate.
const TABLE: [(&str, &[&str]); 6] = [
    ("sila", &["sila-core", "sila-link", "sila-names", "sila-paper", "sila-seal"]),
    ("sila-core", &[]),
    ("sila-link", &["sila-core", "sila-seal"]),
    ("sila-names", &[]),
    ("sila-paper", &[]),
    ("sila-seal", &[]),
];

/// The dependencies named in one section of a manifest.
pub fn dependencies(manifest: &str, sections: &[&str]) -> Vec<String> {
    let mut section = String::new();
    let mut names = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']).to_owned();
        } else if sections.contains(&section.as_str()) && !line.starts_with('#') {
            let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
            names.extend((!name.is_empty()).then(|| name.to_owned()));
        }
    }
    names
}

fn findings(manifests: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, manifest) in manifests {
        let Some((_, allowed)) = TABLE.iter().find(|(crate_name, _)| crate_name == name) else {
            found.push(format!("{name}: not one of the six crates"));
            continue;
        };
        for dependency in dependencies(manifest, &["dependencies", "build-dependencies"]) {
            if dependency.starts_with("sila") && !allowed.contains(&dependency.as_str()) {
                found.push(format!("{name} must not depend on {dependency}"));
            }
        }
    }
    found
}

/// Name and manifest of every crate.
pub fn manifests() -> Vec<(String, String)> {
    let named = |file: tree::File| {
        let name = file.path.strip_prefix("crates/")?.strip_suffix("/Cargo.toml")?.to_owned();
        Some((name, file.text))
    };
    tree::ending("/Cargo.toml").into_iter().filter_map(named).collect()
}

#[test]
fn crates_depend_only_downwards() {
    let manifests = manifests();
    assert_eq!(
        manifests.len(),
        TABLE.len(),
        "six crates; a seventh needs a page in docs/decisions"
    );
    clean(
        &findings(&manifests),
        "The table of crates is in ARCHITECTURE.md. Move the code, not the law:",
    );
}

#[test]
fn a_forbidden_dependency_is_found() {
    let bad = [
        ("sila-core".to_owned(), "[dependencies]\nsila-seal.workspace = true\n".to_owned()),
        ("sila-tools".to_owned(), String::new()),
    ];
    assert_eq!(findings(&bad).len(), 2);
}

#[test]
fn a_manifest_is_read_by_section() {
    let text = "[dependencies]\na = \"1\"\nb.workspace = true\n[dev-dependencies]\nc = { x = 1 }\n";
    assert_eq!(dependencies(text, &["dependencies"]), ["a", "b"]);
    assert_eq!(dependencies(text, &["dev-dependencies"]), ["c"]);
}
