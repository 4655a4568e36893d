/**
 * One model, two opinions: where the verifier and the explorer contradict each other.
 *
 * An attack or a witness of the verifier is played again by the explorer's own rules, whatever its size. An attack of
 * the explorer with n runs contradicts every verdict that covers n runs. Where the explorer found nothing, the verifier
 * may have looked further: that is counted and is no contradiction.
 */
import type { Model } from "../../src/protocol/ir/script.ts";
import type { Verdict } from "../../src/verdict/verdict.ts";
import { checkPlay } from "../explorer/check-play.ts";
import { type Bounds, type Exploration, explore } from "../explorer/explore.ts";
import type { Play } from "../explorer/play.ts";
import { type ClaimAt, claimsIn, keyOf } from "../explorer/world.ts";
import type { JudgeClaim, MakeJudge, Opinion } from "./opinion.ts";

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
  readonly claim: ClaimAt;
  /** What each side says, in one sentence. */
  readonly because: string;
  readonly verdict?: Verdict | undefined;
  readonly play?: Play | undefined;
}

/** How a claim was settled, for the totals. */
export type Outcome =
  | "both attack"
  | "both hold"
  | "attack beyond the explorer"
  | "undecided by the verifier"
  | "disagreement";

export interface Comparison {
  readonly disagreements: readonly Disagreement[];
  readonly outcomes: readonly Outcome[];
  readonly opinions: ReadonlyMap<string, Opinion>;
  readonly exploration: Exploration;
  /** Claims that the installed Scyther judged too. */
  readonly installed?: number;
}

/** Compares both opinions about every claim that stands in the model. */
export function compareModel(model: Model, makeJudge: MakeJudge, bounds: Bounds): Comparison {
  const exploration = explore(model, bounds);
  const judge = makeJudge(model);
  const disagreements: Disagreement[] = [];
  const outcomes: Outcome[] = [];
  const opinions = new Map<string, Opinion>();
  for (const claim of claimsIn(model)) {
    const asked = ask(judge, claim);
    if ("kind" in asked) {
      disagreements.push(asked);
      outcomes.push("disagreement");
      continue;
    }
    opinions.set(keyOf(claim), asked);
    const found = findDisagreement(model, claim, asked, exploration);
    if (found !== undefined) disagreements.push(found);
    outcomes.push(found === undefined ? settle(claim, asked.verdict, exploration) : "disagreement");
  }
  return { disagreements, outcomes, opinions, exploration };
}

function ask(judge: JudgeClaim, claim: ClaimAt): Opinion | Disagreement {
  try {
    return judge(claim);
  } catch (error) {
    const because = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: "error", claim, because };
  }
}

function findDisagreement(
  model: Model,
  claim: ClaimAt,
  { verdict, play }: Opinion,
  { found, reached }: Exploration,
): Disagreement | undefined {
  const mine = found.get(keyOf(claim))?.play;
  const object = (kind: Disagreement["kind"], because: string, shown?: Play): Disagreement => ({
    kind,
    claim,
    because,
    verdict,
    play: shown,
  });
  if (mine !== undefined) {
    const checked = checkPlay(model, mine);
    const wrong = "refused" in checked ? checked.refused : checked.violated ? undefined : "violates nothing";
    if (wrong !== undefined) return object("explorer's mistake", wrong, mine);
  }
  const runs = mine?.runs.length ?? 0;
  switch (verdict.is) {
    case "holds":
      if (claim.claim.kind === "Reachable") return refute(model, object, play);
      if (mine === undefined || (verdict.scope !== "unbounded" && verdict.scope.runs < runs)) return undefined;
      return object("missed attack", `the explorer has an attack with ${runs} runs; the verdict is 'holds'`, mine);
    case "vacuous": {
      const isReached = claim.claim.kind === "Reachable" ? mine !== undefined : reached.has(keyOf(claim));
      if (!isReached) return undefined;
      const because = "the explorer has a run with honest agents come to the claim; the verdict is 'vacuous'";
      return object(claim.claim.kind === "Reachable" ? "missed reach" : "wrongly vacuous", because, mine);
    }
    case "attack":
      return refute(model, object, play);
    case "inconclusive":
      return undefined;
    default:
      return verdict satisfies never;
  }
}

/** Plays what the verifier shows; undefined when it stands. */
function refute(
  model: Model,
  object: (kind: Disagreement["kind"], because: string, shown?: Play) => Disagreement,
  play: Play | undefined,
): Disagreement | undefined {
  if (play === undefined) return object("no execution", "the verifier names no execution for its verdict");
  const checked = checkPlay(model, play);
  if ("refused" in checked) return object("false attack", `the execution cannot take place: ${checked.refused}`, play);
  return checked.violated ? undefined : object("false attack", "the execution violates nothing", play);
}

function settle(claim: ClaimAt, verdict: Verdict, { found }: Exploration): Outcome {
  if (verdict.is === "inconclusive") return "undecided by the verifier";
  const isShown = verdict.is === "attack" || (verdict.is === "holds" && claim.claim.kind === "Reachable");
  if (!isShown) return "both hold";
  return found.has(keyOf(claim)) ? "both attack" : "attack beyond the explorer";
}
