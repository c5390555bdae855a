// Operating a server: its health, a backup, who did what, and that nobody else sees it.
import type { Page } from "@playwright/test";
import { act, project } from "./board";
import { accessible, asAdmin, expect, fresh, signUp } from "./person";

export async function operation(page: Page, open: () => Promise<Page>, scripts: boolean) {
  const look = async (on: Page, what: string) => {
    if (scripts) await accessible(on, what);
  };
  const ada = await open();
  const { username } = await signUp(ada, "watched");
  const { id } = await project(ada, "Secret plans");
  await act(ada, "createWidget", { projectId: id, type: "text", title: "A note of mine", configs: { text: "x" } });

  // What happened in a project, for its people.
  await ada.goto("/projects");
  await ada.locator('summary[aria-label="Menu of Secret plans"]').click();
  await ada.getByRole("link", { name: "Activity" }).click();
  await expect(ada.getByText('made the widget "A note of mine"')).toBeVisible();
  await look(ada, "the activity of a project");
  await ada.getByRole("combobox", { name: "What", exact: true }).selectOption("delete");
  await ada.getByRole("button", { name: "Apply" }).click();
  await expect(ada.getByText("Nothing fits these filters")).toBeVisible();
  await look(ada, "no activity");
  await ada.getByRole("link", { name: "Show everything" }).click();
  await expect(ada.getByText('made the project "Secret plans"')).toBeVisible();
  const csv = await ada.request.get(`/api/audit?projectId=${id}&format=csv`);
  expect(await csv.text()).toContain("A note of mine");
  expect((await ada.goto("/admin/audit", { waitUntil: "commit" }))!.status()).toBe(404);

  // The server, for its administrators.
  await asAdmin(page);
  await page.goto("/admin/health");
  await expect(page.getByRole("heading", { name: "Backups" })).toBeVisible();
  await look(page, "health");
  await page.getByRole("button", { name: "Back up now" }).click();
  await expect(page.getByText("The backup is being made.").first()).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(page.getByText(/vizboard-\d{8}-\d{6}\.backup/).first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await look(page, "health after a backup");

  await work(page, ada, look);
  await page.getByRole("navigation", { name: "Administration" }).getByRole("link", { name: "Audit log" }).click();
  await expect(page.getByRole("row", { name: /operator signed in/ }).first()).toBeVisible();
  await look(page, "the audit log");
  await page.getByRole("textbox", { name: "Who" }).fill(username);
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("made a widget").first()).toBeVisible();
  await expect(page.getByText("Secret plans")).toHaveCount(0);
  await expect(page).toHaveURL(new RegExp(`who=${username}`));
}

/** Background work and teams, as an administrator sees them who is in none of these teams. */
async function work(page: Page, ada: Page, look: (on: Page, what: string) => Promise<void>) {
  const team = `Hidden crew ${fresh("t")}`.slice(0, 40);
  await act(ada, "createTeam", { name: team });
  const dead = { title: "Secret warehouse", host: "127.0.0.1", port: 1, database: "d", user: "u", password: "p" };
  await act(ada, "createProjectWithConnections", { title: "Secret figures", connections: [dead], teamId: team });
  const sections = page.getByRole("navigation", { name: "Administration" });
  await sections.getByRole("link", { name: "Jobs" }).click();
  await expect(page.getByRole("heading", { name: "By the clock" })).toBeVisible();
  await look(page, "background work");
  await page.getByRole("navigation", { name: "Stage" }).getByRole("link", { name: "Failed" }).click();
  await page.waitForURL("**/admin/jobs?stage=failed");
  const job = page.getByRole("listitem").filter({ hasText: team });
  await expect(job.getByText("Check of a connection")).toBeVisible();
  await expect(page.getByText("Secret figures")).toHaveCount(0);
  await expect(page.getByText("Secret warehouse")).toHaveCount(0);
  await look(page, "failed work");
  await job.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("It is done again now.").first()).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(job.getByText("Failed", { exact: true })).toBeVisible({ timeout: 1_000 });
  }).toPass();

  await sections.getByRole("link", { name: "Teams" }).click();
  await page.getByLabel("Name of a team").fill(team);
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL("**/admin/teams?q=**");
  await expect(page.getByRole("row").filter({ hasText: team })).toBeVisible();
  await look(page, "the teams of the server");
  await page.getByRole("link", { name: team }).click();
  await expect(page.getByText("You see this team because you administer this server.")).toBeVisible();
  await page.goBack();
}
