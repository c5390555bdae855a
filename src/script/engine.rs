//! One QuickJS with the drawing bundle in it. Not shared between threads.

use rquickjs::{CatchResultExt, Context, Ctx, Function, Runtime, context::EvalOptions};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

/// Most memory of the engine, in bytes; the loaded bundle takes about a tenth.
const MEMORY: usize = 96 * 1024 * 1024;
/// Most stack of a script, in bytes; the thread has more (see [`STACK`]).
const SCRIPT_STACK: usize = 2 * 1024 * 1024;
/// Stack that a thread needs on which an engine runs.
pub(super) const STACK: usize = 4 * 1024 * 1024;
/// Longest time to load the bundle and longest time to draw. Builds without optimisation are some ten times slower.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 2 });

/// ECharts asks for a timer when it loads; in one synchronous drawing nothing ever waits.
const PRELUDE: &str = "globalThis.setTimeout = () => 0; globalThis.clearTimeout = () => {};";

pub(super) struct Engine {
    context: Context,
    clock: Clock,
}

/// Stops scripts that run too long.
#[derive(Clone)]
struct Clock {
    start: Instant,
    /// Milliseconds after `start` at which the script is stopped.
    deadline: Arc<AtomicU64>,
}

impl Clock {
    fn wind(&self) {
        let end = self.start.elapsed() + LONGEST;
        self.deadline.store(u64::try_from(end.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    fn is_over(&self) -> bool {
        self.start.elapsed().as_millis() > u128::from(self.deadline.load(Ordering::Relaxed))
    }
}

impl Engine {
    /// Loads the bundle, which defines the global function `draw`.
    pub(super) fn load(bundle: &str) -> Result<Self, String> {
        let runtime = Runtime::new().map_err(|cause| cause.to_string())?;
        runtime.set_memory_limit(MEMORY);
        runtime.set_max_stack_size(SCRIPT_STACK);
        let clock = Clock { start: Instant::now(), deadline: Arc::default() };
        clock.wind();
        let stop = clock.clone();
        runtime.set_interrupt_handler(Some(Box::new(move || stop.is_over())));
        let context = Context::full(&runtime).map_err(|cause| cause.to_string())?;
        context.with(|ctx| {
            evaluate(&ctx, PRELUDE)?;
            evaluate(&ctx, bundle)
        })?;
        Ok(Self { context, clock })
    }

    /// Calls `draw(option, width, height)`.
    pub(super) fn draw(&self, option: &str, width: u32, height: u32) -> Result<String, String> {
        self.clock.wind();
        self.context.with(|ctx| {
            let draw: Function = ctx.globals().get("draw").map_err(|_| "the bundle defines no function draw".to_owned())?;
            draw.call((option, width, height)).catch(&ctx).map_err(|cause| cause.to_string())
        })
    }
}

fn evaluate(ctx: &Ctx<'_>, script: &str) -> Result<(), String> {
    let mut options = EvalOptions::default();
    options.strict = false;
    ctx.eval_with_options::<(), _>(script, options).catch(ctx).map_err(|cause| cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_what_the_bundle_says_and_survives_its_errors() {
        let engine = Engine::load("globalThis.draw = (o, w, h) => { if (o === 'bad') throw new Error('no'); return o + w + 'x' + h; };");
        let engine = engine.expect("loads");
        assert_eq!(engine.draw("a", 3, 4).as_deref(), Ok("a3x4"));
        assert!(engine.draw("bad", 1, 1).expect_err("throws").contains("no"));
        assert_eq!(engine.draw("b", 1, 2).as_deref(), Ok("b1x2"));
    }

    #[test]
    fn bad_bundles_are_errors() {
        assert!(Engine::load("this is no script").is_err());
        assert!(Engine::load("1").expect("loads").draw("{}", 1, 1).is_err());
    }

    #[test]
    fn memory_is_bounded() {
        let engine =
            Engine::load("globalThis.draw = () => { const all = []; for (;;) all.push(new Array(1000).fill(1)); };").expect("loads");
        assert!(engine.draw("{}", 1, 1).is_err());
    }

    #[test]
    fn the_script_sees_nothing_of_the_machine() {
        let names = "['require','process','std','os','fetch','print','console','importScripts','XMLHttpRequest']";
        let engine = Engine::load(&format!("globalThis.draw = () => {names}.map((n) => typeof globalThis[n]).join();")).expect("loads");
        let seen = engine.draw("", 1, 1).expect("answers");
        assert!(seen.split(',').all(|kind| kind == "undefined"), "{seen}");
    }
}
