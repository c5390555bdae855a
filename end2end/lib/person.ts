// What every story needs: somebody new who signs up through the page, and pages that tell on themselves.
import { test as base, expect, type BrowserContextOptions, type Page, type Response } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";
import { admin } from "../server.mjs";

let count = 0;

/** A user name nobody else has, also not in a parallel worker. */
export const fresh = (stem: string) => `${stem}-${process.pid}-${Date.now().toString(36)}-${count++}`.slice(0, 39);

export const password = "a long enough phrase 7";

export async function signUp(page: Page, stem = "person") {
  const username = fresh(stem);
  await page.goto("/signup");
  await page.getByLabel("E-mail").fill(`${username}@example.org`);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/projects");
  await runs(page);
  return { username, email: `${username}@example.org`, password };
}

/** Logs in through the page of the server at `url`; empty for that of the stories. */
export async function logIn(page: Page, url: string, name: string, secret: string) {
  await page.goto(`${url}/login`);
  await page.getByLabel("User name or e-mail").fill(name);
  await page.getByLabel("Password", { exact: true }).fill(secret);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.waitForURL((where) => where.pathname !== "/login");
  await runs(page);
}

/** As the administrator who is there from the start. */
export const asAdmin = (page: Page, url = "") => logIn(page, url, admin.username, admin.password);

/** The throw-away PostgreSQL database of the stories, field by field. */
export function awkward() {
  const url = new URL(process.env.AWKWARD_URL!);
  return { host: url.hostname, port: url.port, database: url.pathname.slice(1), user: "awkward_reader", password: "reader-pass-1" };
}

/** Nothing on the page breaks the rules of WCAG 2.2 AA that axe can see. */
export async function accessible(page: Page, what = "the page") {
  // It is a script itself: the same pages are looked at where scripts run.
  if (test.info().project.name === "plain") return;
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`), `axe on ${what}`).toEqual([]);
}

/** Scripts run: until then a click is a plain link or form. */
export const live = (page: Page) => expect(page.locator("html")).toHaveAttribute("data-live", "");

/** The same for the page behind a form that is sent; without scripts there is nothing to wait for. */
const runs = async (page: Page) => {
  if (test.info().project.name !== "plain") await live(page);
};

/** What a page must not do: script errors, hydration warnings, refused or missing files, dialogs of the browser. */
function watch(page: Page, wrong: string[]) {
  page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => {
    wrong.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => null);
  });
  page.on("console", (message) => {
    const text = message.text();
    // Said of every refused request; files are looked at below, pages and actions by the stories themselves.
    if (text.startsWith("Failed to load resource")) return;
    // The program is fetched ahead; without scripts, or when a story leaves a page early, nobody uses it.
    if (text.includes("was preloaded using link preload but not used")) return;
    if (message.type() === "error" || message.type() === "warning" || /hydration|panicked|Content Security Policy/i.test(text)) {
      wrong.push(`${message.type()}: ${text}`);
    }
  });
  page.on("response", (response) => {
    const kind = response.request().resourceType();
    if (response.status() >= 400 && ["script", "stylesheet", "font", "image"].includes(kind)) wrong.push(`${response.status()}: ${response.url()}`);
  });
}

/**
 * Makes opening an address wait until scripts run, unless only the answer's start is waited for. A click that begins on a
 * button for pages without scripts would otherwise wait in vain for that button when scripts hide it.
 */
function liveWhenOpened(page: Page) {
  const open = { goto: page.goto.bind(page), reload: page.reload.bind(page) };
  page.goto = async (url, options) => {
    const response = await open.goto(url, options);
    if (options?.waitUntil !== "commit" && isPage(response)) await live(page);
    return response;
  };
  page.reload = async (options) => {
    const response = await open.reload(options);
    if (isPage(response)) await live(page);
    return response;
  };
}

const isPage = (response: Response | null) => /^text\/html/.test(response?.headers()["content-type"] ?? "");

type Watched = {
  /** Another browser with its own cookies, watched like `page`. */
  stranger: (options?: BrowserContextOptions) => Promise<Page>;
};

/** Pages on which anything wrong in the browser's console fails the story. */
export const test = base.extend<Watched & { wrong: string[] }>({
  wrong: async ({}, use) => {
    const wrong: string[] = [];
    await use(wrong);
    expect(wrong, "nothing is wrong in the browser's console").toEqual([]);
  },
  page: async ({ page, wrong, javaScriptEnabled }, use) => {
    watch(page, wrong);
    if (javaScriptEnabled !== false) liveWhenOpened(page);
    await use(page);
  },
  stranger: async ({ browser, javaScriptEnabled, baseURL, wrong }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ javaScriptEnabled, baseURL, viewport: { width: 1440, height: 900 }, ...options });
      contexts.push(context);
      const page = await context.newPage();
      watch(page, wrong);
      if ((options.javaScriptEnabled ?? javaScriptEnabled) !== false) liveWhenOpened(page);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

export { expect };
