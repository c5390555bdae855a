// Links by mail, people and sessions, without scripts.
import { accept, choose, confirmed, forget, invite } from "../lib/arrivals";
import { withMail } from "../lib/mail";
import { asAdmin, expect, fresh, logIn, password, signUp, test } from "../lib/person";

const asItIs = async () => null;

test("addresses are confirmed, passwords mended and people invited by mail", async ({ page, browser }) => {
  await withMail({ VIZBOARD_SIGNUP: "open" }, async (url, mail) => {
    const person = await confirmed(page, url, mail, asItIs);
    await page.context().clearCookies();
    await forget(page, url, person.email, asItIs);
    await choose(page, url, await mail.link(person.email, "/password-reset"), person.email, asItIs);
    await page.context().clearCookies();
    await asAdmin(page, url);
    const guest = `${fresh("guest")}@example.org`;
    await invite(page, url, guest, asItIs);
    await page.getByRole("listitem").filter({ hasText: guest }).first().waitFor();
    await page.context().clearCookies();
    await accept(page, url, await mail.link(guest, "/invitation"), guest, asItIs);
  });
});

test("without a mail server the administrator hands a link on, once", async ({ page, baseURL }) => {
  const url = baseURL!;
  const person = await signUp(page, "forgetful");
  await page.context().clearCookies();
  await forget(page, url, person.email, asItIs);
  await asAdmin(page, url);
  await page.goto("/admin/people");
  const line = page.getByRole("listitem").filter({ hasText: person.email, has: page.getByRole("button", { name: "Show link once" }) });
  await line.getByRole("button", { name: "Show link once" }).click();
  const said = await page.getByText(/shown once: /).innerText();
  const link = said.match(/\/password-reset\/\w{32}/)![0];
  await expect(line).toHaveCount(0);
  await page.context().clearCookies();
  await choose(page, url, link, person.email, asItIs);
});

test("sessions are ended with one press", async ({ page, context, baseURL }) => {
  const person = await signUp(page, "roamer");
  const kept = await context.cookies();
  await context.clearCookies();
  await logIn(page, baseURL!, person.username, password);
  await page.goto("/settings");
  await page.getByRole("button", { name: "End all other sessions" }).click();
  await expect(page.getByText("One other session is ended.")).toBeVisible();
  await context.clearCookies();
  await context.addCookies(kept);
  await page.goto("/projects");
  await expect(page).toHaveURL(/\/login/);
});
