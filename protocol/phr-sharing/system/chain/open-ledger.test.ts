import { constants } from "node:fs";
import { access, appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type BlockLog, createFileLog, createMemoryLog } from "./block-log.ts";
import { type Block, type Ledger, LedgerError, type SignedCall } from "./ledger.ts";
import { readLogLine } from "./log-line.ts";
import { type LedgerOptions, openLedger } from "./open-ledger.ts";
import { deriveSigner, digestOf } from "./signer.ts";

const SEED = new Uint8Array(5);
const authority = deriveSigner(SEED, "authority");
const alice = deriveSigner(SEED, "alice");
const gateway = deriveSigner(SEED, "gateway").account;

const folders: string[] = [];

async function makePath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "assay-chain-"));
  folders.push(folder);
  return join(folder, "chains", "a.blocks");
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

function open(changes: Partial<LedgerOptions> = {}): Promise<Ledger> {
  let time = 1_000;
  const clock = (): number => time++;
  return openLedger({ chain: "A", engine: "memory", authority, gateway, clock, ...changes });
}

const register: SignedCall = {
  by: authority,
  call: { kind: "register-party", party: "alice", account: alice.account, key: digestOf(SEED) },
};

function sendNumber(i: number): SignedCall {
  const statement = {
    transfer: digestOf(Uint8Array.of(i)),
    step: "M1",
    act: "sent",
    from: "alice",
    to: "bob",
  } as const;
  return { by: alice, call: { kind: "state", ...statement, record: "r", digest: digestOf(SEED) } };
}

function hashesOf(ledger: Ledger): string[] {
  return ledger.blocks().map(({ hash }) => hash);
}

async function faultOf(promise: Promise<unknown>): Promise<LedgerError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LedgerError) return error;
  throw new Error(`Not a LedgerError: ${String(error)}`);
}

describe("openLedger", () => {
  it.each(["memory", "evm"] as const)(
    "%s: equal calls at equal times give equal blocks, from disk as well",
    async (engine) => {
      const path = await makePath();
      const [first, second] = [await open({ engine, log: createFileLog(path) }), await open({ engine })];
      for (const ledger of [first, second]) {
        await ledger.commit([register, sendNumber(1)]);
        await ledger.commit([sendNumber(2), sendNumber(1)]);
      }
      expect(hashesOf(second)).toEqual(hashesOf(first));
      await first.stop();
      const again = await open({ engine, log: createFileLog(path), clock: () => 1_003 });
      expect(again.blocks()).toEqual(first.blocks());
      expect(await again.entriesOf(digestOf(Uint8Array.of(2)))).toEqual(
        await second.entriesOf(digestOf(Uint8Array.of(2))),
      );
      const next = await again.commit([sendNumber(3)]);
      expect(next.hash).toBe((await second.commit([sendNumber(3)])).hash);
      expect(next.outcomes).toMatchObject([{ is: "done", event: { sequence: 3 } }]);
    },
  );

  it("gives other blocks at other times, on other chains, under other authorities", async () => {
    const ledgers = await Promise.all([
      open(),
      open({ clock: () => 1 }),
      open({ chain: "B" }),
      open({ authority: alice }),
    ]);
    expect(new Set(ledgers.map(({ identity }) => identity.genesis)).size).toBe(4);
  });

  it("makes a block of every commit, one after the other, also of those that come at once", async () => {
    const ledger = await open();
    await ledger.commit([register]);
    const blocks = await Promise.all([1, 2, 3, 4].map((i) => ledger.commit([sendNumber(i)])));
    const sequences = blocks.map(({ outcomes }) => outcomes.map((outcome) => outcome.is === "done" && outcome.event));
    expect(sequences).toMatchObject([1, 2, 3, 4].map((sequence) => [{ sequence }]));
    expect(ledger.blocks().map(({ header }) => header.number)).toEqual([0, 1, 2, 3, 4, 5]);
    const parents = ledger.blocks().map(({ header }) => header.parent);
    expect(parents.slice(1)).toEqual(hashesOf(ledger).slice(0, -1));
  });

  it("refuses a call with a hash that is none, and goes on", async () => {
    const ledger = await open();
    const call = { ...register.call, key: "0x12" } as SignedCall["call"];
    await expect(ledger.commit([{ by: authority, call }])).rejects.toThrow(RangeError);
    expect((await ledger.commit([register])).header.number).toBe(1);
  });
});

describe("a chain that stops", () => {
  it.each(["memory", "evm"] as const)(
    "%s: says so, and goes on where it was when it is opened again",
    async (engine) => {
      const log = createMemoryLog();
      const ledger = await open({ engine, log });
      await ledger.commit([register]);
      const last = ledger.commit([sendNumber(1)]);
      await ledger.stop();
      expect((await last).header.number).toBe(2);
      for (const call of [ledger.commit([sendNumber(2)]), ledger.partyOf("alice"), ledger.entriesOf(digestOf(SEED))]) {
        expect(await faultOf(call)).toMatchObject({
          kind: "stopped",
          chain: "A",
          message: "Chain A was stopped; open it again to go on.",
        });
      }
      const again = await open({ engine, log });
      expect(hashesOf(again)).toEqual(hashesOf(ledger));
      expect(await again.partyOf("alice")).toEqual({ party: "alice", account: alice.account, key: digestOf(SEED) });
      expect((await again.commit([sendNumber(2)])).outcomes).toMatchObject([{ is: "done", event: { sequence: 2 } }]);
    },
  );

  it("stops when the disk is full, and has lost nothing that it confirmed", async () => {
    const kept = createMemoryLog();
    let room = 3;
    const log: BlockLog = {
      ...kept,
      append: (line, chain) => {
        if (room-- <= 0) return Promise.reject(new LedgerError("full-disk", chain, "The disk is full."));
        return kept.append(line, chain);
      },
    };
    const ledger = await open({ log });
    await ledger.commit([register]);
    const confirmed = await ledger.commit([sendNumber(1)]);
    expect((await faultOf(ledger.commit([sendNumber(2)]))).kind).toBe("full-disk");
    expect(await faultOf(ledger.commit([sendNumber(2)]))).toMatchObject({
      kind: "stopped",
      message: "Chain A has stopped, because its last block could not be kept; open it again to go on.",
    });
    room = 9;
    const again = await open({ log });
    expect(again.blocks().at(-1)?.hash).toBe(confirmed.hash);
    expect((await again.commit([sendNumber(2)])).outcomes).toMatchObject([{ is: "done" }]);
  });

  it("says that its file cannot be written or read", async () => {
    expect(await faultOf(open({ log: createFileLog("/dev/null/a.blocks") }))).toMatchObject({
      kind: "unreadable-log",
      message: "Chain A: /dev/null/a.blocks cannot be read; check whose it is.",
    });
    const full = await access("/dev/full", constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!full) return;
    // The device has length 0 and refuses every byte, as a full disk does.
    const log = { ...createFileLog("/dev/full"), read: () => Promise.resolve([]) };
    expect((await faultOf(open({ log }))).kind).toBe("full-disk");
  });
});

describe("the log of a chain", () => {
  async function writeChain(): Promise<{ path: string; blocks: readonly Block[] }> {
    const path = await makePath();
    const ledger = await open({ log: createFileLog(path) });
    await ledger.commit([register]);
    for (const i of [1, 2, 3]) await ledger.commit([sendNumber(i)]);
    return { path, blocks: ledger.blocks() };
  }

  it("loses a last line that was torn, and nothing else", async () => {
    const { path, blocks } = await writeChain();
    const whole = await readFile(path);
    const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (const cut of [lastLine, lastLine + 1, lastLine + 60, whole.length - 1]) {
      await writeFile(path, whole.subarray(0, cut));
      const again = await open({ log: createFileLog(path), clock: () => 1_004 });
      expect(again.blocks()).toEqual(blocks.slice(0, -1));
      expect((await again.commit([sendNumber(3)])).hash).toBe(blocks.at(-1)?.hash);
      expect(Buffer.compare(await readFile(path), whole)).toBe(0);
    }
  });

  it("is refused when it was changed, with the block where", async () => {
    const { path } = await writeChain();
    const whole = await readFile(path, "utf8");
    const lines = whole.split("\n");
    const third = lines[2] ?? "";
    const damages: readonly (readonly [string, number])[] = [
      [whole.replace(third, third.replace('"time":1002', '"time":1003')), 2],
      [whole.replace(third, third.replace(/"transactions":\["..../, '"transactions":["ffff')), 2],
      [whole.replace('"number":2', '"number":7'), 2],
      [whole.replace(third, "not a line"), 2],
      [[lines[0], ...lines.slice(2)].join("\n"), 1],
      [[...lines.slice(0, 2), lines[3], lines[2], lines[4], ""].join("\n"), 2],
      [whole.replace(/"hash":"0x../g, '"hash":"0x00'), 0],
    ];
    for (const [text, block] of damages) {
      await writeFile(path, text);
      expect(await faultOf(open({ log: createFileLog(path) }))).toMatchObject({
        kind: "damaged-log",
        message: `Chain A: block ${block} in ${path} is not what it was; restore the file from a copy.`,
      });
    }
  });

  it("is refused as another chain's", async () => {
    const { path } = await writeChain();
    for (const changes of [
      { chain: "B" },
      { authority: alice },
      { gateway: alice.account },
      { engine: "evm" },
    ] as const) {
      expect((await faultOf(open({ ...changes, log: createFileLog(path) }))).kind).toBe("other-chain");
    }
  });

  it("notices another process that writes it", async () => {
    const { path } = await writeChain();
    const [one, two] = [await open({ log: createFileLog(path) }), await open({ log: createFileLog(path) })];
    await one.commit([sendNumber(7)]);
    expect(await faultOf(two.commit([sendNumber(8)]))).toMatchObject({
      kind: "unwritable-log",
      message: `Chain A: another process writes ${path}; stop one of the two.`,
    });
    await appendFile(path, "torn");
    expect((await one.commit([sendNumber(9)])).header.number).toBe(6);
    await writeFile(path, "");
    expect((await faultOf(one.commit([sendNumber(10)]))).kind).toBe("unwritable-log");
  });

  it("is never read as what it is not", () => {
    const line = '{"chain":"A","number":0,"time":5,"transactions":["00ff"],"hash":"0x00"}';
    expect(readLogLine(line)).toMatchObject({ number: 0, transactions: [Uint8Array.of(0, 255)] });
    fc.assert(
      fc.property(fc.nat(line.length), fc.string({ maxLength: 3 }), fc.json(), (at, text, json) => {
        expect(() => readLogLine(line.slice(0, at) + text + line.slice(at + 1))).not.toThrow();
        expect(() => readLogLine(json)).not.toThrow();
      }),
    );
    for (const bad of ["[]", "null", "7", '{"chain":"A"}', line.replace("00ff", "0f0"), line.replace("5", "0.5")]) {
      expect(readLogLine(bad)).toBeUndefined();
    }
  });
});
