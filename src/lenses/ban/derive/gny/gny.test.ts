/**
 * GNY logic: the prover against the rows of the table taken literally, the checker against spoilt steps of every row, and a
 * corpus whose outcomes were worked out by hand.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judgeGnyGoal } from "../../analyse-gny.ts";
import { findGnyFlaw, readGnyTree } from "../../check/check-gny.ts";
import { closeByTable, listUniverse } from "../../check/naive-gny.ts";
import type { Tree } from "../../check/tree.ts";
import type { GnyProof } from "../../proof.ts";
import { isGnyCorpus, readGnyCorpus } from "../../read/read-gny.ts";
import { GNY_RULES } from "../../rules/gny-table.ts";
import type { RuleForm } from "../../rules/rule.ts";
import { closeGny } from "./prove.ts";
import { make, name, readTerm, type Term, together } from "./term.ts";

const PATH = fileURLToPath(new URL("../../corpus/gny.json", import.meta.url));
const CORPUS = readGnyCorpus(PATH, readFileSync(PATH, "utf8"));

const value = fc.constantFrom("N", "D", "S").map(name);
const key = fc.constantFrom("K", "S").map(name);
const other = fc.constantFrom("B", "C").map(name);
const content = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.uniqueArray(value, { minLength: 1, maxLength: 2, selector: ({ id }) => id }).map(together),
  },
  value.map((x) => make("hash", x)),
  fc.tuple(value, value).map(([x, y]) => make("fun", x, y)),
  fc.tuple(value, other, key).map(([x, who, k]) => make("ext", x, make("sharedkey", name("A"), k, who))),
);
const box = fc.oneof(
  ...["enc", "penc", "sig"].map((op) => fc.tuple(key, content).map(([k, x]) => make(op, k, x))),
  content.map((x) => make("hash", x)),
);
const message = fc.oneof(
  { weight: 3, arbitrary: box.map((x) => make("star", x)) },
  box,
  content,
  fc.tuple(value, box).map(([x, y]) => together([x, make("star", y)])),
);
const about = fc.oneof(
  ...["fresh", "recognises"].map((op) => fc.oneof(content, key, value).map((x) => make(op, x))),
  fc.tuple(key, other).map(([k, who]) => make("sharedkey", name("A"), k, who)),
  fc.tuple(other, key).map(([who, k]) => make("sharedkey", who, k, name("A"))),
  fc.tuple(key, fc.oneof(other, fc.constant(name("A")))).map(([k, who]) => make("pubkey", k, who)),
  other.map((who) => make("honest", who)),
  fc.tuple(other, key).map(([who, k]) => make("controls", who, make("sharedkey", name("A"), k, who))),
);
const leaf = fc.oneof(
  { weight: 2, arbitrary: about.map((what) => make("believes", name("A"), what)) },
  fc
    .oneof(
      value,
      key,
      key.map((k) => make("inv", k)),
      content,
    )
    .map((what) => make("possesses", name("A"), what)),
);

describe("the prover of GNY logic", () => {
  it("derives exactly what the rows of the table give, taken literally", () => {
    const reached = new Set<string>();
    fc.assert(
      fc.property(
        fc.array(leaf, { minLength: 3, maxLength: 9 }),
        fc.array(message, { minLength: 1, maxLength: 2 }),
        (assumed, sent) => {
          const premises = {
            assumptions: assumed.map((formula, i) => ({ id: `a${i}`, formula })),
            messages: sent.map((formula, i) => ({ id: `m${i}`, to: "A", formula })),
          };
          const facts = closeGny(premises, []);
          for (const { by } of facts.values()) if (by.is === "rule") reached.add(by.rule);
          const leaves = [...assumed, ...sent.map((x) => make("told", name("A"), x))];
          const trees = leaves.map(({ id }) => readGnyTree(id) as Tree);
          const derived = closeByTable(trees, listUniverse(trees));
          expect([...facts.keys()].sort()).toEqual([...derived].sort());
        },
      ),
      { numRuns: Number(process.env["FC_NUM_RUNS"] ?? 60) },
    );
    // Enough of the rules take part for the comparison to mean something.
    expect(reached.size).toBeGreaterThan(15);
  });
});

describe("the corpus in GNY logic", () => {
  const goals = CORPUS.flatMap(({ id, premises, goals: all }) => all.map((goal) => ({ id, premises, goal })));

  it.each(goals)("$id $goal.id is as worked out by hand", ({ premises, goal }) => {
    const outcome = judgeGnyGoal(goal.formula, premises);
    expect(outcome.is).toBe(goal.expected ? "derived" : "underivable");
    if (outcome.is === "derived") return;
    // What is missing is enough, and nothing of it can be left out.
    const follows = (added: readonly Term[]): boolean => {
      const more = added.map((formula, i) => ({ id: `added ${i}`, formula }));
      const all = { ...premises, assumptions: [...premises.assumptions, ...more] };
      return closeGny(all, [goal.formula]).has(goal.formula.id);
    };
    for (const set of outcome.missing) {
      expect(follows(set)).toBe(true);
      for (const one of set) expect(follows(set.filter((two) => two !== one))).toBe(false);
    }
  });

  it("names what GNY asks for and BAN does not: recognisability", () => {
    const found = goals.find(({ id, goal }) => id === "server-key-unrecognised" && goal.id === "g4");
    const outcome = found && judgeGnyGoal(found.goal.formula, found.premises);
    const missing = outcome?.is === "underivable" ? outcome.missing.map((set) => set.map(({ id }) => id)) : [];
    expect(missing).toContainEqual(["(believes A (recognises Na))"]);
  });

  it("is told from others by its format", () => {
    expect(isGnyCorpus(PATH, readFileSync(PATH, "utf8"))).toBe(true);
    expect(isGnyCorpus("c", '{"format":"ban-corpus/1"}')).toBe(false);
    expect(isGnyCorpus("c", "{")).toBe(false);
    expect(() =>
      readGnyCorpus("c", '{"protocols":[{"id":"p","assumptions":[{"id":"a","formula":"(fresh N)"}]}]}'),
    ).toThrow();
  });
});

/** A step of a form: its variables are names of their own, sets where a side condition asks for them. */
function instantiate({ premises, further, conclusion, sides }: RuleForm): { premises: string[]; conclusion: string } {
  const values = new Map<string, string>();
  for (const side of sides) {
    if (side.is === "part")
      values.set(side.whole, `(tuple ${side.part.toLowerCase()} z)`).set(side.part, side.part.toLowerCase());
    if (side.is === "union" && further !== undefined) values.set(side.whole, "(tuple x y)");
  }
  for (const side of sides) {
    if (side.is !== "union" || further !== undefined) continue;
    const parts = side.of.map((one) => values.get(one) ?? one.toLowerCase());
    values.set(side.whole, (readTerm(`(tuple ${parts.join(" ")})`) as Term).id);
  }
  const fill = (text: string): string =>
    text.replace(/\b[A-Z]\b/g, (variable) => values.get(variable) ?? variable.toLowerCase());
  const collected = further === undefined ? [] : [fill(further.replace("X", "x")), fill(further.replace("X", "y"))];
  return { premises: [...premises.map(fill), ...collected], conclusion: fill(conclusion) };
}

const FORMS = [...GNY_RULES.values()].flatMap(({ id, forms }) => forms.map((form, i) => ({ id, i, form })));

describe.each(FORMS)("the checker and $id, form $i", ({ id, form }) => {
  const { premises, conclusion } = instantiate(form);
  const prove = (from: readonly string[], to: string, rule = id): string | undefined => {
    const assumptions = from.map((formula, i) => ({ id: `a${i}`, formula }));
    const steps = [
      ...assumptions.map(({ id: assumption, formula }, i) => ({
        id: i + 1,
        rule: "assume" as const,
        assumption,
        conclusion: formula,
      })),
      { id: from.length + 1, rule, premises: from.map((_, i) => i + 1), conclusion: to },
    ];
    const proof: GnyProof = { goal: to, steps };
    return findGnyFlaw(proof, to, { assumptions, messages: [] })?.message;
  };

  it("accepts a valid step", () => {
    expect(prove(premises, conclusion)).toBeUndefined();
  });

  it("rejects premises that are missing, too many, or others", () => {
    expect(prove(premises.slice(1), conclusion)).toMatch(/not valid/);
    // P2 takes any number of premises that the set has.
    if (form.further === undefined)
      expect(prove([...premises, premises[0] as string], conclusion)).toMatch(/not valid/);
    for (const at of premises.keys()) {
      for (const wrong of ["(believes q n)", "(told q n)", "(possesses q n)"]) {
        expect(
          prove(
            premises.map((one, i) => (i === at ? wrong : one)),
            conclusion,
          ),
        ).toMatch(/not valid/);
      }
    }
  });

  it("rejects another conclusion, another principal, another rule, an invented leaf", () => {
    for (const wrong of [
      "(believes q n)",
      "(told p n)",
      "(possesses p (hash n))",
      "(believes p (conveyed n n))",
      "(fresh",
      "(tuple)",
    ]) {
      expect(prove(premises, wrong)).toMatch(/Step/);
    }
    expect(prove(premises, conclusion.replace(/^\((\w+) p/, "($1 q"))).toMatch(/not valid/);
    expect(prove(premises, conclusion, "Z9")).toMatch(/no such rule/);
    const steps = [{ id: 1, rule: "assume" as const, assumption: "a", conclusion }];
    expect(findGnyFlaw({ goal: conclusion, steps }, conclusion, { assumptions: [], messages: [] })?.message).toMatch(
      /assumes this/,
    );
  });

  it("rejects a step whose side condition does not hold", () => {
    if (form.sides.length === 0) return;
    // Every set is another one: of shape all is well, but parts are missing from wholes.
    const spoil = (text: string): string => text.replace(/\(tuple [^()]*\)/g, "(tuple u v)");
    expect(prove(premises.map(spoil), spoil(conclusion))).toMatch(/side condition does not hold/);
  });
});
