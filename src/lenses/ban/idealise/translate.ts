/**
 * The default idealisation of concrete parts, for whatever the author does not say what it means.
 *
 * - Parts in clear are dropped: anybody can make them. A message of nothing else idealises to nothing.
 * - Ciphertexts, signatures and MACs stay, with whoever made them. A MAC is a combination with its key.
 * - Inside, agents' names and public texts are absorbed, and the rest stays.
 * - A session key sent beside names stands for `A <-K-> B` where the messages leave no choice of A and B (see key-pairs.ts).
 *   A long-term key does for its two holders, beside names of theirs alone. A public key stands for `K |-> A` where its
 *   owner A is named beside it. Otherwise keys stay.
 * - What is sent under a session key also says that the key is good for whoever made it and the other one who has the key.
 */
import { bond, comb, enc, type Formula, hash, inverse, pubkey, tuple, atom } from "../formula/formula.ts";
import type { Term } from "../../../core/term/term.ts";
import { boxesAmong, type ConcreteBox, type ConcretePart } from "./concrete.ts";
import { type KeyPairs, namedIn } from "./key-pairs.ts";
import type { Names } from "./names.ts";

/** The context of translating the message in hand. */
export interface Translation {
  readonly names: Names;
  readonly roles: readonly string[];
  readonly from: string;
  readonly to: string;
  /** Who made each box, and what it was said to mean, by the box's identity. */
  readonly makers: Map<string, string>;
  readonly meanings: Map<string, Formula>;
  /** The author's meanings of parts, by name. */
  readonly stands: ReadonlyMap<string, Formula>;
  readonly pairs: KeyPairs;
  /** The roles that have a part when the protocol is over. */
  readonly holdersOf: (term: Term) => readonly string[];
  /** Called for a part that the logic has no construct for. */
  readonly onOpaque: (name: string) => void;
}

/** The boxes of a message as formulas; undefined where there is none. */
export function translateMessage(parts: readonly ConcretePart[], translation: Translation): Formula | undefined {
  const boxes = parts.flatMap((part) => (part.is === "box" ? [translateBox(part, translation)] : []));
  return boxes.length === 0 ? undefined : tuple(boxes);
}

/** One box; what was said of it in an earlier message still holds. */
function translateBox(box: ConcreteBox, translation: Translation): Formula {
  const known = translation.meanings.get(box.id);
  if (known !== undefined) return known;
  const { names, makers, stands } = translation;
  const maker = makers.get(box.id) ?? translation.from;
  makers.set(box.id, maker);
  const content = box.body.flatMap((part) => translateInside(part, box, translation));
  const isSession = box.kind === "shared" && box.by.kind === "name";
  if (isSession && stands.size === 0) {
    const key = names.symbolOf(box.by);
    const other = findOtherEnd(box, key.id, maker, translation);
    if (other !== undefined) content.push(goodFor(key, [maker, other], translation));
  }
  // A box of nothing but names keeps them: a ciphertext has a content.
  const body = tuple(content.length > 0 ? content : box.body.flatMap((part) => keepNames(part, translation)));
  const formula = closeBox(box, body, maker, names);
  translation.meanings.set(box.id, formula);
  return formula;
}

/** Whom a session key is for beside whoever used it; undefined where several have it and nothing says who. */
function findOtherEnd(box: ConcreteBox, key: string, maker: string, translation: Translation): string | undefined {
  const { pairs, holdersOf, to } = translation;
  const pair = pairs.find(key);
  if (pair !== undefined) return pair.includes(maker) ? pair.find((end) => end !== maker) : undefined;
  const others = holdersOf(box.by).filter((role) => role !== maker);
  return others.length === 1 ? others[0] : others.find((role) => role === to);
}

function closeBox(box: ConcreteBox, body: Formula, maker: string, names: Names): Formula {
  switch (box.kind) {
    case "public":
      return enc(names.publicKeyOf(box.by), body);
    case "signature":
      return enc(inverse(names.publicKeyOf(box.by)), body);
    case "shared":
      return enc(names.symbolOf(box.by), body, atom(maker));
    case "mac":
      return comb(body, names.symbolOf(box.by), atom(maker));
    default:
      return box.kind satisfies never;
  }
}

function translateInside(part: ConcretePart, box: ConcreteBox, translation: Translation): Formula[] {
  const { names, stands } = translation;
  switch (part.is) {
    case "agent": {
      const stand = stands.get(part.role);
      return stand === undefined ? [] : [stand];
    }
    case "text": {
      const stand = stands.get(names.symbolOf(part.term).id);
      return stand === undefined ? [] : [stand];
    }
    case "box":
      return [translateBox(part, translation)];
    case "hash": {
      const body = part.body.flatMap((inner) => translateInside(inner, box, translation));
      return body.length === 0 ? [] : [hash(tuple(body))];
    }
    case "opaque":
    case "value":
    case "key": {
      const symbol = part.is === "key" ? names.publicKeyOf(part.term) : names.symbolOf(part.term);
      if (part.is === "opaque" && names.symbols.get(symbol.id)?.sort !== "key") translation.onOpaque(symbol.id);
      return [stands.get(symbol.id) ?? explainKey(part, symbol, box, translation) ?? symbol];
    }
    default:
      return part satisfies never;
  }
}

/** Explains a key inside a box by default; undefined: it stands for itself. */
function explainKey(
  part: ConcretePart,
  symbol: Formula,
  box: ConcreteBox,
  translation: Translation,
): Formula | undefined {
  const { kind, sort, owner, holders } = translation.names.symbols.get(symbol.id) ?? { sort: "data" };
  if (sort !== "key") return undefined;
  const named = namedIn(box.body);
  if (part.is === "key" && kind === "public") {
    return owner !== undefined && named.includes(owner) ? pubkey(symbol, atom(owner)) : undefined;
  }
  if (named.length === 0) return undefined;
  if (holders !== undefined) {
    return holders.length === 2 && named.every((name) => holders.includes(name))
      ? goodFor(symbol, holders, translation)
      : undefined;
  }
  const pair = translation.pairs.find(symbol.id);
  return pair !== undefined && named.every((name) => pair.includes(name))
    ? goodFor(symbol, pair, translation)
    : undefined;
}

/** Takes note of the keys in the boxes of a message, for whom they may be. */
export function learnPairs(
  parts: readonly ConcretePart[],
  pairs: KeyPairs,
  message: Pick<Translation, "names" | "makers" | "from" | "to">,
): void {
  const { names, makers, from } = message;
  for (const box of boxesAmong(parts)) {
    for (const part of box.body) {
      if (part.is !== "key" && part.is !== "value" && part.is !== "opaque") continue;
      const symbol = part.is === "key" ? names.publicKeyOf(part.term) : names.symbolOf(part.term);
      if (names.symbols.get(symbol.id)?.sort !== "key") continue;
      pairs.learn(symbol.id, box, { maker: makers.get(box.id) ?? from, reader: readerOf(box, message) });
    }
  }
}

/** Who can open a box: the other end of its key, the owner of a public key, or whoever gets a signature. */
function readerOf(
  box: ConcreteBox,
  { names, makers, to, from }: Pick<Translation, "names" | "makers" | "from" | "to">,
): string | undefined {
  const maker = makers.get(box.id) ?? from;
  if (box.kind === "public") return names.symbols.get(names.publicKeyOf(box.by).id)?.owner;
  const holders = box.kind === "signature" ? undefined : names.symbols.get(names.symbolOf(box.by).id)?.holders;
  return holders?.find((holder) => holder !== maker) ?? to;
}

function goodFor(key: Formula, ends: readonly string[], { roles }: Translation): Formula {
  const [one = "", other = ""] = [...ends].sort((a, b) => roles.indexOf(a) - roles.indexOf(b));
  return bond("sharedkey", atom(one), key, atom(other));
}

function keepNames(part: ConcretePart, translation: Translation): Formula[] {
  if (part.is === "agent") return [atom(part.role)];
  return part.is === "text" ? [translation.names.symbolOf(part.term)] : [];
}
