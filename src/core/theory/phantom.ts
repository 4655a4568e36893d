/**
 * The phantom types of the DSL: what `tsc` knows about a term while a protocol is written.
 *
 * Nothing here exists at run time; `value.ts` is what a term is then. Types are the fast first line only: the numbered
 * diagnostics of `protocol/check` reject the same mistakes for users without types.
 */
declare const kind: unique symbol;
declare const inside: unique symbol;
declare const named: unique symbol;

/** A term of a kind; every function of the DSL takes and gives these. */
export interface Typed<out K> {
  readonly [kind]: K;
}

export type Text = Typed<{ kind: "text" }>;
export type Nonce = Typed<{ kind: "nonce" }>;
export type Time = Typed<{ kind: "time" }>;
export type Data = Typed<{ kind: "data" }>;
export type Id = Typed<{ kind: "id" }>;
export type Scalar = Typed<{ kind: "scalar" }>;
export type SessionKey = Typed<{ kind: "key" }>;
/** The agent who plays a role. */
export type Agent<R extends string> = Typed<{ kind: "agent"; role: R }>;

/** Keys belong to an owner, written `role/family`. */
export type Pk<O extends string> = Typed<{ kind: "pk"; of: O }>;
export type Sk<O extends string> = Typed<{ kind: "sk"; of: O }>;
export type Vk<O extends string> = Typed<{ kind: "vk"; of: O }>;
export type Sgk<O extends string> = Typed<{ kind: "sgk"; of: O }>;
export type Shk<R extends string> = Typed<{ kind: "shk"; of: R }>;
export type Hashed = Typed<{ kind: "hash" }>;

/** Named terms: the argument of a callback, and its result. */
export type Fields = Readonly<Record<string, Typed<unknown>>>;
/** A message, box or signature content: one term or named terms. */
export type Body = Fields | Typed<unknown>;

/** A box that only the owner of the key opens. */
export type Sealed<P extends Body, O extends string> = Typed<{ kind: "sealed"; to: O }> & { readonly [inside]: P };
/** A box that only the two holders of the key open. */
export type Boxed<P extends Body, R extends string> = Typed<{ kind: "boxed"; by: R }> & { readonly [inside]: P };
/** A signature: everyone reads it, only the owner of the key makes it. */
export type Signed<P extends Body, O extends string> = Typed<{ kind: "signed"; by: O }> & { readonly [inside]: P };

type All<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never;
// biome-ignore lint/complexity/noBannedTypes: the empty gain of a part that cannot be read
type Nothing = {};
type Nested<F, R extends string> = All<{ [N in keyof F]: Opened<F[N], R> }[keyof F]>;
type Opened<T, R extends string> = T extends Typed<{ kind: "sealed"; to: infer O }> & { readonly [inside]: infer P }
  ? O extends `${R}/${string}`
    ? Readable<P, R>
    : Nothing
  : T extends Typed<{ kind: "boxed"; by: infer B }> & { readonly [inside]: infer P }
    ? R extends B
      ? Readable<P, R>
      : Nothing
    : T extends Typed<{ kind: "signed"; by: string }> & { readonly [inside]: infer P }
      ? Readable<P, R>
      : Nothing;

/** The names that role R gains from a message. */
export type Readable<P, R extends string> = P extends Typed<unknown> ? Opened<P, R> : P & Nested<P, R>;

/** A sort, as `.fresh`, `.knows` and `.public` take it; its names are terms of type T. */
export interface SortOf<T> {
  readonly sort: string;
  readonly [named]: T;
}
