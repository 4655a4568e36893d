/**
 * Deals the members of the system their material: each its own keys and its own seed, everybody the public keys, the
 * chains' identities and the policy. Key generation is over before the protocol begins, as in the paper; then the seed
 * of all is in the dealer's key file alone.
 */
import type { Backend, G2 } from "../../../../src/live/crypto/backend.ts";
import { expectDecoded } from "../../../../src/live/crypto/decoded.ts";
import { checkKey } from "../../../../src/live/crypto/pre/keys.ts";
import { decodeScalar, encodeScalar } from "../../../../src/live/crypto/scalar.ts";
import type { KeyName } from "../../../../src/live/roles/operations.ts";
import { asBytes, type Value } from "../../../../src/live/wire/value.ts";
import type { Address, ChainName } from "../chain/entry.ts";
import { CHAINS } from "../chain/entry.ts";
import type { ChainIdentity } from "../chain/ledger.ts";
import type { Signer } from "../chain/signer.ts";
import { validatorsOf } from "../chains.ts";
import { type Directory, type DirectoryEntry, makeDirectory } from "../parties/directory.ts";
import { type Enrolment, issueBy, WrongKey } from "../parties/hospitals.ts";
import type { Ledgers } from "../parties/registrar.ts";
import { drawSeedOf, NAMES, OPERATORS, ROLES, type RoleName, signerOf, type System } from "../system.ts";
import { nodeOf } from "./names.ts";

/** Content dealt to everybody. */
export interface OpenDeal {
  readonly entries: readonly DirectoryEntry[];
  /** h1 and h2. */
  readonly authorityKeys: { readonly HA: Uint8Array; readonly HB: Uint8Array };
  readonly identities: { readonly [Name in ChainName]: ChainIdentity };
}

/** Content dealt to a party. */
export interface PartyDeal {
  readonly draws: Uint8Array;
  readonly account: { readonly account: Address; readonly key: Uint8Array };
  /** Its secret keys, by operation and family. */
  readonly keys: Readonly<Record<string, Value>>;
  /** The record that an owner shares. */
  readonly record?: Uint8Array;
  /** The master secret of hospital A, which issues keys for records. */
  readonly authority?: Uint8Array;
}

/** Content dealt to the node of a chain. */
export interface NodeDeal {
  readonly sealer: { readonly account: Address; readonly key: Uint8Array };
  readonly validators: readonly { readonly account: Address; readonly key: Uint8Array }[];
}

const FAMILIES: readonly Pick<KeyName, "op" | "family">[] = [
  { op: "sgk", family: "sig" },
  { op: "sk", family: "key" },
  { op: "sk", family: "clc" },
  { op: "sk", family: "ibe" },
];

/** Makes the content for everybody. */
export function dealOpenly(backend: Backend, { directory, authorities }: System, ledgers: Ledgers): OpenDeal {
  const encode = (key: G2): Uint8Array => backend.g2.encode(key);
  return {
    entries: directory.entries(),
    authorityKeys: { HA: encode(authorities.HA.publicKey), HB: encode(authorities.HB.publicKey) },
    identities: { A: ledgers.A.identity, B: ledgers.B.identity, relay: ledgers.relay.identity },
  };
}

/** Makes the content for each member alone. */
export async function dealSecretly(
  seed: Uint8Array,
  { enrolments, authorities }: System,
  record: Uint8Array,
): Promise<ReadonlyMap<string, PartyDeal | NodeDeal>> {
  const secrets = new Map<string, PartyDeal | NodeDeal>();
  for (const role of ROLES) {
    const name = NAMES[role];
    const keys: Record<string, Value> = {};
    for (const { op, family } of FAMILIES) {
      const key = await enrolments[role].secretKey({ op, family, owner: name });
      if (key !== undefined) keys[`${op} ${family}`] = key;
    }
    secrets.set(name, {
      draws: drawSeedOf(seed, name),
      account: signerOf(seed, name),
      keys,
      ...(role === "DO" ? { record } : {}),
      ...(role === "HA" ? { authority: encodeScalar(authorities.HA.secret) } : {}),
    });
  }
  const gateway = { draws: drawSeedOf(seed, NAMES.gateway), account: signerOf(seed, NAMES.gateway), keys: {} };
  secrets.set(NAMES.gateway, gateway);
  for (const chain of CHAINS) {
    const sealer = signerOf(seed, OPERATORS.sealers[chain]);
    secrets.set(nodeOf(chain), { sealer, validators: validatorsOf(seed, chain) });
  }
  return secrets;
}

/** The directory as it was dealt. */
export function openDirectory({ entries }: OpenDeal): Directory {
  const directory = makeDirectory();
  for (const entry of entries) directory.register(entry);
  return directory;
}

/** The signer of an account that was dealt. */
export function signerIn({ account }: PartyDeal): Signer {
  return account;
}

/** Issues the key of an owner's record; for hospital A. */
export function issueRecordKey(backend: Backend, open: OpenDeal, own: PartyDeal, record: Uint8Array): Uint8Array {
  const secret = expectDecoded(decodeScalar(own.authority ?? new Uint8Array()));
  const publicKey = expectDecoded(backend.g2.decode(open.authorityKeys.HA));
  return backend.g1.encode(issueBy(backend, { secret, publicKey }).issue({ name: NAMES.DO, record }));
}

/** The secret keys of a party: those that it was dealt, and those that hospital A issues for a record when asked. */
export function openSecretKeys(
  backend: Backend,
  role: RoleName,
  { open, own }: { readonly open: OpenDeal; readonly own: PartyDeal },
  issue: (record: Uint8Array) => Promise<unknown>,
): Enrolment["secretKey"] {
  const name = NAMES[role];
  return async ({ op, family, owner, index }) => {
    if (owner !== name) return undefined;
    if (index === undefined) return own.keys[`${op} ${family}`];
    if (role !== "DO" || op !== "sk" || family !== "ibe") return undefined;
    const issued = await issue(asBytes(index));
    const key = issued instanceof Uint8Array ? backend.g1.decode(issued) : undefined;
    const authorityKey = expectDecoded(backend.g2.decode(open.authorityKeys.HA));
    if (key?.kind === "decoded" && checkKey(backend, authorityKey, { name, record: asBytes(index) }, key.value)) {
      return issued as Uint8Array;
    }
    throw new WrongKey("The key that hospital A issued for a record is not the key of that record.");
  };
}
