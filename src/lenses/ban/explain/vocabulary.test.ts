/**
 * Tests of what is missing: an assumption that nothing mentions is found, and "a message is missing" is said only where the rules taken
 * literally do not reach the goal from every assumption of these kinds at once, listed here by another walk.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { analyse } from "../analyse.ts";
import { A, closeNaively, universeOf } from "../derive/naive-closure.ts";
import {
  atom,
  attitude,
  believes,
  bond,
  comb,
  enc,
  type Formula,
  fresh,
  hash,
  partsOf,
  pubkey,
  tuple,
} from "../formula/formula.ts";
import { readAscii } from "../formula/read-ascii.ts";
import type { BanSymbol } from "../formula/sorts.ts";
import { printAscii } from "../print/ascii.ts";
import { explainUnderivable } from "../print/words.ts";
import { BAN } from "../profile.ts";
import { abduceWidely } from "./abduce.ts";

const SYMBOLS = new Map<string, BanSymbol>([
  ...["A", "B", "S"].map((name) => [name, { sort: "principal" }] as const),
  ["K", { sort: "key", kind: "shared" }],
  ["Kb", { sort: "key", kind: "public", owner: "B" }],
  ["N", { sort: "nonce", origin: "A" }],
  ["D", { sort: "data" }],
]);

/** Explains a goal of A's from assumptions and messages that A receives. */
function explain(assumptions: readonly string[], messages: readonly string[], goal: string): readonly string[] {
  const read = (text: string) => readAscii(text).formula;
  const { goals } = analyse({
    name: "p",
    symbols: SYMBOLS,
    profile: BAN,
    assumptions: assumptions.map((text, i) => ({ id: `a${i}`, formula: read(text) })),
    messages: messages.map((text, i) => ({ id: `M${i}`, from: "B", to: "A", formula: read(text) })),
    goals: [{ id: "g", formula: read(goal) }],
  });
  const outcome = goals[0]?.outcome;
  return outcome?.is === "underivable" ? explainUnderivable(outcome, printAscii) : ["derived"];
}

const MISSING = expect.stringContaining("a message that says it is missing");

describe("what is missing for a goal", () => {
  it.each([
    ["a key that no statement mentions", ["A bel #(N)"], ["{N, D}K from B"], "A bel B bel D", "A bel A <-K-> B (key)"],
    ["a public key", ["A bel #(N)"], ["{N, D}Kb^-1"], "A bel B bel D", "A bel Kb |-> B (public key)"],
    ["a secret", ["A bel #(N)"], ["<N, D>K from B"], "A bel B bel D", "A bel A <=K=> B (secret)"],
    ["jurisdiction over a value", ["A bel B bel D"], [], "A bel D", "A bel B controls D (jurisdiction)"],
    ["freshness of a value of the goal", [], [], "A bel #(N, D)", "A bel #(N) (freshness of an own value)"],
    // The rule on hashes asks that A has what was hashed, which A may simply have.
    [
      "what was hashed",
      ["A bel A <-K-> B", "A bel #(D)"],
      ["{H(D)}K from B"],
      "A bel B bel D",
      "A sees D (possession)",
    ],
    ["a key, to see", [], ["{{D}K from B}K from B"], "A sees D", "A bel A <-K-> "],
  ] as const)("is found: %s", (_, assumptions, messages, goal, expected) => {
    const sentences = explain(assumptions, messages, goal);
    expect(sentences.join("\n")).toContain(expected);
    expect(sentences).not.toContainEqual(MISSING);
  });

  it.each([
    ["of which nothing is said", ["A bel #(N)"], ["D"], "A bel B bel D"],
    ["that is the goal itself, from either end", [], ["{N}K from B"], "A bel A <-K-> B"],
    ["that is own", [], ["{D}K from A"], "A bel B said D"],
    ["that is received, not had", ["A bel #(N)"], ["{N, H({D}Kb)}K from B"], "A bel B said {D}Kb"],
  ] as const)("is a message: %s", (_, assumptions, messages, goal) => {
    expect(explain(assumptions, messages, goal)).toContainEqual(MISSING);
  });

  const who = fc.constantFrom("A", "B").map(atom);
  const value = fc.constantFrom("N", "D").map(atom);
  const statement: fc.Arbitrary<Formula> = fc.oneof(
    { weight: 3, arbitrary: value },
    fc.tuple(who, who).map(([one, other]) => bond("sharedkey", one, atom("K"), other)),
    value.map(hash),
    fc.tuple(who, value).map(([by, what]) => attitude("said", by, what)),
  );
  const body = fc.array(statement, { minLength: 1, maxLength: 2 }).map(tuple);
  const box = fc.oneof(
    fc.tuple(body, who).map(([inside, from]) => enc(atom("K"), inside, from)),
    fc.tuple(body, who).map(([inside, from]) => comb(inside, atom("D"), from)),
    body.map((inside) => enc(atom("Kb"), inside)),
  );
  const goalOf = fc.oneof(
    body.map((what) => believes(A, what)),
    fc.tuple(who, body).map(([by, what]) => believes(A, believes(by, what))),
    fc.tuple(who, body).map(([by, what]) => believes(A, attitude("said", by, what))),
    body.map((what) => attitude("sees", A, what)),
  );

  it("is a message exactly where everything that could be assumed is not enough", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(box, body), { minLength: 1, maxLength: 2 }), goalOf, (sent, goal) => {
        const symbols = new Map([...SYMBOLS].filter(([name]) => name !== "S"));
        const premises = {
          assumptions: [],
          messages: sent.map((formula, i) => ({ id: `m${i}`, from: "B", to: "A", formula })),
          sorts: undefined,
        };
        const received = sent.map((what) => attitude("sees", A, what));
        const universe = universeOf([...received, goal]);
        const people = ["A", "B"].map(atom);
        const goodness = people.flatMap((one) => [
          pubkey(atom("Kb"), one),
          ...people.flatMap((other) => [
            bond("sharedkey", one, atom("K"), other),
            ...["D", "N", "K"].map((by) => bond("secret", one, atom(by), other)),
          ]),
        ]);
        const kinds = [
          ...universe.filter(({ is, id }) => is !== "atom" || !["A", "B"].includes(id)).map(fresh),
          ...goodness,
          ...universe.flatMap((what) => people.map((by) => attitude("controls", by, what))),
        ];
        const had = universe
          .flatMap((what) => (what.is === "hash" ? partsOf(what.body) : []))
          .map((what) => attitude("sees", A, what))
          .filter(({ id }) => id !== goal.id);
        const turned = (what: Formula) =>
          what.is === "sharedkey" || what.is === "secret" ? bond(what.is, what.other, what.by, what.one).id : what.id;
        const isGoal = (what: Formula): boolean =>
          goal.is === "believes" && (goal.what.id === what.id || goal.what.id === turned(what));
        const assumed = kinds.filter((what) => !isGoal(what)).map((what) => believes(A, what));
        const reached = closeNaively([...received, ...assumed, ...had], goal).has(goal.id);
        const { sets, poolSufficient, complete } = abduceWidely(goal, premises, symbols, BAN);
        expect([poolSufficient, !complete || sets.length > 0]).toEqual([reached, !complete || reached]);
      }),
      { numRuns: 60 },
    );
  });
});
