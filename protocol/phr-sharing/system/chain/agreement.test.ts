import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACTS, type Call, type Hash, STEPS } from "./entry.ts";
import type { Ledger, SignedCall } from "./ledger.ts";
import { openLedger } from "./open-ledger.ts";
import { deriveSigner, digestOf, type Signer } from "./signer.ts";

const SEED = new Uint8Array(2);
const signers: readonly Signer[] = ["authority", "gateway", "alice", "bob"].map((name) => deriveSigner(SEED, name));
const [authority, gateway, alice, bob] = signers as [Signer, Signer, Signer, Signer];
const transfers: readonly Hash[] = [digestOf(SEED), digestOf(new Uint8Array(3))];

/** Few names, so that calls meet; among them ones that the contract refuses. */
const name = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom("alice", "bob") },
  { weight: 1, arbitrary: fc.constantFrom("", "x".repeat(256), "x".repeat(257), `${"ä".repeat(128)}b`, "carol") },
);
const record = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom("r1", "r2") },
  { weight: 1, arbitrary: fc.constantFrom("", "r".repeat(300)) },
);
const statement = {
  transfer: fc.constantFrom(...transfers),
  act: fc.constantFrom(...ACTS),
  from: name,
  to: name,
  record,
  digest: fc.constant(digestOf(SEED)),
};
const call: fc.Arbitrary<Call> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("register-party" as const),
      party: name,
      account: fc.constantFrom(alice.account, bob.account, `0x${"00".repeat(20)}` as const),
      key: fc.constant(digestOf(SEED)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("list-record" as const), record, owner: name, address: name }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("state" as const), ...statement, step: fc.constantFrom(...STEPS) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("grant-access" as const),
      transfer: fc.constantFrom(...transfers, `0x${"00".repeat(32)}` as const),
      record,
      reader: name,
      until: fc.constantFrom(0, 5, 6),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("revoke-access" as const), record, reader: name }) },
);
/** Signed by the one who may more often than not, so that most of the rules are reached. */
const signed: fc.Arbitrary<SignedCall> = fc
  .tuple(call, fc.nat(9), fc.constantFrom(...signers))
  .map(([each, luck, stranger]) => ({ by: luck === 0 ? stranger : rightful(each), call: each }));

function rightful(each: Call): Signer {
  if (each.kind === "grant-access" || each.kind === "revoke-access") return alice;
  if (each.kind !== "state") return authority;
  if (each.act === "relayed") return gateway;
  return (each.act === "sent" ? each.from : each.to) === "alice" ? alice : bob;
}

const start: readonly SignedCall[] = [
  { by: authority, call: { kind: "register-party", party: "alice", account: alice.account, key: digestOf(SEED) } },
  { by: authority, call: { kind: "list-record", record: "r1", owner: "alice", address: "somewhere" } },
];

async function askEverything(ledger: Ledger): Promise<unknown[]> {
  const answers: unknown[] = [];
  for (const party of ["alice", "bob", "carol"]) answers.push(await ledger.partyOf(party));
  for (const each of ["r1", "r2"])
    answers.push(
      await ledger.listingOf(each),
      await ledger.mayRead(each, "bob", 5),
      await ledger.consentOf(each, "bob"),
    );
  for (const each of transfers) answers.push(await ledger.entriesOf(each));
  return answers;
}

describe("the two engines", () => {
  it("do the same, refuse the same and answer the same", async () => {
    const met = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(signed, { minLength: 1, maxLength: 6 }), { maxLength: 3 }),
        async (batches) => {
          const [evm, memory] = await Promise.all(
            (["evm", "memory"] as const).map((engine) =>
              openLedger({ chain: "A", engine, authority, gateway: gateway.account, clock: () => 5 }),
            ),
          );
          if (evm === undefined || memory === undefined) throw new Error("There are two.");
          expect(evm.identity.contract).toBe(memory.identity.contract);
          for (const batch of [start, ...batches]) {
            const { outcomes } = await evm.commit(batch);
            expect((await memory.commit(batch)).outcomes).toEqual(outcomes);
            for (const outcome of outcomes) met.add(outcome.is === "done" ? outcome.event.kind : outcome.why);
          }
          expect(await askEverything(memory)).toEqual(await askEverything(evm));
        },
      ),
      { numRuns: Number(process.env["FC_NUM_RUNS"] ?? 0) > 0 ? 200 : 8, seed: 12 },
    );
    expect([...met]).toEqual(expect.arrayContaining(["stated", "not-the-party", "already-stated", "not-announced"]));
  });

  it("refuse, each for its reason", async () => {
    const state = { kind: "state", transfer: digestOf(SEED), digest: digestOf(SEED), record: "r1" } as const;
    const bobIs: SignedCall = {
      by: authority,
      call: { kind: "register-party", party: "bob", account: bob.account, key: digestOf(SEED) },
    };
    const arrived = { ...state, step: "M1", act: "received", from: "user", to: "alice", record: "" } as const;
    const access = { kind: "grant-access", transfer: digestOf(SEED), record: "r1", until: 9 } as const;
    const granted = { ...state, step: "M2", act: "sent", from: "alice", to: "bob" } as const;
    const cases: readonly (readonly [SignedCall, string])[] = [
      [bobIs, "done"],
      [bobIs, "party-known"],
      [{ ...bobIs, by: alice }, "not-authority"],
      [{ by: authority, call: { kind: "list-record", record: "r1", owner: "bob", address: "x" } }, "record-known"],
      [{ by: authority, call: { kind: "list-record", record: "", owner: "bob", address: "x" } }, "bad-name"],
      [{ by: alice, call: { kind: "list-record", record: "r3", owner: "alice", address: "x" } }, "not-authority"],
      [{ by: alice, call: { ...arrived, act: "relayed" } }, "not-gateway"],
      [{ by: gateway, call: { ...arrived, act: "relayed" } }, "done"],
      [{ by: bob, call: arrived }, "not-the-party"],
      [{ by: bob, call: { ...arrived, to: "bob" } }, "not-announced"],
      [{ by: alice, call: { ...arrived, from: "bob" } }, "not-announced"],
      [{ by: alice, call: { ...arrived, digest: `0x${"11".repeat(32)}` } }, "not-announced"],
      [{ by: alice, call: { ...access, reader: "user" } }, "not-asked"],
      [{ by: alice, call: arrived }, "done"],
      [{ by: alice, call: arrived }, "already-stated"],
      [{ by: bob, call: { ...access, reader: "user" } }, "not-owner"],
      [{ by: alice, call: { ...access, reader: "bob" } }, "not-asked"],
      [{ by: alice, call: { ...access, record: "r9", reader: "user" } }, "record-unknown"],
      [{ by: alice, call: { ...access, reader: "user" } }, "done"],
      [{ by: alice, call: { ...access, reader: "user", until: 99 } }, "already-stated"],
      [{ by: bob, call: { ...granted, from: "bob", to: "alice" } }, "not-owner"],
      [{ by: alice, call: { ...granted, record: "r9" } }, "record-unknown"],
      [{ by: alice, call: { ...granted, to: "" } }, "bad-name"],
      [{ by: alice, call: granted }, "done"],
    ];
    for (const engine of ["evm", "memory"] as const) {
      const ledger = await openLedger({ chain: "A", engine, authority, gateway: gateway.account, clock: () => 5 });
      await ledger.commit(start);
      const { outcomes } = await ledger.commit(cases.map(([each]) => each));
      const got = outcomes.map((outcome) => (outcome.is === "done" ? "done" : outcome.why));
      expect(got).toEqual(cases.map(([, expected]) => expected));
      expect(await ledger.mayRead("r1", "user", 8)).toBe(true);
      expect(await ledger.mayRead("r1", "user", 9)).toBe(false);
      expect(await ledger.mayRead("r1", "alice", 8)).toBe(false);
      await ledger.commit([{ by: alice, call: { kind: "revoke-access", record: "r1", reader: "user" } }]);
      expect(await ledger.mayRead("r1", "user", 8)).toBe(false);
      const again = await ledger.commit([{ by: alice, call: { ...access, reader: "user" } }]);
      expect(again.outcomes).toEqual([{ is: "refused", why: "already-stated" }]);
    }
  });
});
