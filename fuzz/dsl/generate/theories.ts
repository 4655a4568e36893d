/**
 * Random theories: destructor chains, rules whose left side has a term inside a term, rules with two keys, ciphertexts
 * that anyone turns into others, constructors without rules, weaknesses.
 */
import type { Dice } from "./dice.ts";
import {
  any,
  key,
  make,
  type RuleSource,
  type Side,
  type TheorySource,
  variablesIn,
  type WeaknessSource,
} from "./theory-source.ts";

interface Draft {
  readonly operations: { readonly name: string; readonly args: readonly string[] }[];
  readonly rules: RuleSource[];
  readonly weaknesses: WeaknessSource[];
}

/** A theory of one to two families of operations. */
export function makeTheory(dice: Dice): TheorySource {
  const draft: Draft = { operations: [], rules: [], weaknesses: [] };
  const families = dice.chance(0.25) ? 2 : 1;
  for (let i = 0; i < families; i++) addFamily(dice, draft, i === 0 ? "" : "2");
  if (dice.chance(0.2)) draft.operations.push({ name: "tag", args: ["message"] });
  if (dice.chance(0.15)) addWeakness(dice, draft);
  return { name: "t", ...draft };
}

function addFamily(dice: Dice, draft: Draft, mark: string): void {
  const kind = dice.weigh<(dice: Dice, draft: Draft, mark: string) => void>([
    [2, addBox],
    [3, addChain],
    [3, addNested],
    [2, addTwoKeys],
    [2, addTransform],
    [1, addAtRandom],
  ]);
  kind(dice, draft, mark);
}

/** How a box is locked: by nothing, a key of any kind, or a key pair. */
interface Lock {
  /** Stands in the box. */
  readonly shut: readonly Side[];
  /** Is given to open it. */
  readonly open: readonly Side[];
  readonly shutNames: readonly string[];
  readonly openNames: readonly string[];
}

function makeLock(dice: Dice, owner = "A", name = "k"): Lock {
  return dice.weigh<Lock>([
    [2, { shut: [any(name)], open: [any(name)], shutNames: ["key"], openNames: ["key"] }],
    [2, { shut: [key("pk", owner)], open: [key("sk", owner)], shutNames: ["public key"], openNames: ["secret key"] }],
    [1, { shut: [], open: [], shutNames: [], openNames: [] }],
  ]);
}

function addBox(dice: Dice, draft: Draft, mark: string): void {
  const lock = makeLock(dice);
  draft.operations.push(
    { name: `box${mark}`, args: ["message", ...lock.shutNames] },
    { name: `unbox${mark}`, args: ["box", ...lock.openNames] },
  );
  const box = make(`box${mark}`, any("m"), ...lock.shut);
  draft.rules.push({ name: `unbox${mark}`, left: make(`unbox${mark}`, box, ...lock.open), right: any("m") });
}

/** a(m) becomes b(m), b(m) becomes c(m), ...; the last one opens. Keys are asked for on the way or not. */
function addChain(dice: Dice, draft: Draft, mark: string): void {
  const length = 2 + dice.below(2);
  const lock = makeLock(dice);
  const names = ["a", "b", "c", "d"].slice(0, length).map((name) => `${name}${mark}`);
  const keyedUntil = dice.below(length);
  const keyAt = (i: number): boolean => i <= keyedUntil;
  const stage = (i: number): Side => make(names[i] as string, any("m"), ...(keyAt(i) ? lock.shut : []));
  for (const [i, name] of names.entries()) {
    draft.operations.push({ name, args: ["message", ...(keyAt(i) ? lock.shutNames : [])] });
  }
  for (let i = 0; i < length; i++) {
    const next = i + 1 < length ? stage(i + 1) : any("m");
    // A key that stands in the box but not in what follows is asked for when it goes away.
    const asks = keyAt(i) && !(i + 1 < length && keyAt(i + 1));
    const token = !asks && dice.chance(0.25);
    const name = i + 1 < length ? `to${(names[i + 1] as string).toUpperCase()}` : `open${mark}`;
    const given = [...(asks ? lock.open : []), ...(token ? [any("p")] : [])];
    draft.operations.push({ name, args: ["box", ...(asks ? lock.openNames : []), ...(token ? ["token"] : [])] });
    draft.rules.push({ name, left: make(name, stage(i), ...given), right: next });
  }
}

/** open(part(enc(m, k), k)) -> m: what is opened lies inside a term that someone else made of a box. */
function addNested(dice: Dice, draft: Draft, mark: string): void {
  const lock = makeLock(dice);
  const [enc, part, open] = [`enc${mark}`, `part${mark}`, `open${mark}`];
  const second = dice.chance(0.3) ? [any("n")] : [];
  draft.operations.push(
    { name: enc, args: ["message", ...lock.shutNames] },
    { name: part, args: ["ciphertext", ...lock.openNames, ...second.map(() => "blinding")] },
    { name: open, args: ["part", ...second.map(() => "blinding")] },
  );
  const inner = make(part, make(enc, any("m"), ...lock.shut), ...lock.open, ...second);
  draft.rules.push({ name: open, left: make(open, inner, ...second), right: any("m") });
}

function addTwoKeys(dice: Dice, draft: Draft, mark: string): void {
  const [one, two] = [makeLock(dice, "A", "k"), makeLock(dice, "B", "j")];
  const [lock, half] = [`lock${mark}`, `half${mark}`];
  draft.operations.push({ name: lock, args: ["message", ...one.shutNames, ...two.shutNames] });
  const box = make(lock, any("m"), ...one.shut, ...two.shut);
  if (dice.chance(0.5)) {
    draft.operations.push({ name: `both${mark}`, args: ["box", ...one.openNames, ...two.openNames] });
    draft.rules.push({
      name: `both${mark}`,
      left: make(`both${mark}`, box, ...one.open, ...two.open),
      right: any("m"),
    });
    return;
  }
  draft.operations.push(
    { name: half, args: ["message", ...two.shutNames] },
    { name: `first${mark}`, args: ["box", ...one.openNames] },
    { name: `second${mark}`, args: ["half", ...two.openNames] },
  );
  const rest = make(half, any("m"), ...two.shut);
  draft.rules.push(
    { name: `first${mark}`, left: make(`first${mark}`, box, ...one.open), right: rest },
    { name: `second${mark}`, left: make(`second${mark}`, rest, ...two.open), right: any("m") },
  );
}

/** A ciphertext for A becomes another one for B, by a key that A makes; or its message is exchanged by anyone. */
function addTransform(dice: Dice, draft: Draft, mark: string): void {
  const [enc, dec, turn, turned, undo] = ["enc", "dec", "turn", "turned", "undo"].map((name) => `${name}${mark}`) as [
    string,
    string,
    string,
    string,
    string,
  ];
  const lock = makeLock(dice);
  draft.operations.push(
    { name: enc, args: ["message", ...lock.shutNames] },
    { name: dec, args: ["ciphertext", ...lock.openNames] },
  );
  const box = make(enc, any("m"), ...lock.shut);
  draft.rules.push({ name: dec, left: make(dec, box, ...lock.open), right: any("m") });
  if (dice.chance(0.6)) {
    draft.operations.push(
      { name: `swap${mark}`, args: [...lock.openNames.map(() => "old key"), "new key"] },
      { name: turn, args: ["ciphertext", "swap"] },
      { name: turned, args: ["message", "key"] },
      { name: undo, args: ["ciphertext", "key"] },
    );
    const how = make(`swap${mark}`, ...lock.open, any("j"));
    draft.rules.push(
      { name: turn, left: make(turn, box, how), right: make(turned, any("m"), any("j")) },
      { name: undo, left: make(undo, make(turned, any("m"), any("j")), any("j")), right: any("m") },
    );
    return;
  }
  draft.operations.push(
    { name: turn, args: ["ciphertext", "other message"] },
    { name: turned, args: ["message", ...lock.shutNames] },
    { name: undo, args: ["ciphertext", ...lock.openNames] },
  );
  const other = make(turned, any("n"), ...lock.shut);
  draft.rules.push(
    { name: turn, left: make(turn, box, any("n")), right: other },
    { name: undo, left: make(undo, other, ...lock.open), right: any("n") },
  );
}

/** One destructor over a random term of free operations. */
function addAtRandom(dice: Dice, draft: Draft, mark: string): void {
  const free = ["f", "g", "h"].slice(0, 1 + dice.below(3)).map((name, i) => ({
    name: `${name}${mark}`,
    arity: 1 + ((i + dice.below(2)) % 2),
  }));
  const build = (depth: number): Side => {
    if (depth === 0 || dice.chance(0.3)) return any(dice.pick(["m", "k", "n"]));
    const { name, arity } = dice.pick(free);
    return make(name, ...Array.from({ length: arity }, () => build(depth - 1)));
  };
  const head = dice.pick(free);
  const inside = make(head.name, ...Array.from({ length: head.arity }, () => build(1 + dice.below(2))));
  const [gains] = dice.some(variablesIn(inside), 1);
  const others = dice.some(variablesIn(inside), dice.below(2)).filter((name) => name !== gains);
  for (const { name, arity } of free)
    draft.operations.push({ name, args: Array.from({ length: arity }, () => "part") });
  draft.operations.push({ name: `d${mark}`, args: ["whole", ...others.map(() => "key")] });
  draft.rules.push({
    name: `d${mark}`,
    left: make(`d${mark}`, inside, ...others.map(any)),
    right: any(gains ?? "m"),
  });
}

function addWeakness(dice: Dice, draft: Draft): void {
  const boxes = draft.rules.flatMap(({ left }) => (left.is === "apply" ? left.args.slice(0, 1) : []));
  if (boxes.length === 0) return;
  const box = dice.pick(boxes);
  const [yields, ...others] = dice.some(
    variablesIn(box).filter((name) => !name.startsWith("owner ")),
    2,
  );
  if (yields === undefined) return;
  draft.weaknesses.push({
    name: "leak",
    given: [box, ...(dice.chance(0.6) ? others.map(any) : [])],
    yields: any(yields),
  });
}
