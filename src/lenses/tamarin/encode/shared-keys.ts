/**
 * Keys that two agents share as facts: made once for a pair, and found whichever of the two is named first.
 *
 * A function that commutes would say the same, and Tamarin's proofs with one are much longer.
 */
import { list } from "./layout.ts";

/** The agents of a trusted role, or all others. */
export type AgentClass = string | undefined;

export interface SharedKeys {
  /** The fact of a key, for the texts of its family, its two agents and itself. */
  readonly find: (family: string, one: Agent, other: Agent, key: string) => string;
  /** The rules that make the keys that were asked for, with the restriction that they need. */
  readonly rules: () => readonly string[];
}

/** An agent as it is written, with whom it may be. */
export interface Agent {
  readonly text: string;
  readonly is: AgentClass;
}

export function openSharedKeys(writeTrusted: (role: string, name: string) => string): SharedKeys {
  const made = new Map<string, readonly [family: string, one: AgentClass, other: AgentClass]>();
  const name = ({ is }: Pick<Agent, "is">, id: string): string => (is === undefined ? id : writeTrusted(is, id));
  return {
    find: (family, one, other, key) => {
      const [first, second] = [one.is, other.is].sort();
      made.set([family, first, second].join("\n"), [family, first, second]);
      return `!Shared_key(${family}, ${one.text}, ${other.text}, ${key})`;
    },
    rules: () => {
      const rules = [...made.values()].map(([family, one, other], i) => {
        const [a, b] = [name({ is: one }, "$A"), name({ is: other }, "$B")];
        const keys = [`!Shared_key(${family}, ${a}, ${b}, ~key)`, `!Shared_key(${family}, ${b}, ${a}, ~key)`];
        const shares = [`Share(${family}, ${a}, ${b})`, `Share(${family}, ${b}, ${a})`];
        return [
          `rule Shared_key${i === 0 ? "" : `_${i + 1}`}:`,
          list("[", ["Fr(~key)"], "]", "  "),
          list("--[", shares, "]->", "  "),
          list("[", keys, "]", "  "),
        ].join("\n");
      });
      const once = `restriction One_key_for_two: "All f A B #i #j. Share(f, A, B)@i & Share(f, A, B)@j ==> #i = #j"`;
      return rules.length === 0 ? [] : [...rules, once];
    },
  };
}
