// Writes src/ui/parts/icons.rs: the Lucide outlines we use, as the inside of a 24 by 24 SVG.
// Add a name to the list and run `node scripts/icons.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const names = `
  archive arrow-up-right clipboard-paste file-up undo-2 redo-2 history folder-output maximize download upload timer
  arrow-down arrow-left arrow-right arrow-up arrow-up-down binary book-open braces calendar chart-area
  chart-bar chart-bar-stacked chart-column chart-column-stacked chart-line chart-no-axes-column chart-pie chart-spline check chevron-down
  chevron-left chevron-right chevron-up chevrons-left chevrons-right circle-alert circle-check circle-dashed circle-help circle-user
  clock code-xml columns-2 copy database donut ellipsis external-link eye eye-off file-text filter globe
  grip-vertical hash heading house info key-round keyboard layers layout-dashboard layout-grid link list loader-circle lock
  log-in log-out maximize-2 menu minimize-2 minus monitor moon move panel-left panel-right pencil plug plus printer
  refresh-cw rows-3 search settings share-2 shield shield-check sparkles square-terminal sun table table-2
  table-properties text toggle-left trash-2 triangle-alert type unlink unplug user user-plus users workflow x zap
`.trim().split(/\s+/).sort();

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const lines = names.map((name) => {
  const svg = readFileSync(join(root, "node_modules", "lucide-static", "icons", `${name}.svg`), "utf8");
  const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  const shapes = inside.replace(/\s+/g, " ").replace(/ ?\/> ?/g, "/>").trim();
  return `pub const ${name.toUpperCase().replaceAll("-", "_")}: &str = r#"${shapes}"#;`;
});

writeFileSync(
  join(root, "src", "ui", "parts", "icons.rs"),
  `//! Made by scripts/icons.mjs from Lucide (ISC licence); not to be edited by hand.\n\n#![cfg_attr(rustfmt, rustfmt_skip)]\n\n${lines.join("\n")}\n`,
);
