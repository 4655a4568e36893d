import { beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../../../src/live/crypto/backend.ts";
import type { LoadedProtocol } from "../../../src/repository/loaded-protocol.ts";
import { buildExample, type ExampleOptions, loadFastBackend, loadVariant } from "./example.ts";
import type { VariantName } from "./variants.ts";
import type { RolePartyOptions } from "../../../src/live/parties/role-party.ts";
import { fieldsOf, record } from "../../../src/core/theory/intended.ts";
import type { Operations } from "../../../src/live/roles/operations.ts";
import { checkSharing } from "./check-sharing.ts";
import type { Discrepancy } from "../../../src/live/agreement/check-messages.ts";

let backend: Backend;
const loaded = new Map<VariantName, LoadedProtocol>();

beforeAll(async () => {
  backend = await loadFastBackend();
  for (const variant of ["literal", "hardened"] as const) loaded.set(variant, await loadVariant(variant));
});

async function checkOne(
  variant: VariantName,
  options: ExampleOptions = {},
  used = new Map<string, string>(),
): Promise<readonly Discrepancy[]> {
  const example = await buildExample(variant, loaded.get(variant) as LoadedProtocol, backend, options);
  await example.run();
  const { loaded: protocol, system, network } = example;
  const { records } = example.options;
  const flights = network.landings.map(({ flight }) => flight);
  return checkSharing({ model: protocol.model, system, records, backend, flights, used });
}

/** One party with operations of its own. */
function withOperations(role: string, change: (honest: Operations) => Partial<Operations>): ExampleOptions {
  return {
    adapt: (each, honest): RolePartyOptions =>
      each === role
        ? {
            ...honest,
            means: { ...honest.means, operations: { ...honest.means.operations, ...change(honest.means.operations) } },
          }
        : honest,
  };
}

describe.each(["literal", "hardened"] as const)("model and code of the %s variant", (variant) => {
  it("agree on honest sharings, with and without chains", async () => {
    const used = new Map<string, string>();
    expect(await checkOne(variant, {}, used)).toEqual([]);
    expect(await checkOne(variant, { seed: "another", chains: "none" }, used)).toEqual([]);
    expect(used.size).toBe(10);
  });
});

describe("model and code", () => {
  it("differ where a nonce is used again", async () => {
    const stuck = withOperations("DU", (honest) => ({
      sample: (sort, randomness) => (sort === "Nonce" ? new Uint8Array(16).fill(7) : honest.sample(sort, randomness)),
    }));
    const used = new Map<string, string>();
    expect(await checkOne("hardened", { ...stuck, chains: "none" }, used)).toEqual([]);
    const again = await checkOne("hardened", { ...stuck, seed: "another", chains: "none" }, used);
    expect(again).toEqual([{ kind: "not-fresh", at: "DU.N1", because: "It has the value of DU.N1." }]);
  });

  it("differ where a message is sealed for another", async () => {
    const careless = withOperations("DU", (honest) => ({
      seal: (family, _key, message, context, randomness) =>
        honest.seal(family, backend.g1.encode(backend.g1.generator), message, context, randomness),
    }));
    const found = await checkOne("hardened", { ...careless, chains: "none" });
    expect(found[0]).toMatchObject({ kind: "cannot-open", at: "M1" });
  });

  it("differ where a field is dropped", async () => {
    const found = await checkOne("hardened", DROPPING);
    expect(found[0]).toMatchObject({ kind: "missing-field", at: "M3.grant" });
  });

  it("differ where a run ends early", async () => {
    const deaf: ExampleOptions = {
      adapt: (role, honest) => (role === "RC" ? { ...honest, route: () => "nowhere" } : honest),
    };
    const found = await checkOne("hardened", { ...deaf, chains: "none" });
    expect(found).toContainEqual({ kind: "order", at: "M3", because: "It was never sent." });
    const did = "It did recv M0', send M1 instead of recv M0', send M1, recv M3.";
    expect(found).toContainEqual({ kind: "order", at: "DU-1", because: did });
  });
});

/** The relay chain runs a plan whose last message has one field less. */
const DROPPING: ExampleOptions = {
  chains: "none",
  adapt: (role, honest) => {
    if (role !== "RC") return honest;
    const { plan } = honest.means;
    const steps = plan.steps.map((step) => {
      if (step.kind !== "send" || step.payload.is !== "record") return step;
      const payload = { ...step.payload, fields: step.payload.fields.slice(0, -1) };
      return { ...step, payload, intended: record(fieldsOf(step.intended)?.slice(0, -1) ?? []) };
    });
    return { ...honest, means: { ...honest.means, plan: { ...plan, steps } } };
  },
};
