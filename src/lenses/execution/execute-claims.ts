/**
 * Attacks on a description's claims executed on bytes, and ways to reach a role's end.
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

/** The model whose attacks are executed, the parties that execute them, and the bound of the search. */
export interface ExecutorOptions {
  readonly model: Model;
  readonly stage: Omit<StageOptions, "agents">;
  readonly maxRuns: number | "unbounded";
}

/** Executions of one claim's attack or way. */
export type ClaimExecution = { readonly claim: ListedClaim } & (
  | { readonly is: "executed"; readonly executed: ExecutedTrace; readonly typed?: TypedExecution }
  /** There is no attack within the bounds, or no way to the claim. */
  | { readonly is: "no trace" }
  /** Time, memory or patterns did not do. */
  | { readonly is: "undecided" }
);

/**
 * Result of the search with receivers that distinguish types, after the code refused a message that the description
 * accepts.
 */
export type TypedExecution =
  | { readonly is: "executed"; readonly executed: ExecutedTrace }
  | { readonly is: "no trace" | "undecided" };

/** Executes the claims that are asked about, one after the other, and reports each as it is done; each may take so long. */
export async function executeClaims(
  executor: Executor,
  isAsked: (claim: ListedClaim) => boolean,
  milliseconds: number,
  conditions: Conditions,
  report: (execution: ClaimExecution) => void,
): Promise<readonly ClaimExecution[]> {
  const done: ClaimExecution[] = [];
  for (const claim of executor.claims) {
    if (!isAsked(claim) || conditions.signal.aborted) continue;
    const execution = await executor.execute(claim, milliseconds, conditions);
    report(execution);
    done.push(execution);
  }
  return done;
}

/** Searches and executes; what it prepares serves all claims of its model. */
export class Executor {
  private readonly options: ExecutorOptions;
  private readonly verifier: Verifier;
  /** Made when the first refused attack asks for it. */
  private typed: Verifier | undefined;

  /** Throws DiagnosticError. */
  constructor(options: ExecutorOptions) {
    this.options = options;
    this.verifier = new Verifier(options.model);
  }

  /** All claims of the model, in its order. */
  get claims(): readonly ListedClaim[] {
    return listClaims(this.verifier.model);
  }

  /** Executes the attack on a claim, or the way to it. Throws DiagnosticError and Unsupported. */
  async execute(claim: ListedClaim, milliseconds: number, conditions: Conditions): Promise<ClaimExecution> {
    const { model, maxRuns } = this.options;
    const seekFor = (verifier: Verifier) => seek(verifier, claim, maxRuns, milliseconds, conditions);
    const found = await seekFor(this.verifier);
    if (typeof found === "string") return { claim, is: found };
    const executed = await this.play(found);
    const isRefused = executed.outcome.is === "refused" || executed.outcome.is === "not made";
    if (!isRefused || model.match === 0) return { claim, is: "executed", executed };
    const typed = await seekFor((this.typed ??= new Verifier({ ...model, match: 0 })));
    if (typeof typed === "string") return { claim, is: "executed", executed, typed: { is: typed } };
    return { claim, is: "executed", executed, typed: { is: "executed", executed: await this.play(typed) } };
  }

  private async play(execution: Execution): Promise<ExecutedTrace> {
    const { stage } = this.options;
    let set: Stage;
    try {
      set = await setStage({ ...stage, agents: listAgents(execution) });
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      return { outcome: { is: "failed", by: "The implementation", failure: error.failure }, steps: [] };
    }
    return executeOnBytes(set, execution, stage.seed);
  }
}

async function seek(
  verifier: Verifier,
  { protocol, role, claim, at }: ListedClaim,
  maxRuns: ExecutorOptions["maxRuns"],
  milliseconds: number,
  { now, pause, signal }: Conditions,
): Promise<Execution | "no trace" | "undecided"> {
  const search = verifier.attack({ protocol, role, label: claim.label, at }, { maxRuns, maxStates: MOST_PATTERNS });
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
