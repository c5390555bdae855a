//! `vizboard rotate-key` is killed with -9 at 50 random moments beside a server that works. Everything opens after each,
//! and the next run goes on where the last one ended.

use super::{Installation, LONG, dead_projects, facts_table, opens, reads, sign_up};
use crate::harness::{Store, process::run};
use rand::{Rng, SeedableRng};
use std::time::Duration;

const KILLS: u32 = 50;
/// Longer than a run that only goes on takes, shorter than one that puts a new key in front.
const LATEST: Duration = Duration::from_millis(700);

async fn story(store: Store, seed: u64) {
    println!("moments from the seed {seed}");
    let mut moments = rand::rngs::StdRng::seed_from_u64(seed);
    let place = Installation::new(store).await;
    let server = place.serve();
    let ada = sign_up(&server, "ada").await;
    let widget = facts_table(&ada, &place.data).await;
    let projects = dead_projects(&ada, 4, 50).await;
    let secrets: usize = place.uses().await.values().sum();
    let (mut killed, mut between) = (0, 0);
    for kill in 0..KILLS {
        let (keys, unfinished) = (place.keys(), place.checked_with().await != place.keys()[0]);
        let mut child = place.rotation(&[]).spawn().expect("it starts");
        tokio::time::sleep(moments.random_range(Duration::ZERO..LATEST)).await;
        child.kill().expect("killed");
        killed += u32::from(child.wait().expect("it ended").code().is_none());

        let now = place.keys();
        assert!(now.ends_with(&keys), "no key is lost");
        assert!(now.len() - keys.len() <= usize::from(!unfinished), "an unfinished rotation goes on with its key");
        let used = place.uses().await;
        assert!(used.keys().all(|id| now.contains(id)), "{used:?}");
        assert_eq!(used.values().sum::<usize>(), secrets, "no secret is lost: {used:?}");
        between += u32::from(used.len() > 1);
        reads(&ada, &widget).await;
        opens(&ada, &projects[kill as usize % projects.len()]).await;
    }
    assert!(killed > KILLS / 2, "only {killed} runs were killed");
    assert!(between > 0, "no kill met a run in the middle of its work");
    // The last one may have been finished or not.
    let (status, said) = run(place.rotation(&[]), LONG);
    assert!(status.success(), "{said}");
    assert_eq!(place.uses().await.into_iter().collect::<Vec<_>>(), [(place.keys()[0].clone(), secrets)]);
    let left: Vec<_> = std::fs::read_dir(place.data.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
    let beside = left.iter().filter(|name| name.to_string_lossy().starts_with(".secret.key")).count();
    println!("{killed} killed, {between} in the middle, {} keys, {beside} files left beside", place.keys().len());
    place.let_it_age();
    let (done, said) = place.rotate(&["--remove-old"]);
    assert!(done, "{said}");
    assert_eq!(place.keys().len(), 1);
    for project in &projects {
        opens(&ada, project).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_opens_after_each_kill_on_sqlite() {
    story(Store::Sqlite, 53).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_opens_after_each_kill_on_postgres() {
    story(Store::Postgres, 35).await;
}
