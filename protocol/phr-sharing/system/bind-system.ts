/**
 * The schemes of the system for agents that play any role, without chains and hospitals between them: everybody is enrolled
 * as an owner, as a data user and as a node, as the model has it. Its parties have the policy of their variant.
 */
import type { Backend } from "../../../src/live/crypto/backend.ts";
import { hashIdentity } from "../../../src/live/crypto/pre/identity.ts";
import { drawScalar } from "../../../src/live/crypto/scalar.ts";
import { recoverOwnerKey } from "../../../src/live/crypto/pre/scheme.ts";
import { decodeReKey, encodeProvenKey } from "../../../src/live/crypto/pre/codec.ts";
import { setUp } from "../../../src/live/crypto/pre/keys.ts";
import { type Randomness, seededRandomness } from "../../../src/live/crypto/randomness.ts";
import { loadBackend } from "../../../src/live/crypto/suite.ts";
import { rememberBackend } from "../../../src/live/system/remember.ts";
import type { Bind, Bound } from "../../../src/live/generic/bind-description.ts";
import { bindOperations } from "../../../src/live/parties/scheme-operations.ts";
import type { KeyName, Keys } from "../../../src/live/roles/operations.ts";
import { createMemoryBlocks } from "../../../src/live/storage/block-store.ts";
import { createRecordStore } from "../../../src/live/storage/record-store.ts";
import { asBytes, type Value } from "../../../src/live/wire/value.ts";
import type { RolePartyOptions } from "../../../src/live/parties/role-party.ts";
import { Unsupported } from "../../../src/live/wire/form.ts";
import { findMutant, type SharingMutant } from "./mutants.ts";
import { makeDirectory, openKeys } from "./parties/directory.ts";
import type { SharingPolicy } from "./parties/policy.ts";
import { isRequest } from "./parties/registrar.ts";
import { listPartners, ROLES } from "./system.ts";
import type { Variant } from "./variants.ts";
import { type Enrolment, enrolNode, enrolOwner, enrolUser, issueBy, type Issuer } from "./parties/hospitals.ts";

/** Binds the theories of a variant and enrols the agents. */
export function bindSystem(variant: Variant): Bind {
  return (options) => bind(variant, options);
}

async function bind({ policy }: Variant, { agents, seed, backend: name }: Parameters<Bind>[0]): Promise<Bound> {
  const backend = rememberBackend(await loadBackend(name));
  const draw = (...purpose: string[]) => seededRandomness(JSON.stringify([seed, ...purpose]));
  const [ownerAuthority, userAuthority] = ["HA", "HB"].map((name) => issueBy(backend, setUp(backend, draw(name)))) as [
    Issuer,
    Issuer,
  ];
  const directory = makeDirectory();
  const enrolments = new Map(
    agents.map((agent) => {
      const user = enrolUser(backend, userAuthority, agent, draw("user", agent));
      const owner = enrolOwner(backend, ownerAuthority, agent, draw("owner", agent));
      const node = enrolNode(agent, draw("node", agent));
      const entry = { ...node.entry, ...owner.entry, ...user.entry };
      directory.register(entry);
      const issuerOf = ({ op, family }: KeyName): Enrolment =>
        op === "sgk" || family === "clc" ? user : family === "ibe" ? owner : node;
      return [agent, { entry, secretKey: (key: KeyName) => issuerOf(key).secretKey(key) }] as const;
    }),
  );
  const view = (own: Keys["secretKey"], delegateeKeys: SharingPolicy["delegateeKeys"] = "proven"): Keys =>
    openKeys({ backend, directory, userAuthorityKey: userAuthority.publicKey, delegateeKeys, own });
  const secretOf: Keys["secretKey"] = async (key) => enrolments.get(key.owner)?.secretKey(key);
  return {
    operations: bindOperations({
      backend,
      authorityKey: ownerAuthority.publicKey,
      records: createRecordStore(createMemoryBlocks()),
    }),
    ring: {
      of: (agent) => view(async (key) => (key.owner === agent ? secretOf(key) : undefined)),
      all: () => view(secretOf),
    },
    exploit: (weakness, given) => (weakness === "collusion" ? collude(given) : undefined),
    policy,
    dress: (role, plain, mutant) => dress(role, plain, findMutant(mutant ?? "")?.policyOf),
    directory: {
      replaceKey: (agent, randomness) => replaceUserKey(backend, agent, directory, randomness),
      restore: () => {
        for (const { entry } of enrolments.values()) directory.register(entry);
      },
    },
  };

  /** The party of a role: with the policy of its variant, and with whom it chooses its partners for. */
  function dress(role: string, plain: RolePartyOptions, policyOf: SharingMutant["policyOf"]): RolePartyOptions {
    const own = ROLES.find((each) => each === role);
    if (own === undefined) throw new Unsupported(`The system of PHR sharing has no role ${role}.`);
    const decided = policyOf?.(own, policy) ?? policy;
    const keys = view(async (key) => plain.means.keys.secretKey(key), decided.delegateeKeys);
    return {
      ...plain,
      policy: { ...decided, audit: "skipped", announcements: "assumed" },
      opensTransfer: isRequest,
      partners: new Map(listPartners(own, plain.means.plan).map((other) => [other, other])),
      ...(own === "HA" ? { readers: new Map([["DU", "DU"]]) } : {}),
      opens: "on demand",
      means: decided.delegateeKeys === "proven" ? plain.means : { ...plain.means, keys },
    };
  }

  function collude([rekey, mask]: readonly Value[]): Value | undefined {
    const key = decodeReKey(backend, asBytes(rekey ?? ""));
    const blinding = backend.gt.decode(asBytes(mask ?? ""));
    if (key.kind === "refused" || blinding.kind === "refused") return undefined;
    return backend.g1.encode(recoverOwnerKey(backend, key.value, blinding.value));
  }
}

/** P = g^z in the data user's place: whoever knows z reads what is masked for it. */
function replaceUserKey(
  { g1, g2, ...backend }: Backend,
  agent: string,
  directory: ReturnType<typeof makeDirectory>,
  randomness: Randomness,
): { readonly role: string; readonly secret: Value } {
  const z = drawScalar(randomness);
  const q = hashIdentity({ g1, g2, ...backend }, { name: agent });
  const proven = encodeProvenKey(
    { g1, g2, ...backend },
    {
      publicKey: { p: g2.multiply(g2.generator, z), w: g1.multiply(g1.generator, z) },
      proof: { challenge: 1n, response: 1n },
    },
  );
  const entry = directory.entryOf(agent) ?? { name: agent };
  directory.register({ ...entry, userKey: { proven, signature: new Uint8Array(64) } });
  return { role: "DU", secret: g1.encode(g1.multiply(q, z)) };
}
