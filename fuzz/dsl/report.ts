/** Prints the findings of a hunt among descriptions. */
import type { Finding, Totals } from "./hunt.ts";
import { printSample } from "./generate/print.ts";
import { printGround } from "./judge/algebra.ts";
import type { Play } from "./judge/explore.ts";

/** The description of a finding with everything known about it in comments: a file that runs. */
export function writeFinding({ seed, sample, disagreement }: Finding): string {
  const { kind, engine, claim, because, play } = disagreement;
  const about =
    claim === undefined ? "" : `: ${claim.role} ${claim.word}${claim.partner === undefined ? "" : ` ${claim.partner}`}`;
  const lines = [`${kind}, ${engine}${about}`, because, `seed ${seed}`, ...(play === undefined ? [] : printPlay(play))];
  return `// @ts-nocheck\n${lines.map((line) => `// ${line}\n`).join("")}${printSample(sample)}`;
}

/** One line a step. */
export function printPlay({ runs, steps, claimant }: Play): string[] {
  return steps.map(({ run, at, message }) => {
    const cast = runs[run];
    const instruction = cast?.program.instructions[at];
    const agents = [...(cast?.agents ?? [])].map(([role, agent]) => `${role}: ${agent.op}`).join(", ");
    const label = instruction !== undefined && "label" in instruction ? ` ${instruction.label}` : "";
    const mark = run === claimant ? "*" : " ";
    return `${mark}run ${run} (${cast?.program.role} of ${agents}) ${instruction?.do}${label}: ${printGround(message)}`;
  });
}

/** The totals, one a line. */
export function writeTotals(totals: Totals, seed: number, disagreements: number, seconds: number): string {
  const sorted = (counts: ReadonlyMap<string, number>): string[] =>
    [...counts].sort((a, b) => b[1] - a[1]).map(([what, n]) => `${n} ${what}`);
  const refused = [...totals.refused.values()].reduce((sum, n) => sum + n, 0);
  return [
    `seed ${seed}: ${totals.protocols} descriptions (${totals.exhausted} explored completely), ${totals.claims} claims, ` +
      `${(totals.protocols / Math.max(seconds, 0.001)).toFixed(1)} a second`,
    ...sorted(totals.outcomes).map((line) => `  ${line}`),
    `  made of: ${sorted(totals.contents).join(", ")}`,
    `  ${refused} refused${refused === 0 ? "" : `: ${sorted(totals.refused).join(", ")}`}`,
    `${disagreements} ${disagreements === 1 ? "disagreement" : "disagreements"}`,
  ]
    .map((line) => `${line}\n`)
    .join("");
}
