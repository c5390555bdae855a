// Without scripts: a question is asked by form, step by step, and its chart is a picture with its figures.
import { expect, signUp, test } from "../lib/person";
import { project, tile } from "../lib/board";

test("a chart is proposed, refined and saved without scripts", async ({ page }) => {
  await signUp(page, "plain-kinds");
  const { board } = await project(page, "Plain");
  await page.goto(`${board}?add=propose`);
  const panel = page.locator("aside.side-panel");
  await panel.getByRole("combobox", { name: "Table", exact: true }).selectOption("orders");
  await panel.getByRole("button", { name: "Next" }).click();
  await panel.getByLabel("X axis column").selectOption("placed");
  await panel.getByLabel("total", { exact: true }).check();
  await panel.getByRole("button", { name: "Next" }).click();
  await expect(panel.getByRole("heading", { name: "Add widget: Line" })).toBeVisible();
  await panel.getByRole("region", { name: "Also fits" }).getByRole("link", { name: "Big number" }).click();
  await expect(panel.locator(".preview .number-value")).toBeVisible();
  await panel.locator("summary", { hasText: "Look" }).click();
  await panel.getByRole("combobox", { name: "Numbers", exact: true }).selectOption("full");
  await panel.getByRole("button", { name: "Next" }).click();
  await panel.getByLabel("Title").fill("Sold");
  await panel.getByRole("button", { name: "Add to board" }).click();
  await expect(tile(page, "Sold").locator(".number-value")).toBeVisible();
  await expect(tile(page, "Sold").locator(".number-trend")).toBeVisible();
});
