// What people do with links that come by mail, the same with and without scripts.
import { expect, type Page } from "@playwright/test";
import { accessible, fresh, logIn, password } from "./person";
import type { Mailbox } from "./mail";

const next = "another long phrase 8";

/** The link to ask for, from the log-in page. `ready` waits until the page is what the story needs. */
export async function forget(page: Page, url: string, email: string, ready: (page: Page) => Promise<unknown>) {
  await page.goto(`${url}/login`);
  await page.getByRole("link", { name: "Forgot your password?" }).click();
  await page.waitForURL("**/password-reset");
  await ready(page);
  await accessible(page, "the page for forgotten passwords");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("button", { name: "Send link" }).click();
  await page.waitForURL("**/login");
  await expect(page.getByText("If an account has this address")).toBeVisible();
}

/** Uses a link for a new password, and logs in with it. */
export async function choose(page: Page, url: string, link: string, email: string, ready: (page: Page) => Promise<unknown>) {
  await page.goto(`${url}${link}`);
  await ready(page);
  await expect(page.getByText(email)).toBeVisible();
  await accessible(page, "the page of a link for a new password");
  await page.getByLabel("New password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password must be at least 8 characters")).toBeVisible();
  await page.getByLabel("New password", { exact: true }).fill(next);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.waitForURL("**/login");
  await expect(page.getByText("Your password is changed")).toBeVisible();
  await logIn(page, url, email, next);
  await page.goto(`${url}${link}`);
  await expect(page.getByText("does not work any more")).toBeVisible();
  await accessible(page, "the page of a dead link");
}

/** Signs up, confirms the address, and changes it. */
export async function confirmed(page: Page, url: string, mail: Mailbox, ready: (page: Page) => Promise<unknown>) {
  const name = fresh("arrival");
  const email = `${name}@example.org`;
  await page.goto(`${url}/signup`);
  await ready(page);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/projects");
  await page.goto(`${url}/settings`);
  await ready(page);
  await expect(page.getByText("Not confirmed")).toBeVisible();
  await accessible(page, "the settings before an address is confirmed");
  const first = await mail.link(email, "/verify-email");
  await page.getByRole("button", { name: "Send it again" }).click();
  await expect(page.getByText(`A link was sent to ${email}.`).first()).toBeVisible();
  const link = await mail.link(email, "/verify-email", first);
  await page.goto(`${url}${link}`);
  await ready(page);
  await accessible(page, "the page that confirms an address");
  await page.getByRole("button", { name: "Confirm address" }).click();
  await page.waitForURL("**/settings");
  await expect(page.getByText("Confirmed", { exact: true })).toBeVisible();

  const changed = `new.${email}`;
  await ready(page);
  await page.getByLabel("E-mail", { exact: true }).fill(changed);
  await page.getByLabel("Current password").first().fill(password);
  await page.getByRole("button", { name: "Save e-mail" }).click();
  await expect(page.getByText(`A link was sent to ${changed}`).first()).toBeVisible();
  await page.goto(`${url}${await mail.link(changed, "/verify-email")}`);
  await ready(page);
  await page.getByRole("button", { name: "Confirm address" }).click();
  await page.waitForURL("**/settings");
  await expect(page.getByLabel("E-mail", { exact: true })).toHaveValue(changed);
  return { name, email: changed };
}

/** Invites somebody, by the administrator's page. */
export async function invite(page: Page, url: string, email: string, ready: (page: Page) => Promise<unknown>) {
  await page.goto(`${url}/admin/people`);
  await ready(page);
  await accessible(page, "the page of people");
  await page.getByLabel("E-mail", { exact: true }).fill(email);
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: email }).first()).toBeVisible();
}

/** Makes the account of an invitation. */
export async function accept(page: Page, url: string, link: string, email: string, ready: (page: Page) => Promise<unknown>) {
  await page.goto(`${url}${link}`);
  await ready(page);
  await expect(page.getByText(email)).toBeVisible();
  await accessible(page, "the page of an invitation");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.waitForURL("**/projects");
}
