// What the pointer shows: built from text nodes only, since names and values come from people's databases.

import { cut, full, percent, say } from "./format.js";
import * as periods from "./periods.js";

/** The tooltip of an option; `prepared` holds its colours. */
export function tooltip(option, prepared, colour) {
  const pie = Boolean(option.viz?.pies);
  const alone = pie || !option.xAxis || Boolean(option.viz?.tip) || Boolean(option.viz?.cells);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    trigger: alone ? "item" : "axis",
    confine: true,
    transitionDuration: still ? 0 : 0.12,
    backgroundColor: colour("--viz-surface"),
    borderColor: colour("--viz-line"),
    borderWidth: 1,
    padding: [8, 10],
    textStyle: { color: colour("--viz-text"), fontSize: 12, fontFamily: prepared.textStyle.fontFamily },
    axisPointer: axisPointer(option, colour),
    formatter: (at) => (pie ? slice(at, option) : alone ? item(at, option) : group(list(at), option)),
  };
}

const list = (value) => [].concat(value);

/** A figure whole, with what the widget writes around figures. */
function written(value, option) {
  if (typeof value !== "number") return full(value);
  const { number, shares } = option.viz ?? {};
  if (shares) return percent(value * 100);
  return number ? say(value, number.style === "percent" ? number : { ...number, style: number.style === "currency" ? "currency" : "full" }) : full(value);
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
  const ranges = option.viz?.ranges;
  const head = ranges?.[points[0]?.dataIndex] ?? points[0]?.axisValue ?? points[0]?.name ?? "";
  box.append(element("div", grain ? periods.name(String(head), grain) : cut(typeof head === "number" ? full(head) : head, 80), { fontWeight: "600", marginBottom: "4px" }));
  for (const point of points) {
    const value = Array.isArray(point.value) ? point.value[point.value.length - 1] : point.value;
    if (value === null || value === undefined) continue;
    box.append(line(point.color, point.seriesName, written(value, option)));
  }
  return box;
}

/** One dot, box, cell, country, node or link. */
function item(at, option) {
  const box = element("div");
  const { tip, cells, grain } = option.viz ?? {};
  const title = (text) => box.append(element("div", cut(grain ? periods.name(text, grain) : text, 80), { fontWeight: "600", marginBottom: "4px" }));
  const colour = typeof at.color === "string" ? at.color : "currentColor";
  if (at.dataType === "edge") {
    const label = (id) => option.series[0].data.find((node) => node.name === id)?.vizLabel ?? id;
    title(`${label(at.data.source)} → ${label(at.data.target)}`);
    box.append(line(colour, at.seriesName, written(at.value, option)));
    return box;
  }
  if (cells) {
    const [across, down] = at.value;
    const names = option.xAxis ? [option.xAxis.data[across], option.yAxis.data[down]] : [periods.name(String(across), "day")];
    title(String(names[0]));
    box.append(line(colour, names[1] ?? at.seriesName, written(at.value[at.value.length - 1], option)));
    return box;
  }
  title(String(at.data?.vizLabel ?? at.name));
  const values = at.seriesType === "boxplot" ? at.value.slice(-5) : list(at.value);
  if (tip && option.geo) box.append(...(tip[0] ? [line(colour, tip[0], written(values[2], option))] : []));
  else if (tip) tip.forEach((name, i) => box.append(line(colour, name, written(values[i], option))));
  else if (!values.every((value) => value === null || Number.isNaN(value))) box.append(line(colour, at.seriesName, written(values[values.length - 1], option)));
  return box;
}

function slice(at, option) {
  const box = element("div");
  if (at.seriesName) box.append(element("div", cut(at.seriesName, 80), { fontWeight: "600", marginBottom: "4px" }));
  box.append(line(at.color, at.name, `${written(at.value, option)} (${percent(at.percent)})`));
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
