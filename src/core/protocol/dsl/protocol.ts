/**
 * The builder: what a `protocol.ts` writes. It only records calls with their places; `describe.ts` runs the callbacks.
 *
 * A builder is immutable, so that variants of a protocol may share a beginning. Its types keep, for every role, what that
 * role knows: K maps roles to the names in their views.
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

/** Everything that a builder has recorded, as given. */
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
  /** The meaning in BAN logic: the idealised message, or for parts by name what each stands for. */
  readonly means?: Means;
}

/** Options of a role in the header of a protocol. */
export interface RoleOptions {
  readonly title: string;
  /** True: an honest agent plays it in every run, one that plays no other role, as a key server does. */
  readonly trusted?: boolean;
}

/** Which claims a signal answers, and where it stands. */
export interface SignalOptions<W extends string> {
  /** The role whose agreements it answers; left out, those of every role on the same data. */
  readonly with?: W;
  /** The message of its role after which it stands; left out, it stands where it is written. */
  readonly after?: string;
}

/** BAN logic: what is assumed and what should follow, in its notation, by names of the author's choice. */
export interface BanOptions {
  /** Rules beyond the core, e.g. `BAN+C`. */
  readonly profile?: string;
  readonly assumptions?: Readonly<Record<string, string>>;
  readonly goals?: Readonly<Record<string, string>>;
}

/** A protocol under construction. */
export interface ProtocolBuilder<K extends Views> {
  readonly [PROTOCOL]: Recorded;

  /** Theories beyond encryption, signatures and hashes, and the weaknesses of theirs to switch on. */
  uses(theory: object, options?: { readonly weaknesses?: readonly string[] }): ProtocolBuilder<K>;

  /**
   * Key families in which everyone computes a public key from its owner's name and its index, as in identity-based
   * encryption; `ibe` is one by itself. A key with an index in any other family is made by its owner.
   */
  identityBased(...families: readonly [string, ...string[]]): ProtocolBuilder<K>;

  /**
   * Says that a role does not know who plays another one until a message brings the name. Before that it can use neither
   * the name nor a key of that agent. Stands before the messages.
   */
  learns<R extends keyof K & string, P extends Exclude<keyof K & string, R>>(
    role: R,
    partner: P,
    message: { readonly in: string },
  ): ProtocolBuilder<Forget<K, R, P>>;

  /** Constants and keys that every role and the intruder know. */
  public<const G extends Givens>(given: G & NoClash<K[keyof K], G>): ProtocolBuilder<GrowAll<K, Given<G>>>;

  /** Adds what a role's agent has from the start, in every run: its keys, and constants of its own. */
  knows<R extends keyof K & string, const G extends Givens>(
    role: R,
    given: G & NoClash<K[R], G> & Own<G, R>,
  ): ProtocolBuilder<Grow<K, R, Given<G>>>;

  /** Adds values that a role makes anew in every run. */
  fresh<R extends keyof K & string, const G extends Sorts>(
    role: R,
    names: G & NoClash<K[R], G>,
  ): ProtocolBuilder<Grow<K, R, Given<G>>>;

  /** A time of the role's run. The network chooses it; expiry is not modelled. */
  timestamp<R extends keyof K & string, const N extends string>(
    role: R,
    name: N extends keyof K[R] ? never : N,
  ): ProtocolBuilder<Grow<K, R, { [M in N]: Time }>>;

  /** Adds values that a role works out by itself. A name that it holds already is tested for equality. */
  computes<R extends keyof K & string, const G extends Body>(
    role: R,
    work: (mine: K[R]) => G,
  ): ProtocolBuilder<Grow<K, R, Gain<G>>>;

  /** One message, said once; what the receiver can read of it becomes part of its view. */
  message<A extends keyof K & string, B extends Exclude<keyof K & string, A>, P extends Body>(
    label: string,
    from: A,
    to: B,
    say: (mine: K[A]) => P,
    options?: MessageOptions,
  ): ProtocolBuilder<Grow<K, B, Readable<P, B>>>;

  /** Fields of an earlier message that its receiver takes without testing them. */
  view(label: string, untested: readonly string[]): ProtocolBuilder<K>;

  /**
   * Says where a role signals that it is running with what a partner's `agree` names, in place of where Assay puts the
   * signal itself: behind a message, or where it is written.
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
   * The matching of parts: 0, the default, values of their sort; 1: any atom; 2: anything. An
   * audit judges claims typed all the same, and reports those that hold typed and fall so as type flaws.
   */
  match(mode: 0 | 1 | 2): ProtocolBuilder<K>;

  /** Assumptions and goals of BAN logic; may be given in several parts. */
  ban(annotations: BanOptions): ProtocolBuilder<K>;
}

/** The view that every role starts with: all agents. */
type Start<R> = { [Q in keyof R]: { [P in keyof R & string]: Agent<P> } };

/**
 * Starts a protocol; `roles` maps each role to its title, or to its title and whether it is trusted.
 * @example protocol("ns", { I: "initiator", R: "responder", S: { title: "key server", trusted: true } })
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
