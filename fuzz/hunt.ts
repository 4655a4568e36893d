/**
 * The hunt for disagreements: random protocols, compared one by one, and each disagreement made as small as possible.
 *
 * Everything is decided by the seed but where the time ends, which is asked of `isOver`. A protocol that is made smaller
 * counts only while the same kind of claim is disagreed about in the same way.
 */
import * as fc from "fast-check";
import { DiagnosticError } from "../src/core/diagnostic/diagnostic.ts";
import type { Model } from "../src/core/protocol/ir/script.ts";
import { loadSpdl } from "../src/lenses/scyther/load.ts";
import { addReachable } from "../src/core/protocol/claims/listing.ts";
import { type Comparison, compareModel, type Disagreement } from "./compare/compare.ts";
import { type AskInstalled, contradictInstalled } from "./compare/installed.ts";
import type { Engine } from "./compare/engine.ts";
import { AGENTS } from "./explorer/explore.ts";
import { contradictProgram, nameClaim, type Said } from "./dsl/compare/program-judge.ts";
import { claimsIn, keyOf } from "./explorer/world.ts";
import { anyProtocol } from "./generate/protocols.ts";
import { minimiseText } from "./minimise.ts";

export interface HuntOptions {
  readonly seed: number;
  /** So many seeds and no more; undefined: as many as it takes. */
  readonly seeds?: number;
  readonly runs: number;
  readonly states: number;
  /** The first is the verifier. */
  readonly engines: readonly Engine[];
  readonly askInstalled?: AskInstalled | undefined;
  /** The installed ProVerif: what it says by role and label, or why it does not take the model. */
  readonly askProverif?: ((model: Model) => Promise<ReadonlyMap<string, Said> | string>) | undefined;
  /** More disagreements than this are not looked for. */
  readonly most: number;
  /** Protocols to compare at most. */
  readonly protocols: number;
  isOver(): boolean;
  /** Reports whether to stop minimising a disagreement; called after `startShrinking`. */
  isSmallEnough(): boolean;
  startShrinking(): void;
  watch(totals: Totals): void;
}

export interface Totals {
  protocols: number;
  claims: number;
  /** Protocols whose executions were all visited, within the explorer's bounds. */
  exhausted: number;
  /** Claims that the installed Scyther was asked about. */
  installed: number;
  readonly outcomes: Map<string, number>;
}

export interface Finding {
  readonly seed: number;
  readonly text: string;
  readonly model: Model;
  readonly disagreement: Disagreement;
}

/** One seed makes so many protocols. */
const BATCH = 50;

/** How often the same kind of disagreement about the same kind of claim is reported. */
const MOST_ALIKE = 2;

/** Compares until the time is over. */
export async function hunt(options: HuntOptions): Promise<{ totals: Totals; findings: Finding[] }> {
  const totals: Totals = { protocols: 0, claims: 0, exhausted: 0, installed: 0, outcomes: new Map() };
  const findings: Finding[] = [];
  const signatures: string[] = [];
  const isKnown = (one: Disagreement): boolean => signatures.filter((s) => s === sign(one)).length >= MOST_ALIKE;
  const end = options.seed + (options.seeds ?? Number.POSITIVE_INFINITY);
  for (let seed = options.seed; seed < end && !isDone(options, totals, findings); seed++) {
    let wanted: string | undefined;
    let last: Finding | undefined;
    const property = fc.asyncProperty(anyProtocol, async (text) => {
      if (wanted === undefined ? isDone(options, totals, findings) : options.isSmallEnough()) return;
      const { model, comparison } = await compareText(text, options);
      if (wanted === undefined) count(comparison, totals, options);
      const found = comparison.disagreements.find((one) =>
        wanted === undefined ? !isKnown(one) : sign(one) === wanted,
      );
      if (found === undefined) return;
      if (wanted === undefined) options.startShrinking();
      wanted = sign(found);
      last = { seed, text, model, disagreement: found };
      throw new Error(wanted);
    });
    await fc.check(property, { seed, numRuns: BATCH });
    if (last === undefined) continue;
    const finding = await cut(last, options);
    findings.push(finding);
    signatures.push(sign(finding.disagreement));
  }
  return { totals, findings };
}

/** The finding with a smaller model where there is one. */
async function cut(finding: Finding, options: HuntOptions): Promise<Finding> {
  let smallest = finding;
  const shows = async (text: string): Promise<boolean> => {
    try {
      const { model, comparison } = await compareText(text, { ...options, seed: finding.seed });
      const disagreement = comparison.disagreements.find((one) => sign(one) === sign(finding.disagreement));
      if (disagreement !== undefined) smallest = { ...finding, text, model, disagreement };
      return disagreement !== undefined;
    } catch (error) {
      // A cut that leaves no model is none.
      if (error instanceof DiagnosticError) return false;
      throw error;
    }
  };
  await minimiseText(finding.text, shows, () => options.isSmallEnough());
  return smallest;
}

/** Loads a text and compares all opinions about it. */
export async function compareText(
  text: string,
  options: Pick<HuntOptions, "seed" | "runs" | "states" | "engines" | "askInstalled" | "askProverif">,
): Promise<{ model: Model; comparison: Comparison }> {
  const { model } = loadSpdl("fuzz.spdl", () => ({ path: "fuzz.spdl", text }));
  const extended = addReachable(model);
  const { runs, states, seed } = options;
  // The programs work beside the exploration.
  const asked = Promise.all([options.askProverif?.(extended), options.askInstalled?.(text, runs)]);
  const compared = compareModel(extended, options.engines, { runs, agents: AGENTS, states, seed });
  const [said, verdicts] = await asked;
  const comparison = said === undefined ? compared : compareSaid(extended, compared, said);
  if (verdicts === undefined) return { model: extended, comparison };
  const more = contradictInstalled(claimsIn(model), comparison.opinions, verdicts, runs);
  const disagreements = [...comparison.disagreements, ...more];
  return { model: extended, comparison: { ...comparison, disagreements, installed: verdicts.length } };
}

/** The comparison with what ProVerif says. */
function compareSaid(model: Model, comparison: Comparison, said: ReadonlyMap<string, Said> | string): Comparison {
  const outcomes: string[] = [];
  const disagreements = claimsIn(model).flatMap((claim): Disagreement[] => {
    const { role } = claim;
    const { kind, label } = claim.claim;
    if (typeof said === "string") return [{ kind: "installed", engine: "verifier", claim, because: said }];
    const answer = said.get(nameClaim(role, label));
    const verdict = comparison.opinions.get(keyOf(claim))?.verdict;
    if (answer === undefined || verdict === undefined) return [];
    const against = contradictProgram("ProVerif", answer, verdict, kind === "Reachable");
    outcomes.push(`proverif: ${against?.kind ?? answer.is}`);
    return against === undefined ? [] : [{ kind: "installed", engine: "verifier", claim, because: against.because }];
  });
  return {
    ...comparison,
    disagreements: [...comparison.disagreements, ...disagreements],
    outcomes: [...comparison.outcomes, ...outcomes],
  };
}

function isDone(options: HuntOptions, totals: Totals, findings: readonly Finding[]): boolean {
  return options.isOver() || findings.length >= options.most || totals.protocols >= options.protocols;
}

function count(comparison: Comparison, totals: Totals, options: HuntOptions): void {
  totals.protocols++;
  totals.claims += comparison.claims;
  totals.installed += comparison.installed ?? 0;
  if (comparison.exploration.exhausted >= options.runs) totals.exhausted++;
  for (const outcome of comparison.outcomes) totals.outcomes.set(outcome, (totals.outcomes.get(outcome) ?? 0) + 1);
  options.watch(totals);
}

function sign({ kind, engine, claim }: Disagreement): string {
  return `${engine} ${kind} ${claim.claim.kind}`;
}
