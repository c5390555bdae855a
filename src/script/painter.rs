//! Draws charts on a thread of its own and remembers what it drew.

use super::{
    cache::{self, Cache, Key},
    engine::{Engine, STACK},
    picture::{self, Fonts},
    svg,
};
use crate::model::drawing::needs_more;
use std::{
    borrow::Cow,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, TrySendError, sync_channel},
    },
    time::Duration,
};
use tokio::sync::oneshot;

/// Most bytes of drawings that are kept.
const CACHE: usize = 16 * 1024 * 1024;
/// Most drawings that wait; beyond it a page shows its figures and draws in the browser.
const QUEUE: usize = 256;
/// After this long without work the thread ends, and with it goes all memory of the engine (an allocator keeps
/// what was freed for the thread that asked for it).
const IDLE: Duration = Duration::from_secs(120);

/// Cheap to clone; all clones share one thread, one engine and one memory of drawings. The engine is loaded with
/// the first drawing, put down when idle, and made anew after a failure.
#[derive(Clone)]
pub struct Painter {
    inner: Arc<Inner>,
    fonts: Fonts,
}

struct Inner {
    bundles: Bundles,
    idle: Duration,
    drawings: Arc<Cache>,
    /// The way to the thread, if one was started; it may have ended since.
    jobs: Mutex<Option<SyncSender<Job>>>,
}

/// The drawers as texts. The second can draw everything and is loaded only for options that need it.
#[derive(Clone)]
struct Bundles {
    usual: Cow<'static, str>,
    more: Cow<'static, str>,
}

struct Job {
    key: Key,
    option: String,
    width: u32,
    height: u32,
    answer: oneshot::Sender<Option<Arc<str>>>,
}

impl Painter {
    /// `bundle` is the text of `gen/echarts-server.js`. Without a text nothing is drawn, which is logged once.
    pub fn new(bundle: impl Into<Cow<'static, str>>) -> Self {
        Self::with_idle(bundle.into(), IDLE)
    }

    fn with_idle(usual: Cow<'static, str>, idle: Duration) -> Self {
        if usual.is_empty() {
            tracing::warn!("charts are not drawn on the server: the bundle is missing from this build");
        }
        Self::of(Bundles { usual, more: Cow::Borrowed("") }, idle, Fonts::default())
    }

    fn of(bundles: Bundles, idle: Duration, fonts: Fonts) -> Self {
        let inner = Inner { bundles, idle, drawings: Arc::new(Cache::new(CACHE)), jobs: Mutex::new(None) };
        Self { inner: Arc::new(inner), fonts }
    }

    /// The same with the text of `gen/echarts-server-more.js`, for the options that say they need it.
    #[must_use]
    pub fn with_more(self, more: impl Into<Cow<'static, str>>) -> Self {
        Self::of(Bundles { more: more.into(), usual: self.inner.bundles.usual.clone() }, self.inner.idle, self.fonts)
    }

    /// The same with fonts for pictures: contents of `gen/inter*.ttf`, the first of them for whatever it can set.
    #[must_use]
    pub fn with_fonts(self, files: impl IntoIterator<Item = Vec<u8>>) -> Self {
        Self { fonts: Fonts::new(files), ..self }
    }

    /// A drawing as a PNG picture. Takes its time: not for the threads that answer.
    ///
    /// # Errors
    /// In a sentence: the drawing is too large, it is none, or the build has no font.
    pub fn png(&self, svg: &str) -> Result<Vec<u8>, String> {
        picture::png(svg, &self.fonts)
    }

    /// A drawing as a PDF of one page with a title, its texts as texts. Takes its time: not for the threads that answer.
    ///
    /// # Errors
    /// In a sentence: the drawing is none, or the build has no font.
    pub fn pdf(&self, svg: &str, title: &str) -> Result<Vec<u8>, String> {
        picture::pdf(svg, title, &self.fonts)
    }

    /// The option drawn as SVG with colours as CSS variables, safe to put into a page as it is; nothing when
    /// drawing failed (the cause is logged) or too much waits already. Width and height in pixels, 1 to 4,000.
    pub async fn svg(&self, option: &str, width: u32, height: u32) -> Option<String> {
        let inner = &self.inner;
        if inner.bundles.of(option).is_empty() || !(1..=4_000).contains(&width) || !(1..=4_000).contains(&height) {
            return None;
        }
        let key = cache::key(option, width, height);
        if let Some(drawing) = inner.drawings.get(&key) {
            return Some(drawing.to_string());
        }
        // The second try is for a thread that ended, being idle, just when the first was sent.
        for _ in 0..2 {
            let (answer, drawn) = oneshot::channel();
            inner.send(Job { key, option: option.to_owned(), width, height, answer })?;
            if let Ok(drawing) = drawn.await {
                return drawing.map(|drawing| drawing.to_string());
            }
        }
        tracing::error!("a chart is not drawn on the server: the thread that draws has ended");
        None
    }
}

impl Inner {
    /// Hands a job to the thread, which is started when there is none; nothing when that is not possible.
    fn send(&self, mut job: Job) -> Option<()> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(thread) = jobs.as_ref() {
            match thread.try_send(job) {
                Ok(()) => return Some(()),
                Err(TrySendError::Full(_)) => {
                    tracing::warn!(waiting = QUEUE, "a chart is not drawn on the server: too many wait");
                    return None;
                }
                Err(TrySendError::Disconnected(back)) => job = back,
            }
        }
        let thread = jobs.insert(self.start()?);
        thread.try_send(job).ok()
    }

    fn start(&self) -> Option<SyncSender<Job>> {
        let (jobs, waiting) = sync_channel(QUEUE);
        let (bundles, idle, drawings) = (self.bundles.clone(), self.idle, Arc::clone(&self.drawings));
        let thread = std::thread::Builder::new().name("painter".to_owned()).stack_size(STACK);
        // An engine stays on its thread, so it is made there.
        match thread.spawn(move || Worker { bundles, drawings, usual: None, more: None }.run(&waiting, idle)) {
            Ok(_) => Some(jobs),
            Err(cause) => {
                tracing::error!(%cause, "charts are not drawn on the server: no thread could be started");
                None
            }
        }
    }
}

impl Bundles {
    fn of(&self, option: &str) -> &str {
        if needs_more(option) { &self.more } else { &self.usual }
    }
}

struct Worker {
    bundles: Bundles,
    drawings: Arc<Cache>,
    usual: Option<Engine>,
    more: Option<Engine>,
}

impl Worker {
    /// Until nobody has asked for a while, or nobody can ask any more.
    fn run(mut self, waiting: &Receiver<Job>, idle: Duration) {
        while let Ok(job) = waiting.recv_timeout(idle) {
            // Whoever asked may have gone meanwhile, and another may have asked for the same before.
            if job.answer.is_closed() {
                continue;
            }
            let drawing = self.drawings.get(&job.key).or_else(|| self.draw(&job));
            // An error means that the page was given up; the drawing is kept all the same.
            job.answer.send(drawing).ok();
        }
    }

    fn draw(&mut self, job: &Job) -> Option<Arc<str>> {
        match self.try_draw(job) {
            Ok(drawing) => {
                let drawing: Arc<str> = drawing.into();
                self.drawings.put(job.key, Arc::clone(&drawing));
                Some(drawing)
            }
            Err(cause) => {
                // What is left in the engine after a failure is unknown.
                *self.engine(&job.option) = None;
                tracing::error!(%cause, width = job.width, height = job.height, "a chart could not be drawn on the server");
                None
            }
        }
    }

    /// The engine for an option, if it is loaded.
    fn engine(&mut self, option: &str) -> &mut Option<Engine> {
        if needs_more(option) { &mut self.more } else { &mut self.usual }
    }

    fn try_draw(&mut self, job: &Job) -> Result<String, String> {
        if self.engine(&job.option).is_none() {
            let start = std::time::Instant::now();
            *self.engine(&job.option) = Some(Engine::load(self.bundles.of(&job.option))?);
            tracing::debug!(elapsed_ms = start.elapsed().as_millis(), "the chart drawer is loaded");
        }
        let engine = self.engine(&job.option).as_ref().ok_or("no engine")?;
        let drawing = engine.draw(&job.option, job.width, job.height)?;
        svg::finish(&drawing, &format!("c{}", hex::encode(&job.key[..6])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts how often it was loaded and how often it drew.
    const BUNDLE: &str = "let drawn = 0; globalThis.draw = (o, w, h) => {
        if (o === 'bad') throw new Error('bad option');
        if (o === 'evil') return '<svg ><script>1</script></svg>';
        drawn += 1; return `<svg ><text>${o} ${w}x${h} number ${drawn}</text></svg>`; };";

    #[tokio::test]
    async fn draws_once_and_remembers() {
        let painter = Painter::new(BUNDLE);
        let first = painter.svg("a", 3, 4).await;
        assert_eq!(first.as_deref(), Some("<svg ><text>a 3x4 number 1</text></svg>"));
        assert_eq!(painter.svg("a", 3, 4).await, first);
        assert_eq!(painter.clone().svg("a", 5, 4).await.as_deref(), Some("<svg ><text>a 5x4 number 2</text></svg>"));
    }

    #[tokio::test]
    async fn a_failure_costs_one_drawing() {
        let painter = Painter::new(BUNDLE);
        assert_eq!(painter.svg("bad", 1, 1).await, None);
        assert_eq!(painter.svg("evil", 1, 1).await, None);
        let after = painter.svg("good", 1, 1).await;
        assert_eq!(after.as_deref(), Some("<svg ><text>good 1x1 number 1</text></svg>"), "drawn by a new engine");
    }

    #[tokio::test]
    async fn an_idle_engine_is_put_down() {
        let painter = Painter::with_idle(BUNDLE.into(), Duration::from_millis(20));
        assert!(painter.svg("a", 1, 1).await.is_some_and(|svg| svg.contains("number 1")));
        // The second drawing of one engine would be number 2.
        let mut again = String::new();
        for width in 2..200 {
            tokio::time::sleep(Duration::from_millis(40)).await;
            again = painter.svg("a", width, 1).await.expect("drawn");
            if again.contains("number 1") {
                break;
            }
        }
        assert!(again.contains("number 1"), "{again}");
    }

    #[tokio::test]
    async fn the_second_bundle_is_for_options_that_say_so() {
        let painter = Painter::new(BUNDLE).with_more(BUNDLE.replace("number", "more"));
        let more = r#"{"viz":{"more":true}}"#;
        assert!(painter.svg(more, 1, 1).await.is_some_and(|svg| svg.contains("more 1")));
        assert!(painter.svg("a", 1, 1).await.is_some_and(|svg| svg.contains("number 1")));
        assert_eq!(Painter::new(BUNDLE).svg(more, 1, 1).await, None, "without it there is no picture");
        let name = serde_json::json!({ "name": r#""more":true"# }).to_string();
        assert!(painter.svg(&name, 1, 2).await.is_some_and(|svg| svg.contains("number")), "a name cannot say so");
    }

    #[tokio::test]
    async fn nothing_without_a_bundle_or_with_a_senseless_size() {
        assert_eq!(Painter::new("").svg("a", 1, 1).await, None);
        let painter = Painter::new(BUNDLE);
        for (width, height) in [(0, 1), (1, 0), (4_001, 1), (1, u32::MAX)] {
            assert_eq!(painter.svg("a", width, height).await, None);
        }
    }
}
