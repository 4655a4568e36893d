/**
 * Descriptions of a shape that chance alone seldom makes, with the details left to chance.
 *
 * Relays: a role wraps a part that it does not read, and what a rule takes out lies strictly inside that part. Branches: a
 * role goes on to somebody else after the message that a claim rests on, so that listing order differs from causal order.
 * Chains: what is sent opens after several rules, one behind the other.
 */
import type { Place } from "../../../src/core/diagnostic/diagnostic.ts";
import type { ClaimDescription, Description, Step } from "../../../src/core/protocol/ir/description.ts";
import type { Expression } from "../../../src/core/theory/expression.ts";
import { ALWAYS_AVAILABLE } from "../../../src/core/theory/registry.ts";
import type { Dice } from "./dice.ts";
import type { Sample } from "./protocols.ts";
import { any, declare, key, make, type Side, type TheorySource } from "./theory-source.ts";

const name = (of: string): Expression => ({ is: "name", name: of });
const apply = (op: string, ...args: readonly Expression[]): Expression => ({ is: "apply", op, args });
const record = (...names: readonly string[]): Expression => ({
  is: "record",
  fields: names.map((of) => [of, /^[A-D]$/.test(of) ? { is: "agent", role: of } : name(of)] as const),
});
const field = (of: string, value: Expression): Expression => ({ is: "record", fields: [[of, value]] });

/** One seed in so many makes a description of a shape, and another one a chain. */
const SHAPED = { every: 20, relaysAndBranches: 7, chains: 13 } as const;

/** The description that a seed makes of one of the shapes; undefined for the others. */
export function drawShape(seed: number, dice: Dice): Sample | undefined {
  switch (seed % SHAPED.every) {
    case SHAPED.relaysAndBranches:
      return makeShaped(dice);
    case SHAPED.chains:
      return makeChain(dice);
    default:
      return undefined;
  }
}

/** A random relay or branch. */
function makeShaped(dice: Dice): Sample {
  return dice.chance(0.5) ? makeRelay(dice) : makeBranch(dice);
}

/** Steps and claims in the order in which they are added, each with a place of its own. */
class Draft {
  readonly steps: Step[] = [];
  private lines = 0;

  place(): Place {
    return { file: "protocol.ts", line: ++this.lines, column: 1 };
  }

  add(step: Record<string, unknown>): void {
    this.steps.push({ ...step, place: this.place() } as unknown as Step);
  }

  send(from: string, to: string, payload: Expression): void {
    const label = `M${this.steps.filter(({ kind }) => kind === "message").length + 1}`;
    this.add({ kind: "message", label, from, to, payload });
  }

  claim(role: string, ...claims: readonly Omit<ClaimDescription, "place">[]): void {
    this.add({ kind: "claims", role, claims: claims.map((claim) => ({ ...claim, place: this.place() })) });
  }

  finish(roles: readonly string[], source: TheorySource | undefined): Sample {
    const description: Description = {
      schema: "assay/description-1",
      name: "fuzzed",
      roles: roles.map((role) => ({ name: role, title: `role ${role}` })),
      theories: [...ALWAYS_AVAILABLE, ...(source === undefined ? [] : [declare(source)])],
      weaknesses: [],
      steps: this.steps,
    };
    return { description, source };
  }
}

/** A hands B a box; B puts something around it; who has that may go on with it. A rule opens the whole, not the box. */
function makeRelay(dice: Dice): Sample {
  const isPaired = dice.chance(0.6);
  const [shut, open]: readonly [Side[], Side[]] = isPaired
    ? [[key("pk", "A")], [key("sk", "A")]]
    : [[any("k")], [any("k")]];
  const depth = 1 + dice.below(2);
  const around = Array.from({ length: depth }, (_, i) => `w${i}`);
  const opened = around.reduce<Side>(
    (inner, wrap, i) => make(wrap, inner, ...(i === 0 ? open : [])),
    make("enc", any("m"), ...shut),
  );
  const source: TheorySource = {
    name: "t",
    operations: [
      { name: "enc", args: ["message", isPaired ? "public key" : "key"] },
      ...around.map((wrap, i) => ({
        name: wrap,
        args: ["part", ...(i === 0 ? [isPaired ? "secret key" : "key"] : [])],
      })),
      { name: "open", args: ["whole"] },
    ],
    rules: [{ name: "open", left: make("open", opened), right: any("m") }],
    weaknesses: [],
  };
  const draft = new Draft();
  const lock: Expression = isPaired
    ? { is: "key", op: "pk", family: "key", owners: ["B"] }
    : { is: "key", op: "shk", family: "shared", owners: ["A", "B"] };
  const unlock: Expression = isPaired ? { is: "key", op: "sk", family: "key", owners: ["B"] } : lock;
  const hasThird = dice.chance(0.6);
  draft.add({ kind: "fresh", role: "A", names: [["D", dice.pick(["Data", "Nonce", "Key"])]] });
  draft.send("A", "B", field("c", apply("t.enc", name("D"), lock)));
  const wrapped = around.reduce<Expression>(
    (inner, wrap, i) => apply(`t.${wrap}`, inner, ...(i === 0 ? [unlock] : [])),
    name("c"),
  );
  draft.send("B", dice.chance(0.5) || !hasThird ? "A" : "C", field("p", wrapped));
  const holder = (draft.steps.at(-1) as { readonly to: string }).to;
  if (hasThird) draft.send(holder, holder === "A" ? "C" : "A", field("q", name("p")));
  draft.claim("A", { claim: "secret", term: name("D") });
  return draft.finish(hasThird ? ["A", "B", "C"] : ["A", "B"], source);
}

/** A sends what becomes something else rule by rule, and opens at the end: for everybody, or with B's key. */
function makeChain(dice: Dice): Sample {
  const stages = ["a", "b", "c", "d"].slice(0, 3 + dice.below(2));
  const isLocked = dice.chance(0.25);
  const [shut, open]: readonly [Side[], Side[]] = isLocked ? [[key("pk", "A")], [key("sk", "A")]] : [[], []];
  const rules = stages.map((stage, i) => {
    const after = stages[i + 1];
    const name = after === undefined ? "open" : `to${after.toUpperCase()}`;
    const right = after === undefined ? any("m") : make(after, any("m"), ...shut);
    return { name, left: make(name, make(stage, any("m"), ...shut), ...(after === undefined ? open : [])), right };
  });
  const source: TheorySource = {
    name: "t",
    operations: [
      ...stages.map((stage) => ({ name: stage, args: ["message", ...(isLocked ? ["public key"] : [])] })),
      ...rules.map(({ name }) => ({
        name,
        args: ["whole", ...(name === "open" && isLocked ? ["secret key"] : [])],
      })),
    ],
    rules,
    weaknesses: [],
  };
  const draft = new Draft();
  draft.add({ kind: "fresh", role: "A", names: [["D", dice.pick(["Data", "Nonce", "Key"])]] });
  const lock: readonly Expression[] = isLocked ? [{ is: "key", op: "pk", family: "key", owners: ["B"] }] : [];
  draft.send("A", "B", field("c", apply("t.a", name("D"), ...lock)));
  if (dice.chance(0.5)) draft.send("B", "A", field("p", name("c")));
  draft.claim("A", { claim: "secret", term: name("D") });
  return draft.finish(["A", "B"], source);
}

/** A tells B, then somebody else; B goes on after that; what B claims rests on what it was told alone. */
function makeBranch(dice: Dice): Sample {
  const draft = new Draft();
  const names = ["N", ...(dice.chance(0.4) ? ["D"] : [])];
  draft.add({ kind: "fresh", role: "A", names: names.map((of) => [of, of === "N" ? "Nonce" : "Data"]) });
  const told = record(...names, "B");
  const isSigned = dice.chance(0.6);
  const shared: Expression = { is: "key", op: "shk", family: "shared", owners: ["A", "B"] };
  const signing: Expression = { is: "key", op: "sgk", family: "sig", owners: ["A"] };
  draft.send("A", "B", isSigned ? apply("sign", told, signing) : apply("senc", record(...names, "A"), shared));
  draft.send("A", "C", record(...(dice.chance(0.5) ? names : ["A"])));
  if (dice.chance(0.3)) draft.send("C", "A", record("C"));
  draft.send("B", dice.chance(0.8) ? "C" : "A", dice.chance(0.5) ? field("E", name("N")) : record("B"));
  const data = dice.some(names, 1 + dice.below(names.length)).map(name);
  draft.claim("B", { claim: "agree", partner: "A", data }, { claim: dice.pick(["nisynch", "niagree", "alive"]) });
  return draft.finish(["A", "B", "C"], undefined);
}
