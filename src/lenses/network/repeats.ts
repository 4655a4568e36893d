/**
 * Parts of messages that should be new and are not: randomness that a party used again shows as equal bytes in what two
 * sessions made, or in two parts of one message, whatever the scheme.
 *
 * Only what a primitive draws for is compared, and what contains a value of the session's own: everything else may repeat.
 */
import { identify } from "../../core/protocol/project/role-view.ts";
import { subterms, type Term } from "../../core/term/term.ts";
import { decodeCanonical } from "../../live/wire/codec.ts";
import { isList, type Value } from "../../live/wire/value.ts";
import { Choices } from "./action.ts";
import { forge, makerOf } from "./forge.ts";
import { Knowledge, type Part } from "./knowledge.ts";
import type { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";

/** Equal bytes at one place that are no accident: fewer than any nonce has. */
const LEAST = 12;
const MOST_DEPTH = 4;

/** Tells whether something that sessions of a role made repeats. */
export async function findRepeated(scene: Scene, role: string): Promise<boolean> {
  const isOwn = (part: Part): boolean =>
    part.origin?.role === role && part.how === "said" && isMadeBy(scene, role, part);
  if (scene.knowledge.again.some(isOwn)) return true;
  const drawn = scene.knowledge.list().filter((part) => isDrawn(scene.stage, part.intended) && isOwn(part));
  for (const [i, part] of drawn.entries()) {
    for (const before of drawn.slice(0, i)) if (await sharesRandomness(scene, part, before)) return true;
  }
  return false;
}

async function sharesRandomness({ stage }: Scene, one: Part, other: Part): Promise<boolean> {
  const isSamePart =
    one.origin?.session === other.origin?.session && identify(one.intended) === identify(other.intended);
  if (isSamePart || kindOfBox(one) !== kindOfBox(other)) return false;
  const [mine, theirs] = [leavesOf(one.value, 0), leavesOf(other.value, 0)];
  if (!mine.some((leaf, i) => longestEqualRun(leaf, theirs[i], undefined) >= LEAST)) return false;
  const fixed = await findFixed(stage, one.intended);
  return fixed !== undefined && mine.some((leaf, i) => longestEqualRun(leaf, theirs[i], fixed[i]) >= LEAST);
}

/** Tells whether each byte of the leaves of a box is the same in two that are made for the same keys from all else anew. */
type Fixed = readonly (readonly boolean[])[];

/**
 * The bytes of a box that say nothing of what was drawn for it, such as a commitment to its key: found out by making two.
 * Undefined where the adversary can make none.
 */
async function findFixed(stage: Stage, intended: Term): Promise<Fixed | undefined> {
  const known = stage.fixed.get(intended.key) ?? sampleFixed(stage, intended);
  stage.fixed.set(intended.key, known);
  return known;
}

async function sampleFixed(stage: Stage, intended: Term): Promise<Fixed | undefined> {
  const { system, agents, eve, budgets, roles, draw } = stage;
  const make = async (sample: string, made: Map<string, Value>): Promise<readonly Uint8Array[] | undefined> => {
    let count = 0;
    const value = await forge(
      {
        ...{ system, agents, eve, draw, now: 0, made, choices: new Choices([]) },
        knowledge: new Knowledge({ system, agents, mostTried: budgets.computations, draw }, [eve]),
        cast: new Map(roles.map((role) => [role, eve])),
        invent: () => {
          count += 1;
          return `sample ${sample} ${count}`;
        },
      },
      intended,
    );
    return value === undefined ? undefined : leavesOf(value, 0);
  };
  const first = new Map<string, Value>();
  const one = await make("one", first);
  const keys = intended.kind === "application" ? keysOf(stage, intended).map(identify) : [];
  const other = await make("other", new Map([...first].filter(([key]) => keys.includes(key))));
  if (one === undefined || other === undefined) return undefined;
  return one.map((leaf, i) => [...leaf].map((byte, at) => other[i]?.[at] === byte));
}

function kindOfBox({ intended }: Part): string {
  return intended.kind === "application" ? intended.op : "";
}

function isDrawn({ system }: Stage, intended: Term): boolean {
  if (intended.kind !== "application") return false;
  const operation = system.plan.world.operations.get(intended.op);
  return operation?.randomness === "drawn" || operation?.runs === "seals";
}

/** The arguments that are taken as they are: the keys. */
function keysOf({ system }: Stage, { op, args }: Extract<Term, { kind: "application" }>): readonly Term[] {
  const raw = system.plan.world.operations.get(op)?.raw ?? [];
  return args.filter((_, i) => raw.includes(i));
}

/** Tells whether a role makes a part anew in each session: a value of its own is in it, and it sends it first. */
function isMadeBy({ stage }: Scene, role: string, { intended }: Part): boolean {
  const id = identify(intended);
  const first = stage.system.plan.messages.find((message) =>
    [...subterms(message.intended)].some((part) => identify(part) === id),
  );
  if (first?.from !== role) return false;
  if (intended.kind === "name") return isDrawnSort(intended.sorts[0]) && makerOf(stage.system, intended) === role;
  return (
    isDrawn(stage, intended) ||
    [...subterms(intended)].some(
      (part) =>
        part.kind === "name" && part.fresh && isDrawnSort(part.sorts[0]) && makerOf(stage.system, part) === role,
    )
  );
}

function isDrawnSort(sort: string | undefined): boolean {
  return sort === "Nonce" || sort === "Id" || sort === "Scalar" || sort === "Key";
}

/** The byte strings of a value, those inside canonical encodings included. */
function leavesOf(value: Value, depth: number): readonly Uint8Array[] {
  if (value instanceof Uint8Array) {
    const inside = depth < MOST_DEPTH ? unpack(value) : undefined;
    return inside === undefined ? [value] : inside.flatMap((part) => leavesOf(part, depth + 1));
  }
  return isList(value) ? value.flatMap((part) => leavesOf(part, depth + 1)) : [];
}

function unpack(bytes: Uint8Array): readonly Value[] | undefined {
  try {
    const content: unknown = decodeCanonical(bytes, "part");
    return Array.isArray(content) ? (content as readonly Value[]) : undefined;
  } catch {
    return undefined;
  }
}

/** The longest run of equal bytes at the same place; those that are fixed end it. */
function longestEqualRun(
  one: Uint8Array,
  other: Uint8Array | undefined,
  fixed: readonly boolean[] | undefined,
): number {
  const length = Math.min(one.length, other?.length ?? 0);
  // A run of fixed bytes is no accident of one byte, which is equal once in 256 times.
  const isFixed = (at: number): boolean => fixed?.[at] === true && (fixed[at - 1] === true || fixed[at + 1] === true);
  let longest = 0;
  for (let start = 0; start < length; ) {
    let end = start;
    while (end < length && one[end] === other?.[end] && !isFixed(end)) end++;
    longest = Math.max(longest, end - start);
    start = end + 1;
  }
  return longest;
}
