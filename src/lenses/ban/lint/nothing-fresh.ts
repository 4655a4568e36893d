/** Replays: what a reader attributes to somebody, with nothing in it that the reader believes fresh, may be old. */
import { boxesIn, makerOf } from "../formula/boxes.ts";
import { atom, attitude, believes, type Formula, fresh, isClear, partsOf, tuple } from "../formula/formula.ts";
import { Prover } from "../derive/prove.ts";
import { printAscii } from "../print/ascii.ts";
import type { Lint, LintInput } from "./lint.ts";

/** Every box that its receiver attributes to another and cannot tell from an old one. */
export function lintReplays({ premises, symbols, profile }: LintInput): Lint[] {
  const prover = new Prover(premises, profile);
  const found = new Map<string, Lint>();
  for (const { id, to, formula } of premises.messages) {
    for (const box of boxesIn(formula)) {
      const originator = makerOf(box, symbols);
      if (originator === undefined || originator === to || found.has(`${to} ${box.id}`)) continue;
      const reader = atom(to);
      const speaker = atom(originator);
      const isHeard = prover.prove(believes(reader, attitude("said", speaker, box.body))) !== undefined;
      if (!isHeard || isRecent(prover, reader, speaker, box.body)) continue;
      found.set(`${to} ${box.id}`, {
        kind: "nothing-fresh",
        about: { is: "message", id },
        principal: to,
        formula: box,
        sentence: `${printAscii(box)} in message ${id} has nothing in it that ${to} believes fresh, so it may be replayed.`,
      });
    }
  }
  return [...found.values()];
}

function isRecent(prover: Prover, reader: Formula, speaker: Formula, body: Formula): boolean {
  const clear = partsOf(body).filter(isClear);
  if (clear.length === 0) return false;
  // What was not found in time counts as recent: nothing is shown.
  return [believes(reader, fresh(tuple(clear))), believes(reader, attitude("believes", speaker, tuple(clear)))].some(
    (goal) => prover.prove(goal) !== undefined || prover.isUndecided(goal),
  );
}
