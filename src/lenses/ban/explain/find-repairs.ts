/**
 * Message repair: values that one principal believes fresh, each added to one ciphertext, that make a goal derivable.
 *
 * One value is always enough where any are: nonce verification asks for one fresh part. Only values that the ciphertext's
 * originator made, or has seen by then, are offered.
 */
import { boxesIn, type Box, makerOf } from "../formula/boxes.ts";
import { atom, attitude, believes, comb, enc, type Formula, fresh, hash, tuple } from "../formula/formula.ts";
import type { Symbols } from "../formula/sorts.ts";
import { ownerOf, type Premises, Prover } from "../derive/prove.ts";
import type { Profile } from "../profile.ts";

export interface Repair {
  readonly message: string;
  readonly box: Box;
  readonly add: string;
}

/** Every single addition to a ciphertext that would do. */
export function findRepairs(goal: Formula, premises: Premises, symbols: Symbols, profile: Profile): Repair[] {
  const principal = ownerOf(goal);
  if (principal === undefined) return [];
  const known = new Prover(premises, profile);
  const values = [...symbols].flatMap(([name, { sort }]) =>
    (sort === "nonce" || sort === "timestamp") &&
    known.prove(believes(atom(principal), fresh(atom(name)))) !== undefined
      ? [name]
      : [],
  );
  // A ciphertext that comes several times is one: it is changed wherever it is, and told where it is first.
  const seen = new Set<string>();
  return premises.messages.flatMap((message, n) => {
    const before = new Prover({ ...premises, messages: premises.messages.slice(0, n) }, profile);
    return [...boxesIn(message.formula)].flatMap((box) => {
      if (seen.has(box.id)) return [];
      seen.add(box.id);
      return values.flatMap((name): Repair[] => {
        const maker = makerOf(box, symbols);
        if (maker === undefined || maker === principal) return [];
        const hasIt =
          symbols.get(name)?.origin === maker || before.prove(attitude("sees", atom(maker), atom(name))) !== undefined;
        if (!hasIt) return [];
        const messages = premises.messages.map((one) => ({ ...one, formula: addTo(one.formula, box, atom(name)) }));
        const repaired = new Prover({ ...premises, messages }, profile).prove(goal) !== undefined;
        return repaired ? [{ message: message.id, box, add: name }] : [];
      });
    });
  });
}

/** The message with a value added to the body of a box. */
function addTo(formula: Formula, box: Box, value: Formula): Formula {
  if (formula.id === box.id) return rebuild(box, tuple([box.body, value]));
  if (formula.is === "enc" || formula.is === "comb") return rebuild(formula, addTo(formula.body, box, value));
  if (formula.is === "tuple") return tuple(formula.parts.map((part) => addTo(part, box, value)));
  return formula.is === "hash" ? hash(addTo(formula.body, box, value)) : formula;
}

function rebuild(box: Box, body: Formula): Formula {
  return box.is === "enc" ? enc(box.by, body, box.from) : comb(body, box.by, box.from);
}
