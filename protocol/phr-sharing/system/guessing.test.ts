/**
 * An eavesdropper on the grant in one M2: it tries the records that there are, with public code only.
 *
 * Health records come from small sets, so a commitment without a salt is the record.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { type Change, hardened } from "../../phr-sharing-hardened/protocol.ts";
import { describe as describeProtocol } from "../../../src/core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../src/core/protocol/dsl/protocol.ts";
import type { Application, Term } from "../../../src/core/term/term.ts";
import { fieldsOf } from "../../../src/core/theory/intended.ts";
import type { LoadedProtocol } from "../../../src/repository/loaded-protocol.ts";
import type { Backend } from "../../../src/live/crypto/backend.ts";
import { hash } from "../../../src/live/crypto/hash.ts";
import { describeContext } from "../../../src/live/roles/holding.ts";
import { decodeValue, encodeCanonical, encodeValue, readValue } from "../../../src/live/wire/codec.ts";
import { openEnvelope } from "../../../src/live/wire/envelope.ts";
import { asBytes, asList, isSameValue, type Value } from "../../../src/live/wire/value.ts";
import { buildExample, loadFastBackend, loadVariant } from "./example.ts";

const RESULTS = ["negative", "positive", "indeterminate"] as const;
const RUNS = 12;

let backend: Backend;
let loaded: LoadedProtocol;
beforeAll(async () => {
  backend = await loadFastBackend();
  loaded = await loadVariant("hardened");
});

function without(undone: Change | undefined): LoadedProtocol {
  const recorded = readBuilder(hardened(undone));
  const description = recorded && describeProtocol(recorded).description;
  if (description === undefined) throw new Error(`without: ${undone} cannot be undone`);
  return { ...loaded, description };
}

function recordOf(result: string): Uint8Array {
  return new TextEncoder().encode(`{"resourceType":"Observation","code":"HIV-1 Ab","valueString":"${result}"}`);
}

/** The result that the grant of one M2 gives away: by the hash of each candidate, with whatever else is in the clear. */
async function eavesdrop(subject: LoadedProtocol, result: string, seed: string): Promise<string | undefined> {
  const record = recordOf(result);
  const { run, network, options } = await buildExample("hardened", subject, backend, { seed, record, chains: "none" });
  expect((await run()).is).toBe("delivered");
  const flight = network.landings.find(({ flight: { bytes } }) => openEnvelope(bytes).label === "M2")?.flight;
  const message = options.plan.messages.find(({ label }) => label === "M2");
  if (flight === undefined || message === undefined) throw new Error("eavesdrop: there is no M2");
  const grant = read(
    message.intended,
    readValue(options.plan.forms, message.intended, openEnvelope(flight.bytes).body, "M2"),
    "grant",
  );
  const body = contentOf(grant.term);
  const signed = decodeValue(options.plan.forms, body, asBytes(asList(grant.value)[0] ?? ""), "grant");
  const commitment = read(body, signed, "commitment");
  const hashed = contentOf(commitment.term);
  const context = describeContext(options.plan.protocol, commitment.term as Application);
  return RESULTS.find((candidate) => {
    const parts = (fieldsOf(hashed) ?? []).map(([name]): Value | undefined =>
      name === "M" ? recordOf(candidate) : name === "DO" ? "owner@hospital-a" : undefined,
    );
    if (parts.includes(undefined)) return false;
    const made = hash(encodeCanonical([context, encodeValue(options.plan.forms, hashed, parts as Value[])]));
    return isSameValue(made, commitment.value);
  });
}

function contentOf(box: Term): Term {
  const content = box.kind === "application" ? box.args[0] : undefined;
  if (content === undefined) throw new Error("contentOf: it is no box");
  return content;
}

function read(whole: Term, value: Value, name: string) {
  const at = (fieldsOf(whole) ?? []).findIndex(([field]) => field === name);
  const term = fieldsOf(whole)?.[at]?.[1];
  const found = asList(value)[at];
  if (term === undefined || found === undefined) throw new Error(`read: there is no ${name}`);
  return { term, value: found };
}

describe("guessing the record from the grant", () => {
  it.each([
    [undefined, 0],
    ["commitment-hides-message", RUNS],
  ] as const)("with %s undone is right %d times", async (undone, right) => {
    const subject = without(undone);
    let found = 0;
    for (let i = 0; i < RUNS; i++) {
      const result = RESULTS[(i * 7 + Math.floor(i / 3)) % 3] ?? "negative";
      if ((await eavesdrop(subject, result, `guess ${i}`)) === result) found += 1;
    }
    expect(found).toBe(right);
  });
});
