import { beforeAll, describe, expect, it } from "vitest";
import type { LoadedProtocol } from "../../../src/repository/loaded-protocol.ts";
import type { Backend } from "../../../src/live/crypto/backend.ts";
import type { Flight } from "../../../src/live/network/network.ts";
import { openEnvelope, sealEnvelope } from "../../../src/live/wire/envelope.ts";
import { examine, type Examination } from "./examine.ts";
import { buildExample, type Example, type ExampleOptions, loadFastBackend, loadVariant } from "./example.ts";
import { NAMES } from "./system.ts";

let backend: Backend;
let loaded: LoadedProtocol;
beforeAll(async () => {
  backend = await loadFastBackend();
  loaded = await loadVariant("hardened");
});

async function play(options: ExampleOptions): Promise<{ example: Example; found: Examination }> {
  const example = await buildExample("hardened", loaded, backend, options);
  await example.run();
  const { system, network, ledgers, clock } = example;
  if (ledgers === undefined) throw new Error("There are no chains.");
  const found = await examine({
    model: loaded.model,
    system,
    backend,
    records: example.options.records,
    landings: network.landings,
    ledgers,
    asOf: clock.now() + 600_000,
    patience: 300_000,
  });
  return { example, found };
}

describe("an examination", () => {
  it("finds nothing in an honest sharing", async () => {
    const { found } = await play({});
    expect(found.discrepancies).toEqual([]);
    expect(found.audit).toMatchObject({ faults: [], unread: [], transfers: [{ missing: [] }] });
  });

  it("lets no message land that was moved to another transfer on its last way, and accuses nobody of it", async () => {
    const transfer = new Uint8Array(32).fill(9);
    const intercept = (flight: Flight): readonly Flight[] => {
      const envelope = openEnvelope(flight.bytes);
      if (envelope.label !== "M1" || flight.to !== NAMES.DO) return [flight];
      return [{ ...flight, bytes: sealEnvelope({ ...envelope, transfer }) }];
    };
    const { example, found } = await play({ network: { intruder: { intercept } } });
    expect(example.steps.at(-1)).toMatchObject({
      party: NAMES.DO,
      reply: { is: "refused", refusal: { code: "not-registered", at: "M1" } },
    });
    expect(found.audit.faults).toMatchObject([{ kind: "suppressed", step: "M1", blame: { is: "cannot-be-told" } }]);
  });

  it("need not find what a party keeps off its chain: the gateway stops it, unless it believes everybody", async () => {
    const silent = (party: string) => (party === "DU" ? ({ audit: "skipped" } as const) : {});
    const stopped = await play({ policyOf: (party, shared) => ({ ...shared, ...silent(party) }) });
    expect(stopped.example.steps.at(-1)).toMatchObject({
      party: NAMES.gateway,
      reply: { is: "refused", refusal: { code: "not-registered", at: "M1" } },
    });
    const passed = await play({
      policyOf: (party, shared) => ({ ...shared, ...silent(party), receipts: "assumed" }),
    });
    expect(passed.example.steps.at(-1)).toMatchObject({ party: NAMES.DU, reply: { is: "accepted" } });
    const among = [NAMES.gateway, NAMES.HB];
    expect(passed.found.audit.faults).toMatchObject([
      { kind: "unregistered", step: "M1", blame: { is: "one-of", among } },
      { kind: "unregistered", step: "M3", blame: { is: "cannot-be-told" } },
    ]);
  });
});
