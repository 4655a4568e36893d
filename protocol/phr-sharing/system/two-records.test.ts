/**
 * Several records that wait: which one does a request get?
 *
 * The paper's request (M1) names none, so the upload that takes it first is granted. The hardened one names its record under
 * the user's signature, and gets that one, in whatever order records are uploaded, listed and asked for.
 */
import { Tagged } from "cborg";
import { bytesToHex } from "@noble/hashes/utils.js";
import { beforeAll, describe, expect, it } from "vitest";
import type { LoadedProtocol } from "../../../src/repository/loaded-protocol.ts";
import type { Backend } from "../../../src/live/crypto/backend.ts";
import { heldAs } from "../../../src/live/parties/held.ts";
import type { Flight } from "../../../src/live/network/network.ts";
import type { Reply } from "../../../src/live/parties/party.ts";
import type { RoleParty } from "../../../src/live/parties/role-party.ts";
import { openEnvelope, sealEnvelope } from "../../../src/live/wire/envelope.ts";
import { audit } from "./chain/auditor.ts";
import { readHistory } from "./chain/read-history.ts";
import { buildExample, type Example, type ExampleOptions, loadFastBackend, loadVariant } from "./example.ts";
import { findMutant } from "./mutants.ts";
import { NAMES, OPERATORS, type RoleName } from "./system.ts";
import type { VariantName } from "./variants.ts";

let backend: Backend;
const loaded = new Map<VariantName, LoadedProtocol>();
beforeAll(async () => {
  backend = await loadFastBackend();
  for (const variant of ["literal", "hardened"] as const) loaded.set(variant, await loadVariant(variant));
});

/** An example whose announcements to the user wait until they are let through. */
interface Held extends Example {
  readonly announced: Flight[];
}

/** Builds one; the uploads' contents are numbered. */
async function build(variant: VariantName, options: ExampleOptions = {}): Promise<Held> {
  let uploads = 0;
  const announced: Flight[] = [];
  const example = await buildExample(variant, loaded.get(variant) as LoadedProtocol, backend, {
    ...options,
    network: {
      intruder: {
        intercept: (flight) => {
          if (openEnvelope(flight.bytes).label !== "M0'" || flight.to !== NAMES.DU) return [flight];
          announced.push(flight);
          return [];
        },
      },
    },
    adapt: (role, honest) => {
      const own = options.adapt?.(role, honest) ?? honest;
      if (role !== "DO") return own;
      const supply = (name: string): Uint8Array | undefined =>
        name === "M" ? new TextEncoder().encode(`record number ${++uploads}`) : undefined;
      return { ...own, duties: { ...own.duties, supply } };
    },
  });
  for (const party of [...Object.values(example.system.parties), ...example.system.carriers]) {
    example.network.attach(party);
  }
  return { ...example, announced };
}

/** Starts a party and lets everything land. */
async function start({ network }: Held, party: RoleParty): Promise<void> {
  const reply = await party.start();
  if (reply.is !== "accepted") throw new Error(`start: ${reply.is}`);
  network.post(party.name, reply.messages);
  await network.run(60);
}

async function upload(example: Held, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await start(example, example.system.parties.DO);
}

/** Tells the user of an upload, counted from 0, and lets everything land that comes of it; the user's reply. */
async function announce({ network, system, announced }: Held, number: number): Promise<Reply> {
  const reply = await system.parties.DU.receive(announced[number]?.bytes ?? new Uint8Array());
  if (reply.is === "accepted") network.post(NAMES.DU, reply.messages);
  await network.run(60);
  return reply;
}

/** Values of a role's runs under a name, in the order in which the runs began. */
function heldBy({ system, options }: Held, role: RoleName, name: "M" | "record"): (Uint8Array | undefined)[] {
  const plan = options.plan.roles.get(role);
  if (plan === undefined) throw new Error(`there is no ${role}`);
  return system.parties[role].listRuns().map(({ holding }) => {
    const value = heldAs(name, holding, plan);
    return value instanceof Uint8Array ? value : undefined;
  });
}

/** Which upload each run of the user has got, by the contents. */
function got(example: Held): (number | undefined)[] {
  return heldBy(example, "DU", "M").map((record) => {
    const text = new TextDecoder().decode(record);
    return text === "" ? undefined : Number(text.replace("record number ", "")) - 1;
  });
}

const codeOf = (reply: Reply): string => (reply.is === "refused" ? reply.refusal.code : reply.is);

describe("one request where two records wait, literal", () => {
  it("is answered with the first one, and the next with the second", async () => {
    const example = await build("literal", { chains: "none" });
    await upload(example, 2);
    await start(example, example.system.parties.DU);
    await start(example, example.system.parties.DU);
    expect(got(example)).toEqual([0, 1]);
  });
});

const ALL = [
  [0, 1],
  [1, 0],
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
] as const;
const ORDERS =
  process.env["ASSAY_NIGHTLY"] === "1"
    ? ALL
    : ([
        [1, 0],
        [2, 0, 1],
      ] as const);

describe("a request that names its record", () => {
  it.each(ORDERS.map((order) => [order] as const))("gets that record, asked for in the order %j", async (order) => {
    const example = await build("hardened", { chains: "none" });
    await upload(example, order.length);
    for (const number of order) expect(codeOf(await announce(example, number))).toBe("accepted");
    expect(got(example)).toEqual(order);
  });

  it("gets none of the others where its own is not there: they wait on", async () => {
    const example = await build("hardened", { chains: "none" });
    await upload(example, 3);
    expect(codeOf(await announce(example, 1))).toBe("accepted");
    expect(got(example)).toEqual([1]);
    // Its upload has been granted, so the same record is not granted once more.
    expect(codeOf(await announce(example, 1))).toBe("accepted");
    expect(got(example)).toEqual([1, undefined]);
  });

  it("is not made for a record that the user does not want, and for a wanted one whenever that is listed", async () => {
    const first = await build("hardened", { chains: "none" });
    await upload(first, 2);
    const wanted = new Set([bytesToHex(heldBy(first, "DO", "record")[1] ?? new Uint8Array())]);
    const example = await build("hardened", {
      chains: "none",
      policyOf: (party, shared) => (party === "DU" ? { ...shared, wanted } : shared),
    });
    await upload(example, 2);
    expect(codeOf(await announce(example, 0))).toBe("not-permitted");
    expect(codeOf(await announce(example, 1))).toBe("accepted");
    expect(got(example)).toEqual([1]);
  });

  it("is not made for a record that the list does not have, or has as another owner's", async () => {
    const example = await build("hardened");
    await upload(example, 2);
    const envelope = openEnvelope(example.announced[0]?.bytes ?? new Uint8Array());
    const fields = envelope.body as ReadonlyMap<number, Tagged>;
    const [owner, record] = [fields.get(0), fields.get(1)];
    const tell = async (position: number, tag: number | undefined, value: unknown): Promise<string> => {
      const body = new Map([...fields, [position, new Tagged(tag ?? 0, value)]]);
      return codeOf(await example.system.parties.DU.receive(sealEnvelope({ ...envelope, body })));
    };
    const { directory, enrolments } = example.system;
    directory.register({ ...enrolments.DO.entry, name: "mallory@hospital-a" });
    expect(await tell(0, owner?.tag, "mallory@hospital-a")).toBe("not-registered");
    expect(await tell(1, record?.tag, new Uint8Array(16))).toBe("not-registered");
    expect(await tell(1, record?.tag, record?.value)).toBe("accepted");
  });
});

describe("records under one name", () => {
  it("are refused by hospital A, which lists the first: neither its owner nor another can put one over it", async () => {
    const example = await build("hardened");
    await upload(example, 2);
    const { flight } = example.network.landings.find((each) => openEnvelope(each.flight.bytes).label === "M0") ?? {};
    const other = example.network.landings.findLast((each) => openEnvelope(each.flight.bytes).label === "M0");
    const first = openEnvelope(flight?.bytes ?? new Uint8Array());
    const second = openEnvelope(other?.flight.bytes ?? new Uint8Array());
    const { HA } = example.system.parties;
    const named = new Map([
      ...(second.body as Map<number, unknown>),
      ...[...(first.body as Map<number, unknown>)].slice(0, 1),
    ]);
    const over = sealEnvelope({ ...second, body: named });
    expect(codeOf(await HA.receive(over))).toBe("not-permitted");
    const foreign = sealEnvelope({ ...first, from: "mallory@hospital-a" });
    expect(codeOf(await HA.receive(foreign))).toBe("not-permitted");
    // The very upload, once more, changes nothing.
    expect(codeOf(await HA.receive(sealEnvelope(first)))).toBe("accepted");
    const record = bytesToHex(heldBy(example, "DO", "record")[0] ?? new Uint8Array());
    expect((await example.ledgers?.A.listingOf(record))?.owner).toBe(NAMES.DO);
  });
});

describe("an owner that grants another record than the one that was asked for", () => {
  it("is refused by the user, and the auditor sees that the request does not fit", async () => {
    const example = await build("hardened", {
      adapt: findMutant("record-not-compared")?.adapt ?? ((_, honest) => honest),
    });
    await upload(example, 2);
    await announce(example, 1);
    expect(got(example)).toEqual([undefined]);
    const refused = example.network.landings.filter(
      ({ flight, reply }) => flight.to === NAMES.DU && reply.is === "refused",
    );
    expect(refused.map(({ flight, reply }) => `${openEnvelope(flight.bytes).label} ${codeOf(reply)}`)).toEqual([
      "M3 mismatch",
    ]);
    const histories = Object.values(example.ledgers ?? {}).map((ledger) =>
      readHistory(ledger.identity, ledger.blocks()),
    );
    const options = {
      asOf: example.clock.now(),
      patience: 300_000,
      gateway: "announces",
      operators: OPERATORS,
    } as const;
    const { faults } = audit(histories, options);
    expect(faults.map(({ kind, step, blame }) => [kind, step, blame])).toEqual([
      ["altered", "M1", { is: "one-of", among: [NAMES.DU, NAMES.DO] }],
    ]);
  });
});
