/** The prover, rule by rule and profile by profile; every proof goes through the checker. The corpus has many more cases. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Deriver, RejectedProof } from "../derivation.ts";
import { anyFormula } from "../formula/arbitrary.ts";
import { atom, attitude, believes, type Formula, forall, tuple } from "../formula/formula.ts";
import { readAscii } from "../formula/read-ascii.ts";
import { type Profile, readProfile } from "../profile.ts";
import { writeProof } from "./fact.ts";
import { Prover } from "./prove.ts";

function profileOf(name: string, originators: Profile["originators"] = "optional"): Profile {
  const profile = readProfile(name, originators);
  if (!("rules" in profile)) throw new Error(profile.message);
  return profile;
}

const SORTS = new Map([
  ...["A", "B", "S"].map((name) => [name, "principal"] as const),
  ...["K", "Kab", "Kas"].map((name) => [name, "key"] as const),
  ...["Na", "Nb", "N"].map((name) => [name, "nonce"] as const),
  ["D", "data"] as const,
]);

/** The rules of the proof of a goal, without leaves; undefined where there is none. */
function rulesFor(assumptions: readonly string[], goal: string, profile: Profile = profileOf("BAN")) {
  const premises = {
    assumptions: assumptions.map((text, i) => ({ id: `a${i}`, formula: readAscii(text).formula })),
    messages: [],
    sorts: SORTS,
  };
  const derivation = new Deriver(premises, profile).derive(readAscii(goal).formula);
  return derivation?.proof.steps.map(({ rule }) => rule).filter((rule) => rule !== "assume");
}

describe("the prover", () => {
  it.each([
    ["a key either way round", ["A bel A <-K-> B"], "A bel B <-K-> A", ["SYM"]],
    ["a secret that another believes in", ["A bel B bel A <=N=> B"], "A bel B bel B <=N=> A", ["SYM2"]],
    ["a conjunction, part by part", ["A bel N", "A bel #(Na)"], "A bel (N, #(Na, Nb))", ["FR", "BEL-INTRO"]],
    ["parts of one utterance", ["A bel B said (N, Na, Nb)"], "A bel B said (Na, Nb)", ["SAID-PROJ"]],
    ["parts of what is seen", ["A sees (N, Na, Nb)"], "A sees (Na, Nb)", ["SEE-PROJ"]],
    [
      "trust on several statements together",
      ["A bel S controls (N, Na)", "A bel S bel (N, Na, Nb)"],
      "A bel Na",
      ["BEL2-PROJ", "J", "BEL-PROJ"],
    ],
    [
      "trust passed on",
      ["A bel S controls B controls N", "A bel S bel B controls N", "A bel B bel N"],
      "A bel N",
      ["J", "J"],
    ],
    [
      "a schema for any message",
      ["A bel forall X. S controls X", "A bel S bel (N, Na)"],
      "A bel (N, Na)",
      ["ALL", "J"],
    ],
    [
      "a schema for the rest of a set",
      ["A bel forall X. S controls (N, X)", "A bel S bel (N, Na, Nb)"],
      "A bel (N, Na, Nb)",
      ["ALL", "J"],
    ],
    [
      "a schema for any principal",
      ["A bel forall P. P controls P said N", "A bel S bel S said N"],
      "A bel S said N",
      ["ALL", "J"],
    ],
    [
      "nested quantifiers",
      ["A bel forall K. forall X. S controls (B said {X}K)", "A bel S bel B said {N}Kab"],
      "A bel B said {N}Kab",
      ["ALL", "ALL", "J"],
    ],
    [
      "a quantifier that hides an outer one of its name",
      ["A bel forall K: key. forall K: msg. S controls #(K)", "A bel S bel #(Na)"],
      "A bel #(Na)",
      ["ALL", "ALL", "J"],
    ],
    [
      "trust on a quantified statement",
      ["A bel forall P: principal. S controls forall K. #(A <-K-> P)", "A bel S bel forall V. #(A <-V-> B)"],
      "A bel #(A <-Kab-> B)",
      ["ALL", "ALL", "J"],
    ],
    ["an instance as a goal", ["A bel forall K. #(A <-K-> B)"], "A bel #(A <-Kab-> B)", ["ALL"]],
    ["an instance in a larger set", ["A bel forall K. #(A <-K-> B)"], "A bel #(N, A <-Kab-> B)", ["ALL", "FR"]],
    ["a schema as it stands, by another name", ["A bel forall K. #(A <-K-> B)"], "A bel forall V. #(A <-V-> B)", []],
    [
      "a hash of parts seen apart",
      ["A bel B said H(N, Na)", "A sees N", "A sees <Na>K"],
      "A bel B said (N, Na)",
      ["SEE-COMB", "HASH"],
    ],
  ] as const)("derives %s", (_, assumptions, goal, rules) => {
    expect([...(rulesFor(assumptions, goal) ?? ["none"])].sort()).toEqual([...rules].sort());
  });

  it.each([
    ["two utterances as one", ["A bel B said N", "A bel B said Na"], "A bel B said (N, Na)"],
    ["two beliefs of another as one", ["A bel B bel N", "A bel B bel Na"], "A bel B bel (N, Na)"],
    ["freshness of a part", ["A bel #(N, Na)"], "A bel #(N)"],
    ["what another believes", ["A bel B bel N"], "A bel N"],
    ["a key of a public-key ciphertext", ["A bel K |-> B", "A sees {N}K"], "A bel B said N"],
    ["an own message as another's", ["A bel B <-K-> A", "A sees {N}K from A"], "A bel B said N"],
    [
      "a key variable for a datum",
      ["A bel forall K. S controls A <-K-> B", "A bel S bel A <-D-> B"],
      "A bel A <-D-> B",
    ],
    ["beliefs of another principal", ["B bel N"], "A bel N"],
    [
      "what a variable of an inner quantifier would stand for",
      ["A bel forall X: key. S controls forall K. #(A <-X-> B, K)", "A bel S bel forall K. #(A <-K-> B, K)"],
      "A bel #(A <-Kab-> B, Kab)",
    ],
    ["half of the trust", ["A bel S controls (N, Na)", "A bel S bel N"], "A bel N"],
    ["the other way round of what was said", ["A bel B said A <-K-> B"], "A bel B said B <-K-> A"],
    ["a hash of which a part is not seen", ["A bel B said H(N, Na)", "A sees N"], "A bel B said N"],
  ] as const)("does not derive %s", (_, assumptions, goal) => {
    expect(rulesFor(assumptions, goal)).toBeUndefined();
  });

  it.each([
    ["BAN+C", ["A bel B <=N=> A", "A bel #(N)", "A sees <Na>N from B"], "A bel B bel Na"],
    ["BAN+F", ["A bel #(N)"], "A bel #(H({<D>N}K), Na)"],
    ["BAN+N", ["A bel B bel N", "A bel B bel Na", "A bel B controls (N, Na)"], "A bel (N, Na)"],
    ["BAN+N", ["A bel B bel N", "A bel B bel Na"], "A bel B bel (N, Na)"],
  ])("derives with %s what the core does not", (name, assumptions, goal) => {
    expect(rulesFor(assumptions, goal)).toBeUndefined();
    expect(rulesFor(assumptions, goal, profileOf(name))).toBeDefined();
  });

  it("leaves the hash rule out on demand, and demands originators on demand", () => {
    const hashed = ["A bel B said H(N)", "A sees N"];
    expect(rulesFor(hashed, "A bel B said N")).toEqual(["HASH"]);
    expect(rulesFor(hashed, "A bel B said N", profileOf("BAN-HASH"))).toBeUndefined();
    const sealed = ["A bel B <-K-> A", "A sees {N}K"];
    expect(rulesFor(sealed, "A bel B said N")).toEqual(["MM-K"]);
    expect(rulesFor(sealed, "A bel B said N", profileOf("BAN", "required"))).toBeUndefined();
  });

  it("says what is wrong with the name of a profile", () => {
    expect(readProfile("BAM")).toMatchObject({ message: 'There is no profile "BAM".' });
    expect(readProfile("BAN+HAHS")).toMatchObject({ help: "Did you mean HASH?" });
  });

  it.each([
    ["a value that has quantifiers itself", atom("Na"), (schema: Formula) => attitude("said", atom("A"), schema)],
    ["names that are those of inner variables", tuple([atom("Na"), atom("V")]), () => tuple([atom("V"), atom("W")])],
  ] as const)("puts below a quantifier %s", (_, body, makeGoal) => {
    const schema = forall([{ name: "Na", sort: "msg" }], forall([{ name: "V", sort: "msg" }], body));
    const assumptions = [{ id: "a", formula: believes(atom("A"), schema) }];
    const deriver = new Deriver({ assumptions, messages: [], sorts: undefined }, profileOf("BAN"));
    // The proof is checked: a rejection throws.
    expect(deriver.derive(believes(atom("A"), makeGoal(schema)))).toBeDefined();
  });

  it("makes proofs that the checker accepts, from whatever is assumed and sent", () => {
    const names = ["A", "B", "S"];
    fc.assert(
      fc.property(
        fc.array(anyFormula, { minLength: 1, maxLength: 6 }),
        fc.array(anyFormula, { maxLength: 4 }),
        fc.constantFrom("BAN", "BAN+C+F", "BAN+N"),
        (believed, sent, name) => {
          const assumptions = believed.map((what, i) => ({ id: `a${i}`, formula: believes(atom("A"), what) }));
          const messages = sent.map((formula, i) => ({ id: `m${i}`, from: "B", to: "A", formula }));
          const premises = { assumptions, messages, sorts: undefined };
          const deriver = new Deriver(premises, profileOf(name));
          // Whatever is derived is checked: a rejection throws.
          for (const what of [...believed, ...sent]) {
            deriver.derive(believes(atom("A"), what));
            deriver.derive(attitude("sees", atom("A"), what));
            for (const who of names) {
              deriver.derive(believes(atom("A"), attitude("said", atom(who), what)));
              deriver.derive(believes(atom("A"), believes(atom(who), what)));
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it("derives no less from more", () => {
    const beliefs = fc.array(anyFormula, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(beliefs, anyFormula, anyFormula, (believed, more, goal) => {
        const prove = (given: typeof believed) =>
          new Prover(
            {
              assumptions: given.map((what, i) => ({ id: `a${i}`, formula: believes(atom("A"), what) })),
              messages: [],
              sorts: undefined,
            },
            profileOf("BAN"),
          ).prove(believes(atom("A"), goal));
        if (prove(believed) !== undefined) expect(prove([...believed, more])).toBeDefined();
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ["one order", "A bel forall X, Y. S controls (C said X, B said (X, Y))"],
    ["the other order", "A bel forall X, Y. S controls (B said X, C said (X, Y))"],
  ])("matches a variable that stands for two parts where two variables share a set: %s", (_, schema) => {
    const [one, other] = schema.includes("C said X") ? ["C", "B"] : ["B", "C"];
    const said = `(${one} said (N, Na), ${other} said (N, Na, Nb))`;
    expect(rulesFor([schema, `A bel S bel ${said}`], `A bel ${one} said (N, Na)`)).toContain("J");
    expect(
      rulesFor([schema, `A bel S bel (${one} said (N, Na), ${other} said (N, Nb))`], `A bel ${one} said N`),
    ).toBeUndefined();
  });

  const many = (count: number, part: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => part(i)).join(", ");
  const outcomeOf = (assumptions: readonly string[], goal: string) => {
    const premises = {
      assumptions: assumptions.map((text, i) => ({ id: `a${i}`, formula: readAscii(text).formula })),
      messages: [],
      sorts: undefined,
    };
    const prover = new Prover(premises, profileOf("BAN"));
    const formula = readAscii(goal).formula;
    return prover.prove(formula) !== undefined ? "derived" : prover.isUndecided(formula) ? "undecided" : "underivable";
  };

  it("decides five patterns that share nothing over 24 parts, and says where it could not", () => {
    const said = `A bel S bel (${many(24, (i) => `B said N${i}`)})`;
    const apart = `A bel forall V, W, X, Y, Z. S controls (B said V, B said W, B said X, B said Y, B said Z)`;
    expect(outcomeOf([apart, said], "A bel B said N23")).toBe("derived");
    expect(outcomeOf([apart, said], "A bel B said N24")).toBe("underivable");
    // A path of five steps in a graph that has none so long: each pattern shares its variables with the next.
    const graph = many(24, (i) => `B said (${i % 2 === 0 ? "L" : "R"}${i}, M${i % 5})`);
    const path =
      "A bel forall U, V, W, X, Y, Z. S controls (B said (U, V), B said (V, W), B said (W, X), B said (X, Y), B said (Y, Z), C said Z)";
    expect(outcomeOf([path, `A bel S bel (${graph}, C said Q)`], "A bel C said Q")).not.toBe("derived");
    expect(outcomeOf([path, `A bel S bel (${graph}, C said (${many(20, (i) => `Q${i}`)}))`], "A bel D said Q")).toBe(
      "undecided",
    );
  });

  it("decides a goal whatever goals were asked before", () => {
    const schema = "A bel forall U, V, W, X. S controls (B said (U, V), B said (V, W), B said (W, X), B said (X, U))";
    const ring = `A bel S bel (${many(6, (i) => `B said (P${i}, P${(i + 1) % 6})`)})`;
    const premises = [schema, ring].map((text, i) => ({ id: `a${i}`, formula: readAscii(text).formula }));
    const prover = new Prover({ assumptions: premises, messages: [], sorts: undefined }, profileOf("BAN"));
    const goals = ["A bel B said (P0, P1)", "A bel B said Q", "A bel B said (P0, P1)"].map(
      (text) => readAscii(text).formula,
    );
    const outcomes = goals.map((goal) => [prover.prove(goal) !== undefined, prover.isUndecided(goal)].join());
    expect(outcomes[0]).toBe(outcomes[2]);
  });

  it("writes every fact once, premises first, and nothing of what was not asked for", () => {
    const assumptions = ["A bel B said (N, Na)", "A bel #(N)", "A bel D"].map((text, i) => ({
      id: `a${i}`,
      formula: readAscii(text).formula,
    }));
    const fact = new Prover({ assumptions, messages: [], sorts: SORTS }, profileOf("BAN")).prove(
      readAscii("A bel B bel (N, Na)").formula,
    );
    expect(fact && writeProof(fact, "BAN").steps.map(({ id, rule }) => `${id} ${rule}`)).toEqual([
      "1 assume",
      "2 FR",
      "3 assume",
      "4 NV",
    ]);
  });

  it("reports a proof that the checker rejects as a fault, never as a verdict", () => {
    const premises = {
      assumptions: [
        { id: "same", formula: readAscii("A bel N").formula },
        { id: "same", formula: readAscii("A bel Na").formula },
      ],
      messages: [],
      sorts: SORTS,
    };
    // The leaf says its name only, and the checker finds the other of that name.
    expect(() => new Deriver(premises, profileOf("BAN")).derive(readAscii("A bel Na").formula)).toThrow(RejectedProof);
  });
});
