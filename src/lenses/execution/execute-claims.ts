/**
 * Every attack on a description's claims executed on bytes, and every way to reach a role's end.
 *
 * Where the description has receivers that take one type for another (`.match(1)` or `.match(2)`) and the code does not, an
 * attack of typed receivers is looked for besides: so the two reasons for a refusal are told apart.
 */
import type { Model } from "../../core/protocol/ir/script.ts";
import { type ListedClaim, listClaims } from "../../core/protocol/claims/listing.ts";
import type { Stage, StageOptions } from "../../live/generic/stage.ts";
import { setStage } from "../../live/generic/stage.ts";
import { Failed } from "../../live/generic/failed.ts";
import type { Conditions } from "../conditions.ts";
import type { Execution } from "../verifier/replay/execute.ts";
import type { Signal } from "../verifier/search/explore.ts";
import { Verifier } from "../verifier/verify.ts";
import { type ExecutedTrace, executeOnBytes, listAgents } from "./execute-trace.ts";

/** What is executed, and within which bounds. */
export interface ExecutionOptions {
  readonly model: Model;
  readonly stage: Omit<StageOptions, "agents">;
  /** True for the claims that are asked about. */
  readonly isAsked: (claim: ListedClaim) => boolean;
  readonly maxRuns: number;
  /** Milliseconds for the search of one claim. */
  readonly milliseconds: number;
}

/** What came of one claim. */
export type ClaimExecution = { readonly claim: ListedClaim } & (
  | { readonly is: "executed"; readonly executed: ExecutedTrace; readonly typed?: TypedExecution }
  /** There is no attack within the bounds, or no way to the claim. */
  | { readonly is: "no trace" }
  /** Time, memory or patterns did not do. */
  | { readonly is: "undecided" }
);

/** What came of the search with receivers that tell types apart, after the code refused what the description takes. */
export type TypedExecution =
  | { readonly is: "executed"; readonly executed: ExecutedTrace }
  | { readonly is: "no trace" | "undecided" };

/** Executes the claims one after the other, and reports each as it is done. Throws DiagnosticError and Unsupported. */
export async function executeClaims(
  options: ExecutionOptions,
  conditions: Conditions,
  report: (execution: ClaimExecution) => void,
): Promise<readonly ClaimExecution[]> {
  const { model, isAsked } = options;
  const verifier = new Verifier(model);
  // Made when the first refused attack asks for it, and then kept: what it prepares serves all claims.
  let typed: Verifier | undefined;
  const openTyped = (): Verifier => (typed ??= new Verifier({ ...model, match: 0 }));
  const done: ClaimExecution[] = [];
  for (const claim of listClaims(verifier.model)) {
    if (!isAsked(claim) || conditions.signal.aborted) continue;
    const found = await seek(verifier, claim, options, conditions);
    const execution: ClaimExecution =
      typeof found === "string"
        ? { claim, is: found }
        : { claim, ...(await execute(found, claim, options, conditions, openTyped)) };
    report(execution);
    done.push(execution);
  }
  return done;
}

async function execute(
  found: Execution,
  claim: ListedClaim,
  options: ExecutionOptions,
  conditions: Conditions,
  openTyped: () => Verifier,
): Promise<Omit<Extract<ClaimExecution, { is: "executed" }>, "claim">> {
  const executed = await play(found, options);
  const isRefused = executed.outcome.is === "refused" || executed.outcome.is === "not made";
  if (!isRefused || options.model.match === 0) return { is: "executed", executed };
  const typed = await seek(openTyped(), claim, options, conditions);
  if (typeof typed === "string") return { is: "executed", executed, typed: { is: typed } };
  return { is: "executed", executed, typed: { is: "executed", executed: await play(typed, options) } };
}

async function play(execution: Execution, { stage }: ExecutionOptions): Promise<ExecutedTrace> {
  let set: Stage;
  try {
    set = await setStage({ ...stage, agents: listAgents(execution) });
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return { outcome: { is: "failed", by: "The implementation", failure: error.failure }, steps: [] };
  }
  return executeOnBytes(set, execution, stage.seed);
}

async function seek(
  verifier: Verifier,
  { protocol, role, claim }: ListedClaim,
  { maxRuns, milliseconds }: ExecutionOptions,
  { now, pause, signal }: Conditions,
): Promise<Execution | "no trace" | "undecided"> {
  const search = verifier.attack({ protocol, role, label: claim.label }, { maxRuns, maxStates: MOST_PATTERNS });
  const began = now();
  let paused = began;
  let last: Signal = "go";
  for (let step = search.next(); ; step = search.next(last)) {
    if (step.done === true) return step.value?.execution ?? (last === "go" ? "no trace" : "undecided");
    if (now() - paused >= SLICE) {
      await pause();
      paused = now();
    }
    if (signal.aborted) last = "cancelled";
    else if (now() - began >= milliseconds) last = "timeout";
  }
}

/** Patterns for one claim; time ends a search before. */
const MOST_PATTERNS = 10_000_000;

/** Milliseconds that a search keeps the process to itself. */
const SLICE = 25;
