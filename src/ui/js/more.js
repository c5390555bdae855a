// Charts beyond the usual ones, for both drawers: their parts of ECharts, the outlines of the world, and what is done to
// their options.

import { install as BoxplotChart } from "echarts/lib/chart/boxplot/install.js";
import { install as FunnelChart } from "echarts/lib/chart/funnel/install.js";
import { install as GaugeChart } from "echarts/lib/chart/gauge/install.js";
import { install as HeatmapChart } from "echarts/lib/chart/heatmap/install.js";
import { install as MapChart } from "echarts/lib/chart/map/install.js";
import { install as SankeyChart } from "echarts/lib/chart/sankey/install.js";
import { install as ScatterChart } from "echarts/lib/chart/scatter/install.js";
import { install as TreemapChart } from "echarts/lib/chart/treemap/install.js";
import { install as CalendarComponent } from "echarts/lib/component/calendar/install.js";
import { install as GeoComponent } from "echarts/lib/component/geo/install.js";
import { install as MarkLineComponent } from "echarts/lib/component/marker/installMarkLine.js";
import { registerMap, use } from "echarts/core";
import world from "the outlines of the world";
import { extend } from "./prepare.js";
import { bounds } from "./world.js";

use([
  BoxplotChart, FunnelChart, GaugeChart, HeatmapChart, MapChart, SankeyChart, ScatterChart, TreemapChart,
  CalendarComponent, GeoComponent, MarkLineComponent,
]);
registerMap("world", world);

extend((option, viz, { width, height }) => {
  if (viz.map) map(option, viz, width, height);
  for (const series of option.series) if (series.type === "gauge") gauge(series, Math.min(width, height) / 2);
});

/** The arc and what stands inside it, for the room that there is: `half` is half of the shorter side. */
function gauge(series, half) {
  const radius = (half * parseFloat(series.radius)) / 100;
  const between = (least, most, value) => Math.round(Math.min(most, Math.max(least, value)));
  const ring = between(6, 20, radius * 0.15);
  series.progress.width = ring;
  series.axisLine.lineStyle.width = ring;
  series.detail.fontSize = between(12, 26, radius * 0.34);
  // Below that the second line lies on the arc.
  series.title.show = radius >= 55;
}

/** The part of the world that has figures, with some of what is around it. */
function map(option, viz, width, height) {
  const target = option.geo ?? option.series[0];
  const places = viz.places ? option.series[0].data.map((item) => item.value) : [];
  const [west, south, east, north] = bounds(world, new Set(viz.map), places);
  target.boundingCoords = [[west, north], [east, south]];
  // Degrees of longitude get shorter away from the equator.
  target.aspectScale = Math.max(0.4, Math.cos((((south + north) / 2) * Math.PI) / 180));
  target.layoutCenter = ["50%", "50%"];
  const ratio = ((east - west) * target.aspectScale) / (north - south);
  // The size is that of the longer side, and the other fits too.
  target.layoutSize = ratio > 1 ? Math.min(width, height * ratio) : Math.min(height, width / ratio);
}
