//! The command as a user meets it: exit codes, streams, order, bad inputs.

mod any_bytes;
mod archive;
mod export;
mod golden;
mod inputs;
mod own;

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const VISIT: &str = "Norwegian minister visits Chile\n\nSANTIAGO, March 4 (Reuters) - Norwegian Foreign Minister Espen \
                     Barth Eide visited Chile on Tuesday and met President Gabriel Boric in Santiago.\n\nPolice \
                     arrested 12 protesters outside the palace, officials said.\n";
const RECIPE: &str = "Bread for beginners\n\nMix the flour with water and a little salt. Let the dough rest for an hour \
                      in a warm corner of the kitchen, then bake it until the crust is brown and the loaf sounds \
                      hollow.\n";
const FRENCH: &str = "Le ministre est arrivé à Paris\n\nLe ministre des affaires étrangères est arrivé mardi à Paris, \
                      où il doit rencontrer son homologue pour parler de la guerre et des accords de commerce entre \
                      les deux pays. Il restera trois jours dans la capitale avant de repartir pour Madrid.\n";

/// A folder of its own for each test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("dateline-cli-{}-{test}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        fs::write(&path, bytes).unwrap();
        path.display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command
        .args(arguments)
        .env("COLUMNS", "100")
        .env_remove("NO_COLOR")
        .stdin(Stdio::null());
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

/// Gives the command something to read while what it prints is taken off it.
fn piped(arguments: &[&str], input: impl AsRef<[u8]>) -> Output {
    let mut child = command(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.as_ref().to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    output
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn objects(output: &Output) -> Vec<Value> {
    stdout(output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn samples() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../samples")
        .display()
        .to_string()
}

#[test]
fn exit_codes_tell_what_came_of_it() {
    let folder = Folder::new("exit");
    let (visit, recipe) = (
        folder.file("visit.txt", VISIT),
        folder.file("recipe.txt", RECIPE),
    );
    let missing = folder.0.join("missing.html").display().to_string();
    let cases: &[(&[&str], i32)] = &[
        (&["code", "--published", "2025-03-05", &visit], 0),
        (&["code", "--published", "2025-03-05", &recipe], 1),
        (&["code", "--published", "2025-03-05", &visit, &missing], 2),
        (&["read", &recipe], 0),
        (&["read", &missing], 2),
        (&["explain", "CONSULT"], 0),
        (&["explain", "NONSENSE"], 1),
        (
            &["actor", "Russian Foreign Ministry", "--on", "2025-03-05"],
            0,
        ),
        (&["actor", "qwrtplk"], 1),
        (&["code"], 2),
        (&["dance"], 2),
        (&["code", "--published", "yesterday", &visit], 2),
        (&["--version"], 0),
        (&["code", "--help"], 0),
    ];
    for (arguments, expected) in cases {
        let output = run(arguments);
        assert_eq!(
            code(&output),
            *expected,
            "{arguments:?}: {}",
            stderr(&output)
        );
        for line in stderr(&output).lines().take(1) {
            assert!(line.starts_with("dateline: "), "{line}");
        }
    }
}

#[test]
fn one_bad_input_leaves_the_others_alone() {
    let folder = Folder::new("bad");
    let deep = format!("<html><body>{}<p>x", "<div>".repeat(20_000));
    let inputs = [
        folder.file("empty.html", ""),
        folder.file(
            "binary.html",
            [0u8, 159, 146, 150, 0, 1, 2, 3, 255, 0, 7, 8],
        ),
        folder.file("visit.txt", VISIT),
        folder.file("french.txt", FRENCH),
        folder.file("deep.html", deep),
        folder.0.join("gone.html").display().to_string(),
        folder.file("recipe.txt", RECIPE),
    ];
    let problems = folder.0.join("problems.jsonl");
    let mut arguments = vec!["code", "--json", "--problems", problems.to_str().unwrap()];
    arguments.extend(inputs.iter().map(String::as_str));
    let output = run(&arguments);
    assert_eq!(code(&output), 2);
    let events = objects(&output);
    assert!(!events.is_empty());
    assert!(events.iter().all(|event| event["kind"] == "event"));
    let reported: Vec<Value> = fs::read_to_string(&problems)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for bad in [
        "empty.html",
        "binary.html",
        "french.txt",
        "deep.html",
        "gone.html",
    ] {
        let found = reported
            .iter()
            .find(|problem| problem["input"].as_str().unwrap().ends_with(bad));
        assert!(
            found.is_some_and(|problem| problem["kind"] == "problem"),
            "{bad} in {reported:?}"
        );
        assert!(stderr(&output).contains(bad), "{bad}");
    }
    let places: Vec<usize> = reported
        .iter()
        .map(|problem| {
            inputs
                .iter()
                .position(|input| problem["input"] == input.as_str())
                .unwrap()
        })
        .collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn standard_input_is_one_article() {
    let output = piped(&["read", "--json", "-"], VISIT);
    let article = &objects(&output)[0];
    assert_eq!(article["title"], "Norwegian minister visits Chile");
    assert_eq!(article["filed"]["agency"], "Reuters");
    assert_eq!(code(&piped(&["read", "-"], "")), 2);
}

#[test]
fn what_the_page_does_not_say_can_be_given() {
    let given = [
        "read",
        "--json",
        "--published",
        "2025-03-05T09:00+01:00",
        "--publisher",
        "The Fjord",
        "--url",
        "https://fjord.example/a",
        "-",
    ];
    let output = piped(&given, VISIT);
    let article = &objects(&output)[0];
    assert_eq!(article["published"], "2025-03-05T09:00:00+01:00");
    assert_eq!(article["publisher"], "The Fjord");
    assert_eq!(article["url"], "https://fjord.example/a");
    assert!(
        !stderr(&output).contains("publication"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn order_is_that_of_the_inputs_on_any_number_of_threads() {
    let folder = Folder::new("order");
    let mut arguments = vec!["read".to_string(), "--json".into()];
    for number in (0..40).rev() {
        let text = format!(
            "Article number {number}\n\n{}",
            RECIPE.repeat(1 + number % 7)
        );
        arguments.push(folder.file(&format!("{number}.txt"), text));
    }
    let with = |threads: &str| {
        let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        arguments.extend(["--threads", threads]);
        run(&arguments)
    };
    let (one, many) = (with("1"), with("4"));
    assert_eq!(one.stdout, many.stdout);
    let titles: Vec<String> = objects(&one)
        .iter()
        .map(|article| article["title"].as_str().unwrap().to_string())
        .collect();
    let expected: Vec<String> = (0..40)
        .rev()
        .map(|number| format!("Article number {number}"))
        .collect();
    assert_eq!(titles, expected);
}

#[test]
fn the_samples_give_the_same_events_every_time_and_offsets_are_right() {
    let samples = samples();
    let (one, many) = (
        run(&["code", "--json", "--threads", "1", &samples]),
        run(&["code", "--json", "--threads", "3", &samples]),
    );
    assert_eq!(code(&one), 0, "{}", stderr(&one));
    assert_eq!(stdout(&one), stdout(&many));
    let articles = objects(&run(&["read", "--json", &samples]));
    let text_of = |id: &Value| -> Vec<char> {
        let article = articles
            .iter()
            .find(|article| article["id"] == *id)
            .unwrap();
        article["text"].as_str().unwrap().chars().collect()
    };
    let events = objects(&one);
    assert!(events.len() >= 20, "{} events", events.len());
    for event in &events {
        let statements = event["statements"].as_array().unwrap();
        assert!(!statements.is_empty());
        for statement in statements {
            check_words(statement, &text_of(&statement["article"]["id"]));
        }
    }
}

/// Every object with words holds those that stand at its place in the text.
fn check_words(value: &Value, text: &[char]) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| check_words(item, text)),
        Value::Object(fields) => {
            if let (Some(Value::String(words)), Some(start), Some(end)) =
                (fields.get("text"), fields.get("start"), fields.get("end"))
            {
                let range = start.as_u64().unwrap() as usize..end.as_u64().unwrap() as usize;
                assert_eq!(*words, text[range].iter().collect::<String>());
            }
            fields.values().for_each(|field| check_words(field, text));
        }
        _ => {}
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = command(&["read", "--json", &samples()])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0u8; 1];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0, "{}", stderr(&output));
}

#[test]
fn no_page_and_no_pipe_gets_colour() {
    let folder = Folder::new("colour");
    let hostile = folder.file("hostile.txt", VISIT.replace("palace", "pal\u{1b}[31mace"));
    let plain = run(&["code", &hostile]);
    assert!(!stdout(&plain).contains('\u{1b}'));
    let forced = run(&["code", "--color", "always", &hostile]);
    assert!(stdout(&forced).contains("\u{1b}[1m") && !stdout(&forced).contains("\u{1b}[31m"));
    for line in stdout(&plain).lines() {
        assert!(line.chars().count() <= 100, "{line}");
    }
}

#[test]
fn the_table_marks_the_words_that_fill_the_slots() {
    let output = piped(&["code", "--published", "2025-03-05", "-"], VISIT);
    // Where the lines are broken does not matter here.
    let shown = stdout(&output)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    for part in [
        "date",
        "who",
        "does",
        "to whom",
        "Norwegian minister visits Chile",
        "*visited*",
        "[to whom, where: Chile]",
        "[when: Tuesday]",
    ] {
        assert!(shown.contains(part), "{part} in\n{shown}");
    }
}

#[test]
fn conllu_goes_in_and_out() {
    let written = piped(&["annotate", "--conllu", "-"], VISIT);
    assert_eq!(code(&written), 0, "{}", stderr(&written));
    let rows: Vec<Vec<String>> = stdout(&written)
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').map(str::to_string).collect())
        .collect();
    assert!(rows.iter().all(|row| row.len() == 10));
    assert!(rows.iter().any(|row| row[9].contains("NE=B-PER")));
    let again = piped(
        &["annotate", "--conllu-in", "--conllu", "-"],
        stdout(&written),
    );
    let words = |text: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| line.split('\t').nth(1).map(str::to_string))
            .collect()
    };
    assert_eq!(words(&stdout(&again)), words(&stdout(&written)));
    let broken = piped(&["annotate", "--conllu-in", "-"], "1\tonly\tthree\n");
    assert_eq!(code(&broken), 2);
    assert!(
        stderr(&broken).starts_with("dateline: -: "),
        "{}",
        stderr(&broken)
    );
}

#[test]
fn annotations_are_whole() {
    let output = piped(
        &["annotate", "--json", "--published", "2025-03-05", "-"],
        VISIT,
    );
    let annotation = &objects(&output)[0];
    let text: Vec<char> = {
        let article = &objects(&piped(&["read", "--json", "-"], VISIT))[0];
        article["text"].as_str().unwrap().chars().collect()
    };
    check_words(annotation, &text);
    for sentence in annotation["sentences"].as_array().unwrap() {
        let tokens = sentence["tokens"].as_array().unwrap();
        let roots = tokens.iter().filter(|token| token["head"] == 0).count();
        assert_eq!(roots, 1);
    }
    let times: Vec<&str> = annotation["times"]
        .as_array()
        .unwrap()
        .iter()
        .map(|time| time["value"].as_str().unwrap())
        .collect();
    assert!(times.contains(&"2025-03-04"), "{times:?}");
}
