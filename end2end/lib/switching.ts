// From one team to another by the menu in the rail: the same with and without scripts.
import { expect, type Page } from "@playwright/test";
import { act, project } from "./board";
import { accessible, fresh, signUp } from "./person";

const menu = (page: Page) => page.locator(".rail-team > .menu-host > summary");

async function choose(page: Page, team: string) {
  await menu(page).click();
  await page.locator(".rail-team").getByRole("button", { name: team, exact: true }).click();
}

export async function switching(page: Page) {
  const { username } = await signUp(page, "mover");
  const team = `Crew & Co ${fresh("t")}`.slice(0, 40);
  await act(page, "createTeam", { name: team });
  const own = await project(page, "Mine alone");
  await project(page, "Of the crew", [], team);

  await page.goto("/projects");
  await expect(menu(page)).toHaveAttribute("aria-label", "Team: All teams");
  await menu(page).click();
  await accessible(page, "the menu of teams");
  await menu(page).click();
  await choose(page, team);
  await page.waitForURL((url) => url.searchParams.get("team") === team);
  await expect(menu(page)).toHaveAttribute("aria-label", `Team: ${team}`);
  await expect(page.getByRole("link", { name: "Of the crew" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Mine alone" })).toHaveCount(0);

  // It is remembered, and a page of a project is in the team of the project.
  await page.goto("/");
  await expect(menu(page)).toHaveAttribute("aria-label", `Team: ${team}`);
  await page.goto(own.board);
  await expect(menu(page)).toHaveAttribute("aria-label", `Team: ${username}`);
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Projects" }).click();
  await page.waitForURL((url) => url.searchParams.get("team") === team);
  await expect(page.getByRole("link", { name: "Of the crew" })).toBeVisible();
  await expect(page.getByRole("link", { name: "New Project" })).toHaveAttribute("href", /\/projects\/new\?team=/);

  await choose(page, "All teams");
  await page.waitForURL((url) => url.pathname === "/projects" && url.search === "");
  await expect(page.getByRole("link", { name: "Mine alone" })).toBeVisible();
  await menu(page).click();
  await page.locator(".rail-team").getByRole("link", { name: "New team" }).click();
  await page.waitForURL("**/teams#new-team");
  await expect(page.getByRole("button", { name: "Make team" })).toBeVisible();
}

/** A phone has the menu of teams in that of the account. */
export async function onAPhone(page: Page) {
  await page.setViewportSize({ width: 390, height: 844 });
  await signUp(page, "phoner");
  const team = `Crew ${fresh("t")}`.slice(0, 40);
  await act(page, "createTeam", { name: team });
  await page.goto("/projects");
  await expect(menu(page)).toBeHidden();
  await page.locator('summary[aria-label="Account"]').click();
  await accessible(page, "the menu of the account on a phone");
  await page.getByRole("button", { name: team, exact: true }).click();
  await page.waitForURL((url) => url.searchParams.get("team") === team);
  await expect(page.getByRole("heading", { name: "No project in this team yet" }).or(page.getByRole("heading", { name: "Your first project" }))).toBeVisible();
}
