// Hostile texts in every place that people or their databases fill: shown as they are, and nothing runs. Dialogs,
// refused scripts and hydration warnings fail the story by themselves.
import { type Page } from "@playwright/test";
import { act, awkwardConnection, orders, schemasRead, tableNamed, tile, widget } from "../lib/board";
import { expect, signUp, test } from "../lib/person";

const SCRIPT = "<script>alert(1)</script>";
const IMAGE = "</script><img src=x onerror=alert(1)>";
const SVG = '"><svg/onload=alert(1)>';
const PAYLOADS = [SCRIPT, IMAGE, SVG, "{{7*7}}", "<!--", "\u202Etxet", "javascript:alert(1)"];
const ALL = `${PAYLOADS.join(" | ")} </textarea>${SCRIPT}`;

/** The page as it was sent: no element came out of a text, and no text in a script can end it or begin a comment. */
async function harmless(page: Page, path: string) {
  const html = await (await page.request.get(path, { headers: { accept: "text/html" } })).text();
  for (const text of ["<script>alert", "<img src=x", "<svg/onload", ">49<"]) expect(html, `${text} in ${path}`).not.toContain(text);
  const scripts = [...html.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script>/g)];
  expect(scripts.length, path).toBeGreaterThan(0);
  for (const [, code] of scripts) expect(code, `a script of ${path}`).not.toContain("<");
  expect(html).not.toMatch(/href="\s*javascript:/i);
}

/** The page as it stands: nothing with a handler, no element of a payload. */
async function inert(page: Page, path: string) {
  await page.goto(path);
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(page.locator("img[src=x], svg[onload], [onerror], [onload], script:text('alert(1)'), a[href^='javascript:']")).toHaveCount(0);
}

test("hostile texts are shown as texts everywhere", async ({ page, stranger }) => {
  await signUp(page, "hostile");
  const { projectId: id } = await act(page, "createProjectWithConnections", {
    title: "Hostile",
    description: ALL,
    connections: [awkwardConnection(IMAGE), awkwardConnection(SVG)],
  });
  await schemasRead(page, id);
  const board = `/projects/${id}/dashboard`;
  const table = await tableNamed(page, id, "<img src=x");
  const failing = await tableNamed(page, id, "fails <b>");
  const figures = { tableName: table, xAxisColumn: SCRIPT, yAxisColumns: [SVG, "{{7*7}}"] };
  const { board: empty } = await act(page, "getBoard", { projectId: id });
  const connectionIds = empty.connections.map((connection: { id: string }) => connection.id);
  const rows = await widget(page, id, { ...orders, title: SCRIPT, description: ALL, configs: { tables: [table], expanded: true } });
  await widget(page, id, { type: "datatables", subtype: "integrated_dataTable", title: "Both", configs: { connectionIds, tables: [table] } });
  for (const [type, subtype] of [["bar_charts", "basic_bar"], ["bar_charts", "horizontal_bar"], ["line_charts", "basic_line"], ["pie_charts", "basic_pie"]]) {
    await widget(page, id, { type, subtype, title: `${subtype} ${IMAGE}`, description: ALL, configs: figures });
  }
  await widget(page, id, { ...orders, title: "Failing", configs: { tables: [failing] } });
  await widget(page, id, { type: "text_titles", subtype: "section_title", title: ALL.slice(0, 100), configs: {} });
  const markdown = PAYLOADS.map((text) => `${text}\n\n[link](${text})\n\n![picture](${text})\n`).join("\n");
  await widget(page, id, { type: "text_titles", subtype: "text_block", title: "Words", configs: { text: markdown } });
  const { idPublic } = await act(page, "setProjectVisibility", { projectId: id, public: true });

  const pages = [
    "/", "/projects", "/projects?view=list", `/projects?q=${encodeURIComponent(ALL)}`, `/projects/${id}/edit`, `/projects/${id}/delete`, board,
    `${board}?edit=${rows.id}`, `${board}?delete=${rows.id}`, `${board}?w0.fc=${encodeURIComponent(SCRIPT)}`,
    `${board}?w0.q=${encodeURIComponent(SVG)}`, `${board}?w0.sort=${encodeURIComponent(IMAGE)}`,
    `${board}?add=bar_charts.basic_bar&set=1&connection=${connectionIds[0]}&table=${encodeURIComponent(table)}&x=${encodeURIComponent(SCRIPT)}&y=${encodeURIComponent(SVG)}`,
    `${board}?add=${encodeURIComponent(SCRIPT)}`, `/public/${idPublic}`, `/public/${idPublic}?w0.q=${encodeURIComponent(IMAGE)}`,
    `/login?next=${encodeURIComponent(IMAGE)}`, `/no/${encodeURIComponent(SCRIPT)}`,
  ];
  for (const path of pages) {
    await test.step(path, async () => {
      await harmless(page, path);
      await inert(page, path);
    });
  }

  // What is in cells, heads and labels reads as it is stored.
  const reader = await stranger();
  for (const [who, path] of [[page, board], [reader, `/public/${idPublic}`]] as const) {
    await inert(who, path);
    const shown = tile(who, SCRIPT);
    for (const text of PAYLOADS) await expect(shown.getByRole("cell", { name: text, exact: true }).first(), text).toBeVisible();
    for (const text of [SCRIPT, SVG, "{{7*7}}", "<!--"]) await expect(shown.getByRole("columnheader").filter({ hasText: text }), text).toHaveCount(1);
    await expect(shown.getByText(ALL)).toBeVisible();
    for (const text of PAYLOADS) await expect(tile(who, "Words").getByText(text).first(), text).toBeVisible();
    await expect(tile(who, "Failing").getByRole("alert")).toBeVisible();
    const bars = tile(who, `basic_bar ${IMAGE}`);
    const live = bars.locator(".chart-live");
    await live.scrollIntoViewIfNeeded();
    await expect(bars.locator(".chart-frame")).toHaveAttribute("data-live", "");
    const box = (await live.boundingBox())!;
    await who.mouse.move(box.x + box.width / 2 - 3, box.y + box.height / 2);
    await who.mouse.move(box.x + box.width / 2, box.y + box.height / 2 + 3);
    await expect(live.locator("div").getByText("{{7*7}}").first()).toBeVisible();
    await bars.locator("summary", { hasText: "Figures" }).click();
    for (const text of PAYLOADS) await expect(bars.getByRole("rowheader", { name: text, exact: true }), text).toBeVisible();
  }
  await expect(tile(page, "Failing").getByRole("alert")).toContainText(IMAGE);
  await expect(tile(reader, "Failing").getByRole("alert")).not.toContainText("alert(1)");
  await page.goto(`/projects/${id}/edit`);
  await expect(page.getByLabel("Connection title").first()).toHaveValue(IMAGE);
  await page.goto(`${board}?edit=${rows.id}`);
  await expect(page.getByRole("complementary").getByRole("option", { name: IMAGE })).toHaveCount(1);

  // What a refused form brings back, without scripts, is text too.
  const plain = await stranger({ javaScriptEnabled: false });
  for (const text of PAYLOADS) {
    await plain.goto("/login");
    await plain.getByLabel("User name or e-mail").fill(text);
    await plain.getByRole("button", { name: "Log in" }).click();
    await expect(plain.getByText("Password is required")).toBeVisible();
    await expect(plain.getByLabel("User name or e-mail")).toHaveValue(text);
    await expect(plain.locator("img[src=x], svg[onload]")).toHaveCount(0);
    for (const code of await plain.locator("script").allTextContents()) expect(code).not.toContain("<");
  }
});
