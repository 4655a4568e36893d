/**
 * The schemes of the system for agents that play any role, without chains and hospitals between them: everybody is enrolled
 * as an owner, as a data user and as a node, as the model has it.
 */
import { recoverOwnerKey } from "../../../src/live/crypto/pre/scheme.ts";
import { decodeReKey } from "../../../src/live/crypto/pre/codec.ts";
import { setUp } from "../../../src/live/crypto/pre/keys.ts";
import { seededRandomness } from "../../../src/live/crypto/randomness.ts";
import { loadBackend } from "../../../src/live/crypto/suite.ts";
import type { Bind } from "../../../src/live/generic/bind-description.ts";
import { bindOperations } from "../../../src/live/parties/scheme-operations.ts";
import type { KeyName, Keys } from "../../../src/live/roles/operations.ts";
import { createMemoryBlocks } from "../../../src/live/storage/block-store.ts";
import { createRecordStore } from "../../../src/live/storage/record-store.ts";
import { asBytes, type Value } from "../../../src/live/wire/value.ts";
import { makeDirectory, openKeys } from "./parties/directory.ts";
import { type Enrolment, enrolNode, enrolOwner, enrolUser, issueBy, type Issuer } from "./parties/hospitals.ts";

/** Binds the theories and enrols the agents. */
export const bindSystem: Bind = async ({ agents, seed, backend: name }) => {
  const backend = await loadBackend(name);
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
  const view = (own: Keys["secretKey"]): Keys =>
    openKeys({ backend, directory, userAuthorityKey: userAuthority.publicKey, delegateeKeys: "proven", own });
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
  };

  function collude([rekey, mask]: readonly Value[]): Value | undefined {
    const key = decodeReKey(backend, asBytes(rekey ?? ""));
    const blinding = backend.gt.decode(asBytes(mask ?? ""));
    if (key.kind === "refused" || blinding.kind === "refused") return undefined;
    return backend.g1.encode(recoverOwnerKey(backend, key.value, blinding.value));
  }
};
