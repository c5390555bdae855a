// Second factors with scripts: an app, recovery codes, passkeys, and showing again who one is.
import { type Page } from "@playwright/test";
import { project } from "../lib/board";
import { code, step } from "../codes.mjs";
import { authenticator, freePort, setUpApp } from "../lib/factors";
import { accessible, expect, live, password, signUp, test } from "../lib/person";
import { start } from "../server.mjs";

async function half(page: Page, username: string) {
  await page.goto("/login");
  await page.getByLabel("User name or e-mail").fill(username);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.waitForURL("**/log-in/code?next=*");
  await live(page);
}

test("an app is set up, asked for and removed", async ({ page, stranger }) => {
  const person = await signUp(page, "factor");
  await page.goto("/settings");
  await page.getByRole("link", { name: "App, recovery codes and passkeys" }).click();
  await expect(page.getByRole("heading", { name: "Passkeys", exact: true })).toBeVisible();
  await accessible(page, "no second factor");
  await page.getByRole("button", { name: "Set up an app" }).click();
  await expect(page.getByRole("img", { name: "QR code of the key" })).toBeVisible();
  await accessible(page, "the picture for the app");
  await page.getByLabel("Code", { exact: true }).fill("000");
  await page.getByRole("button", { name: "Turn it on" }).click();
  await expect(page.getByText("This is not the code that the app shows now.")).toBeVisible();
  const { secret, codes } = await setUpApp(page);
  expect(codes).toHaveLength(10);
  await accessible(page, "recovery codes");
  await page.getByRole("link", { name: "Done" }).click();
  await expect(page.getByText("10 are left.")).toBeVisible();
  await accessible(page, "an app is set up");

  const other = await stranger();
  await half(other, person.username);
  await accessible(other, "the second step");
  await other.getByLabel("Code", { exact: true }).fill("000");
  await other.getByRole("button", { name: "Log in" }).click();
  await expect(other.getByText("This code is not right")).toBeVisible();
  await other.getByLabel("Code", { exact: true }).fill(code(secret, step()));
  await other.getByRole("button", { name: "Log in" }).click();
  await other.waitForURL("**/projects");

  const third = await stranger();
  await half(third, person.username);
  await third.getByLabel("Code", { exact: true }).fill(codes[0]);
  await third.getByRole("button", { name: "Log in" }).click();
  await third.waitForURL("**/projects");

  await page.reload();
  await expect(page.getByText("9 are left.")).toBeVisible();
  await page.getByLabel("Current password").fill(password);
  await page.getByLabel("Code", { exact: true }).fill(codes[1]);
  await page.getByRole("button", { name: "Remove the app" }).click();
  await expect(page.getByRole("button", { name: "Set up an app" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Recovery codes", exact: true })).toHaveCount(0);
});

test("a passkey is made, logs in and is the second factor", async ({ stranger }) => {
  const port = await freePort();
  const address = `http://localhost:${port}`;
  const server = await start(process.env.VIZBOARD_BIN, { VIZBOARD_ADDR: `127.0.0.1:${port}`, VIZBOARD_PUBLIC_URL: address });
  try {
    const page = await stranger({ baseURL: address });
    await authenticator(page);
    const person = await signUp(page, "passkey");
    await page.goto("/settings/security");
    await page.getByLabel("Name", { exact: true }).fill("My laptop");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await expect(page.getByRole("heading", { name: "Your recovery codes" })).toBeVisible();
    const item = page.getByRole("listitem").filter({ hasText: "My laptop" });
    await expect(item).toContainText("not used yet");
    await accessible(page, "a passkey");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await expect(page.getByText(/has a passkey for your account already|Give the passkey a name/)).toBeVisible();

    await item.getByText("Rename").click();
    await item.getByLabel("New name").fill("Old laptop");
    await item.getByRole("button", { name: "Save name" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Old laptop" })).toBeVisible();

    await page.context().clearCookies();
    await page.goto("/login");
    await accessible(page, "the log-in page with passkeys");
    await page.getByRole("button", { name: "Log in with a passkey" }).click();
    await page.waitForURL("**/projects");

    await page.context().clearCookies();
    await half(page, person.username);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL("**/projects");
    await page.goto("/settings/security");
    await expect(page.getByRole("listitem").filter({ hasText: "Old laptop" })).toContainText("last used");
    await page.goto("/confirm?next=%2Fsettings%2Fsecurity");
    await accessible(page, "showing again who one is");
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.waitForURL("**/settings/security");
    await page.getByRole("listitem").filter({ hasText: "Old laptop" }).getByRole("button", { name: "Remove" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "Old laptop" })).toHaveCount(0);
  } finally {
    await server.stop();
  }
});

test("a form that asks again comes back as it was filled in", async ({ page }) => {
  const person = await signUp(page, "again");
  await project(page, "Shop figures");
  await page.goto(`/teams/${person.username}/tokens?new=1`);
  await page.getByLabel("Name", { exact: true }).fill("Nightly report");
  await page.getByLabel("Shop figures").selectOption("Read");
  // The server asks what scripts send; what the browser sends itself next is answered as it is.
  await page.route("**/actions/createToken", (route) => route.fulfill({ json: { success: false, error: "Is it you?", code: "reauth_required" } }), { times: 1 });
  await page.getByRole("button", { name: "Make token" }).click();
  await expect(page.getByLabel("Token", { exact: true })).toHaveValue(/^ast_/);

  await page.goto("/confirm?next=%2Fsettings");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByText("Current password is not correct")).toBeVisible();
  await accessible(page, "a wrong password");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Go on" }).click();
  await page.waitForURL("**/settings");
});
