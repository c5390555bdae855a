// What every story needs: somebody new who signs up through the page, and a page that tells on itself.
import { test as base, expect, type Page } from "@playwright/test";
import AxeBuilder from "@axe-core/playwright";

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
  return { username, email: `${username}@example.org`, password };
}

/** The throw-away PostgreSQL database of the stories, field by field. */
export function awkward() {
  const url = new URL(process.env.AWKWARD_URL!);
  return { host: url.hostname, port: url.port, database: url.pathname.slice(1), user: "awkward_reader", password: "reader-pass-1" };
}

/** Nothing on the page breaks the rules of WCAG 2.2 AA that axe can see. */
export async function accessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]).analyze();
  expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).join(", ")}`)).toEqual([]);
}

/** A page on which any script error, hydration warning or refused resource fails the story. */
export const test = base.extend({
  page: async ({ page }, use) => {
    const wrong: string[] = [];
    page.on("pageerror", (error) => wrong.push(`error: ${error.message}`));
    page.on("console", (message) => {
      const text = message.text();
      // A failed request of the story's own making shows here too; stories assert those themselves.
      if (text.startsWith("Failed to load resource")) return;
      if (message.type() === "error" || /hydration|panicked|Content Security Policy/i.test(text)) wrong.push(`${message.type()}: ${text}`);
    });
    await use(page);
    expect(wrong, "nothing is wrong in the browser's console").toEqual([]);
  },
});

export { expect };
