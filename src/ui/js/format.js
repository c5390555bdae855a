// Numbers and texts as charts show them: the same in the browser and in the server's SVG.
// No Intl: the server's engine has none.

const UNITS = [[1e15, " P"], [1e12, " T"], [1e9, " B"], [1e6, " M"], [1e3, " k"]];

/** `1.2 M`, `350`, `0.05`: at most three digits that count; the unit is parted by a no-break space. */
export function compact(value) {
  if (typeof value !== "number" || !Number.isFinite(value)) return "";
  const size = Math.abs(value);
  // 999,950 would be written as 1000 k.
  for (const [unit, name] of UNITS) if (size >= unit * 0.9995) return minus(digits(value / unit)) + name;
  if (size > 0 && size < 1e-4) return minus(value.toExponential(1));
  return minus(digits(value));
}

const SIGNS = { EUR: "€", USD: "$", GBP: "£", JPY: "¥", CNY: "¥", INR: "₹" };

/** A number as a widget wants it, as `model/format.rs` says it on the server; `wanted` may be absent. */
export function say(value, wanted) {
  if (!wanted) return compact(value);
  if (typeof value !== "number" || !Number.isFinite(value)) return "";
  const { style, currency = "EUR", decimals, unit } = wanted;
  const size = Math.abs(value);
  let text;
  if (style === "percent") text = `${fixed(size * 100, decimals, Math.min(1, places(size * 100)))} %`;
  else if (style === "full") text = decimals === undefined ? full(size) : grouped(size.toFixed(decimals));
  else {
    const [of, name] = UNITS.find(([of]) => size >= of * 0.9995) ?? [1, ""];
    text = fixed(size / of, decimals, places(size / of)) + name;
  }
  if (style === "currency") text = (SIGNS[currency] ?? `${currency} `) + text;
  if (unit) text += ` ${unit}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

const fixed = (size, wanted, most) => (wanted === undefined ? String(+size.toFixed(most)) : size.toFixed(wanted));
const grouped = (text) => text.replace(/^\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","));

/** Every digit, grouped: `1,234,567.89`. */
export function full(value) {
  if (typeof value !== "number" || !Number.isFinite(value)) return "";
  const [whole, part] = (Number.isInteger(value) ? String(value) : String(+value.toPrecision(15))).split(".");
  if (whole.includes("e") || part?.includes("e")) return minus(String(value));
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return minus(part ? `${grouped}.${part}` : grouped);
}

/** `12 %`, `2.3 %`. */
export function percent(value) {
  if (!Number.isFinite(value)) return "";
  return value > 0 && value < 0.1 ? "< 0.1 %" : `${+value.toFixed(value < 10 ? 1 : 0)} %`;
}

/** At most `length` characters, by code point, the last of which says that more follows. */
export function cut(text, length) {
  const characters = Array.from(String(text));
  return characters.length > length ? characters.slice(0, length - 1).join("").trimEnd() + "…" : characters.join("");
}

const places = (size) => (size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3);
const digits = (value) => String(+value.toFixed(places(Math.abs(value))));

// A real minus sign is as wide as a digit.
const minus = (text) => text.replace(/^-/, "−");
