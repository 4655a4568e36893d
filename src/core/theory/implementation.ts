/**
 * The types of a theory's implementation: the code that does what the operations say, checked by `tsc`.
 *
 * An implementation represents each kind of term by a type of its own (V); everything else that a theory leaves open,
 * such as a message of any kind, is V's `message`. Randomness is the first argument of every function: what is drawn
 * can be replayed, and subverted, and nothing is drawn elsewhere. Implementations are loaded lazily and run by the laws.
 */
import type { Typed } from "./phantom.ts";

/** The operations of a theory, as functions on terms. */
export type Operations = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Where implementations draw from; the cryptography's own sources fit. */
export interface RandomSource {
  bytes(length: number): Uint8Array;
}

/** How terms of this type look in code. */
type Concrete<V, T> =
  T extends Typed<infer K>
    ? K extends { readonly kind: infer N extends string }
      ? N extends keyof V
        ? V[N]
        : { readonly "no representation of": N }
      : V extends { readonly message: infer M }
        ? M
        : { readonly "no representation of": "message" }
    : V extends { readonly message: infer M }
      ? M
      : { readonly "no representation of": "message" };

/** A function of the theory, as code. */
export type Implemented<V, F> = F extends (...args: infer A) => infer R
  ? (randomness: RandomSource, ...args: { -readonly [I in keyof A]: Concrete<V, A[I]> }) => Concrete<V, R>
  : never;

/** The code behind a theory. */
export interface Implementation<O extends Operations, W extends Operations, V> {
  readonly operations: { readonly [N in keyof O]: Implemented<V, O[N]> };
  /** The intruder's attacks: from what is given, what it yields. */
  readonly weaknesses: { readonly [N in keyof W]: Implemented<V, W[N]> };
  /** Values for the variables of rules, by their names there. */
  readonly draw: (randomness: RandomSource, variable: string) => V[keyof V];
  /** The keys of an owner, by the variable that the rules call it. */
  readonly drawKeys: (randomness: RandomSource, owner: string) => { readonly [K in KeyKind & keyof V]: V[K] };
  /** Two values are the same exactly when their bytes are. */
  readonly encode: (value: V[keyof V]) => Uint8Array;
  /** Reads an argument that travelled, by the name that the operation gives it; absent: values are bytes. */
  readonly decode?: (argument: string, bytes: Uint8Array) => V[keyof V];
  /** Further properties that the theory takes for granted: true when one holds for what was drawn. */
  readonly guarantees: Readonly<Record<string, (randomness: RandomSource) => boolean>>;
}

/** Kinds of keys that have an owner. */
export type KeyKind = "pk" | "sk" | "vk" | "sgk";

/** Loads the module of an implementation. */
export type Load<O extends Operations, W extends Operations, V> = () => Promise<{
  readonly implement: (backend: "noble" | "mcl", randomness: RandomSource) => Promise<Implementation<O, W, V>>;
}>;

/** An implementation whose types are forgotten: what the laws run. */
export interface AnyImplementation {
  readonly operations: Readonly<Record<string, Evaluate>>;
  readonly weaknesses: Readonly<Record<string, Evaluate>>;
  readonly draw: (randomness: RandomSource, variable: string) => unknown;
  readonly drawKeys: (randomness: RandomSource, owner: string) => Readonly<Record<string, unknown>>;
  readonly encode: (value: unknown) => Uint8Array;
  readonly decode?: (argument: string, bytes: Uint8Array) => unknown;
  readonly guarantees: Readonly<Record<string, (randomness: RandomSource) => boolean>>;
}

/** Loads it. */
export type LoadAny = () => Promise<{
  readonly implement: (backend: "noble" | "mcl", randomness: RandomSource) => Promise<AnyImplementation>;
}>;

type Evaluate = (randomness: RandomSource, ...args: readonly unknown[]) => unknown;
