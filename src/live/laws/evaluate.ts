/**
 * Terms of a theory's rules, computed with its implementation: variables are drawn, operations run.
 *
 * A draw remembers its values, so that a variable means the same on both sides of a rule. A variable whose name ends in
 * a prime is another value of the same kind as the one without: drawn the same way, never equal to it.
 */
import { type Application, apply, type Term, variable } from "../../core/term/term.ts";
import type { AnyImplementation, RandomSource } from "../../core/theory/implementation.ts";
import { FAMILY } from "../../core/theory/keys.ts";

const KEY_OPERATIONS: ReadonlySet<string> = new Set(["pk", "sk", "vk", "sgk"]);

/** True for the key of an owner, `pk(family, A)`. */
export function isKey(term: Term): boolean {
  return term.kind === "application" && KEY_OPERATIONS.has(term.op);
}

/** The variable that is the owner of a key. */
export function ownerOf(key: Application): string {
  const [, owner] = key.args;
  return owner?.kind === "variable" ? owner.name : "";
}

/** Makes the key of this owner for rules. */
export function keyOf(op: string, owner: string): Application {
  return apply(op, variable(`family${owner}`, [FAMILY]), variable(owner));
}

/** The values of one draw. */
export class Draw {
  readonly #implementation: AnyImplementation;
  readonly #randomness: RandomSource;
  readonly #values = new Map<string, unknown>();
  readonly #keys = new Map<string, Readonly<Record<string, unknown>>>();

  constructor(implementation: AnyImplementation, randomness: RandomSource) {
    this.#implementation = implementation;
    this.#randomness = randomness;
  }

  /** Lets a variable stand for a value that was computed. */
  bind(name: string, value: unknown): void {
    this.#values.set(name, value);
  }

  /** Computes a term; whatever the implementation throws, this throws. */
  evaluate(term: Term): unknown {
    if (term.kind === "name") throw new Error(`the rule has a constant, ${term.name}, which no implementation draws`);
    if (term.kind === "variable") return this.#valueOf(term.name);
    if (isKey(term)) return this.#keysOf(ownerOf(term))[term.op];
    const short = term.op.slice(term.op.lastIndexOf(".") + 1);
    const operation = this.#implementation.operations[short];
    if (operation === undefined) throw new Error(`${term.op} is not implemented`);
    return operation(this.#randomness, ...term.args.map((arg) => this.evaluate(arg)));
  }

  #valueOf(name: string): unknown {
    const { draw, encode } = this.#implementation;
    return remember(this.#values, name, () =>
      differ(
        () => draw(this.#randomness, plain(name)),
        plain(name) === name ? undefined : this.#valueOf(plain(name)),
        encode,
      ),
    );
  }

  #keysOf(owner: string): Readonly<Record<string, unknown>> {
    return remember(this.#keys, owner, () => this.#implementation.drawKeys(this.#randomness, plain(owner)));
  }
}

function remember<V>(values: Map<string, V>, name: string, make: () => V): V {
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as V;
}

function plain(name: string): string {
  return name.replace(/'$/, "");
}

/** A value other than this one: short messages come up twice now and then. */
function differ(draw: () => unknown, other: unknown, encode: (value: unknown) => Uint8Array): unknown {
  for (let tries = 0; tries < 64; tries++) {
    const value = draw();
    if (other === undefined || !areEqual(encode(value), encode(other))) return value;
  }
  throw new Error("the implementation draws the same value again and again");
}

/** Compares two byte strings. */
export function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
