/**
 * Each test of a projection can be made: in the place of everything that a receive or a match tests, its receiver notices
 * another value, with what it holds, the rules and the public operations alone.
 */
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aenc, id, nonce, pk, protocol } from "../../../../index.ts";
import { apply, type Term, variable } from "../../../term/term.ts";
import { agentOf, keyTerm } from "../../../theory/keys.ts";
import { printPattern } from "../print-script.ts";
import { DiagnosticError } from "../../../diagnostic/diagnostic.ts";
import { descriptionOf } from "../example.ts";
import type { Mistakes } from "../mistakes.ts";
import { project } from "../project.ts";
import { findUncomputable } from "./find-uncomputable.ts";
import { makeDescription } from "./random-description.ts";

const MISTAKEN: Mistakes = new Set(["tests others' indexed keys"]);
const FOLDER = fileURLToPath(new URL("../../../../../protocol/", import.meta.url));

function findIn(builder: object, mistakes?: Mistakes): string[] {
  const description = descriptionOf(builder);
  return findUncomputable(description, project(description, mistakes));
}

const tapes = fc.array(fc.nat({ max: 1 << 20 }), { minLength: 30, maxLength: 160 });

/** A sends N to B, and then a box for C. */
const boxed = protocol("p", { A: "", B: "", C: "" })
  .fresh("A", { N: nonce })
  .message("M1", "A", "B", ({ N }) => ({ N }))
  .message("M2", "A", "B", ({ N }) => aenc({ N }, pk("C")))
  .message("M3", "B", "C", ({ B }) => ({ B }));
const N = variable("N", ["Nonce"]);

/** Finds what is wrong with the projection of a random description. */
function findInRandom(tape: readonly number[], mistakes?: Mistakes): string[] {
  const description = makeDescription(tape);
  if (description === undefined) return [];
  try {
    return findUncomputable(description, project(description, mistakes));
  } catch (error) {
    if (error instanceof DiagnosticError) return [];
    throw error;
  }
}

describe("the tests of a projection", () => {
  it.each(readdirSync(FOLDER))("can be made in %s", async (name) => {
    const { default: builder } = (await import(`${FOLDER}${name}/protocol.ts`)) as { default: object };
    expect(findIn(builder)).toEqual([]);
  });

  it("can be made in random descriptions", () => {
    fc.assert(
      fc.property(tapes, (tape) => {
        expect(findInRandom(tape)).toEqual([]);
      }),
      { seed: 13, numRuns: 500 },
    );
  });
});

describe("the search for tests that cannot be made", () => {
  it("finds the mistake of the past by itself, in random descriptions", () => {
    const found = fc.check(
      fc.property(tapes, (tape) => findInRandom(tape, MISTAKEN).length === 0),
      { seed: 13, numRuns: 700, endOnFailure: true },
    );
    expect(found.failed).toBe(true);
  });

  it("names the part in whose place anything would be accepted", () => {
    const ephemeral = protocol("ephemeral", { A: "client", B: "server" })
      .fresh("A", { n: id })
      .message("M1", "A", "B", ({ n }) => ({ n, pkE: pk("A", "eph", n) }));
    expect(findIn(ephemeral, MISTAKEN)).toEqual([
      "B M1: ?n:Id",
      "B M1: pk(eph, (A, ?n:Id))",
      "B M1: eph",
      "B M1: (A, ?n:Id)",
      "B M1: A",
      "B M1: ?n:Id",
    ]);
    expect(findIn(ephemeral)).toEqual([]);
  });

  it.each([
    ["a box made again", apply("aenc", N, keyTerm("pk", "key", [agentOf("C")]))],
    ["a box under a key that is not at hand", apply("senc", N, keyTerm("shk", "shared", [agentOf("A"), agentOf("C")]))],
    ["another's secret key", keyTerm("sk", "key", [agentOf("A")])],
    ["a signature under a key that never came", apply("sign", N, keyTerm("sgk", "eph", [agentOf("A")], N))],
  ])("finds %s in a script written by hand", (_, pattern: Term) => {
    const description = descriptionOf(boxed);
    const model = project(description);
    const protocols = model.protocols.map((one) => ({
      ...one,
      roles: one.roles.map((script) => ({
        ...script,
        events: script.events.map((event) =>
          event.kind === "recv" && event.label === "M2" ? { ...event, message: pattern } : event,
        ),
      })),
    }));
    expect(findUncomputable(description, model)).toEqual([]);
    expect(findUncomputable(description, { ...model, protocols })).toContain(`B M2: ${printPattern(pattern)}`);
  });
});
