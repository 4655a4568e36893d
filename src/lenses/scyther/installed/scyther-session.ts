/**
 * The installed Scyther at work on one source: one process for all claims, and its answers as verdicts.
 *
 * Where that does not come to its end, each claim gets a process of its own, so that one that is hard, or over which
 * Scyther crashes, costs the others nothing.
 *
 * An attack that it shows is replayed on the source's own model before it counts; one that does not replay is said to
 * be just that, with what Scyther shows of it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { leaveOpenFor } from "../../engine/leave-open.ts";
import type { Model } from "../../../core/protocol/ir/script.ts";
import { listArguments } from "./arguments.ts";
import type { ClaimStatus } from "./attack.ts";
import { concludeStatus } from "./conclude.ts";
import { describeAttack } from "./describe-attack.ts";
import type { InstalledScyther } from "./find-scyther.ts";
import { type Output, readOutput } from "./read-output.ts";
import { type Ended, runProgram } from "../../engine/run-program.ts";
import type { Trace, Verdict } from "../../../core/verdict/verdict.ts";
import { addReachable, type ListedClaim, listClaims } from "../../../core/protocol/claims/listing.ts";
import { examineTrace } from "../../verifier/examine-trace.ts";
import { diagnose, type ScytherCode } from "../program-diagnostics.ts";
import type { Conditions, Driven, Stop } from "../../conditions.ts";
import { makeScytherModel, type ScytherClaim, type ScytherModel, type ScytherSource } from "./scyther-model.ts";

/** Scyther on one source. */
export interface ScytherSession {
  /** Starts the process for all claims, and waits for its end. */
  readonly begin: (conditions: Conditions, milliseconds: number) => Promise<void>;
  /**
   * Judges a claim. Undefined for one of a source of which it was said already that Scyther does not take it.
   * Throws DiagnosticError (AS604, AS605, AS606).
   */
  readonly judge: (
    listed: ListedClaim,
    conditions: Conditions,
    milliseconds: number,
  ) => Promise<Driven<Verdict> | undefined>;
  /** Said of claims without an answer where no process has printed anything. */
  readonly explainLate: () => Verdict | undefined;
  /** Removes what it left on the disk. */
  readonly close: () => void;
}

/** Attacks on one claim that are tried before it is said that none replays. */
const MOST_ATTACKS = 8;
const FILE = "model.spdl";
const MEBIBYTE = 1024 * 1024;

/** Result of asking about all claims at once. */
type Whole =
  /** `alone`: it is not asked for, as there is one claim or it came to no end. */
  | { readonly is: "unasked" | "alone" }
  | { readonly is: "running"; readonly ended: Promise<Ended>; readonly stop: () => void }
  | { readonly is: "judged"; readonly output: Output };

/** Opens a session for so many questions; nothing is run or written before the first one. */
export function openScytherSession(
  scyther: InstalledScyther,
  loaded: ScytherSource,
  questions: number = listClaims(addReachable(loaded.model)).length,
): ScytherSession {
  let model: ScytherModel | undefined;
  let folder: string | undefined;
  let state: "open" | "refused" = "open";
  let heard: "nothing asked" | "nothing" | "something" = "nothing asked";
  let whole: Whole = { is: questions > 1 ? "unasked" : "alone" };
  const prepare = (): { model: ScytherModel; folder: string } => {
    state = "refused";
    model ??= makeScytherModel(loaded);
    if (folder === undefined) {
      folder = mkdtempSync(join(tmpdir(), "assay-scyther-"));
      writeFileSync(join(folder, FILE), model.text);
    }
    state = "open";
    return { model, folder };
  };
  const run = (claim: ScytherClaim | undefined, { signal, memory }: Conditions, milliseconds: number) => {
    const { model: about, folder: at } = prepare();
    const args = listArguments({ claim, maxRuns: loaded.bounds.maxRuns, match: about.match }, FILE);
    const mebibytes = memory && memory.limit / MEBIBYTE;
    if (heard === "nothing asked") heard = "nothing";
    return runProgram(scyther.path, args, at, { milliseconds, signal, mebibytes }).then(hear);
  };
  const hear = (ended: Ended): Ended => {
    const isSilent = ended.is === "cancelled" || (ended.is === "timeout" && ended.printed.stdout === "");
    if (!isSilent) heard = "something";
    return ended;
  };
  const start = (conditions: Conditions, milliseconds: number): Whole & { is: "running" } => {
    const stopped = new AbortController();
    const signal = AbortSignal.any([conditions.signal, stopped.signal]);
    const ended = run(undefined, { ...conditions, signal }, milliseconds);
    // Whoever waits for it hears of a failure; until then nobody does.
    ended.catch(() => undefined);
    return { is: "running", ended, stop: () => stopped.abort() };
  };
  const begin: ScytherSession["begin"] = async (conditions, milliseconds) => {
    if (whole.is !== "unasked") return;
    let started: ReturnType<typeof start>;
    try {
      started = start(conditions, milliseconds);
    } catch {
      // The first question is told what is wrong with the source.
      state = "open";
      return;
    }
    whole = started;
    await started.ended.catch(() => undefined);
  };
  const judge: ScytherSession["judge"] = async (listed, conditions, milliseconds) => {
    if (state === "refused") return undefined;
    const began = conditions.now();
    const { model: about } = prepare();
    const asked = about.findClaim(listed);
    if (asked === undefined) return { verdict: unsupported(), milliseconds: 0, states: 0 };
    const done = (verdict: Verdict, states: number): Driven<Verdict> => {
      return { verdict, milliseconds: conditions.now() - began, states };
    };
    const stop = (why: Stop): Driven<Verdict> => done({ is: "inconclusive", why, reached: { runs: 0 } }, 0);
    if (whole.is === "unasked") whole = start(conditions, milliseconds);
    if (whole.is === "running") {
      const ended = await endWithin(whole, milliseconds);
      if (ended.is === "cancelled") return stop("cancelled");
      const output = ended.is === "ended" ? readOutput(ended.printed) : undefined;
      const isUseful = output?.is === "judged" || output?.is === "refused";
      whole = isUseful ? { is: "judged", output } : { is: "alone" };
      if (ended.is === "timeout") return stop("timeout");
    }
    let output: Output;
    if (whole.is === "judged") output = whole.output;
    else {
      const left = milliseconds - (conditions.now() - began);
      const ended = await run(asked, conditions, Math.max(1, left));
      if (ended.is === "timeout" || ended.is === "cancelled") return stop(ended.is);
      if (ended.is === "memory") return done(leaveOpen("AS605", "Scyther exceeds its memory limit."), 0);
      output = readOutput(printedOf(ended));
    }
    if (output.is === "refused") state = "refused";
    const status = pickStatus(output, asked);
    return done(judgeStatus(status, listed, about, loaded), status.states);
  };
  const close = (): void => {
    if (whole.is === "running") whole.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    folder = undefined;
  };
  const explainLate = (): Verdict | undefined =>
    heard === "nothing" ? leaveOpen("AS605", "Scyther printed nothing before the time-out.") : undefined;
  return { begin, judge, explainLate, close };
}

/** Waits for the process so long; it is ended then. */
async function endWithin(
  { ended, stop }: Whole & { is: "running" },
  milliseconds: number,
): Promise<Ended | { readonly is: "timeout" }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ readonly is: "timeout" }>((resolve) => {
    timer = setTimeout(() => resolve({ is: "timeout" }), milliseconds);
  });
  try {
    return await Promise.race([ended, late]);
  } finally {
    clearTimeout(timer);
    stop();
  }
}

/** An error where Scyther is all that is asked; beside other engines the claim is left open for it. */
function fail(code: ScytherCode, message: string): DiagnosticError {
  return new DiagnosticError([{ ...diagnose(code, message), severity: "error" }]);
}

function printedOf(
  ended: Exclude<Ended, { is: "timeout" | "cancelled" | "memory" }>,
): Parameters<typeof readOutput>[0] {
  switch (ended.is) {
    case "ended":
      return ended.printed;
    case "overflow":
      throw fail("AS606", "Scyther prints too much.");
    case "failed":
      throw fail("AS605", `Scyther could not be started: ${ended.why}.`);
    default:
      return ended satisfies never;
  }
}

function pickStatus(output: Output, { protocol, label }: ScytherClaim): ClaimStatus {
  switch (output.is) {
    case "judged": {
      const [status, ...more] = output.claims.filter((claim) => claim.label === label && claim.protocol === protocol);
      if (status !== undefined && more.length === 0) return status;
      throw fail("AS606", "The output of Scyther lacks the requested claim.");
    }
    case "refused": {
      const said = output.messages.map((line) => line.replace(/^error: /, "").trim()).join(" ");
      throw fail("AS604", `Scyther rejects the model:  ${said}`);
    }
    case "crashed":
      throw fail("AS605", `Scyther ends without a result: ${output.how}.`);
    case "unreadable":
      throw fail("AS606", `The output of Scyther cannot be read: ${output.why}.`);
    default:
      return output satisfies never;
  }
}

function judgeStatus(status: ClaimStatus, listed: ListedClaim, about: ScytherModel, loaded: ScytherSource): Verdict {
  const { maxRuns } = loaded.bounds;
  const context = { ...about.describeClaim(listed), maxRuns };
  if (status.failed === 0) return concludeStatus(status, context);
  const smallestFirst = [...status.attacks].reverse().slice(0, MOST_ATTACKS);
  const reasons = new Set<string>();
  for (const attack of smallestFirst) {
    const traces = about.readAttack(attack);
    if ("misfit" in traces) {
      reasons.add(traces.misfit);
      continue;
    }
    const ends = traces.filter(({ steps }) => steps.at(-1)?.run === 0 && steps.at(-1)?.event === listed.at);
    const trace = findReplay(loaded.model, ends);
    if (trace !== undefined) return makeConfirmed(trace, listed, loaded.model);
    reasons.add("replayed, it cannot take place or violates nothing");
  }
  const [shown] = smallestFirst;
  return {
    is: "inconclusive",
    why: "not-replayed",
    reached: { runs: 0 },
    notes: [...reasons],
    evidence: shown === undefined ? [] : describeAttack(shown),
  };
}

function findReplay(model: Model, traces: Exclude<ReturnType<ScytherModel["readAttack"]>, { misfit: string }>) {
  for (const proposed of traces) {
    const trace = examineTrace(model, proposed);
    if (trace !== undefined) return trace;
  }
  return undefined;
}

/** Confirmed on the source's own model: nothing of the encoding is left in it. */
function makeConfirmed(trace: Trace, { claim }: ListedClaim, { approximations, assumptions }: Model): Verdict {
  const theory = approximations.length === 0 ? "exact" : "approximated";
  if (claim.kind !== "Reachable") return { is: "attack", trace, minimised: true, approximations, assumptions };
  const [scope, method] = ["unbounded", "scyther"] as const;
  return { is: "holds", scope, method, theory, approximations, assumptions, witness: trace, notes: [] };
}

function unsupported(): Verdict {
  return { is: "inconclusive", why: "unsupported", reached: { runs: 0 } };
}

function leaveOpen(code: ScytherCode, message: string): Verdict {
  return leaveOpenFor(diagnose(code, message));
}
