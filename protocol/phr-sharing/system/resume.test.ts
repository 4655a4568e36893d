import { beforeAll, describe, expect, it } from "vitest";
import type { CID } from "multiformats/cid";
import type { LoadedProtocol } from "../../../src/repository/loaded-protocol.ts";
import type { Backend } from "../../../src/live/crypto/backend.ts";
import { type BlockLog, createMemoryLog } from "./chain/block-log.ts";
import type { ChainName } from "./chain/entry.ts";
import { type BlockStore, createMemoryBlocks } from "../../../src/live/storage/block-store.ts";
import { createRecordStore } from "../../../src/live/storage/record-store.ts";
import { buildExample, type Example, loadFastBackend, loadVariant, RECORD } from "./example.ts";
import type { Journal } from "./journal.ts";

let backend: Backend;
let loaded: LoadedProtocol;
beforeAll(async () => {
  backend = await loadFastBackend();
  loaded = await loadVariant("literal");
});

/** The state that survives an interruption. */
interface Kept {
  readonly blocks: BlockStore;
  readonly logs: ReadonlyMap<ChainName, BlockLog>;
  readonly times: number[];
}

function makeKept(): Kept {
  const logs = (["A", "B", "relay"] as const).map((chain) => [chain, createMemoryLog()] as const);
  return { blocks: createMemoryBlocks(), logs: new Map(logs), times: [] };
}

/** A sharing over what was kept, as a process that is started anew takes it up. */
async function takeUp({ logs, times, ...kept }: Kept, blocks: BlockStore = kept.blocks): Promise<Example> {
  const header = { schema: "assay/live-1", protocol: "", backend: "mcl", seed: "", record: "" } as const;
  const journal: Journal = {
    header,
    times: [...times],
    append: (time) => {
      times.push(time);
      return Promise.resolve();
    },
  };
  return buildExample("literal", loaded, backend, { journal, logs, records: createRecordStore(blocks) });
}

/** How far a sharing came: party, message, outcome of its last step. */
function lastOf({ steps }: Example): unknown {
  const step = steps.at(-1);
  const { reply } = step ?? {};
  if (reply?.is === "failed") return [step?.party, step?.message?.label, reply.fault.part, reply.fault.because];
  return [step?.party, step?.message?.label, reply?.is === "refused" ? reply.refusal.code : reply?.is];
}

function listEntries({ ledgers }: Example): readonly string[] {
  const blocks = ledgers === undefined ? [] : [ledgers.A, ledgers.B, ledgers.relay].flatMap((each) => each.blocks());
  return blocks.flatMap(({ outcomes }) =>
    outcomes.flatMap((outcome) =>
      outcome.is === "done" && outcome.event.kind === "stated" ? [`${outcome.event.step} ${outcome.event.act}`] : [],
    ),
  );
}

const ALL_ENTRIES = [
  "M1 relayed",
  "M1 received",
  "M2 sent",
  "M2 received",
  "M2' sent",
  "M1 sent",
  "M3 relayed",
  "M3 received",
  "M2' relayed",
  "M2' received",
  "M3 sent",
];

const STOPPED_AT = {
  A: ["hospital-a", "M0"],
  B: ["user@hospital-b", undefined],
  relay: ["gateway", "M2'"],
} as const;

describe("a sharing that was interrupted", () => {
  it("goes on after the disk was full, with the same messages", async () => {
    const kept = makeKept();
    const full: BlockStore = {
      ...kept.blocks,
      put: () => Promise.reject(Object.assign(new Error("no space"), { code: "ENOSPC" })),
      get: (cid) => kept.blocks.get(cid),
    };
    const first = await takeUp(kept, full);
    expect((await first.run()).is).toBe("stopped");
    expect(lastOf(first)).toEqual(["owner@hospital-a", undefined, "storage", expect.stringContaining("full")]);
    const second = await takeUp(kept);
    expect(await second.run()).toEqual({ is: "delivered", record: RECORD });
    expect(second.steps[0]?.isAgain).toBe(true);
  });

  it.each(["A", "B", "relay"] as const)(
    "goes on after chain %s had stopped, and enters nothing twice",
    async (chain) => {
      const kept = makeKept();
      const first = await takeUp(kept);
      await first.ledgers?.[chain].stop();
      expect((await first.run()).is).toBe("stopped");
      const [party, label] = STOPPED_AT[chain];
      expect(lastOf(first)).toEqual([party, label, "ledger", expect.stringContaining("stopped")]);
      const second = await takeUp(kept);
      expect(await second.run()).toEqual({ is: "delivered", record: RECORD });
      expect(listEntries(second)).toEqual(ALL_ENTRIES);
      const before = new Map(first.network.landings.map(({ flight }) => [flight.number, flight.bytes]));
      for (const { flight } of second.network.landings) {
        expect(flight.bytes).toEqual(before.get(flight.number) ?? flight.bytes);
      }
    },
  );

  it("shows the same again when it was finished", async () => {
    const kept = makeKept();
    const first = await takeUp(kept);
    await first.run();
    const messages = first.network.landings.map(({ flight }) => flight.bytes);
    const whole = await takeUp(kept);
    expect((await whole.run()).is).toBe("delivered");
    expect(whole.network.landings.map(({ flight }) => flight.bytes)).toEqual(messages);
    expect(listEntries(whole)).toEqual(ALL_ENTRIES);
  });
});

describe("a record whose block the store", () => {
  const lose = (blocks: BlockStore, change: (bytes: Uint8Array) => Uint8Array | undefined): BlockStore => ({
    put: (cid: CID, bytes) => blocks.put(cid, bytes),
    // Broken for readers of the record alone: storing it again finds and mends this.
    get: async function* (cid: CID) {
      for await (const piece of blocks.get(cid)) {
        const changed = change(piece);
        if (changed === undefined) throw Object.assign(new Error("Not Found"), { name: "NotFoundError" });
        yield changed;
      }
    },
  });

  it.each([
    ["has lost", () => undefined, "block-missing"],
    ["has damaged", (bytes: Uint8Array) => bytes.map((byte) => byte ^ 1), "block-corrupt"],
  ] as const)("%s is refused by the user, and there again after the next run", async (_, change, code) => {
    const kept = makeKept();
    const first = await takeUp(kept, lose(kept.blocks, change));
    expect((await first.run()).is).toBe("stopped");
    expect(lastOf(first)).toEqual(["user@hospital-b", "M3", code]);
    expect(await (await takeUp(kept)).run()).toEqual({ is: "delivered", record: RECORD });
  });
});
