/** Verdicts, findings, traces and assessments: the only thing that a report sees and the only thing stored. */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import type { Executed } from "./executed.ts";

export interface Bound {
  readonly runs: number;
}

export interface TraceStep {
  readonly run: number;
  readonly role: string;
  readonly agent: string;
  readonly kind: "send" | "recv" | "claim" | "deduce";
  readonly label?: string;
  readonly term: string;
  /** deduce: the terms that the intruder had for it. */
  readonly from?: readonly string[];
}

export interface Trace {
  readonly steps: readonly TraceStep[];
  readonly narration: readonly string[];
}

/** The claim holds, for any number of runs or up to a bound. */
export interface Holds {
  readonly is: "holds";
  readonly scope: "unbounded" | Bound;
  readonly method: string;
  readonly theory: "exact" | "approximated";
  readonly approximations: readonly string[];
  readonly assumptions: readonly string[];
  readonly witness?: Trace;
  /** Facts that make a verdict say less than it seems to, e.g. that nothing could ever expose the term. */
  readonly notes: readonly string[];
  /** Where it was asked: the smallest sets of roles, beside the claimant and trusted ones, that must be honest. */
  readonly needs?: readonly (readonly string[])[];
}

/** A trace that violates the claim; it was replayed. */
export interface Attacked {
  readonly is: "attack";
  readonly trace: Trace;
  readonly minimised: boolean;
  readonly approximations: readonly string[];
  readonly assumptions: readonly string[];
}

/** The claim can never be reached. */
export interface Vacuous {
  readonly is: "vacuous";
  readonly blocked: string;
}

/** Nothing was found out; every lens may say so. */
export interface Inconclusive {
  readonly is: "inconclusive";
  readonly why:
    | "timeout"
    | "states"
    | "runs"
    /** BAN logic: matching a quantified assumption. */
    | "steps"
    | "memory"
    | "cancelled"
    | "unsupported"
    /** The engine's answer says less than it seems to. */
    | "incomplete"
    /** The engine shows an attack, or a way to a claim, that cannot be executed. */
    | "not-replayed"
    /** The engine is missing, or says nothing that can be read. */
    | "no-answer";
  readonly reached: Bound;
  /** Reasons why the engine's answer is no verdict. */
  readonly notes?: readonly string[];
  /** not-replayed: what the engine shows, line by line. */
  readonly evidence?: readonly string[];
}

/**
 * The kinds of verdict by their names. What engines say of a claim is here; a lens with others declares them in its own
 * folder, as a part of this interface, and says there how they are told.
 */
export interface VerdictKinds {
  readonly holds: Holds;
  readonly attack: Attacked;
  readonly vacuous: Vacuous;
  readonly inconclusive: Inconclusive;
}

/** A lens's answer to a question. */
export type Verdict = VerdictKinds[keyof VerdictKinds];

/** A proof in BAN logic: every step from earlier ones, the goal last. Formulas are as people type them. */
export interface Derivation {
  readonly profile: string;
  readonly steps: readonly DerivationStep[];
}

/** A formula of BAN logic. */
export interface FormulaText {
  /** As people type it. */
  readonly formula: string;
  /** In the symbols of the paper. */
  readonly symbols?: string;
  /** In LaTeX's mathematics, with the macros that the LaTeX of `assay derive` defines. */
  readonly tex?: string;
}

/** One step of a proof. */
export interface DerivationStep extends FormulaText {
  readonly id: number;
  readonly by: string;
  /** The steps that it comes from; none: an assumption or a message. */
  readonly from?: readonly number[];
}

/** The basis of one protocol's derivations: its assumptions, and its messages as the logic reads them. */
export interface BanBasis {
  readonly source: string;
  readonly protocol: string;
  readonly profile: string;
  readonly assumptions: readonly NamedFormula[];
  readonly messages: readonly NamedFormula[];
}

/** A formula and the name that proofs have for it. */
export interface NamedFormula extends FormulaText {
  readonly id: string;
}

/** The costs of the reference implementation's re-encryption, as far as they are the same on every machine. */
export interface Overheads {
  /** The subject of the measurement, in one sentence. */
  readonly what: string;
  /** Sizes of schemes by the elements that a paper counts, in bytes. */
  readonly comparison: {
    readonly note: string;
    readonly columns: readonly string[];
    readonly rows: readonly {
      readonly scheme: string;
      /** In the order of the columns. */
      readonly bytes: readonly number[];
      readonly total: number;
      readonly printedTotal: number;
    }[];
  };
  /** Real bytes of everything that is stored or sent. */
  readonly sizes: readonly { readonly what: string; readonly bytes: number; readonly uncompressed: number }[];
  readonly total: { readonly bytes: number; readonly uncompressed: number };
  /** How many of each primitive an algorithm uses, counted while it runs. */
  readonly algorithms: readonly {
    readonly algorithm: string;
    readonly operations: Readonly<Record<string, number>>;
  }[];
}

/** Who judged: `native` is Assay itself, any other a program of others. */
export type Engine = string;

/** The expectation of a claim from `expected.yaml`, and whether the verdict agrees. */
export interface Expectation {
  readonly verdict: Verdict["is"];
  /** Given: a verdict that holds only up to a bound is not what was expected. */
  readonly scope?: "unbounded";
  /** estimated: whether the adversary should have an advantage; searched: whether it should break anything. */
  readonly advantage?: "some" | "none";
  /**
   * Expected outcome of the attack on bytes, where a refusal is expected, or where another outcome is why the
   * expectation fails.
   */
  readonly executed?: "succeeded" | "refused";
  readonly why: string;
  readonly met: boolean;
}

export interface Finding {
  /** As given on the command line. */
  readonly source: string;
  readonly protocol: string;
  readonly role: string;
  readonly claim: string;
  readonly label: string;
  readonly on: string;
  /** How it was analysed: `symbolic`, `ban`, `games`, or a lens of its own. */
  readonly lens: string;
  readonly engine: Engine;
  /** The claim is not in the source: Assay asks it of every role. */
  readonly added?: true;
  /** Claims: the roles that honest agents play by assumption, in the run that makes the claim. */
  readonly honest?: readonly string[];
  /** Claims: those of them that honest agents play in every run; none: left out. */
  readonly trusted?: readonly string[];
  /** Only of a type flaw: the claim holds typed, and this is its verdict under another matching. */
  readonly match?: 1 | 2;
  readonly verdict: Verdict;
  readonly expected?: Expectation;
  /** Where it was asked: what became of the attack, or of the way to the claim, on bytes. */
  readonly executed?: Executed;
  readonly place?: { readonly file: string; readonly line: number; readonly column: number };
}

/** Two engines that contradict each other on one claim; what each says in full is in its finding. */
export interface Disagreement {
  readonly source: string;
  readonly protocol: string;
  readonly role: string;
  readonly claim: string;
  readonly label: string;
  readonly on: string;
  readonly between: readonly [Engine, Engine];
  /** Who says what, in one sentence. */
  readonly sentence: string;
}

/** Who judged a claim, where several engines were asked; what each says in full is in its finding. */
export interface Judgement extends Pick<Finding, "source" | "protocol" | "role" | "claim" | "label" | "on"> {
  /** For example: Assay, ProVerif: proved; Scyther: no attack in 5 runs; Tamarin: not asked. */
  readonly sentence: string;
}

export interface SourceError extends Pick<Diagnostic, "code" | "message" | "note" | "help"> {
  readonly source: string;
  /** Where it is not the source itself, e.g. an included file. */
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
}

/** One analysed source: what was analysed, at which bounds. */
export interface Subject {
  readonly source: string;
  readonly protocol: string;
  readonly roles: number;
  readonly messages: number;
  readonly claims: number;
  readonly theories: readonly string[];
  readonly bound: "unbounded" | Bound;
  /** Of the model without its places: equal hashes mean the same analysis. */
  readonly hash: string;
  /** The files that it was read from, by the content that they had. */
  readonly inputs?: readonly Input[];
  /** The role scripts and the intruder's abilities, line by line. */
  readonly inWords?: string;
}

/** A file that was read. */
export interface Input {
  readonly file: string;
  /** Of its text, `sha256:...`. */
  readonly hash: string;
}

/** The options that decide verdicts; the time allowed is in the timings. */
export interface AssessmentOptions {
  /** One of them, `both` for native and scyther, `all`, or several with commas between. */
  readonly engine: string;
  readonly maxRuns: number | "unbounded";
  readonly maxStates: number;
  readonly match?: 0 | 1 | 2;
  readonly claims: "own" | "standard";
  readonly injective?: "added";
  /** Of claims that hold it was asked as well who must be honest for them. */
  readonly honest?: "added";
  /** Attacks and ways to claims were executed on bytes. */
  readonly executed?: "added";
  /** Claims that hold typed were judged under the matching that was asked for as well. */
  readonly typeFlaws?: "added";
  /** The goals of BAN logic were judged as well. */
  readonly ban?: "added";
  /** The games that `expected.yaml` names were played as well, so many plays each. */
  readonly plays?: number;
  /** So many sequences were played by the network adversary. */
  readonly sequences?: number;
  /** Empty: all claims. */
  readonly only: readonly string[];
}

/** A part as it is stored. */
export interface PartOf extends Shard {
  /** A digest of all sources, of which this is a part. */
  readonly sources?: string;
  /** Evidence of its findings, for whoever merges the parts. */
  readonly evidence?: readonly PartEvidence[];
  /** Of whoever judged it, over all of the part. */
  readonly seal?: string;
}

/** Evidence of a finding of a part. */
export interface PartEvidence {
  /** Its place among the findings of the part, from 0. */
  readonly finding: number;
  /** The evidence, as its lens reads it. JSON. */
  readonly evidence: unknown;
  /** The verdict by itself, where the finding says what several come to together. */
  readonly alone?: Verdict;
}

/** A part of a catalogue: which of how many, from 1. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** Findings that were asked for and are not there. */
export interface Incomplete {
  readonly asked: number;
  readonly missing: number;
}

export interface Assessment {
  readonly schema: "assay/assessment-1";
  /** Who made it. `build` is left out of reports that are committed: it would change them with every change of Assay. */
  readonly tool: { readonly name: "assay"; readonly version: string; readonly build?: string };
  readonly options?: AssessmentOptions;
  /** Only of a part: which of how many. */
  readonly shard?: PartOf;
  readonly subjects: readonly Subject[];
  readonly findings: readonly Finding[];
  /** Where goals of BAN logic were judged: what they were derived from. */
  readonly ban?: readonly BanBasis[];
  /** Where a protocol re-encrypts: sizes and operations; what was measured of it is in the timings. */
  readonly overheads?: Overheads;
  /** Only where several engines judged: the claims on which they contradict each other. */
  readonly disagreements?: readonly Disagreement[];
  /** Only where several engines judged: who says what of each claim. */
  readonly judgements?: readonly Judgement[];
  /** True: stopped before every claim was examined; what is missing from `findings` was not looked at. */
  readonly interrupted?: boolean;
  /** Where findings that were asked for are missing though nobody stopped it: how many of how many. The errors say which. */
  readonly incomplete?: Incomplete;
  readonly timings: Readonly<Record<string, unknown>>;
  readonly errors: readonly SourceError[];
  readonly warnings: readonly SourceError[];
}
