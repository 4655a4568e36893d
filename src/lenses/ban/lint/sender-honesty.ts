/**
 * Sender honesty: whoever asserts something in a ciphertext or signature should derivably believe it when it is sent.
 *
 * The logic takes it for granted. A violation stops no derivation; it takes away what the idealisation stands on.
 * Source: BAN89, section 3 (principals believe what they say); Nessett, "A Critique of the BAN Logic" (1990).
 */
import { assertionsOf, boxesIn, makerOf } from "../formula/boxes.ts";
import { atom, believes, type Formula } from "../formula/formula.ts";
import { listLeaves, type Origin } from "../derive/fact.ts";
import { Prover } from "../derive/prove.ts";
import { printAscii } from "../print/ascii.ts";
import type { Lint, LintInput } from "./lint.ts";

/** One assertion and what its originator has to believe it on. */
export interface Ground {
  readonly message: string;
  readonly originator: string;
  readonly statement: Formula;
  /** The leaves of a derivation from what came before; undefined: there is none. */
  readonly leaves: readonly Origin[] | undefined;
}

/** Every assertion of every message, with its ground. */
export function listGrounds({ premises, symbols, profile }: LintInput): Ground[] {
  const found = new Map<string, Ground>();
  for (const [n, { id, formula }] of premises.messages.entries()) {
    const before = new Prover({ ...premises, messages: premises.messages.slice(0, n) }, profile);
    for (const box of boxesIn(formula)) {
      const originator = makerOf(box, symbols);
      if (originator === undefined) continue;
      for (const statement of assertionsOf(box)) {
        const key = `${id} ${originator} ${statement.id}`;
        if (found.has(key)) continue;
        const ground = groundOf(originator, statement);
        const fact = before.prove(ground);
        if (fact === undefined && before.isUndecided(ground)) continue;
        found.set(key, { message: id, originator, statement, leaves: fact && listLeaves(fact) });
      }
    }
  }
  return [...found.values()];
}

/** Every assertion that its originator does not derivably believe from the messages before it. */
export function lintHonesty(grounds: readonly Ground[]): Lint[] {
  return grounds
    .filter(({ leaves }) => leaves === undefined)
    .map(({ message, originator, statement }) => ({
      kind: "sender-honesty",
      about: { is: "message", id: message },
      principal: originator,
      formula: statement,
      sentence:
        `${originator} asserts ${printAscii(statement)} in message ${message} without derivably believing it by then, ` +
        "so what others conclude from it has no ground.",
    }));
}

/**
 * Gives the ground that the originator needs: belief in the statement; a belief of its own is enough where it asserts
 * that it has it.
 */
function groundOf(originator: string, statement: Formula): Formula {
  const own = statement.is === "believes" && statement.who.is === "atom" && statement.who.name === originator;
  return own ? statement : believes(atom(originator), statement);
}
