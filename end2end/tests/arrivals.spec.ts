// Links by mail, people and sessions, with scripts.
import { accept, choose, confirmed, forget, invite } from "../lib/arrivals";
import { withMail } from "../lib/mail";
import { accessible, asAdmin, expect, fresh, live, logIn, password, signUp, test } from "../lib/person";

test("addresses are confirmed, passwords mended and people invited by mail", async ({ page, browser }) => {
  await withMail({ VIZBOARD_SIGNUP: "open" }, async (url, mail) => {
    const person = await confirmed(page, url, mail, live);
    const visitor = await (await browser.newContext()).newPage();
    await forget(visitor, url, person.email, live);
    await choose(visitor, url, await mail.link(person.email, "/password-reset"), person.email, live);
    await page.goto(`${url}/projects`);
    await expect(page, "every other session ended").toHaveURL(/\/login/);

    await asAdmin(page, url);
    const guest = `${fresh("guest")}@example.org`;
    await invite(page, url, guest, live);
    const other = await (await browser.newContext()).newPage();
    await accept(other, url, await mail.link(guest, "/invitation"), guest, live);

    // What cannot be sent is seen and tried again.
    mail.refuse(true);
    const lost = `${fresh("lost")}@example.org`;
    await invite(page, url, lost, live);
    await expect(async () => {
      await page.reload();
      await expect(page.getByText("Given up")).toBeVisible({ timeout: 500 });
    }).toPass();
    await live(page);
    await expect(page.getByText("no such mailbox")).toBeVisible();
    await accessible(page, "people with mail that was given up");
    mail.refuse(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await mail.link(lost, "/invitation");
  });
});

test("without a mail server the administrator hands a link on, once", async ({ page, browser, baseURL }) => {
  const url = baseURL!;
  const visitor = await (await browser.newContext()).newPage();
  const person = await signUp(page, "forgetful");
  await forget(visitor, url, person.email, live);
  const admin = await (await browser.newContext()).newPage();
  await asAdmin(admin, url);
  await admin.goto(`${url}/admin/people`);
  await live(admin);
  const line = admin.getByRole("listitem").filter({ hasText: person.email, has: admin.getByRole("button", { name: "Show link once" }) });
  await line.getByRole("button", { name: "Show link once" }).click();
  const link = await admin.locator("#opened-mail").inputValue();
  await expect(admin.getByText("It is not shown again")).toBeVisible();
  await accessible(admin, "a link that is shown once");
  await admin.getByRole("button", { name: "Done" }).click();
  await expect(line).toHaveCount(0);
  await choose(visitor, url, new URL(link).pathname, person.email, live);
});

test("sessions are seen in the settings and ended", async ({ page, browser, baseURL }) => {
  const person = await signUp(page, "roamer");
  const elsewhere = await (await browser.newContext()).newPage();
  await logIn(elsewhere, baseURL!, person.username, password);
  await page.goto("/settings");
  await live(page);
  await expect(page.getByText("This one", { exact: true })).toBeVisible();
  await accessible(page, "the settings with two sessions");
  await page.getByRole("button", { name: "End", exact: true }).click();
  await expect(page.getByRole("button", { name: "End", exact: true })).toHaveCount(0);
  await elsewhere.goto(`${baseURL}/projects`);
  await expect(elsewhere).toHaveURL(/\/login/);
});

test("an administrator suspends and reinstates, and nobody else sees the page", async ({ page, browser, baseURL }) => {
  const person = await signUp(page, "suspect");
  const answer = await page.goto("/admin/people");
  expect(answer?.status()).toBe(404);
  const admin = await (await browser.newContext()).newPage();
  await asAdmin(admin, baseURL!);
  await admin.goto(`${baseURL}/projects`);
  await live(admin);
  await admin.locator('summary[aria-label="Account"]').click();
  await admin.getByRole("link", { name: "Administration" }).click();
  await admin.waitForURL("**/admin/people");
  await admin.getByPlaceholder("Name or e-mail").fill(person.username);
  await admin.getByRole("button", { name: "Search" }).click();
  await admin.waitForURL(/q=/);
  await live(admin);
  await expect(admin.getByText("1 account", { exact: true })).toBeVisible();
  await admin.locator(`summary[aria-label="Change ${person.username}"]`).click();
  await admin.getByRole("button", { name: "Suspend" }).click();
  await expect(admin.getByText("Suspended", { exact: true })).toBeVisible();
  await page.goto("/projects");
  await expect(page).toHaveURL(/\/login/);
  await admin.locator(`summary[aria-label="Change ${person.username}"]`).click();
  await admin.getByRole("button", { name: "Reinstate" }).click();
  await expect(admin.getByText("Suspended", { exact: true })).toHaveCount(0);
});
