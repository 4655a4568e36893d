/**
 * For whom a session key is good, as far as the messages say it: a key beside one name may be for that agent and whoever
 * opens the ciphertext, or for that agent and whoever made it. What all ciphertexts with the key agree on is said; where
 * they leave a choice, nothing is.
 */
import type { ConcreteBox, ConcretePart } from "./concrete.ts";

/** Who made a box and who opens it. */
export interface BoxEnds {
  readonly maker: string;
  readonly reader: string | undefined;
}

export class KeyPairs {
  /** By the key's symbol, the pairs that every ciphertext so far leaves open, each as two names in order. */
  private readonly open = new Map<string, ReadonlySet<string>>();

  /** Takes note of a box that carries a key. */
  learn(symbol: string, box: ConcreteBox, ends: BoxEnds): void {
    const named = namedIn(box.body);
    // A key beside no name may be anybody's; beside several others it may be a key of more than two, and then nothing is said.
    if (named.length === 0) return;
    const candidates = listCandidates(named, ends);
    const before = this.open.get(symbol);
    this.open.set(
      symbol,
      before === undefined ? candidates : new Set([...candidates].filter((pair) => before.has(pair))),
    );
  }

  /** The only pair that is left. */
  find(symbol: string): readonly [string, string] | undefined {
    const [pair, ...others] = this.open.get(symbol) ?? [];
    if (pair === undefined || others.length > 0) return undefined;
    const [one = "", other = ""] = pair.split(" ");
    return [one, other];
  }
}

/** The agents that are named in a body itself, each once. */
export function namedIn(body: readonly ConcretePart[]): readonly string[] {
  return [...new Set(body.flatMap((part) => (part.is === "agent" ? [part.role] : [])))];
}

function listCandidates(named: readonly string[], { maker, reader }: BoxEnds): ReadonlySet<string> {
  const [one, other] = named;
  if (one === undefined || named.length > 2) return new Set();
  if (other !== undefined) {
    // Two others than those who write and read: it may be a key of three.
    return new Set(
      named.includes(maker) || (reader !== undefined && named.includes(reader)) ? [pairOf(one, other)] : [],
    );
  }
  return new Set([maker, reader].flatMap((end) => (end === undefined || end === one ? [] : [pairOf(one, end)])));
}

function pairOf(one: string, other: string): string {
  return [one, other].sort().join(" ");
}
