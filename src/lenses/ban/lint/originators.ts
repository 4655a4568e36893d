/** Ciphertexts under shared keys and secrets: each should say who made it, and that one should have the key. */
import { type Box, boxesIn, isSymmetric } from "../formula/boxes.ts";
import { atom, attitude, believes, bond, childrenOf, type Formula } from "../formula/formula.ts";
import { type Message, Prover } from "../derive/prove.ts";
import { printAscii } from "../print/ascii.ts";
import type { Lint, LintInput } from "./lint.ts";

/** Ciphertexts without originator, and those whose originator has no such key. */
export function lintOriginators(input: LintInput): Lint[] {
  const found = new Map<string, Lint>();
  const prover = new Prover(input.premises, input.profile);
  for (const { id, formula } of input.premises.messages) {
    for (const box of boxesIn(formula)) {
      const lint = lintBox(box, id, prover, input);
      if (lint !== undefined && !found.has(box.id)) found.set(box.id, lint);
    }
  }
  return [...found.values()];
}

function lintBox(box: Box, message: string, prover: Prover, input: LintInput): Lint | undefined {
  if (!isSymmetric(box, input.symbols)) return undefined;
  const about = { is: "message", id: message } as const;
  const text = printAscii(box);
  if (box.from === undefined) {
    const sentence = `${text} in message ${message} does not say who made it; it counts as made by somebody other than its reader.`;
    return { kind: "no-originator", about, formula: box, sentence };
  }
  if (box.from.is !== "atom" || hasKey(box.from.name, box, prover, input)) return undefined;
  const sentence = `${box.from.name} is said to have made ${text} in message ${message}, but holds no ${printAscii(box.by)} by any assumption.`;
  return { kind: "originator-without-key", about, principal: box.from.name, formula: box, sentence };
}

function hasKey(who: string, box: Box, prover: Prover, { symbols, premises: { messages } }: LintInput): boolean {
  if (box.by.is !== "atom") return true;
  const { holders, origin } = symbols.get(box.by.name) ?? {};
  if (origin === who || holders?.includes(who) === true) return true;
  if (hasSeen(who, box.by, prover, messages)) return true;
  const kind = box.is === "enc" ? "sharedkey" : "secret";
  return [...symbols].some(([name, { sort }]) => {
    const goal = believes(atom(who), bond(kind, atom(who), box.by, atom(name)));
    return sort === "principal" && (prover.prove(goal) !== undefined || prover.isUndecided(goal));
  });
}

/** True where the value is in something that was opened, if only as what a statement is about. */
function hasSeen(who: string, value: Formula, prover: Prover, messages: readonly Message[]): boolean {
  const isSeen = (what: Formula): boolean => prover.prove(attitude("sees", atom(who), what)) !== undefined;
  return messages.some(
    ({ to, formula }) =>
      to === who && (isSeen(value) || [...boxesIn(formula)].some(({ body }) => mentions(body, value) && isSeen(body))),
  );
}

function mentions(formula: Formula, value: Formula): boolean {
  if (formula.id === value.id) return true;
  return formula.is !== "enc" && childrenOf(formula).some((child) => mentions(child, value));
}
