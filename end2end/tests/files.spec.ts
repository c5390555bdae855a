// Boards as files, and sections, with scripts.
import { expect, test } from "../lib/person";
import { tile } from "../lib/board";
import { aBoardIsTakenAlong, aSectionIsFolded, sections, unfold } from "../lib/files";

test("a board is taken along as it looks", async ({ page }) => {
  const { board } = await sections(page, "Quarterly numbers");
  await aBoardIsTakenAlong(page, board);
});

test("a section is folded, stays so for this reader, and is in the way of nobody who arranges", async ({ page }) => {
  const { board } = await sections(page, "Folded");
  await page.goto(board);
  await aSectionIsFolded(page, true);
  await page.reload();
  await expect(tile(page, "By stage")).toBeHidden();
  await expect(tile(page, "Orders")).toBeVisible();
  // Everything lies on one grid while the board is arranged, and tiles are moved across headings.
  await page.getByRole("link", { name: "Arrange" }).click();
  await expect(tile(page, "By stage")).toBeVisible();
  await page.getByRole("button", { name: "Move By stage" }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(tile(page, "By stage")).toHaveAttribute("style", /--x:2;/);
  await page.getByRole("link", { name: "Done" }).click();
  await expect(tile(page, "By stage")).toBeHidden();
  await unfold(page, "Totals");
  await expect(tile(page, "By stage")).toBeVisible();
  await page.reload();
  await expect(tile(page, "By stage")).toBeVisible();
});
