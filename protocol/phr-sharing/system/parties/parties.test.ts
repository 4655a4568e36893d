import { beforeAll, describe, expect, it } from "vitest";
import type { LoadedProtocol } from "../../../../src/repository/loaded-protocol.ts";
import type { Backend } from "../../../../src/live/crypto/backend.ts";
import { buildExample, type Example, type ExampleOptions, loadFastBackend, loadVariant } from "../example.ts";
import { drawFrom, NAMES, type RoleName } from "../system.ts";
import type { VariantName } from "../variants.ts";
import type { Flight, Grip } from "../../../../src/live/network/network.ts";
import { openEnvelope, sealEnvelope } from "../../../../src/live/wire/envelope.ts";
import { HospitalB } from "./hospital-b.ts";
import { enrolUser, issueBy } from "./hospitals.ts";
import type { Reply } from "../../../../src/live/parties/party.ts";
import type { SharingPolicy } from "./policy.ts";

let backend: Backend;
const loaded = new Map<VariantName, LoadedProtocol>();
beforeAll(async () => {
  backend = await loadFastBackend();
  for (const variant of ["literal", "hardened"] as const) loaded.set(variant, await loadVariant(variant));
});

function build(variant: VariantName, options: ExampleOptions = {}): Promise<Example> {
  return buildExample(variant, loaded.get(variant) as LoadedProtocol, backend, { chains: "none", ...options });
}

/** One party decides otherwise. */
function deciding(role: RoleName, change: Partial<SharingPolicy>): ExampleOptions {
  return { policyOf: (party, shared) => (party === role ? { ...shared, ...change } : shared) };
}

const labelOf = ({ bytes }: Flight): string => openEnvelope(bytes).label;
const codeOf = (reply: Reply): string => (reply.is === "refused" ? reply.refusal.code : reply.is);

/** The replies of the party that an intruder's second copy of a message lands at. */
async function replay(label: string, options: ExampleOptions, variant: VariantName = "literal"): Promise<string[]> {
  const intercept = (flight: Flight): readonly Flight[] => (labelOf(flight) === label ? [flight, flight] : [flight]);
  const example = await build(variant, { ...options, network: { intruder: { intercept } } });
  await example.run();
  return example.network.landings.filter(({ flight }) => labelOf(flight) === label).map(({ reply }) => codeOf(reply));
}

describe("the replay window", () => {
  it("refuses a message that was taken, where a run would take it", async () => {
    expect(await replay("M2'", {})).toEqual(["accepted", "replayed"]);
    expect(await replay("M2'", {}, "hardened")).toEqual(["accepted", "replayed"]);
    expect(await replay("M1", {})).toEqual(["accepted", "not-expected"]);
  });

  it("is the policy's: a party without one takes it twice", async () => {
    expect(await replay("M2'", deciding("RC", { replays: "taken" }))).toEqual(["accepted", "accepted"]);
  });
});

/** The reply to M1 when the intruder keeps it for so many seconds. */
async function delay(milliseconds: number, options: ExampleOptions = {}): Promise<string> {
  const intercept = (flight: Flight, grip: Grip): readonly Flight[] => {
    if (labelOf(flight) !== "M1") return [flight];
    grip.hold(flight);
    return [];
  };
  const example = await build("literal", { ...options, network: { intruder: { intercept } } });
  await example.run();
  example.clock.set(example.clock.now() + milliseconds);
  const held = 2;
  example.network.release(held);
  const landing = await example.network.step();
  return landing === undefined ? "nothing" : codeOf(landing.reply);
}

describe("timestamps", () => {
  it("are taken within the policy's time only", async () => {
    expect(await delay(299_000)).toBe("accepted");
    expect(await delay(302_000)).toBe("stale");
    expect(await delay(-33_000)).toBe("early");
  });

  it("are the policy's: a party that ignores them takes any", async () => {
    expect(await delay(10_000_000, deciding("DO", { timestamps: "ignored" }))).toBe("accepted");
  });
});

describe("a data owner", () => {
  it("gives to those on its list only", async () => {
    const open = await build("hardened", deciding("DO", { readers: new Set([NAMES.DU]) }));
    expect((await open.run()).is).toBe("delivered");
    const closed = await build("hardened", deciding("DO", { readers: new Set<string>() }));
    expect(await closed.run()).toMatchObject({
      is: "stopped",
      step: { party: NAMES.DO, reply: { is: "refused", refusal: { code: "not-permitted" } } },
    });
  });

  it("grants to a key that was put in the user's place in the literal variant, and to none in the hardened one", async () => {
    const play = async (variant: VariantName): Promise<readonly string[]> => {
      const example = await build(variant);
      const { directory, enrolments, authorities } = example.system;
      const other = enrolUser(
        backend,
        issueBy(backend, authorities.HB),
        NAMES.DU,
        drawFrom(new Uint8Array(1), "another key"),
      );
      const { verificationKey } = enrolments.DU.entry;
      directory.register({ ...other.entry, ...(verificationKey === undefined ? {} : { verificationKey }) });
      await example.run();
      return example.steps.map(({ party, message, reply }) => `${party} ${message?.label ?? "start"} ${codeOf(reply)}`);
    };
    const literal = await play("literal");
    expect(literal).toContain(`${NAMES.RC} M2' accepted`);
    expect(literal.at(-1)).toBe(`${NAMES.DU} M3 cannot-open`);
    expect((await play("hardened")).at(-1)).toBe(`${NAMES.DU} M0' unknown-key`);
  });
});

describe("a party", () => {
  it("refuses what is not for it, and says why", async () => {
    const example = await build("hardened");
    await example.run();
    const sent = new Map(example.network.landings.map(({ flight }) => [labelOf(flight), flight.bytes]));
    const { DU, DO, HA, RC } = example.system.parties;
    const m1 = sent.get("M1") ?? new Uint8Array();
    expect(codeOf(await HA.receive(m1))).toBe("not-addressed");
    expect(codeOf(await DO.receive(m1))).toBe("not-expected");
    expect(codeOf(await RC.receive(new Uint8Array(5)))).toBe("not-cbor");
    expect(codeOf(await DU.receive(sent.get("M3") ?? new Uint8Array()))).toBe("not-expected");
    expect(RC.log.at(-1)).toMatchObject({ event: { kind: "refused", refusal: { code: "not-cbor", at: "message" } } });
  });

  it("does one thing after the other, however fast messages come", async () => {
    const example = await build("literal");
    const { DO, HA } = example.system.parties;
    const started = await DO.start();
    const bytes = started.is === "accepted" ? started.messages[0]?.bytes : undefined;
    const replies = await Promise.all([HA.receive(bytes ?? new Uint8Array()), HA.receive(bytes ?? new Uint8Array())]);
    expect(replies.map(codeOf)).toEqual(["accepted", "accepted"]);
    expect(HA.listRuns().map(({ id }) => id)).toEqual(["HA-1", "HA-2"]);
  });
});

describe("hospital B", () => {
  it("passes on what its users send and get, and nothing else", async () => {
    const hospital = new HospitalB({
      name: NAMES.HB,
      clock: { now: () => 0 },
      users: new Set(["u"]),
      gateway: "g",
      reach: (to) => to,
    });
    const seal = (from: string, to: string): Uint8Array =>
      sealEnvelope({ protocol: "p", label: "M", from, to, transfer: new Uint8Array(32), body: 0 });
    const nextHop = async (bytes: Uint8Array): Promise<string | undefined> => {
      const reply = await hospital.receive(bytes);
      return reply.is === "accepted" ? reply.messages[0]?.to : codeOf(reply);
    };
    expect(await nextHop(seal("u", "o"))).toBe("g");
    expect(await nextHop(seal("o", "u"))).toBe("u");
    expect(await nextHop(seal("o", "a"))).toBe("unknown-party");
    expect(await nextHop(new Uint8Array(3))).toBe("not-cbor");
    expect(hospital.log.map(({ event }) => event.kind)).toEqual(["forwarded", "forwarded", "refused", "refused"]);
  });
});
