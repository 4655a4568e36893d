/** Runs `assay attack`: searches, executes on bytes, and says for each claim what came of it. */
import { digestBuild } from "../../files/build-identity.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise, writeJson } from "../../core/diagnostic/sanitise.ts";
import { isNamed, nameClaim } from "../../core/protocol/claims/names.ts";
import { listClaims } from "../../core/protocol/claims/listing.ts";
import type { StageOptions } from "../../live/generic/stage.ts";
import { loadSystem } from "../../live/system/find-system.ts";
import { type ClaimExecution, executeClaims, Executor } from "../../lenses/execution/execute-claims.ts";
import { lacksTest, leaveOutTests, listUnattacked, type WithoutTest } from "../../lenses/execution/leave-out-tests.ts";
import { START, toEnds } from "../../lenses/execution/session.ts";
import { isDifference } from "../../core/verdict/tell-executed.ts";
import { count } from "../../core/verdict/words.ts";
import { failsIn, renderTest, summariseTests } from "../render-tests.ts";
import { renderStep, sayOutcome } from "../render-executed.ts";
import { explainLive } from "../explain-live.ts";
import { awaitInterruption } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";
import { findImplementation } from "../find-implementation.ts";
import { findDescription } from "../find-description.ts";

/** Options of the command line, read. */
export interface AttackFlags {
  readonly claim: readonly string[];
  readonly timeout?: number;
  readonly maxRuns?: number;
  readonly backend: StageOptions["backend"];
  readonly implementation?: string;
  readonly seed?: string;
  readonly steps?: true;
  readonly format: "text" | "json";
}

/** Runs the command. Throws DiagnosticError for what a person can mend. */
export async function runAttack(protocol: string, flags: AttackFlags, terminal: Terminal): Promise<ExitStatus> {
  const path = findDescription(protocol);
  const { description, model, implementations } = await loadProtocol(path);
  const claims = listClaims(model);
  const unknown = flags.claim.find((word) => !claims.some((claim) => isNamed(claim, word)));
  if (unknown !== undefined) {
    const help = `Claims: ${claims.map(nameClaim).join(", ")}.`;
    throw new DiagnosticError([diagnose("AS101", `${description.name} has no claim ${unknown}.`, { help })]);
  }
  const isText = flags.format === "text";
  const say = (lines: readonly string[]): void => {
    if (isText) terminal.print(lines.map((line) => `${sanitise(line)}\n`).join(""));
  };
  const implementing = await findImplementation(flags.implementation, description, terminal);
  const by = implementing === undefined ? "parties that run its description" : `${implementing.title}`;
  say([`${description.name}  attacks executed on bytes, by ${by}`, ""]);
  const { signal, arm, disarm } = awaitInterruption(terminal);
  arm();
  try {
    const stage = {
      description,
      implementations,
      backend: flags.backend,
      seed: flags.seed ?? "0",
      now: () => START,
      bind: (await loadSystem(path))?.bind,
      implementing,
    };
    const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    const conditions = { now: () => performance.now(), pause, signal };
    const maxRuns = flags.maxRuns ?? 5;
    const milliseconds = (flags.timeout ?? 20) * 1000;
    const executions = await executeClaims(
      new Executor({ model, stage, maxRuns }),
      (claim) => flags.claim.length === 0 || flags.claim.some((word) => isNamed(claim, word)),
      milliseconds,
      conditions,
      (execution) => say(renderExecution(execution, flags.steps === true)),
    );
    say(["", summarise(executions)]);
    const tests: WithoutTest[] = [];
    if (implementing !== undefined) {
      say(["", "Tests of receivers, left out in the model one at a time:", ""]);
      const roles = implementing.roles ?? description.roles.map(({ name }) => name);
      const claims = listUnattacked(executions);
      const subject = { description, roles, claims, stage, maxRuns, milliseconds };
      tests.push(...(await leaveOutTests(subject, conditions, (done) => say(renderTest(done, flags.steps === true)))));
      say(["", summariseTests(implementing.title, tests)]);
    }
    if (!isText) terminal.print(`${writeJson(toJson(description.name, executions, implementing?.title, tests))}\n`);
    if (signal.aborted) return EXIT.interrupted;
    if (tests.some((test) => lacksTest(test) || failsIn(test) !== undefined)) return EXIT.differs;
    if (executions.some((each) => each.is === "executed" && isDifference(toEnds(each)))) return EXIT.differs;
    return executions.some(({ is }) => is === "undecided") ? EXIT.inconclusive : EXIT.expected;
  } catch (error) {
    throw explainLive(error, undefined);
  } finally {
    disarm();
    implementing?.close();
  }
}

function renderExecution(execution: ClaimExecution, withSteps: boolean): string[] {
  const { claim } = execution;
  const name = `  ${nameClaim(claim)}`.padEnd(34);
  const kind = claim.claim.kind === "Reachable" ? "way" : "attack";
  if (execution.is === "no trace") return [`${name}  no ${kind} within the bounds`];
  if (execution.is === "undecided") return [`${name}  undecided: timed out`];
  const { executed, typed } = execution;
  const lines = [`${name}  ${kind} ${sayOutcome(executed)}`];
  if (typed !== undefined) {
    const without = `The code distinguishes types; without type confusion `;
    const end =
      typed.is === "executed"
        ? `the ${kind} ${sayOutcome(typed.executed)}.`
        : typed.is === "no trace"
          ? `no ${kind} within the bounds.`
          : "the search timed out.";
    lines.push(`${" ".repeat(36)}${without}${end}`);
  }
  const shown = typed?.is === "executed" ? typed.executed : executed;
  return withSteps ? [...lines, ...shown.steps.map(renderStep)] : lines;
}

function summarise(executions: readonly ClaimExecution[]): string {
  const traces = executions.filter((each) => each.is === "executed");
  const attacks = traces.filter(({ claim }) => claim.claim.kind !== "Reachable");
  const done = (list: typeof traces): number => list.filter((each) => each.executed.outcome.is === "succeeded").length;
  const reached = traces.filter(({ claim }) => claim.claim.kind === "Reachable");
  return `${count(attacks.length, "attack")}, ${done(attacks)} succeeded on bytes; ${count(reached.length, "way")} to reach a role's end, ${done(reached)} taken.`;
}

function toJson(
  protocol: string,
  executions: readonly ClaimExecution[],
  implementation: string | undefined,
  tests: readonly WithoutTest[],
): object {
  return {
    schema: "assay/executions-1",
    build: digestBuild(),
    protocol,
    ...(implementation === undefined ? {} : { implementation }),
    claims: executions.map(({ claim, ...execution }) => ({
      claim: nameClaim(claim),
      label: claim.claim.label,
      ...execution,
    })),
    ...(implementation === undefined
      ? {}
      : {
          tests: tests.map(({ test, attacks, isCut }) => ({
            ...test,
            isCut,
            attacks: attacks.map(({ claim, executed }) => ({ claim: nameClaim(claim), executed })),
          })),
        }),
  };
}
