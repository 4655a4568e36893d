/**
 * Jurisdiction: what another believes and is trusted on becomes one's own belief.
 *
 * Quantified trust is matched against beliefs that are there; nothing is instantiated that no belief asks for.
 */
import { type Formula, partsOf } from "../formula/formula.ts";
import type { Fact } from "./fact.ts";
import type { Ground } from "./ground.ts";
import { Groups } from "./groups.ts";
import { instantiate } from "./instantiate.ts";
import { contextOf, matchExactly, matchPart, openSchema } from "./match-schema.ts";

interface Known {
  readonly fact: Fact;
  readonly who: Formula;
  readonly what: Formula;
}

/** A belief of another principal; `said`: an utterance only, on which no rule of the logic relies. */
interface Heard extends Known {
  readonly verb: "believes" | "said";
}

export class Jurisdiction {
  private readonly ground: Ground;
  private readonly beliefs = new Groups<Heard>();
  private readonly everyBelief: Heard[] = [];
  /** Trust on one statement, by authority and statement; trust on several together, by authority. */
  private readonly trusted = new Groups<Known>();
  private readonly trustedSets = new Groups<Known>();
  private readonly schemas: { readonly fact: Fact; readonly schema: Formula }[] = [];

  constructor(ground: Ground) {
    this.ground = ground;
  }

  /** Takes note of a jurisdiction. */
  trust(fact: Fact, who: Formula, what: Formula): void {
    const known = { fact, who, what };
    if (what.is === "tuple") this.trustedSets.add(who.id, known);
    else this.trusted.add(`${who.id} ${what.id}`, known);
    for (const belief of this.beliefs.get(who.id)) this.apply(known, belief);
  }

  /** Takes note of a quantified belief, if it is about jurisdiction. */
  trustSchema(fact: Fact, schema: Formula): void {
    if (openSchema(schema).body.is !== "controls") return;
    this.schemas.push({ fact, schema });
    for (const belief of [...this.everyBelief]) this.applySchema(fact, schema, belief);
  }

  /** Takes note of what another believes. */
  hear(fact: Fact, who: Formula, what: Formula, verb: Heard["verb"] = "believes"): void {
    const belief = { fact, who, what, verb };
    this.beliefs.add(who.id, belief);
    this.everyBelief.push(belief);
    for (const known of this.trusted.get(`${who.id} ${what.id}`)) this.apply(known, belief);
    for (const known of this.trustedSets.get(who.id)) this.apply(known, belief);
    for (const { fact: trust, schema } of this.schemas) this.applySchema(trust, schema, belief);
  }

  private apply(trust: Known, belief: Heard): void {
    const { ground } = this;
    const there = new Set(partsOf(belief.what).map(({ id }) => id));
    if (!partsOf(trust.what).every(({ id }) => there.has(id))) return;
    const wanted = ground.beliefOf(belief.who, belief.verb, trust.what);
    const project = belief.verb === "believes" ? "BEL2-PROJ" : "SAID-PROJ";
    const held =
      wanted.id === belief.fact.statement.id
        ? belief.fact
        : ground.note(wanted, project, [belief.fact], ["X is part of Y"]);
    ground.derive(ground.belief(trust.what), belief.verb === "believes" ? "J" : "said-jurisdiction", [
      trust.fact,
      held,
    ]);
  }

  private applySchema(fact: Fact, schema: Formula, belief: Heard): void {
    const opened = openSchema(schema);
    const { layers, body } = opened;
    if (body.is !== "controls") return;
    const { ground } = this;
    const context = contextOf(opened, ground.sorts, ground.steps);
    for (const authority of matchExactly(body.who, belief.who, new Map(), context)) {
      for (const binding of matchPart(body.what, belief.what, authority, context)) {
        if (!ground.steps.take(ground.profile.budgets.instanceSteps)) return;
        const instance = instantiate(ground, fact, layers, binding);
        const stated = instance?.statement;
        if (instance === undefined || stated?.is !== "believes" || stated.what.is !== "controls") continue;
        this.apply({ fact: instance, who: belief.who, what: stated.what.what }, belief);
      }
    }
  }
}
