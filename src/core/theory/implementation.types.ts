/** Implementations that `tsc` refuses: every expected error below is one. */
import { op, theory } from "./declare.ts";
import type { Hashed, Pk, Typed } from "./phantom.ts";

const example = theory("example", {
  seal: op<<O extends string>(body: Typed<"m">, key: Pk<O>) => Hashed>("body", "public key"),
}).weakness("leak", "it leaks", ({ seal }, { m, pk, yields }) => yields([seal(m, pk("A"))], m));

interface Values {
  readonly message: string;
  readonly hash: Uint8Array;
  readonly pk: number;
}
type Seal = (randomness: unknown, body: string, key: number) => Uint8Array;
type Leak = (randomness: unknown, sealed: Uint8Array) => string;

interface Rest {
  draw: () => string;
  drawKeys: () => { pk: number };
  encode: (value: string | Uint8Array | number) => Uint8Array;
  guarantees: Record<string, never>;
}
type Module<S, L> = () => Promise<{ implement: () => Promise<Rest & { operations: S; weaknesses: L }> }>;

declare const right: Module<{ seal: Seal }, { leak: Leak }>;
declare const withoutOperation: Module<object, { leak: Leak }>;
declare const withoutWeakness: Module<{ seal: Seal }, object>;
declare const otherArgument: Module<{ seal: (r: unknown, body: string, key: string) => Uint8Array }, { leak: Leak }>;
declare const otherResult: Module<{ seal: () => string }, { leak: Leak }>;
declare const otherGain: Module<{ seal: Seal }, { leak: () => number }>;

example.implementedBy<Values>(right);
// @ts-expect-error an operation is missing
example.implementedBy<Values>(withoutOperation);
// @ts-expect-error a weakness is missing
example.implementedBy<Values>(withoutWeakness);
// @ts-expect-error the key is a number
example.implementedBy<Values>(otherArgument);
// @ts-expect-error the result is bytes
example.implementedBy<Values>(otherResult);
// @ts-expect-error the weakness yields a message
example.implementedBy<Values>(otherGain);
// @ts-expect-error no representation of hashes is given
example.implementedBy<Omit<Values, "hash">>(right);
