/**
 * Freshness, decided on demand: a message is fresh when a part of it is known to be.
 *
 * What waits to be fresh, the utterances of clear text, is tried again whenever something new is known to be fresh.
 */
import { type Formula, fresh as freshOf, partsOf, tuple } from "../formula/formula.ts";
import type { Fact } from "./fact.ts";
import type { Ground } from "./ground.ts";
import { Groups } from "./groups.ts";
import { contextOf, matchPart, openSchema } from "./match-schema.ts";
import { instantiate } from "./instantiate.ts";

interface Waiting {
  readonly fact: Fact;
  readonly speaker: Formula;
  readonly what: Formula;
}

/** A part on the way to a fresh whole: `whole` is where it was met, `before` the part that led there. */
interface Step {
  readonly part: Formula;
  readonly whole: Formula | undefined;
  readonly before: Step | undefined;
}

const PART: readonly string[] = ["X is part of Y"];

export class Freshness {
  private readonly ground: Ground;
  private readonly single = new Map<string, Fact>();
  private readonly sets: { readonly fact: Fact; readonly parts: readonly Formula[] }[] = [];
  private readonly schemas: { readonly fact: Fact; readonly schema: Formula }[] = [];
  private readonly waiting: Waiting[] = [];
  private readonly waitingFor = new Groups<Waiting>();

  constructor(ground: Ground) {
    this.ground = ground;
  }

  /** Takes note that something is believed fresh. */
  learn(fact: Fact, what: Formula): void {
    const deep = this.ground.has("FR-ENC") || this.ground.has("FR-COMB") || this.ground.has("FR-HASH");
    if (what.is === "tuple") this.sets.push({ fact, parts: what.parts });
    else this.single.set(what.id, fact);
    const isOpen = deep || this.ground.has("component-freshness");
    this.retry(what.is === "tuple" || isOpen ? this.waiting : this.waitingFor.get(what.id));
  }

  /** Takes note of a quantified belief, if it is about freshness. */
  learnSchema(fact: Fact, schema: Formula): void {
    if (openSchema(schema).body.is !== "fresh") return;
    this.schemas.push({ fact, schema });
    this.retry(this.waiting);
  }

  /** An utterance that becomes a belief once it is fresh. */
  await(fact: Fact, speaker: Formula, what: Formula): void {
    const waiting = { fact, speaker, what };
    this.waiting.push(waiting);
    for (const part of partsOf(what)) this.waitingFor.add(part.id, waiting);
  }

  /** `P bel #(X)`, if it can be derived. */
  find(what: Formula): Fact | undefined {
    return this.findPlainly(what) ?? this.findInWhole(what);
  }

  private findPlainly(what: Formula): Fact | undefined {
    const { ground } = this;
    const wanted = ground.belief(freshOf(what));
    const known = ground.find(wanted);
    if (known !== undefined) return known;
    const parts = partsOf(what);
    const lift = (from: Fact): Fact =>
      from.statement.id === wanted.id ? from : ground.note(wanted, "FR", [from], ["X is part of Y"]);
    for (const part of parts) {
      const single = this.single.get(part.id);
      if (single !== undefined) return lift(single);
    }
    const there = new Set(parts.map(({ id }) => id));
    const set = this.sets.find((one) => one.parts.every(({ id }) => there.has(id)));
    if (set !== undefined) return lift(set.fact);
    for (const { fact, schema } of this.schemas) {
      const instance = this.findInstance(fact, schema, what);
      if (instance !== undefined) return lift(instance);
    }
    for (const part of parts) {
      const inside = this.findInside(part);
      if (inside !== undefined) return lift(inside);
    }
    return undefined;
  }

  /**
   * No rule of the logic: freshness of a component, where a whole that stands together is fresh, as it may be by another
   * component of it. Looks for the nearest such whole, over those that share a part; each is looked at once.
   */
  private findInWhole(what: Formula): Fact | undefined {
    const { ground } = this;
    if (!ground.has("component-freshness")) return undefined;
    const wholes = [...this.sets.map(({ parts }) => tuple(parts)), ...ground.wholes];
    const seen = new Set<string>();
    const visited = new Set<string>();
    const open: Step[] = partsOf(what).map((part) => ({ part, whole: undefined, before: undefined }));
    for (let at = 0; at < open.length; at++) {
      const step = open[at] as Step;
      if (visited.has(step.part.id)) continue;
      visited.add(step.part.id);
      for (const whole of wholes) {
        if (whole.id === what.id || seen.has(whole.id) || !partsOf(whole).some(({ id }) => id === step.part.id))
          continue;
        seen.add(whole.id);
        const fresh = this.findPlainly(whole);
        if (fresh !== undefined) return this.descend(what, step, fresh);
        for (const part of partsOf(whole)) open.push({ part, whole, before: step });
      }
    }
    return undefined;
  }

  /** From a fresh whole to its component, to the whole that this one is in, and so on to what was asked for. */
  private descend(what: Formula, last: Step, fresh: Fact): Fact {
    const { ground } = this;
    const state = (inside: Formula, rule: "FR" | "component-freshness", from: Fact): Fact =>
      ground.note(ground.belief(freshOf(inside)), rule, [from], PART);
    let whole = fresh;
    for (let step: Step | undefined = last; step !== undefined; step = step.before) {
      const component = state(step.part, "component-freshness", whole);
      const next: Formula = step.whole ?? what;
      whole = next.id === step.part.id ? component : state(next, "FR", component);
    }
    return whole;
  }

  /** Tries everything again that waits to be fresh. */
  retryAll(): void {
    this.retry(this.waiting);
  }

  private findInstance(fact: Fact, schema: Formula, what: Formula): Fact | undefined {
    const opened = openSchema(schema);
    const { layers, body } = opened;
    if (body.is !== "fresh") return undefined;
    const context = contextOf(opened, this.ground.sorts, this.ground.steps);
    for (const binding of matchPart(body.what, what, new Map(), context)) {
      return instantiate(this.ground, fact, layers, binding);
    }
    return undefined;
  }

  /** Family F: through encryption, combination and hashing. */
  private findInside(part: Formula): Fact | undefined {
    const { ground } = this;
    const note = (rule: "FR-ENC" | "FR-COMB" | "FR-HASH", inside: Formula): Fact | undefined => {
      const found = ground.has(rule) ? this.find(inside) : undefined;
      return found && ground.note(ground.belief(freshOf(part)), rule, [found]);
    };
    if (part.is === "enc") return note("FR-ENC", part.body);
    if (part.is === "comb") return note("FR-COMB", part.body) ?? note("FR-COMB", part.by);
    return part.is === "hash" ? note("FR-HASH", part.body) : undefined;
  }

  private retry(waiting: readonly Waiting[]): void {
    for (const { fact, speaker, what } of [...waiting]) this.ground.verify(fact, speaker, what);
  }
}
