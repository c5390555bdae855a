// The code of a page comes when the page is first shown, and its absence stops nobody.
import { type Page } from "@playwright/test";
import { expect, live, signUp, test } from "../lib/person";

/** The names of the program's files that the page asks for from now on. */
function asked(page: Page) {
  const names = new Set<string>();
  page.on("request", (request) => {
    const name = new URL(request.url()).pathname.split("/").pop() ?? "";
    if (name.endsWith(".wasm")) names.add(name);
  });
  return names;
}

const reference = (page: Page) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "API", exact: true });

test("the first page loads its own code, every other page the rest of its own", async ({ page }) => {
  const first = asked(page);
  for (const path of ["/", "/login", "/signup"]) {
    await page.goto(path);
  }
  expect([...first]).toEqual(["vizboard.wasm"]);

  await signUp(page);
  await live(page);
  expect([...first]).toContain("split_projects.wasm");
  expect([...first]).not.toContain("split_account.wasm");
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await reference(page).click();
  await page.waitForURL("**/help/api");
  await expect(page.getByRole("searchbox", { name: "Search the reference" })).toBeVisible();
  expect([...first]).toContain("split_account.wasm");
  expect(await page.evaluate(() => "stayed" in window), "no page was loaded anew").toBe(true);
});

test("a click while code is on its way is a plain click", async ({ page }) => {
  await signUp(page);
  const come: (() => void)[] = [];
  await page.route("**/split_projects.wasm", async (route) => {
    await new Promise<void>((resolve) => come.push(resolve));
    await route.continue();
  });
  await page.goto("/projects?view=list", { waitUntil: "commit" });
  await expect.poll(() => come.length).toBe(1);
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await page.getByRole("link", { name: "Do it over the API" }).click();
  await page.waitForURL("**/help/api");
  await live(page);
  expect(await page.evaluate(() => "stayed" in window), "the page was loaded anew").toBe(false);
});

test("when code does not come, the page is asked of the server and works without it", async ({ browser, baseURL }) => {
  // Not watched: the browser says in its console that a file is missing.
  const context = await browser.newContext({ baseURL });
  const page = await context.newPage();
  await signUp(page);
  await live(page);
  await context.route("**/split_account.wasm", (route) => route.fulfill({ status: 404 }));
  let loads = 0;
  page.on("request", (request) => (loads += request.isNavigationRequest() ? 1 : 0));
  await reference(page).click();
  await page.waitForURL("**/help/api");
  await expect(page.locator("h1")).toHaveText("API");
  await page.waitForLoadState("networkidle");
  expect(loads, "the page is asked for once").toBe(1);
  await expect(page.locator("html")).not.toHaveAttribute("data-live");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Projects" }).click();
  await page.waitForURL("**/projects");
  await live(page);
  await context.close();
});
