/**
 * A comparison with recorded verdicts of another tool: claim by claim, and every time in one place.
 *
 * As with an assessment, this is the only thing that a report sees and the only thing stored.
 */
import type { SourceError, Verdict } from "./verdict.ts";

/** How the two answers to a claim stand to each other, from good to bad. */
export const AGREEMENTS = ["agree", "better", "better-explained", "undecided", "weaker", "contradiction"] as const;

/**
 * `better`: decided where the other is silent or bounded. `better-explained`: the other is wrong for a known reason.
 * `undecided`: no verdict in time. `weaker`: bounded where the other has a proof. `contradiction`: one of them is wrong.
 */
export type Agreement = (typeof AGREEMENTS)[number];

/** The other tool's answer. */
export interface RecordedAnswer {
  readonly verdict: "Ok" | "Fail";
  /** Its own words, e.g. `no attack within bounds`. */
  readonly status: string;
}

/** A verdict without its trace. */
export interface BriefVerdict {
  readonly is: Verdict["is"];
  readonly scope?: "unbounded" | { readonly runs: number };
  readonly method?: string;
  readonly blocked?: string;
  readonly why?: string;
  readonly reached?: { readonly runs: number };
  /** Of an attack. */
  readonly runs?: number;
  readonly steps?: number;
}

/** One claim, judged twice. */
export interface ComparedClaim {
  readonly protocol: string;
  readonly role: string;
  readonly claim: string;
  readonly label: string;
  readonly on: string;
  /** None: the other tool was silent. */
  readonly recorded?: RecordedAnswer;
  readonly verdict: BriefVerdict;
  readonly agreement: Agreement;
  /** The known deviation that explains the difference. */
  readonly deviation?: string;
  /** True: an attack, executed again, where the other tool saw none within the same bound, and no deviation says why. */
  readonly missed?: true;
  /** The attack told, wherever the other tool has none. */
  readonly narration?: readonly string[];
}

/** One model, judged twice. */
export interface ComparedModel {
  /** The path below the library, and the switches where there are any. */
  readonly model: string;
  /** `silent`: ran out of time, or crashed. */
  readonly recorded: "ran" | "rejected" | "silent";
  readonly native: "judged" | "rejected";
  /** The first of the diagnostics with which the model was rejected. */
  readonly rejection?: string;
  readonly agreement: "agree" | "accepted" | "rejected";
  readonly deviation?: string;
  readonly claims: readonly ComparedClaim[];
}

/** An entry of the explained deviations that explains nothing any more. */
export interface StaleEntry {
  readonly deviation: string;
  readonly entry: string;
  readonly why: string;
}

/** How long a model took, and how long the other tool took. */
export interface ModelTime {
  readonly model: string;
  readonly seconds: number;
  /** None: the other tool did not finish. */
  readonly recordedSeconds?: number;
}

/** Times over all models. */
export interface TimeSummary {
  readonly median: number;
  readonly ninety: number;
  readonly total: number;
  /** Over the models that the other tool finished. */
  readonly finished: {
    readonly models: number;
    readonly seconds: number;
    readonly recordedSeconds: number;
    readonly ratio: number;
    readonly medianRatio: number;
  };
}

/** Counts of claims by kind of agreement. */
export type Tally = Readonly<Record<Agreement, number>>;

/** The whole comparison. */
export interface Conformance {
  readonly schema: "assay/conformance-1";
  readonly tool: { readonly name: "assay"; readonly version: string };
  /** The other tool, in the words of the verdict files. */
  readonly against: readonly { readonly tool: string; readonly options: string }[];
  readonly library: string;
  readonly options: {
    /** `both`: the embedded verifier judged, the reference engine was asked beside it instead of the record. */
    readonly engine: string;
    readonly timeoutSeconds: number;
    readonly maxRuns: number | "unbounded";
    readonly filter?: string;
  };
  readonly totals: Tally & {
    readonly models: number;
    readonly claims: number;
    /** Claims of which nothing was recorded, and those of them without a verdict here. */
    readonly silent: number;
    readonly silentUndecided: number;
  };
  readonly kinds: Readonly<Record<string, Tally>>;
  readonly models: readonly ComparedModel[];
  readonly stale: readonly StaleEntry[];
  readonly interrupted?: boolean;
  readonly timings: {
    readonly models: readonly ModelTime[];
    readonly summary: TimeSummary;
    readonly peakMebibytes: number;
    readonly machine: Readonly<Record<string, unknown>>;
  };
  readonly errors: readonly SourceError[];
  readonly warnings: readonly SourceError[];
}
