/** Asks an installed program about a description's claims, and finds contradictions with the verdicts. */
import type { Description } from "../../../src/core/protocol/ir/description.ts";
import type { Verdict } from "../../../src/core/verdict/verdict.ts";

/** A program's answer on one claim. */
export type Said =
  | { readonly is: "proved" | "open" | "derived" }
  /** An execution of so many runs, replayed. */
  | { readonly is: "refuted"; readonly runs: number }
  /** An execution that it does not print; the model says nothing but what the description does. */
  | { readonly is: "falsified" }
  /** It shows an execution that does not stand. */
  | { readonly is: "unreplayed"; readonly why: string };

/** An installed program that judges descriptions. */
export interface ProgramJudge {
  readonly name: "proverif" | "tamarin";
  readonly title: string;
  /** By role and label; a sentence where it does not take the model. */
  readonly ask: (description: Description) => ReadonlyMap<string, Said> | string;
}

/** How claims are found in what is said. */
export function nameClaim(role: string, label: string): string {
  return `${role} ${label}`;
}

/** A contradiction, with its reason in one sentence. */
export interface Contradicted {
  readonly kind: "missed attack" | "missed reach" | "false attack" | "unreplayed";
  readonly because: string;
}

/** Where what a program says contradicts a verdict. */
export function contradictProgram(
  title: string,
  said: Said,
  verdict: Verdict,
  isReachable: boolean,
): Contradicted | undefined {
  const isShown = verdict.is === "attack" || (isReachable && verdict.is === "holds");
  switch (said.is) {
    case "open":
    case "derived":
      return undefined;
    case "proved":
      return isShown ? { kind: "false attack", because: `${title} proves what '${verdict.is}' denies` } : undefined;
    case "unreplayed":
      return { kind: "unreplayed", because: `${title} shows an execution that cannot be replayed: ${said.why}` };
    case "falsified": {
      const because = `${title} has an execution`;
      if (verdict.is === "vacuous") return { kind: "missed reach", because };
      if (isReachable || verdict.is !== "holds" || verdict.scope !== "unbounded") return undefined;
      return { kind: "missed attack", because };
    }
    case "refuted": {
      const because = `${title} has an execution of ${said.runs} runs, which replays`;
      if (verdict.is === "vacuous") return { kind: "missed reach", because };
      if (isReachable || verdict.is !== "holds") return undefined;
      const isCovered = verdict.scope === "unbounded" || verdict.scope.runs >= said.runs;
      return isCovered ? { kind: "missed attack", because } : undefined;
    }
    default:
      return said satisfies never;
  }
}
