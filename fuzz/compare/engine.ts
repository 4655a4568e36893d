/** Engines of the verifier behind one interface: what one says about a claim, and the execution behind it. */
import type { Model } from "../../src/core/protocol/ir/script.ts";
import type { Verdict } from "../../src/core/verdict/verdict.ts";
import { prepareModel } from "../../src/lenses/verifier/prepare.ts";
import { Saturation } from "../../src/lenses/verifier/saturation/prove.ts";
import { type Progress, type Signal, Verifier, type VerifyOptions } from "../../src/lenses/verifier/verify.ts";
import type { Play } from "../explorer/play.ts";
import type { ClaimAt } from "../explorer/world.ts";
import type { FuzzOptions } from "../options.ts";

export interface Opinion {
  readonly verdict: Verdict;
  /** The execution behind an attack, or behind a claim that is reached. */
  readonly play?: Play | undefined;
}

/** Judges the claims of one model. */
export type JudgeClaim = (claim: ClaimAt) => Opinion;

export interface Engine {
  readonly name: string;
  makeJudge(model: Model): JudgeClaim;
}

/** Begins to measure a claim; what it returns says whether its time is over. */
export type StartTimer = () => () => boolean;

/** A claim may take as long as it likes; only states end it, so that results repeat on every machine. */
export const NO_TIMER: StartTimer = () => () => false;

/** The verifier as its users have it; `seam` makes a weaker one. */
export function nativeEngine(
  options: VerifyOptions,
  startTimer: StartTimer = NO_TIMER,
  seam?: ConstructorParameters<typeof Verifier>[1],
): Engine {
  return {
    name: "verifier",
    makeJudge(model) {
      const verifier = new Verifier(model, seam);
      return ({ protocol, role, at, claim }) => {
        const target = { protocol, role, label: claim.label, at };
        const verdict = drive(verifier.verify(target, options), startTimer());
        if (verdict.is !== "attack" && (verdict.is !== "holds" || claim.kind !== "Reachable")) return { verdict };
        // The same search again, without a timer: it ended once, so it ends.
        return { verdict, play: drive(verifier.attack(target, options), () => false)?.execution.trace };
      };
    },
  };
}

/** So many milliseconds. */
export function countTime(milliseconds: number): StartTimer {
  return () => {
    const end = performance.now() + milliseconds;
    return () => performance.now() > end;
  };
}

/** The engines that an option names. */
export function chooseEngines(choice: FuzzOptions["engine"], native: Engine, saturation: Engine): Engine[] {
  switch (choice) {
    case "native":
      return [native];
    case "saturation":
      return [saturation];
    case "all":
      return [native, saturation];
    default:
      return choice satisfies never;
  }
}

/** Counts how often a search asks instead of the time, so that results repeat on every machine. */
export function countAsks(most: number): StartTimer {
  return () => {
    let left = most;
    return () => left-- <= 0;
  };
}

/**
 * Proofs by saturation alone, also of claims that the search would settle first. `whenTired`: whether a proof that the
 * verifier would let rest goes on.
 */
export function saturationEngine(
  startTimer: StartTimer = NO_TIMER,
  whenTired: "goes on" | "gives up" = "goes on",
): Engine {
  return {
    name: "saturation",
    makeJudge(model) {
      const prepared = prepareModel(new Verifier(model).model);
      const saturation = new Saturation(prepared);
      return ({ protocol, role, at, claim }) => {
        const scripts = prepared.scripts.filter((one) => one.protocol.name === protocol && one.role.role === role);
        const isOver = startTimer();
        const proof = saturation.prove(scripts, at, claim);
        let step = proof.next();
        while (step.done !== true && !isOver() && (step.value !== "tired" || whenTired === "goes on"))
          step = proof.next();
        if (step.done !== true) return { verdict: { is: "inconclusive", why: "timeout", reached: { runs: 0 } } };
        if (!step.value) return { verdict: { is: "inconclusive", why: "unsupported", reached: { runs: 0 } } };
        if (claim.kind === "Reachable") return { verdict: { is: "vacuous", blocked: "claim" } };
        return { verdict: holdFor("saturation") };
      };
    },
  };
}

function holdFor(method: string): Verdict {
  return { is: "holds", scope: "unbounded", method, theory: "exact", approximations: [], assumptions: [], notes: [] };
}

function drive<R>(search: Generator<Progress, R, Signal | undefined>, isOver: () => boolean): R {
  for (let step = search.next(); ; step = search.next(isOver() ? "timeout" : "go")) {
    if (step.done === true) return step.value;
  }
}
