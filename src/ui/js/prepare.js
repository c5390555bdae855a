// An option as the server made it (JSON) -> one that ECharts can draw in a given room.
//
// JSON holds no functions, so the option says what it wants and this file does it, for both bundles:
// - `var(--name)` as a whole string is a colour, looked up by `colour(name)`;
// - `vizFormat` in the place of a formatter: `compact`, `series` or `{cut: 24}`;
// - `viz.grain`: the categories of the x axis are beginnings of periods;
// - `viz.names`: several series are named at the ends of their lines (`direct`) or above (`legend`);
// - `viz.pies`: so many pies side by side, each with what `title` says of it.

import { platformApi } from "zrender/lib/core/platform.js";
import { compact, cut, percent } from "./format.js";
import * as periods from "./periods.js";

const FORMATS = {
  compact: (value) => compact(typeof value === "object" ? number(value?.value) : value),
  series: (at) => cut(at.seriesName, 18),
};

const number = (value) => (Array.isArray(value) ? value[value.length - 1] : value);

/** A copy of `option` with colours, formatters and layout for `width` x `height`; `font` is a CSS family. */
export function prepare(option, { width, height, colour, font }) {
  const { viz = {}, ...copy } = fill(option, colour);
  copy.textStyle = { fontFamily: font, fontSize: 12 };
  copy.animation = false;
  // ECharts would measure the height of a line by a character that the font may not have.
  for (const axis of [copy.xAxis, copy.yAxis]) if (axis) axis.axisLabel.lineHeight = 14;
  for (const series of copy.series) for (const label of [series.label, series.endLabel]) if (label) label.lineHeight = 15;
  if (viz.names) names(copy, viz.names, width, font);
  if (viz.grain) timeAxis(copy, viz.grain, width);
  else if (copy.xAxis?.type === "category") everyName(copy.xAxis, width);
  if (viz.pies) pies(copy, viz.pies, { width, height, colour, font });
  return copy;
}

function fill(value, colour) {
  if (typeof value === "string") {
    const variable = /^var\((--[a-z0-9-]+)\)$/.exec(value);
    return variable ? colour(variable[1]) : value;
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, colour));
  if (value === null || typeof value !== "object") return value;
  const copy = {};
  for (const [key, item] of Object.entries(value)) {
    // Values and names of the data are never colours.
    if (key === "data" || key === "name" || key === "vizText") copy[key] = item;
    else if (key === "vizFormat") copy.formatter = format(item);
    else copy[key] = fill(item, colour);
  }
  return copy;
}

function format(wanted) {
  return typeof wanted === "object" ? (text) => cut(text, wanted.cut) : FORMATS[wanted];
}

const measure = (text, font) => platformApi.measureText(text, `12px ${font}`).width;

function names(option, wanted, width, font) {
  const widest = Math.max(...option.series.map((series) => measure(cut(series.name, 18), font)));
  if (wanted === "direct" && widest < width / 4) {
    delete option.legend;
    option.grid.right = Math.ceil(widest) + 16;
    return;
  }
  for (const series of option.series) delete series.endLabel;
  option.grid.top = 14 + legend(option.legend, option.series.map((series) => series.name), width, font);
}

/** Height of a legend with these names, whose texts it cuts. */
function legend(legend, names, width, font) {
  let rows = 1;
  let used = 0;
  for (const name of names) {
    // ECharts leaves five pixels between mark and name.
    const entry = legend.itemWidth + 5 + measure(cut(name, 24), font) + legend.itemGap;
    if (used > 0 && used + entry > width - 12) {
      rows += 1;
      used = 0;
    }
    used += entry;
  }
  legend.formatter = (name) => cut(name, 24);
  legend.textStyle.lineHeight = 16;
  return rows * (16 + legend.itemGap);
}

/** Below each bar its name, cut where it would reach the next one; some are left out only where none could be read. */
function everyName(axis, width) {
  const room = (width - 72) / Math.max(1, axis.data.length);
  if (room >= 44) axis.axisLabel = { ...axis.axisLabel, interval: 0, width: Math.floor(room - 6), overflow: "truncate", ellipsis: "…" };
}

function timeAxis(option, grain, width) {
  const axis = option.xAxis;
  const texts = periods.labels(axis.data, grain, width - 72);
  axis.axisLabel = { ...axis.axisLabel, interval: (i) => texts.has(i), formatter: (_, i) => texts.get(i) ?? "", hideOverlap: true };
  axis.axisTick = { ...axis.axisTick, interval: (i) => texts.has(i) };
}

// Pies side by side where there is room, else in two rows.
function pies(option, count, { width, height, colour, font }) {
  const columns = count < 3 || width > 900 ? count : 2;
  const rows = Math.ceil(count / columns);
  // Names stand beside the slices; where there is no room for that, above the pies.
  const bare = width / columns < 260;
  const names = [...new Set(option.series.flatMap((series) => series.data.map((slice) => slice.name)))];
  if (!bare) delete option.legend;
  const top = bare ? legend(option.legend, names, width, font) : 0;
  const cell = { width: width / columns, height: (height - top) / rows };
  const below = option.title?.some((title) => title.vizPlace === "below") ? 22 : 0;
  const most = (cell.height - below) / 2 - (bare ? 8 : 20);
  const radius = Math.max(10, Math.min(most, bare ? cell.width / 2 - 8 : Math.max(56, cell.width / 2 - 140)));
  const letters = Math.max(4, Math.floor((cell.width / 2 - radius - 30) / 6.5) - 7);
  option.series.forEach((series, i) => {
    const at = i % count;
    series.center = [cell.width * ((at % columns) + 0.5), top + cell.height * (Math.floor(at / columns) + 0.5) - below / 2];
    series.radius = series.radius.map((part) => part * radius);
    series.data = series.data.map(({ vizColor, ...slice }) => ({ ...slice, itemStyle: { color: fill(vizColor, colour) } }));
    series.label.formatter = (at) => `${cut(at.name, letters)}  ${percent(at.percent)}`;
    if (bare) series.label.show = series.labelLine.show = false;
  });
  option.title = option.title?.map((title, i) => caption(title, option.series[i].center, radius, colour));
}

function caption({ vizPlace, vizText, vizTotal }, [x, y], radius, colour) {
  const middle = vizPlace === "middle";
  const room = Math.max(6, Math.floor((middle ? radius * 1.1 : radius * 2.4) / 6.2));
  const total = middle && vizTotal !== undefined;
  const size = Math.max(12, Math.min(22, radius / 3.6));
  return {
    left: x,
    top: middle ? y - (total ? size * 0.6 + 8 : 8) : y + radius + 8,
    padding: 0,
    itemGap: 3,
    textAlign: "center",
    text: total ? compact(vizTotal) : cut(vizText, room),
    subtext: total ? cut(vizText, room) : "",
    textStyle: { color: colour(total ? "--viz-text" : "--viz-muted"), fontSize: total ? size : 12, lineHeight: total ? size * 1.2 : 16, fontWeight: total ? 600 : 400 },
    subtextStyle: { color: colour("--viz-muted"), fontSize: 11, lineHeight: 14 },
  };
}
