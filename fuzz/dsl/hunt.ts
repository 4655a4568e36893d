/**
 * The hunt for disagreements about descriptions: random ones, compared one by one, each disagreement made small.
 *
 * Seed and number of a description decide everything about it. A smaller description counts only while the same engine
 * is disagreed with in the same way about the same kind of claim.
 */
import { DiagnosticError } from "../../src/core/diagnostic/diagnostic.ts";
import type { Engine } from "../compare/engine.ts";
import { compareDescription, type Comparison, type Disagreement } from "./compare/compare.ts";
import type { ProgramJudge } from "./compare/program-judge.ts";
import { Dice } from "./generate/dice.ts";
import { makeSample, type Sample } from "./generate/protocols.ts";
import { drawShape } from "./generate/shapes.ts";
import type { Bounds } from "./judge/explore.ts";
import type { Project } from "./mutants.ts";
import { shrinkSample } from "./shrink.ts";

export interface HuntOptions {
  readonly seed: number;
  /** So many seeds and no more; undefined: as many as it takes. */
  readonly seeds?: number;
  readonly bounds: Omit<Bounds, "seed">;
  /** The first is the verifier; the others are asked about what the judge has found against. */
  readonly engines: readonly Engine[];
  /** How the verifier reads a description; for mutants. */
  readonly project?: Project;
  /** Installed programs that judge as well. */
  readonly programs?: readonly ProgramJudge[];
  /** More disagreements than this are not looked for. */
  readonly most: number;
  /** Descriptions to compare at most. */
  readonly protocols: number;
  isOver(): boolean;
  startShrinking(): void;
  /** Asked after `startShrinking`. */
  isSmallEnough(): boolean;
  watch(totals: Totals): void;
  /** Takes each disagreement as it is found. */
  tell(finding: Finding): void;
}

export interface Totals {
  protocols: number;
  /** By diagnostic: descriptions that the projection or the theory's check takes for none. */
  readonly refused: Map<string, number>;
  claims: number;
  exhausted: number;
  readonly outcomes: Map<string, number>;
  /** Counts of what the descriptions had in them. */
  readonly contents: Map<string, number>;
}

export interface Finding {
  readonly seed: number;
  readonly sample: Sample;
  readonly disagreement: Disagreement;
}

/** How often the same kind of disagreement about the same kind of claim is reported. */
const MOST_ALIKE = 2;

/** Compares descriptions from the seed on until it is over. */
export function hunt(options: HuntOptions): { totals: Totals; findings: Finding[] } {
  const totals: Totals = {
    protocols: 0,
    refused: new Map(),
    claims: 0,
    exhausted: 0,
    outcomes: new Map(),
    contents: new Map(),
  };
  const findings: Finding[] = [];
  const signatures: string[] = [];
  const end = options.seed + (options.seeds ?? Number.POSITIVE_INFINITY);
  for (let seed = options.seed; seed < end && !isDone(options, totals, findings); seed++) {
    const sample = draw(seed, totals);
    if (sample === undefined) continue;
    const comparison = compare(sample, seed, options);
    count(sample, comparison, totals, options);
    for (const disagreement of comparison.disagreements) {
      const sign = signOf(disagreement);
      if (signatures.filter((other) => other === sign).length >= MOST_ALIKE || findings.length >= options.most)
        continue;
      signatures.push(sign);
      const finding = cut({ seed, sample, disagreement }, options);
      findings.push(finding);
      options.tell(finding);
      // What else is wrong with this description is mostly the same mistake.
      break;
    }
  }
  return { totals, findings };
}

function isDone(options: HuntOptions, totals: Totals, findings: readonly Finding[]): boolean {
  return options.isOver() || findings.length >= options.most || totals.protocols >= options.protocols;
}

function draw(seed: number, totals: Totals): Sample | undefined {
  try {
    return drawShape(seed, new Dice(seed)) ?? makeSample(new Dice(seed));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    bump(totals.refused, error.diagnostics[0]?.code ?? "unknown");
    return undefined;
  }
}

function compare(sample: Sample, seed: number, { engines, bounds, project, programs }: HuntOptions): Comparison {
  return compareDescription(sample.description, engines, { ...bounds, seed }, project, programs);
}

function cut(finding: Finding, options: HuntOptions): Finding {
  options.startShrinking();
  const wanted = signOf(finding.disagreement);
  let smallest = finding;
  const shows = (sample: Sample): boolean => {
    const { disagreements } = compare(sample, finding.seed, options);
    const disagreement = disagreements.find((one) => signOf(one) === wanted);
    if (disagreement !== undefined) smallest = { ...finding, sample, disagreement };
    return disagreement !== undefined;
  };
  shrinkSample(finding.sample, shows, () => options.isSmallEnough());
  return smallest;
}

function signOf({ kind, engine, claim, because }: Disagreement): string {
  return `${engine} ${kind} ${claim?.word ?? because.slice(0, 60)}`;
}

function count(sample: Sample, comparison: Comparison, totals: Totals, { bounds, watch }: HuntOptions): void {
  if (comparison.refused !== undefined) {
    bump(totals.refused, comparison.refused);
    return;
  }
  totals.protocols += 1;
  totals.claims += comparison.claims;
  if (comparison.exhausted >= bounds.runs) totals.exhausted += 1;
  for (const outcome of comparison.outcomes) bump(totals.outcomes, outcome);
  for (const content of contentsOf(sample)) bump(totals.contents, content);
  watch(totals);
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** Lists the contents of a description, for the distribution. */
export function contentsOf({ description, source }: Sample): string[] {
  const steps = JSON.stringify(description.steps);
  const kinds = ["timestamp", "view", "computes", "knows", "public", "running"].filter((kind) =>
    steps.includes(`"kind":"${kind}"`),
  );
  const operations = ["aenc", "senc", "sign", "hash", "mac"].filter((op) => steps.includes(`"op":"${op}"`));
  const keys = ["shk", "shk.directed"].filter((op) => steps.includes(`"op":"${op}"`));
  return [
    `${description.roles.length} roles`,
    `${description.steps.filter((step) => step.kind === "message").length} messages`,
    ...kinds,
    ...operations,
    ...keys,
    ...["dh.", "pre."].filter((theory) => steps.includes(`"op":"${theory}`)),
    ...(steps.includes('"index":') ? ["indexed key"] : []),
    ...(description.roles.some(({ trusted }) => trusted) ? ["trusted role"] : []),
    ...(description.match === undefined ? [] : [`match ${description.match}`]),
    ...(description.learns === undefined ? [] : ["learns"]),
    ...(steps.includes('"unnamed":true') ? ["unnamed partner"] : []),
    ...(steps.includes('"honest":[') ? ["honest roles"] : []),
    ...(source === undefined ? [] : ["own theory"]),
    ...(description.weaknesses.length === 0 ? [] : ["weakness"]),
  ];
}
