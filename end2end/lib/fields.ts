// Every field of every form says beside itself what is wrong with it: `aria-invalid`, and `aria-describedby` that names
// the message. The same with and without scripts.
import { expect, type Page } from "@playwright/test";
import { act, orders, project, widget } from "./board";
import { signUp } from "./person";

/** Label, a bad value, what the message says; `open` makes the field visible. */
type Field = [label: string, bad: string, message: string | RegExp, open?: (page: Page) => Promise<unknown>];
type Form = { path: string; button: string; fill?: (page: Page) => Promise<unknown>; fields: Field[] };

const box = (page: Page, label: string) => page.locator("main form, aside form").getByLabel(label, { exact: true }).filter({ visible: true });
const fill = (values: Record<string, string>) => async (page: Page) => {
  for (const [label, value] of Object.entries(values)) await box(page, label).fill(value);
};
const long = (length: number) => "x".repeat(length);

async function refused(page: Page, { path, button, fill, fields }: Form) {
  for (const [label, bad, message, open] of fields) {
    await page.goto(path);
    await fill?.(page);
    await open?.(page);
    const control = box(page, label).first();
    // Browsers stop at the limit; the server is asked what it says beyond it.
    await control.evaluate((field) => field.removeAttribute("maxlength"));
    await control.fill(bad);
    await page.getByRole("button", { name: button, exact: true }).click();
    await expect(page.locator("[aria-invalid=true]"), `${label} on ${path}`).toHaveCount(1);
    const field = page.locator("[aria-invalid=true]");
    const label_ = await field.evaluate((field: HTMLInputElement) => field.labels?.[0]?.textContent?.replace(" (optional)", "").trim());
    expect(label_, `the field that is marked on ${path}`).toBe(label.replace(" (optional)", ""));
    const described = (await field.getAttribute("aria-describedby"))!.split(" ");
    await expect(page.locator(`[id="${described[0]}"]`)).toContainText(message);
    for (const id of described) await expect(page.locator(`[id="${id}"]`)).toHaveCount(1);
  }
}

export async function visitorsForms(page: Page) {
  await refused(page, {
    path: "/signup",
    button: "Create account",
    fill: fill({ "E-mail": "somebody@example.org", Password: "a long enough phrase 7" }),
    fields: [
      ["First name (optional)", long(101), "at most 100 characters"],
      ["Last name (optional)", long(101), "at most 100 characters"],
      ["E-mail", "nonsense", /e-mail/i],
      ["Password", "short", "Password must be at least 8 characters"],
    ],
  });
  await refused(page, {
    path: "/login",
    button: "Log in",
    fill: fill({ "User name or e-mail": "somebody", Password: "a long enough phrase 7" }),
    fields: [
      ["User name or e-mail", "", "User name or e-mail is required"],
      ["Password", "", "Password is required"],
    ],
  });
}

export async function peoplesForms(page: Page) {
  await signUp(page, "fields");
  await refused(page, {
    path: "/settings",
    button: "Save name",
    fields: [["First name", long(101), "at most 100 characters"], ["Last name", long(101), "at most 100 characters"]],
  });
  const form = (button: string) => (page: Page, label: string) =>
    page.locator("form", { has: page.getByRole("button", { name: button }) }).getByLabel(label, { exact: true });
  const [mail, secret] = [form("Save e-mail"), form("Change password")];
  await refused(page, {
    path: "/settings",
    button: "Save e-mail",
    fill: (page) => mail(page, "Current password").fill("a long enough phrase 7"),
    fields: [["E-mail", "nonsense", /e-mail/i]],
  });
  await refused(page, {
    path: "/settings",
    button: "Save e-mail",
    fill: (page) => mail(page, "E-mail").fill("other@example.org"),
    fields: [["Current password", "", /current password/i]],
  });
  await refused(page, {
    path: "/settings",
    button: "Change password",
    fill: (page) => secret(page, "Current password").fill("a long enough phrase 7"),
    fields: [["New password", "short", "Password must be at least 8 characters"]],
  });
  await refused(page, {
    path: "/settings",
    button: "Change password",
    fill: (page) => secret(page, "New password").fill("another long phrase 8"),
    fields: [["Current password", "", /current password/i]],
  });
}

export async function projectsForms(page: Page) {
  await signUp(page, "fields");
  const good = {
    Title: "Shop", "Connection title": "Shop", Host: "127.0.0.1", Port: "5432", Database: "shop", User: "reader", Password: "a-secret-1",
  };
  await refused(page, {
    path: "/projects/new",
    button: "Create project",
    fill: fill(good),
    fields: [
      ["Title", "Shop <b>", "Title may only contain"],
      ["Title", "", "Title is required"],
      ["Description (optional)", long(501), "at most 500 characters"],
      ["Connection title", "", "Connection title is required"],
      ["Host", "not a host!", "Host must be"],
      ["Port", "0", "Port must be between 1 and 65535"],
      ["Database", "a b", /Database name/],
      ["User", "", /user/i],
      ["Password", "", "Password is required"],
      ["Certificate authority (optional)", "nonsense", "PEM", (page) => page.locator("summary", { hasText: "Encryption" }).click()],
    ],
  });
  await refused(page, {
    path: "/projects/new",
    button: "Create project",
    fill: async (page) => {
      await fill({ Title: "Shop", "Connection title": "Shop" })(page);
      await page.getByLabel("Kind").selectOption("sqlite");
    },
    fields: [["Database", "", "Path of the SQLite file is required"]],
  });
}

export async function widgetsForms(page: Page) {
  await signUp(page, "fields");
  const { id, board } = await project(page, "Fields");
  const { id: widgetId } = await widget(page, id, orders);
  const { board: stored } = await act(page, "getBoard", { projectId: id });
  const table = `${board}?add=datatables.simple_dataTable&set=1&connection=${stored.connections[0].id}&table=orders`;
  const always: Field[] = [["Title", "", "Title is required"], ["Title", long(101), "at most 100 characters"]];
  const described: Field[] = [...always, ["Description (optional)", long(501), "at most 500 characters"]];
  await refused(page, { path: table, button: "Add to board", fields: described });
  await refused(page, { path: `${board}?edit=${widgetId}`, button: "Save", fields: described });
  await refused(page, { path: `${board}?add=text_titles.section_title`, button: "Add to board", fields: always });
  await refused(page, {
    path: `${board}?add=text_titles.text_block`,
    button: "Add to board",
    fields: [["Text", "", /text/i], ["Text", long(20_001), "at most 20000 characters"]],
  });
}
