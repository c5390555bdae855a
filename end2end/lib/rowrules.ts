// An administrator limits what a viewer sees, from the first rule to its end: the same with and without scripts.
import { expect, type Page } from "@playwright/test";
import { act, project, widget } from "./board";
import { accessible, fresh, signUp } from "./person";

export async function limiting(page: Page, stranger: () => Promise<Page>, scripts: boolean) {
  const check = (shown: Page, what: string) => (scripts ? accessible(shown, what) : Promise.resolve());
  await signUp(page, "ruler");
  const team = `Rules ${fresh("t")}`.slice(0, 40);
  await act(page, "createTeam", { name: team });
  const { id, board } = await project(page, "Orders by customer", ["Shop"], team);
  const table = "customers";
  await widget(page, id, { type: "datatables", subtype: "simple_dataTable", title: "Customers", configs: { tables: [table], expanded: true } });
  const guest = await stranger();
  const { username } = await signUp(guest, "reader");
  const { shownOnce } = await act(page, "inviteToTeam", { team, role: "Viewer" });
  await act(guest, "acceptInvitation", { token: shownOnce.slice("/invite/".length) });

  // The way there is in the menu of the project.
  await page.goto(`/projects?team=${encodeURIComponent(team)}`);
  await page.locator('summary[aria-label="Menu of Orders by customer"]').click();
  await page.getByRole("link", { name: "Row rules" }).first().click();
  await expect(page.getByText("No row rule yet")).toBeVisible();
  await check(page, "no row rule");

  await page.getByRole("link", { name: "New rule" }).click();
  await page.locator("#rule-at").selectOption({ label: table });
  await check(page, "the table of a rule");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: `New rule for ${table}` })).toBeVisible();
  await page.getByLabel("Column 1").selectOption("id");
  await page.getByLabel("Value 1").fill("many");
  await page.getByRole("button", { name: "Save rule" }).click();
  await expect(page.getByText("holds whole numbers")).toBeVisible();
  await check(page, "a refused rule");
  await page.getByLabel("Value 1").fill("{account.customer}");
  await page.getByRole("button", { name: "Save rule" }).click();
  await expect(page.getByText("id is {account.customer}", { exact: true })).toBeVisible();
  await check(page, "a row rule");

  // Nothing is known of the viewer, who sees nothing; then what is said of them.
  await guest.goto(board);
  const rows = guest.getByRole("article", { name: "Customers" }).locator("tbody tr");
  await expect(guest.getByRole("article", { name: "Customers" })).toBeVisible();
  await expect(rows.filter({ hasText: /\d/ })).toHaveCount(0);
  await page.goto(`/teams/${encodeURIComponent(team)}`);
  await page.getByLabel("Member", { exact: true }).selectOption(username);
  await page.getByLabel("Attribute", { exact: true }).fill("customer");
  await page.getByLabel("Value", { exact: true }).fill("2");
  await page.getByRole("button", { name: "Set attribute" }).click();
  await expect(page.getByText("{account.customer}", { exact: true })).toBeVisible();
  await check(page, "members with attributes");
  await guest.goto(board);
  await expect(rows.filter({ hasText: /\d/ })).toHaveCount(1);

  // Tried without being them.
  await page.goto(`/projects/${id}/rules`);
  await page.getByLabel("Who", { exact: true }).selectOption({ label: `${username} (Viewer)` });
  await page.locator("#trial-of").selectOption({ label: table });
  await page.getByRole("button", { name: "Count rows" }).click();
  await expect(page.getByText(new RegExp(`${username} sees 1 of \\d+ rows of ${table}`))).toBeVisible();
  await check(page, "what somebody sees");

  // The panel for sharing warns.
  await page.goto(board);
  await page.getByRole("link", { name: "Share" }).click();
  await expect(page.getByText("Row rules limit who in the team")).toBeVisible();

  await page.goto(`/projects/${id}/rules`);
  await page.getByRole("link", { name: `Delete the rule ${table} for Viewers` }).click();
  await expect(page.getByRole("heading", { name: `Delete the rule for ${table}?` })).toBeVisible();
  await check(page, "before a rule goes");
  await page.getByRole("button", { name: "Delete rule" }).click();
  await expect(page.getByText("No row rule yet")).toBeVisible();
  await guest.goto(board);
  await expect(rows.filter({ hasText: /\d/ }).nth(1)).toBeVisible();
}
