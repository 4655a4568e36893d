/** An attack that was not confirmed, in Scyther's words: what each run does, for a person to look at. */
import type { Attack, AttackRun, SpelledTerm } from "./attack.ts";

const MOST_LINES = 60;

/** One line for each run and each event of its; the intruder's own steps are left out. */
export function describeAttack({ runs }: Attack): string[] {
  const lines = runs.filter(({ isIntruder }) => !isIntruder).flatMap(describeRun);
  return lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES), `... ${lines.length - MOST_LINES} more`];
}

function describeRun({ id, protocol, role, agents, events }: AttackRun): string[] {
  const players = [...agents].map(([name, agent]) => `${name} = ${print(agent)}`).join(", ");
  return [
    `run ${id} of ${role} in ${protocol}: ${players}`,
    ...events.map(({ kind, label, message, claimType }) => {
      const what = kind === "claim" ? (claimType ?? "") : message === undefined ? "" : print(message);
      return `  run ${id} ${kind} ${label ?? ""}: ${what}`;
    }),
  ];
}

function print(term: SpelledTerm): string {
  switch (term.kind) {
    case "name":
      return term.name;
    case "pair":
      return `(${printParts(term)})`;
    case "crypt":
      if (term.form === "apply") return `${print(term.key)}(${printParts(term.body)})`;
      return `{ ${printParts(term.body)} }${print(term.key)}`;
    default:
      return term satisfies never;
  }
}

function printParts(term: SpelledTerm): string {
  return term.kind === "pair" ? `${print(term.left)}, ${printParts(term.right)}` : print(term);
}
