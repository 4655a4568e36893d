/** A sharing with the devices of owner and user behind firewalls: that it works, what changes, what gets out and what not. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "../../../../src/live/crypto/backend.ts";
import { toBytes } from "../../../../src/live/crypto/bytes.ts";
import { seededRandomness } from "../../../../src/live/crypto/randomness.ts";
import type { RolePartyOptions } from "../../../../src/live/parties/role-party.ts";
import { drawElement } from "../../../../src/live/crypto/pre/scheme.ts";
import { hash } from "../../../../src/live/crypto/hash.ts";
import { encodeCanonical } from "../../../../src/live/wire/codec.ts";
import { MESSAGE_TAG } from "../../../../src/live/wire/form.ts";
import { Tagged } from "cborg";
import type { LoadedProtocol } from "../../../../src/repository/loaded-protocol.ts";
import { checkSharing } from "../check-sharing.ts";
import { buildExample, type Example, loadFastBackend, loadVariant } from "../example.ts";
import { NAMES, type RoleName } from "../system.ts";
import type { VariantName } from "../variants.ts";
import { DeviceFirewall } from "./device-firewall.ts";

let loaded: LoadedProtocol;
let backend: Backend;

beforeAll(async () => {
  loaded = await loadVariant("hardened");
  backend = await loadFastBackend();
});

type Adapt = (role: RoleName, honest: RolePartyOptions) => RolePartyOptions;

async function run(variant: VariantName, seed: string, adapt?: Adapt): Promise<Example> {
  const example = await buildExample(variant, loaded, backend, { seed, ...(adapt === undefined ? {} : { adapt }) });
  const end = await example.run();
  expect(end.is).toBe("delivered");
  return example;
}

/**
 * Collects the traffic between firewalls: everything that landed, except at a party's own device or firewall from
 * inside.
 */
function textOnNetwork({ network }: Example): string {
  const inside = ["firewall of owner@hospital-a", "firewall of user@hospital-b"];
  return network.landings
    .filter(({ flight }) => !(inside.includes(flight.to) && [NAMES.DO, NAMES.DU].includes(flight.from)))
    .map(({ flight }) => bytesToHex(flight.bytes))
    .join(" ");
}

/** The owner's or the user's device draws from a key of its maker's, whatever it should draw from. */
const subvert: Adapt = (role, honest) =>
  role === "DO" || role === "DU"
    ? { ...honest, draw: (_, purpose) => seededRandomness(toBytes(`maker ${role} ${purpose}`)) }
    : honest;

describe("a sharing behind firewalls", () => {
  it("delivers the record, agrees with the description, and changes what the devices made", async () => {
    const example = await run("firewalled", "functionality");
    const { system, network, options } = example;
    const flights = network.landings.map(({ flight }) => flight);
    const { records } = options;
    const found = await checkSharing({ model: loaded.model, system, records, backend, flights, used: new Map() });
    expect(found).toEqual([]);
    const text = textOnNetwork(example);
    const washed = system.firewalls.flatMap((firewall) => firewall.washed);
    expect(new Set(washed.map(({ what }) => what))).toEqual(
      new Set(["nonce", "identifier", "transfer", "ciphertext", "re-encryption key", "signature", "box"]),
    );
    for (const { what, before, after } of washed) {
      expect(bytesToHex(after), what).not.toBe(bytesToHex(before));
      expect(text, what).not.toContain(bytesToHex(before));
      // The key is in the relay's box, and the request and its signature in the owner's.
      if (["identifier", "ciphertext", "box"].includes(what)) expect(text, what).toContain(bytesToHex(after));
    }
  });

  it("gives hospital A another key than the one it drew, and users their keys of it", async () => {
    const { system } = await run("firewalled", "keys");
    const { drawnAuthorityKey, authorities } = system;
    if (drawnAuthorityKey === undefined) throw new Error("no firewall changed the key");
    expect(backend.g2.equals(drawnAuthorityKey, authorities.HA.publicKey)).toBe(false);
    expect(
      backend.g2.equals(authorities.HA.publicKey, backend.g2.multiply(backend.g2.generator, authorities.HA.secret)),
    ).toBe(true);
  });

  it("is the same again after an interruption: a firewall's draws follow from its seed and what it was asked", async () => {
    const [one, two] = [await run("firewalled", "again"), await run("firewalled", "again")];
    expect(textOnNetwork(one)).toBe(textOnNetwork(two));
  });
});

/** Predicts the values that a device's maker can compute: the record's identifier, N2 and the user's N1. */
function predict(role: RoleName, name: string): string {
  return bytesToHex(seededRandomness(toBytes(`maker ${role} ${name}`)).bytes(16));
}

describe("a device that draws from its maker's key", () => {
  it("is recognised without a firewall, by what is in the clear", async () => {
    for (const seed of ["a", "b", "c"]) {
      expect(textOnNetwork(await run("hardened", seed, subvert))).toContain(predict("DO", "record"));
    }
  });

  it("is not recognised behind one, by any nonce, identifier or transfer", async () => {
    for (const seed of ["a", "b", "c"]) {
      const text = textOnNetwork(await run("firewalled", seed, subvert));
      for (const [role, name] of [
        ["DO", "record"],
        ["DO", "N2"],
        ["DU", "N1"],
      ] as const) {
        expect(text).not.toContain(predict(role, name));
      }
      expect(text).not.toContain(bytesToHex(seededRandomness(toBytes("maker DO transfer")).bytes(32)));
    }
  });

  it("is still recognised by X, whose hash is in the grant: the channel that remains", async () => {
    const { gt } = backend;
    const example = await run("firewalled", "rest", subvert);
    const mask = gt.encode(drawElement(backend, seededRandomness(toBytes("maker DO X"))));
    const context = "phr-sharing-hardened hash f:DO.X";
    const capsule = hash(encodeCanonical([context, encodeCanonical(new Tagged(61444, mask))]));
    expect(textOnNetwork(example)).toContain(bytesToHex(capsule));
  });
});

describe("the firewall of a device", () => {
  const make = () =>
    new DeviceFirewall({
      name: "w",
      guarded: "d",
      protocol: "p",
      labels: new Set(["M"]),
      opensTransfer: () => false,
      words: new Set(["d", "r", "hello"]),
      clock: { now: () => 5_000 },
      seed: toBytes("seed"),
      route: (to) => to,
    });
  const transfer = new Uint8Array(32).fill(9);
  const seal = (body: unknown, label = "M", from = "d", to = "r", named = transfer): Uint8Array =>
    encodeCanonical(new Tagged(MESSAGE_TAG, [1, "p", label, from, to, named, body]));
  const nonce = new Uint8Array(16).fill(1);

  async function codeOf(firewall: DeviceFirewall, bytes: Uint8Array): Promise<string> {
    const reply = await firewall.receive(bytes);
    return reply.is === "refused" ? reply.refusal.code : reply.is;
  }

  it("passes what it drew, what came in, the time and names", async () => {
    const firewall = make();
    expect(await codeOf(firewall, seal(new Tagged(61442, nonce), "any", "r", "d"))).toBe("accepted");
    const drawn = firewall.wash("nonce", nonce, (source) => source.bytes(16));
    const body = ["hello", new Tagged(1, 5), new Tagged(61442, nonce), new Tagged(61442, drawn)];
    expect(await codeOf(firewall, seal(body))).toBe("accepted");
  });

  it.each([
    ["a nonce of the device's own", new Tagged(61442, new Uint8Array(16).fill(2))],
    ["a text of the device's own", "leak"],
    ["a number without a tag", 7],
    ["a time that is not its clock's", new Tagged(1, 6)],
    ["a signature that was not made together", new Tagged(61454, [encodeCanonical("hello"), new Uint8Array(64)])],
    ["a signed text of the device's own", new Tagged(61454, [encodeCanonical("leak"), new Uint8Array(64)])],
    ["a box that the device closed", new Tagged(61453, new Uint8Array(100))],
    ["a hash that is longer than one", new Tagged(61452, new Uint8Array(33))],
    ["a part deep in a record", new Map([[0, new Map([[0, new Uint8Array(3)]])]])],
  ])("refuses %s", async (_, body) => {
    const firewall = make();
    firewall.learn(transfer);
    expect(await codeOf(firewall, seal(body))).toBe("not-permitted");
  });

  it("refuses a transfer that the device named, another label, another receiver, and strangers", async () => {
    const firewall = make();
    expect(await codeOf(firewall, seal("hello"))).toBe("not-permitted");
    firewall.learn(transfer);
    expect(await codeOf(firewall, seal("hello", "other"))).toBe("unknown-message");
    expect(await codeOf(firewall, seal("hello", "M", "d", "leak"))).toBe("unknown-message");
    expect(await codeOf(firewall, seal("hello", "M", "x", "y"))).toBe("unknown-party");
  });

  it("answers one question of a kind until the next message: choosing among answers is a channel", async () => {
    const firewall = make();
    firewall.learn(transfer);
    const ask = (n: number) =>
      firewall.wash(
        "nonce",
        nonce.map((byte) => byte + n),
        (source) => source.bytes(16),
      );
    const first = ask(0);
    expect(ask(0)).toEqual(first);
    expect(() => ask(1)).toThrow(/second part of this kind/);
    expect(await codeOf(firewall, seal(new Tagged(61442, first)))).toBe("accepted");
    expect(ask(1)).not.toEqual(first);
  });

  it("does not draw again for a question that the device left in the middle", () => {
    const firewall = make();
    const leave = () =>
      firewall.wash("signature", nonce, () => {
        throw new Error("left");
      });
    expect(leave).toThrow("left");
    expect(() => firewall.wash("signature", nonce, (source) => source.bytes(1))).toThrow(/left this question/);
  });
});
