//! Limits on failed attempts (00-conventions: per minute, 10 an account and 30 an address by default).
//!
//! A log-in is counted three ways. *Address*: 30 failures a minute. *Account and address*: 10. *Account*, from
//! anywhere: 10, but only for addresses from which the account did not sign in lately. So many addresses together get
//! no further with one account than one address does, and its owner at a usual place is not locked out by them.
//!
//! Counters live in memory; those of failed log-ins are kept in the store too, so that a restart forgives none of them.
//! With several servers on one store each counts for itself.

use super::{App, actor::Client};
use crate::{
    error::{AppError, Result},
    model::time::Timestamp,
    store,
};
use siphasher::sip::SipHasher13;
use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::Instant,
};

/// What is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    LogIn,
    SetUp,
    /// Public links that lead nowhere.
    PublicLink,
    /// Files that readers of links take along: every request counts, because each reads a whole table.
    PublicFile,
    /// `POST /api/compatible-tables`.
    CompatibleTables,
    /// Links of accounts (a new password, an address, an invitation) and into teams that do not work.
    AccountLink,
    /// Asking for a new password: every request counts.
    Reset,
    /// Making accounts: every request that keeps the rules counts, because each costs a hash and may send a letter
    /// (security.md, check 148).
    SignUp,
    /// Passkeys that nobody has, or that signed something else.
    Passkey,
    /// Challenges for passkeys that strangers ask for: every request counts.
    PasskeyBegun,
    /// Bearer tokens that nobody has.
    Token,
    /// Keys and signatures of billing events.
    Billing,
    /// Making databases without an account: every request counts.
    Database,
    /// Coming back from a provider of sign-in with what proves nothing.
    Provider,
}

/// Most keys that are counted one by one: 17 bytes each in the table, 18 MB when full.
const MOST_KEYS: usize = 900_000;
/// Counters shared by further keys while the table is full of keys that are still hot.
const SHARED: usize = 4096;
const MINUTE_MS: u64 = 60_000;
/// Longest debt of an address that failed many times at once.
const LONGEST_DEBT_MS: u64 = 60 * MINUTE_MS;

pub struct Limits {
    per_account: u32,
    per_address: u32,
    started: Instant,
    /// Keys are hashed under a secret of the installation, so that nobody can choose two that collide, and they mean
    /// the same after a restart.
    secret: [u8; 16],
    counters: Mutex<Counters>,
}

impl Limits {
    /// Failed tries a minute.
    pub fn new(per_account: u32, per_address: u32, secret: [u8; 16]) -> Self {
        Self {
            per_account: per_account.max(1),
            per_address: per_address.max(1),
            started: Instant::now(),
            secret,
            counters: Mutex::new(Counters::default()),
        }
    }

    /// Counts nothing: whether this address may try. For tries that count only when they fail: [`Limits::failed`].
    ///
    /// # Errors
    /// `RateLimited` with the seconds to wait.
    pub fn allowed(&self, area: Area, client: &Client) -> Result<()> {
        self.lock().refuse(self.now(), &[self.address(area, client)])
    }

    /// Counts a try that failed. Tries that were let in side by side are all counted: what they take beyond the minute
    /// is a debt that the address waits for.
    ///
    /// # Errors
    /// `RateLimited` with the seconds to wait: others used the tries up meanwhile, and this one is to learn nothing.
    pub fn failed(&self, area: Area, client: &Client) -> Result<()> {
        let (now, charge) = (self.now(), self.address(area, client));
        let mut counters = self.lock();
        let refused = counters.refuse(now, std::slice::from_ref(&charge));
        counters.add(now, &charge);
        refused
    }

    /// Counts a request that costs something whether or not it succeeds. One that is refused costs nothing.
    ///
    /// # Errors
    /// `RateLimited` with the seconds to wait.
    pub fn every(&self, area: Area, client: &Client) -> Result<()> {
        self.charge(self.now(), &[self.address(area, client)])
    }

    /// What [`Limits::every`] counted led to something, and counts no more.
    pub fn succeeded(&self, area: Area, client: &Client) {
        self.give_back(self.now(), &[self.address(area, client)]);
    }

    /// A try to sign in to `account` (its id, or what was typed when there is none). It counts as failed until it is
    /// said to have succeeded, so that many at once do not slip through.
    ///
    /// # Errors
    /// `RateLimited` with the seconds to wait.
    pub fn sign_in(&self, client: &Client, account: &str, address_is_known: bool) -> Result<Attempt<'_>> {
        let place = place(client.address);
        let mut charges = vec![self.address(Area::LogIn, client), self.key(("pair", account, place), self.per_account)];
        if !address_is_known {
            charges.push(self.key(("account", account), self.per_account));
        }
        let now = self.now();
        self.charge(now, &charges)?;
        Ok(Attempt { limits: self, charges })
    }

    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn address(&self, area: Area, client: &Client) -> Charge {
        self.key((area, place(client.address)), self.per_address)
    }

    fn key(&self, what: impl Hash, per_minute: u32) -> Charge {
        let mut hasher = SipHasher13::new_with_key(&self.secret);
        what.hash(&mut hasher);
        Charge { key: hasher.finish(), step: MINUTE_MS / u64::from(per_minute) }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Counters> {
        self.counters.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All or nothing.
    fn charge(&self, now: u64, charges: &[Charge]) -> Result<()> {
        let mut counters = self.lock();
        counters.refuse(now, charges)?;
        charges.iter().for_each(|charge| counters.add(now, charge));
        Ok(())
    }

    fn give_back(&self, now: u64, charges: &[Charge]) {
        let mut counters = self.lock();
        charges.iter().for_each(|charge| counters.take(now, charge));
    }

    /// Takes over what an earlier process counted. A clock that went back makes nobody wait longer than they had to.
    fn restore(&self, spent: &[store::attempts::SpentRow], clock: Timestamp) {
        let now = self.now();
        let mut counters = self.lock();
        for row in spent {
            let left = u64::try_from(row.until.0.saturating_sub(clock.0)).unwrap_or(0).min(LONGEST_DEBT_MS);
            counters.spent.insert(row.key.cast_unsigned(), now + left);
        }
    }
}

/// Reads what was counted before the start.
pub(super) async fn restore(app: &App) -> Result<()> {
    let now = Timestamp::now();
    let spent = store::attempts::after(&mut *app.store.read().await?, now).await?;
    app.limits.restore(&spent, now);
    Ok(())
}

/// An address as it is counted: whoever has an IPv6 address has its whole /64.
pub fn place(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) if v6.to_ipv4_mapped().is_none() => {
            let mut octets = v6.octets();
            octets[8..].fill(0);
            IpAddr::from(octets)
        }
        other => other.to_canonical(),
    }
}

/// A try that is counted as failed until [`Attempt::forgive`].
#[must_use = "a try counts as failed unless it is forgiven"]
pub struct Attempt<'a> {
    limits: &'a Limits,
    charges: Vec<Charge>,
}

impl Attempt<'_> {
    /// The try failed: what it took is kept in the store, for the next process.
    pub async fn keep(self, app: &App) -> Result<()> {
        let (now, clock) = (self.limits.now(), Timestamp::now());
        let spent: Vec<_> = {
            let counters = self.limits.lock();
            let row = |charge: &Charge| {
                let left = counters.spent.get(&charge.key).copied().unwrap_or(0).saturating_sub(now);
                store::attempts::SpentRow { key: charge.key.cast_signed(), until: Timestamp(clock.0.saturating_add_unsigned(left)) }
            };
            self.charges.iter().map(row).collect()
        };
        let mut tx = app.store.begin().await?;
        store::attempts::save(&mut tx, &spent, clock).await?;
        Ok(tx.commit().await?)
    }

    /// The try succeeded, or could not be made for a reason of ours: it does not count.
    pub fn forgive(self) {
        self.limits.give_back(self.limits.now(), &self.charges);
    }
}

/// One counter and what one try costs there, in milliseconds of a minute.
struct Charge {
    key: u64,
    step: u64,
}

/// Per key the moment up to which its tries are spent (generic cell rate algorithm): a moment in the past is the
/// same as no entry, so forgetting those loses nothing.
struct Counters {
    spent: HashMap<u64, u64>,
    shared: Vec<u64>,
    swept: u64,
}

impl Default for Counters {
    fn default() -> Self {
        Self { spent: HashMap::new(), shared: vec![0; SHARED], swept: 0 }
    }
}

impl Counters {
    /// Milliseconds until one more try fits into the minute.
    fn wait(&self, now: u64, charge: &Charge) -> u64 {
        let spent = self.spent.get(&charge.key).copied().unwrap_or_else(|| match self.spent.len() < MOST_KEYS {
            true => 0,
            false => self.shared[charge.key as usize % SHARED],
        });
        (spent.max(now) + charge.step).saturating_sub(now + MINUTE_MS)
    }

    /// `RateLimited` when one of the charges has to wait.
    fn refuse(&self, now: u64, charges: &[Charge]) -> Result<()> {
        let wait = charges.iter().map(|charge| self.wait(now, charge)).max().unwrap_or(0);
        match wait {
            0 => Ok(()),
            wait => Err(AppError::rate_limited(u32::try_from(wait.div_ceil(1000)).unwrap_or(60))),
        }
    }

    fn add(&mut self, now: u64, charge: &Charge) {
        // Sweeping a full table takes milliseconds: not more than once a second.
        if self.spent.len() >= MOST_KEYS && now >= self.swept + 1000 {
            self.swept = now;
            self.spent.retain(|_, spent| *spent > now);
        }
        let spent = self.slot(charge.key);
        *spent = ((*spent).max(now) + charge.step).min(now + LONGEST_DEBT_MS);
    }

    fn take(&mut self, now: u64, charge: &Charge) {
        let spent = self.slot(charge.key);
        *spent = spent.saturating_sub(charge.step);
        if *spent <= now {
            self.spent.remove(&charge.key);
        }
    }

    /// A hot key is never evicted: when the table is full of them, newcomers share.
    fn slot(&mut self, key: u64) -> &mut u64 {
        if self.spent.len() < MOST_KEYS || self.spent.contains_key(&key) {
            self.spent.entry(key).or_insert(0)
        } else {
            &mut self.shared[key as usize % SHARED]
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits::new(10, 30, [7; 16])
    }

    fn client(number: u32) -> Client {
        Client::at(IpAddr::from(number.to_be_bytes()))
    }

    #[test]
    fn a_minute_holds_so_many_failures() {
        let limits = limits();
        let key = |n: u32| limits.key(("test", n), 10);
        for _ in 0..10 {
            limits.charge(0, &[key(1)]).unwrap();
        }
        let error = limits.charge(0, &[key(1)]).unwrap_err();
        assert_eq!((error.kind, error.retry_after), (crate::error::Kind::RateLimited, Some(6)));
        limits.charge(0, &[key(2)]).unwrap();
        limits.charge(6_000, &[key(1)]).unwrap();
        assert!(limits.charge(6_000, &[key(1)]).is_err(), "one comes back every six seconds");
        for _ in 0..10 {
            limits.charge(120_000, &[key(1)]).unwrap();
        }
        assert!(limits.charge(120_000, &[key(1)]).is_err(), "a long rest gives no more than a minute's worth");
    }

    #[test]
    fn success_does_not_count() {
        let limits = limits();
        for _ in 0..100 {
            limits.sign_in(&client(1), "a", false).unwrap().forgive();
            limits.allowed(Area::PublicLink, &client(1)).unwrap();
        }
        assert!(limits.counters.lock().unwrap().spent.is_empty());
    }

    #[test]
    fn tries_side_by_side_are_all_counted() {
        let limits = limits();
        (0..200).for_each(|_| limits.allowed(Area::PublicLink, &client(1)).unwrap());
        let told = (0..200).filter(|_| limits.failed(Area::PublicLink, &client(1)).is_ok()).count();
        assert_eq!(told, 30, "the others learn nothing");
        let error = limits.allowed(Area::PublicLink, &client(1)).unwrap_err();
        assert!(error.retry_after.is_some_and(|seconds| (330..=342).contains(&seconds)), "170 more at two seconds each: {error:?}");
        assert!(limits.allowed(Area::PublicLink, &client(2)).is_ok());
        (0..10_000).for_each(|_| drop(limits.failed(Area::PublicLink, &client(1))));
        let error = limits.allowed(Area::PublicLink, &client(1)).unwrap_err();
        assert!(error.retry_after.is_some_and(|seconds| seconds <= 3600), "{error:?}");
    }

    #[test]
    fn many_addresses_on_one_account_and_one_address_on_many() {
        let limits = limits();
        let passed = (0..100).filter(|n| limits.sign_in(&client(*n), "victim", false).is_ok()).count();
        assert_eq!(passed, 10, "a hundred addresses get no more tries than one");
        assert!(limits.sign_in(&client(500), "victim", true).is_ok(), "the owner at a usual place gets in");
        let passed = (0..100).filter(|n| limits.sign_in(&client(1000), &format!("account {n}"), false).is_ok()).count();
        assert_eq!(passed, 30);
        let passed = (0..100).filter(|_| limits.sign_in(&client(2000), "known", true).is_ok()).count();
        assert_eq!(passed, 10, "a known address has its own tries, and no more");
    }

    #[test]
    fn a_network_counts_as_one_address() {
        let of = |text: &str| place(text.parse().unwrap());
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1:2:3"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }

    #[test]
    fn a_million_keys_are_bounded_and_hot_ones_stay() {
        let limits = limits();
        for _ in 0..10 {
            limits.charge(0, &[limits.key("hot", 10)]).unwrap();
        }
        for n in 0..1_000_000_u32 {
            limits.charge(0, &[limits.key(("name", n), 10)]).ok();
        }
        assert!(limits.charge(0, &[limits.key("hot", 10)]).is_err(), "still refused");
        {
            let counters = limits.counters.lock().unwrap();
            // Capacity is 7/8 of the buckets; a bucket is a key, a moment and a control byte.
            let bytes = counters.spent.capacity() * 8 / 7 * 17 + counters.shared.len() * 8;
            assert!(counters.spent.len() <= MOST_KEYS && bytes < 32 << 20, "{bytes}");
        }
        limits.charge(70_000, &[limits.key("late", 10)]).unwrap();
        assert_eq!(limits.counters.lock().unwrap().spent.len(), 1, "what has cooled down is swept");
    }
}
