/**
 * Measures the cost of a queue: tasks without work, from this process through a Redis to workers in other processes.
 *
 * `node --import ./bin/register-typescript.mjs bench/queue.ts redis://127.0.0.1:6379 [tasks] [workers]` prints tasks a
 * second, the share of a processor that the coordinator takes, and its memory at a tenth of the tasks and at the end.
 */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { openCoordinator } from "../src/queue/coordinator.ts";
import { serveQueue } from "../src/queue/serve.ts";

const [url = "redis://127.0.0.1:6379", tasks = "10000", workers = "1"] = process.argv.slice(2);
const KIND = "nothing";

if (process.env["ASSAY_BENCH_ROLE"] === "worker") await work();
else await measure(Number(tasks), Number(workers));

async function work(): Promise<void> {
  const handlers = new Map([[KIND, (body: string) => Promise.resolve(body)]]);
  await serveQueue({ url, concurrency: 16, handlers }, () => undefined, new AbortController().signal);
}

async function measure(count: number, processes: number): Promise<void> {
  const hooks = fileURLToPath(new URL("../bin/register-typescript.mjs", import.meta.url));
  const own = fileURLToPath(import.meta.url);
  const env = { ...process.env, ASSAY_BENCH_ROLE: "worker" };
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, ["--import", hooks, own, url], { stdio: "ignore", env }),
  );
  const queue = await openCoordinator(url, () => undefined);
  const { signal } = new AbortController();
  const ask = async (number: number): Promise<void> => {
    const body = `task ${number}`;
    const read = (text: string): string => text;
    const [{ value }] = await queue.ask({ kind: KIND, body, name: body, read, differ: () => undefined }, signal);
    if (value !== body) throw new Error(`${body} came to ${value}`);
  };
  // Workers have started when they have answered.
  for (let number = 1; number <= 50; number++) await ask(-number);
  const heap: number[] = [];
  const [began, used] = [performance.now(), process.cpuUsage()];
  let next = 0;
  const walk = async (): Promise<void> => {
    for (let number = next++; number < count; number = next++) {
      await ask(number);
      if (number === Math.floor(count / 10) || number === count - 1) heap.push(process.memoryUsage().heapUsed);
    }
  };
  await Promise.all(Array.from({ length: queue.width }, walk));
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(used);
  const share = (user + system) / 1e6 / seconds;
  const mebibytes = heap.map((bytes) => (bytes / 2 ** 20).toFixed(1)).join(" and then ");
  console.log(
    `${count} tasks in ${seconds.toFixed(1)} s: ${(count / seconds).toFixed(0)} a second; coordinator ` +
      `${((user + system) / 1000 / count).toFixed(2)} ms of processor a task, ${(100 * share).toFixed(0)} % of one; heap ${mebibytes} MiB.`,
  );
  for (const child of children) child.kill("SIGKILL");
  await queue.close();
}
