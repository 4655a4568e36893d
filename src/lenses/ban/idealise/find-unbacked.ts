/**
 * Backing: what a message is said to mean should be in it. The logic cannot see the concrete message, so a name that the
 * idealiser adds is a step that nothing checks; the flaw of Denning and Sacco's public-key protocol and of
 * Needham-Schroeder's are of this kind (Abadi and Needham, "Prudent engineering practice", 1996).
 *
 * A statement may use the names in its ciphertext, the holders of the key, and, about the encrypting key itself, anybody:
 * using a key expresses belief in it. What counts is the place: what is in a hash or in a ciphertext inside is not said by
 * whoever made what is around it, what is in clear is said by nobody, and what the receiver cannot get at tells it nothing.
 */
import type { Box } from "../formula/boxes.ts";
import { childrenOf, type Combination, type Formula, isStatement, partsOf, subformulas } from "../formula/formula.ts";
import { printAscii } from "../print/ascii.ts";
import type { Term } from "../../../core/term/term.ts";
import { allParts, type ConcreteBox, type ConcretePart, isKeyedHash, readAsMacs } from "./concrete.ts";
import type { Names } from "./names.ts";

export interface Unbacked {
  readonly code: "BN301" | "BN302" | "BN306";
  readonly sentence: string;
  readonly formula: Formula;
}

interface Matched {
  readonly box: Box;
  readonly concrete: ConcreteBox;
  /** The boxes of the message around it that the formula leaves out. */
  readonly around: readonly ConcreteBox[];
}

/** Whoever receives a message, and what it has when the protocol is over. */
export interface Receiver {
  readonly role: string;
  readonly holds: (term: Term) => boolean;
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
  const visit = (inside: Formula, candidates: readonly Candidate[], around: readonly ConcretePart[]): void => {
    for (const part of partsOf(inside)) {
      if (part.is !== "enc" && part.is !== "comb") continue;
      const fitting = candidates.filter(
        ({ box }) =>
          keyOf(box, names) === part.by.id && isSameKind(part, box) && (part.is === "comb" || !isKeyedHash(box)),
      );
      // Of several under one key, the one that shares most with what it is said to mean.
      const [best] = fitting
        .filter(({ box }) => !used.has(box.id))
        .sort((a, b) => countShared(part.body, b.box, names) - countShared(part.body, a.box, names));
      if (best !== undefined) {
        used.add(best.box.id);
        matched.push({ box: part, concrete: best.box, around: best.around });
        visit(part.body, listCandidates(best.box.body), best.box.body);
      } else if (part.is === "comb" && namesAt(around, names).has(part.by.id)) {
        // A secret sent along with the rest: combining is how it is read.
        visit(part.body, candidates, around);
      } else unmatched.push(part);
    }
  };
  visit(formula, listCandidates(parts), []);
  return { matched, unmatched };
}

interface Candidate {
  readonly box: ConcreteBox;
  readonly around: readonly ConcreteBox[];
}

/** Every box among the parts, with those that are around it. */
function listCandidates(parts: readonly ConcretePart[], around: readonly ConcreteBox[] = []): Candidate[] {
  return parts.flatMap((part) => {
    if (part.is === "hash") return readAsMacs(part).map((box) => ({ box, around }));
    return part.is === "box" ? [{ box: part, around }, ...listCandidates(part.body, [...around, part])] : [];
  });
}

/** Finds what the formula says beyond the concrete message. */
export function findUnbacked(
  label: string,
  formula: Formula,
  parts: readonly ConcretePart[],
  names: Names,
  makers: ReadonlyMap<string, string>,
  receiver: Receiver,
): Unbacked[] {
  const { matched, unmatched } = matchBoxes(formula, parts, names);
  const found: Unbacked[] = unmatched.map((box) => ({
    code: "BN302",
    sentence: `${label} is said to have ${printAscii(box)}, but nothing in it is made with ${printAscii(box.by)}.`,
    formula: box,
  }));
  found.push(...findInClear(label, formula, parts, names));
  for (const one of matched) {
    const { box, concrete } = one;
    const maker = makers.get(concrete.id);
    const said = box.from?.is === "atom" ? box.from.name : undefined;
    if (maker !== undefined && said !== undefined && said !== maker) {
      const sentence = `${printAscii(box)} in ${label} is said to come from ${said}, but ${maker} made it.`;
      found.push({ code: "BN302", sentence, formula: box });
    }
    const there = namesAt(concrete.body, names);
    for (const inner of transparentIn(box.body, there)) {
      const by = inner.from?.is === "atom" ? inner.from.name : undefined;
      if (by === undefined || maker === undefined || by === maker) continue;
      const sentence = `${printAscii(inner)} in ${label} is said to come from ${by}, but ${maker} made it.`;
      found.push({ code: "BN302", sentence, formula: inner });
    }
    found.push(...findHidden(label, one, names, receiver), ...findMisplaced(label, one, names));
  }
  return found;
}

/** Finds the parts that a box is said to say, but does not say itself. */
function findMisplaced(label: string, { box, concrete }: Matched, names: Names): Unbacked[] {
  const there = namesAt(concrete.body, names);
  for (const name of holdersOf(concrete, names)) there.add(name);
  const hashes = concrete.body.filter((part) => part.is === "hash");
  const anywhere = namesIn(concrete.body, names);
  const missing = new Set<string>();
  for (const part of ownParts(box.body, there)) {
    if (part.is === "sharedkey" && part.by.id === box.by.id) continue;
    for (const name of missingFrom(part, there, hashes, names)) if (name !== box.by.id) missing.add(name);
  }
  return [...missing].map((name): Unbacked => {
    const text = `${printAscii(box)} in ${label}`;
    if (!anywhere.has(name)) {
      const sentence = `${text} speaks of ${name}, which is not in that part of the message.`;
      return { code: "BN301", sentence, formula: box };
    }
    const isHashed = hashes.some(({ body }) => namesAt(body, names).has(name));
    const sentence = isHashed
      ? `${text} speaks of ${name}, of which it has a hash only: whoever said H(X) need not have said X.`
      : `${text} speaks of ${name}, which it does not have itself, but something inside it that is closed apart.`;
    return { code: "BN306", sentence, formula: box };
  });
}

/** Names of a formula that are not at their place, and hashes that the message does not have. */
function missingFrom(
  formula: Formula,
  there: ReadonlySet<string>,
  hashes: readonly Extract<ConcretePart, { is: "hash" }>[],
  names: Names,
): readonly string[] {
  if (formula.is === "atom") return there.has(formula.name) ? [] : [formula.name];
  if (formula.is === "enc" || formula.is === "comb") return [];
  if (formula.is === "hash") {
    const said = new Set(namesOf(formula.body));
    const isThere = hashes.some(({ body }) => {
      const inner = body.filter((part) => part.is === "hash");
      const values = namesAt(
        body.filter(({ is }) => is === "value" || is === "opaque"),
        names,
      );
      return (
        missingFrom(formula.body, namesAt(body, names), inner, names).length === 0 &&
        [...values].every((name) => said.has(name))
      );
    });
    return isThere ? [] : [printAscii(formula)];
  }
  return childrenOf(formula).flatMap((child) => missingFrom(child, there, hashes, names));
}

/** Statements that are in clear, and parts that are said to be in clear and are not. */
function findInClear(label: string, formula: Formula, parts: readonly ConcretePart[], names: Names): Unbacked[] {
  const there = namesAt(parts, names);
  const hashes = parts.filter((part) => part.is === "hash");
  return partsOf(formula).flatMap((part): Unbacked[] => {
    if (part.is === "enc" || part.is === "comb") return [];
    if (isStatement(part)) {
      const sentence = `${label} is said to mean ${printAscii(part)} in clear, where anybody can say it.`;
      return [{ code: "BN306", sentence, formula: part }];
    }
    const [missing] = missingFrom(part, there, hashes, names);
    if (missing === undefined) return [];
    const sentence = `${label} is said to have ${printAscii(part)} in clear, but ${missing} is not in clear there.`;
    return [{ code: "BN306", sentence, formula: part }];
  });
}

/** Finds what the receiver cannot get at, or not compare: boxes in boxes that it cannot open, and what a MAC is of. */
function findHidden(
  label: string,
  { box, concrete, around }: Matched,
  names: Names,
  receiver: Receiver,
): readonly Unbacked[] {
  const closed = around.find((outer) => !canOpen(outer, names, receiver));
  const text = `${printAscii(box)} in ${label}`;
  if (closed !== undefined) {
    const sentence = `${text} is inside something that ${receiver.role} cannot open, made with ${keyName(closed, names)}.`;
    return [{ code: "BN306", sentence, formula: box }];
  }
  if (concrete.kind !== "mac" || !receiver.holds(concrete.by)) return [];
  const unknown = concrete.body.flatMap((part) =>
    (part.is === "value" || part.is === "opaque") && !receiver.holds(part.term) ? [names.symbolOf(part.term).id] : [],
  );
  const said = unknown.find((name) => namesOf(box.body).includes(name));
  if (said === undefined) return [];
  const sentence = `${text} speaks of ${said}, which ${receiver.role} does not have: a MAC does not give away what it is of.`;
  return [{ code: "BN306", sentence, formula: box }];
}

function canOpen(box: ConcreteBox, names: Names, { role, holds }: Receiver): boolean {
  switch (box.kind) {
    case "signature":
      return true;
    case "mac":
      return false;
    case "shared":
      return holds(box.by);
    case "public": {
      const owner = names.symbols.get(keyName(box, names))?.owner;
      return owner === undefined || owner === role;
    }
    default:
      return box.kind satisfies never;
  }
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

/** Lists the names among these parts themselves, by the names of the logic. */
function namesAt(parts: readonly ConcretePart[], names: Names): Set<string> {
  return namesIn(
    parts.filter(({ is }) => is !== "box" && is !== "hash"),
    names,
  );
}

/** Lists the names that can be read somewhere in these parts, by the names of the logic. */
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
