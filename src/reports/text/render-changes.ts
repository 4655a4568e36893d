/** Differences in verdicts for a terminal, a line each. */
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import type { Change } from "../../findings/changes.ts";
import type { Finding } from "../../core/verdict/verdict.ts";
import { nameClaim } from "../../core/verdict/words.ts";
import { nameFindingExtent } from "../../findings/outline-verdict.ts";

/** Renders the changes; ends in a line feed, if there are any. */
export function renderChanges(changes: readonly Change[]): string {
  return changes.map((change) => `  ${sanitise(describe(change))}\n`).join("");
}

function describe(change: Change): string {
  switch (change.kind) {
    case "new":
      return `${nameFinding(change.after)}: new, ${nameVerdict(change.after)}`;
    case "gone":
      return `${nameFinding(change.before)}: gone, was ${nameVerdict(change.before)}`;
    case "changed":
      return `${nameFinding(change.after)}: ${nameVerdict(change.before)} -> ${nameVerdict(change.after)}`;
    default:
      return change satisfies never;
  }
}

function nameFinding(finding: Finding): string {
  return `${finding.role} ${nameClaim(finding)} (${finding.label})`;
}

function nameVerdict(finding: Finding): string {
  const { verdict, expected } = finding;
  const note = expected === undefined ? "" : expected.met ? ", expected" : ", NOT EXPECTED";
  return `${verdict.is}, ${nameFindingExtent(finding)}${note}`;
}
