use super::{Ground, gone, runs};
use std::{
    fs,
    io::Write,
    process::{Command, Stdio},
    time::Duration,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_inherits_no_variable_and_no_file() {
    let ground = Ground::new(|_| {});
    ground.first_rows().await.expect("rows");
    let process = format!("/proc/{}", ground.pid());
    // Variables that it set itself would be elsewhere in its memory.
    assert_eq!(fs::read_to_string(format!("{process}/environ")).expect("readable"), "");
    let command = fs::read_to_string(format!("{process}/cmdline")).expect("readable");
    assert_eq!(command.split('\0').filter(|part| !part.is_empty()).collect::<Vec<_>>(), ["vizboard", "worker"]);
    let open: Vec<_> = fs::read_dir(format!("{process}/fd"))
        .expect("readable")
        .filter_map(|entry| fs::read_link(entry.expect("an entry").path()).ok())
        .map(|path| path.to_string_lossy().into_owned())
        .collect();
    let own = ground.folder.path().to_string_lossy().into_owned();
    let from_outside = left_open_by_whoever_started_us();
    for path in &open {
        let known = ["pipe:", "socket:", "anon_inode:"].iter().any(|kind| path.starts_with(kind));
        assert!(known || path.starts_with(&own) || from_outside.contains(path), "{path} is open among {open:?}");
    }
    let limits = fs::read_to_string(format!("{process}/limits")).expect("readable");
    let data = limits.lines().find(|line| line.starts_with("Max data size")).expect("listed");
    assert!(!data.contains("unlimited"), "{data}");
}

/// Files of this process that every child gets. What is opened in Rust is not among them (`O_CLOEXEC`).
fn left_open_by_whoever_started_us() -> Vec<String> {
    let passed_on = |fd: &std::ffi::OsStr| {
        let info = fs::read_to_string(std::path::Path::new("/proc/self/fdinfo").join(fd)).unwrap_or_default();
        let flags = info.lines().find_map(|line| line.strip_prefix("flags:")).map(|text| i64::from_str_radix(text.trim(), 8));
        matches!(flags, Some(Ok(flags)) if flags & 0o2_000_000 == 0)
    };
    let entries = fs::read_dir("/proc/self/fd").expect("readable").flatten();
    let paths = entries.filter(|entry| passed_on(&entry.file_name())).filter_map(|entry| fs::read_link(entry.path()).ok());
    paths.map(|path| path.to_string_lossy().into_owned()).collect()
}

#[test]
fn a_worker_is_started_by_a_server_only() {
    let program = env!("CARGO_BIN_EXE_vizboard");
    let by_hand = Command::new(program).arg("worker").stdin(Stdio::null()).output().expect("runs");
    assert!(!by_hand.status.success());
    assert!(String::from_utf8_lossy(&by_hand.stderr).contains("vizboard serve"), "{by_hand:?}");
    let mut confused = Command::new(program).arg("worker").stdin(Stdio::piped()).stderr(Stdio::null()).spawn().expect("runs");
    confused.stdin.take().expect("piped").write_all(b"GET / HTTP/1.1\r\n\r\n").expect("written");
    assert!(!confused.wait().expect("ends").success());
    let help = Command::new(program).arg("--help").output().expect("runs");
    assert!(!String::from_utf8_lossy(&help.stdout).contains("worker"));
}

/// A server that is killed has no time to end its workers.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_ends_when_its_pipe_is_closed() {
    let ground = Ground::new(|_| {});
    let plan = ground.plan().await;
    let pid = ground.pid();
    let start = vizboard::engines::worker::wire::message(&vizboard::engines::worker::wire::Order::Start {
        settings: super::settings(),
        detailed_log: false,
    })
    .expect("fits");
    let mut orphan =
        Command::new(env!("CARGO_BIN_EXE_vizboard")).arg("worker").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("starts");
    let mut pipe = orphan.stdin.take().expect("piped");
    pipe.write_all(&u32::try_from(start.len()).expect("short").to_be_bytes()).expect("written");
    pipe.write_all(&start).expect("written");
    pipe.flush().expect("written");
    assert!(runs(orphan.id()));
    drop(pipe);
    assert!(gone(orphan.id(), Duration::from_secs(20)).await);
    orphan.wait().expect("ended");
    drop(plan);
    assert!(runs(pid), "another one is not touched");
}
