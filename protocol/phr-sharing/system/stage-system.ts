/**
 * The system as an adversary that is the network meets it: without chains, with the dishonest Eve enrolled for every role.
 *
 * Beside the network, the intruder may register a key of its own as the data user's, and may use what the scheme gives to
 * a data user and the relay together.
 */
import type { Backend } from "../../../src/live/crypto/backend.ts";
import { decodeReKey, encodeProvenKey } from "../../../src/live/crypto/pre/codec.ts";
import { hashIdentity } from "../../../src/live/crypto/pre/identity.ts";
import { checkKey } from "../../../src/live/crypto/pre/keys.ts";
import { recoverOwnerKey } from "../../../src/live/crypto/pre/scheme.ts";
import type { Randomness } from "../../../src/live/crypto/randomness.ts";
import { drawScalar } from "../../../src/live/crypto/scalar.ts";
import { bindOperations } from "../../../src/live/parties/scheme-operations.ts";
import type { StagedSystem, StagingOptions } from "../../../src/live/system/live-system.ts";
import { asBytes, type Value } from "../../../src/live/wire/value.ts";
import { findMutant } from "./mutants.ts";
import { type Enrolment, enrolNode, enrolOwner, enrolUser, issueBy } from "./parties/hospitals.ts";
import { buildSystem, drawFrom, NAMES, ROLES, type System } from "./system.ts";
import type { Variant } from "./variants.ts";

/** The dishonest party. */
const EVE = "eve@hospital-b";

/** Sets the parties up. Throws Unsupported for a description of other roles. */
export function stageSystem({ policy }: Variant, options: StagingOptions): StagedSystem {
  const { plan, backend, seed, records, clock, adapt } = options;
  const policyOf = options.mutant === undefined ? undefined : findMutant(options.mutant)?.policyOf;
  const system = buildSystem({
    ...{ plan, policy, backend, seed, clock, records, adapt },
    record: new Uint8Array(),
    ledgers: undefined,
    ...(policyOf === undefined ? {} : { policyOf }),
  });
  const eve = enrolEve(backend, system, seed);
  const { directory, enrolments, authorities } = system;
  directory.register(eve.entry);
  const { entry } = enrolments.DU;
  return {
    plan,
    parties: new Map(ROLES.map((role) => [role, system.parties[role]])),
    operations: bindOperations({ backend, authorityKey: authorities.HA.publicKey, records }),
    insider: { name: EVE, secretKey: eve.secretKey },
    replaceKey: (randomness) => replaceUserKey(backend, system, randomness),
    restoreKey: () => {
      if (directory.entryOf(entry.name) === entry) return false;
      directory.register(entry);
      return true;
    },
    exploit: (weakness, given, known) =>
      weakness === "collusion" ? collude(backend, system, given, known) : undefined,
  };
}

/** Eve is everything at once: a user of either hospital, and a node. */
function enrolEve(backend: Backend, { authorities }: System, seed: Uint8Array): Enrolment {
  const user = enrolUser(backend, issueBy(backend, authorities.HB), EVE, drawFrom(seed, "enrol", "Eve"));
  const owner = enrolOwner(backend, issueBy(backend, authorities.HA), EVE, drawFrom(seed, "enrol", "Eve, owner"));
  const node = enrolNode(EVE, drawFrom(seed, "enrol", "Eve, node"));
  return {
    entry: { ...node.entry, ...owner.entry, ...user.entry },
    secretKey: async (name) => {
      const issuer = name.op === "sgk" || name.family === "clc" ? user : name.family === "ibe" ? owner : node;
      return issuer.secretKey(name);
    },
  };
}

/** P = g^z in the data user's place: whoever knows z reads what is masked for it. */
function replaceUserKey(
  { g1, g2, ...backend }: Backend,
  { directory, enrolments }: System,
  randomness: Randomness,
): ReturnType<StagedSystem["replaceKey"]> {
  const z = drawScalar(randomness);
  const q = hashIdentity({ g1, g2, ...backend }, { name: NAMES.DU });
  const proven = encodeProvenKey(
    { g1, g2, ...backend },
    {
      publicKey: { p: g2.multiply(g2.generator, z), w: g1.multiply(g1.generator, z) },
      proof: { challenge: 1n, response: 1n },
    },
  );
  directory.register({ ...enrolments.DU.entry, userKey: { proven, signature: new Uint8Array(64) } });
  return { role: "DU", secretKey: g1.encode(g1.multiply(q, z)) };
}

/** The owner's key out of a re-encryption key and its blinding; a candidate counts when it is the key of somebody. */
function collude(
  backend: Backend,
  { authorities }: System,
  given: readonly Value[],
  records: readonly Value[],
): Value | undefined {
  const rekey = decodeReKey(backend, asBytes(given[0] ?? ""));
  const mask = backend.gt.decode(asBytes(given[1] ?? ""));
  if (rekey.kind === "refused" || mask.kind === "refused") return undefined;
  const key = recoverOwnerKey(backend, rekey.value, mask.value);
  const identities = [NAMES.DO, EVE].flatMap((name) => [
    { name },
    ...records.map((record) => ({ name, record: asBytes(record) })),
  ]);
  const isKey = identities.some((identity) => checkKey(backend, authorities.HA.publicKey, identity, key));
  return isKey ? backend.g1.encode(key) : undefined;
}
