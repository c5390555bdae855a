// API tokens with scripts: made, shown once, used by a program, explained and revoked; and the settings of the server.
import { type Page } from "@playwright/test";
import { act, project } from "../lib/board";
import { accessible, expect, signUp, test } from "../lib/person";
import { admin } from "../server.mjs";

/** What a program without cookies is answered with a token. */
async function program(page: Page, token: string, id: string) {
  const answer = await fetch(`${process.env.BASE_URL}/actions/getBoard`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ projectId: id }),
  });
  return { status: answer.status, body: await answer.json() };
}

test("a token is made, used, explained and revoked", async ({ page }) => {
  const person = await signUp(page, "tokens");
  const { id } = await project(page, "Shop figures");
  await act(page, "createDatabase", { name: "Drafts", query: "create table notes (id integer primary key)" });
  await page.goto("/settings");
  await page.getByRole("link", { name: "Tokens of your personal team" }).click();
  await expect(page.getByText("No token yet")).toBeVisible();
  await accessible(page, "no token");

  await page.getByRole("link", { name: "New token" }).click();
  await page.getByRole("button", { name: "Make token" }).click();
  await expect(page.getByText("Name is required")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("Nightly report");
  await page.getByRole("button", { name: "Make token" }).click();
  await expect(page.getByText("at least one thing")).toBeVisible();
  await accessible(page, "a refused token");
  await page.getByLabel("Shop figures").selectOption("Read and write");
  await page.getByRole("button", { name: "Make token" }).click();
  const whole = page.getByLabel("Token", { exact: true });
  await expect(whole).toHaveValue(/^ast_[\w]{38}$/);
  const token = await whole.inputValue();
  await expect(page.getByRole("listitem").filter({ hasText: "Nightly report" })).toContainText("read, write");
  await accessible(page, "a token that was just made");

  expect(await program(page, token, id)).toMatchObject({ status: 200, body: { success: true, board: { title: "Shop figures" } } });
  await page.reload();
  await expect(whole).toHaveCount(0);
  await expect(page.locator("main")).toContainText("last used");

  await page.getByRole("link", { name: "What tokens and links reach, and why" }).click();
  await expect(page.getByRole("heading", { name: "Public links" })).toBeVisible();
  await page.getByLabel("Who").selectOption("Token: Nightly report");
  await page.getByRole("button", { name: "Explain" }).click();
  const why = page.locator("#why");
  await expect(why.getByText("See the board and its data")).toBeVisible();
  await expect(why.getByText("Allowed")).toHaveCount(3);
  await expect(why.getByText("Refused")).toHaveCount(8);
  await accessible(page, "what a token reaches");
  // A database of the team that the token does not name.
  await page.getByLabel("Who").selectOption("Token: Nightly report");
  await page.getByLabel("Project or database").selectOption("Drafts");
  await page.getByRole("button", { name: "Explain" }).click();
  await expect(why).toContainText("The token does not name this database.");
  await expect(why.getByText("Refused")).toHaveCount(6);

  await page.goto(`/teams/${person.username}/tokens`);
  await page.getByRole("link", { name: "Revoke Nightly report" }).click();
  await expect(page.getByRole("heading", { name: "Revoke Nightly report?" })).toBeVisible();
  await accessible(page, "before a token ends");
  await page.getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByText("No token yet")).toBeVisible();
  expect((await program(page, token, id)).status).toBe(401);
});

test("tokens of a team are hidden from strangers", async ({ page, stranger }) => {
  const person = await signUp(page, "owner");
  const other = await stranger();
  await signUp(other, "stranger");
  for (const path of ["tokens", "reach"]) {
    const answer = await other.goto(`/teams/${person.username}/${path}`);
    expect(answer?.status()).toBe(404);
  }
  expect((await other.goto("/admin/settings"))?.status()).toBe(404);
});

test("an administrator sets a variable and the hosts", async ({ page }) => {
  await act(page, "logIn", { username: admin.username, password: admin.password });
  await page.goto("/admin/settings");
  await accessible(page, "settings of the server");
  await page.getByLabel("Name", { exact: true }).fill("MAP_SERVICE_KEY");
  await page.getByLabel("Value", { exact: true }).fill("a value");
  await page.getByRole("button", { name: "Save variable" }).click();
  const item = page.getByRole("listitem").filter({ hasText: "MAP_SERVICE_KEY" });
  await item.getByText("Show the value").click();
  await expect(item.getByLabel("Value of MAP_SERVICE_KEY")).toHaveValue("a value");
  await accessible(page, "a variable of the server");

  await page.getByRole("textbox", { name: "Hosts" }).fill("vizboard.example.org");
  await page.getByRole("button", { name: "Save hosts" }).click();
  await expect(page.getByText(/you came by this host/)).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Hosts" })).toHaveAttribute("aria-invalid", "true");
  await item.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("There is none yet.")).toBeVisible();
});
