import { describe, expect, it } from "vitest";
import { type Audit, audit } from "./auditor.ts";
import { MemoryContract } from "./contract/memory-contract.ts";
import { type Address, CHAINS, type ChainName, ROUTE, STEPS } from "./entry.ts";
import { MISHAPS, type Mishap, PARTIES, playSharing, RECORDS, type Sharing, seededDraw, type Told } from "./example.ts";
import type { Ledger, SignedCall } from "./ledger.ts";
import { openLedger } from "./open-ledger.ts";
import { type History, type PlacedEntry, readHistory } from "./read-history.ts";
import { deriveSigner, digestOf } from "./signer.ts";

const PATIENCE = 60_000;
const KEY = digestOf(new Uint8Array());

function accountOf(name: string): Address {
  return `0x${digestOf(new TextEncoder().encode(name)).slice(-40)}`;
}

/** States a sharing on the contracts of the three chains, one millisecond apart. */
function stateAll({ told }: Sharing): History[] {
  const contracts = new Map(CHAINS.map((chain) => [chain, new MemoryContract(accountOf(chain), accountOf("gateway"))]));
  const entries = new Map<ChainName, PlacedEntry[]>(CHAINS.map((chain) => [chain, []]));
  for (const [party, chain] of PARTIES) {
    contracts
      .get(chain)
      ?.call(accountOf(chain), { kind: "register-party", party, account: accountOf(party), key: KEY });
  }
  for (const [record, owner] of RECORDS) {
    contracts.get("A")?.call(accountOf("A"), { kind: "list-record", record, owner, address: "somewhere" });
  }
  told.forEach(({ chain, by, statement }, time) => {
    const event = contracts.get(chain)?.call(accountOf(by), { kind: "state", ...statement });
    if (typeof event !== "object" || event.kind !== "stated") throw new Error(`The contract says ${String(event)}.`);
    const { kind: _, ...entry } = event;
    const placed = entries.get(chain) ?? [];
    placed.push({ ...entry, chain, position: placed.length, time });
  });
  return CHAINS.map((chain) => {
    return { is: "read", chain, entries: entries.get(chain) ?? [], sealer: accountOf(chain), hashes: [] };
  });
}

function auditSharing(sharing: Sharing, histories: readonly History[] = stateAll(sharing)): Audit {
  const asOf = sharing.told.length + PATIENCE + 1;
  return audit(histories, { asOf, patience: PATIENCE, gateway: "announces", observed: sharing.observed });
}

/** Every transfer with its true mishap and with what the auditor says instead; empty when it says the truth. */
function compareWithTruth({ truth }: Sharing, { transfers }: Audit): unknown[] {
  const reports = new Map(transfers.map((report) => [report.transfer, report]));
  return [...truth].flatMap(([transfer, mishap]) => {
    const faults = reports.get(transfer)?.faults ?? [];
    const innocent = mishap.kind === "none" || mishap.kind === "refused";
    // Whoever enters nothing of what it owes has both not registered and not sent it; whoever reads another record in a
    // message than its sender goes on with one that does not fit.
    const others = faults.filter(({ kind, step }) => kind !== mishap.kind || step !== mishap.step);
    const follow = mishap.how === "sender" ? "suppressed" : mishap.how === "record" ? "altered" : undefined;
    const right = innocent ? faults.length === 0 : others.every(({ kind }) => kind === follow);
    const once = innocent || faults.length - others.length === 1;
    return right && once ? [] : [{ transfer, mishap, faults }];
  });
}

function drawMishaps(count: number, seed: number): Mishap[] {
  const draw = seededDraw(seed);
  const honest: Mishap = { kind: "none", how: "none", step: "M1" };
  return Array.from({ length: count }, () => (draw(2) === 0 ? honest : (MISHAPS[draw(MISHAPS.length)] ?? honest)));
}

function countKinds(sharing: Sharing): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { kind } of sharing.truth.values()) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

describe("audit", () => {
  it.each([1, 2, 3])("of 1000 transfers names every one that went wrong, rightly, and no other (seed %i)", (seed) => {
    const sharing = playSharing(drawMishaps(1000, seed), seed);
    const answer = auditSharing(sharing);
    expect(compareWithTruth(sharing, answer)).toEqual([]);
    expect(answer.unread).toEqual([]);
    const counts = countKinds(sharing);
    for (const kind of ["suppressed", "altered", "reordered", "unregistered", "refused"]) {
      expect(counts.get(kind)).toBeGreaterThan(10);
    }
  });

  it("accuses nobody when every transfer is honest, however they overlap", () => {
    const honest = Array.from({ length: 300 }, (): Mishap => ({ kind: "none", how: "none", step: "M1" }));
    const sharing = playSharing(honest, 9);
    const { faults, transfers } = auditSharing(sharing);
    expect(faults).toEqual([]);
    expect(transfers.length).toBe(300);
    expect(transfers.every(({ missing }) => missing.length === 0)).toBe(true);
  });

  it("accuses nobody of what is still under way", () => {
    const sharing = playSharing(
      drawMishaps(25, 3).map((): Mishap => ({ kind: "none", how: "none", step: "M1" })),
      3,
    );
    for (let cut = 0; cut < sharing.told.length; cut += 7) {
      const told = sharing.told.slice(0, cut);
      const options = { asOf: cut, patience: PATIENCE, gateway: "announces" } as const;
      expect(audit(stateAll({ ...sharing, told }), options).faults).toEqual([]);
    }
  });

  it.each(MISHAPS.filter(({ how }) => how !== "held" && how !== "none"))(
    "names $kind at $step ($how), alone",
    (mishap) => {
      const sharing = playSharing([mishap], 1);
      expect(compareWithTruth(sharing, auditSharing(sharing))).toEqual([]);
    },
  );

  it("says who asked for which record, who granted, what was delivered, and what is missing", () => {
    const sharing = playSharing([{ kind: "none", how: "none", step: "M1" }], 1);
    const [told] = sharing.told;
    const user = told?.statement.from;
    const owner = told?.statement.to;
    const record = sharing.told.find(({ statement }) => statement.step === "M2")?.statement.record;
    const last = sharing.told.at(-1)?.statement;
    expect(auditSharing(sharing).transfers).toEqual([
      {
        transfer: told?.statement.transfer,
        record,
        asked: { by: user, of: owner, at: 0 },
        granted: { by: owner, at: 3 },
        delivered: { to: user, digest: last?.digest, at: 10 },
        missing: [],
        faults: [],
      },
    ]);
    const dropped = playSharing([{ kind: "suppressed", how: "dropped", step: "M3" }], 1);
    const [report] = auditSharing(dropped).transfers;
    expect(report).toMatchObject({
      asked: { by: user },
      granted: { by: owner },
      delivered: undefined,
      missing: ["M3"],
    });
    expect(report?.faults.map(({ sentence }) => sentence)).toEqual([
      `M3 from relay to ${user} was registered as sent on chain relay and never received. Whose fault it is cannot be told.`,
    ]);
  });

  it.each([
    [
      "relayed",
      "digest",
      "what was relayed has another digest than what was sent",
      ["the gateway", "the sealer of chain A"],
    ],
    [
      "relayed",
      "to",
      "what was relayed has another receiver than what was sent",
      ["the gateway", "the sealer of chain A"],
    ],
    [
      "relayed",
      "record",
      "what was relayed has another record than what was sent",
      ["the gateway", "the sealer of chain A"],
    ],
    ["received", "record", "what was received has another record than what was sent", ["hospital-a", "relay"]],
  ] as const)("names two statements that differ: what was %s, in %s", (act, field, sentence, among) => {
    const sharing = playSharing([{ kind: "none", how: "none", step: "M1" }], 1);
    const histories = stateAll(sharing).map((each): History => {
      const change = (entry: PlacedEntry): PlacedEntry =>
        entry.step === "M2'" && entry.act === act ? { ...entry, [field]: digestOf(new Uint8Array(7)) } : entry;
      return each.is === "read" ? { ...each, entries: each.entries.map(change) } : each;
    });
    const [fault] = auditSharing(sharing, histories).faults;
    expect([fault?.kind, fault?.step, fault?.blame]).toEqual(["altered", "M2'", { is: "one-of", among }]);
    expect(fault?.sentence).toContain(sentence);
  });

  it("names what does not fit the request as altered, and who has contradicted itself", () => {
    const sharing = playSharing([{ kind: "none", how: "none", step: "M1" }], 1);
    const asked = sharing.told[0]?.statement.to ?? "";
    const other = asked === "owner-0" ? "owner-1" : "owner-0";
    const namesOf = (step: Mishap["step"], change: Partial<Told["statement"]>, by: string): string[] => {
      const told = sharing.told.map((each): Told => {
        if (each.statement.step !== step) return each;
        return { ...each, by: each.by === asked ? by : each.by, statement: { ...each.statement, ...change } };
      });
      return auditSharing({ ...sharing, told }).faults.map((fault) => `${fault.kind} ${fault.step}: ${fault.sentence}`);
    };
    const record = asked.replace("owner", "record");
    expect(namesOf("M2'", { record: `other-${record}` }, asked)[0]).toBe(
      `altered M2': M2' from hospital-a to relay does not fit the M2 that it answers: the record is other-${record}, not ${record}. This is proved against hospital-a.`,
    );
    expect(namesOf("M2", { from: other, record: other.replace("owner", "record") }, other)[0]).toBe(
      `unregistered M1: M1 was answered by ${other}, which did not register it as received. One of ${other}, the sealer of chain A deviated.`,
    );
    expect(namesOf("M1", { record: `other-${record}` }, asked)[0]).toBe(
      `altered M2: M2 from ${asked} to hospital-a does not fit the M1 that it answers: the record is ${record}, not other-${record}. This is proved against ${asked}.`,
    );
  });

  it("names what was seen with another digest than was registered as altered", () => {
    const sharing = playSharing([{ kind: "none", how: "none", step: "M1" }], 1);
    const sent = sharing.told.find(({ statement }) => statement.step === "M3")?.statement;
    if (sent === undefined) throw new Error("There is an M3.");
    expect(auditSharing({ ...sharing, observed: [sent] }).faults).toEqual([]);
    const observed = [{ ...sent, digest: digestOf(new Uint8Array(7)) }];
    expect(auditSharing({ ...sharing, observed }).faults).toMatchObject([{ kind: "altered", step: "M3" }]);
  });

  it("says who did not register a delivery, and accuses nobody on the word of another", () => {
    const sentences = (how: Mishap["how"], step: Mishap["step"]): string[] =>
      auditSharing(playSharing([{ kind: "unregistered", how, step }], 1)).faults.map(({ sentence }) => sentence);
    expect(sentences("outside", "M3")).toEqual([
      "M3 was delivered, but neither its sender nor its receiver registered it. Whose fault it is cannot be told.",
    ]);
    expect(sentences("sender", "M2'")).toEqual([
      "M2' from hospital-a to relay was announced, and chain A has no entry of its sender. One of the gateway, the sealer of chain A deviated.",
      "hospital-a received M2 of owner-1 and never sent the M2' that it owes. One of hospital-a, the sealer of chain A deviated.",
    ]);
    expect(sentences("receiver", "M2'")).toEqual([
      "M2' was answered by relay, which did not register it as received. One of relay, the sealer of chain relay deviated.",
    ]);
  });

  it("names no fault without the histories of all chains", () => {
    const sharing = playSharing([{ kind: "suppressed", how: "dropped", step: "M3" }], 1);
    const [a, b] = stateAll(sharing);
    expect(
      auditSharing(
        sharing,
        [a, b].filter((history) => history !== undefined),
      ),
    ).toMatchObject({
      faults: [],
      unread: ["There is no history of chain relay."],
    });
  });

  it("lets a statement on a chain where it does not belong count for nothing", () => {
    const sharing = playSharing([{ kind: "suppressed", how: "dropped", step: "M3" }], 1);
    const histories = stateAll(sharing);
    const sent = histories
      .flatMap((each) => (each.is === "read" ? each.entries : []))
      .find(({ step }) => step === "M3");
    const forged = histories.map((each): History => {
      if (each.is !== "read" || each.chain !== "A" || sent === undefined) return each;
      return { ...each, entries: [...each.entries, { ...sent, act: "received", chain: "A", position: 99 }] };
    });
    expect(auditSharing(sharing, forged).faults.map(({ kind }) => kind)).toEqual(["suppressed"]);
  });
});

/** Opens three chains and states everything on them, a few statements to the block. */
async function stateOnLedgers(sharing: Sharing, engine: "evm" | "memory"): Promise<Ledger[]> {
  const seed = new Uint8Array(1);
  const signers = new Map(
    [...PARTIES.map(([party]) => party), "gateway"].map((name) => [name, deriveSigner(seed, name)]),
  );
  const signerOf = (name: string): SignedCall["by"] => signers.get(name) ?? deriveSigner(seed, "nobody");
  const ledgers = new Map<ChainName, Ledger>();
  let time = 0;
  for (const chain of CHAINS) {
    const authority = deriveSigner(seed, chain);
    const gateway = signerOf("gateway").account;
    const ledger = await openLedger({ chain, engine, authority, gateway, clock: () => time });
    const register = PARTIES.filter((each) => each[1] === chain).map(
      ([party]): SignedCall => ({
        by: authority,
        call: { kind: "register-party", party, account: signerOf(party).account, key: KEY },
      }),
    );
    const list = RECORDS.map(
      ([record, owner]): SignedCall => ({
        by: authority,
        call: { kind: "list-record", record, owner, address: "somewhere" },
      }),
    );
    await ledger.commit([...register, ...(chain === "A" ? list : [])]);
    ledgers.set(chain, ledger);
  }
  for (let at = 0; at < sharing.told.length; at = time) {
    const told = sharing.told.slice(at, at + 60);
    time += told.length;
    for (const [chain, ledger] of ledgers) {
      const here = told.filter((each) => each.chain === chain);
      const calls = here.map(
        ({ by, statement }): SignedCall => ({ by: signerOf(by), call: { kind: "state", ...statement } }),
      );
      if (calls.length > 0) expect((await ledger.commit(calls)).outcomes.every(({ is }) => is === "done")).toBe(true);
    }
  }
  return [...ledgers.values()];
}

describe("audit of chains", () => {
  const nightly = process.env["ASSAY_NIGHTLY"] === "1";

  it.each([
    ["memory", nightly ? 1000 : 40],
    ["evm", nightly ? 1000 : 2],
  ] as const)("of the %s engine names what went wrong in %i transfers", async (engine, count) => {
    const sharing = playSharing(drawMishaps(count, 8), 8);
    const ledgers = await stateOnLedgers(sharing, engine);
    const histories = ledgers.map((ledger) => readHistory(ledger.identity, ledger.blocks()));
    expect(compareWithTruth(sharing, auditSharing(sharing, histories))).toEqual([]);
    expect(countKinds(sharing).size).toBeGreaterThan(1);
  });

  it("does not read a history that was changed in any place, and says where", async () => {
    const sharing = playSharing(drawMishaps(4, 1), 1);
    const [ledger] = await stateOnLedgers(sharing, "memory");
    if (ledger === undefined) throw new Error("There is a chain.");
    const blocks = ledger.blocks();
    const change = (at: number, how: Partial<(typeof blocks)[number]>): History =>
      readHistory(
        ledger.identity,
        blocks.map((block, i) => (i === at ? { ...block, ...how } : block)),
      );
    const second = blocks[2];
    if (second === undefined) throw new Error("There is a third block.");
    const receipt = second.receipts[0] ?? new Uint8Array();
    expect(change(0, {})).toMatchObject({ is: "read" });
    expect(change(2, { receipts: [] })).toMatchObject({ is: "rejected", block: 2 });
    expect(change(2, { receipts: [receipt.with(-1, 77), ...second.receipts.slice(1)] })).toMatchObject({ block: 2 });
    expect(change(2, { seal: second.seal.with(5, 1) })).toMatchObject({ is: "rejected", block: 2 });
    expect(change(2, { header: { ...second.header, time: 1 } })).toMatchObject({ is: "rejected", block: 2 });
    expect(readHistory(ledger.identity, [...blocks, second])).toMatchObject({ is: "rejected", block: blocks.length });
    expect(readHistory(ledger.identity, blocks.slice(1))).toMatchObject({ is: "rejected", block: 0 });
    expect(
      readHistory(
        ledger.identity,
        blocks.filter((_, i) => i !== 1),
      ),
    ).toMatchObject({
      is: "rejected",
      block: 1,
      sentence: "Block 1 of chain A cannot be believed: its header does not follow, or is not sealed.",
    });
    const faults = audit([change(2, { receipts: [] })], { asOf: 1e9, patience: 0, gateway: "announces" });
    expect(faults).toMatchObject({ faults: [], transfers: [] });
  });
});

describe("routes", () => {
  it("lead from every step to the next on the chain where the last one arrived", () => {
    const hops = STEPS.map((step) => ROUTE[step]);
    for (const [i, hop] of hops.slice(1).entries()) expect(hop.from).toBe(hops[i]?.to);
  });
});
