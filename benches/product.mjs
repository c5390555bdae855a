// Measures the built executable as a whole: start, memory, the board page, the browser's download.
// Run by `make bench`; prints a table. Numbers vary with the machine, so each has its floor beside it.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { admin, start } from "../end2end/server.mjs";

const executable = process.env.VIZBOARD_BIN;
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const rows = [];
const row = (what, value, beside = "") => rows.push(`| ${what} | ${value} | ${beside} |`);

async function timed(work) {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

/** Resident memory in MB. */
const resident = (pid) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;

// Without limits on failed log-ins, because they are measured too.
const server = await start(executable, { VIZBOARD_ATTEMPTS_PER_ACCOUNT: "100000", VIZBOARD_ATTEMPTS_PER_ADDRESS: "100000" });
const headers = { origin: server.url, "content-type": "application/json" };
const logIn = await fetch(`${server.url}/actions/logIn`, { method: "POST", headers, body: JSON.stringify(admin) });
const cookie = logIn.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
const { projects } = await (await fetch(`${server.url}/actions/getUserProjects`, { method: "POST", headers: { ...headers, cookie }, body: "{}" })).json();
const board = `${server.url}/projects/${projects[0].id}/dashboard`;
const page = async () => {
  const answer = await fetch(board, { headers: { cookie } });
  const text = await answer.text();
  if (answer.status !== 200 || !text.includes("<svg")) throw new Error(`the board answered ${answer.status} without a drawing`);
  return text;
};
const cold = await timed(page);
const warm = [];
for (let i = 0; i < 20; i++) warm.push(await timed(page));
row(`Board page of the demo (${projects[0].widgetCount} widgets), first time`, `${cold.toFixed(0)} ms`);
row("The same, warm (median of 20)", `${median(warm).toFixed(0)} ms`);
const health = [];
for (let i = 0; i < 200; i++) health.push(await timed(() => fetch(`${server.url}/api/health`).then((a) => a.text())));
// The floor: an HTTP server that answers a constant, asked by the same client.
const floor = createServer((_, answer) => answer.end("{}")).listen(0, "127.0.0.1");
await new Promise((up) => floor.once("listening", up));
const bare = [];
for (let i = 0; i < 200; i++) bare.push(await timed(() => fetch(`http://127.0.0.1:${floor.address().port}/`).then((a) => a.text())));
floor.close();
row("GET /api/health (median of 200)", `${median(health).toFixed(2)} ms`, `a constant from Node's http server: ${median(bare).toFixed(2)} ms`);

// Whether the time of a refused log-in tells if the account exists (security.md, check 5: |t| below 4.5).
const refused = (username) =>
  timed(async () => {
    const answer = await fetch(`${server.url}/api/login`, { method: "POST", headers, body: JSON.stringify({ username, password: "not the password 1" }) });
    if (answer.status !== 401) throw new Error(`a wrong password answered ${answer.status}`);
    await answer.text();
  });
const [known, unknown] = [[], []];
for (let i = 0; i < 300; i++) {
  // In turns and in changing order, so that whatever else happens meets both alike.
  const one = async () => known.push(await refused(admin.username));
  const other = async () => unknown.push(await refused(`nobody-${i}`));
  for (const ask of i % 2 ? [one, other] : [other, one]) await ask();
}
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values) => mean(values.map((value) => (value - mean(values)) ** 2)) * (values.length / (values.length - 1));
const welch = (mean(known) - mean(unknown)) / Math.sqrt(variance(known) / known.length + variance(unknown) / unknown.length);
row("Refused log-in of a known name (median of 300)", `${median(known).toFixed(1)} ms`, `an unknown name: ${median(unknown).toFixed(1)} ms, Welch's t ${welch.toFixed(2)}`);

// Start and memory: the same data directory, a fresh process each time.
await server.stopProcess();
const starts = [];
let idle = 0;
for (let i = 0; i < 10; i++) {
  const from = performance.now();
  const child = spawn(executable, ["serve"], { env: { ...server.env, VIZBOARD_ADDR: "127.0.0.1:0" }, stdio: ["ignore", "pipe", "ignore"] });
  const url = await new Promise((found) => {
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
      const address = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (address) found(address[0]);
    });
  });
  while (!(await fetch(`${url}/api/ready`).catch(() => null))?.ok) await new Promise((wait) => setTimeout(wait, 2));
  starts.push(performance.now() - from);
  if (i === 9) {
    await new Promise((wait) => setTimeout(wait, 5000));
    idle = resident(child.pid);
  }
  const ended = new Promise((done) => child.once("exit", done));
  child.kill("SIGTERM");
  await ended;
}
row("Start to ready with an existing store (median of 10)", `${median(starts).toFixed(0)} ms`);
row("Idle memory after start", `${idle.toFixed(0)} MB`);

// What the browser loads for `/` and `/login`, and what the first visit of another page adds to it.
const folder = new URL("../target/site/pkg/", import.meta.url).pathname;
const size = (file) => readFileSync(`${folder}${file}.br`).length / 1024;
const sum = (sizes) => sizes.reduce((all, kb) => all + kb, 0).toFixed(0);
const first = ["vizboard.wasm", "vizboard.js", "__wasm_split.______________________.js", "vizboard.css"].map((file) => [file, size(file)]);
row("Browser bundle of the first page, brotli", `${sum(first.map(([, kb]) => kb))} KB`, first.map(([file, kb]) => `${file} ${kb.toFixed(0)}`).join(", "));
const pages = Object.entries(JSON.parse(readFileSync(`${folder}__wasm_split_manifest.json`, "utf8")));
const added = pages.map(([page, pieces]) => [page, sum(pieces.map((piece) => size(`${piece}.wasm`)))]).sort(([, a], [, b]) => b - a);
row("What another page adds at its first visit, brotli", `at most ${added[0][1]} KB`, added.map(([page, kb]) => `${page} ${kb}`).join(", "));

console.log("\n| what | figure | beside it |\n| --- | --- | --- |\n" + rows.join("\n"));
await server.stop();
