/**
 * Names who judged each claim, where several engines were asked. Engines with the same answer are named together, and
 * those that were not asked are named too, so that nobody relies on an opinion that does not exist.
 */
import type { Finding, Judgement, Verdict } from "../core/verdict/verdict.ts";
import { count } from "../core/verdict/words.ts";
import { identify } from "./disagreement.ts";
import { ENGINES } from "./engines.ts";
import { nameEngine } from "./list-lenses.ts";

const NOT_ASKED = "not asked";

/** One sentence for each claim that several engines have a finding on, in the order of the findings. */
export function tellJudges(findings: readonly Finding[]): readonly Judgement[] {
  const byClaim = new Map<string, Finding[]>();
  for (const finding of findings) {
    const known = byClaim.get(identify(finding));
    if (known === undefined) byClaim.set(identify(finding), [finding]);
    else known.push(finding);
  }
  return [...byClaim.values()].flatMap((own): Judgement[] => {
    const [first] = own;
    if (first === undefined || new Set(own.map(({ engine }) => engine)).size < 2) return [];
    const { source, protocol, role, claim, label, on } = first;
    return [{ source, protocol, role, claim, label, on, sentence: describe(own) }];
  });
}

/** Equal for a judgement and the findings that it is of. */
export function keyOfClaim({ source, protocol, role, claim, label, on }: Omit<Judgement, "sentence">): string {
  return JSON.stringify([source, protocol, role, claim, label, on]);
}

function describe(own: readonly Finding[]): string {
  const groups = new Map<string, string[]>();
  for (const engine of ENGINES) {
    const finding = own.find((one) => one.engine === engine);
    const said = finding === undefined ? NOT_ASKED : nameAnswer(finding);
    groups.set(said, [...(groups.get(said) ?? []), nameEngine(engine)]);
  }
  return [...groups].map(([said, names]) => `${names.join(", ")}: ${said}`).join("; ");
}

function nameAnswer({ verdict, claim }: Finding): string {
  switch (verdict.is) {
    case "holds":
      if (claim === "Reachable") return "reached";
      return verdict.scope === "unbounded" ? "proved" : `no attack in ${count(verdict.scope.runs, "run")}`;
    case "attack":
      return "attack";
    case "vacuous":
      return "never reached";
    case "inconclusive":
      return nameSilence(verdict.why);
    default:
      // Kinds of verdict that are none of claims: no two engines have findings on the same one.
      return verdict.is;
  }
}

function nameSilence(why: Extract<Verdict, { is: "inconclusive" }>["why"]): string {
  switch (why) {
    case "unsupported":
      return NOT_ASKED;
    case "no-answer":
      return "no answer";
    case "timeout":
      return "timed out";
    case "memory":
      return "out of memory";
    case "cancelled":
      return "interrupted";
    case "not-replayed":
      return "an attack that does not replay";
    case "states":
    case "runs":
    case "steps":
    case "incomplete":
      return "undecided";
    default:
      return why satisfies never;
  }
}
