// An option as the server made it (JSON) -> one that ECharts can draw in a given room.
//
// JSON holds no functions, so the option says what it wants and this file does it, for both bundles:
// - `var(--name)` as a whole string is a colour, looked up by `colour(name)`;
// - `vizFormat` in the place of a formatter: `compact`, `slice`, `series` or `{cut: 24}`;
// - `viz.grain`: the categories of the x axis are beginnings of periods;
// - `viz.names`: several series are named at the ends of their lines (`direct`) or above (`legend`);
// - `viz.pies`: so many pies side by side, each with what `title` says of it.

import { compact, cut, percent } from "./format.js";
import * as periods from "./periods.js";

const FORMATS = {
  compact: (value) => compact(typeof value === "object" ? number(value?.value) : value),
  series: (at) => cut(at.seriesName, 18),
  slice: (at) => `${cut(at.name, 20)}  ${percent(at.percent)}`,
};

const number = (value) => (Array.isArray(value) ? value[value.length - 1] : value);

/** A copy of `option` with colours, formatters and layout for `width` x `height`; `font` is a CSS family. */
export function prepare(option, { width, height, colour, font }) {
  const { viz = {}, ...copy } = fill(option, colour);
  copy.textStyle = { fontFamily: font, fontSize: 12 };
  copy.animation = false;
  if (viz.names) names(copy, viz.names, width);
  if (viz.grain) timeAxis(copy, viz.grain, width);
  if (viz.pies) pies(copy, viz.pies, width, height, colour);
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

// About 6.2 pixels a character at 12 pixels.
const textWidth = (name, most) => Math.min(most, Array.from(String(name)).length) * 6.2;

function names(option, wanted, width) {
  const widest = Math.max(...option.series.map((series) => textWidth(series.name, 18)));
  if (wanted === "direct" && widest < width / 4) {
    delete option.legend;
    option.grid.right = Math.ceil(widest) + 14;
    return;
  }
  for (const series of option.series) delete series.endLabel;
  // Mark and distance beside the name.
  let rows = 1;
  let used = 0;
  for (const series of option.series) {
    const entry = textWidth(series.name, 24) + 30;
    if (used > 0 && used + entry > width - 8) {
      rows += 1;
      used = 0;
    }
    used += entry;
  }
  option.legend.formatter = (name) => cut(name, 24);
  option.grid.top = 14 + rows * 20;
}

function timeAxis(option, grain, width) {
  const axis = option.xAxis;
  const texts = periods.labels(axis.data, grain, width - 72);
  axis.axisLabel = { ...axis.axisLabel, interval: (i) => texts.has(i), formatter: (_, i) => texts.get(i) ?? "", hideOverlap: true };
  axis.axisTick = { ...axis.axisTick, interval: (i) => texts.has(i) };
}

// Pies side by side where there is room, else in two rows.
function pies(option, count, width, height, colour) {
  const columns = count < 3 || width > 900 ? count : 2;
  const rows = Math.ceil(count / columns);
  const cell = { width: width / columns, height: height / rows };
  const below = option.title?.some((title) => title.vizPlace === "below") ? 22 : 0;
  // Labels stand beside the pie.
  const room = Math.min(cell.width / 2 - 110, (cell.height - below) / 2 - 20);
  const bare = room < 36;
  const radius = bare ? Math.max(10, Math.min(cell.width, cell.height - below) / 2 - 10) : room;
  option.series.forEach((series, i) => {
    const at = i % count;
    series.center = [cell.width * ((at % columns) + 0.5), cell.height * (Math.floor(at / columns) + 0.5) - below / 2];
    series.radius = series.radius.map((part) => part * radius);
    series.data = series.data.map(({ vizColor, ...slice }) => ({ ...slice, itemStyle: { color: fill(vizColor, colour) } }));
    // On a phone there is no room for words; the figures stand in the table.
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
    top: middle ? y - (total ? size * 0.5 + 9 : 8) : y + radius + 8,
    padding: 0,
    itemGap: 3,
    textAlign: "center",
    text: total ? compact(vizTotal) : cut(vizText, room),
    subtext: total ? cut(vizText, room) : "",
    textStyle: { color: colour(total ? "--viz-text" : "--viz-muted"), fontSize: total ? size : 12, fontWeight: total ? 600 : 400 },
    subtextStyle: { color: colour("--viz-muted"), fontSize: 11 },
  };
}
