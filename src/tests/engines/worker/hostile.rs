//! MySQL servers that break the driver or flood it: a worker ends at worst, the server and the next question do not
//! (security.md, M4 and check 73).

use super::{
    super::mysql::lies::{CLIENT_SSL, Fake, OK, greeting, packet},
    gone,
};
use crate::{
    engines::{access, draft, settings},
    harness::{mysql::fresh_database, process::resident_mb},
};
use std::{
    io,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use vizboard::{
    engines::{
        Engine, Target,
        worker::{Remote, Staff},
    },
    model::{
        access::Access,
        engine::{EngineKind, Step},
        id::TeamId,
    },
};

/// Most memory that one hostile server may take, in MB.
const MOST: u64 = 64;
/// Longest time for a validation that fails, with slack for a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// The first byte of a length that takes eight more.
fn columns(count: u64) -> Vec<u8> {
    [&[0xfe], count.to_le_bytes().as_slice()].concat()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_aborts_the_driver_ends_one_call() {
    let staff = Staff::new(&settings());
    let engine = Remote::new(EngineKind::Mysql, staff.clone());
    let team = TeamId::new();
    let good = access(&fresh_database().await);
    for (what, lie) in [
        ("2^16 columns", columns(1 << 16)),
        ("2^32 columns", columns(1 << 32)),
        ("2^40 columns", columns(1 << 40)),
        ("2^63 columns", columns(1 << 63)),
        ("as many columns as there are numbers", columns(u64::MAX)),
        ("one column that is none", vec![1]),
        ("no column at all", vec![0xfe]),
        ("nothing", vec![]),
        ("a file", b"\xfb/etc/passwd".to_vec()),
        ("a megabyte of noise", (0..1 << 20).map(|n: u32| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()),
    ] {
        // The lie in answer to the first, the second, the third question after the log-in.
        for honest in 1..4 {
            let answers: Vec<&[u8]> = std::iter::repeat_n(OK, honest).chain([lie.as_slice()]).collect();
            let fake = Fake::saying(greeting("mysql_native_password", CLIENT_SSL), &answers).await;
            let started = Instant::now();
            let target = Target { team: team.clone(), ..draft(fake.access()) };
            let error = engine.validate(&target).await.expect_err("no good server");
            assert!(started.elapsed() < LONGEST, "{what}: {:?}", started.elapsed());
            let words = error.to_string();
            assert!(!words.is_empty() && !words.chars().any(char::is_control), "{what}: {words:?}");
        }
        let target = Target { team: team.clone(), ..draft(good.clone()) };
        assert!(engine.validate(&target).await.is_ok(), "a good server is served after {what}");
    }
    let pids = staff.pids();
    staff.stop().await;
    for pid in pids {
        assert!(gone(pid, LONGEST).await);
    }
}

/// What the driver does with the packet of 2^40 columns, so that the test above is about something.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn such_a_server_does_end_a_worker() {
    let staff = Staff::new(&settings());
    let engine = Remote::new(EngineKind::Mysql, staff.clone());
    let team = TeamId::new();
    let of_team = |access: Access| Target { team: team.clone(), ..draft(access) };
    engine.validate(&of_team(access(&fresh_database().await))).await.expect("a good server");
    let pid = staff.pids()[0];
    let lie = columns(1 << 40);
    let mut steps = Vec::new();
    for honest in 1..4 {
        let answers: Vec<&[u8]> = std::iter::repeat_n(OK, honest).chain([lie.as_slice()]).collect();
        let fake = Fake::saying(greeting("mysql_native_password", CLIENT_SSL), &answers).await;
        steps.push(engine.validate(&of_team(fake.access())).await.expect_err("no good server").step);
    }
    assert!(steps.contains(&Step::Protocol), "{steps:?}");
    assert!(gone(pid, LONGEST).await, "the worker was aborted");
    staff.stop().await;
}

/// Waits until the client says something, whatever it is.
async fn hear(client: &mut TcpStream) -> io::Result<()> {
    client.read(&mut [0; 16 * 1024]).await.map(drop)
}

/// Packets of 16 MB that belong to one message without end.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_takes_no_memory() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            tokio::spawn(async move {
                client.write_all(&greeting("mysql_native_password", CLIENT_SSL)).await?;
                hear(&mut client).await?;
                client.write_all(&packet(2, OK)).await?;
                hear(&mut client).await?;
                let mut number = 1_u8;
                loop {
                    client.write_all(&[0xff, 0xff, 0xff, number]).await?;
                    for _ in 0..255 {
                        client.write_all(&vec![b'x'; 65_793]).await?;
                    }
                    number = number.wrapping_add(1);
                }
                #[expect(unreachable_code, reason = "names the type of the errors above")]
                io::Result::Ok(())
            });
        }
    });
    let staff = Staff::new(&settings());
    let engine = Remote::new(EngineKind::Mysql, staff.clone());
    let fake = Fake::saying(greeting("mysql_native_password", CLIENT_SSL), &[]).await;
    let team = TeamId::new();
    let of_team = |access: Access| Target { team: team.clone(), ..draft(access) };
    engine.validate(&of_team(access(&fresh_database().await))).await.expect("a good server");
    let before = resident_mb(&staff.pids()[0].to_string());
    let started = Instant::now();
    engine.validate(&of_team(Access { port, ..fake.access() })).await.expect_err("no good server");
    assert!(started.elapsed() < LONGEST);
    let after = resident_mb(&staff.pids()[0].to_string());
    assert!(after <= before + MOST, "{before} MB before, {after} MB after");
    staff.stop().await;
}
