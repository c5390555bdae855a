// Live charts. Loaded when the first one is shown.

// One file each: through the package's lists of everything, bundles that share files would share all of them.
import { install as BarChart } from "echarts/lib/chart/bar/install.js";
import { install as LineChart } from "echarts/lib/chart/line/install.js";
import { install as PieChart } from "echarts/lib/chart/pie/install.js";
import { install as GridComponent } from "echarts/lib/component/grid/install.js";
import { install as LegendPlainComponent } from "echarts/lib/component/legend/installLegendPlain.js";
import { install as TitleComponent } from "echarts/lib/component/title/install.js";
import { install as TooltipComponent } from "echarts/lib/component/tooltip/install.js";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { choose, pointed } from "./marks.js";
import { prepare } from "./prepare.js";
import { tooltip } from "./tooltip.js";
import { turn } from "./turns.js";

use([BarChart, LineChart, PieChart, GridComponent, LegendPlainComponent, TitleComponent, TooltipComponent, LabelLayout, SVGRenderer]);

// Where the interface finds it.
globalThis.vizboardCharts = { mount, turn };

/**
 * Draws `json` into the empty `element` and keeps it right while size and theme change. `tell` hears the mark that is
 * clicked, by its places in the first and the second group of the drawing.
 */
function mount(element, json, tell) {
  let option = JSON.parse(json);
  let chosen = [];
  let size = { width: 0, height: 0 };
  let chart = null;

  const draw = () => {
    if (size.width < 1 || size.height < 1) return;
    // Asked before anything is changed, a style costs nothing; afterwards the page has to be styled for the answer.
    const style = getComputedStyle(element);
    const colour = (name) => rgb(style.getPropertyValue(name).trim());
    const prepared = prepare(option, { ...size, colour, font: style.fontFamily });
    if (chart) chart.resize(size);
    else {
      chart = init(element, null, { renderer: "svg", ...size });
      if (tell) pointed(chart, () => option, tell);
    }
    if (!tell) for (const series of prepared.series) series.cursor = "default";
    choose(prepared, chosen);
    chart.setOption({ ...prepared, tooltip: tooltip(option, prepared, colour) }, { notMerge: true });
  };

  const resized = new ResizeObserver(([entry]) => {
    const { width, height } = entry.contentRect;
    if (width === size.width && height === size.height) return;
    size = { width, height };
    draw();
  });
  // Now, in the chart's own turn: the observer tells all charts of a frame at once.
  const { width, height } = element.getBoundingClientRect();
  size = { width, height };
  draw();
  resized.observe(element);
  const themed = new MutationObserver(draw);
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  const scheme = matchMedia("(prefers-color-scheme: dark)");
  scheme.addEventListener("change", draw);

  return {
    update(next) {
      option = JSON.parse(next);
      draw();
    },
    choose(...place) {
      const next = place.map((at) => at ?? null);
      if (next.every((at, i) => at === (chosen[i] ?? null))) return;
      chosen = next;
      draw();
    },
    dispose() {
      resized.disconnect();
      themed.disconnect();
      scheme.removeEventListener("change", draw);
      chart?.dispose();
      chart = null;
    },
  };
}

// ECharts computes with colours but knows only the old notations; a canvas knows all of them.
const known = new Map();
let canvas = null;

function rgb(text) {
  if (!known.has(text)) {
    canvas ??= Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", { willReadFrequently: true });
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = "#888";
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    known.set(text, `rgba(${r},${g},${b},${a / 255})`);
  }
  return known.get(text);
}
