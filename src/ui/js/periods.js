// The time axis. Its categories are the beginnings of periods in UTC (`2026-01-31` or `2026-01-31T12:00`);
// this says which of them get a label in the room there is, and which words.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
// Width of one label with its distance to the next, in pixels.
const ROOM = { minute: 46, hour: 46, day: 54, week: 54, month: 38, quarter: 30, year: 42 };

const every = (n, of) => (t) => of(t) % n === 0;
const monthIndex = (t) => t.year * 12 + t.month - 1;
const years = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].map((n) => every(n, (t) => t.year));
const first = (wanted) => (t) => t.month === 1 && wanted(t);
// Each list goes from all periods to few of them, always at places that people count in.
const months = [1, 2, 3, 6].map((n) => every(n, monthIndex)).concat(years.map(first));
const startOfMonth = (wanted) => (t) => t.day === 1 && wanted(t);
const startOfDay = (wanted) => (t) => t.hour === 0 && t.minute === 0 && wanted(t);
const days = [1, 2, 3].map((n) => every(n, (t) => t.number)).concat([(t) => t.number % 7 === 4, every(14, (t) => t.number - 4)], months.map(startOfMonth));
const onTheHour = (wanted) => (t) => t.minute === 0 && wanted(t);
const hours = [1, 2, 3, 6, 12].map((n) => every(n, (t) => t.hour)).concat(days.map(startOfDay));
const STEPS = {
  year: years,
  quarter: [1, 2].map((n) => every(n, (t) => Math.floor(monthIndex(t) / 3))).concat(years.map(first)),
  month: months,
  week: [1, 2, 4, 6, 8, 13, 26, 52, 104, 260, 520].map((n) => every(n, (t) => Math.floor((t.number - 4) / 7))),
  day: days,
  hour: hours,
  minute: [1, 2, 5, 10, 15, 30].map((n) => every(n, (t) => t.minute)).concat(hours.map(onTheHour)),
};

/** The parts of a period's beginning; `number` counts days since 1970-01-01, a Thursday. */
export function parse(text) {
  const [, year, month, day, hour, minute] = /^(\d+)-(\d\d)-(\d\d)(?:T(\d\d):(\d\d))?/.exec(text) ?? [];
  if (year === undefined) return null;
  const t = { year: +year, month: +month, day: +day, hour: +(hour ?? 0), minute: +(minute ?? 0) };
  t.number = Math.floor(Date.UTC(t.year, t.month - 1, t.day) / 86400000);
  return t;
}

/** Index of a category -> label of one or two lines; the second says what changed (year or day). */
export function labels(categories, grain, width) {
  const periods = categories.map(parse);
  const room = Math.max(1, Math.floor(width / ROOM[grain]));
  let shown = [];
  for (const wanted of STEPS[grain]) {
    const found = periods.flatMap((t, i) => (t && wanted(t) ? [i] : []));
    if (found.length === 0) break;
    shown = found;
    if (found.length <= room) break;
  }
  const texts = new Map();
  let before = null;
  for (const i of shown) {
    const context = contextOf(periods[i], grain);
    texts.set(i, context && context !== before ? `${tick(periods[i], grain)}\n${context}` : tick(periods[i], grain));
    before = context;
  }
  return texts;
}

function tick(t, grain) {
  switch (grain) {
    case "year": return String(t.year);
    case "quarter": return `Q${Math.ceil(t.month / 3)}`;
    case "month": return MONTHS[t.month - 1];
    case "week": case "day": return `${t.day} ${MONTHS[t.month - 1]}`;
    default: return clock(t);
  }
}

function contextOf(t, grain) {
  switch (grain) {
    case "year": return "";
    case "minute": case "hour": return `${t.day} ${MONTHS[t.month - 1]} ${t.year}`;
    default: return String(t.year);
  }
}

/** The whole name of a period: `31 Jan 2026`, `Q1 2026`, `Week of 26 Jan 2026`. */
export function name(text, grain) {
  const t = parse(text);
  if (!t) return text;
  const date = `${t.day} ${MONTHS[t.month - 1]} ${t.year}`;
  switch (grain) {
    case "year": return String(t.year);
    case "quarter": return `Q${Math.ceil(t.month / 3)} ${t.year}`;
    case "month": return `${MONTHS[t.month - 1]} ${t.year}`;
    case "week": return `Week of ${date}`;
    case "day": return date;
    default: return `${date}, ${clock(t)}`;
  }
}

const clock = (t) => `${String(t.hour).padStart(2, "0")}:${String(t.minute).padStart(2, "0")}`;
