// Second factors without scripts: an app and recovery codes; passkeys are not there.
import { code, step } from "../codes.mjs";
import { setUpApp } from "../lib/factors";
import { expect, password, signUp, test } from "../lib/person";

test("an app is set up and asked for by plain forms", async ({ page, stranger }) => {
  const person = await signUp(page, "plain-factor");
  const { secret, codes } = await setUpApp(page);
  expect(codes).toHaveLength(10);
  await page.reload();
  await expect(page.getByRole("heading", { name: "Your recovery codes" })).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Add a passkey" })).toBeHidden();

  const other = await stranger();
  await other.goto("/login?next=%2Fsettings");
  await expect(other.getByRole("button", { name: "Log in with a passkey" })).toHaveCount(0);
  await other.getByLabel("User name or e-mail").fill(person.username);
  await other.getByLabel("Password", { exact: true }).fill(password);
  await other.getByRole("button", { name: "Log in", exact: true }).click();
  await other.waitForURL("**/log-in/code?next=%2Fsettings");
  await other.getByLabel("Code", { exact: true }).fill("000");
  await other.getByRole("button", { name: "Log in" }).click();
  await expect(other.getByText("This code is not right")).toBeVisible();
  await other.getByLabel("Code", { exact: true }).fill(code(secret, step()));
  await other.getByRole("button", { name: "Log in" }).click();
  await other.waitForURL("**/settings");

  await page.goto("/confirm?next=%2Fsettings%2Fsecurity");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/settings/security");
  await page.getByLabel("Current password").fill(password);
  await page.getByLabel("Code", { exact: true }).fill(codes[0]);
  await page.getByRole("button", { name: "Remove the app" }).click();
  await expect(page.getByRole("button", { name: "Set up an app" })).toBeVisible();
});
