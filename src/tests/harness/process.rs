//! The real executable in a process of its own, for what only a process shows: signals, locks, kill -9.

use super::{Caller, PASSWORD, variables};
use serde_json::json;
use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// The executable of this build with an environment that holds nothing of the tester's.
pub fn command(data: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vizboard"));
    command.env_clear().envs(variables(data)).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// The same command in a process that takes a file which may not grow as an error and not as its end.
pub fn bearing_file_limits(inner: &Command, limit: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("trap '' XFSZ; {limit} exec \"$0\" \"$@\"")]).arg(inner.get_program()).args(inner.get_args());
    command.env_clear().envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A running executable. Killed when dropped.
pub struct Process {
    child: Child,
    /// `http://127.0.0.1:...`
    pub base: String,
    /// What it printed after its banner.
    said: Arc<Mutex<String>>,
}

impl Process {
    /// Starts it and waits for its banner.
    pub fn start(mut command: Command) -> Self {
        command.stderr(Stdio::null());
        Self::spawn(command)
    }

    /// The same with its log in a file.
    pub fn start_logging(mut command: Command, log: &Path) -> Self {
        command.stderr(File::create(log).expect("a file for the log"));
        Self::spawn(command)
    }

    fn spawn(mut command: Command) -> Self {
        let mut child = command.spawn().expect("the executable starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a piped output")).lines();
        let base = lines
            .find_map(|line| {
                let line = line.expect("text");
                let address = line.split_once("http://")?.1.trim_end_matches('/').to_owned();
                Some(format!("http://{address}"))
            })
            .expect("the banner names the address");
        // Keep reading, so that the process never waits for a full pipe.
        let said: Arc<Mutex<String>> = Arc::default();
        let more = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                *more.lock().expect("not poisoned") += &format!("{line}\n");
            }
        });
        Self { child, base, said }
    }

    /// The path of the set-up link, as soon as it is printed.
    pub fn set_up_link(&self) -> String {
        let started = Instant::now();
        loop {
            let said = self.said.lock().expect("not poisoned").clone();
            if let Some((_, token)) = said.split_once("/setup/") {
                return format!("/setup/{}", token.trim());
            }
            assert!(started.elapsed() < Duration::from_secs(10), "no set-up link in {said:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    pub fn address(&self) -> &str {
        self.base.trim_start_matches("http://")
    }

    /// Sends a signal by its name, as `kill -TERM` does.
    pub fn signal(&self, name: &str) {
        let done = Command::new("kill").args([&format!("-{name}"), &self.child.id().to_string()]).status().expect("kill runs");
        assert!(done.success(), "the process takes signals");
    }

    /// From now on no file may be written beyond these bytes; `unlimited` ends that.
    pub fn limit_files(&self, bytes: &str) {
        limit_files(&self.child.id().to_string(), bytes);
    }

    /// The same for the processes that it has started and that run now.
    pub fn limit_files_of_workers(&self, bytes: &str) {
        let workers = children(self.child.id());
        assert!(!workers.is_empty(), "a worker runs");
        workers.iter().for_each(|worker| limit_files(worker, bytes));
    }

    /// Memory that the process holds now, in MB.
    pub fn resident_mb(&self) -> u64 {
        resident_mb(&self.child.id().to_string())
    }

    /// Waits for the end at most that long.
    pub fn wait(&mut self, longest: Duration) -> Option<ExitStatus> {
        wait(&mut self.child, longest)
    }
}

fn limit_files(process: &str, bytes: &str) {
    let arguments = [format!("--pid={process}"), format!("--fsize={bytes}:")];
    assert!(Command::new("prlimit").args(arguments).status().expect("prlimit runs").success(), "the limit is set");
}

/// The numbers of the processes that a process has started.
pub fn children(parent: u32) -> Vec<String> {
    // `7 (its name) S 1 ...`: the number of the parent is the second word after the name.
    let parent_of = |process: &str| -> Option<u32> {
        let facts = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        facts.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
    };
    let processes = std::fs::read_dir("/proc").expect("a list of processes").flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().into_string().ok());
    numbers.filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()) && parent_of(name) == Some(parent)).collect()
}

/// Memory that the process of this number holds now, or this process as `self`, in MB.
pub fn resident_mb(process: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("a running process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().expect("a number") / 1024
}

impl Drop for Process {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Runs to its end: how it ended, and what it said on both outputs.
pub fn run(mut command: Command, longest: Duration) -> (ExitStatus, String) {
    let mut child = command.spawn().expect("the executable starts");
    let Some(status) = wait(&mut child, longest) else {
        child.kill().ok();
        child.wait().ok();
        panic!("the executable still runs after {longest:?}");
    };
    let mut said = String::new();
    child.stdout.take().expect("piped").read_to_string(&mut said).expect("text");
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
    (status, said)
}

fn wait(child: &mut Child, longest: Duration) -> Option<ExitStatus> {
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().expect("a child of ours") {
            return Some(status);
        }
        if start.elapsed() > longest {
            return None;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Signs in at a running executable.
pub async fn log_in(server: &Process, name: &str) -> Caller {
    let caller = Caller::new(server.base.clone());
    let answer = caller.act("logIn", json!({ "username": name, "password": PASSWORD })).await.json();
    assert_eq!(answer["success"], true, "{answer}");
    caller
}

/// A new account there.
pub async fn sign_up(server: &Process, name: &str) -> Caller {
    let caller = Caller::new(server.base.clone());
    let input = json!({ "username": name, "email": format!("{name}@example.org"), "password": PASSWORD });
    assert_eq!(caller.act("SignUp", input).await.json()["success"], true);
    caller
}
