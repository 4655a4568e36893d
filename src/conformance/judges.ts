/**
 * Who judges all claims of a model within one budget of time: the embedded verifier, or the installed reference engine.
 *
 * Searches of the verifier take turns. A process of another program cannot be asked to wait, so each claim gets an even share of
 * the time that is left, and what was not done in its share is asked once more when others have left enough.
 */
import type { Model } from "../core/protocol/ir/script.ts";
import { Deadline, OutOfTime, type Pulse } from "../lenses/verifier/pulse.ts";
import type { ClaimTarget, VerifyOptions } from "../lenses/verifier/verify.ts";
import type { Conditions } from "../lenses/conditions.ts";
import type { Search } from "../lenses/verifier/drive.ts";
import { driveTogether, type Ended } from "../lenses/verifier/drive-together.ts";
import type { ProgramSession } from "../lenses/engine/program-lens.ts";
import type { Elsewhere } from "../assess/elsewhere/elsewhere.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { giveUpUnseen, type Lens } from "../lenses/lens.ts";
import type { LoadedSource } from "../lenses/loaded-source.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";
import { hashModel } from "../repository/hash-model.ts";
import { allowOverrun } from "../assess/source-time.ts";
import type { LinkedClaim, OpenModel } from "./open-model.ts";

/** Asking once more starts from the beginning, so it takes half as much time again to be worth it. */
const ENOUGH = 1.5;

/** Judges the claims of a model, in their order. */
export type Judge = (
  open: OpenModel,
  bounds: VerifyOptions,
  conditions: Conditions,
  budgetMilliseconds: number,
) => Promise<readonly Ended[]>;

/** The embedded verifier; what it keeps of a model is gone afterwards. */
export function judgeNatively(
  startVerifier: (model: Model, pulse: Pulse) => { verify(target: ClaimTarget, options: VerifyOptions): Search },
): Judge {
  return async ({ loaded, claims }, bounds, conditions, budget) => {
    const deadline = new Deadline(conditions.now);
    deadline.extend(conditions.now() + allowOverrun(budget, budget));
    try {
      const verifier = startVerifier(loaded.model, deadline);
      const searches = claims.map(({ listed }) => verifier.verify(listed, bounds));
      return await driveTogether(searches, conditions, budget);
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      const verdict = { is: "inconclusive", why: "timeout", reached: { runs: 0 } } as const;
      return claims.map(() => ({ is: "judged", verdict, milliseconds: budget, states: 0 }));
    }
  };
}

/** The session of a program on a model, with so many claims. */
export type OpenProgram = (
  subject: Pick<LoadedSource, "source" | "model" | "parsed" | "bounds">,
  claims: number,
) => ProgramSession;

/** An installed program, whose processes cannot be asked to wait. */
export function judgeByProgram(open: OpenProgram): Judge {
  return async ({ path, loaded: { model, parsed }, claims }, bounds, conditions, budget) => {
    const source = { kind: "spdl", source: path, path } as const;
    const session = open({ source, model, parsed, bounds }, claims.length);
    try {
      return await askInTurn(session, claims, conditions, budget);
    } finally {
      session.close();
    }
  };
}

/** Asks one claim after the other, and those that were late once more. */
export async function askInTurn(
  session: Pick<ProgramSession, "judge">,
  claims: readonly LinkedClaim[],
  conditions: Conditions,
  budget: number,
): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  const deadline = conditions.now() + budget;
  let open = claims.map((claim, index) => ({ claim, index, tried: 0 }));
  while (open.length > 0) {
    const late: typeof open = [];
    for (const [i, one] of open.entries()) {
      const share = (deadline - conditions.now()) / (open.length - i);
      if (one.tried > 0 && share < ENOUGH * one.tried) continue;
      const answer = await ask(session, one.claim, conditions, Math.max(1, share));
      ended[one.index] = answer;
      const isLate = answer.is === "judged" && answer.verdict.is === "inconclusive" && answer.verdict.why === "timeout";
      if (isLate && one.tried === 0) late.push({ ...one, tried: share });
    }
    open = late;
  }
  return ended;
}

async function ask(
  session: Pick<ProgramSession, "judge">,
  { listed }: LinkedClaim,
  conditions: Conditions,
  milliseconds: number,
): Promise<Ended> {
  try {
    const driven = await session.judge(listed, conditions, milliseconds);
    if (driven !== undefined) return { is: "judged", ...driven };
    const verdict = { is: "inconclusive", why: "unsupported", reached: { runs: 0 } } as const;
    return { is: "judged", verdict, milliseconds: 0, states: 0 };
  } catch (error) {
    return { is: "failed", error, milliseconds: 0, states: 0 };
  }
}

/** Whoever does jobs for this process, with the lens of the engine; a model that cannot travel is judged by `here`. */
export function judgeElsewhere(elsewhere: Elsewhere, lens: Lens, here: Judge): Judge {
  return async (open, bounds, conditions, budget) => {
    const { path, loaded, claims } = open;
    const { model, parsed } = loaded;
    const subject: LoadedSource = {
      source: { kind: "spdl", source: path, path },
      ...{ model, parsed, bounds, subjects: [], expectations: undefined, warnings: [] },
      claims: claims.map(({ listed }) => listed),
      digests: { model: hashModel(model) },
    };
    const [job] = lens.plan(subject, { ...DEFAULT_OPTIONS, ...bounds, engine: lens.engine }, []);
    if (job === undefined || claims.length === 0) return [];
    const stopped = claims.map((): Ended => ({ is: "judged", ...giveUpUnseen("cancelled") }));
    const task = { job, subject, milliseconds: budget, earlier: [] };
    const came = await elsewhere.run(task, lens, conditions.signal).catch((error: unknown) => {
      if (!conditions.signal.aborted) throw error;
      return "stopped" as const;
    });
    if (came === "stopped") return stopped;
    if (came === undefined) return here(open, bounds, conditions, budget);
    if (came.is === "late") return claims.map(() => ({ is: "judged", ...giveUpUnseen("timeout") }));
    return came.answers.map((answer): Ended => {
      if (answer.is === "answered") {
        const { verdict, milliseconds, states } = answer;
        return { is: "judged", verdict, milliseconds, states };
      }
      const diagnostics = answer.is === "failed" ? answer.diagnostics : [];
      return { is: "failed", error: new DiagnosticError(diagnostics), milliseconds: 0, states: 0 };
    });
  };
}
