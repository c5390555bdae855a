// A provider of sign-in of a story's own, and a VizBoard where people sign in by it.
import { expect, type Page } from "@playwright/test";
import { client, listen } from "../provider.mjs";
import { start } from "../server.mjs";
import { accessible, fresh, password } from "./person";

/** A server with a provider, for the length of a story. */
export async function withProvider(story: (url: string) => Promise<void>) {
  const provider = await listen();
  const server = await start(process.env.VIZBOARD_BIN, {
    VIZBOARD_OIDC_ISSUER: provider.issuer,
    VIZBOARD_OIDC_CLIENT_ID: client.id,
    VIZBOARD_OIDC_CLIENT_SECRET: client.secret,
    VIZBOARD_OIDC_NAME: "Example ID",
  });
  provider.serve([`${server.url}/auth/oidc/callback`]);
  try {
    await story(server.url);
  } finally {
    await server.stop();
    provider.close();
  }
}

/** Somebody new signs in, sets a password, unlinks and links the provider, and comes back: the same with and without scripts. */
export async function comesByProvider(page: Page, stranger: () => Promise<Page>, url: string) {
  const who = fresh("ada");
  await page.goto(`${url}/login?next=%2Fsettings`);
  await accessible(page, "the log-in page with a provider");
  await page.getByRole("link", { name: "Continue with Example ID" }).click();
  await page.getByLabel("Who").fill(who);
  await page.getByLabel("E-mail").fill(`${who}@example.org`);
  await page.getByLabel("Confirmed").check();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/settings`);

  // The provider is the only way in, until there is a password.
  const ways = page.locator("section", { has: page.getByRole("heading", { name: "Sign in with" }) });
  await expect(ways.getByText("Example ID", { exact: true })).toBeVisible();
  await expect(ways.getByText("The only way in")).toBeVisible();
  await expect(ways.getByText(`${who}@example.org`)).toBeVisible();
  await accessible(page, "the settings of an account without a password");
  await expect(page.getByLabel("Current password")).toHaveCount(0);
  await page.getByLabel("New password").fill(password);
  await page.getByRole("button", { name: "Set password" }).click();
  await expect(page.getByText("You can log in with your password from now on.").first()).toBeVisible();
  await expect(page.getByRole("button", { name: "Change password" })).toBeVisible();
  await expect(page.getByLabel("Current password")).toHaveCount(2);

  await ways.getByRole("button", { name: "Unlink Example ID" }).click();
  await expect(page.getByText("Example ID does not open your account any more.").first()).toBeVisible();
  await expect(ways.getByRole("button", { name: "Unlink Example ID" })).toHaveCount(0);
  // Who is signed in at the provider passes it without a word.
  await ways.getByRole("link", { name: "Link Example ID" }).click();
  await page.waitForURL(`${url}/settings`);
  await expect(page.getByText("You can sign in with Example ID from now on.").first()).toBeVisible();
  await expect(ways.getByRole("button", { name: "Unlink Example ID" })).toBeVisible();

  // Another browser of the same person, who thinks better of it first.
  const other = await stranger();
  await other.goto(`${url}/login`);
  await other.getByRole("link", { name: "Continue with Example ID" }).click();
  await other.getByRole("button", { name: "Cancel" }).click();
  await expect(other.getByText("You did not let Example ID tell who you are")).toBeVisible();
  await accessible(other, "the log-in page that says why");
  await other.getByRole("link", { name: "Continue with Example ID" }).click();
  await other.getByLabel("Who").fill(who);
  await other.getByRole("button", { name: "Sign in" }).click();
  await other.waitForURL(`${url}/projects`);
  await other.goto(`${url}/settings`);
  const theirs = other.locator("section", { has: other.getByRole("heading", { name: "Sign in with" }) });
  await expect(theirs.getByText(`${who}@example.org`)).toBeVisible();
}
