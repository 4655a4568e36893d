/** The functions that write claims. Each takes `label` and `after` as options. */
import type { Expression } from "../../theory/expression.ts";
import type { Typed } from "../../theory/phantom.ts";
import { Misuse, toValue } from "../../theory/value.ts";
import type { ClaimWord } from "../ir/description.ts";
import { captureSpot, type Spot } from "./place.ts";

const CLAIM = Symbol.for("assay.claim");

export interface ClaimOptions {
  /** The claim's label; without it, claims are numbered. */
  readonly label?: string;
  /** The message after which the claim stands; without it, the claim stands at the end of the role. */
  readonly after?: string;
  /**
   * The roles whose agents in this run must be honest, beside the claimant; any other may be Eve. Without it, all must.
   * `secret(M, { honest: ["DU"] })` claims that M stays secret whoever plays the others.
   */
  readonly honest?: readonly string[];
}

/** Further options of `secret`. */
export interface SecretOptions extends ClaimOptions {
  /**
   * True: the term has few possible values, such as a password or a record, and the intruder must not be able to verify
   * a guess of it offline either.
   */
  readonly guessable?: boolean;
}

/** Further options of `agree`. */
export interface AgreeOptions extends ClaimOptions {
  /** True: each run of the claimant agrees with a different run of the partner. */
  readonly injective?: boolean;
  /** False: the partner need not know with whom it agrees; its signal names nobody. */
  readonly partner?: boolean;
}

/** A claim as written; W is the partner that it names. */
export interface WrittenClaim<out W extends string = never> {
  readonly claim: ClaimWord;
  readonly partner?: W;
  readonly term?: Expression;
  readonly data?: readonly Expression[];
  readonly unnamed?: true;
  readonly options: ClaimOptions;
  readonly spot: Spot;
}

/** True for claims made by the functions of this file. */
export function isClaim(thing: unknown): thing is WrittenClaim<string> {
  return typeof thing === "object" && thing !== null && (thing as Record<symbol, unknown>)[CLAIM] === true;
}

/** The functions that write claims of another name. */
const FUNCTIONS: Partial<Record<ClaimWord, string>> = { "injective agree": "agree", unguessable: "secret" };

type Content<W extends string> = Omit<WrittenClaim<W>, "options" | "spot">;

function write<W extends string>(claim: Content<W>, options: ClaimOptions): WrittenClaim<W> {
  return {
    [CLAIM]: true,
    ...claim,
    options,
    spot: captureSpot(FUNCTIONS[claim.claim] ?? claim.claim),
  } as WrittenClaim<W>;
}

/**
 * Claims that the intruder never learns a term, as long as all agents of the run are honest.
 * @param term A term that the role holds where the claim stands.
 * @param options `guessable`: the intruder cannot verify a guess of the term offline either.
 * @example
 * protocol("p", { A: "sender", B: "receiver" })
 *   .fresh("A", { N: nonce })
 *   .message("M1", "A", "B", ({ N }) => aenc({ N }, pk("B")))
 *   .claims("A", ({ N }) => [secret(N)]);
 */
export function secret(term: Typed<unknown>, options: SecretOptions = {}): WrittenClaim {
  const { expression } = toValue(term, "what is claimed secret");
  const { guessable = false, ...others } = options ?? {};
  if (typeof guessable !== "boolean") {
    throw new Misuse("arity", "secret", "the guessable of secret is true, or left out");
  }
  return write<never>({ claim: guessable ? "unguessable" : "secret", term: expression }, others);
}

/** Claims that the partner's agent has been running some role; without a partner, that every partner's has. */
export function alive<const W extends string = never>(partner?: W, options: ClaimOptions = {}): WrittenClaim<W> {
  return write<W>({ claim: "alive", ...(partner === undefined ? {} : { partner }) }, options);
}

/**
 * Claims that the partner's agent has been running with exactly the agents of this run; without a partner, that every
 * partner's has.
 */
export function weakagree<const W extends string = never>(partner?: W, options: ClaimOptions = {}): WrittenClaim<W> {
  return write<W>({ claim: "weakagree", ...(partner === undefined ? {} : { partner }) }, options);
}

/** Claims that all preceding messages were sent and received as described, in any order. */
export function niagree(options: ClaimOptions = {}): WrittenClaim {
  return write<never>({ claim: "niagree" }, options);
}

/** Claims that all preceding messages were sent and received as described, in the described order. */
export function nisynch(options: ClaimOptions = {}): WrittenClaim {
  return write<never>({ claim: "nisynch" }, options);
}

/** Claims `nisynch`, and that no run of a partner serves two runs of this role: a replay violates it. */
export function isynch(options: ClaimOptions = {}): WrittenClaim {
  return write<never>({ claim: "isynch" }, options);
}

/**
 * Claims that the partner has been running with this agent in its role, and that both hold the same data.
 * @param partner The role that signals the data before (see `.running`).
 * @param on The data, in order; at least one term.
 * @param options `injective`: no run of the partner serves two runs of this role. `partner: false`: the partner need not
 *   know with whom it agrees.
 * @example
 * protocol("p", { A: "initiator", B: "responder" })
 *   .fresh("A", { N: nonce })
 *   .message("M1", "A", "B", ({ N }) => sign({ N }, sgk("A")))
 *   .claims("B", ({ N }) => [agree("A", [N])]);
 */
export function agree<const W extends string>(
  partner: W,
  data: readonly Typed<unknown>[],
  options: AgreeOptions = {},
): WrittenClaim<W> {
  if (!Array.isArray(data) || data.length === 0) {
    throw new Misuse("arity", "agree", "agree takes the partner and at least one term in a list to agree on");
  }
  const expressions = data.map((term) => toValue(term, "what is agreed on").expression);
  const { injective = false, partner: isNamed = true, ...others } = options ?? {};
  if (typeof injective !== "boolean") {
    throw new Misuse("arity", "agree", "the injective of agree is true, or left out");
  }
  if (typeof isNamed !== "boolean") {
    throw new Misuse("arity", "agree", "the partner of agree's options is false, or left out");
  }
  const claim = injective ? "injective agree" : "agree";
  return write<W>({ claim, partner, data: expressions, ...(isNamed ? {} : { unnamed: true }) }, others);
}

/** Claims that a run of the role can get here at all; every role claims this at its end unless it does so itself. */
export function reachable(options: ClaimOptions = {}): WrittenClaim {
  return write<never>({ claim: "reachable" }, options);
}
