/**
 * Sharings as a network, a store and three chains see them together; the same parties share record after record.
 *
 * Some settings are made so that one who watches can win: a hash of the record in the open, a commitment without its salt,
 * an owner's device whose maker knows what it draws. The others are the system as it is.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import type { Description } from "../../../src/core/protocol/ir/description.ts";
import type { Expression } from "../../../src/core/theory/expression.ts";
import { hashTheory } from "../../../src/core/theory/hash/hash.ts";
import { frame, toBytes } from "../../../src/live/crypto/bytes.ts";
import { seededRandomness } from "../../../src/live/crypto/randomness.ts";
import { loadBackend } from "../../../src/live/crypto/suite.ts";
import { Network } from "../../../src/live/network/network.ts";
import { heldAs } from "../../../src/live/parties/held.ts";
import type { RolePartyOptions } from "../../../src/live/parties/role-party.ts";
import { planProtocol } from "../../../src/live/roles/plan.ts";
import { type BlockStore, createMemoryBlocks } from "../../../src/live/storage/block-store.ts";
import { createRecordStore } from "../../../src/live/storage/record-store.ts";
import { makeStepClock } from "../../../src/live/system/step-clock.ts";
import type { Sight, WatchedSetting, WatchedSystem, WatchOptions } from "../../../src/live/system/watched.ts";
import { createMemoryLog } from "./chain/block-log.ts";
import { CHAINS } from "./chain/entry.ts";
import { admitParties, openChains } from "./chains.ts";
import { buildSystem, type RoleName } from "./system.ts";
import { findVariant, type Variant, type VariantName } from "./variants.ts";

const NOON = 1_750_000_000_000;
const MOST_LANDINGS = 100;
/** The key that the maker of the owner's device has built into it. */
const MAKER_KEY = sha256(toBytes("the maker of the owner's device"));

/** The settings of a variant. */
export function listWatched(variant: VariantName): readonly WatchedSetting[] {
  const plain = findVariant(variant);
  switch (variant) {
    case "literal":
      return [
        set("literal", "The paper's messages, which have no hash of the record.", plain),
        set("literal-with-hash", "The paper's messages, with the hash of the record beside the order (M2).", plain, {
          describe: addHash,
        }),
      ];
    case "hardened":
      return [
        set("hardened", "The hardened messages.", plain),
        set("hardened-unsalted", "The commitment to the record is not salted.", plain, {
          describe: dropSalt,
        }),
        set("hardened-reset", "Every sharing draws the same: devices and hospitals that are reset.", plain, {
          draws: "again",
        }),
        set("firewalled", "The hardened messages, with devices behind firewalls.", findVariant("firewalled")),
        set(
          "firewalled-known-mask",
          "Behind firewalls; the maker of the owner's device knows which X it draws.",
          findVariant("firewalled"),
          { makerKey: MAKER_KEY },
        ),
      ];
    case "firewalled":
      return [];
    default:
      return variant satisfies never;
  }
}

interface Special {
  readonly describe?: (own: Description) => Description;
  readonly draws?: "anew" | "again";
  readonly makerKey?: Uint8Array;
}

function set(name: string, about: string, variant: Variant, special: Special = {}): WatchedSetting {
  const { describe: change = (own) => own, draws = "anew", makerKey } = special;
  return {
    ...{ name, about, describe: change },
    ...(makerKey === undefined ? {} : { makerKey }),
    open: async (options) => {
      const open = (): Promise<WatchedSystem> => openWatched(variant, options, makerKey);
      return draws === "anew" ? open() : { run: async (record) => (await open()).run(record) };
    },
  };
}

function addHash(own: Description): Description {
  const digest = { is: "apply", op: "hash", args: [{ is: "name", name: "M" }] } as const;
  const steps = own.steps.map((step): Description["steps"][number] => {
    if (step.kind !== "message" || step.label !== "M2" || step.payload.is !== "record") return step;
    return { ...step, payload: { ...step.payload, fields: [...step.payload.fields, ["hashM", digest]] } };
  });
  return { ...own, theories: [...own.theories, hashTheory.data], steps };
}

/** hash({ M, DO }) in place of hash({ M, X, DO }). */
function dropSalt(own: Description): Description {
  const drop = (part: Expression): Expression => {
    switch (part.is) {
      case "name":
      case "agent":
      case "key":
        return part;
      case "field":
        return { ...part, of: drop(part.of) };
      case "record": {
        const isCommitted = part.fields.some(([name]) => name === "M") && part.fields.some(([name]) => name === "X");
        const kept = isCommitted ? part.fields.filter(([name]) => name !== "X") : part.fields;
        return { ...part, fields: kept.map(([name, value]) => [name, drop(value)]) };
      }
      case "apply":
        return { ...part, args: part.args.map(drop) };
      default:
        return part satisfies never;
    }
  };
  const steps = own.steps.map((step): Description["steps"][number] =>
    step.kind === "computes"
      ? { ...step, bindings: step.bindings.map(([name, value]) => [name, drop(value)] as const) }
      : step,
  );
  return { ...own, steps };
}

async function openWatched(
  { policy }: Variant,
  { description, backend: name, seed }: WatchOptions,
  makerKey: Uint8Array | undefined,
): Promise<WatchedSystem> {
  const clock = makeStepClock();
  clock.set(NOON);
  const plan = planProtocol(description);
  const backend = await loadBackend(name);
  const logs = new Map(CHAINS.map((chain) => [chain, createMemoryLog()]));
  const logOf = (chain: (typeof CHAINS)[number]) => logs.get(chain) ?? createMemoryLog();
  const ledgers = await openChains({ engine: "memory", seed, clock, logOf });
  const stored: Uint8Array[] = [];
  const records = createRecordStore(tap(createMemoryBlocks(), stored));
  let shared = new Uint8Array();
  const adapt = (role: RoleName, honest: RolePartyOptions): RolePartyOptions =>
    role === "DO" ? bring(subvert(honest, makerKey), () => shared) : honest;
  const system = buildSystem({ plan, policy, backend, seed, clock, ledgers, records, record: shared, adapt });
  await admitParties(ledgers, seed, system);
  const network = new Network();
  for (const party of [...Object.values(system.parties), ...system.carriers]) network.attach(party);
  const user = plan.roles.get("DU");
  let seen: Sight = { messages: [], stored: [], entries: [] };
  return {
    async run(record) {
      shared = Uint8Array.from(record);
      clock.set(clock.now() + 1000);
      for (const party of [system.parties.DO, system.parties.DU]) {
        if (!party.begins) continue;
        const reply = await party.start();
        if (reply.is !== "accepted") throw new Error(`${party.name} does not start: ${reply.is}`);
        network.post(party.name, reply.messages);
        await network.run(MOST_LANDINGS);
      }
      const last = system.parties.DU.listRuns().at(-1);
      const got = last && user && heldAs("M", last.holding, user);
      if (!(got instanceof Uint8Array) || got.join() !== record.join()) throw new Error("the record is not delivered");
      const lines = await Promise.all([...logs].map(([chain, log]) => log.read(chain)));
      const now: Sight = {
        messages: network.landings.map(({ flight }) => flight.bytes),
        stored: [...stored],
        entries: lines.flat().map(toBytes),
      };
      // Chains are read from their first block on, whoever looks.
      const news = { ...now, messages: since(seen, now, "messages"), stored: since(seen, now, "stored") };
      seen = now;
      return news;
    },
  };
}

function since(seen: Sight, now: Sight, what: "messages" | "stored"): readonly Uint8Array[] {
  return now[what].slice(seen[what].length);
}

/** Writes down the blocks that a store is given. */
function tap(blocks: BlockStore, stored: Uint8Array[]): BlockStore {
  return {
    put(cid, bytes) {
      stored.push(bytes);
      return blocks.put(cid, bytes);
    },
    get: (cid) => blocks.get(cid),
  };
}

function bring(honest: RolePartyOptions, record: () => Uint8Array): RolePartyOptions {
  const supply = (name: string, sort: string): Uint8Array | undefined =>
    name === "M" && sort === "Data" ? record() : undefined;
  return { ...honest, duties: { ...honest.duties, supply } };
}

/** A device that draws X from its maker's key. */
function subvert(honest: RolePartyOptions, makerKey: Uint8Array | undefined): RolePartyOptions {
  if (makerKey === undefined) return honest;
  return {
    ...honest,
    draw: (run, purpose) =>
      purpose === "X" ? seededRandomness(frame(makerKey, toBytes(run))) : honest.draw(run, purpose),
  };
}
