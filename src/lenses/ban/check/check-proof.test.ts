/** The checker: every rule has a valid step, and every way to spoil it is rejected. */
import { describe, expect, it } from "vitest";
import { type Profile, readProfile, withFamilies } from "../profile.ts";
import type { Proof, ProofStep, Theory } from "../proof.ts";
import { ILLEGITIMATE } from "../rules/illegitimate.ts";
import { RULES } from "../rules/table.ts";
import { nameSide, type RuleId } from "../rules/rule.ts";
import { findFlaw } from "./check-proof.ts";
import { explainMismatch } from "./match-form.ts";
import { normalise, readTree, type Tree } from "./tree.ts";

const LEGITIMATE = readProfile("BAN+C+F+N") as Profile;
const ALL = withFamilies(
  LEGITIMATE,
  ILLEGITIMATE.map(({ id }) => id),
);

/** A valid step of one form of a rule, and conclusions and premises that break its side condition. */
interface Example {
  readonly premises: readonly string[];
  readonly conclusion: string;
  readonly instance?: readonly string[];
  /** Premises and conclusion of the rule's shape whose side condition is false. */
  readonly broken?: readonly (readonly [
    premises: readonly string[],
    conclusion: string,
    instance?: readonly string[],
  ])[];
}

const SORTS = new Map([
  ...["P", "Q", "S"].map((name) => [name, "principal"] as const),
  ...["K", "Kpq"].map((name) => [name, "key"] as const),
  ...["N", "M"].map((name) => [name, "nonce"] as const),
]);

/** For each rule of the table one example of every form. */
const EXAMPLES: Readonly<Record<RuleId, Example | readonly Example[]>> = {
  "MM-K": {
    premises: ["(believes P (sharedkey Q K P))", "(sees P (enc K N Q))"],
    conclusion: "(believes P (said Q N))",
    broken: [[["(believes P (sharedkey Q K P))", "(sees P (enc K N P))"], "(believes P (said Q N))"]],
  },
  "MM-PK": {
    premises: ["(believes P (pubkey K Q))", "(sees P (enc (inv K) N))"],
    conclusion: "(believes P (said Q N))",
  },
  "MM-S": {
    premises: ["(believes P (secret Q M P))", "(sees P (comb N M Q))"],
    conclusion: "(believes P (said Q N))",
    broken: [[["(believes P (secret Q M P))", "(sees P (comb N M P))"], "(believes P (said Q N))"]],
  },
  "MM-S+": {
    premises: ["(believes P (secret Q M P))", "(sees P (comb N M Q))"],
    conclusion: "(believes P (said Q (tuple N M)))",
    broken: [
      [["(believes P (secret Q M P))", "(sees P (comb N M P))"], "(believes P (said Q (tuple N M)))"],
      [["(believes P (secret Q M P))", "(sees P (comb N M Q))"], "(believes P (said Q (tuple N M K)))"],
    ],
  },
  NV: {
    premises: ["(believes P (fresh N))", "(believes P (said Q N))"],
    conclusion: "(believes P (believes Q N))",
    broken: [
      [["(believes P (fresh (enc K N)))", "(believes P (said Q (enc K N)))"], "(believes P (believes Q (enc K N)))"],
      [
        ["(believes P (fresh (hash (enc (inv K) N))))", "(believes P (said Q (hash (enc (inv K) N))))"],
        "(believes P (believes Q (hash (enc (inv K) N))))",
      ],
    ],
  },
  J: {
    premises: ["(believes P (controls Q N))", "(believes P (believes Q N))"],
    conclusion: "(believes P N)",
  },
  ALL: {
    premises: ["(believes P (forall ((V key)) (controls Q (sharedkey P V Q))))"],
    conclusion: "(believes P (controls Q (sharedkey P K Q)))",
    instance: ["K"],
    broken: [
      [
        ["(believes P (forall ((V key)) (controls Q (sharedkey P V Q))))"],
        "(believes P (controls Q (sharedkey P N Q)))",
        ["N"],
      ],
      [
        ["(believes P (forall ((V key)) (controls Q (sharedkey P V Q))))"],
        "(believes P (controls Q (sharedkey P K Q)))",
        ["Kpq"],
      ],
      [
        ["(believes P (forall ((V key) (W msg)) (controls Q (tuple V W))))"],
        "(believes P (controls Q (tuple K V)))",
        ["K"],
      ],
    ],
  },
  "BEL-INTRO": {
    premises: ["(believes P N)", "(believes P M)"],
    conclusion: "(believes P (tuple M N))",
    broken: [[["(believes P N)", "(believes P M)"], "(believes P (tuple M N K))"]],
  },
  "BEL-PROJ": {
    premises: ["(believes P (tuple N M K))"],
    conclusion: "(believes P (tuple N M))",
    broken: [[["(believes P (tuple N M))"], "(believes P (tuple N K))"]],
  },
  "BEL2-PROJ": {
    premises: ["(believes P (believes Q (tuple N M)))"],
    conclusion: "(believes P (believes Q N))",
    broken: [[["(believes P (believes Q (tuple N M)))"], "(believes P (believes Q K))"]],
  },
  "BEL2-INTRO": {
    premises: ["(believes P (believes Q N))", "(believes P (believes Q M))"],
    conclusion: "(believes P (believes Q (tuple N M)))",
    broken: [
      [["(believes P (believes Q N))", "(believes P (believes Q M))"], "(believes P (believes Q N))"],
      [["(believes P (believes Q N))", "(believes P (believes S M))"], "(believes P (believes Q (tuple N M)))"],
    ],
  },
  "SAID-PROJ": {
    premises: ["(believes P (said Q (tuple N M)))"],
    conclusion: "(believes P (said Q N))",
    broken: [[["(believes P (said Q (tuple N M)))"], "(believes P (said Q (tuple N K)))"]],
  },
  "SEE-PROJ": {
    premises: ["(sees P (tuple N M))"],
    conclusion: "(sees P N)",
    broken: [[["(sees P N)"], "(sees P (tuple N M))"]],
  },
  "SEE-COMB": { premises: ["(sees P (comb N M Q))"], conclusion: "(sees P N)" },
  "SEE-K": { premises: ["(believes P (sharedkey Q K P))", "(sees P (enc K N))"], conclusion: "(sees P N)" },
  "SEE-PK": { premises: ["(believes P (pubkey K P))", "(sees P (enc K N))"], conclusion: "(sees P N)" },
  "SEE-SIG": { premises: ["(believes P (pubkey K Q))", "(sees P (enc (inv K) N Q))"], conclusion: "(sees P N)" },
  FR: {
    premises: ["(believes P (fresh N))"],
    conclusion: "(believes P (fresh (tuple N M)))",
    broken: [[["(believes P (fresh (tuple N M)))"], "(believes P (fresh N))"]],
  },
  SYM: [
    { premises: ["(believes P (sharedkey P K Q))"], conclusion: "(believes P (sharedkey Q K P))" },
    { premises: ["(believes P (secret P N Q))"], conclusion: "(believes P (secret Q N P))" },
  ],
  SYM2: [
    {
      premises: ["(believes P (believes Q (sharedkey P K Q)))"],
      conclusion: "(believes P (believes Q (sharedkey Q K P)))",
    },
    {
      premises: ["(believes P (believes Q (secret P N Q)))"],
      conclusion: "(believes P (believes Q (secret Q N P)))",
    },
  ],
  HASH: {
    premises: ["(believes P (said Q (hash (tuple N M))))", "(sees P N)", "(sees P M)"],
    conclusion: "(believes P (said Q (tuple N M)))",
    broken: [[["(believes P (said Q (hash (tuple N M))))", "(sees P N)"], "(believes P (said Q (tuple N M)))"]],
  },
  "FR-ENC": { premises: ["(believes P (fresh N))"], conclusion: "(believes P (fresh (enc K N Q)))" },
  "FR-COMB": [
    { premises: ["(believes P (fresh M))"], conclusion: "(believes P (fresh (comb M N)))" },
    { premises: ["(believes P (fresh N))"], conclusion: "(believes P (fresh (comb M N)))" },
  ],
  "session-key": [
    {
      premises: ["(believes P (fresh Kpq))", "(believes P (believes Q N))"],
      conclusion: "(believes P (sharedkey P Kpq Q))",
      broken: [[["(believes P (fresh Kpq))", "(believes P (believes P N))"], "(believes P (sharedkey P Kpq P))"]],
    },
    {
      premises: ["(believes P (fresh (sharedkey P Kpq Q)))", "(believes P (believes Q N))"],
      conclusion: "(believes P (sharedkey P Kpq Q))",
      broken: [
        [
          ["(believes P (fresh (sharedkey P Kpq P)))", "(believes P (believes P N))"],
          "(believes P (sharedkey P Kpq P))",
        ],
      ],
    },
  ],
  "component-freshness": {
    premises: ["(believes P (fresh (tuple N M)))"],
    conclusion: "(believes P (fresh M))",
    broken: [[["(believes P (fresh N))"], "(believes P (fresh M))"]],
  },
  "encryption-meaning": [
    {
      premises: ["(believes P (pubkey K Q))", "(sees P (enc K N))"],
      conclusion: "(believes P (said Q N))",
      broken: [[["(believes P (pubkey K P))", "(sees P (enc K N))"], "(believes P (said P N))"]],
    },
    {
      premises: ["(believes P (pubkey K P))", "(sees P (enc K N Q))"],
      conclusion: "(believes P (said Q N))",
      broken: [[["(believes P (pubkey K P))", "(sees P (enc K N P))"], "(believes P (said P N))"]],
    },
  ],
  "ciphertext-nonce": {
    premises: ["(believes P (fresh (enc K N)))", "(believes P (said Q (enc K N)))"],
    conclusion: "(believes P (believes Q (enc K N)))",
  },
  "said-jurisdiction": {
    premises: ["(believes P (controls Q N))", "(believes P (said Q N))"],
    conclusion: "(believes P N)",
  },
  unhash: [
    { premises: ["(believes P (said Q (hash N)))"], conclusion: "(believes P (said Q N))" },
    { premises: ["(believes P (believes Q (hash N)))"], conclusion: "(believes P (believes Q N))" },
    { premises: ["(sees P (hash N))"], conclusion: "(sees P N)" },
  ],
  "FR-HASH": { premises: ["(believes P (fresh N))"], conclusion: "(believes P (fresh (hash N)))" },
};

const NAMED = (Object.entries(EXAMPLES) as [RuleId, Example | readonly Example[]][]).flatMap(([rule, examples]) =>
  [examples].flat().map((example): [RuleId, Example] => [rule, example]),
);

/** The side conditions of the form that an example is of, its own or the one that it breaks. */
function sidesOf(rule: RuleId, { premises }: Example): readonly string[] {
  const forms = RULES.get(rule)?.forms ?? [];
  const isOwn = rule === "encryption-meaning" && premises[1]?.endsWith(" N))") !== true;
  return forms[isOwn ? 1 : 0]?.sides.map(nameSide) ?? [];
}

/** The leaves, then one step of the rule from all of them. */
function proofOf(rule: RuleId, { premises, conclusion, instance }: Example): { proof: Proof; theory: Theory } {
  const assumptions = premises.map((formula, i) => ({ id: `a${i}`, formula }));
  const leaves = assumptions.map(
    ({ id, formula }, i): ProofStep => ({ id: i + 1, rule: "assume", assumption: id, conclusion: formula }),
  );
  const step: ProofStep = {
    id: premises.length + 1,
    rule,
    premises: leaves.map(({ id }) => id),
    conclusion,
    sides: sidesOf(rule, { premises, conclusion }),
    ...(instance === undefined ? {} : { instance }),
  };
  return {
    proof: { profile: ALL.name, goal: conclusion, steps: [...leaves, step] },
    theory: { assumptions, messages: [], sorts: SORTS },
  };
}

function flawIn(
  rule: RuleId,
  example: Example,
  change: (steps: ProofStep[]) => ProofStep[] = (s) => s,
): string | undefined {
  const { proof, theory } = proofOf(rule, example);
  return findFlaw({ ...proof, steps: change([...proof.steps]) }, example.conclusion, theory, ALL);
}

function changeLast(change: (step: Extract<ProofStep, { rule: RuleId }>) => Partial<ProofStep>) {
  return (steps: ProofStep[]): ProofStep[] => {
    const last = steps.pop() as Extract<ProofStep, { rule: RuleId }>;
    return [...steps, { ...last, ...change(last) } as ProofStep];
  };
}

describe("the table", () => {
  it("has an example above for every form of every rule", () => {
    const context = { sorts: SORTS, originators: "optional" } as const;
    const read = (formula: string): Tree => normalise(readTree(formula) as Tree) as Tree;
    for (const [id, { forms }] of RULES) {
      const examples = NAMED.filter(([rule]) => rule === id);
      const missing = forms.filter((form) =>
        examples.every(([, { premises, conclusion, instance }]) => {
          const own = { ...context, instance: instance?.map(read) };
          return explainMismatch(form, premises.map(read), read(conclusion), own) !== undefined;
        }),
      );
      expect({ id, missing }).toEqual({ id, missing: [] });
    }
  });
});

describe.each(NAMED)("the checker and %s", (rule, example) => {
  it("accepts a valid step", () => {
    expect(flawIn(rule, example)).toBeUndefined();
  });

  it("rejects a step whose side condition does not hold", () => {
    const broken = example.broken ?? [];
    expect(broken.length > 0).toBe(sidesOf(rule, example).length > 0);
    for (const [premises, conclusion, instance] of broken) {
      const spoiled = { premises, conclusion, ...(instance === undefined ? {} : { instance }) };
      expect(flawIn(rule, spoiled)).toMatch(/is not valid/);
    }
  });

  it("rejects a step that leaves a side condition out, or names another", () => {
    const sides = sidesOf(rule, example);
    for (const left of sides) {
      const drop = changeLast(() => ({ sides: sides.filter((side) => side !== left) }));
      expect(flawIn(rule, example, drop)).toMatch(/side condition/);
    }
    expect(
      flawIn(
        rule,
        example,
        changeLast(() => ({ sides: [...sides, "X is clear"] })),
      ),
    ).toMatch(/side condition/);
  });

  it("rejects premises in another order, missing ones, and ones too many", () => {
    const own = example.premises.map((_, i) => i + 1);
    const isSet = rule === "BEL-INTRO" || rule === "BEL2-INTRO";
    if (own.length > 1 && !isSet) {
      expect(
        flawIn(
          rule,
          example,
          changeLast(() => ({ premises: [...own].reverse() })),
        ),
      ).toMatch(/not valid/);
    }
    expect(
      flawIn(
        rule,
        example,
        changeLast(() => ({ premises: own.slice(1) })),
      ),
    ).toMatch(/not valid/);
    const twice = [own[0] as number, ...own];
    if (!isSet)
      expect(
        flawIn(
          rule,
          example,
          changeLast(() => ({ premises: twice })),
        ),
      ).toMatch(/not valid/);
    expect(
      flawIn(
        rule,
        example,
        changeLast(() => ({ premises: [...own.slice(1), 99] })),
      ),
    ).toMatch(/not valid/);
    expect(
      flawIn(
        rule,
        example,
        changeLast(({ id }) => ({ premises: own.map(() => id) })),
      ),
    ).toMatch(/not among/);
  });

  it("rejects each premise swapped for another statement", () => {
    for (const at of example.premises.keys()) {
      for (const other of ["(believes S N)", "(sees S N)", "(believes P (fresh K))", "(sees P K)"]) {
        const premises = example.premises.map((premise, i) => (i === at ? other : premise));
        expect(flawIn(rule, { ...example, premises })).toMatch(/not valid/);
      }
    }
  });

  it("rejects another conclusion, and the rule where the profile does not have it", () => {
    for (const conclusion of ["(believes S N)", "(believes P (said S N))", "(sees S N)", "(fresh", "(tuple)"]) {
      expect(flawIn(rule, { ...example, conclusion })).toMatch(/^Step/);
    }
    const { proof, theory } = proofOf(rule, example);
    const without: Profile = { ...ALL, rules: new Set([...ALL.rules].filter((one) => one !== rule)) };
    expect(findFlaw(proof, example.conclusion, theory, without)).toMatch(/has no such rule|is no rule of BAN logic/);
  });

  it("rejects each leaf invented", () => {
    const { proof, theory } = proofOf(rule, example);
    for (const { id } of theory.assumptions) {
      const assumptions = theory.assumptions.filter((one) => one.id !== id);
      expect(findFlaw(proof, example.conclusion, { ...theory, assumptions }, ALL)).toMatch(/assumes this/);
      const others = theory.assumptions.map((one) => (one.id === id ? { id, formula: "(believes Q M)" } : one));
      expect(findFlaw(proof, example.conclusion, { ...theory, assumptions: others }, ALL)).toMatch(/assumes this/);
    }
  });
});

describe("the checker", () => {
  it.each(ILLEGITIMATE)("rejects $name unless it is asked to let it pass", ({ id, name, forms }) => {
    const examples = NAMED.filter(([rule]) => rule === id);
    expect(examples.length).toBe(forms.length);
    for (const [, example] of examples) {
      const { proof, theory } = proofOf(id, example);
      expect(findFlaw(proof, example.conclusion, theory, LEGITIMATE)).toContain(`${name} is no rule of BAN logic`);
      expect(findFlaw(proof, example.conclusion, theory, withFamilies(LEGITIMATE, [id]))).toBeUndefined();
      const others = ILLEGITIMATE.filter((one) => one.id !== id).map((one) => one.id);
      expect(findFlaw(proof, example.conclusion, theory, withFamilies(LEGITIMATE, others))).toContain(name);
    }
    // No name of a profile lets one pass.
    expect(readProfile(`BAN+${id}`)).toHaveProperty("message");
    expect(readProfile(withFamilies(LEGITIMATE, [id]).name)).toHaveProperty("message");
  });

  const message = { id: "M1", to: "P", formula: "(enc K N Q)" };
  const seen = (conclusion: string): Proof => ({
    profile: "BAN",
    goal: conclusion,
    steps: [{ id: 1, rule: "message", message: "M1", conclusion }],
  });

  it("shows a message to its receiver only", () => {
    const theory = { assumptions: [], messages: [message], sorts: SORTS };
    expect(findFlaw(seen("(sees P (enc K N Q))"), "(sees P (enc K N Q))", theory, ALL)).toBeUndefined();
    expect(findFlaw(seen("(sees Q (enc K N Q))"), "(sees Q (enc K N Q))", theory, ALL)).toMatch(/shows its receiver/);
    expect(findFlaw(seen("(sees P N)"), "(sees P N)", theory, ALL)).toMatch(/shows its receiver/);
    expect(findFlaw(seen("(sees P N)"), "(sees P N)", { ...theory, messages: [] }, ALL)).toMatch(/shows its receiver/);
  });

  it("demands that the last step is the goal, in whatever order sets are written", () => {
    const assumptions = [{ id: "a", formula: "(believes P (tuple N M))" }];
    const theory = { assumptions, messages: [], sorts: SORTS };
    const proof: Proof = {
      profile: "BAN",
      goal: "",
      steps: [{ id: 1, rule: "assume", assumption: "a", conclusion: "(believes P (tuple M N))" }],
    };
    expect(findFlaw(proof, "(believes P (tuple N M N))", theory, ALL)).toBeUndefined();
    expect(findFlaw(proof, "(believes P N)", theory, ALL)).toBe("The last step is not the goal.");
    expect(findFlaw({ ...proof, steps: [] }, "(believes P N)", theory, ALL)).toBe("The last step is not the goal.");
  });

  it("takes steps in the order of their numbers only", () => {
    const { proof, theory } = proofOf("SEE-COMB", EXAMPLES["SEE-COMB"] as Example);
    const steps = proof.steps.map((step) => ({ ...step, id: 1 }));
    expect(findFlaw({ ...proof, steps }, proof.goal, theory, ALL)).toMatch(/does not come after/);
  });

  it("lets a missing originator pass where they are optional only", () => {
    const { proof, theory } = proofOf("MM-K", {
      premises: ["(believes P (sharedkey Q K P))", "(sees P (enc K N))"],
      conclusion: "(believes P (said Q N))",
    });
    expect(findFlaw(proof, proof.goal, theory, ALL)).toBeUndefined();
    expect(findFlaw(proof, proof.goal, theory, { ...ALL, originators: "required" })).toMatch(/side condition/);
  });
});
