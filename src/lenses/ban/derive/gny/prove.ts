/**
 * The prover of GNY logic: everything that the rules give over the terms that the premises and the goal have, until nothing
 * is new. It knows the rules as code; the checker has them as a table, and shares none of this.
 *
 * Complete over those terms: a rule that builds is applied where the term that it builds is one of them, or is the set of a
 * content and its key, which interpretation asks about.
 */
import { insideOf, isPart, make, name, partsOf, type Term, together } from "./term.ts";

export interface GnyFact {
  readonly statement: Term;
  readonly by:
    | { readonly is: "assumption" | "message"; readonly id: string }
    | { readonly is: "rule"; readonly rule: string; readonly premises: readonly GnyFact[] };
}

/** Assumptions, and messages with who receives them. */
export interface GnyPremises {
  readonly assumptions: readonly { readonly id: string; readonly formula: Term }[];
  readonly messages: readonly { readonly id: string; readonly to: string; readonly formula: Term }[];
}

/** Every statement that follows, by identity. */
export function closeGny({ assumptions, messages }: GnyPremises, goals: readonly Term[]): ReadonlyMap<string, GnyFact> {
  const leaves = [
    ...assumptions.map(({ id, formula }): GnyFact => ({ statement: formula, by: { is: "assumption", id } })),
    ...messages.map(
      ({ id, to, formula }): GnyFact => ({ statement: make("told", name(to), formula), by: { is: "message", id } }),
    ),
  ];
  const universe = listTerms([...leaves.map(({ statement }) => statement), ...goals]);
  const closure = new Closure(universe);
  for (const leaf of leaves) closure.add(leaf);
  closure.saturate();
  return closure.facts;
}

/** The terms of some statements, and the sets that interpretation asks about. */
function listTerms(statements: readonly Term[]): readonly Term[] {
  const all = new Map<string, Term>();
  for (const statement of statements) for (const term of insideOf(statement)) all.set(term.id, term);
  for (const term of [...all.values()]) {
    const [key, content] = term.args;
    if (!["enc", "penc", "sig"].includes(term.is) || key === undefined || content === undefined) continue;
    const both = together([content, key]);
    all.set(both.id, both);
    const own = make("inv", key);
    if (term.is !== "enc") all.set(own.id, own);
  }
  return [...all.values()];
}

class Closure {
  readonly facts = new Map<string, GnyFact>();
  private readonly universe: readonly Term[];
  private isNew = false;

  constructor(universe: readonly Term[]) {
    this.universe = universe;
  }

  add(fact: GnyFact): void {
    if (this.facts.has(fact.statement.id)) return;
    this.facts.set(fact.statement.id, fact);
    this.isNew = true;
  }

  saturate(): void {
    do {
      this.isNew = false;
      for (const fact of [...this.facts.values()]) this.apply(fact);
    } while (this.isNew);
  }

  private conclude(statement: Term, rule: string, ...premises: readonly (GnyFact | undefined)[]): void {
    const there = premises.filter((premise) => premise !== undefined);
    if (there.length === premises.length) this.add({ statement, by: { is: "rule", rule, premises: there } });
  }

  private find(statement: Term): GnyFact | undefined {
    return this.facts.get(statement.id);
  }

  private apply(fact: GnyFact): void {
    const { is, args } = fact.statement;
    const [who, what] = args;
    if (who === undefined || what === undefined) return;
    if (is === "told") this.applyTold(fact, who, what);
    else if (is === "possesses") this.applyPossesses(fact, who, what);
    else if (is === "believes") this.applyBelieves(fact, who, what);
  }

  private applyTold(fact: GnyFact, who: Term, what: Term): void {
    const told = (x: Term): Term => make("told", who, x);
    const has = (x: Term): GnyFact | undefined => this.find(make("possesses", who, x));
    this.conclude(make("possesses", who, what), "P1", fact);
    for (const part of this.properParts(what)) this.conclude(told(part), "T2", fact);
    const [one, other] = what.args;
    if (one === undefined) return;
    switch (what.is) {
      case "star":
        this.conclude(told(one), "T1", fact);
        this.interpret(fact, who, one);
        return;
      case "ext":
        this.conclude(told(one), "EXT", fact);
        return;
      case "enc":
        this.conclude(told(other as Term), "T3", fact, has(one));
        return;
      case "penc":
        this.conclude(told(other as Term), "T4", fact, has(make("inv", one)));
        return;
      case "sig":
        this.conclude(told(other as Term), "T6", fact, has(one));
        this.interpretSigned(fact, who, one, other as Term);
        return;
      case "fun":
        this.conclude(told(other as Term), "T5", fact, has(one));
        this.conclude(told(one), "T5", fact, has(other as Term));
        return;
      default:
        return;
    }
  }

  private applyPossesses(fact: GnyFact, who: Term, what: Term): void {
    const possess = (x: Term): Term => make("possesses", who, x);
    const recognise = (x: Term): Term => make("believes", who, make("recognises", x));
    const has = (x: Term): GnyFact | undefined => this.find(possess(x));
    for (const part of this.properParts(what)) this.conclude(possess(part), "P3", fact);
    if (what.is === "fun") {
      const [one, other] = what.args as [Term, Term];
      this.conclude(possess(other), "P5", fact, has(one));
      this.conclude(possess(one), "P5", fact, has(other));
    }
    if (what.is === "hash") this.conclude(recognise(what.args[0] as Term), "R6", fact);
    for (const whole of this.universe) {
      const [one, other] = whole.args;
      if (whole.is === "tuple" && whole.args.some(({ id }) => id === what.id)) {
        this.conclude(possess(whole), "P2", ...whole.args.map(has));
      }
      if (one === undefined) continue;
      if (whole.is === "hash" && one.id === what.id) this.conclude(possess(whole), "P4", fact);
      if (whole.is === "ext" && one.id === what.id) this.conclude(possess(whole), "EXT", fact);
      if (other === undefined) continue;
      if (whole.is === "fun") this.conclude(possess(whole), "P2", has(one), has(other));
      if (whole.is === "enc") this.conclude(possess(whole), "P6", has(one), has(other));
      if (whole.is === "penc") this.conclude(possess(whole), "P7", has(one), has(other));
      if (whole.is === "sig") this.conclude(possess(whole), "P8", has(make("inv", one)), has(other));
    }
  }

  private applyBelieves(fact: GnyFact, who: Term, what: Term): void {
    const believe = (x: Term): Term => make("believes", who, x);
    const [one, other, third] = what.args;
    if (one === undefined) return;
    switch (what.is) {
      case "fresh":
        this.spread(fact, who, "fresh", one);
        return;
      case "recognises":
        this.spread(fact, who, "recognises", one);
        return;
      case "sharedkey":
        this.conclude(believe(make("sharedkey", third as Term, other as Term, one)), "SYM", fact);
        return;
      case "possesses":
        for (const part of this.properParts(other as Term)) {
          this.conclude(believe(make("possesses", one, part)), "P3R", fact);
        }
        return;
      case "conveyed": {
        const said = other as Term;
        for (const part of this.properParts(said)) this.conclude(believe(make("conveyed", one, part)), "I7", fact);
        this.conclude(believe(make("possesses", one, said)), "I6", fact, this.find(believe(make("fresh", said))));
        if (said.is !== "ext") return;
        const [content, claim] = said.args as [Term, Term];
        const isHonest = this.find(believe(make("honest", one)));
        const isFresh = this.find(believe(make("fresh", content)));
        this.conclude(believe(make("believes", one, claim)), "J2", isHonest, fact, isFresh);
        return;
      }
      case "believes": {
        const held = other as Term;
        this.conclude(believe(held), "J1", this.find(believe(make("controls", one, held))), fact);
        if (held.is !== "believes" || held.args[0]?.id !== one.id) return;
        this.conclude(
          believe(make("believes", one, held.args[1] as Term)),
          "J3",
          this.find(believe(make("honest", one))),
          fact,
        );
        return;
      }
      default:
        return;
    }
  }

  /** Freshness and recognisability, from a part to what it is in. */
  private spread(fact: GnyFact, who: Term, kind: "fresh" | "recognises", what: Term): void {
    const state = (x: Term): Term => make("believes", who, make(kind, x));
    const has = (x: Term): GnyFact | undefined => this.find(make("possesses", who, x));
    const isFresh = kind === "fresh";
    const numbers = isFresh ? ["F1", "F2", "F3", "F4", "F10"] : ["R1", "R2", "R3", "R4", "R5"];
    const [whole = "", shared = "", open = "", signed = "", hashed = ""] = numbers;
    for (const term of this.universe) {
      const [one, other] = term.args;
      if (term.id !== what.id && isPart(what, term)) this.conclude(state(term), whole, fact);
      if (one === undefined) continue;
      if (term.is === "hash" && one.id === what.id) this.conclude(state(term), hashed, fact, has(one));
      if (term.is === "ext" && one.id === what.id) this.conclude(state(term), "EXT", fact);
      if (isFresh && term.is === "inv" && one.id === what.id) this.conclude(state(term), "F5", fact);
      if (other === undefined) continue;
      if (term.is === "fun" && [one.id, other.id].includes(what.id)) this.conclude(state(term), whole, fact);
      const keys: Readonly<Record<string, readonly [string, Term, string]>> = {
        enc: [shared, one, "F7"],
        penc: [open, one, "F8"],
        sig: [signed, make("inv", one), "F9"],
      };
      const box = keys[term.is];
      if (box === undefined) continue;
      const [number, key, byKey] = box;
      if (other.id === what.id) this.conclude(state(term), number, fact, has(key));
      if (isFresh && key.id === what.id) {
        this.conclude(state(term), byKey, this.find(make("believes", who, make("recognises", other))), fact, has(key));
      }
    }
    if (!isFresh) return;
    if (what.is === "inv") this.conclude(state(what.args[0] as Term), "F6", fact);
    if (what.is === "hash") this.conclude(state(what.args[0] as Term), "F11", fact, has(what));
  }

  /** I1, I2 and I3: what was not originated here. */
  private interpret(fact: GnyFact, who: Term, what: Term): void {
    const believe = (x: Term): Term => make("believes", who, x);
    const has = (x: Term): GnyFact | undefined => this.find(make("possesses", who, x));
    const bonds = [...this.facts.values()].filter(
      ({ statement: { is, args } }) =>
        is === "believes" && args[0]?.id === who.id && args[1]?.is === "sharedkey" && args[1].args[0]?.id === who.id,
    );
    const [key, content] = what.is === "hash" ? [undefined, what.args[0]] : what.args;
    if (content === undefined || !["enc", "penc", "hash"].includes(what.is)) return;
    const recognised = this.find(believe(make("recognises", content)));
    for (const bond of bonds) {
      const [, shared, other] = (bond.statement.args[1] as Term).args as [Term, Term, Term];
      const isSecret = isPart(shared, content);
      const draw = (rule: string, premises: readonly (GnyFact | undefined)[]): void => {
        this.conclude(believe(make("conveyed", other, content)), rule, ...premises);
        this.conclude(believe(make("conveyed", other, what)), rule, ...premises);
        if (key !== undefined) this.conclude(believe(make("possesses", other, key)), rule, ...premises);
      };
      if (key === undefined) {
        if (isSecret) draw("I3", [fact, has(content), bond, this.find(believe(make("fresh", content)))]);
        continue;
      }
      const fresh = this.find(believe(make("fresh", together([content, key]))));
      if (what.is === "enc" && shared.id === key.id) draw("I1", [fact, has(key), bond, recognised, fresh]);
      if (what.is === "penc" && isSecret) {
        const own = this.find(believe(make("pubkey", key, who)));
        draw("I2", [fact, has(make("inv", key)), has(shared), own, bond, recognised, fresh]);
      }
    }
  }

  /** I4 and I5. */
  private interpretSigned(fact: GnyFact, who: Term, key: Term, content: Term): void {
    const believe = (x: Term): Term => make("believes", who, x);
    const has = this.find(make("possesses", who, key));
    const recognised = this.find(believe(make("recognises", content)));
    const fresh = this.find(believe(make("fresh", together([content, key]))));
    for (const owner of [...this.facts.values()]) {
      const { is, args } = owner.statement;
      if (is !== "believes" || args[0]?.id !== who.id || args[1]?.is !== "pubkey" || args[1].args[0]?.id !== key.id)
        continue;
      const other = args[1].args[1] as Term;
      this.conclude(believe(make("conveyed", other, content)), "I4", fact, has, owner, recognised);
      this.conclude(believe(make("conveyed", other, make("sig", key, content))), "I4", fact, has, owner, recognised);
      this.conclude(believe(make("possesses", other, make("inv", key))), "I5", fact, has, owner, recognised, fresh);
      this.conclude(believe(make("possesses", other, content)), "I5", fact, has, owner, recognised, fresh);
    }
  }

  /** The parts of a set that are no more than a part of it, and the sub-sets of it that are terms here. */
  private properParts(what: Term): readonly Term[] {
    if (what.is !== "tuple") return [];
    const some = this.universe.filter((term) => term.is === "tuple" && term.id !== what.id && isPart(term, what));
    return [...partsOf(what), ...some];
  }
}
