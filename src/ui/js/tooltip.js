// What the pointer shows: built from text nodes only, since names and values come from people's databases.

import { cut, full, percent } from "./format.js";
import * as periods from "./periods.js";

/** The tooltip of an option; `prepared` holds its colours. */
export function tooltip(option, prepared, colour) {
  const pie = Boolean(option.viz?.pies);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    trigger: pie ? "item" : "axis",
    confine: true,
    transitionDuration: still ? 0 : 0.12,
    backgroundColor: colour("--viz-surface"),
    borderColor: colour("--viz-line"),
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: colour("--viz-text"), fontSize: 12, fontFamily: prepared.textStyle.fontFamily },
    axisPointer: axisPointer(option, colour),
    formatter: (at) => (pie ? slice(at) : group(Array.isArray(at) ? at : [at], option)),
  };
}

function axisPointer(option, colour) {
  const bars = option.series.some((series) => series.type === "bar");
  return bars
    ? { type: "shadow", shadowStyle: { color: colour("--viz-line"), opacity: 0.35 } }
    : { type: "line", lineStyle: { color: colour("--viz-muted"), type: "solid", width: 1 } };
}

function group(points, option) {
  const box = element("div");
  const grain = option.viz?.grain;
  const head = points[0]?.axisValue ?? points[0]?.name ?? "";
  box.append(element("div", grain ? periods.name(String(head), grain) : cut(typeof head === "number" ? full(head) : head, 80), { fontWeight: "600", marginBottom: "4px" }));
  for (const point of points) {
    const value = Array.isArray(point.value) ? point.value[point.value.length - 1] : point.value;
    if (value === null || value === undefined) continue;
    box.append(line(point.color, point.seriesName, full(value)));
  }
  return box;
}

function slice(at) {
  const box = element("div");
  if (at.seriesName) box.append(element("div", cut(at.seriesName, 80), { fontWeight: "600", marginBottom: "4px" }));
  box.append(line(at.color, at.name, `${full(at.value)} (${percent(at.percent)})`));
  return box;
}

function line(colour, name, value) {
  const row = element("div", null, { display: "flex", alignItems: "center", gap: "6px", lineHeight: "18px" });
  row.append(
    element("span", null, { width: "8px", height: "8px", borderRadius: "2px", background: colour, flex: "none" }),
    element("span", cut(name, 60)),
    element("span", value, { marginLeft: "auto", paddingLeft: "16px", fontVariantNumeric: "tabular-nums", fontWeight: "500" }),
  );
  return row;
}

function element(tag, text, style) {
  const made = document.createElement(tag);
  if (text !== null && text !== undefined) made.textContent = text;
  Object.assign(made.style, style);
  return made;
}
