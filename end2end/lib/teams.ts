// A team of two, from the first invitation to the last good-bye: the same with and without scripts.
import { expect, type Page } from "@playwright/test";
import { note, project, widget } from "./board";
import { accessible, fresh, password, signUp } from "./person";

type Stranger = () => Promise<Page>;

/** The path of the invitation that the page shows. */
async function shownLink(page: Page) {
  const field = page.getByLabel("Invitation link");
  await expect(field).toBeVisible();
  const value = await field.inputValue();
  return value.slice(value.indexOf("/invite/"));
}

export async function teamwork(page: Page, stranger: Stranger, scripts: boolean) {
  const check = (shown: Page, what: string) => (scripts ? accessible(shown, what) : Promise.resolve());
  const ada = await signUp(page, "host");
  const team = `Crew ${fresh("t")}`.slice(0, 40);
  await page.goto("/teams");
  await check(page, "the teams");
  await page.getByLabel("Name", { exact: true }).fill(team);
  await page.getByRole("button", { name: "Make team" }).click();
  await expect(page.getByRole("heading", { level: 1, name: team })).toBeAttached();
  await check(page, "a team");
  const here = page.url();

  // A project in the team, with something to see.
  const { id, board } = await project(page, "Team figures", ["Shop"], team);
  await widget(page, id, note("Welcome"));

  // The link is shown once.
  await page.goto(here);
  await page.getByLabel("Role of whoever uses the link").selectOption("Viewer");
  await page.getByRole("button", { name: "Make link" }).click();
  const path = await shownLink(page);
  await page.goto(here);
  await expect(page.getByLabel("Invitation link")).toHaveCount(0);
  await expect(page.getByText("Waiting", { exact: true })).toBeVisible();

  // Somebody new signs up with it and is a viewer.
  const guest = await stranger();
  await guest.goto(path);
  await expect(guest.getByRole("heading", { name: `Join ${team}?` })).toBeVisible();
  await expect(guest.getByText(`${ada.username} invites you`)).toBeVisible();
  await check(guest, "an invitation");
  await guest.getByRole("link", { name: "Sign up and join" }).click();
  const name = fresh("guest");
  await guest.getByLabel("E-mail").fill(`${name}@example.org`);
  await guest.getByLabel("Password", { exact: true }).fill(password);
  await guest.getByRole("button", { name: "Create account" }).click();
  await guest.waitForURL("**/teams");
  await expect(guest.getByRole("row").filter({ hasText: team })).toContainText("Viewer");
  expect((await guest.goto(path))?.status(), "used up").toBe(404);

  // Sees the board and nothing to change.
  await guest.goto("/projects");
  await expect(guest.getByText("View only")).toBeVisible();
  await guest.goto(board);
  await expect(guest.getByRole("article", { name: "Welcome" })).toBeVisible();
  await check(guest, "the board of a viewer");
  for (const label of ["Add widget", "Arrange", "Share", "Add filter"]) await expect(guest.getByRole("link", { name: label })).toHaveCount(0);
  await expect(guest.getByRole("navigation", { name: "Widgets to add" })).toHaveCount(0);
  expect((await guest.goto(`/projects/${id}/sql`))?.status()).toBe(404);
  expect((await guest.goto(`/projects/${id}/edit`))?.status()).toBe(404);

  // Becomes an editor.
  await page.goto(here);
  await page.getByLabel(`Role of ${name}`).selectOption("Editor");
  await page.getByRole("listitem").filter({ hasText: name }).getByRole("button", { name: "Set role" }).click();
  await expect(page.getByLabel(`Role of ${name}`)).toHaveValue("Editor");
  await guest.goto(board);
  await expect(guest.getByRole("link", { name: "Add widget" }).first()).toBeVisible();
  await expect(guest.getByRole("link", { name: "Share" })).toHaveCount(0);

  // The last administrator stays, the guest goes.
  await page.goto(here);
  await page.getByRole("button", { name: `Leave ${team}` }).click();
  await expect(page.getByText("keeps at least one administrator")).toBeVisible();
  await guest.goto(new URL(here).pathname);
  await check(guest, "a team for an editor");
  await guest.getByRole("button", { name: `Leave ${team}` }).click();
  await guest.waitForURL("**/teams");
  await expect(guest.getByRole("row").filter({ hasText: team })).toHaveCount(0);
  expect((await guest.goto(board))?.status()).toBe(404);

  // The team goes when its name is typed.
  await page.goto(here);
  await page.getByLabel(`Type ${team} to confirm`).fill("something else");
  await page.getByRole("button", { name: "Delete team" }).click();
  await expect(page.getByText("Type the name of the team exactly")).toBeVisible();
  await page.getByLabel(`Type ${team} to confirm`).fill(team);
  await page.getByRole("button", { name: "Delete team" }).click();
  await page.waitForURL("**/teams");
  expect((await page.goto(board))?.status()).toBe(404);
}

/** Somebody with an account is asked by name, joins, and gets a project handed over. */
export async function askedByName(page: Page, stranger: Stranger) {
  await signUp(page, "asker");
  const friend = await stranger();
  const { username } = await signUp(friend, "friend");
  const team = `Pair ${fresh("t")}`.slice(0, 40);
  await page.goto("/teams");
  await page.getByLabel("Name", { exact: true }).fill(team);
  await page.getByRole("button", { name: "Make team" }).click();
  await expect(page.getByRole("heading", { level: 1, name: team })).toBeAttached();
  const here = page.url();
  await page.getByLabel("Invite by user name").fill(username);
  await page.getByLabel("Role of the person with this user name").selectOption("Editor");
  await page.getByRole("button", { name: "Ask" }).click();
  await expect(page.getByText(`Editor, by`)).toBeVisible();

  await friend.goto("/teams");
  await friend.getByRole("button", { name: `Join ${team}` }).click();
  await expect(friend.getByRole("row").filter({ hasText: team })).toContainText("Editor");

  // A project is made in the team from its page.
  await page.goto(here);
  await page.getByRole("link", { name: "New project" }).click();
  await page.getByLabel("Title", { exact: true }).fill("Shared plan");
  await expect(page.getByLabel("Team", { exact: true }).locator("option:checked")).toHaveText(team);
  await page.getByRole("button", { name: "Remove" }).click();
  await page.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL(/\/projects\/[0-9a-f-]{36}\/dashboard/);
  const id = new URL(page.url()).pathname.split("/")[2];
  await page.goto(`/projects/${id}/edit`);
  await page.getByLabel("Hand over to").selectOption(username);
  await page.getByRole("button", { name: "Hand over" }).click();
  await expect(page.getByText(/belongs to/).first()).toBeVisible();
  await friend.goto(`/projects/${id}/dashboard`);
  await expect(friend.getByRole("link", { name: "Share" })).toBeVisible();
  await friend.goto(`/projects?team=${encodeURIComponent(team)}`);
  await expect(friend.getByRole("link", { name: "Shared plan" })).toBeVisible();
}
