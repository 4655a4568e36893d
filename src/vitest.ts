/**
 * "assay/vitest": claims as tests. Importing it adds the matchers to vitest's `expect`.
 *
 * @example
 * import "assay/vitest";
 * await expect(protocol).toHold("R secret Nr", { unbounded: true });
 */
import { expect, test } from "vitest";
import { describeFinding, type JudgeOptions, judgeClaims } from "./api/judge-claim.ts";
import type { BuiltProtocol, ProtocolSource } from "./api/sources.ts";
import { listBuiltClaims } from "./api/list-claims.ts";
import type { FollowOptions, ImplementationSource, WithstandOptions } from "./api/judge-implementation.ts";
import { sanitise } from "./core/diagnostic/sanitise.ts";
import type { Finding } from "./core/verdict/verdict.ts";

/** The scope in which a claim must hold, and the bounds of the search. */
export interface HoldOptions extends JudgeOptions {
  /** True: require a proof for any number of runs. */
  readonly unbounded?: boolean;
}

export type { FollowOptions, ImplementationSource, WithstandOptions } from "./api/judge-implementation.ts";
export type { Parties, PartyAnswer, PartyMessage, PartyRun, PartySetting } from "./implementations/parties.ts";

/** Claims that are not expected to hold. */
export interface ExpectAllOptions extends HoldOptions {
  /** Claims on which an attack is expected, by name. */
  readonly attacked?: readonly string[];
  /** Claims that can never be reached, by name. */
  readonly vacuous?: readonly string[];
}

interface ClaimMatchers {
  /**
   * Passes when every claim of that name holds; without a name, every claim. A failure prints the attack.
   * @example
   * await expect(protocol).toHold("R secret Nr", { unbounded: true });
   */
  toHold(claim?: string, options?: HoldOptions): Promise<void>;
  /**
   * Passes when some claim of that name is attacked.
   * @example
   * await expect(protocol).toBeAttackedOn("R agree I");
   */
  toBeAttackedOn(claim: string, options?: JudgeOptions): Promise<void>;
}

interface ImplementationMatchers {
  /**
   * Passes when honest runs of an implementation are what the protocol's description says. A failure prints the run.
   * @example
   * await expect("implementation.yaml").toFollow("needham-schroeder-lowe");
   */
  toFollow(protocol: ProtocolSource, options?: FollowOptions): Promise<void>;
  /**
   * Passes when no attack succeeds on an implementation: those that were recorded, those on the description, and those that
   * exist where a receiver leaves out a test. A failure prints the attack and records it below games/<protocol>/network.
   * @example
   * await expect("implementation.yaml").toWithstand("needham-schroeder-lowe");
   */
  toWithstand(protocol: ProtocolSource, options?: WithstandOptions): Promise<void>;
}

declare module "vitest" {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unused-vars -- it merges with a declaration that has it
  interface Matchers<T = any> extends ClaimMatchers, ImplementationMatchers {}
}

expect.extend({
  async toHold(source: ProtocolSource, claim?: string, options: HoldOptions = {}) {
    const { unbounded, ...bounds } = options;
    const findings = await judgeClaims(source, claim, bounds);
    const failing = findings.filter((finding) => !holds(finding, unbounded === true ? "unbounded" : "any"));
    const all = findings.map(describeFinding).join("\n");
    return {
      pass: failing.length === 0,
      message: () =>
        failing.length === 0
          ? `Expected ${sanitise(claim ?? "a claim")} not to hold.\n${all}`
          : `Expected ${sanitise(claim ?? "every claim")} to hold${unbounded === true ? " for any number of runs" : ""}.\n${failing.map(describeFinding).join("\n")}`,
    };
  },
  async toFollow(source: ImplementationSource, protocol: ProtocolSource, options: FollowOptions = {}) {
    const { judgeFollowing } = await import("./api/judge-implementation.ts");
    const { pass, report } = await judgeFollowing(source, protocol, options);
    return { pass, message: () => report };
  },
  async toWithstand(source: ImplementationSource, protocol: ProtocolSource, options: WithstandOptions = {}) {
    const { judgeWithstanding } = await import("./api/judge-implementation.ts");
    const { pass, report } = await judgeWithstanding(source, protocol, options);
    return { pass, message: () => report };
  },
  async toBeAttackedOn(source: ProtocolSource, claim: string, options: JudgeOptions = {}) {
    const findings = await judgeClaims(source, claim, options);
    const isAttacked = findings.some(({ verdict }) => verdict.is === "attack");
    return {
      pass: isAttacked,
      message: () =>
        `Expected ${isAttacked ? "no attack" : "an attack"} on ${sanitise(claim)}.\n${findings.map(describeFinding).join("\n")}`,
    };
  },
});

/**
 * Makes one test of every claim of a protocol: that it holds, or is attacked or vacuous where `options` say so.
 * @example
 * describe("needham-schroeder", () => expectAll(protocol, { attacked: ["R secret Nr"] }));
 */
export function expectAll(protocol: BuiltProtocol, options: ExpectAllOptions = {}): void {
  const { attacked = [], vacuous = [], unbounded, ...bounds } = options;
  const claims = listBuiltClaims(protocol);
  const expected = (label: string): "attack" | "vacuous" | "holds" => {
    if (attacked.some((name) => claims.means(name, label))) return "attack";
    return vacuous.some((name) => claims.means(name, label)) ? "vacuous" : "holds";
  };
  for (const name of [...attacked, ...vacuous]) {
    if (!claims.labels.some((label) => claims.means(name, label)))
      throw new Error(`The protocol has no claim ${sanitise(name)}.`);
  }
  // The search for one claim helps the others: all are judged together, when the first test asks.
  let judged: Promise<readonly Finding[]> | undefined;
  for (const label of claims.labels) {
    test(sanitise(claims.nameOf(label)), async () => {
      judged ??= judgeClaims(protocol, undefined, bounds);
      const finding = (await judged).find((one) => one.label === label);
      if (finding === undefined) throw new Error(`No verdict on ${sanitise(claims.nameOf(label))}.`);
      const wanted = expected(label);
      const isMet =
        wanted === "holds" ? holds(finding, unbounded === true ? "unbounded" : "any") : finding.verdict.is === wanted;
      if (!isMet) throw new Error(`Expected ${wanted}.\n${describeFinding(finding)}`);
    });
  }
}

function holds({ verdict }: Finding, scope: "any" | "unbounded"): boolean {
  return verdict.is === "holds" && (scope === "any" || verdict.scope === "unbounded");
}
