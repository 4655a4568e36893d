/**
 * Expectations from `expected.yaml`: each lens reads a section of its own and judges by it.
 *
 * What a section holds is JSON, as it goes with a job to wherever that is done.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { ListedClaim } from "../core/protocol/claims/listing.ts";
import type { Description } from "../core/protocol/ir/description.ts";
import type { Matching } from "../core/term/sorts.ts";
import type { Expectation, Finding, Verdict } from "../core/verdict/verdict.ts";
import type { YamlFile } from "../files/read-yaml.ts";
import type { Shape } from "../files/yaml-shape.ts";

/** The reason of an entry. */
export const WHY = { is: "sentence", about: "One sentence: why this verdict.", required: true } as const;

/** One entry: what is expected, and why. */
export interface Expected {
  readonly verdict: Expectation["verdict"];
  /** `unbounded`: a verdict that holds only up to a bound is not what was expected. */
  readonly scope?: "unbounded";
  readonly why: string;
  /** The code refuses the attack. */
  readonly executed?: "refused";
  /** Nothing is expected of a verdict that holds. */
  readonly orHolds?: true;
}

/** The purpose that a section is read for. */
export interface ExpectationsOf {
  readonly claims: readonly ListedClaim[];
  readonly description?: Description | undefined;
  /** The matching of claims, and the one whose type flaws the file lists. */
  readonly matching: { readonly judged: Matching; readonly listed: Matching };
  /** The matching of type flaws; undefined: none are looked for. */
  readonly flawsUnder?: Matching | undefined;
}

/** The expectations of a lens, and their reader: reported mistakes are left out of its result. */
export interface ExpectationSection<Read> {
  /** The keys of the file that it reads, for its schema; it asks for no others. */
  readonly keys: Shape;
  readonly read: (file: YamlFile, about: ExpectationsOf) => Read;
  /** The list that findings are sketched in, and how an entry names one among all of the list. */
  readonly sketch?: {
    readonly key: string;
    readonly nameEntry: (finding: Finding, all: readonly Finding[]) => Readonly<Record<string, string>>;
  };
}

/** The whole of an `expected.yaml`, section by section. */
export class Expectations {
  readonly diagnostics: readonly Diagnostic[];
  private readonly sections: ReadonlyMap<ExpectationSection<unknown>, unknown>;

  constructor(diagnostics: readonly Diagnostic[], sections: ReadonlyMap<ExpectationSection<unknown>, unknown>) {
    this.diagnostics = diagnostics;
    this.sections = sections;
  }

  /** Gives the content of a section; undefined where it was not read. */
  of<Read>(section: ExpectationSection<Read>): Read | undefined {
    // Under a section stands what that section read.
    return this.sections.get(section) as Read | undefined;
  }
}

/** Compares a verdict with what was expected; undefined where a verdict that holds is neither expected nor a surprise. */
export function compareVerdict({ orHolds, ...expected }: Expected, verdict: Verdict): Expectation | undefined {
  if (orHolds === true && verdict.is === "holds") return undefined;
  const agrees = verdict.is === expected.verdict;
  const wide = expected.scope === undefined || (verdict.is === "holds" && verdict.scope === expected.scope);
  return { ...expected, met: agrees && wide };
}
