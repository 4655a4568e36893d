import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../../../../src/live/crypto/backend.ts";
import { buildExample, loadFastBackend, loadVariant, RECORD } from "../example.ts";
import { NAMES, ROLES } from "../system.ts";
import { VARIANTS, type VariantName } from "../variants.ts";
import type { Flight } from "../../../../src/live/network/network.ts";
import { planProtocol, type ProtocolPlan } from "../../../../src/live/roles/plan.ts";
import { mutations } from "../../../../src/live/wire/arbitrary.ts";
import { type Envelope, openEnvelope } from "../../../../src/live/wire/envelope.ts";
import { isSameValue } from "../../../../src/live/wire/value.ts";
import { heldAs } from "../../../../src/live/parties/held.ts";
import type { Party } from "../../../../src/live/parties/party.ts";
import type { RoleParty } from "../../../../src/live/parties/role-party.ts";

/** For each of five messages, in two variants and once at the gateway: 105,000 at night. */
const CASES = process.env["ASSAY_NIGHTLY"] === "1" ? 7_000 : 12;

interface Moment {
  readonly label: string;
  readonly bytes: Uint8Array;
  /** The receiver as it was just before the message came. */
  readonly receiver: RoleParty;
}

let backend: Backend;
const plans = new Map<VariantName, ProtocolPlan>();
beforeAll(async () => {
  backend = await loadFastBackend();
  for (const variant of VARIANTS) plans.set(variant, planProtocol((await loadVariant(variant)).description));
});

/** Every message of an honest sharing, with its receiver as it was; and the parties between the chains, if there are any. */
async function recordMoments(
  variant: VariantName,
  chains: "memory" | "none",
): Promise<{ readonly moments: readonly Moment[]; readonly carriers: readonly Party[] }> {
  const moments: Moment[] = [];
  const intercept = (flight: Flight): readonly Flight[] => {
    const role = ROLES.find((each) => NAMES[each] === flight.to);
    if (role !== undefined) {
      const { label } = openEnvelope(flight.bytes);
      moments.push({ label, bytes: flight.bytes, receiver: example.system.parties[role].fork() });
    }
    return [flight];
  };
  const example = await buildExample(variant, await loadVariant(variant), backend, {
    chains,
    network: { intruder: { intercept } },
  });
  expect((await example.run()).is).toBe("delivered");
  return { moments, carriers: example.system.carriers };
}

// The parties behind firewalls are those of the hardened variant; firewalls need the chains, and have tests of their own.
describe.each(["literal", "hardened"] as const)("what an intruder makes of honest messages, %s variant", (variant) => {
  it("is refused with a reason, changes no state, and keeps no honest message out", async () => {
    const { moments } = await recordMoments(variant, "none");
    expect(moments.map(({ label }) => label)).toEqual(
      // The hardened request names a record, which M0' tells of.
      variant === "literal" ? ["M0", "M1", "M2", "M2'", "M3"] : ["M0", "M0'", "M1", "M2", "M2'", "M3"],
    );
    for (const moment of moments) {
      await fc.assert(
        fc.asyncProperty(mutations(moment.bytes), async (mutated) => {
          fc.pre(!isSameValue(mutated, moment.bytes));
          const party = moment.receiver.fork();
          const before = party.listRuns();
          const reply = await party.receive(mutated);
          if (reply.is !== "refused") return checkTaken(moment, mutated, party, variant);
          expect(reply.refusal.because).toMatch(/\.$/);
          expect(party.listRuns().length).toBe(before.length);
          expect(party.listRuns().every((run, i) => run === before[i])).toBe(true);
          expect(party.log.filter(({ event }) => event.kind !== "refused")).toEqual([]);
          if (moment.label === "M1") expect((await party.receive(moment.bytes)).is).toBe("accepted");
        }),
        { numRuns: CASES },
      );
    }
  });
});

describe("what an intruder makes of honest messages between chains", () => {
  it("is not passed on by the gateway, which finds it on no chain", async () => {
    const { moments, carriers } = await recordMoments("literal", "memory");
    const gateway = carriers.find(({ name }) => name === NAMES.gateway);
    for (const { bytes } of moments) {
      await fc.assert(
        fc.asyncProperty(mutations(bytes), async (mutated) => {
          fc.pre(!isSameValue(mutated, bytes));
          const reply = await gateway?.receive(mutated);
          expect(reply).toMatchObject({ is: "refused", refusal: { because: expect.stringMatching(/\.$/) } });
        }),
        { numRuns: CASES },
      );
    }
  });
});

/** Something was changed that nobody protects: a part in the clear, or the transfer on the envelope. */
function checkTaken({ label, bytes }: Moment, mutated: Uint8Array, party: RoleParty, variant: VariantName): void {
  const [now, before] = [openEnvelope(mutated), openEnvelope(bytes)];
  if (label === "M1") expect(now.body).toEqual(before.body);
  const plan = plans.get(variant)?.roles.get("DU");
  if (label !== "M3" || plan === undefined) return;
  const [run] = party.listRuns();
  expect(run === undefined ? undefined : heldAs("M", run.holding, plan)).toEqual(RECORD);
  const kept = variant === "literal" ? [0] : [0, 1, 5];
  for (const field of kept) expect(fieldOf(now, field)).toEqual(fieldOf(before, field));
}

function fieldOf({ body }: Envelope, field: number): unknown {
  return body instanceof Map ? (body as ReadonlyMap<unknown, unknown>).get(field) : undefined;
}
