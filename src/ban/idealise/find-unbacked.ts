/**
 * Backing: what a message is said to mean should be in it. The logic cannot see the concrete message, so a name that the
 * idealiser adds is a step that nothing checks; the flaw of Denning and Sacco's public-key protocol and of
 * Needham-Schroeder's are of this kind (Abadi and Needham, "Prudent engineering practice", 1996).
 *
 * A statement may use the names in its ciphertext, the holders of the key, and, about the encrypting key itself, anybody:
 * using a key expresses belief in it.
 */
import type { Box } from "../formula/boxes.ts";
import { childrenOf, type Combination, type Formula, partsOf, subformulas } from "../formula/formula.ts";
import { printAscii } from "../print/ascii.ts";
import { allParts, type ConcreteBox, type ConcretePart, boxesAmong } from "./concrete.ts";
import type { Names } from "./names.ts";

export interface Unbacked {
  readonly code: "BN301" | "BN302";
  readonly sentence: string;
  readonly formula: Formula;
}

interface Matched {
  readonly box: Box;
  readonly concrete: ConcreteBox;
}

/** The boxes of the formula with those of the message that they stand for; a box in a box is looked for inside it. */
export function matchBoxes(
  formula: Formula,
  parts: readonly ConcretePart[],
  names: Names,
): { readonly matched: readonly Matched[]; readonly unmatched: readonly Box[] } {
  const matched: Matched[] = [];
  const unmatched: Box[] = [];
  const used = new Set<string>();
  const visit = (inside: Formula, candidates: readonly ConcreteBox[], around: readonly ConcretePart[]): void => {
    for (const part of partsOf(inside)) {
      if (part.is !== "enc" && part.is !== "comb") continue;
      const fitting = candidates.filter((one) => keyOf(one, names) === part.by.id && isSameKind(part, one));
      // Of several under one key, the one that shares most with what it is said to mean.
      const concrete = fitting
        .filter(({ id }) => !used.has(id))
        .sort((a, b) => countShared(part.body, b, names) - countShared(part.body, a, names))[0];
      if (concrete !== undefined) {
        used.add(concrete.id);
        matched.push({ box: part, concrete });
        visit(part.body, [...boxesAmong(concrete.body)], concrete.body);
      } else if (part.is === "comb" && namesIn(around, names).has(part.by.id)) {
        // A secret sent along with the rest: combining is how it is read.
        visit(part.body, candidates, around);
      } else unmatched.push(part);
    }
  };
  visit(formula, [...boxesAmong(parts)], []);
  return { matched, unmatched };
}

/** What the formula says beyond the concrete message. */
export function findUnbacked(
  label: string,
  formula: Formula,
  parts: readonly ConcretePart[],
  names: Names,
  makers: ReadonlyMap<string, string>,
): Unbacked[] {
  const { matched, unmatched } = matchBoxes(formula, parts, names);
  const found: Unbacked[] = unmatched.map((box) => ({
    code: "BN302",
    sentence: `${label} is said to have ${printAscii(box)}, but nothing in it is made with ${printAscii(box.by)}.`,
    formula: box,
  }));
  for (const { box, concrete } of matched) {
    const maker = makers.get(concrete.id);
    const said = box.from?.is === "atom" ? box.from.name : undefined;
    if (maker !== undefined && said !== undefined && said !== maker) {
      const sentence = `${printAscii(box)} in ${label} is said to come from ${said}, but ${maker} made it.`;
      found.push({ code: "BN302", sentence, formula: box });
    }
    for (const inner of transparentIn(box.body, namesIn(concrete.body, names))) {
      const by = inner.from?.is === "atom" ? inner.from.name : undefined;
      if (by === undefined || maker === undefined || by === maker) continue;
      const sentence = `${printAscii(inner)} in ${label} is said to come from ${by}, but ${maker} made it.`;
      found.push({ code: "BN302", sentence, formula: inner });
    }
    const there = namesIn(concrete.body, names);
    for (const name of holdersOf(concrete, names)) there.add(name);
    const missing = new Set<string>();
    for (const part of ownParts(box.body, there)) {
      if (part.is === "sharedkey" && part.by.id === box.by.id) continue;
      for (const name of namesOf(part)) if (!there.has(name) && name !== box.by.id) missing.add(name);
    }
    for (const name of missing) {
      const sentence = `${printAscii(box)} in ${label} speaks of ${name}, which is not in that part of the message.`;
      found.push({ code: "BN301", sentence, formula: box });
    }
  }
  return found;
}

/** The parts of a body that belong to its own box; a combination with a secret that is there is transparent. */
function ownParts(body: Formula, there: ReadonlySet<string>): readonly Formula[] {
  return partsOf(body).flatMap((part) => {
    if (part.is === "comb" && there.has(part.by.id)) return ownParts(part.body, there);
    return part.is === "enc" || part.is === "comb" ? [] : [part];
  });
}

/** The combinations in a body that stand for sending the secret along. */
function transparentIn(body: Formula, there: ReadonlySet<string>): readonly Combination[] {
  return partsOf(body).flatMap((part) =>
    part.is === "comb" && there.has(part.by.id) ? [part, ...transparentIn(part.body, there)] : [],
  );
}

/** The names in a formula, those of boxes inside left out. */
function namesOf(formula: Formula): readonly string[] {
  if (formula.is === "atom") return [formula.name];
  return childrenOf(formula).flatMap((child) => (child.is === "enc" || child.is === "comb" ? [] : namesOf(child)));
}

/** What can be read somewhere in these parts, by the names of the logic. */
function namesIn(parts: readonly ConcretePart[], names: Names): Set<string> {
  const found = new Set<string>();
  for (const part of allParts(parts)) {
    if (part.is === "agent") found.add(part.role);
    else if (part.is === "key") found.add(names.publicKeyOf(part.term).id);
    else if (part.is !== "box" && part.is !== "hash") found.add(names.symbolOf(part.term).id);
  }
  return found;
}

function holdersOf(box: ConcreteBox, names: Names): readonly string[] {
  const symbol = names.symbols.get(keyName(box, names));
  return [...(symbol?.holders ?? []), ...(symbol?.owner === undefined ? [] : [symbol.owner])];
}

function keyName(box: ConcreteBox, names: Names): string {
  const isPublic = box.kind === "public" || box.kind === "signature";
  return (isPublic ? names.publicKeyOf(box.by) : names.symbolOf(box.by)).id;
}

function keyOf(box: ConcreteBox, names: Names): string {
  return box.kind === "signature" ? `(inv ${keyName(box, names)})` : keyName(box, names);
}

function isSameKind(box: Box, concrete: ConcreteBox): boolean {
  return box.is === "enc" || concrete.kind === "mac" || concrete.kind === "shared";
}

function countShared(body: Formula, box: ConcreteBox, names: Names): number {
  const there = namesIn(box.body, names);
  return [...subformulas(body)].filter((term) => term.is === "atom" && there.has(term.name)).length;
}
