/** Prints the findings of a hunt. */
import { printPlay } from "./compare/print-play.ts";
import type { Finding, Totals } from "./hunt.ts";

/** The model of a finding with everything known about it in comments; a file that loads. */
export function writeFinding({ seed, text, model, disagreement }: Finding): string {
  const { kind, engine, claim, because, play } = disagreement;
  const lines = [
    `${kind}, ${engine}: ${claim.protocol},${claim.role} ${claim.claim.label} (${claim.claim.kind})`,
    because,
    `seed ${seed}`,
    ...(play === undefined ? [] : printPlay(model, play)),
  ];
  return `${lines.map((line) => `// ${line}\n`).join("")}${text}`;
}

/** The totals, one a line. */
export function writeTotals(totals: Totals, seed: number, disagreements: number): string {
  const outcomes = [...totals.outcomes].sort((a, b) => b[1] - a[1]).map(([outcome, n]) => `  ${n} ${outcome}`);
  return [
    `seed ${seed}: ${totals.protocols} protocols (${totals.exhausted} explored completely), ${totals.claims} claims`,
    ...outcomes,
    ...(totals.installed === 0 ? [] : [`  ${totals.installed} also judged by the installed Scyther`]),
    `${disagreements} ${disagreements === 1 ? "disagreement" : "disagreements"}`,
  ]
    .map((line) => `${line}\n`)
    .join("");
}
