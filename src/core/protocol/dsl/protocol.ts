/**
 * The builder that a `protocol.ts` uses. It only records calls with their places; `describe.ts` runs the callbacks.
 *
 * A builder is immutable, so that variants of a protocol may share a beginning. Its types keep, for every role, what
 * that role knows: K maps roles to the names in their views.
 */
import type { Agent, Body, Boxed, Fields, Readable, Sk, Sgk, SortOf, Time, Typed } from "../../theory/phantom.ts";
import type { WrittenClaim } from "./claims.ts";
import type { Means } from "../ir/description.ts";
import { captureSpot, type Spot } from "./place.ts";

export const PROTOCOL = Symbol.for("assay.protocol");

/** One call of the builder. */
export interface Call {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly spot: Spot;
}

/** All calls that a builder has recorded, as given. */
export interface Recorded {
  readonly name: string;
  readonly roles: unknown;
  readonly calls: readonly Call[];
}

type Views = Record<string, Fields>;
type Flat<T> = { [N in keyof T]: T[N] } & {};
type Grow<K, R extends string, G> = Flat<{ [Q in keyof K]: Q extends R ? Flat<Omit<K[Q], keyof G> & G> : K[Q] }>;
type GrowAll<K, G> = { [Q in keyof K]: Flat<K[Q] & G> };
type Forget<K, R extends string, P extends string> = { [Q in keyof K]: Q extends R ? Flat<Omit<K[Q], P>> : K[Q] };
type NoClash<K, G> = { [N in keyof G]: N extends keyof K ? `${N & string} is already bound` : G[N] };
type Givens = Readonly<Record<string, Typed<unknown> | SortOf<Typed<unknown>>>>;
type Given<G> = { [N in keyof G]: G[N] extends SortOf<infer T> ? T : G[N] };
/** Secret keys go to their owners. */
type Own<G, R extends string> = {
  [N in keyof G]: G[N] extends Sk<infer O> | Sgk<infer O>
    ? O extends `${R}/${string}`
      ? G[N]
      : `${N & string} is the key of another role`
    : G[N];
};
type Sorts = Readonly<Record<string, SortOf<Typed<unknown>>>>;
type Gain<G> = G extends Typed<unknown> ? (G extends Boxed<infer P, string> ? P : never) : G;

/** Options of a message beside its parts. */
export interface MessageOptions {
  /** The meaning in BAN logic: the idealised message, or a meaning for each part by name. */
  readonly means?: Means;
}

/** Options of a role in the header of a protocol. */
export interface RoleOptions {
  readonly title: string;
  /** True: an honest agent plays the role in every run, and plays no other role, as a key server does. */
  readonly trusted?: boolean;
}

/** The claims that a signal answers, and its place. */
export interface SignalOptions<W extends string> {
  /** The role whose agreements it answers; without it, those of every role on the same data. */
  readonly with?: W;
  /** The message of its role after which it stands; without it, it stands where it is written. */
  readonly after?: string;
}

/** BAN logic: assumptions and goals in its notation, under names chosen by the author. */
export interface BanOptions {
  /** Rules beyond the core, e.g. `BAN+C`. */
  readonly profile?: string;
  readonly assumptions?: Readonly<Record<string, string>>;
  readonly goals?: Readonly<Record<string, string>>;
}

/** A protocol under construction. */
export interface ProtocolBuilder<K extends Views> {
  readonly [PROTOCOL]: Recorded;

  /**
   * Declares theories beyond encryption, signatures and hashes, and weaknesses of theirs to switch on.
   * @example
   * protocol("p", { A: "delegator", B: "delegatee" }).uses(pre, { weaknesses: ["collusion"] });
   */
  uses(theory: object, options?: { readonly weaknesses?: readonly string[] }): ProtocolBuilder<K>;

  /**
   * Declares key families in which everyone computes a public key from its owner's name and its index, as in
   * identity-based encryption; `ibe` is built in. The owner makes a key with an index in any other family.
   */
  identityBased(...families: readonly [string, ...string[]]): ProtocolBuilder<K>;

  /**
   * States that a role does not know who plays another one until a message brings the name. Before that it can use
   * neither the name nor a key of that agent. Stands before the messages.
   */
  learns<R extends keyof K & string, P extends Exclude<keyof K & string, R>>(
    role: R,
    partner: P,
    message: { readonly in: string },
  ): ProtocolBuilder<Forget<K, R, P>>;

  /** Declares constants and keys that every role and the intruder know. */
  public<const G extends Givens>(given: G & NoClash<K[keyof K], G>): ProtocolBuilder<GrowAll<K, Given<G>>>;

  /** Adds values that a role's agent has from the start, in every run: its keys, and its constants. */
  knows<R extends keyof K & string, const G extends Givens>(
    role: R,
    given: G & NoClash<K[R], G> & Own<G, R>,
  ): ProtocolBuilder<Grow<K, R, Given<G>>>;

  /** Adds values that a role makes anew in every run. */
  fresh<R extends keyof K & string, const G extends Sorts>(
    role: R,
    names: G & NoClash<K[R], G>,
  ): ProtocolBuilder<Grow<K, R, Given<G>>>;

  /** Declares a time of the role's run. The network chooses it; expiry is not modelled. */
  timestamp<R extends keyof K & string, const N extends string>(
    role: R,
    name: N extends keyof K[R] ? never : N,
  ): ProtocolBuilder<Grow<K, R, { [M in N]: Time }>>;

  /** Adds values that a role computes by itself. A name that it already holds is tested for equality. */
  computes<R extends keyof K & string, const G extends Body>(
    role: R,
    work: (mine: K[R]) => G,
  ): ProtocolBuilder<Grow<K, R, Gain<G>>>;

  /**
   * Adds a message, from its sender's view; the parts that the receiver can read become part of its view.
   * @param label Its name, unique in the protocol.
   * @param parts The sender's view to a term, or to terms by name.
   * @param options `means`: the meaning in BAN logic.
   * @example
   * protocol("p", { A: "sender", B: "receiver" })
   *   .fresh("A", { N: nonce })
   *   .message("M1", "A", "B", ({ N, A }) => aenc({ N, A }, pk("B")));
   */
  message<A extends keyof K & string, B extends Exclude<keyof K & string, A>, P extends Body>(
    label: string,
    from: A,
    to: B,
    say: (mine: K[A]) => P,
    options?: MessageOptions,
  ): ProtocolBuilder<Grow<K, B, Readable<P, B>>>;

  /** Names fields of an earlier message that its receiver accepts without testing them. */
  view(label: string, untested: readonly string[]): ProtocolBuilder<K>;

  /**
   * Places the signal for a partner's `agree`, instead of where Assay puts it: behind a message, or where it is
   * written.
   */
  running<R extends keyof K & string>(
    role: R,
    data: (mine: K[R]) => readonly Typed<unknown>[],
    options?: SignalOptions<Exclude<keyof K & string, R>>,
  ): ProtocolBuilder<K>;

  /** Adds claims of a role, at its end or after a message. */
  claims<R extends keyof K & string>(
    role: R,
    claims: (mine: K[R]) => readonly WrittenClaim<Exclude<keyof K & string, R>>[],
  ): ProtocolBuilder<K>;

  /**
   * Sets the values that a receiver accepts for a part: 0, the default, values of its sort; 1: any atom; 2: anything.
   * An audit still judges claims typed, and reports those that hold typed and fall under this matching as type flaws.
   */
  match(mode: 0 | 1 | 2): ProtocolBuilder<K>;

  /** Adds assumptions and goals of BAN logic; may be called several times. */
  ban(annotations: BanOptions): ProtocolBuilder<K>;
}

/** The view that every role starts with: all agents. */
type Start<R> = { [Q in keyof R]: { [P in keyof R & string]: Agent<P> } };

/**
 * Starts the description of a protocol.
 * @param name Letters, digits, dashes and dots, a letter first.
 * @param roles Maps each role to its title, or to its title and whether it is trusted.
 * @example
 * export default protocol("ns", { I: "initiator", R: "responder", S: { title: "key server", trusted: true } });
 */
export function protocol<const R extends Readonly<Record<string, string | RoleOptions>>>(
  name: string,
  roles: R,
): ProtocolBuilder<Start<R>> {
  return build(name, roles, [{ method: "protocol", args: [name, roles], spot: captureSpot("protocol") }]);
}

const METHODS = [
  "uses",
  "public",
  "knows",
  "fresh",
  "timestamp",
  "computes",
  "message",
  "view",
  "identityBased",
  "learns",
  "running",
  "claims",
  "match",
  "ban",
] as const;

function build<K extends Views>(name: string, roles: unknown, calls: readonly Call[]): ProtocolBuilder<K> {
  const record =
    (method: string) =>
    (...args: readonly unknown[]): ProtocolBuilder<K> =>
      build(name, roles, [...calls, { method, args, spot: captureSpot(method) }]);
  const methods = Object.fromEntries(METHODS.map((method) => [method, record(method)]));
  return { [PROTOCOL]: { name, roles, calls }, ...methods } as unknown as ProtocolBuilder<K>;
}

/** Reads the record of a builder; undefined for anything else. Any copy of the DSL's builders is recognised. */
export function readBuilder(thing: unknown): Recorded | undefined {
  if (typeof thing !== "object" || thing === null) return undefined;
  return (thing as Partial<ProtocolBuilder<Views>>)[PROTOCOL];
}
