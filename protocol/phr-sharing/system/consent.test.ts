/**
 * Who may read, and who is accused, when a party of the chains works against the others: consent, squatted statements,
 * invented transfers, faults of a disk, messages past the gateway. Each is a party's own statement and nobody else's.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { beforeAll, describe, expect, it } from "vitest";
import type { LoadedProtocol } from "../../../src/repository/loaded-protocol.ts";
import type { Audit } from "./chain/auditor.ts";
import { audit } from "./chain/auditor.ts";
import type { Hash, Refusal, Statement } from "./chain/entry.ts";
import { type Ledger, LedgerError, type Outcome } from "./chain/ledger.ts";
import { readHistory } from "./chain/read-history.ts";
import { digestOf } from "./chain/signer.ts";
import type { Backend } from "../../../src/live/crypto/backend.ts";
import type { Party, Reply } from "../../../src/live/parties/party.ts";
import { guardRecords } from "./parties/guarded-records.ts";
import type { Ledgers } from "./parties/registrar.ts";
import { StorageError } from "../../../src/live/storage/storage-error.ts";
import { openEnvelope } from "../../../src/live/wire/envelope.ts";
import { makeStepClock } from "../../../src/live/system/step-clock.ts";
import { admitParties, openChains } from "./chains.ts";
import { buildExample, type Example, loadFastBackend, loadVariant, START } from "./example.ts";
import { NAMES, OPERATORS, signerOf } from "./system.ts";
import { VARIANTS, type VariantName } from "./variants.ts";

const SEED = new TextEncoder().encode("example");
let backend: Backend;
const loaded = new Map<VariantName, LoadedProtocol>();
beforeAll(async () => {
  backend = await loadFastBackend();
  for (const variant of VARIANTS) loaded.set(variant, await loadVariant(variant));
});

interface Scene extends Example {
  readonly ledgers: Ledgers;
}

async function make(variant: VariantName): Promise<Scene> {
  const example = await buildExample(variant, loaded.get(variant) as LoadedProtocol, backend);
  if (example.ledgers === undefined) throw new Error("make: there are chains");
  return { ...example, ledgers: example.ledgers };
}

function auditOf({ ledgers }: Scene): Audit {
  const histories = Object.values(ledgers).map((ledger) => readHistory(ledger.identity, ledger.blocks()));
  const options = { patience: 300_000, gateway: "announces", operators: OPERATORS } as const;
  return audit(histories, { ...options, asOf: START + 3_600_000 });
}

/** States something of a message, whether it is so or not. */
async function state(ledger: Ledger, by: string, statement: Statement): Promise<Outcome | undefined> {
  const call = { kind: "state", ...statement } as const;
  return (await ledger.commit([{ by: signerOf(SEED, by), call }])).outcomes[0];
}

/** Does something before a party receives its first message of a label. */
function beforeReceiving(party: Party, label: string, act: (bytes: Uint8Array) => Promise<unknown>): void {
  const receive = party.receive.bind(party);
  let isFirst = true;
  party.receive = async (bytes): Promise<Reply> => {
    if (isFirst && openEnvelope(bytes).label === label) {
      isFirst = false;
      await act(bytes);
    }
    return receive(bytes);
  };
}

function describeRequest(bytes: Uint8Array): Pick<Statement, "transfer" | "step" | "digest"> {
  return { transfer: `0x${bytesToHex(openEnvelope(bytes).transfer)}`, step: "M1", digest: digestOf(bytes) };
}

function listed({ ledgers }: Scene): string {
  const events = ledgers.A.blocks().flatMap(({ outcomes }) =>
    outcomes.flatMap((each) => ("event" in each ? [each.event] : [])),
  );
  const found = events.find((event) => event.kind === "record-listed");
  if (found?.kind !== "record-listed") throw new Error("listed: there is a record");
  return found.record;
}

describe.each(VARIANTS)("the chains of %s", (variant) => {
  const refused = (why: Refusal) => ({ is: "refused", why });

  it("let no party put another reader in the place of whoever asked", async () => {
    const scene = await make(variant);
    let outcome: Outcome | undefined;
    beforeReceiving(scene.system.parties.DO, "M1", async (bytes) => {
      const eve = { act: "received", from: "insurer-eve", to: NAMES.HA, record: "" } as const;
      outcome = await state(scene.ledgers.A, NAMES.HA, { ...describeRequest(bytes), ...eve });
    });
    expect((await scene.run()).is).toBe("delivered");
    expect(outcome).toEqual(refused("not-announced"));
    const record = listed(scene);
    expect(await scene.ledgers.A.mayRead(record, "insurer-eve", START)).toBe(false);
    expect(await scene.ledgers.A.mayRead(record, NAMES.DU, START)).toBe(true);
    expect(auditOf(scene).faults).toEqual([]);
  });

  it("let no party take the place of another's statement", async () => {
    const scene = await make(variant);
    beforeReceiving(scene.system.parties.DO, "M1", async (bytes) => {
      const squat = { act: "received", from: NAMES.DU, to: NAMES.HA, record: "" } as const;
      const digest: Hash = `0x${"01".repeat(32)}`;
      await state(scene.ledgers.A, NAMES.HA, { ...describeRequest(bytes), ...squat, digest });
    });
    expect((await scene.run()).is).toBe("delivered");
    expect(auditOf(scene).faults).toEqual([]);
  });

  it("accuse no user of what the gateway invents", async () => {
    const scene = await make(variant);
    const transfer: Hash = `0x${"07".repeat(32)}`;
    const digest: Hash = `0x${"09".repeat(32)}`;
    const invented = {
      transfer,
      step: "M1",
      act: "relayed",
      from: NAMES.DU,
      to: NAMES.DO,
      record: "",
      digest,
    } as const;
    expect((await state(scene.ledgers.A, NAMES.gateway, invented))?.is).toBe("done");
    expect(auditOf(scene).faults.map(({ kind, blame }) => [kind, blame])).toEqual([
      ["unregistered", { is: "one-of", among: [NAMES.gateway, NAMES.HB] }],
    ]);
  });

  it("let the gateway announce what it could not, when it is delivered again", async () => {
    const scene = await make(variant);
    const { commit } = scene.ledgers.A;
    let hasFailed = false;
    scene.ledgers.A.commit = (calls) => {
      const [first] = calls;
      if (hasFailed || first?.call.kind !== "state" || first.call.act !== "relayed") return commit(calls);
      hasFailed = true;
      return Promise.reject(new LedgerError("full-disk", "A", "Chain A: the disk is full."));
    };
    const gateway = scene.system.carriers.find(({ name }) => name === NAMES.gateway) as Party;
    const receive = gateway.receive.bind(gateway);
    const replies: string[] = [];
    gateway.receive = async (bytes) => {
      const reply = await receive(bytes);
      replies.push(reply.is);
      return reply.is === "failed" ? gateway.receive(bytes) : reply;
    };
    expect((await scene.run()).is).toBe("delivered");
    expect(replies.slice(0, 2)).toEqual(["failed", "accepted"]);
    expect(auditOf(scene).faults).toEqual([]);
  });

  it("have announced whatever a receiver takes", async () => {
    const scene = await make(variant);
    const hospital = scene.system.carriers.find(({ name }) => name === NAMES.HB) as Party;
    const receive = hospital.receive.bind(hospital);
    hospital.receive = (bytes) =>
      openEnvelope(bytes).label === "M1"
        ? Promise.resolve({ is: "accepted", messages: [{ to: NAMES.DO, bytes }] })
        : receive(bytes);
    const end = await scene.run();
    expect(end.is === "stopped" && end.step?.reply).toMatchObject({
      is: "refused",
      refusal: { code: "not-registered", at: "M1" },
    });
  });

  it("hand a record out to whom its owner lets read it, as long as the owner does", async () => {
    const scene = await make(variant);
    await scene.run();
    const events = scene.ledgers.A.blocks().flatMap(({ outcomes }) =>
      outcomes.flatMap((each) => ("event" in each ? [each.event] : [])),
    );
    const cid = events.flatMap((event) => (event.kind === "record-listed" ? [event.address] : []))[0] ?? "";
    const fetch = (reader: string, days: number): Promise<string> =>
      guardRecords(scene.options.records, {
        reader,
        ledger: scene.ledgers.A,
        clock: { now: () => START + days * 24 * 3_600_000 },
      })
        .get(cid)
        .then(
          () => "handed out",
          (error: unknown) => (error instanceof StorageError ? error.kind : "another error"),
        );
    expect(await fetch(NAMES.DU, 29)).toBe("handed out");
    expect(await fetch(NAMES.DU, 31)).toBe("forbidden");
    expect(await fetch("insurer-eve", 0)).toBe("forbidden");
  });

  it("keep what an owner takes back from being handed out", async () => {
    const revoked = await make(variant);
    beforeReceiving(revoked.system.parties.HA, "M2", async () => {
      const call = { kind: "revoke-access", record: listed(revoked), reader: NAMES.DU } as const;
      expect((await revoked.ledgers.A.commit([{ by: signerOf(SEED, NAMES.DO), call }])).outcomes[0]?.is).toBe("done");
    });
    const end = await revoked.run();
    const denied = { is: "refused", refusal: { code: "not-permitted" } };
    expect(end.is === "stopped" && end.step?.reply).toMatchObject({
      ...denied,
      refusal: { code: "not-permitted", at: "M2" },
    });

    const kept = await make(variant);
    beforeReceiving(kept.system.parties.DU, "M3", async () => {
      const call = { kind: "revoke-access", record: listed(kept), reader: NAMES.DU } as const;
      await kept.ledgers.A.commit([{ by: signerOf(SEED, NAMES.DO), call }]);
    });
    const closed = await kept.run();
    expect(closed.is === "stopped" && closed.step?.reply).toMatchObject({ ...denied, refusal: { at: "record" } });
  });
});

it("the auditor names a sealer that leaves an owner's grant out of the history that it shows", async () => {
  const scene = await make("hardened");
  await scene.run();
  const clock = makeStepClock();
  clock.set(START);
  const other = await openChains({ engine: "memory", seed: SEED, clock });
  await admitParties(other, SEED, scene.system);
  const names = new Map(Object.values(NAMES).map((name) => [signerOf(SEED, name).account, name]));
  for (const { header, outcomes } of scene.ledgers.A.blocks().slice(1)) {
    clock.set(header.time);
    for (const outcome of outcomes) {
      if (outcome.is !== "done") continue;
      const { event } = outcome;
      if (event.kind === "record-listed") {
        const { record, owner, address } = event;
        await other.A.commit([{ by: signerOf(SEED, NAMES.HA), call: { kind: "list-record", record, owner, address } }]);
      }
      if (event.kind !== "stated" || (event.step === "M2" && event.act === "sent")) continue;
      const { kind: _, sequence: __, speaker, ...statement } = event;
      await state(other.A, names.get(speaker) ?? "", statement);
    }
  }
  const histories = [other.A, scene.ledgers.B, scene.ledgers.relay].map((each) =>
    readHistory(each.identity, each.blocks()),
  );
  const { faults } = audit(histories, {
    ...{ asOf: START + 3_600_000, patience: 300_000, gateway: "announces", operators: OPERATORS },
  });
  expect(faults.length).toBeGreaterThan(0);
  // The owner has done nothing wrong, and is never accused without the hospital that seals its chain.
  for (const { blame } of faults) {
    const among = blame.is === "proved" ? [blame.against] : blame.is === "one-of" ? blame.among : [NAMES.HA];
    expect(among).toContain(NAMES.HA);
  }
});
