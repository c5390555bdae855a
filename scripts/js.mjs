// Bundles the few scripts of the product: the chart drawer of the server and the one of the browser.
// Output: public/gen, which git ignores. `--sizes` prints what came out.
import { build } from "esbuild";
import { mkdir, readFile } from "node:fs/promises";
import { brotliCompressSync } from "node:zlib";

const out = "public/gen";
const common = {
  bundle: true,
  minify: true,
  legalComments: "none",
  charset: "ascii",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
};
const bundles = [
  { entryPoints: ["src/ui/js/server.js"], outfile: `${out}/echarts-server.js`, format: "iife", target: "es2022" },
  { entryPoints: ["src/ui/js/browser.js"], outfile: `${out}/chart.js`, format: "iife", target: "es2022" },
];

process.chdir(new URL("..", import.meta.url).pathname);
await mkdir(out, { recursive: true });
await Promise.all(bundles.map((bundle) => build({ ...common, ...bundle })));

if (process.argv.includes("--sizes")) {
  for (const { outfile } of bundles) {
    const text = await readFile(outfile);
    console.log(`${outfile}: ${text.length} bytes, ${brotliCompressSync(text).length} with brotli`);
  }
}
