/** How an analysis is bounded and what it looks at. */

import type { Engine } from "../core/verdict/verdict.ts";

/**
 * Who judges, as a person asks for it: an engine, several with commas between, `both` for the embedded verifier and
 * Scyther, or `all`. Each judges on its own.
 */
export type EngineChoice = string;

/** Options of an analysis, from a command line or `assay.config.yaml`. */
export interface AssessOptions {
  /** For each source, from where it is read to its last verdict. */
  readonly timeoutSeconds: number;
  readonly maxRuns: number | "unbounded";
  readonly maxStates: number;
  /** Overrules what a description says; undefined leaves it. */
  readonly match?: 0 | 1 | 2 | undefined;
  /** The matching where nothing else asks for one. */
  readonly usualMatch?: 0 | 1 | 2 | undefined;
  /** `added`: claims are judged typed, and those that hold are judged under the matching that is asked for as well. */
  readonly typeFlaws?: "added" | undefined;
  /** `standard`: the claims of the file give way to the standard ones. */
  readonly claims: "own" | "standard";
  /** `added`: every synchronisation and agreement is judged injectively as well. */
  readonly injective?: "added" | undefined;
  /** `added`: of each claim that holds it is found as well who must be honest for it. */
  readonly honest?: "added" | undefined;
  /** `added`: each attack that is found, and each way to a claim, is executed on bytes by live parties. */
  readonly executed?: "added" | undefined;
  /** `added`: the goals of BAN logic are judged as well, beside the claims. */
  readonly ban?: "added" | undefined;
  /** The games that `expected.yaml` names are played so often each; none: they are not played. */
  readonly plays?: number | undefined;
  /** Where games are played and the network adversary is among them: so many sequences. */
  readonly sequences?: number | undefined;
  /** `added`: what re-encryption costs is measured as well, where a protocol uses it. */
  readonly overheads?: "added" | undefined;
  /** Only claims whose role, kind, name or label is one of these; empty: all. */
  readonly only: readonly string[];
  /** `required`: a protocol without its `expected.yaml` is an error. */
  readonly expectations: "required" | "optional";
  /** Several: every claim is judged by each, and what contradicts is reported. */
  readonly engine: EngineChoice;
}

/** About five seconds of the network adversary. */
export const DEFAULT_SEQUENCES = 50;

/** The options where nothing else is said. */
export const DEFAULT_OPTIONS: AssessOptions = {
  timeoutSeconds: 60,
  maxRuns: 5,
  maxStates: 10_000_000,
  claims: "own",
  only: [],
  expectations: "optional",
  engine: "native",
};

/** Both: the embedded verifier and the program whose language Assay reads. */
const BOTH: readonly Engine[] = ["native", "scyther"];

/** True where a choice asks for an engine. */
export function asksFor(choice: EngineChoice, engine: Engine): boolean {
  if (choice === "all") return true;
  return (choice === "both" ? BOTH : choice.split(",")).includes(engine);
}
