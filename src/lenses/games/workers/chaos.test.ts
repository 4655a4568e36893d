/**
 * Campaigns whose workers, Redis and coordinator are killed and started again, on clocks that are days apart, one of them
 * slow: nothing is lost, nothing counts twice, and the bytes are those of a campaign that nothing happened to.
 *
 * `ASSAY_CHAOS=100` plays so many rounds, from the seed of `ASSAY_CHAOS_SEED`; nightly plays 12.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { endAll, findPort, HAS_REDIS, startRedis } from "../../../queue/example.ts";
import { runToEnd } from "./example.ts";
import { type ChaosOrder, makePool, planCampaign } from "./fixtures/chaos-child.ts";

const CHILD = fileURLToPath(new URL("./fixtures/chaos-child.ts", import.meta.url));
const HOOKS = fileURLToPath(new URL("../../../../bin/register-typescript.mjs", import.meta.url));
const ROUNDS = Number(process.env["ASSAY_CHAOS"] ?? (process.env["ASSAY_NIGHTLY"] === "1" ? "12" : "0"));
const SEED = Number(process.env["ASSAY_CHAOS_SEED"] ?? "1");
/** Plays of a campaign, in pieces of ten; about as many as are done in a few rounds. */
const PLAYS = 3_000;
const HOUR = 3_600_000;
const SKEWS = [0, -30 * HOUR, 2 * HOUR, 26 * HOUR, -HOUR / 2];

const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  endAll();
});

/** Numbers from a seed: a linear congruential generator is enough to choose what happens. */
function drawFrom(seed: number): (below: number) => number {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    return Number((state >> 33n) % BigInt(below));
  };
}

function startChild(order: ChaosOrder): { readonly child: ChildProcess; readonly said: () => string } {
  const env = { ...process.env, CHAOS_ORDER: JSON.stringify(order) };
  const child = spawn(process.execPath, ["--import", HOOKS, CHILD], { stdio: ["ignore", "pipe", "inherit"], env });
  children.push(child);
  let said = "";
  child.stdout?.on("data", (data: Buffer) => {
    said += data.toString();
  });
  return { child, said: () => said };
}

describe.runIf(HAS_REDIS && ROUNDS > 0)("campaigns in chaos", () => {
  it("lose nothing, count nothing twice, and come to the same bytes", { timeout: 1_800_000 }, async () => {
    const draw = drawFrom(SEED);
    const port = await findPort();
    const url = `redis://127.0.0.1:${port}`;
    let redis = await startRedis(port);
    let round = 0;
    const counts: Record<string, number> = {};
    for (let campaign = 0; round < ROUNDS; campaign++) {
      const seed = `chaos ${SEED} ${campaign}`;
      const folder = mkdtempSync(join(tmpdir(), "assay-chaos-"));
      const order = (role: ChaosOrder["role"]): ChaosOrder => {
        const [skew = 0, slow = 5] = [SKEWS[draw(SKEWS.length)], [5, 5, 40][draw(3)]];
        return { role, url, skew, slow, seed, plays: PLAYS, folder };
      };
      const workers = [startChild(order("worker")), startChild(order("worker"))];
      let coordinator = startChild(order("coordinator"));
      const isDone = (): boolean => coordinator.child.exitCode !== null;
      while (!isDone()) {
        await new Promise((resolve) => setTimeout(resolve, 700 + draw(900)));
        if (isDone() || round >= ROUNDS) continue;
        round += 1;
        const event = ["worker", "worker", "redis", "coordinator"][draw(4)] ?? "worker";
        counts[event] = (counts[event] ?? 0) + 1;
        if (event === "redis") {
          redis.kill("SIGKILL");
          await new Promise((resolve) => setTimeout(resolve, draw(300)));
          redis = await startRedis(port);
        } else if (event === "coordinator") {
          coordinator.child.kill("SIGKILL");
          coordinator = startChild(order("coordinator"));
        } else {
          const which = draw(2);
          workers[which]?.child.kill("SIGKILL");
          workers[which] = startChild(order("worker"));
        }
      }
      for (const { child } of workers) child.kill("SIGKILL");
      expect(coordinator.child.exitCode).toBe(0);
      const undisturbed = await runToEnd(planCampaign(seed, PLAYS), makePool(0));
      expect(coordinator.said()).toBe(JSON.stringify(undisturbed));
      const [kept = ""] = readdirSync(folder);
      const lines = readFileSync(join(folder, kept), "utf8").trimEnd().split("\n").slice(1);
      const pieces = lines.map((line) => (JSON.parse(line) as { from: number }).from).sort((a, b) => a - b);
      expect(pieces).toEqual(Array.from({ length: PLAYS / 10 }, (_, i) => i * 10));
    }
    process.stderr.write(`chaos: ${round} rounds from seed ${SEED}: ${JSON.stringify(counts)}\n`);
  });
});
