//! The house rules of docs/architecture.md as data: who may use whom, which crates live where, how long a file
//! may be, where time is asked. A rule is a test here and not a hope.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Each folder with the folders it may use. Nothing else, and nothing the other way round.
const FLOORS: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("insights", &["domain"]),
    ("diagnosis", &["domain"]),
    ("app", &["domain", "insights", "diagnosis"]),
    ("ui", &["app", "domain", "insights", "diagnosis"]),
    ("aws", &["domain"]),
    ("sim", &["domain", "insights"]),
    ("runtime", &["domain", "insights", "diagnosis", "app", "ui", "aws", "sim"]),
    ("commands", &["domain", "insights", "diagnosis", "app", "ui", "aws", "sim", "runtime"]),
];

/// Files beside the folders, with what of ours each may use. `lib.rs` only declares.
const DOORS: &[(&str, &[&str])] =
    &[("main", &["cli"]), ("cli", &["commands", "misuse"]), ("misuse", &[]), ("lib", &[]), ("build", &[])];

/// Each folder with the crates it may name, beside std.
const CRATES: &[(&str, &[&str])] = &[
    ("domain", &["jiff", "serde", "regex", "unicode_width", "proptest"]),
    ("insights", INSIGHTS),
    ("diagnosis", &["jiff", "serde", "serde_json", "regex", "toml", "unicode_width"]),
    ("app", &["jiff", "serde", "toml", "tui_textarea", "proptest"]),
    ("ui", &["ratatui", "serde", "toml", "tui_textarea", "unicode_width", "unicode_segmentation", "jiff"]),
    ("aws", &["aws_*", "http", "http_body_util", "bytes", "tokio", "jiff", "futures_util"]),
    ("sim", SIM),
    (
        "runtime",
        &[
            "memchr",
            "tokio",
            "crossterm",
            "ratatui",
            "futures_util",
            "rustix",
            "signal_hook",
            "serde",
            "serde_json",
            "jiff",
        ],
    ),
    ("commands", &["memchr", "tokio", "crossterm", "ratatui", "futures_util", "clap", "serde_json", "serde"]),
];

const INSIGHTS: &[&str] = &["jiff", "serde", "serde_json", "regex", "sha2", "md5", "memchr"];

/// The SDK's crates are named by the simulator's door (the HTTP seam) and by the tests of its wire only.
const SIM: &[&str] = &[
    "jiff",
    "serde",
    "serde_json",
    "toml",
    "quick_xml",
    "form_urlencoded",
    "http",
    "http_body_util",
    "hyper",
    "hyper_util",
    "bytes",
    "tokio",
    "regex",
    "aws_*",
];

const LONGEST_FILE: usize = 400;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("folder").map(|entry| entry.expect("entry").path()) {
        if entry.is_dir() {
            found.extend(rust_files(&entry));
        } else if entry.extension().is_some_and(|e| e == "rs") {
            found.push(entry);
        }
    }
    found.sort();
    found
}

/// The code of a file without comments and strings' insides, so that words in them are no uses.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("readable");
    static NOISE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r#"(?m)//.*$|'"'|"(?:[^"\\]|\\.)*""#).expect("valid"));
    NOISE.replace_all(&text, "\"\"").into_owned()
}

/// The part before the unit tests: tests may use more.
fn shipped(code: &str) -> &str {
    code.split("#[cfg(test)]").next().unwrap_or(code)
}

/// Every path after `crate::`, also those inside braces of a `use`.
fn crate_paths(code: &str) -> BTreeSet<String> {
    static PATH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"crate::([a-z_]+(?:::[a-z_]+)*)").expect("valid"));
    PATH.captures_iter(code).map(|c| c[1].to_owned()).collect()
}

fn folder_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root().join("src")).expect("in src");
    (inside.components().count() > 1)
        .then(|| inside.components().next().expect("one").as_os_str().to_string_lossy().into())
}

#[test]
fn every_folder_uses_only_the_folders_below_it() {
    let floors: BTreeMap<&str, &[&str]> = FLOORS.iter().copied().collect();
    let mut wrong = Vec::new();
    for path in rust_files(&root().join("src")) {
        let Some(folder) = folder_of(&path) else { continue };
        let allowed = floors.get(folder.as_str()).unwrap_or_else(|| panic!("src/{folder} has no floor"));
        for used in crate_paths(&code(&path)) {
            let top = used.split("::").next().expect("one");
            if top != folder && !allowed.contains(&top) {
                wrong.push(format!("{} uses {used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_stands_beside_the_folders_only_opens_them() {
    let doors: BTreeMap<&str, &[&str]> = DOORS.iter().copied().collect();
    let ours = Regex::new(r"(?:crate|unstuck)::([a-z_]+)").expect("valid");
    for path in rust_files(&root().join("src")).into_iter().filter(|path| folder_of(path).is_none()) {
        let name = path.file_stem().expect("name").to_string_lossy().into_owned();
        let allowed = doors.get(name.as_str()).unwrap_or_else(|| panic!("src/{name}.rs has no floor"));
        let code = code(&path);
        let used: BTreeSet<&str> = ours.captures_iter(&code).map(|c| c.get(1).expect("one").as_str()).collect();
        assert!(used.iter().all(|top| allowed.contains(top)), "src/{name}.rs uses {used:?}");
    }
}

#[test]
fn every_folder_names_only_its_crates() {
    let manifest: toml::Table = fs::read_to_string(root().join("Cargo.toml")).expect("manifest").parse().expect("toml");
    let dependencies = ["dependencies", "dev-dependencies"].iter().filter_map(|t| manifest.get(*t)?.as_table());
    let crates: BTreeSet<String> = dependencies.flat_map(|t| t.keys()).map(|name| name.replace('-', "_")).collect();
    let named: Vec<(&String, Regex)> =
        crates.iter().map(|name| (name, Regex::new(&format!(r"(^|[^:\w]){name}::")).expect("valid"))).collect();
    let allowed: BTreeMap<&str, &[&str]> = CRATES.iter().copied().collect();
    let mut wrong = Vec::new();
    for path in rust_files(&root().join("src")) {
        let Some(folder) = folder_of(&path) else { continue };
        let allowed = allowed.get(folder.as_str()).unwrap_or_else(|| panic!("src/{folder} has no list of crates"));
        let may = |name: &str| {
            allowed.iter().any(|a| a.strip_suffix('*').map_or(*a == name, |prefix| name.starts_with(prefix)))
        };
        let code = code(&path);
        for (name, named) in &named {
            if !may(name) && named.is_match(shipped(&code)) {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_longer_than_a_room() {
    let long: Vec<String> = ["src", "tests"]
        .iter()
        .flat_map(|folder| rust_files(&root().join(folder)))
        .filter_map(|path| {
            let lines = fs::read_to_string(&path).expect("readable").lines().count();
            (lines > LONGEST_FILE).then(|| format!("{}: {lines} lines", path.display()))
        })
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn time_is_asked_in_the_runtime_only() {
    let clock = Regex::new(r"(SystemTime|Instant|Timestamp|Zoned)::now\b").expect("valid");
    let asking: Vec<String> = rust_files(&root().join("src"))
        .into_iter()
        .filter(|path| folder_of(path).as_deref() != Some("runtime"))
        .filter(|path| clock.is_match(&code(path)))
        .map(|path| path.display().to_string())
        .collect();
    assert!(asking.is_empty(), "{}", asking.join("\n"));
}

/// Calls of the SDK that change an account, and the request that is none of the SDK's.
const WRITES: &str = concat!(
    r"\.(update_service|continue_update_rollback|stop_service_deployment|continue_service_deployment|",
    r"cancel_update_stack|rollback_stack|detect_stack_drift|delete_stack|stop_task|run_task|create_stack|update_stack|",
    r"register_scalable_target|deregister_scalable_target|update_termination_protection|execute_change_set|",
    r"signal_resource|set_stack_policy|create_service|delete_service|update_task_set|put_\w+|delete_\w+)\(\)",
    r"|\bset_method\b"
);

#[test]
fn only_one_folder_writes_to_an_account() {
    let write = Regex::new(WRITES).expect("valid");
    let aws = root().join("src/aws");
    // Elsewhere nobody may name the SDK: the test of the crates holds that.
    let writing: Vec<String> = rust_files(&aws)
        .into_iter()
        .filter(|path| write.is_match(shipped(&code(path))))
        .map(|path| path.strip_prefix(&aws).unwrap_or(&path).to_string_lossy().into_owned())
        .collect();
    let expected =
        ["autoscaling", "cloudformation", "custom_resource", "ecs", "logs"].map(|name| format!("write/{name}.rs"));
    assert_eq!(writing, expected);
}

#[test]
fn every_room_says_what_lives_there_and_what_never_may() {
    for (folder, _) in FLOORS {
        let text = fs::read_to_string(root().join("src").join(folder).join("mod.rs")).expect("mod.rs");
        let doc: String = text.lines().take_while(|line| line.starts_with("//!")).collect();
        let says_never = ["ever", "knows", "othing", "no opinion"].iter().any(|word| doc.contains(word));
        assert!(says_never, "src/{folder}/mod.rs does not say what may never live there");
    }
}

/// Files and the files they import, by module path.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let src = root().join("src");
    let files = rust_files(&src);
    let module = |path: &Path| {
        let inside = path.strip_prefix(&src).expect("in src").with_extension("");
        inside.to_string_lossy().replace('/', "::").trim_end_matches("::mod").to_owned()
    };
    let modules: BTreeSet<String> = files.iter().map(|path| module(path)).collect();
    let bare = Regex::new(r"(?:^|[^:\w])([a-z_]+)::").expect("valid");
    let relative = Regex::new(r"\b((?:super::)+)([a-z_]+(?:::[a-z_]+)*)").expect("valid");
    files
        .iter()
        .map(|path| {
            let own = module(path);
            let code = code(path);
            let code = shipped(&code);
            let mut used: BTreeSet<String> = crate_paths(code);
            // A mod.rs names its children without a prefix.
            if path.ends_with("mod.rs") {
                used.extend(bare.captures_iter(code).map(|found| format!("{own}::{}", &found[1])));
            }
            for found in relative.captures_iter(code) {
                let up = found[1].matches("super::").count();
                let mut parts: Vec<&str> = own.split("::").collect();
                parts.truncate(parts.len().saturating_sub(up));
                parts.push(&found[2]);
                used.insert(parts.join("::"));
            }
            // A path is a use of the longest module it begins with.
            let of_module = |used: &String| {
                let mut parts: Vec<&str> = used.split("::").collect();
                while !parts.is_empty() {
                    let name = parts.join("::");
                    if modules.contains(&name) {
                        return Some(name);
                    }
                    parts.pop();
                }
                None
            };
            let used = used.iter().filter_map(of_module).filter(|name| *name != own).collect();
            (own, used)
        })
        .collect()
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let imports = imports();
    let mut circles = Vec::new();
    for start in imports.keys() {
        let mut seen = BTreeSet::new();
        let mut next: Vec<&String> = imports[start].iter().collect();
        while let Some(module) = next.pop() {
            if module == start {
                circles.push(start.clone());
                break;
            }
            if seen.insert(module) {
                next.extend(imports.get(module).into_iter().flatten());
            }
        }
    }
    assert!(circles.is_empty(), "in circles: {}", circles.join(", "));
}
