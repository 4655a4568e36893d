/**
 * Attacks that exist where a receiver leaves out a test: executed on an implementation, they show whether it makes the test.
 *
 * A description that holds has no attack to execute. Each field that a role compares is taken out of its tests, one at a
 * time (as `.view` does), the attacks on the weaker protocol are searched, and an implementation with the test refuses them.
 */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { ListedClaim } from "../../core/protocol/claims/listing.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import { project } from "../../core/protocol/project/project.ts";
import { subterms, type Term } from "../../core/term/term.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import { planProtocol } from "../../live/roles/plan.ts";
import type { Conditions } from "../conditions.ts";
import { type ClaimExecution, Executor, type ExecutorOptions } from "./execute-claims.ts";
import type { ExecutedTrace } from "./execute-trace.ts";

/** A test that a receiver may leave out. */
export interface LeftOut {
  readonly role: string;
  readonly label: string;
  readonly field: string;
}

/** Result of the attacks without one test. */
export interface WithoutTest {
  readonly test: LeftOut;
  /** The attacks that were executed, by claim. */
  readonly attacks: readonly { readonly claim: ListedClaim; readonly executed: ExecutedTrace }[];
  /** True where a search ended before it had seen everything within its bounds. */
  readonly isCut: boolean;
}

/** The subject, the roles whose tests are left out, and the claims that no attack is known of with all tests. */
export interface LeaveOutOptions extends Omit<ExecutorOptions, "model"> {
  readonly description: Description;
  readonly roles: readonly string[];
  readonly claims: readonly ListedClaim[];
  /** Milliseconds for the search of one claim. */
  readonly milliseconds: number;
  /** Leaves out what is not to be tried; undefined: everything is. */
  readonly only?: (test: LeftOut, claim: ListedClaim) => boolean;
}

/** Executes the attacks without each test, one test after the other, and reports each as it is done. */
export async function leaveOutTests(
  options: LeaveOutOptions,
  conditions: Conditions,
  report: (done: WithoutTest) => void,
): Promise<readonly WithoutTest[]> {
  const { description, roles, claims, stage, maxRuns, milliseconds } = options;
  const done: WithoutTest[] = [];
  for (const test of listTests(description, roles)) {
    const model = weaken(description, test);
    if (model === undefined || conditions.signal.aborted) continue;
    if (!claims.some((claim) => options.only?.(test, claim) !== false)) continue;
    const executor = new Executor({ model, stage, maxRuns });
    const attacks: { claim: ListedClaim; executed: ExecutedTrace }[] = [];
    let isCut = false;
    for (const claim of claims) {
      if (conditions.signal.aborted) break;
      if (options.only?.(test, claim) === false) continue;
      const execution = await executor.execute(claim, milliseconds, conditions);
      if (execution.is === "undecided") isCut = true;
      if (execution.is === "executed") attacks.push({ claim, executed: execution.executed });
    }
    const result = { test, attacks, isCut };
    report(result);
    done.push(result);
  }
  return done;
}

/** The claims whose attacks say something of a single test: those that hold with all tests, as far as was searched. */
export function listUnattacked(executions: readonly ClaimExecution[]): readonly ListedClaim[] {
  return executions.flatMap(({ claim, is }) => (is === "no trace" && claim.claim.kind !== "Reachable" ? [claim] : []));
}

/** True when the implementation takes what the test would have it refuse, and a claim falls for it. */
export function lacksTest({ attacks }: WithoutTest): boolean {
  return attacks.some(({ executed }) => executed.outcome.is === "succeeded");
}

/** True when it refuses the message whose test was left out, in the role that makes the test. */
export function makesTest(done: WithoutTest): boolean {
  return !lacksTest(done) && done.attacks.some(({ executed }) => isRefusedAt(executed, done.test));
}

/** True where an execution ended at the message whose test was left out. */
export function isRefusedAt({ outcome, steps }: ExecutedTrace, { role, label }: LeftOut): boolean {
  const last = steps.at(-1);
  return outcome.is === "refused" && last?.kind === "takes" && last.role === role && last.label === label;
}

/** The fields of the messages that these roles receive. */
function listTests(description: Description, roles: readonly string[]): readonly LeftOut[] {
  return planProtocol(description).messages.flatMap(({ label, to: role, intended }) =>
    roles.includes(role) ? [...namesIn(intended)].map((field) => ({ role, label, field })) : [],
  );
}

function namesIn(intended: Term): ReadonlySet<string> {
  return new Set([...subterms(intended)].flatMap((part) => (fieldsOf(part) ?? []).map(([name]) => name)));
}

/** The model without a test; undefined where the role cannot do without the field. */
function weaken(description: Description, { label, field }: LeftOut): ReturnType<typeof project> | undefined {
  const place = description.steps[0]?.place;
  if (place === undefined) return undefined;
  const view = { kind: "view", label, untested: [field], place } as const;
  try {
    return project({ ...description, steps: [...description.steps, view] });
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}
