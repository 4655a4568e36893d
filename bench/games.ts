// How fast games are played, on one thread and on two, and the curves of key recovery: `npm run bench:games`.
//
// The same campaign on both, threads loaded before the clock starts; the results must be the same bytes. With
// --curve, key recovery as a function of the outputs that the adversary gets, 20 keys a point: a quarter of an hour.
import { runCampaign } from "../src/lenses/games/campaign/run-campaign.ts";
import { KEEP_NOTHING } from "../src/lenses/games/workers/keep.ts";
import { openPool, type Runner } from "../src/lenses/games/workers/pool.ts";
import { listBouts } from "../src/lenses/games/bouts.ts";
import type { Outcome } from "../src/lenses/games/campaign/outcome.ts";
import type { CampaignPlan } from "../src/lenses/games/campaign/plan.ts";

const PLAYS = 400;
const KEYS = 20;

function makePlan(game: string, adversary: string, plays: number): CampaignPlan {
  return {
    schema: "assay/campaign-1",
    protocol: "phr-sharing",
    theories: ["pre"],
    signed: [],
    target: "as-registered",
    game,
    adversary: { kind: "shipped", name: adversary },
    names: {},
    backend: "mcl",
    seed: "bench",
    length: { kind: "plays", plays },
    confidence: 0.99,
    timeLimitSeconds: 600,
  };
}

function run(plan: CampaignPlan, runner: Runner): Promise<Outcome> {
  const conditions = { runner, file: undefined, keep: KEEP_NOTHING, listen: () => undefined };
  return runCampaign(plan, "search", { ...conditions, signal: new AbortController().signal });
}

/** Figures for a number of threads; `busy` is how many processors they were given, which others' work lowers. */
interface Measured {
  readonly rate: number;
  readonly milliseconds: number;
  readonly busy: number;
  readonly outcome: string;
}

async function measure(workers: number): Promise<Measured> {
  const runner = openPool(workers);
  try {
    const plan = makePlan("collusion", "dividing", PLAYS);
    await run({ ...plan, length: { kind: "plays", plays: 40 * workers } }, runner);
    const began = performance.now();
    const before = process.cpuUsage();
    const outcome = await run(plan, runner);
    const wall = performance.now() - began;
    const { user, system } = process.cpuUsage(before);
    const used = (user + system) / 1000;
    const rate = (PLAYS * 1000) / wall;
    return { rate, milliseconds: used / PLAYS, busy: used / wall, outcome: JSON.stringify(outcome) };
  } finally {
    await runner.close();
  }
}

async function plotCurves(): Promise<void> {
  const runner = openPool(2);
  try {
    for (const { game, adversaries } of listBouts(["pre"], [])) {
      if (!game.name.startsWith("asa-key-recovery:")) continue;
      for (const { name } of adversaries) {
        const { tally, interval } = await run(makePlan(game.name, name, KEYS), runner);
        const range = `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`;
        console.log(`${game.name.padEnd(32)} ${name.padEnd(30)} ${tally.won} of ${tally.plays} keys, ${range} at 99 %`);
      }
    }
  } finally {
    await runner.close();
  }
}

const one = await measure(1);
const two = await measure(2);
for (const [name, { rate, milliseconds, busy }] of [["1 thread ", one] as const, ["2 threads", two] as const]) {
  const used = `${milliseconds.toFixed(1)} ms of processor time a play, ${busy.toFixed(2)} processors busy`;
  console.log(`${name}  ${rate.toFixed(1)} plays/s, ${used}`);
}
console.log(`${(two.rate / one.rate).toFixed(2)} times as many on two threads`);
console.log(one.outcome === two.outcome ? "the same result" : "NOT THE SAME RESULT");
if (one.outcome !== two.outcome) process.exitCode = 1;
if (process.argv.includes("--curve")) await plotCurves();
