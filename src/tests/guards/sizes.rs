//! Files stay readable: none over 600 lines, nine in ten under 350, the median at most 120.

use super::{File, sources};

fn violations(files: &[File]) -> Vec<String> {
    let mut sizes: Vec<(usize, &str)> = files.iter().map(|file| (file.text.lines().count(), file.path.as_str())).collect();
    sizes.sort_unstable();
    let mut found: Vec<String> =
        sizes.iter().filter(|(lines, _)| *lines > 600).map(|(lines, path)| format!("{path} has {lines} lines")).collect();
    let at = |share: usize| sizes.get(sizes.len() * share / 100).map_or(0, |(lines, _)| *lines);
    if at(90) > 350 {
        found.push(format!("one file in ten has more than {} lines", at(90)));
    }
    if at(50) > 120 {
        found.push(format!("half of the files have more than {} lines", at(50)));
    }
    found
}

fn product() -> Vec<File> {
    sources().into_iter().filter(|file| !file.path.starts_with("src/tests/") && !file.path.ends_with(".gen.rs")).collect()
}

#[test]
fn files_stay_readable() {
    assert_eq!(violations(&product()), Vec::<String>::new());
}

#[test]
fn a_long_file_is_found() {
    let long = File::new("src/x.rs", &"line\n".repeat(601));
    assert!(violations(&[long]).iter().any(|line| line == "src/x.rs has 601 lines"));
    let files: Vec<File> = (0..10).map(|n| File::new(&format!("src/{n}.rs"), &"line\n".repeat(130))).collect();
    assert_eq!(violations(&files), ["half of the files have more than 130 lines"]);
}
