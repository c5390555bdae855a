// Measures a board of twelve widgets on a PostgreSQL table of one million rows, its public page, and what an export of
// all those rows needs. Run by `make bench` inside with-databases.sh; prints a table.
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { start } from "../end2end/server.mjs";

const ROWS = 1_000_000;
const { VIZBOARD_BIN, TEST_POSTGRES_URL } = process.env;
const rows = [];
const row = (what, value, beside = "") => rows.push(`| ${what} | ${value} | ${beside} |`);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const timed = async (work) => {
  const from = performance.now();
  const result = await work();
  return [performance.now() - from, result];
};

const psql = (url, ...args) => {
  const done = spawnSync("psql", ["-X", "-q", "-v", "ON_ERROR_STOP=1", url, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  if (done.status !== 0) throw new Error("psql could not prepare the database");
};
psql(TEST_POSTGRES_URL, "-c", "drop database if exists bench_boards", "-c", "create database bench_boards");
const database = Object.assign(new URL(TEST_POSTGRES_URL), { pathname: "/bench_boards" });
psql(database.href, "-c", `create table sales (id bigint primary key, sold_at timestamptz not null, country text not null, channel text not null, amount numeric(12, 2) not null, pieces integer not null)`);
psql(database.href, "-c", `insert into sales select n, timestamptz '2021-01-01' + n * interval '150 seconds', 'Country ' || n % 40, (array['web', 'app', 'shop', 'phone'])[1 + n % 4], n % 977 + 0.5, n % 7 from generate_series(1, ${ROWS}) n`, "-c", "analyze sales");

const server = await start(VIZBOARD_BIN);
const headers = { origin: server.url, "content-type": "application/json" };
const act = async (name, input, cookie = "") => {
  const answer = await fetch(`${server.url}/actions/${name}`, { method: "POST", headers: { ...headers, accept: "application/json", cookie }, body: JSON.stringify(input) });
  const body = await answer.json();
  if (!body.success) throw new Error(`${name}: ${JSON.stringify(body)}`);
  return [body, answer];
};
const [, signedUp] = await act("SignUp", { username: "bench", email: "bench@example.org", password: "a long enough phrase 7" });
const cookie = signedUp.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
const connection = { title: "Sales", type: "postgres", host: database.hostname, port: Number(database.port), database: "bench_boards", user: database.username, password: decodeURIComponent(database.password) };
const [{ projectId }] = await act("createProjectWithConnections", { title: "Sales", connections: [connection] }, cookie);
while ((await act("getProjectProgress", { projectId }, cookie))[0].running > 0) await new Promise((wait) => setTimeout(wait, 50));

const amount = { function: "sum", column: "amount" };
const [month, country, channel] = [{ column: "sold_at", grain: "month" }, { column: "country", top: 10 }, { column: "channel" }];
const widgets = [
  ["numbers", "big_number", { measures: [amount], groups: [month] }],
  ["numbers", "gauge", { measures: [amount] }],
  ["line_charts", "basic_line", { measures: [amount], groups: [month] }],
  ["bar_charts", "basic_bar", { measures: [amount], groups: [country] }],
  ["pie_charts", "donut_pie", { measures: [amount], groups: [channel] }],
  ["comparisons", "stacked_area", { measures: [amount], groups: [month, channel] }],
  ["comparisons", "percent_bar", { measures: [{ function: "count" }], groups: [channel] }],
  ["distributions", "histogram", { groups: [{ column: "amount", bins: 20 }] }],
  ["distributions", "heat_map", { measures: [amount], groups: [country, channel] }],
  ["flows", "treemap", { measures: [amount], groups: [country] }],
  ["pivot_tables", "pivot_table", { measures: [amount], groups: [country, channel] }],
];
const ids = [];
for (const [type, subtype, question] of widgets) {
  ids.push((await act("createWidget", { projectId, type, subtype, title: subtype, configs: { tableName: "sales", question, cacheSeconds: 3600 } }, cookie))[0].widget.id);
}
const table = { projectId, type: "datatables", subtype: "simple_dataTable", title: "Rows", configs: { tables: ["sales"], pageSize: 10, cacheSeconds: 3600 } };
ids.push((await act("createWidget", table, cookie))[0].widget.id);

const page = async (address, who = cookie, mark = "<svg") => {
  const answer = await fetch(address, { headers: { cookie: who } });
  const text = await answer.text();
  if (answer.status !== 200 || !text.includes(mark)) throw new Error(`the board answered ${answer.status} without a drawing`);
  return text;
};
const median20 = async (work) => {
  const times = [];
  for (let i = 0; i < 21; i++) times.push((await timed(work))[0]);
  return median(times.slice(1));
};
const board = `${server.url}/projects/${projectId}/dashboard`;

// Every page of the table is in the server's memory before either is measured; the program's own answers are not.
psql(database.href, "-c", "select count(*), sum(amount) from sales");
const [{ projectId: empty }] = await act("createProjectWithConnections", { title: "Empty", connections: [] }, cookie);
const frame = await median20(() => page(`${server.url}/projects/${empty}/dashboard`, cookie, "No data to show yet"));
const [cold] = await timed(() => page(board));
const warm = await median20(() => page(board));
let sum = 0;
for (const widgetId of ids) sum += (await timed(() => act("getWidgetData", { widgetId, view: { fresh: true } }, cookie)))[0];
row("Board of 12 widgets on one million rows, rendered on the server, first time", `${cold.toFixed(0)} ms`, `its queries one after another: ${sum.toFixed(0)} ms`);
row("The same with kept answers (median of 20)", `${warm.toFixed(0)} ms`, `a board without widgets: ${frame.toFixed(1)} ms`);
row("Of that for each of the 11 charts: reading its answer, drawing, writing", `${((warm - frame) / 11).toFixed(1)} ms`);

// The public page, by eight readers at once for five seconds.
const [{ idPublic }] = await act("setProjectVisibility", { projectId, public: true }, cookie);
const open = `${server.url}/public/${idPublic}`;
await page(open, "");
let count = 0;
const until = performance.now() + 5_000;
await Promise.all(Array.from({ length: 8 }, async () => {
  while (performance.now() < until) {
    await page(open, "");
    count += 1;
  }
}));
row("Public page of the same board, warm, eight readers at once", `${(count / 5).toFixed(0)} per second`);

/** Resident memory of the server and its children, in MB. */
const resident = () => {
  const family = [server.pid, ...readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)).filter((entry) => {
    try {
      return readFileSync(`/proc/${entry}/stat`, "utf8").split(") ")[1].split(" ")[1] === String(server.pid);
    } catch {
      return false;
    }
  })];
  return family.reduce((all, pid) => {
    try {
      return all + Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]) / 1024;
    } catch {
      return all;
    }
  }, 0);
};
for (const format of ["csv", "xlsx", "parquet"]) {
  const before = resident();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, resident())), 50);
  const [elapsed, bytes] = await timed(async () => {
    const body = JSON.stringify({ text: "select * from sales", format });
    const answer = await fetch(`${server.url}/api/projects/${projectId}/export`, { method: "POST", headers: { ...headers, cookie, "accept-encoding": "identity" }, body });
    if (answer.status !== 200) throw new Error(`${format}: ${answer.status} ${await answer.text()}`);
    let bytes = 0;
    for await (const piece of answer.body) bytes += piece.length;
    return bytes;
  });
  clearInterval(watch);
  row(`Export of one million rows as ${format}`, `${(most - before).toFixed(0)} MB more memory at most`, `${(bytes / 1e6).toFixed(0)} MB in ${(elapsed / 1000).toFixed(1)} s`);
}

console.log("\n| what | figure | beside it |\n| --- | --- | --- |\n" + rows.join("\n"));
await server.stop();
