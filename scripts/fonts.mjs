// Copies the fonts the pages use from npm packages into public/fonts, and unpacks those that the server sets texts of
// pictures in (public/gen/inter*.ttf), one for each alphabet. Git ignores both.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { unpack } from "./lib/woff2.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const target = join(root, "public", "fonts");
mkdirSync(target, { recursive: true });

const files = {
  inter: (subset) => `inter-${subset}-wght-normal.woff2`,
  "jetbrains-mono": (subset) => `jetbrains-mono-${subset}-wght-normal.woff2`,
};
for (const [family, file] of Object.entries(files)) {
  for (const subset of ["latin", "latin-ext"]) {
    const from = join(root, "node_modules", "@fontsource-variable", family, "files", file(subset));
    copyFileSync(from, join(target, `${family}-${subset}.woff2`));
  }
}

const gen = join(root, "public", "gen");
mkdirSync(gen, { recursive: true });
for (const subset of ["latin", "latin-ext", "cyrillic", "greek"]) {
  const from = join(root, "node_modules", "@fontsource-variable", "inter", "files", files.inter(subset));
  writeFileSync(join(gen, subset === "latin" ? "inter.ttf" : `inter-${subset}.ttf`), unpack(readFileSync(from)));
}
