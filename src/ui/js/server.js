// Draws an option to SVG without a document. Bundled as one plain script that defines `draw`.

import { install as BarChart } from "echarts/lib/chart/bar/install.js";
import { install as LineChart } from "echarts/lib/chart/line/install.js";
import { install as PieChart } from "echarts/lib/chart/pie/install.js";
import { install as GridComponent } from "echarts/lib/component/grid/install.js";
import { install as LegendPlainComponent } from "echarts/lib/component/legend/installLegendPlain.js";
import { install as TitleComponent } from "echarts/lib/component/title/install.js";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";
import { prepare } from "./prepare.js";

use([BarChart, LineChart, PieChart, GridComponent, LegendPlainComponent, TitleComponent, LabelLayout, SVGRenderer]);

// ECharts computes with colours, so it gets ones that nobody else uses; in the text they become variables
// again, and one drawing serves both themes.
const MARK = "#0a0b";

const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

/** The SVG of `json` with colours as CSS variables. */
globalThis.draw = (json, width, height) => {
  const names = [];
  const colour = (name) => {
    if (!names.includes(name)) names.push(name);
    return MARK + names.indexOf(name).toString(16).padStart(2, "0");
  };
  const option = JSON.parse(json);
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption(prepare(option, { width, height, colour, font: "inherit" }));
    const svg = chart.getZr().painter.renderToString({ useViewBox: true, cssEmphasis: false, cssAnimation: false });
    // Quotes of the data are escaped by ECharts, so what is matched here is always an attribute.
    return svg
      .replace("<svg ", () => `<svg role="img" aria-label="${escape(option.viz?.label ?? "")}" `)
      .replace(/ ecmeta_[a-z_]+="[^"]*"/g, "")
      .replace(/ (fill|stroke|stop-color)="#0a0b([0-9a-f]{2})"/g, (all, attribute, i) => {
        const name = names[parseInt(i, 16)];
        return name ? ` ${attribute}="var(${name})"` : all;
      });
  } finally {
    chart.dispose();
  }
};
