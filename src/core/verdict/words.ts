/** How people name what an assessment says: claims, verdicts and scopes in words, the same in every report. */
import type { Bound, Estimated, Finding, Searched, Verdict } from "./verdict.ts";

const CLAIM_WORDS: Readonly<Record<string, string>> = {
  Secret: "secret",
  SKR: "session-key secret",
  Alive: "alive",
  Weakagree: "weak-agree",
  Niagree: "ni-agree",
  Nisynch: "ni-synch",
  Agree: "agree",
  InjectiveAgree: "injective-agree",
  InjectiveSynch: "injective-synch",
  Commit: "commit",
  Reachable: "reachable",
};

/** The claim as a phrase, e.g. `secret M`, `agree DO on N1`, `reachable`; a type flaw is told from what it is one of. */
export function nameClaim({ claim, on, match }: Pick<Finding, "claim" | "on" | "match">): string {
  const word = CLAIM_WORDS[claim] ?? claim;
  const phrase = on === "-" ? word : `${word} ${on}`;
  return match === undefined ? phrase : `type flaw, ${phrase}`;
}

/** `unbounded`, or the bound in words. */
export function nameScope(scope: "unbounded" | Bound): string {
  return scope === "unbounded" ? scope : `up to ${count(scope.runs, "run")}`;
}

/** The verdict's measure: its scope, its steps, where it is blocked or how far it came. */
export function nameExtent(verdict: Verdict): string {
  switch (verdict.is) {
    case "holds":
      return nameScope(verdict.scope);
    case "attack":
      return count(verdict.trace.steps.length, "step");
    case "vacuous":
      return `blocked at ${verdict.blocked}`;
    case "inconclusive":
      return nameProgress(verdict);
    case "derived":
      return verdict.rests.length === 0 ? "rests on nothing" : `rests on ${verdict.rests.join(", ")}`;
    case "underivable":
      if (verdict.missing.length > 0) return `lacks ${verdict.missing[0]?.join(" and ")}`;
      return verdict.cutOff === undefined ? "a message is missing" : "what is missing was not found";
    case "estimated":
      return describeAdvantage(verdict);
    case "searched":
      return describeSearch(verdict);
    default:
      return verdict satisfies never;
  }
}

/** The bounds of an interval with three digits, rounded away from what they bound. */
export function roundInterval([low, high]: Estimated["advantage"]): readonly [low: string, high: string] {
  return [String(Math.floor(low * 1000) / 1000), String(Math.ceil(high * 1000) / 1000)];
}

/**
 * `advantage 0.982 to 1 at 99 %, 600 of 600 plays won: attack`, or `below 0.062 at 99 % for this adversary, 4,000 plays`.
 * Bounds are rounded away from what they bound.
 */
export function describeAdvantage(
  verdict: Pick<Estimated, "advantage" | "confidence" | "plays" | "won" | "distinguished">,
): string {
  const { plays, won } = verdict;
  const [down, up] = roundInterval(verdict.advantage);
  const at = `at ${Number((verdict.confidence * 100).toFixed(4))} %`;
  const played = `${plays.toLocaleString("en-US")} plays`;
  return verdict.distinguished
    ? `advantage ${down} to ${up} ${at}, ${won.toLocaleString("en-US")} of ${played} won: attack`
    : `${up === "0" ? "none" : `below ${up}`} ${at} for this adversary, ${played}`;
}

/** `26 of 50 goals broken in 100 sequences: attack`, or `none of 23 goals broken in 100 sequences`. */
export function describeSearch({
  sequences,
  goals,
  attacks,
}: Pick<Searched, "sequences" | "goals" | "attacks">): string {
  const played = `${count(goals.length, "goal")} broken in ${sequences.toLocaleString("en-US")} sequences`;
  return attacks.length === 0 ? `none of ${played}` : `${attacks.length} of ${played}: attack`;
}

function nameProgress({ why, reached }: Extract<Verdict, { is: "inconclusive" }>): string {
  if (why === "unsupported" || why === "no-answer") return "not examined";
  if (why === "steps") return "undecided";
  return why === "not-replayed" || why === "incomplete" ? "not settled" : `${count(reached.runs, "run")} done`;
}

/** The measure of a finding, and who found it where that is not the embedded verifier. */
export function nameFindingExtent({ verdict, engine }: Pick<Finding, "verdict" | "engine">): string {
  return engine === "native" ? nameExtent(verdict) : `${nameExtent(verdict)}, by ${nameEngine(engine)}`;
}

/** An engine as its authors write it. */
export function nameEngine(engine: Finding["engine"]): string {
  switch (engine) {
    case "native":
      return "Assay";
    case "scyther":
      return "Scyther";
    case "proverif":
      return "ProVerif";
    default:
      return engine satisfies never;
  }
}

/** Why nothing was concluded, and what to do about it. */
export function explainInconclusive(why: Extract<Verdict, { is: "inconclusive" }>["why"]): string {
  switch (why) {
    case "timeout":
      return "the time was up; raise it with --timeout";
    case "states":
      return "too many states; raise --max-states";
    case "runs":
      return "no run was seen to get there; raise --max-runs";
    case "steps":
      return "matching a quantified assumption took too many steps; give it fewer variables";
    case "memory":
      return "the memory was full; raise it with --max-memory";
    case "cancelled":
      return "interrupted";
    case "unsupported":
      return "claims of this kind are not judged";
    case "incomplete":
      return "the engine's answer says less than it seems to";
    case "not-replayed":
      return "the engine shows what cannot be executed";
    case "no-answer":
      return "the engine gives no answer";
    default:
      return why satisfies never;
  }
}

/** A number and its noun, e.g. `1 run`, `5 runs`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** Who is honest by assumption, as a clause; undefined where a finding is no claim. */
export function nameHonest({ honest, trusted = [] }: Pick<Finding, "honest" | "trusted">): string | undefined {
  if (honest === undefined) return undefined;
  const everywhere = trusted.length === 0 ? "" : `; ${trusted.join(", ")} in every run`;
  return `${honest.join(", ")} in the run that claims${everywhere}`;
}
