// Browser stories, run by scripts/browser.sh against a real server (see run.mjs).
import { defineConfig } from "@playwright/test";

/** The last list given to Chromium counts, so Playwright's own stands here too. */
const withoutFeatures = [
  // Sandboxed frames in processes of their own change the process when they are shown anew, and Playwright may lose them.
  "IsolateSandboxedIframes",
  // A process for parts of a window that nobody sees, begun for each page.
  "PreloadTopChromeWebUI",
  "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying",
  "OptimizationHints", "PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning",
];

const browser = {
  browserName: "chromium" as const,
  headless: true,
  launchOptions: {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
      `--disable-features=${withoutFeatures.join(",")}`,
    ],
  },
};

export default defineConfig({
  testDir: "./tests",
  outputDir: "../test-results",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  // A busy machine takes several times as long as a quiet one: these end what hangs, they do not measure.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  // `--trace on` records what a story saw, step by step. Recording takes half of the time, so only when one is looked into.
  use: { baseURL: process.env.BASE_URL, ...browser, viewport: { width: 1440, height: 900 }, actionTimeout: 40_000, screenshot: "only-on-failure" },
  projects: [
    { name: "scripts", testIgnore: /\.plain\.spec\.ts$/ },
    { name: "plain", testMatch: /\.plain\.spec\.ts$/, use: { javaScriptEnabled: false } },
  ],
});
