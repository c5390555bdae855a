// Bundles the few scripts of the product: the chart drawers of the server and of the browser, each in a usual and in a
// greater form, the outlines of the countries for their maps, diagrams and passkeys.
// Output: public/gen, which git ignores. `--sizes` prints what came out.
import { build } from "esbuild";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { feature } from "topojson-client";
import { brotliCompressSync } from "node:zlib";

const out = "public/gen";
const common = {
  bundle: true,
  minify: true,
  legalComments: "none",
  charset: "ascii",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
  plugins: [{ name: "world", setup: outlines }],
};
const server = (name, outfile) => ({ entryPoints: [`src/ui/js/${name}.js`], outfile: `${out}/${outfile}.js`, format: "iife", target: "es2022" });
const bundles = [
  server("server", "echarts-server"),
  server("server-more", "echarts-server-more"),
  // What both have in common is in a file of its own, which the browser loads once.
  {
    entryPoints: { chart: "src/ui/js/browser.js", "chart-more": "src/ui/js/browser-more.js" },
    outdir: out,
    format: "esm",
    splitting: true,
    chunkNames: "chart-core-[hash]",
    target: "es2022",
  },
  { entryPoints: ["src/ui/js/sql.js"], outfile: `${out}/sql.js`, format: "iife", target: "es2022" },
  { entryPoints: ["src/ui/js/passkeys.js"], outfile: `${out}/passkeys.js`, format: "iife", target: "es2022" },
  { entryPoints: ["src/ui/js/diagram.js"], outfile: `${out}/diagram.js`, format: "iife", target: "es2022" },
];

process.chdir(new URL("..", import.meta.url).pathname);
await mkdir(out, { recursive: true });
for (const name of await readdir(out)) if (name.startsWith("chart-core-")) await rm(`${out}/${name}`);
await Promise.all(bundles.map((bundle) => build({ ...common, ...bundle })));

/** What scripts import as "the outlines of the world". */
function outlines(build) {
  build.onResolve({ filter: /^the outlines of the world$/ }, ({ path }) => ({ path, namespace: "world" }));
  build.onLoad({ filter: /.*/, namespace: "world" }, async () => ({ contents: JSON.stringify(await world()), loader: "json" }));
}

/** The outlines of Natural Earth as GeoJSON, in tenths of a degree, named by ISO number. */
async function world() {
  const atlas = JSON.parse(await readFile("node_modules/world-atlas/countries-110m.json", "utf8"));
  const round = (place) => (typeof place[0] === "number" ? place.map((n) => Math.round(n * 10) / 10) : place.map(round));
  const shape = (places) => (typeof places[0][0] === "number" ? unwrapped(places) : places.map(shape));
  const features = feature(atlas, atlas.objects.countries).features.filter((one) => one.id !== "010");
  return {
    type: "FeatureCollection",
    features: features.map(({ id, properties, geometry }) => ({
      type: "Feature",
      properties: { id: id ?? properties.name, name: properties.name },
      geometry: { type: geometry.type, coordinates: round(shape(geometry.coordinates)) },
    })),
  };
}

/** A ring that crosses the line of change of date goes on beyond 180 degrees: a flat map would draw a band instead. */
function unwrapped(ring) {
  let [before] = ring[0];
  const path = ring.map(([east, north]) => {
    before = east + 360 * Math.round((before - east) / 360);
    return [before, north];
  });
  const middle = path.reduce((sum, [east]) => sum + east, 0) / path.length;
  const turns = 360 * Math.round(middle / 360);
  return path.map(([east, north]) => [east - turns, north]);
}

if (process.argv.includes("--sizes")) {
  for (const name of (await readdir(out)).filter((name) => name.endsWith(".js"))) {
    const text = await readFile(`${out}/${name}`);
    console.log(`${name}: ${text.length} bytes, ${brotliCompressSync(text).length} with brotli`);
  }
}
