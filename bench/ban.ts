/**
 * How long BAN logic takes: a chain of messages in which every key is believed only because of the one before it.
 *
 * Message n is sent under key n and says that key n+1 is good; the goal is the last key. Closure, proof and check grow with
 * the chain.
 */
import { Deriver } from "../src/lenses/ban/derivation.ts";
import type { Assumption, Message } from "../src/lenses/ban/derive/prove.ts";
import { readAscii } from "../src/lenses/ban/formula/read-ascii.ts";
import { BAN } from "../src/lenses/ban/profile.ts";

/** Figures of one chain. */
export interface ChainFigures {
  readonly messages: number;
  readonly steps: number;
  readonly milliseconds: number;
}

/** A chain of so many messages, and its goal. */
export function makeChain(length: number): { assumptions: Assumption[]; messages: Message[]; goal: string } {
  const read = (text: string): Assumption["formula"] => readAscii(text).formula;
  const numbers = Array.from({ length }, (_, i) => i);
  return {
    assumptions: [
      { id: "k", formula: read("A bel B <-K0-> A") },
      { id: "j", formula: read("A bel forall K. B controls B <-K-> A") },
      ...numbers.map((i) => ({ id: `f${i}`, formula: read(`A bel #(N${i})`) })),
    ],
    messages: numbers.map((i) => ({
      id: String(i + 1),
      from: "B",
      to: "A",
      formula: read(`{N${i}, B <-K${i + 1}-> A, {N${i}}Kb${i} from S}K${i} from B`),
    })),
    goal: `A bel A <-K${length}-> B`,
  };
}

/** Derives and checks the goals of chains of growing length. Throws where one cannot be derived. */
export function measureChains(lengths: readonly number[] = [25, 50, 100, 200]): ChainFigures[] {
  return lengths.map((length) => {
    const { assumptions, messages, goal } = makeChain(length);
    const began = performance.now();
    const derivation = new Deriver({ assumptions, messages, sorts: undefined }, BAN).derive(readAscii(goal).formula);
    if (derivation === undefined) throw new RangeError(`measureChains: the goal of ${length} messages is not derived`);
    return { messages: length, steps: derivation.proof.steps.length, milliseconds: performance.now() - began };
  });
}

/** The figures in lines. */
export function printChains(figures: readonly ChainFigures[]): string {
  const lines = figures.map(({ messages, steps, milliseconds }) => {
    const counts = `${String(messages).padStart(4)} messages  ${String(steps).padStart(5)} steps`;
    return `${counts}  ${milliseconds.toFixed(1).padStart(8)} ms, checked\n`;
  });
  return lines.join("");
}
