/** Tests of the remarks beside derived goals, each case made by hand, and its neighbours that have none. */
import { describe, expect, it } from "vitest";
import { analyse } from "../analyse.ts";
import { readAscii } from "../formula/read-ascii.ts";
import type { BanSymbol } from "../formula/sorts.ts";
import { readProfile } from "../profile.ts";

const SYMBOLS = new Map<string, BanSymbol>([
  ...["A", "B", "C", "S"].map((name) => [name, { sort: "principal" }] as const),
  ["K", { sort: "key", kind: "shared" }],
  ["G", { sort: "key", kind: "shared", holders: ["A", "B", "C"] }],
  ["N", { sort: "nonce", origin: "A" }],
  ["M", { sort: "nonce", origin: "B" }],
  // Three have this one when the protocol is over, who made it aside.
  ["R", { sort: "key", kind: "shared", origin: "A", reached: ["A", "B", "C"] }],
  ["D", { sort: "data" }],
]);

function marksOf(assumptions: readonly string[], messages: readonly string[], goal: string, name = "BAN") {
  const profile = readProfile(name);
  if (!("rules" in profile)) throw new Error(profile.message);
  const { goals } = analyse({
    name: "p",
    symbols: SYMBOLS,
    profile,
    assumptions: assumptions.map((text, i) => ({ id: `a${i}`, formula: readAscii(text).formula })),
    messages: messages.map((text, i) => ({ id: `M${i}`, from: "B", to: "A", formula: readAscii(text).formula })),
    goals: [{ id: "g", formula: readAscii(goal).formula }],
  });
  const outcome = goals[0]?.outcome;
  return outcome?.is === "derived" ? outcome.marks.map(({ kind, sentence }) => `${kind}: ${sentence}`) : ["none"];
}

describe("a derived goal", () => {
  it.each([
    [
      "that is an assumption",
      ["A bel B bel D"],
      [],
      "A bel B bel D",
      "BAN",
      "hollow: Hollow: the goal is the assumption a0 itself",
    ],
    [
      "that is an assumption the other way round",
      ["A bel A <-K-> B"],
      [],
      "A bel B <-K-> A",
      "BAN",
      "hollow: Hollow: the goal follows from a0 alone",
    ],
    [
      "that is an assumption, beside a message that says it too",
      ["A bel A <-K-> B", "A bel #(N)", "A bel S controls A <-K-> B", "A bel S bel A <-K-> B"],
      ["{N}K from B"],
      "A bel A <-K-> B",
      "BAN",
      "hollow:",
    ],
    [
      "by the rule on hashes",
      ["A bel A <-K-> B"],
      ["{H(D)}K from B, D"],
      "A bel B said D",
      "BAN",
      "contested: Rests on HASH",
    ],
    [
      "by what is beyond the core",
      ["A bel A <=N=> B", "A bel #(N)"],
      ["<D>N from B"],
      "A bel B bel D",
      "BAN+C",
      "contested: Rests on MM-S+",
    ],
    [
      "with a key that three hold",
      ["A bel A <-G-> B"],
      ["{D}G from B"],
      "A bel B said D",
      "BAN",
      "group-key: Takes G for a key or secret of two (A <-G-> B), but C has it too",
    ],
    ["with a key that a third one gets", ["A bel A <-R-> B"], ["{D}R from B"], "A bel B said D", "BAN", "group-key:"],
    [
      "on freshness that nobody vouches for",
      ["A bel A <-K-> B", "A bel #(M)"],
      ["{M}K from B"],
      "A bel B bel M",
      "BAN",
      "foreign-freshness: In doubt: A bel #(M) (a1) is about a value that A did not make",
    ],
    [
      "on what its sender has no reason to believe",
      ["A bel A <-K-> B", "A bel #(N)"],
      ["{N, A <-G-> B}K from B"],
      "A bel B bel A <-G-> B",
      "BAN",
      "sender-honesty: In doubt: B asserts A <-G-> B in message M0",
    ],
    [
      "with a key that is assumed for two pairs",
      ["A bel A <-K-> B", "C bel C <-K-> A"],
      ["{D}K from B"],
      "A bel B said D",
      "BAN",
      "group-key:",
    ],
  ] as const)("%s is marked", (_, assumptions, messages, goal, profile, expected) => {
    const marks = marksOf(assumptions, messages, goal, profile);
    expect(marks.length).toBe(1);
    expect(marks[0]).toContain(expected);
  });

  it.each([
    ["from a message", ["A bel A <-K-> B", "A bel #(N)"], ["{N, D}K from B"], "A bel B bel D"],
    [
      "with trust in a server on the key",
      ["A bel A <-K-> B", "A bel forall K. S controls A <-K-> C"],
      ["{D}K from B"],
      "A bel B said D",
    ],
    [
      "with a key that a server, trusted by an end, gets too",
      ["A bel A <-R-> B", "A bel forall K. C controls A <-K-> B"],
      ["{D}R from B"],
      "A bel B said D",
    ],
    [
      "on dubious freshness that another message does without",
      ["A bel A <-K-> B", "A bel #(M)", "A bel #(N)"],
      ["{M, D}K from B", "{N, D}K from B"],
      "A bel B bel D",
    ],
    [
      "beside a statement without ground that it does not use",
      ["A bel A <-K-> B", "A bel #(N)"],
      ["{N, D, A <-G-> B}K from B"],
      "A bel B bel D",
    ],
    ["that is seen", [], ["D"], "A sees D"],
  ] as const)("%s is not", (_, assumptions, messages, goal) => {
    expect(marksOf(assumptions, messages, goal)).toEqual([]);
  });
});
