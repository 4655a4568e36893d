/**
 * The operations of a description's theories on bytes, for parties that stand on nothing else: no store, no chain.
 *
 * Sealing, signing and hashing are this file's; what else a theory has comes from its own implementation.
 */
import type { Theory } from "../../core/theory/theory.ts";
import type { AnyImplementation, LoadAny } from "../../core/theory/implementation.ts";
import type { Backend, BackendName, G2 } from "../crypto/backend.ts";
import { toBytes } from "../crypto/bytes.ts";
import type { Decoded } from "../crypto/decoded.ts";
import { hash } from "../crypto/hash.ts";
import { decryptWith, encryptTo } from "../crypto/ibe.ts";
import { address } from "../crypto/pre/recipient.ts";
import { type Randomness, seededRandomness } from "../crypto/randomness.ts";
import { openSealed, seal } from "../crypto/seal.ts";
import { sign, verify } from "../crypto/sign.ts";
import { loadBackend } from "../crypto/suite.ts";
import type { PartyPolicy } from "../parties/policy.ts";
import type { RolePartyOptions } from "../parties/role-party.ts";
import { bindTheories } from "../roles/bind-theories.ts";
import type { Operations } from "../roles/operations.ts";
import { encodeCanonical } from "../wire/codec.ts";
import { NONCE_BYTES, Unsupported } from "../wire/form.ts";
import { Refused } from "../wire/refusal.ts";
import { asBytes, asList, type Value } from "../wire/value.ts";
import { KeyRing, type Ring } from "./key-ring.ts";

/** Options for binding a description. */
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
  /** Applies a weakness of a theory; undefined where it does not apply. */
  readonly exploit?: (weakness: string, given: readonly Value[]) => Value | undefined;
  /** Makes a party of the protocol's own system out of a plain one; `mutant` names a mistake of it. */
  readonly dress?: (role: string, plain: RolePartyOptions, mutant: string | undefined) => RolePartyOptions;
  /** Promises of its parties beyond the description. */
  readonly policy?: PartyPolicy;
  /** Keys that are registered without proof, where there are such. */
  readonly directory?: {
    /** Registers a key of the caller's own in an agent's place; whoever makes it has the secret half. */
    readonly replaceKey: (agent: string, randomness: Randomness) => { readonly role: string; readonly secret: Value };
    /** Takes the replaced keys back. */
    readonly restore: () => void;
  };
}

/** Replacement for this binding by a protocol's own system. */
export type Bind = (options: Pick<BindingOptions, "agents" | "seed" | "backend">) => Promise<Bound>;

/** Plain content that everybody who runs a description knows. */
export interface Setting {
  /** The key families of which everybody computes the public keys, and h1 of their authority, if there are any. */
  readonly identityBased: readonly string[];
  readonly authorityKey?: Uint8Array;
  /** Seed of the implementations' parameters. */
  readonly parameters: Uint8Array;
}

/** Binds the theories of a description and issues the keys of its agents. */
export async function bindDescription(options: BindingOptions): Promise<Bound> {
  const { setting, ring } = await issueKeys(options);
  return { operations: await bindOperations(options, setting), ring };
}

/** Issues the keys of a description's agents, and says what everybody knows then. */
export async function issueKeys(
  options: BindingOptions,
): Promise<{ readonly setting: Setting; readonly ring: KeyRing }> {
  const { theories, families, agents, seed, backend } = options;
  const parameters = seededRandomness(JSON.stringify([seed, "implementations"])).bytes(32);
  const loaded = await loadImplementations(options, seededRandomness(parameters));
  const open = theories.flatMap((theory) => theory.identityBased ?? []);
  const identityBased = [...new Set(open.filter((family) => families.has(family)))];
  const ring = new KeyRing({ agents, seed, backend, identityBased: new Set(identityBased), implementations: loaded });
  if (identityBased.length === 0) return { setting: { identityBased, parameters }, ring };
  const authority = await ring.authority();
  const authorityKey = authority.backend.g2.encode(authority.pair.publicKey);
  return { setting: { identityBased, authorityKey, parameters }, ring };
}

/** The operations of a description for whoever knows its setting. */
export async function bindOperations(
  options: Pick<BindingOptions, "theories" | "implementations" | "backend">,
  { identityBased, authorityKey, parameters }: Setting,
): Promise<Operations> {
  const { theories, implementations, backend } = options;
  const randomness = seededRandomness(parameters);
  const authority = authorityKey === undefined ? undefined : await readAuthority(backend, authorityKey);
  return bindTheories(makeBase(new Set(identityBased), authority), theories, implementations, { backend, randomness });
}

async function loadImplementations(
  { theories, implementations, backend }: BindingOptions,
  randomness: Randomness,
): Promise<readonly AnyImplementation[]> {
  const loads = theories.flatMap(({ name }) => implementations.get(name) ?? []);
  return Promise.all(loads.map(async (load) => (await load()).implement(backend, randomness)));
}

async function readAuthority(name: BackendName, authorityKey: Uint8Array): Promise<PublicAuthority> {
  const backend = await loadBackend(name);
  return { backend, publicKey: read(backend.g2.decode(authorityKey), "authority") };
}

/** The authority of identity-based families as everybody knows it. */
interface PublicAuthority {
  readonly backend: Backend;
  readonly publicKey: G2;
}

function makeBase(identityBased: ReadonlySet<string>, authority: PublicAuthority | undefined): Operations {
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
      const { backend, publicKey } = authority;
      const recipient = address(backend, read(backend.g1.decode(asBytes(key)), "recipient"), publicKey);
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
