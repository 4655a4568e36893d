/**
 * The effect of halving and doubling each budget: claims decided, verdicts that changed, patterns visited, time of the CPU.
 *
 * The bench set is this project's protocols, random models, members of the growing families, and some of the library that
 * `ASSAY_CONFORMANCE` names; none with a clock: a search ends with `MAX_STATES`. A verdict that contradicts the one under the registry's values is an error, whatever the
 * budget. docs/budgets.md has the figures and what was concluded from them.
 */
import { readFileSync } from "node:fs";
import { DiagnosticError } from "../src/core/diagnostic/diagnostic.ts";
import type { Model } from "../src/core/protocol/ir/script.ts";
import type { Registry } from "../src/core/verdict/budget.ts";
import { type Analysis, analyse } from "../src/lenses/ban/analyse.ts";
import { BAN_BUDGETS, DEFAULT_BUDGETS as BAN_DEFAULTS } from "../src/lenses/ban/budgets.ts";
import { idealise } from "../src/lenses/ban/idealise/idealise.ts";
import { DEFAULT_BUDGETS, VERIFIER_BUDGETS } from "../src/lenses/verifier/budgets.ts";
import { DEFAULT_BUDGETS as NETWORK_DEFAULTS, NETWORK_BUDGETS } from "../src/lenses/network/budgets.ts";
import { searchNetwork } from "../src/lenses/network/search.ts";
import { findSubject, type Subject } from "../src/lenses/network/subject.ts";
import { loadSpdl } from "../src/lenses/scyther/load.ts";
import { listClaims } from "../src/core/protocol/claims/listing.ts";
import { Verifier } from "../src/lenses/verifier/verify.ts";
import { openLibrary } from "../src/conformance/library.ts";
import { locateLibrary } from "../src/conformance/locate.ts";
import { loadProtocol } from "../src/repository/load-protocol.ts";
import { listProtocols, resolveSources } from "../src/repository/resolve-sources.ts";
import { makeFamilies } from "./families.ts";

/** The result of one pass over a bench set; `answers` by claim or goal. */
interface Pass {
  readonly answers: ReadonlyMap<string, string>;
  readonly decided: number;
  readonly work: number;
  readonly cpuMilliseconds: number;
}

/** The lenses that have a registry. */
const LENSES = ["verifier", "ban", "network"] as const;

/** One budget with another value, against the registry's. */
export interface Effect {
  readonly value: number;
  readonly decided: number;
  readonly changed: number;
  readonly work: number;
  readonly cpuMilliseconds: number;
}

/** One budget. */
export interface BudgetFigures {
  readonly lens: (typeof LENSES)[number];
  readonly budget: string;
  readonly unit: string;
  readonly value: number;
  readonly base: { readonly asked: number; readonly decided: number; readonly cpuMilliseconds: number };
  readonly half: Effect;
  readonly double: Effect;
  /** The largest power of two by which the value can be divided without a change of any answer. */
  readonly slack: number;
}

const MAX_STATES = 5_000;
const MAX_RUNS = 5;
const WARM_UPS = 2;

/** Values are not divided by more to find out where they begin to matter. */
const MOST_SLACK = 128;

/** Sequences of the network adversary on each live system. */
const SEQUENCES = 60;

/** Members of families that take about a second. */
const SIZES = { roles: 4, messages: 4, runs: 5 } as const;

/** One random model in so many is judged, and one of the library. */
const STRIDE = 16;
const LIBRARY_STRIDE = 6;

/** Measures every budget; `wanted` limits them by name. */
export async function measureBudgets(wanted: readonly string[]): Promise<BudgetFigures[]> {
  const { models, analyses, subjects } = await listSubjects();
  const judge = (budgets: typeof DEFAULT_BUDGETS): Pass => judgeModels(models, budgets);
  const derive = (budgets: typeof BAN_DEFAULTS): Pass => deriveAll(analyses, budgets);
  const attack = (budgets: typeof NETWORK_DEFAULTS): Promise<Pass> => attackAll(subjects, budgets);
  return [
    ...(await measure("verifier", VERIFIER_BUDGETS, DEFAULT_BUDGETS, judge, wanted)),
    ...(await measure("ban", BAN_BUDGETS, BAN_DEFAULTS, derive, wanted)),
    ...(await measure("network", NETWORK_BUDGETS, NETWORK_DEFAULTS, attack, wanted)),
  ];
}

async function measure<Values extends Readonly<Record<string, number>>>(
  lens: BudgetFigures["lens"],
  registry: Registry,
  defaults: Values,
  run: (budgets: Values) => Pass | Promise<Pass>,
  wanted: readonly string[],
): Promise<BudgetFigures[]> {
  const names = Object.keys(registry).filter((name) => wanted.length === 0 || wanted.includes(name));
  if (names.length === 0) return [];
  // Unmeasured, so that the first figures do not pay for what Node.js compiles.
  for (let i = 0; i < WARM_UPS; i++) await run(defaults);
  const base = await run(defaults);
  const figures: BudgetFigures[] = [];
  for (const budget of names) {
    const { value, unit } = registry[budget] as Registry[string];
    const vary = async (varied: number): Promise<Effect> =>
      compare(varied, base, await run({ ...defaults, [budget]: varied }));
    const half = await vary(Math.floor(value / 2));
    let slack = half.changed > 0 ? 1 : 2;
    for (let next = 16; half.changed === 0 && next <= Math.min(value, MOST_SLACK); next *= 8) {
      if ((await vary(Math.floor(value / next))).changed > 0) break;
      slack = next;
    }
    figures.push({
      ...{ lens, budget, unit, value },
      base: { asked: base.answers.size, decided: base.decided, cpuMilliseconds: base.cpuMilliseconds },
      half,
      double: await vary(value * 2),
      slack,
    });
  }
  return figures;
}

function compare(value: number, base: Pass, pass: Pass): Effect {
  let changed = 0;
  for (const [claim, answer] of base.answers) {
    const other = pass.answers.get(claim);
    if (other === answer) continue;
    changed++;
    const both = [answer, other].map((one) => one?.split(" ")[0]);
    if (both.includes("holds") && both.includes("attack")) throw new Error(`${claim}: ${answer}, and ${other}`);
  }
  return {
    value,
    changed,
    decided: pass.decided - base.decided,
    work: pass.work / Math.max(1, base.work),
    cpuMilliseconds: pass.cpuMilliseconds,
  };
}

async function listSubjects(): Promise<{
  models: ReadonlyMap<string, Model>;
  analyses: readonly Analysis[];
  subjects: readonly Subject[];
}> {
  const models = new Map<string, Model>();
  const analyses: Analysis[] = [];
  const subjects: Subject[] = [];
  for (const { source, path } of resolveSources(listProtocols()).sources) {
    const loaded = await loadProtocol(path);
    const { model, description } = loaded;
    models.set(source, model);
    if (description.ban !== undefined) analyses.push(idealise(description).analysis);
    subjects.push(await findSubject(path, loaded));
  }
  const load = (name: string, text: string): void => {
    try {
      models.set(name, loadSpdl(name, () => ({ path: name, text })).model);
    } catch (error) {
      // Some of the random models are there because they are refused.
      if (!(error instanceof DiagnosticError)) throw error;
    }
  };
  for (const { name, members } of makeFamilies()) {
    const member = members.find(({ size }) => size === SIZES[name]);
    if (member !== undefined) load(`${name} ${member.size}`, member.text);
  }
  for (const file of ["random", "mixed"]) {
    const at = new URL(`../src/lenses/verifier/fixtures/${file}.json`, import.meta.url);
    const entries = JSON.parse(readFileSync(at, "utf8")) as readonly {
      readonly model: string;
      readonly text: string;
    }[];
    for (const [i, { model, text }] of entries.entries()) if (i % STRIDE === 0) load(model, text);
  }
  if ((process.env["ASSAY_CONFORMANCE"] ?? "") !== "") {
    const { folder } = locateLibrary(undefined, [], process.env);
    const entries = [...openLibrary(folder).models];
    for (const [i, [name, path]] of entries.entries())
      if (i % LIBRARY_STRIDE === 0) load(name, readFileSync(path, "utf8"));
  }
  return { models, analyses, subjects };
}

function judgeModels(models: ReadonlyMap<string, Model>, budgets: typeof DEFAULT_BUDGETS): Pass {
  const answers = new Map<string, string>();
  let [decided, work] = [0, 0];
  const began = process.cpuUsage();
  for (const [name, model] of models) {
    const verifier = new Verifier(model, { budgets });
    for (const claim of listClaims(model)) {
      const search = verifier.verify(claim, { maxRuns: MAX_RUNS, maxStates: MAX_STATES });
      let states = 0;
      let step = search.next();
      for (; step.done !== true; step = search.next("go")) states = step.value.states;
      const { is } = step.value;
      const scope = step.value.is === "holds" ? JSON.stringify(step.value.scope) : "";
      answers.set(`${name} ${claim.protocol} ${claim.role} ${claim.label} ${claim.at}`, `${is} ${scope}`);
      work += states;
      if (is !== "inconclusive") decided++;
    }
  }
  return { answers, decided, work, cpuMilliseconds: takenSince(began) };
}

function deriveAll(analyses: readonly Analysis[], budgets: typeof BAN_DEFAULTS): Pass {
  const answers = new Map<string, string>();
  let decided = 0;
  const began = process.cpuUsage();
  for (const analysis of analyses) {
    for (const { id, outcome } of analyse({ ...analysis, profile: { ...analysis.profile, budgets } }).goals) {
      const sets = outcome.is === "derived" ? outcome.supports : outcome.is === "underivable" ? outcome.missing : [];
      answers.set(`${analysis.name} ${id}`, `${outcome.is} ${sets.length}`);
      if (outcome.is !== "undecided") decided++;
    }
  }
  return { answers, decided, work: 0, cpuMilliseconds: takenSince(began) };
}

/** Plays a fixed number of sequences; an answer is the goals broken, and how many sequences that took. */
async function attackAll(subjects: readonly Subject[], budgets: typeof NETWORK_DEFAULTS): Promise<Pass> {
  const answers = new Map<string, string>();
  let [decided, work] = [0, 0];
  const began = process.cpuUsage();
  for (const subject of subjects) {
    const options = { seed: "1", sequences: SEQUENCES, clock: () => 0, budgets };
    const { goals, attacks, sequences } = await searchNetwork(subject, options);
    const broken = new Set(attacks.map(({ breaks }) => breaks));
    for (const goal of goals) answers.set(`${subject.description.name} ${goal}`, broken.has(goal) ? "broken" : "open");
    decided += attacks.length;
    work += sequences;
  }
  return { answers, decided, work, cpuMilliseconds: takenSince(began) };
}

function takenSince(began: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(began);
  return Math.round((user + system) / 1000);
}

/** The figures as a table of Markdown, as docs/budgets.md has it. */
export function printBudgets(figures: readonly BudgetFigures[]): string {
  const signed = (n: number): string => (n > 0 ? `+${n}` : String(n));
  const row = ({ budget, unit, value, base, half, double, slack }: BudgetFigures): string => {
    const cells = [half, double].flatMap(({ decided, changed, work, cpuMilliseconds }) => [
      `${signed(decided)} / ${changed}`,
      `${work > 0 ? `${work.toFixed(2)}, ` : ""}${(cpuMilliseconds / base.cpuMilliseconds).toFixed(2)}`,
    ]);
    return `| \`${budget}\` | ${value.toLocaleString("en")} | ${unit} | ${cells.join(" | ")} | ${slack === MOST_SLACK ? "≥ " : ""}${slack} |\n`;
  };
  return LENSES.map((lens) => ({ lens, own: figures.filter((one) => one.lens === lens) }))
    .filter(({ own }) => own.length > 0)
    .map(({ lens, own }) => {
      const { asked, decided, cpuMilliseconds } = (own[0] as BudgetFigures).base;
      return (
        `${lens}: ${decided} of ${asked} decided, ${cpuMilliseconds} ms\n\n` +
        "| budget | value | unit | half: decided / changed | half: work, time | double: decided / changed | double: work, time | slack |\n" +
        `|---|--:|---|--:|--:|--:|--:|--:|\n${own.map(row).join("")}`
      );
    })
    .join("\n");
}
