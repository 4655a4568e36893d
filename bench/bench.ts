/**
 * How long the verifier takes: `npm run bench`, with `-- --json` for machines, `-- --repeat 9` for calmer medians,
 * `-- --only protocols` (or start-up, growth, library, crypto, ban, budgets) for one part, `-- --timeout 20` for each model of a
 * library. Budgets take minutes and are measured only where asked for, all or `-- --budget headStart`; so is the installed
 * Scyther, `-- --only engines --models 100`; `-- --only precautions`, the variants of phr-sharing-hardened; and
 * `-- --only decided --timeout 60`, what ProVerif decides and Assay does not; and `-- --only workers`, two threads against one.
 *
 * Every claim of every protocol of this project is judged again and again with the default bounds; what counts is the
 * median for all claims of a protocol together, and the number of states, which does not depend on the machine.
 */
import { arch, availableParallelism, platform } from "node:os";
import { parseArgs } from "node:util";
import { loadProtocol } from "../src/repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../src/lenses/options.ts";
import { listProtocols, resolveSources } from "../src/repository/resolve-sources.ts";
import type { Model } from "../src/core/protocol/ir/script.ts";
import { listClaims } from "../src/core/protocol/claims/listing.ts";
import { Verifier } from "../src/lenses/verifier/verify.ts";
import { writeText } from "../src/files/write-text.ts";
import { measureCrypto, printCrypto } from "./crypto.ts";
import { measureChains, printChains } from "./ban.ts";
import { measureBudgets, printBudgets } from "./budgets.ts";
import { measureDecided, printDecided } from "./decided.ts";
import { measureEngines, printEngines } from "./engines.ts";
import { measureGrowth, plotGrowth, printGrowth } from "./growth.ts";
import { measureLibrary, printLibrary } from "./library.ts";
import { measureStartUp, printStartUp } from "./start-up.ts";
import { measurePrecautions, printVariant } from "./precautions.ts";
import { measureWorkers, printWorkers } from "./workers.ts";

interface Measured {
  readonly model: string;
  readonly claims: number;
  readonly states: number;
  readonly milliseconds: { readonly median: number; readonly least: number; readonly most: number };
}

/** A claim that takes longer is left, in milliseconds; its states then depend on the machine. */
const LONGEST = 10_000;

/** A model that takes longer is judged once only, in milliseconds. */
const SLOW = 10_000;

/** Judges all claims once; a verifier of its own, so that nothing is remembered. */
function judgeOnce(model: Model): { milliseconds: number; states: number } {
  const began = performance.now();
  const verifier = new Verifier(model);
  let states = 0;
  for (const claim of listClaims(model)) {
    const search = verifier.verify(claim, DEFAULT_OPTIONS);
    const deadline = performance.now() + LONGEST;
    let reached = 0;
    for (let step = search.next(); step.done !== true; ) {
      reached = step.value.states;
      step = search.next(performance.now() < deadline ? "go" : "timeout");
    }
    states += reached;
  }
  return { milliseconds: performance.now() - began, states };
}

function measure(name: string, model: Model, repeat: number): Measured {
  const first = judgeOnce(model);
  const passes = first.milliseconds > SLOW ? [first] : Array.from({ length: repeat }, () => judgeOnce(model));
  const times = passes.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const round = (time: number | undefined): number => Math.round((time ?? 0) * 10) / 10;
  return {
    model: name,
    claims: listClaims(model).length,
    states: passes[0]?.states ?? 0,
    milliseconds: { median: round(times[times.length >> 1]), least: round(times[0]), most: round(times.at(-1)) },
  };
}

const PARTS = ["protocols", "start-up", "growth", "library", "crypto", "ban"] as const;
const ASKED_FOR = ["budgets", "engines", "precautions", "decided", "workers"] as const;
const PLOT = "reports/bench/growth.svg";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    repeat: { type: "string", default: "5" },
    only: { type: "string", multiple: true, default: [...PARTS] },
    timeout: { type: "string", default: "5" },
    models: { type: "string", default: "1000000" },
    budget: { type: "string", multiple: true, default: [] },
  },
});
const unknown = values.only.find((part) => ![...PARTS, ...ASKED_FOR].some((known) => known === part));
if (unknown !== undefined)
  throw new RangeError(`--only ${unknown}: it should be one of ${[...PARTS, ...ASKED_FOR].join(", ")}`);
const timeout = Math.max(0.1, Number(values.timeout) || 0);
const print = (text: string): void => void (values.json || process.stdout.write(text));

const measured = values.only.includes("protocols") ? await measureProtocols() : [];
if (measured.length > 0) print(printProtocols(measured));

const startUp = values.only.includes("start-up") ? measureStartUp(Math.max(1, Number(values.repeat) || 5)) : [];
if (startUp.length > 0) print(`\n${printStartUp(startUp)}`);

const growth = values.only.includes("growth") ? measureGrowth(LONGEST) : [];
if (growth.length > 0) {
  writeText(PLOT, await plotGrowth(growth));
  print(`\nGrowth, plotted in ${PLOT}:\n${printGrowth(growth)}`);
}

const library = values.only.includes("library") ? await measureLibrary(timeout) : undefined;
if (values.only.includes("library")) {
  print(
    library === undefined ? "\nSet ASSAY_CONFORMANCE for the figures of a library.\n" : `\n${printLibrary(library)}`,
  );
}

const crypto = values.only.includes("crypto") ? await measureCrypto() : undefined;
if (crypto !== undefined) print(`\n${printCrypto(crypto)}`);

const chains = values.only.includes("ban") ? measureChains() : [];
if (chains.length > 0) print(`\nBAN logic, chains of messages:\n${printChains(chains)}`);

const budgets = values.only.includes("budgets") ? await measureBudgets(values.budget) : [];
if (budgets.length > 0) print(`\n${printBudgets(budgets)}`);

const engines = values.only.includes("engines") ? await measureEngines(Number(values.models)) : undefined;
if (values.only.includes("engines")) {
  const missing = "Set ASSAY_SCYTHER, and ASSAY_CONFORMANCE to a folder of SPDL models, for the figures of engines.\n";
  print(`\n${engines === undefined ? missing : printEngines(engines)}`);
}

if (values.only.includes("precautions")) {
  const contradictions = await measurePrecautions((variant) => print(printVariant(variant)));
  print(
    contradictions === undefined ? "\nSet ASSAY_PROVERIF for the variants.\n" : `${contradictions} contradictions.\n`,
  );
  if (contradictions !== undefined && contradictions > 0) process.exitCode = 1;
}

if (values.only.includes("workers")) print(`\n${printWorkers(await measureWorkers())}`);

if (values.only.includes("decided")) {
  const decided = await measureDecided(Number(values.models), timeout);
  print(
    decided === undefined
      ? "\nSet ASSAY_DECIDED to folders of SPDL models with ProVerif's answers.\n"
      : `\n${printDecided(decided)}`,
  );
}

const peakMebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
const machine = { node: process.versions.node, platform: platform(), arch: arch(), cpus: availableParallelism() };
if (values.json) {
  const figures = library === undefined ? undefined : { totals: library.totals, timings: library.timings.summary };
  const result = {
    schema: "assay/bench-1",
    measured,
    startUp,
    growth,
    library: figures,
    crypto,
    chains,
    budgets,
    engines,
    peakMebibytes,
    machine,
  };
  process.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
} else print(`\nPeak memory ${peakMebibytes} MiB.\n`);

async function measureProtocols(): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const { source, path } of resolveSources(listProtocols()).sources) {
    const { model } = await loadProtocol(path);
    all.push(measure(source, model, Math.max(1, Number(values.repeat))));
  }
  return all;
}

function printProtocols(all: readonly Measured[]): string {
  const width = Math.max(...all.map(({ model }) => model.length));
  const lines = all.map(({ model, claims, states, milliseconds: { median, least, most } }) => {
    const counts = `${String(claims).padStart(3)} claims  ${String(states).padStart(8)} states`;
    return `${model.padEnd(width)}  ${counts}  ${String(median).padStart(8)} ms (${least} to ${most})\n`;
  });
  return lines.join("");
}
