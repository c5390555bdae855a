// What a person's devices do: an app that shows codes, and an authenticator for passkeys.
import { createServer } from "node:net";
import { type Page } from "@playwright/test";
import { code, step } from "../codes.mjs";

/** Sets an app up on the settings page, and answers its secret and the recovery codes. */
export async function setUpApp(page: Page) {
  await page.goto("/settings/security");
  await page.getByRole("button", { name: "Set up an app" }).click();
  await page.waitForURL("**/settings/security/app");
  const secret = await page.locator("code").first().innerText();
  // The oldest that is taken, so that the next ones are for the story.
  await page.getByLabel("Code", { exact: true }).fill(code(secret, step() - 1));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  const codes = await page.locator("section", { hasText: "Your recovery codes" }).locator("li code").allInnerTexts();
  return { secret, codes };
}

/** Lets the browser have an authenticator that always finds its person there. */
export async function authenticator(page: Page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send("WebAuthn.enable");
  await browser.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

/** A port that nobody listens on. */
export async function freePort() {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  await new Promise((done) => server.close(done));
  if (!address || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
