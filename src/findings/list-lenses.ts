/** The ways of analysing that an assessment has findings of, and how people name them. */
import type { AssessmentOptions, Finding } from "../core/verdict/verdict.ts";
import { listEngines } from "./engines.ts";
import type { Lens } from "../lenses/lens.ts";
import { LENSES } from "../lenses/registry.ts";

/** A lens, as one engine carries it out: a column of a matrix. */
export interface LensColumn {
  readonly key: string;
  readonly title: string;
}

const TITLES: ReadonlyMap<string, string> = new Map([...LENSES].reverse().map((lens) => [keyOfLens(lens), lens.title]));
const JUDGES = new Map([...LENSES].reverse().map(({ engine, judge }) => [engine, judge]));

/** The lenses of findings, in the order in which they first occur. */
export function listLenses(findings: readonly Finding[]): readonly LensColumn[] {
  return [...new Set(findings.map(keyOfLens))].map((key) => ({ key, title: TITLES.get(key) ?? key }));
}

/** Equal for findings of the same lens and engine. */
export function keyOfLens({ lens, engine }: Pick<Finding, "lens" | "engine">): string {
  return `${lens}/${engine}`;
}

/** The program that an engine is, e.g. `Scyther`. */
export function nameEngine(engine: Finding["engine"]): string {
  return JUDGES.get(engine)?.name ?? engine;
}

/** Who judged the claims, by what an assessment says of its options, as half a sentence. */
export function describeEngines(choice: AssessmentOptions["engine"]): string {
  const engines = listEngines(choice);
  const judges = engines.flatMap((engine) => JUDGES.get(engine) ?? []);
  const [first] = judges;
  if (first === undefined) return engines.join(" and ");
  if (judges.length === 1) return [first.inWords, ...(first.note === undefined ? [] : [first.note])].join(", ");
  const names = judges.map(({ inWords }) => inWords);
  return `${[names.slice(0, -1).join(", "), names.at(-1)].join(" and ")}, each on its own`;
}

/** Finds the rule under which a lens's findings fall; undefined where they are claims. */
export function findRule(lens: Finding["lens"]): Lens["rule"] {
  return LENSES.find((one) => one.lens === lens && one.rule !== undefined)?.rule;
}
