/** Laws hold for the implementations that there are, and every kind of mistake in one breaks a law. */
import { describe, expect, it } from "vitest";
import { seededRandomness } from "../crypto/randomness.ts";
import type { AnyImplementation, RandomSource } from "../../core/theory/implementation.ts";
import { DECLARED_THEORIES } from "../../core/theory/registry.ts";
import { deriveLaws } from "./derive-laws.ts";
import { renderLaw, renderLawsJson, renderSummary } from "./render-laws.ts";
import { type LawOptions, type LawResult, runLaws, runLawsOf } from "./run-laws.ts";

const OPTIONS: LawOptions = { draws: 1, backend: "mcl", seed: "test" };

async function load(name: string): Promise<AnyImplementation> {
  const { implement } = await (theoryOf(name).implementation ?? expect.fail("no implementation"))();
  return implement("mcl", seededRandomness("setup"));
}

function theoryOf(name: string): (typeof DECLARED_THEORIES)[number] {
  return DECLARED_THEORIES.find(({ data }) => data.name === name) ?? expect.fail(`no theory ${name}`);
}

type Operation = (randomness: RandomSource, ...args: unknown[]) => unknown;

/** The names of the laws that an implementation with other operations breaks. */
async function findBroken(
  name: string,
  change: (implementation: AnyImplementation) => Partial<AnyImplementation>,
  draws = 1,
): Promise<readonly string[]> {
  const implementation = await load(name);
  const changed = { ...implementation, ...change(implementation) };
  return [...runLawsOf(theoryOf(name).data, changed, { ...OPTIONS, draws })].flatMap((step) =>
    step.kind === "result" && step.result.verdict.is === "broken" ? [step.result.law] : [],
  );
}

/** The implementation with one operation changed. */
function withOperation(name: string, make: (honest: Operation) => Operation) {
  return ({ operations }: AnyImplementation): Partial<AnyImplementation> => ({
    operations: { ...operations, [name]: make(operations[name] as Operation) },
  });
}

describe("the laws", () => {
  it.each(DECLARED_THEORIES)("of $name hold", async (theory) => {
    const results: LawResult[] = [];
    for await (const step of runLaws(theory, OPTIONS)) if (step.kind === "result") results.push(step.result);
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ verdict }) => verdict.is === "broken")).toEqual([]);
  });

  it("of pre hold for the other back end too", async () => {
    const { implement } = await (theoryOf("pre").implementation ?? expect.fail())();
    const noble = await implement("noble", seededRandomness("setup"));
    const steps = [...runLawsOf(theoryOf("pre").data, noble, { ...OPTIONS, backend: "noble", draws: 1 })];
    expect(steps.filter((step) => step.kind === "result" && step.result.verdict.is === "broken")).toEqual([]);
  });

  it("cover every rule and weakness, and every comparison that a rule makes", async () => {
    const laws = deriveLaws(theoryOf("pre").data, await load("pre")).map(
      ({ kind, statement }) => `${kind} ${statement}`,
    );
    expect(laws).toContain("rule reenc(enc(m, pk(A)), rekey(sk(A), pk(B), x)) = enc1(m, x, pk(B))");
    expect(laws).toContain("only reenc(enc(m, pk(A)), rekey(sk(A'), pk(B), x)) is not enc1(m, x, pk(B))");
    expect(laws).toContain("only unmask(enc1(m, x, pk(B)), x') is not m");
    expect(laws).toContain("weakness rekey(sk(A), pk(B), x), x yield sk(A)");
    expect(laws.filter((law) => law.startsWith("rule"))).toHaveLength(6);
  });
});

describe("a mutated implementation", () => {
  it("of re-encryption, which leaves c2 as it is", async () => {
    const lazy = withOperation("reenc", (honest) => (randomness, c, rk) => ({
      ...(honest(randomness, c, rk) as object),
      c2: (c as { c2: unknown }).c2,
    }));
    expect(await findBroken("pre", lazy)).toEqual(["reenc"]);
  });

  it("of the re-encryption key, which forgets its mask", async () => {
    const first = withOperation("rekey", (honest) => {
      let mask: unknown;
      return (randomness, delegator, delegatee, x) => {
        mask ??= x;
        return honest(randomness, delegator, delegatee, mask);
      };
    });
    expect(await findBroken("pre", first, 2)).toEqual(expect.arrayContaining(["maskOf", "collusion"]));
  });

  it("of collusion, which yields something else: a weakness that is not there", async () => {
    const harmless = (implementation: AnyImplementation): Partial<AnyImplementation> => ({
      weaknesses: { collusion: (randomness) => implementation.drawKeys(randomness, "A")["sk"] },
    });
    expect(await findBroken("pre", harmless)).toEqual(["collusion"]);
  });

  it("of symmetric encryption, which opens with every key", async () => {
    const open = (each: AnyImplementation): Partial<AnyImplementation> => ({
      operations: { ...each.operations, senc: (_, body) => body, sdec: (_, box) => box },
    });
    expect(await findBroken("senc", open)).toEqual(["decrypt with another k"]);
  });

  it.each([
    ["hash", "hash", () => () => new Uint8Array(32), ["hash of another message"]],
    ["hash", "hash", () => (source: RandomSource) => source.bytes(32), ["hash again"]],
    [
      "mac",
      "mac",
      (honest: Operation): Operation =>
        (r, m) =>
          honest(r, m, new Uint8Array(1)),
      ["mac of another key"],
    ],
    [
      "dh",
      "key",
      (honest: Operation): Operation =>
        (r, s) =>
          honest(r, s, 1n),
      ["key"],
    ],
    [
      "dh",
      "shared",
      (honest: Operation): Operation =>
        (r, x) =>
          honest(r, x, 1n),
      ["key", "dh.shared of another other exponent", "dh.shared exchanged"],
    ],
    ["sign", "message", () => () => new Uint8Array(3), ["read"]],
  ])("of %s: %s", async (theory, operation, make, broken) => {
    expect(await findBroken(theory, withOperation(operation, make as (honest: Operation) => Operation))).toEqual(
      broken,
    );
  });

  it("is broken, not a crash, where it throws or lacks an operation", async () => {
    const missing = ({ operations: { hash: _, ...rest } }: AnyImplementation): Partial<AnyImplementation> => ({
      operations: rest,
    });
    expect(await findBroken("hash", missing)).toEqual(["hash again", "hash of another message"]);
  });
});

describe("results", () => {
  const holds: LawResult = {
    theory: "pre",
    law: "dec",
    kind: "rule",
    statement: "dec(enc(m, pk(A)), sk(A)) = m",
    verdict: { is: "holds", draws: 2 },
  };
  const broken: LawResult = { ...holds, verdict: { is: "broken", draw: 1, why: "it is another value" } };

  it("are printed with what broke a law, and the draw that shows it", () => {
    expect(renderLaw(holds)).toBe("  + dec: dec(enc(m, pk(A)), sk(A)) = m\n");
    expect(renderLaw(broken)).toContain("      draw 1: it is another value\n");
    expect(renderSummary([holds, broken])).toBe("2 laws, 1 broken for the values that were drawn\n");
    expect(JSON.parse(renderLawsJson([broken], OPTIONS, "complete"))).toMatchObject({
      seed: "test",
      results: [broken],
    });
  });
});
