// What the stories about boards as files and about sections share, with scripts and without.
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { act, note, orders, project, tile, widget } from "./board";
import { accessible, expect, signUp } from "./person";

/** A board with two sections on its first tab and a note on its second. */
export async function sections(page: Page, title: string) {
  await signUp(page, "files");
  const { id, board } = await project(page, title);
  const heading = (title: string) => widget(page, id, { type: "text_titles", subtype: "section_title", title, configs: {} });
  await heading("Totals");
  await widget(page, id, { type: "bar_charts", subtype: "basic_bar", title: "By stage", configs: { tableName: "orders", xAxisColumn: "stage", yAxisColumns: ["total"] } });
  await heading("Rows");
  await widget(page, id, orders);
  await act(page, "createTab", { projectId: id, title: "Notes" });
  const read = await widget(page, id, note("Read me"));
  await act(page, "placeWidget", { widgetId: read.id, tab: "2" });
  return { id, board };
}

const fold = (page: Page, title: string) => page.locator(".section-fold > summary", { hasText: `Section ${title}` });

/** A section is folded and unfolded; print shows everything. */
export async function aSectionIsFolded(page: Page, scripts: boolean) {
  await expect(tile(page, "By stage")).toBeVisible();
  await fold(page, "Totals").click();
  await expect(tile(page, "By stage")).toBeHidden();
  await expect(page.getByRole("heading", { name: "Totals" })).toBeVisible();
  await expect(tile(page, "Orders")).toBeVisible();
  if (scripts) await accessible(page, "a board with a folded section");
  await page.emulateMedia({ media: "print" });
  await expect(tile(page, "By stage")).toBeVisible();
  await page.emulateMedia({ media: "screen" });
  await expect(tile(page, "By stage")).toBeHidden();
}

export const unfold = async (page: Page, title: string) => fold(page, title).click();

async function taken(page: Page, address: string, label: string, name: string): Promise<Buffer> {
  await page.goto(address);
  await page.locator("summary[aria-label='More about this project']").click();
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: label }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toBe(name);
  return readFile(await file.path());
}

/** Both tabs are taken along as PNG, one as PDF. */
export async function aBoardIsTakenAlong(page: Page, board: string) {
  const height = (png: Buffer) => png.readUInt32BE(20);
  const first = await taken(page, board, "Picture of this tab (PNG)", "quarterly-numbers.png");
  expect(first.subarray(1, 4).toString()).toBe("PNG");
  expect(first.readUInt32BE(16)).toBeGreaterThan(2_400);
  const second = await taken(page, `${board}?tab=2`, "Picture of this tab (PNG)", "quarterly-numbers.png");
  expect(height(second)).toBeLessThan(height(first) / 2);
  const pdf = await taken(page, `${board}?tab=2`, "Document of this tab (PDF)", "quarterly-numbers.pdf");
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
}
