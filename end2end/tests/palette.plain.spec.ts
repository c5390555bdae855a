// The search without scripts.
import { expect, signUp, test } from "../lib/person";
import { act } from "../lib/board";

test("the search page finds what has a name without scripts", async ({ page }) => {
  await signUp(page, "plain-search");
  const { projectId } = await act(page, "createProjectWithConnections", { title: "Quarterly figures", connections: [] });
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Search" }).click();
  await page.waitForURL("**/search");
  await page.getByRole("searchbox").fill("FIGURES quarter");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: /Quarterly figures/ }).click();
  await page.waitForURL(`**/projects/${projectId}/dashboard`);
  await page.goto("/search?q=nothing+like+it");
  await expect(page.getByText("Nothing has this name")).toBeVisible();
});
