/** Runs `assay derive --corpus` on a corpus in GNY logic. */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { count } from "../../core/verdict/words.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { type GnyOutcome, judgeGnyGoal } from "../../lenses/ban/analyse-gny.ts";
import { readTerm } from "../../lenses/ban/derive/gny/term.ts";
import { nameList } from "../../lenses/ban/print/linear/linear-proof.ts";
import { printGny } from "../../lenses/ban/print/print-gny.ts";
import { readGnyCorpus } from "../../lenses/ban/read/read-gny.ts";
import { GNY_RULES } from "../../lenses/ban/rules/gny-table.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import type { Terminal } from "../terminal.ts";
import type { DeriveFlags } from "./derive-flags.ts";

/** One line for each goal, with `--details` its proof or what is missing, then a total. */
export function runGnyCorpus(
  words: readonly string[],
  flags: DeriveFlags,
  { path, text }: { readonly path: string; readonly text: string },
  terminal: Terminal,
): ExitStatus {
  if (words.length > 0 || flags.format !== "text" || flags.linear === true || flags.beliefs === true) {
    const help = "Use only --details.";
    throw new DiagnosticError([
      diagnose("AS101", "A corpus in GNY logic is judged as a whole, and printed as text.", { help }),
    ]);
  }
  const analyses = readGnyCorpus(path, text);
  let judged = 0;
  let different = 0;
  for (const { id, premises, goals } of analyses) {
    for (const { id: goal, formula, expected } of goals) {
      judged += 1;
      const outcome = judgeGnyGoal(formula, premises);
      const isAsExpected = (outcome.is === "derived") === expected;
      if (!isAsExpected) different += 1;
      const note = isAsExpected ? "" : `  expected: ${expected ? "derived" : "underivable"}`;
      const line = `${isAsExpected ? "ok  " : "DIFF"} ${id} ${goal}  ${outcome.is.padEnd(11)}  ${printGny(formula)}${note}`;
      terminal.print(`${sanitise(line)}\n`);
      if (flags.details !== true) continue;
      for (const detail of explainOutcome(outcome)) terminal.print(`       ${sanitise(detail)}\n`);
    }
  }
  const said = different === 0 ? "all as expected" : `${different} not as expected`;
  terminal.print(
    `${count(analyses.length, "protocol")}, ${count(judged, "goal")} in GNY logic: ${said}; every proof was checked.\n`,
  );
  return different === 0 ? EXIT.expected : EXIT.differs;
}

function explainOutcome(outcome: GnyOutcome): readonly string[] {
  if (outcome.is === "derived") {
    const labels = new Map<number, string>();
    return outcome.proof.steps.flatMap((step) => {
      if ("assumption" in step) {
        labels.set(step.id, step.assumption);
        return [];
      }
      const label = `S${[...labels.values()].filter((one) => /^S\d+$/.test(one)).length + 1}`;
      labels.set(step.id, label);
      const formula = printGny(readTerm(step.conclusion));
      if ("message" in step) return [`${label}: ${formula}, message ${step.message}.`];
      const from = nameList(step.premises.map((id) => labels.get(id) ?? String(id)));
      return [`${label}: ${formula}, from ${from}, by ${step.rule} (${GNY_RULES.get(step.rule)?.title ?? ""}).`];
    });
  }
  const sets = outcome.missing.map((set) => `It would follow from ${set.map(printGny).join(" and ")}.`);
  switch (outcome.together) {
    case "enough":
      return outcome.complete ? sets : [...sets, "The search was cut off; there may be more such sets."];
    case "too few":
      return [
        "No possession, freshness, recognisability, key, jurisdiction or honesty over its terms helps: a message is missing.",
      ];
    case "undecided":
      return ["Undecided whether an assumption helps: the search took too many steps."];
    default:
      return outcome.together satisfies never;
  }
}
