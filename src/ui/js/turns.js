// When a chart is drawn: those in sight at once, each in a task of its own, so that the page answers in between. A picture
// out of sight stays a picture until somebody comes near it; what has no picture is drawn when nothing else is to be done.

const waiting = new Map();
let soon = false;
let later = false;

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const turn = waiting.get(target);
      if (turn && isIntersecting) turn.near = true;
    }
    next();
  },
  { rootMargin: "50% 0px" },
);

/** Resolves when the chart inside `frame` is to be drawn. */
export function turn(frame) {
  return new Promise((resolve) => {
    waiting.set(frame, { resolve, near: false, pictured: frame.querySelector(".chart-still > svg") !== null });
    near.observe(frame);
    next();
  });
}

function next() {
  // Whoever left waits no longer.
  for (const [frame, turn] of waiting) turn.near ||= !frame.isConnected;
  const first = (fits) => [...waiting].find(([, turn]) => fits(turn))?.[0];
  if (!soon && first((turn) => turn.near)) {
    soon = true;
    setTimeout(() => {
      soon = false;
      take(first((turn) => turn.near));
    });
  }
  if (!later && first((turn) => !turn.pictured)) {
    later = true;
    idle(() => {
      later = false;
      take(first((turn) => !turn.pictured));
    });
  }
}

// Safari has no idle time.
const idle = (work) => (globalThis.requestIdleCallback ? requestIdleCallback(work, { timeout: 1000 }) : setTimeout(work, 100));

function take(frame) {
  if (frame) {
    near.unobserve(frame);
    waiting.get(frame).resolve();
    waiting.delete(frame);
  }
  next();
}
