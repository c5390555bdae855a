// API tokens without scripts: made, shown on the next page alone, explained and revoked; and a variable of the server.
import { act, project } from "../lib/board";
import { expect, signUp, test } from "../lib/person";
import { admin } from "../server.mjs";

test("a token is made and revoked by plain forms", async ({ page }) => {
  const person = await signUp(page, "plain-tokens");
  const { id } = await project(page, "Shop figures");
  await page.goto(`/teams/${person.username}/tokens`);
  await page.getByRole("link", { name: "New token" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Nightly report");
  await page.getByRole("button", { name: "Make token" }).click();
  await expect(page.getByText("at least one thing")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Nightly report");
  await page.getByLabel("Shop figures").selectOption("Read");
  await page.getByRole("button", { name: "Make token" }).click();
  const whole = page.getByLabel("Token", { exact: true });
  await expect(whole).toHaveValue(/^ast_[\w]{38}$/);
  const token = await whole.inputValue();
  const read = () =>
    fetch(`${process.env.BASE_URL}/api/projects/${id}/board.png`, { headers: { authorization: `Bearer ${token}` } }).then((answer) => answer.status);
  expect(await read()).toBe(200);
  await page.reload();
  await expect(whole).toHaveCount(0);

  await page.getByRole("link", { name: "What tokens and links reach, and why" }).click();
  await page.getByLabel("Who").selectOption("Token: Nightly report");
  await page.getByRole("button", { name: "Explain" }).click();
  await expect(page.locator("#why")).toContainText("The token names this project.");

  await page.goto(`/teams/${person.username}/tokens`);
  await page.getByRole("link", { name: "Revoke Nightly report" }).click();
  await page.getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByText("No token yet")).toBeVisible();
  expect(await read()).toBe(401);
});

test("a variable of the server is set and deleted by plain forms", async ({ page }) => {
  await act(page, "logIn", { username: admin.username, password: admin.password });
  await page.goto("/admin/settings");
  await page.getByLabel("Name", { exact: true }).fill("PLAIN_KEY");
  await page.getByLabel("Value", { exact: true }).fill("a value");
  await page.getByRole("button", { name: "Save variable" }).click();
  const item = page.getByRole("listitem").filter({ hasText: "PLAIN_KEY" });
  await expect(item.getByLabel("Value of PLAIN_KEY")).toHaveValue("a value");
  await item.getByRole("button", { name: "Delete" }).click();
  await expect(item).toHaveCount(0);
});
