/**
 * The evidence of a verdict on a claim: the ground trace of its attack, or of the way to it. Whoever has the verdict from
 * elsewhere executes the trace on the model that he asked about, and tells it himself: only the same words stand.
 */
import type { Model } from "../../core/protocol/ir/script.ts";
import type { ListedClaim } from "../../core/protocol/claims/listing.ts";
import { reviveTerms, writeTerms } from "../../core/term/wire-terms.ts";
import type { Name, Term } from "../../core/term/term.ts";
import type { Trace, Verdict } from "../../core/verdict/verdict.ts";
import type { Examined } from "../lens.ts";
import { examineTrace } from "./examine-trace.ts";
import { groundOf } from "./replay/told-traces.ts";
import type { GroundRun, GroundTrace } from "./replay/trace.ts";

/** More than any trace that a search finds. */
const MOST_RUNS = 1_000;
const MOST_STEPS = 100_000;

/** The evidence of a verdict, as JSON; undefined where there is none. */
export function bringTrace(verdict: Verdict): unknown {
  const told = traceOf(verdict);
  const ground = told && groundOf(told);
  if (ground === undefined) return undefined;
  const runs = ground.runs.map((run) => ({ ...run, agents: [...run.agents], values: [...run.values] }));
  return JSON.parse(writeTerms({ ...ground, runs })) as unknown;
}

/** Executes the evidence of a verdict on a claim of a model. What holds without a trace cannot be done again. */
export function examineClaim(
  model: Model,
  listed: ListedClaim | undefined,
  verdict: Verdict,
  evidence: unknown,
): Examined {
  const told = traceOf(verdict);
  if (told === undefined) return "unchecked";
  if (listed === undefined || (listed.claim.kind === "Reachable") !== (verdict.is === "holds")) return "falls";
  let ground: GroundTrace;
  try {
    ground = readGround(reviveTerms(evidence));
  } catch (error) {
    if (error instanceof TypeError) return "falls";
    throw error;
  }
  const [first] = ground.runs;
  const last = ground.steps.at(-1);
  const isAbout =
    first?.protocol === listed.protocol && first.role === listed.role && last?.run === 0 && last.event === listed.at;
  const again = isAbout ? examineTrace(model, ground) : undefined;
  return again !== undefined && JSON.stringify(again) === JSON.stringify(told) ? "stands" : "falls";
}

/** An attack's trace, or that of the way to a claim. */
function traceOf(verdict: Verdict): Trace | undefined {
  if (verdict.is === "attack") return verdict.trace;
  return verdict.is === "holds" ? verdict.witness : undefined;
}

function readGround(value: unknown): GroundTrace {
  const { runs, steps, invented, hints } = asParts(value);
  return {
    runs: asSome(runs, MOST_RUNS).map(readRun),
    steps: asSome(steps, MOST_STEPS).map((step) => {
      const { run, event } = asParts(step);
      return { run: asIndex(run), event: asIndex(event) };
    }),
    invented: asSome(invented, MOST_STEPS).map(asTerm) as Name[],
    hints: asSome(hints, MOST_STEPS).map(asTerm),
  };
}

function readRun(value: unknown): GroundRun {
  const { protocol, role, agents, values } = asParts(value);
  if (typeof protocol !== "string" || typeof role !== "string") throw new TypeError("a run of nobody");
  return { protocol, role, agents: asMap(agents), values: asMap(values) };
}

function asMap(value: unknown): ReadonlyMap<string, Term> {
  return new Map(
    asSome(value, MOST_STEPS).map((pair): [string, Term] => {
      const [name, term] = asSome(pair, 2);
      if (typeof name !== "string") throw new TypeError("no name");
      return [name, asTerm(term)];
    }),
  );
}

function asTerm(value: unknown): Term {
  const parts = asParts(value);
  // Only what was made anew has a key.
  if (typeof parts["key"] !== "string") throw new TypeError("no term");
  return value as Term;
}

function asParts(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) throw new TypeError("no trace");
  return value as Readonly<Record<string, unknown>>;
}

function asSome(value: unknown, most: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length > most) throw new TypeError("no such list");
  return value as readonly unknown[];
}

function asIndex(value: unknown): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0) throw new TypeError("no place");
  return value;
}
