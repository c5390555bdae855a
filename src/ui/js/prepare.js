// An option as the server made it (JSON) -> one that ECharts can draw in a given room.
//
// JSON holds no functions, so the option says what it wants and this file does it, for both bundles:
// - `var(--name)` as a whole string is a colour, looked up by `colour(name)`;
// - `vizFormat` in the place of a formatter: one of FORMATS or `{cut: 24}`;
// - `vizColor` and `vizOpacity` of an item of data: how it is filled (`vizArea`: a country, `vizText`: its label);
// - `viz.number`: how figures are written;
// - `viz.grain`: the categories of the x axis are beginnings of periods;
// - `viz.names`: several series are named at the ends of their lines (`direct`) or above (`legend`);
// - `viz.pies`: so many pies side by side, each with what `title` says of it.

import { platformApi } from "zrender/lib/core/platform.js";
import { compact, cut, percent, say } from "./format.js";
import * as periods from "./periods.js";

const FORMATS = {
  compact: (value, wanted) => say(typeof value === "object" ? number(value?.value) : value, wanted),
  share: (value) => percent(value * 100),
  series: (at) => cut(at.seriesName, 18),
  // What the item says of itself.
  own: (at) => at.data?.vizLabel ?? cut(at.name, 24),
  // The name of a part, and how much it is where there is room for two lines.
  area: (at) => cut(at.name, 40),
  mark: (at) => cut(at.name, 60),
};

const number = (value) => (Array.isArray(value) ? value[value.length - 1] : value);
const list = (value) => (value === undefined ? [] : [].concat(value));

const extensions = [];

/** What else is done to an option, by charts beyond the usual ones. */
export const extend = (change) => extensions.push(change);

/** A copy of `option` with colours, formatters and layout for `width` x `height`; `font` is a CSS family. */
export function prepare(option, { width, height, colour, font }) {
  const { viz = {}, ...copy } = fill(option, colour, option.viz?.number);
  copy.textStyle = { fontFamily: font, fontSize: 12 };
  copy.animation = false;
  // ECharts would measure the height of a line by a character that the font may not have.
  for (const axis of [...list(copy.xAxis), ...list(copy.yAxis)]) axis.axisLabel.lineHeight = 14;
  for (const series of copy.series) for (const label of [series.label, series.endLabel]) if (label) label.lineHeight = 15;
  if (viz.names) names(copy, viz.names, width, font);
  if (viz.grain) timeAxis(copy, viz.grain, width);
  // Edges of ranges are a scale, of which some suffice.
  else if (copy.xAxis?.type === "category" && !viz.ranges) everyName(copy, width, font);
  if (viz.pies) pies(copy, viz.pies, { width, height, colour, font });
  for (const change of extensions) change(copy, viz, { width, height });
  return copy;
}

function fill(value, colour, form) {
  if (typeof value === "string") {
    const variable = /^var\((--[a-z0-9-]+)\)$/.exec(value);
    return variable ? colour(variable[1]) : value;
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, colour, form));
  if (value === null || typeof value !== "object") return value;
  const copy = {};
  for (const [key, item] of Object.entries(value)) {
    // Values and names of the data are never colours.
    if (key === "data") copy[key] = list(item).map((one) => filled(one, colour));
    else if (key === "name" || key === "vizText" || key === "links" || key === "number") copy[key] = item;
    else if (key === "vizFormat") copy.formatter = format(item, form);
    else copy[key] = fill(item, colour, form);
  }
  return copy;
}

/** An item of data with its own colours. Everything else in it is somebody's value. */
function filled(item, colour) {
  if (item === null || typeof item !== "object" || Array.isArray(item)) return item;
  const { vizColor, vizArea, vizOpacity, vizText, lineStyle, children, ...rest } = item;
  const own = vizColor ?? vizArea;
  if (own) rest.itemStyle = { [vizArea ? "areaColor" : "color"]: fill(own, colour), ...(vizOpacity === undefined ? {} : { opacity: vizOpacity }) };
  if (vizText) rest.label = { color: fill(vizText, colour) };
  if (lineStyle) rest.lineStyle = fill(lineStyle, colour);
  if (children) rest.children = children.map((child) => filled(child, colour));
  return rest;
}

function format(wanted, form) {
  if (typeof wanted === "object") return (text) => cut(text, wanted.cut);
  return (value) => FORMATS[wanted](value, form);
}

const measure = (text, font, size = 12) => platformApi.measureText(text, `${size}px ${font}`).width;

function names(option, wanted, width, font) {
  const widest = Math.max(...option.series.map((series) => measure(cut(series.name, 18), font)));
  if (wanted === "direct" && widest < width / 4) {
    delete option.legend;
    option.grid.right = Math.ceil(widest) + 16;
    return;
  }
  for (const series of option.series) delete series.endLabel;
  option.grid.top = 14 + legend(option.legend, option.series.map((series) => series.name), short, width, font);
}

const short = (name) => cut(name, 24);

/** Height of a legend with these names, each in the words of `say`. */
function legend(legend, names, say, width, font) {
  let rows = 1;
  let used = 0;
  for (const name of names) {
    // ECharts leaves five pixels between mark and name.
    const entry = legend.itemWidth + 5 + measure(say(name), font) + legend.itemGap;
    if (used > 0 && used + entry > width - 12) {
      rows += 1;
      used = 0;
    }
    used += entry;
  }
  legend.formatter = say;
  legend.textStyle.lineHeight = 16;
  return rows * (16 + legend.itemGap);
}

/** Room for the groups: all of the width but its margins and the figures of a value axis. */
const room = (option, width) => width - list(option.yAxis).reduce((taken, axis) => taken + (axis.axisLabel?.show === false ? 0 : 52), 20);

/** Below each bar its name: whole where neighbours keep apart, cut where much of it can be read, else slanted; some are
    left out only where none could be read. */
function everyName(option, width, font) {
  const axis = option.xAxis;
  const each = room(option, width) / Math.max(1, axis.data.length);
  const widths = axis.data.map((name) => measure(cut(name, 14), font, 11));
  if (widths.every((own, i) => i === 0 || (own + widths[i - 1]) / 2 < each - 4)) {
    axis.axisLabel = { ...axis.axisLabel, interval: 0 };
  } else if (each >= 64) {
    axis.axisLabel = { ...axis.axisLabel, interval: 0, width: Math.floor(each - 6), overflow: "truncate", ellipsis: "…" };
  } else if (each >= 16) {
    axis.axisLabel = { ...axis.axisLabel, interval: 0, rotate: 40, hideOverlap: false };
  }
}

function timeAxis(option, grain, width) {
  const axis = option.xAxis;
  const texts = periods.labels(axis.data, grain, room(option, width));
  axis.axisLabel = { ...axis.axisLabel, interval: (i) => texts.has(i), formatter: (_, i) => texts.get(i) ?? "", hideOverlap: true };
  axis.axisTick = { ...axis.axisTick, interval: (i) => texts.has(i) };
}

// Pies side by side where there is room, else in two rows.
function pies(option, count, { width, height, colour, font }) {
  const columns = count < 3 || width > 900 ? count : 2;
  const rows = Math.ceil(count / columns);
  const slices = option.series.flatMap((series) => series.data);
  const names = [...new Set(slices.map((slice) => slice.name))];
  // Names stand beside the slices, whole; where that would leave too little of the pie, above the pies.
  const widest = Math.max(...names.map((name) => measure(`${short(name)}  88.8 %`, font)));
  const beside = width / columns / 2 - widest - 36;
  const bare = beside < 56;
  if (!bare) delete option.legend;
  const top = bare ? legend(option.legend, names, option.series.length > 1 ? short : withShare(slices), width, font) : 0;
  const cell = { width: width / columns, height: (height - top) / rows };
  const below = option.title?.some((title) => title.vizPlace === "below") ? 22 : 0;
  const most = (cell.height - below) / 2 - (bare ? 8 : 20);
  const radius = Math.max(10, Math.min(most, bare ? cell.width / 2 - 8 : beside));
  option.series.forEach((series, i) => {
    const at = i % count;
    series.center = [cell.width * ((at % columns) + 0.5), top + cell.height * (Math.floor(at / columns) + 0.5) - below / 2];
    series.radius = series.radius.map((part) => part * radius);
    series.label.formatter = (at) => `${short(at.name)}  ${percent(at.percent)}`;
    if (bare) series.label.show = series.labelLine.show = false;
  });
  option.title = option.title?.map((title, i) => caption(title, option.series[i].center, radius, colour));
}

/** The name of a slice with its part of the whole. */
function withShare(slices) {
  const total = slices.reduce((sum, slice) => sum + slice.value, 0);
  const shares = new Map(slices.map((slice) => [slice.name, percent((100 * slice.value) / total)]));
  return (name) => `${short(name)}  ${shares.get(name)}`;
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
