// Which mark of a chart a person points at, and which one stands out, both by the places of its groups: `[row, series]`,
// null where there is none. An item of data stands at its own place unless it says otherwise (`vizAt`, `vizSeries`).

const own = (item) => (item !== null && typeof item === "object" && !Array.isArray(item) ? item : {});

function place(series, at, index, item) {
  const said = own(item);
  if (series.type === "sankey") {
    const number = (id) => Number(id.slice(1));
    if (said.source !== undefined) return [number(said.source), number(said.target)];
    return said.name[0] === "a" ? [number(said.name), null] : [null, number(said.name)];
  }
  if (series.type === "heatmap" && series.coordinateSystem !== "calendar") return said.value.slice(0, 2);
  // A country without figures is no mark.
  const row = "vizAt" in said ? said.vizAt : series.type === "map" ? null : index;
  return [row, said.vizSeries ?? (series.type === "treemap" ? null : at)];
}

/** Tells the mark that is clicked. In a chart with groups beside each other the whole room of a group is its mark. */
export function pointed(chart, option, tell) {
  let told = false;
  chart.on("click", (at) => {
    if (at.componentType !== "series") return;
    const series = option().series[at.seriesIndex];
    told = true;
    tell(...place(series, at.seriesIndex, at.dataIndex, at.data).map((part) => part ?? undefined));
  });
  const group = ({ offsetX, offsetY }) => {
    const { xAxis, yAxis, series } = option();
    const axes = [xAxis, yAxis].map((axis) => [].concat(axis ?? [])[0]?.type === "category");
    if (axes[0] === axes[1] || !chart.containPixel({ gridIndex: 0 }, [offsetX, offsetY])) return null;
    const index = chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY])[axes[0] ? 0 : 1];
    const item = series[0].data[index];
    return item === undefined ? null : (place(series[0], 0, index, item)[0] ?? null);
  };
  chart.getZr().on("click", (event) => {
    const row = group(event);
    // Once the chart has said whether it was an item of its data.
    queueMicrotask(() => {
      if (!told && row !== null) tell(row, undefined);
      told = false;
    });
  });
  chart.getZr().on("mousemove", (event) => {
    if (!event.target && group(event) !== null) chart.getZr().setCursorStyle("pointer");
  });
}

const FAINT = 0.28;

/** Lets the marks at a place stand out in an option that is about to be drawn. */
export function choose(option, [row = null, series = null]) {
  if (row === null && series === null) return;
  const is = (part, wanted) => wanted === null || part === null || part === wanted;
  option.series.forEach((each, at) => {
    if (!each.data || each.type === "sankey") return;
    const fits = (index, item) => {
      const [itsRow, itsSeries] = place(each, at, index, item);
      return is(itsRow, row) && is(itsSeries, series);
    };
    if (each.type === "line") {
      each.showSymbol = true;
      each.showAllSymbol = true;
      each.symbolSize = (_, { dataIndex }) => (row !== null && fits(dataIndex, each.data[dataIndex]) ? 11 : 0);
      if (series !== null && series !== at) each.lineStyle = { ...each.lineStyle, opacity: FAINT };
      return;
    }
    each.data = each.data.map((item, index) => {
      if (fits(index, item)) return item;
      const made = Array.isArray(item) || item === null || typeof item !== "object" ? { value: item } : item;
      const itemStyle = { ...made.itemStyle, opacity: FAINT * (made.itemStyle?.opacity ?? 1) };
      // Words would else fade with what they stand at.
      return { ...made, itemStyle, label: { opacity: 1, ...made.label } };
    });
  });
}
