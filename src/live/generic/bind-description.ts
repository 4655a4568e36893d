/**
 * The operations of a description's theories on bytes, for parties that stand on nothing else: no store, no chain.
 *
 * Sealing, signing and hashing are this file's; what else a theory has comes from its own implementation.
 */
import type { Theory } from "../../core/theory/theory.ts";
import type { LoadAny } from "../../core/theory/implementation.ts";
import type { BackendName } from "../crypto/backend.ts";
import { toBytes } from "../crypto/bytes.ts";
import type { Decoded } from "../crypto/decoded.ts";
import { hash } from "../crypto/hash.ts";
import { decryptWith, encryptTo } from "../crypto/ibe.ts";
import { address } from "../crypto/pre/recipient.ts";
import { type Randomness, seededRandomness } from "../crypto/randomness.ts";
import { openSealed, seal } from "../crypto/seal.ts";
import { sign, verify } from "../crypto/sign.ts";
import type { PartyPolicy } from "../parties/policy.ts";
import type { RolePartyOptions } from "../parties/role-party.ts";
import { bindTheories } from "../roles/bind-theories.ts";
import type { Operations } from "../roles/operations.ts";
import { encodeCanonical } from "../wire/codec.ts";
import { NONCE_BYTES, Unsupported } from "../wire/form.ts";
import { Refused } from "../wire/refusal.ts";
import { asBytes, asList, type Value } from "../wire/value.ts";
import { type Authority, KeyRing, type Ring } from "./key-ring.ts";

/** What a description is bound with. */
export interface BindingOptions {
  readonly theories: readonly Theory[];
  readonly implementations: ReadonlyMap<string, LoadAny>;
  /** The key families in use. */
  readonly families: ReadonlySet<string>;
  readonly agents: readonly string[];
  readonly seed: string;
  readonly backend: BackendName;
}

/** A description's operations, and the keys of its agents. */
export interface Bound {
  readonly operations: Operations;
  readonly ring: Ring;
  /**
   * Applies a weakness of a theory; undefined where it does not apply. Where `indexes` are given, the values that keys of
   * the agents may be bound to, what comes out counts only if it is the key of somebody.
   */
  readonly exploit?: (weakness: string, given: readonly Value[], indexes?: readonly Value[]) => Value | undefined;
  /** Makes a party of the protocol's own system out of a plain one; `mutant` names a mistake of it. */
  readonly dress?: (role: string, plain: RolePartyOptions, mutant: string | undefined) => RolePartyOptions;
  /** What its parties promise beside the description. */
  readonly policy?: PartyPolicy;
  /** Keys that are registered without proof, where there are such. */
  readonly directory?: {
    /** Registers a key of the caller's own in an agent's place; whoever makes it has the secret half. */
    readonly replaceKey: (agent: string, randomness: Randomness) => { readonly role: string; readonly secret: Value };
    /** Takes the replaced keys back. */
    readonly restore: () => void;
  };
}

/** What a protocol's own system puts in the place of this binding. */
export type Bind = (options: Pick<BindingOptions, "agents" | "seed" | "backend">) => Promise<Bound>;

/** Binds the theories of a description and issues the keys of its agents. */
export async function bindDescription(options: BindingOptions): Promise<Bound> {
  const { theories, implementations, families, agents, seed, backend } = options;
  const randomness = seededRandomness(JSON.stringify([seed, "implementations"]));
  const loaded = await Promise.all(
    theories.flatMap(({ name }) => {
      const load = implementations.get(name);
      return load === undefined ? [] : [load().then((module) => module.implement(backend, randomness))];
    }),
  );
  const open = theories.flatMap((theory) => theory.identityBased ?? []);
  const identityBased = new Set(open.filter((family) => families.has(family)));
  const ring = new KeyRing({ agents, seed, backend, identityBased, implementations: loaded });
  const authority = identityBased.size > 0 ? await ring.authority() : undefined;
  const base = makeBase(identityBased, authority);
  return { operations: await bindTheories(base, theories, implementations, { backend, randomness }), ring };
}

function makeBase(identityBased: ReadonlySet<string>, authority: Authority | undefined): Operations {
  return {
    sample: (sort, randomness) => {
      if (sort === "Nonce" || sort === "Id") return randomness.bytes(NONCE_BYTES);
      return sort === "Text" || sort === "Time" ? undefined : randomness.bytes(32);
    },
    findFault: () => undefined,
    seal(family, key, message, context, randomness) {
      if (authority === undefined || !identityBased.has(family)) {
        return read(seal(asBytes(key), message, toBytes(context), randomness), "recipient");
      }
      const { backend, pair } = authority;
      const recipient = address(backend, read(backend.g1.decode(asBytes(key)), "recipient"), pair.publicKey);
      return encryptTo(backend, recipient, message, toBytes(context), randomness);
    },
    unseal(family, key, box, context) {
      if (authority === undefined || !identityBased.has(family)) {
        return valueOf(openSealed(readPair(key), box, toBytes(context)));
      }
      const { backend } = authority;
      return valueOf(decryptWith(backend, read(backend.g1.decode(asBytes(key)), "key"), box, toBytes(context)));
    },
    sign: (key, message, context) => sign(readPair(key), context, message),
    verify: (key, message, signature, context) => verify(asBytes(key), context, message, signature),
    hash: (message, context) => hash(encodeCanonical([context, message])),
    apply: (op) => Promise.reject(new Unsupported(`There is no implementation of ${op} to run.`)),
  };
}

/** A secret key with its public half. */
function readPair(value: Value): { readonly secret: Uint8Array; readonly publicKey: Uint8Array } {
  const [secret, publicKey] = asList(value).map(asBytes) as [Uint8Array, Uint8Array];
  return { secret, publicKey };
}

function valueOf<T>(decoded: Decoded<T>): T | undefined {
  return decoded.kind === "decoded" ? decoded.value : undefined;
}

function read<T>(decoded: Decoded<T>, what: string): T {
  if (decoded.kind === "decoded") return decoded.value;
  throw new Refused("bad-element", what, `${decoded.detail} (${decoded.reason}).`);
}
