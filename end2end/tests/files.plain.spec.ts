// Boards as files, and sections, without scripts.
import { expect, test } from "../lib/person";
import { tile } from "../lib/board";
import { aBoardIsTakenAlong, aSectionIsFolded, sections, unfold } from "../lib/files";

test("a board is taken along and its sections are folded", async ({ page }) => {
  const { board } = await sections(page, "Quarterly numbers");
  await aBoardIsTakenAlong(page, board);
  await page.goto(board);
  await aSectionIsFolded(page, false);
  await unfold(page, "Totals");
  await expect(tile(page, "By stage")).toBeVisible();
});
