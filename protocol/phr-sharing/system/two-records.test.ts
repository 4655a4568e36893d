/**
 * Two records that wait, and one request: the request (M1) names no record, so the upload that takes it first is granted.
 *
 * The paper's messages have it so; docs/threat-model.md reports it as open for the hardened ones too. A request that names
 * its record changes what is expected here.
 */
import { beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../../../src/live/crypto/backend.ts";
import { heldAs } from "../../../src/live/parties/held.ts";
import { buildExample, loadFastBackend, loadVariant } from "./example.ts";

let backend: Backend;
beforeAll(async () => {
  backend = await loadFastBackend();
});

describe("one request where two records wait", () => {
  it.each(["literal", "hardened"] as const)(
    "is answered with the first one, %s, and the next with the second",
    async (variant) => {
      const loaded = await loadVariant(variant);
      let uploads = 0;
      const { system, network, options } = await buildExample(variant, loaded, backend, {
        chains: "none",
        adapt: (role, honest) => {
          if (role !== "DO") return honest;
          const supply = (name: string): Uint8Array | undefined =>
            name === "M" ? new TextEncoder().encode(`record number ${++uploads}`) : undefined;
          return { ...honest, duties: { ...honest.duties, supply } };
        },
      });
      const { DO, DU } = system.parties;
      for (const party of [...Object.values(system.parties), ...system.carriers]) network.attach(party);
      const start = async (party: typeof DO): Promise<void> => {
        const reply = await party.start();
        if (reply.is !== "accepted") throw new Error(`start: ${reply.is}`);
        network.post(party.name, reply.messages);
        await network.run(40);
      };
      await start(DO);
      await start(DO);
      await start(DU);
      await start(DU);
      const plan = options.plan.roles.get("DU");
      if (plan === undefined) throw new Error("there is a DU");
      const got = DU.listRuns().map(({ holding }) => {
        const record = heldAs("M", holding, plan);
        return record instanceof Uint8Array ? new TextDecoder().decode(record) : undefined;
      });
      expect(got).toEqual(["record number 1", "record number 2"]);
    },
  );
});
