// Browser stories, run by scripts/browser.sh against a real server (see run.mjs).
import { defineConfig } from "@playwright/test";

const browser = {
  browserName: "chromium" as const,
  headless: true,
  launchOptions: {
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync",
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
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: { baseURL: process.env.BASE_URL, ...browser, viewport: { width: 1440, height: 900 }, actionTimeout: 20_000, trace: "retain-on-failure" },
  projects: [
    { name: "scripts", testIgnore: /\.plain\.spec\.ts$/ },
    { name: "plain", testMatch: /\.plain\.spec\.ts$/, use: { javaScriptEnabled: false } },
  ],
});
