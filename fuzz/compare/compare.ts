/**
 * One model, several opinions: where the engines of the verifier contradict the explorer or each other.
 *
 * An attack or a witness of an engine is played again by the explorer's own rules, whatever its size; from then on it
 * contradicts whoever says that there is none. An attack with n runs contradicts every verdict that covers n runs. Where
 * the explorer found nothing, the verifier may have looked further: that is counted and is no contradiction.
 */
import type { Model } from "../../src/core/protocol/ir/script.ts";
import type { Verdict } from "../../src/core/verdict/verdict.ts";
import { checkPlay } from "../explorer/check-play.ts";
import { type Bounds, type Exploration, explore } from "../explorer/explore.ts";
import type { Play } from "../explorer/play.ts";
import { type ClaimAt, claimsIn, keyOf } from "../explorer/world.ts";
import type { Engine, JudgeClaim, Opinion } from "./engine.ts";

export interface Disagreement {
  readonly kind:
    | "missed attack"
    | "missed reach"
    | "wrongly vacuous"
    | "false attack"
    | "no execution"
    | "error"
    | "explorer's mistake"
    | "installed";
  /** The engine that the others disagree with. */
  readonly engine: string;
  readonly claim: ClaimAt;
  /** The reason of each side, in one sentence. */
  readonly because: string;
  readonly play?: Play | undefined;
}

export interface Comparison {
  readonly disagreements: readonly Disagreement[];
  /** For each engine how each claim was settled, for the totals. */
  readonly outcomes: readonly string[];
  /** The opinions of the first engine, by `keyOf`. */
  readonly opinions: ReadonlyMap<string, Opinion>;
  readonly exploration: Exploration;
  readonly claims: number;
  /** Claims that the installed Scyther judged too. */
  readonly installed?: number;
}

/** A claim with what is known against it. */
interface Case {
  readonly model: Model;
  readonly claim: ClaimAt;
  readonly shown: { readonly by: string; readonly play: Play } | undefined;
  readonly isReached: boolean;
}

/** Compares all opinions about every claim that stands in the model. */
export function compareModel(model: Model, engines: readonly Engine[], bounds: Bounds): Comparison {
  const exploration = explore(model, bounds);
  const judges = engines.map((engine) => ({ name: engine.name, judge: engine.makeJudge(model) }));
  const disagreements: Disagreement[] = [];
  const outcomes: string[] = [];
  const opinions = new Map<string, Opinion>();
  const claims = claimsIn(model);
  for (const claim of claims) {
    const asked = judges.map(({ name, judge }) => ({ name, opinion: ask(name, judge, claim) }));
    const found = exploration.found.get(keyOf(claim));
    if (found !== undefined) disagreements.push(...refute(model, claim, "explorer", found.play, "explorer's mistake"));
    const subject: Case = {
      model,
      claim,
      shown: found === undefined ? findShown(model, asked) : { by: "explorer", play: found.play },
      isReached: exploration.reached.has(keyOf(claim)),
    };
    for (const [i, { name, opinion }] of asked.entries()) {
      const against = "kind" in opinion ? [opinion] : contradict(subject, name, opinion);
      disagreements.push(...against);
      outcomes.push(`${name}: ${"kind" in opinion || against.length > 0 ? "disagreement" : settle(subject, opinion)}`);
      if (i === 0 && !("kind" in opinion)) opinions.set(keyOf(claim), opinion);
    }
  }
  return { disagreements, outcomes, opinions, exploration, claims: claims.length };
}

function ask(engine: string, judge: JudgeClaim, claim: ClaimAt): Opinion | Disagreement {
  try {
    return judge(claim);
  } catch (error) {
    const because = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: "error", engine, claim, because };
  }
}

/** The first execution among the opinions that stands. */
function findShown(
  model: Model,
  asked: readonly { readonly name: string; readonly opinion: Opinion | Disagreement }[],
): Case["shown"] {
  for (const { name, opinion } of asked) {
    const { play } = opinion;
    if (play === undefined) continue;
    const checked = checkPlay(model, play);
    if ("violated" in checked && checked.violated) return { by: name, play };
  }
  return undefined;
}

function contradict({ model, claim, shown, isReached }: Case, engine: string, opinion: Opinion): Disagreement[] {
  const { verdict, play } = opinion;
  const isReachable = claim.claim.kind === "Reachable";
  const runs = shown?.play.runs.length ?? 0;
  switch (verdict.is) {
    case "attack":
      return refute(model, claim, engine, play, "false attack");
    case "holds": {
      if (isReachable) return refute(model, claim, engine, play, "false attack");
      if (shown === undefined || (verdict.scope !== "unbounded" && verdict.scope.runs < runs)) return [];
      const because = `${shown.by} has an attack with ${runs} runs; ${engine} says 'holds'`;
      return [{ kind: "missed attack", engine, claim, because, play: shown.play }];
    }
    case "vacuous": {
      if (!isReached && shown === undefined) return [];
      const because = `a run with honest agents comes to the claim; ${engine} says 'vacuous'`;
      return [{ kind: isReachable ? "missed reach" : "wrongly vacuous", engine, claim, because, play: shown?.play }];
    }
    // Nothing was found out, or it is what no engine says of a claim.
    default:
      return [];
  }
}

/** Plays what is shown; nothing when it stands. */
function refute(
  model: Model,
  claim: ClaimAt,
  engine: string,
  play: Play | undefined,
  kind: Disagreement["kind"],
): Disagreement[] {
  if (play === undefined) {
    return [{ kind: "no execution", engine, claim, because: `${engine} names no execution for its verdict` }];
  }
  const checked = checkPlay(model, play);
  if ("refused" in checked) {
    return [{ kind, engine, claim, because: `the execution cannot take place: ${checked.refused}`, play }];
  }
  return checked.violated ? [] : [{ kind, engine, claim, because: "the execution violates nothing", play }];
}

function settle({ claim, shown }: Case, { verdict }: Opinion): string {
  if (isOpen(verdict)) return "open";
  if (verdict.is === "vacuous" || (verdict.is === "holds" && claim.claim.kind !== "Reachable")) return "holds";
  return shown?.by === "explorer" ? "shown, and found by the explorer" : "shown, beyond the explorer";
}

function isOpen(verdict: Verdict): boolean {
  return verdict.is === "inconclusive";
}
