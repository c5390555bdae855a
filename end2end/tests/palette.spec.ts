// Everything with a name under Ctrl+K, and the same on a page of its own.
import { accessible, expect, live, signUp, test } from "../lib/person";
import { act } from "../lib/board";

test("the palette finds what has a name, with the keyboard alone", async ({ page }) => {
  await signUp(page, "palette");
  const { projectId } = await act(page, "createProjectWithConnections", { title: "Quarterly figures", connections: [] });
  await act(page, "createWidget", { projectId, type: "text", title: "Notes for the board", configs: { text: "Hello" } });
  await page.goto("/projects");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /Search projects/ });
  await expect(field).toBeFocused();
  await expect(page.getByRole("option", { name: /Quarterly/ })).toBeVisible();
  await accessible(page, "the open palette");
  await field.fill("quart");
  await expect(page.getByRole("option").first()).toHaveText(/Quarterly figures/);
  await field.fill("no such thing at all");
  await expect(page.getByText("Nothing has this name.")).toBeVisible();
  await field.fill("notes");
  await expect(page.getByRole("option", { name: /Notes for the board/ })).toBeVisible();
  await field.press("Enter");
  await page.waitForURL(`**/projects/${projectId}/dashboard**`);
  await expect(field).toBeHidden();

  await page.keyboard.press("Control+k");
  await field.fill("edit project");
  await field.press("Enter");
  await page.waitForURL(`**/projects/${projectId}/edit`);
  await expect(field).toBeHidden();
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(field).toBeHidden();

  // A character is a character where one writes.
  await page.getByLabel("Title", { exact: true }).press("End");
  await page.keyboard.type("?");
  await expect(page).toHaveURL(/\/edit$/);
  await page.goto("/projects");
  await page.keyboard.press("?");
  await page.waitForURL("**/help/keyboard");
  await accessible(page, "the shortcuts");
  await page.goto("/search?q=figures");
  await expect(page.getByRole("link", { name: /Quarterly figures/ })).toBeVisible();
  await accessible(page, "what was found");
});

test("the rail opens the palette, and pages of others are not in it", async ({ page, stranger }) => {
  await signUp(page, "seeker");
  await act(page, "createProjectWithConnections", { title: "Only mine", connections: [] });
  const other = await stranger();
  await signUp(other, "other");
  await live(other);
  await other.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Search" }).click();
  await other.getByRole("combobox", { name: /Search projects/ }).fill("only mine");
  await expect(other.getByText("Nothing has this name.")).toBeVisible();
});

test("Enter means what was typed, however late its answer comes", async ({ page }) => {
  await signUp(page, "hasty");
  const { projectId } = await act(page, "createProjectWithConnections", { title: "Opened before", connections: [] });
  await page.goto("/projects");
  let late: () => void = () => {};
  const hold = new Promise<void>((resolve) => (late = resolve));
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /Search projects/ });
  await expect(page.getByRole("option", { name: /Opened before/ })).toBeVisible();
  await page.route("**/actions/findAnything", async (route) => {
    await hold;
    await route.continue();
  });
  await field.fill("new project");
  await field.press("Enter");
  await expect(field, "the list still shows what an older text found").toBeVisible();
  late();
  await page.waitForURL("**/projects/new");

  // A line that was chosen among those shown is opened at once.
  await page.goto("/projects");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("option", { name: /Opened before/ })).toBeVisible();
  await field.press("Control+End");
  await field.press("Enter");
  await page.waitForURL(`**/projects/${projectId}/dashboard**`);
});
