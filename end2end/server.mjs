// Starts the executable for browser tests and pictures, and ends it again.
import { spawn, execFileSync } from "node:child_process";
import { closeSync, copyFileSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const admin = { username: "operator", email: "operator@example.org", password: "correct-horse-battery" };

const administrator = {
  VIZBOARD_ADMIN_USERNAME: admin.username,
  VIZBOARD_ADMIN_EMAIL: admin.email,
  VIZBOARD_ADMIN_PASSWORD: admin.password,
};

/**
 * Starts a server on a free port with a throw-away data directory: with an administrator and the demo in it, or
 * `empty`, as on its very first start. `extra` are further settings.
 */
export async function start(executable, { empty = false, ...extra } = {}) {
  // The executable alone in an empty folder: everything it needs is inside.
  const alone = mkdtempSync(join(tmpdir(), "vizboard-alone-"));
  const program = join(alone, "vizboard");
  copyFileSync(executable, program);
  const data = mkdtempSync(join(tmpdir(), "vizboard-e2e-"));
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    VIZBOARD_DATA_DIR: data,
    VIZBOARD_ADDR: "127.0.0.1:0",
    VIZBOARD_BACKUP_DIR: join(data, "backups"),
    VIZBOARD_BACKUP_EVERY: "off",
    // Every story signs up people, all from one address.
    VIZBOARD_ATTEMPTS_PER_ADDRESS: "1000",
    ...(empty ? {} : administrator),
    ...extra,
  };
  if (!empty) execFileSync(program, ["demo"], { cwd: alone, env: { ...env, RUST_LOG: "warn" }, stdio: ["ignore", "ignore", "inherit"] });
  const logFile = join(data, "server.log");
  const log = openSync(logFile, "a");
  const child = spawn(program, ["serve"], { cwd: alone, env, stdio: ["ignore", "pipe", log] });
  closeSync(log);
  let said = "";
  const url = await new Promise((found, failed) => {
    child.stdout.on("data", (chunk) => {
      said += chunk;
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (address) found(address[0]);
    });
    child.on("exit", (code) => failed(new Error(`the server ended with ${code} before it named an address:\n${said}${readFileSync(logFile)}`)));
  });
  for (let attempt = 0; ; attempt++) {
    const ready = await fetch(`${url}/api/ready`).catch(() => null);
    if (ready?.ok) break;
    if (attempt > 150) throw new Error(`the server at ${url} does not become ready`);
    await new Promise((wait) => setTimeout(wait, 200));
  }
  return {
    url,
    pid: child.pid,
    data,
    env,
    /** What it printed so far. */
    said: () => said,
    /** What it logged so far. */
    logged: () => readFileSync(logFile, "utf8"),
    /** Ends the server and keeps its data. */
    async stopProcess() {
      child.removeAllListeners("exit");
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
    },
    async stop() {
      await this.stopProcess();
      for (const folder of [data, alone]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
