/**
 * Record indistinguishability on the wire: no adversary wins against the hardened system, the guessing one always wins
 * where the record's hash is in the open.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { type Change, hardened } from "../../../phr-sharing-hardened/protocol.ts";
import { describe as describeProtocol } from "../../../../src/core/protocol/dsl/describe.ts";
import { readBuilder } from "../../../../src/core/protocol/dsl/protocol.ts";
import type { Description } from "../../../../src/core/protocol/ir/description.ts";
import { hashTheory } from "../../../../src/core/theory/hash/hash.ts";
import { boundProbability } from "../../../../src/lenses/games/estimate/clopper-pearson.ts";
import { loadFastBackend, loadVariant } from "../example.ts";
import { DRAWN_AGAIN, GUESSING, playOnWire, type Subject, SUBTRACTING, WIRE_ADVERSARIES } from "./example.ts";

const NIGHTLY = process.env["ASSAY_NIGHTLY"] === "1";

/** Fewer than eight that are all won would not tell winning from guessing. */
const PLAYS = NIGHTLY ? 200 : 8;

/** Comparing lengths takes three runs of the system for a play, more than all others together. */
const ADVERSARIES = WIRE_ADVERSARIES.filter(({ name }) => NIGHTLY || name !== "compare-lengths");

let subject: Subject;
let literal: Subject;
beforeAll(async () => {
  const backend = await loadFastBackend();
  subject = { variant: "hardened", loaded: await loadVariant("hardened"), backend };
  literal = { variant: "literal", loaded: await loadVariant("literal"), backend };
});

function without(undone: Change): Subject {
  const recorded = readBuilder(hardened(undone));
  const description = recorded && describeProtocol(recorded).description;
  if (description === undefined) throw new Error(`without: ${undone} cannot be undone`);
  return { ...subject, loaded: { ...subject.loaded, description } };
}

/** The paper's messages with the hash of the record beside the order, as one would add it to notice another record. */
function withHash(plain: Subject): Subject {
  const { description } = plain.loaded;
  const steps = description.steps.map((step): Description["steps"][number] => {
    if (step.kind !== "message" || step.label !== "M2" || step.payload.is !== "record") return step;
    const digest = { is: "apply", op: "hash", args: [{ is: "name", name: "M" }] } as const;
    return { ...step, payload: { ...step.payload, fields: [...step.payload.fields, ["hashM", digest]] } };
  });
  const theories = [...description.theories, hashTheory.data];
  return { ...plain, loaded: { ...plain.loaded, description: { ...description, theories, steps } } };
}

describe("record indistinguishability on the wire", () => {
  it.each(ADVERSARIES)("is not won by $name on the hardened system", async (adversary) => {
    const won = await playOnWire(subject, adversary, PLAYS);
    const { low, high } = boundProbability(won, PLAYS, 0.99);
    expect([low < 0.5, high > 0.5]).toEqual([true, true]);
  });

  it("is won by guessing where the hash of the record is in the open", async () => {
    expect(await playOnWire(without("commitment-hides-message"), GUESSING, PLAYS)).toBe(PLAYS);
    expect(await playOnWire(withHash(literal), GUESSING, PLAYS)).toBe(PLAYS);
  });

  it("is not won by guessing on the paper's messages, which have no hash", async () => {
    const { low, high } = boundProbability(await playOnWire(literal, GUESSING, PLAYS), PLAYS, 0.99);
    expect([low < 0.5, high > 0.5]).toEqual([true, true]);
  });

  it("is not won by subtracting where every sharing of a device draws the same: another record has another stream", async () => {
    const { low, high } = boundProbability(await playOnWire(subject, SUBTRACTING, PLAYS, DRAWN_AGAIN), PLAYS, 0.99);
    expect([low < 0.5, high > 0.5]).toEqual([true, true]);
  });
});
