/**
 * Many sharings at once, for tests: what parties of three chains state, in order, honest or with seeded faults.
 *
 * Messages of one step travel in the order in which they were sent, unless one is held back on purpose. What is wrong
 * with a transfer is decided before it happens, so the truth is known without looking at what was stated.
 */
import type { Observation, Fault } from "./find-faults.ts";
import { type Act, type ChainName, type Hash, ROUTE, type Statement, type Step, STEPS } from "./entry.ts";
import { digestOf } from "./signer.ts";

/** A fault of one transfer, and where. */
export interface Mishap {
  readonly kind: Fault["kind"] | "refused" | "none";
  readonly how:
    | "dropped"
    | "dropped-late"
    | "silent"
    | "gateway"
    | "record"
    | "reader"
    | "held"
    | "early"
    | "sender"
    | "receiver"
    | "outside"
    | "none";
  readonly step: Step;
}

/** A statement, on which chain it is made, and by whom. */
export interface Told {
  readonly chain: ChainName;
  readonly by: string;
  readonly statement: Statement;
}

/** A sharing as it took place. */
export interface Sharing {
  readonly told: readonly Told[];
  readonly observed: readonly Observation[];
  /** By transfer: what is wrong with it. */
  readonly truth: ReadonlyMap<Hash, Mishap>;
}

/** Everything that can be made to go wrong. */
export const MISHAPS: readonly Mishap[] = [
  { kind: "none", how: "none", step: "M1" },
  { kind: "refused", how: "silent", step: "M2" },
  { kind: "suppressed", how: "silent", step: "M2'" },
  { kind: "suppressed", how: "silent", step: "M3" },
  ...STEPS.flatMap((step): Mishap[] => [
    { kind: "suppressed", how: "dropped", step },
    { kind: "unregistered", how: "receiver", step },
    { kind: "reordered", how: "held", step },
  ]),
  ...(["M1", "M2'", "M3"] as const).flatMap((step): Mishap[] => [
    { kind: "suppressed", how: "dropped-late", step },
    { kind: "altered", how: "gateway", step },
    { kind: "unregistered", how: "sender", step },
  ]),
  { kind: "altered", how: "record", step: "M2'" },
  { kind: "altered", how: "reader", step: "M3" },
  { kind: "reordered", how: "early", step: "M3" },
  { kind: "unregistered", how: "outside", step: "M3" },
];

/** The parties of the example, and the chain on which each has its account. */
export const PARTIES: readonly (readonly [party: string, chain: ChainName])[] = [
  ...[0, 1, 2].map((i) => [`user-${i}`, "B"] as const),
  ...[0, 1, 2].map((i) => [`owner-${i}`, "A"] as const),
  ["hospital-a", "A"],
  ["relay", "relay"],
];

/** The records of the example and their owners. */
export const RECORDS: readonly (readonly [record: string, owner: string])[] = [0, 1, 2].flatMap((i) => [
  [`record-${i}`, `owner-${i}`] as const,
  [`other-record-${i}`, `owner-${i}`] as const,
]);

/** Numbers below a bound, the same for the same seed (mulberry32). */
export function seededDraw(seed: number): (bound: number) => number {
  let state = seed | 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

interface Sharer {
  readonly transfer: Hash;
  readonly user: string;
  readonly owner: string;
  readonly record: string;
  readonly mishap: Mishap;
  /** How many that were sent later must still arrive first, and whether one has. */
  overtakers: number;
  overtaken: boolean;
}

/** Plays as many transfers, one for each mishap of the list in turn. */
export function playSharing(mishaps: readonly Mishap[], seed: number): Sharing {
  const draw = seededDraw(seed);
  const told: Told[] = [];
  const observed: Observation[] = [];
  const truth = new Map<Hash, Mishap>();
  const queues: Sharer[][] = STEPS.map(() => []);
  const waiting = mishaps.map((mishap, i): Sharer => {
    const owner = draw(3);
    const transfer = digestOf(Uint8Array.of(seed, i >> 8, i & 255));
    truth.set(transfer, mishap);
    const overtakers = mishap.how === "held" ? 1 + draw(3) : 0;
    return {
      transfer,
      user: `user-${draw(3)}`,
      owner: `owner-${owner}`,
      record: `record-${owner}`,
      mishap,
      overtakers,
      overtaken: false,
    };
  });

  function tell(sharer: Sharer, step: Step, act: Act, change: Partial<Statement> = {}): void {
    const [from, to] = endsOf(sharer, step);
    const digest = digestAt(sharer, step);
    const record = step === "M1" ? "" : sharer.record;
    const statement: Statement = { transfer: sharer.transfer, step, act, from, to, record, digest, ...change };
    const by = act === "relayed" ? "gateway" : act === "sent" ? statement.from : statement.to;
    told.push({ chain: act === "sent" ? ROUTE[step].from : ROUTE[step].to, by, statement });
  }

  function send(sharer: Sharer, step: Step): void {
    if (isSo(sharer, step, "silent")) return;
    const untold = isSo(sharer, step, "sender") || sharer.mishap.how === "outside" || isSo(sharer, step, "early");
    if (!untold) tell(sharer, step, "sent");
    if (step === "M2'" && sharer.mishap.how === "early") tell(sharer, "M3", "sent");
    queues[STEPS.indexOf(step)]?.push(sharer);
  }

  function deliver(sharer: Sharer, step: Step): void {
    const wrong = { digest: digestOf(new TextEncoder().encode("something else")) };
    const change = isSo(sharer, step, "gateway") ? wrong : {};
    if (isSo(sharer, step, "dropped")) return;
    const outside = sharer.mishap.how === "outside";
    const foreign = ROUTE[step].from !== ROUTE[step].to;
    if (foreign && !outside) tell(sharer, step, "relayed", change);
    if (isSo(sharer, step, "dropped-late")) return;
    const changed = isSo(sharer, step, "record") ? { record: `other-${sharer.record}` } : change;
    if (!outside && !isSo(sharer, step, "receiver")) tell(sharer, step, "received", changed);
    else if (step === "M3") observed.push({ transfer: sharer.transfer, step, digest: digestAt(sharer, step) });
    const next = STEPS[STEPS.indexOf(step) + 1];
    if (next) send(sharer, next);
  }

  /** The first of the queue that is not held back; whoever goes past one on the same way overtakes it. */
  function takeNext(queue: Sharer[], step: Step): Sharer | undefined {
    const at = queue.findIndex((sharer) => !isSo(sharer, step, "held") || sharer.overtakers === 0);
    const [taken] = at < 0 ? queue.splice(0, 1) : queue.splice(at, 1);
    if (taken === undefined) return undefined;
    const wasHeld = isSo(taken, step, "held");
    if (wasHeld && !taken.overtaken) truth.set(taken.transfer, { kind: "none", how: "none", step });
    for (const held of isStatedTwice(taken, step) ? queue.slice(0, Math.max(at, 0)) : []) {
      if (String(endsOf(held, step)) !== String(endsOf(taken, step))) continue;
      held.overtaken = true;
      held.overtakers = Math.max(0, held.overtakers - 1);
    }
    return taken;
  }

  for (;;) {
    const [turn, more] = [draw(STEPS.length + 1), waiting.length > 0];
    if (turn === STEPS.length && more) {
      const sharer = waiting.shift();
      if (sharer) send(sharer, "M1");
      continue;
    }
    const queue = queues[turn];
    const step = STEPS[turn];
    const held = queue?.every((sharer) => step !== undefined && isSo(sharer, step, "held") && sharer.overtakers > 0);
    if (!more && queues.every(({ length }) => length === 0)) return { told, observed, truth };
    // While others may still come past, those that are held wait.
    const others = more || queues.some((each, i) => i < turn && each.length > 0);
    if (queue === undefined || step === undefined || queue.length === 0 || (held && others)) continue;
    const sharer = takeNext(queue, step);
    if (sharer) deliver(sharer, step);
  }
}

function isSo({ mishap }: Sharer, step: Step, how: Mishap["how"]): boolean {
  return mishap.step === step && mishap.how === how;
}

/** Reports whether both ends state this step in its order, so that it can be seen to overtake another. */
function isStatedTwice(sharer: Sharer, step: Step): boolean {
  const unstated: readonly Mishap["how"][] = ["dropped", "dropped-late", "sender", "receiver", "early"];
  return sharer.mishap.how !== "outside" && !unstated.some((how) => isSo(sharer, step, how));
}

function digestAt({ transfer }: Sharer, step: Step): Hash {
  return digestOf(new TextEncoder().encode(`${transfer} ${step}`));
}

function endsOf({ user, owner, mishap }: Sharer, step: Step): readonly [from: string, to: string] {
  switch (step) {
    case "M1":
      return [user, owner];
    case "M2":
      return [owner, "hospital-a"];
    case "M2'":
      return ["hospital-a", "relay"];
    case "M3":
      return ["relay", mishap.how === "reader" ? otherUser(user) : user];
  }
}

function otherUser(user: string): string {
  return user === "user-0" ? "user-1" : "user-0";
}
