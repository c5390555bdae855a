// A diagram that can be moved, enlarged and searched. What it shows, and where, came with the page.

// Where the interface finds it.
globalThis.vizboardDiagram = { mount };

const LEAST = 0.05;
const MOST = 3;
/** Below this size only names can be read. */
const FAR = 0.5;
/** One step of the keys, in pixels. */
const STEP = 80;

/** Takes over the drawing inside `frame`; the controls that stand in `frame` too are named by `data-do`. */
function mount(frame) {
  const svg = frame.querySelector("svg.dg");
  const world = svg.querySelector(".dg-world");
  const size = { width: Number(svg.getAttribute("width")), height: Number(svg.getAttribute("height")) };
  const tables = [...svg.querySelectorAll(".dg-table")];
  const edges = [...svg.querySelectorAll(".dg-edge")];
  const ended = new AbortController();
  const on = (target, name, act, options = {}) => target.addEventListener(name, act, { ...options, signal: ended.signal });
  const view = { x: 0, y: 0, scale: 1 };
  // Nobody has chosen another part or size yet: all of it is shown, whatever becomes of the window.
  let whole = true;

  svg.removeAttribute("viewBox");
  svg.setAttribute("width", "100%");
  svg.setAttribute("height", "100%");
  frame.dataset.live = "";

  const show = () => {
    world.setAttribute("transform", `translate(${view.x.toFixed(1)} ${view.y.toFixed(1)}) scale(${view.scale.toFixed(4)})`);
    svg.classList.toggle("dg-far", view.scale < FAR);
  };
  const clamp = (scale) => Math.min(MOST, Math.max(LEAST, scale));
  const zoom = (by, at) => {
    const scale = clamp(view.scale * by);
    const ratio = scale / view.scale;
    Object.assign(view, { x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio, scale });
    whole = false;
    show();
  };
  const box = () => svg.getBoundingClientRect();
  const middle = () => ({ x: box().width / 2, y: box().height / 2 });
  const local = (event) => ({ x: event.clientX - box().left, y: event.clientY - box().top });
  const fit = () => {
    const { width, height } = box();
    const scale = Math.min(1, clamp(Math.min(width / size.width, height / size.height)));
    Object.assign(view, { x: (width - size.width * scale) / 2, y: (height - size.height * scale) / 2, scale });
    whole = true;
    show();
  };
  const move = (x, y) => {
    Object.assign(view, { x: view.x + x, y: view.y + y });
    whole = false;
    show();
  };

  // What belongs to the table under the pointer.
  const near = (table) => {
    const own = table?.dataset.table;
    svg.classList.toggle("dg-some", own !== undefined);
    const joined = new Set([own]);
    for (const edge of edges) {
      const is = own !== undefined && (edge.dataset.a === own || edge.dataset.b === own);
      edge.classList.toggle("dg-on", is);
      if (is) joined.add(edge.dataset.a).add(edge.dataset.b);
    }
    for (const other of tables) other.classList.toggle("dg-on", joined.has(other.dataset.table));
  };
  on(svg, "pointerover", (event) => near(event.target.closest(".dg-table")));
  on(svg, "pointerleave", () => near(null));
  on(svg, "focusin", (event) => near(event.target.closest(".dg-table")));
  on(svg, "focusout", () => near(null));

  // One pointer moves, two enlarge.
  const pointers = new Map();
  let moved = 0;
  on(svg, "pointerdown", (event) => {
    if (event.button !== 0) return;
    if (pointers.size === 0) moved = 0;
    pointers.set(event.pointerId, local(event));
  });
  on(svg, "pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) return;
    const now = local(event);
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    // A click stays a click.
    if (moved < 4) return;
    svg.setPointerCapture(event.pointerId);
    if (other) {
      const length = (point) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
      zoom(length(now) / length(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
    } else {
      move(now.x - before.x, now.y - before.y);
    }
  });
  for (const name of ["pointerup", "pointercancel"]) on(svg, name, (event) => pointers.delete(event.pointerId));
  on(svg, "click", (event) => moved >= 4 && event.preventDefault(), { capture: true });
  on(svg, "dragstart", (event) => event.preventDefault());
  on(svg, "wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : event.ctrlKey ? 0.01 : 0.002)), local(event));
  }, { passive: false });

  const acts = {
    in: () => zoom(1.3, middle()),
    out: () => zoom(1 / 1.3, middle()),
    fit,
  };
  for (const [name, act] of Object.entries(acts)) {
    const button = frame.querySelector(`[data-do="${name}"]`);
    if (button) on(button, "click", act);
  }
  const keys = {
    ArrowLeft: () => move(STEP, 0), ArrowRight: () => move(-STEP, 0), ArrowUp: () => move(0, STEP), ArrowDown: () => move(0, -STEP),
    "+": acts.in, "=": acts.in, "-": acts.out, 0: fit,
  };
  on(frame, "keydown", (event) => {
    if (event.target !== frame || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  // Search: what fits is marked while one types, Enter goes from one to the next.
  const field = frame.parentElement.querySelector("[data-do=find]");
  let next = 0;
  let hits = [];
  const centre = (table) => {
    const scale = Math.max(view.scale, 0.8);
    const [x, y] = table.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
    const card = table.querySelector(".dg-box");
    const [width, height] = ["width", "height"].map((name) => Number(card.getAttribute(name)));
    const margin = (size.width - world.getBBox().width) / 2;
    whole = false;
    Object.assign(view, { scale, x: middle().x - (x + margin + width / 2) * scale, y: middle().y - (y + margin + height / 2) * scale });
    show();
  };
  if (field) {
    on(field, "input", () => {
      const wanted = field.value.trim().toLowerCase();
      hits = wanted ? tables.filter((table) => table.dataset.name.toLowerCase().includes(wanted)) : [];
      next = 0;
      svg.classList.toggle("dg-search", wanted !== "");
      for (const table of tables) table.classList.toggle("dg-hit", hits.includes(table));
    });
    on(field, "keydown", (event) => {
      if (event.key !== "Enter" || hits.length === 0) return;
      event.preventDefault();
      centre(hits[next++ % hits.length]);
    });
  }

  fit();
  // A window that changes its size keeps what is in the middle.
  let before = middle();
  const resized = new ResizeObserver(() => {
    const now = middle();
    if (whole) fit();
    else move(now.x - before.x, now.y - before.y);
    before = now;
  });
  resized.observe(svg);

  return {
    dispose() {
      ended.abort();
      resized.disconnect();
    },
  };
}
