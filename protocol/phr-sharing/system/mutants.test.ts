import { beforeAll, describe, expect, it } from "vitest";
import { loadProtocol } from "../../../src/repository/load-protocol.ts";
import { findVariant } from "./variants.ts";
import { makeSystem } from "./index.ts";
import { auditMutant } from "./audit-mutant.ts";
import { NETWORK_MUTANTS, type SharingMutant } from "./mutants.ts";
import { searchNetwork } from "../../../src/lenses/network/search.ts";
import type { Subject } from "../../../src/lenses/network/subject.ts";

const isNight = process.env["ASSAY_NIGHTLY"] !== undefined;
/** Found within a few sequences; the others are searched for at night. */
const SOON = ["nonce-reused", "blinding-reused"];

let subject: Subject;

beforeAll(async () => {
  subject = { ...(await loadProtocol("protocol/phr-sharing-hardened/protocol.ts")), system: makeSystem("hardened") };
});

function caughtBy(is: SharingMutant["caughtBy"]["is"]): readonly SharingMutant[] {
  return NETWORK_MUTANTS.filter((mutant) => mutant.caughtBy.is === is);
}

describe("the network adversary", () => {
  const chosen = caughtBy("network").filter(({ name }) => isNight || SOON.includes(name));

  it.each(chosen.map((mutant) => [mutant.name, mutant] as const))("notices %s", async (_, mutant) => {
    const goal = mutant.caughtBy.is === "network" ? mutant.caughtBy.goal : "";
    const found = await searchNetwork(subject, {
      ...{ seed: "2", mutant, sequences: isNight ? 2000 : 100, until: "first", clock: () => 0 },
      wanted: ({ name }) => name.startsWith(goal),
      ...(mutant.power === undefined ? {} : { power: mutant.power }),
    });
    expect(found.attacks[0]?.breaks.startsWith(goal)).toBe(true);
  });

  it("finds nothing without a mistake, whoever registers keys", async () => {
    const sequences = isNight ? 10_000 : 5;
    const found = await searchNetwork(subject, {
      ...{ seed: "2", sequences, clock: () => 0, power: "network and directory" },
    });
    expect(found.attacks).toEqual([]);
  });
});

describe("the audit", () => {
  it.each(caughtBy("audit").map((mutant) => [mutant.name, mutant] as const))("notices %s", async (_, mutant) => {
    expect(await auditMutant(subject, findVariant("hardened"), mutant, "1")).toContain("unregistered");
  });

  it("names no fault without a mistake", async () => {
    expect(await auditMutant(subject, findVariant("hardened"), undefined, "1")).toEqual([]);
  });
});
