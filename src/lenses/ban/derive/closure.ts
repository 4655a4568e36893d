/**
 * The closure of one principal: everything that the rules take apart, saturated; freshness and sets are built on demand.
 *
 * Complete for the rules: those that build (FR, BEL-INTRO) can be delayed until a premise or a goal asks for them, and
 * nonce verification on the largest clear sub-tuple subsumes it on smaller ones. Follows the shrinking and growing rules
 * of Kindred and Wing, "Fast, automatic checking of security protocols" (1996).
 */
import {
  atom,
  attitude,
  believes,
  bond,
  type Combination,
  type Encryption,
  type Formula,
  isClear,
  partsOf,
  tuple,
} from "../formula/formula.ts";
import type { Profile } from "../profile.ts";
import type { RuleId } from "../rules/rule.ts";
import { Families } from "./families.ts";
import type { Fact, Origin } from "./fact.ts";
import { Freshness } from "./freshness.ts";
import type { Ground } from "./ground.ts";
import { Groups } from "./groups.ts";
import { Jurisdiction } from "./jurisdiction.ts";
import { Steps } from "./steps.ts";

/** A statement that is taken for granted. */
export interface Leaf {
  readonly origin: Origin;
  readonly statement: Formula;
}

type Sides = readonly string[];

export class Closure implements Ground {
  readonly self: Formula;
  readonly profile: Profile;
  readonly sorts: ReadonlyMap<string, string> | undefined;
  steps: Steps;
  private isSaturated = true;
  private earlierSteps = 0;
  /** Tuples seen, said and believed by others, by speaker: goals look for sub-tuples of them. */
  readonly seenSets: Fact[] = [];
  readonly saidSets = new Groups<Fact>();
  readonly believedSets = new Groups<Fact>();
  readonly schemas: Fact[] = [];
  readonly wholes: Formula[] = [];
  private readonly families: Families;
  private readonly facts = new Map<string, Fact>();
  private readonly queue: Fact[] = [];
  private readonly queued = new Set<string>();
  private readonly freshness: Freshness;
  private readonly jurisdiction: Jurisdiction;
  private readonly ciphertexts = new Groups<Fact>();
  private readonly combinations = new Groups<Fact>();
  private readonly sharedKeys = new Groups<Fact>();
  private readonly publicKeys = new Groups<Fact>();
  private readonly secrets = new Groups<Fact>();
  private readonly hashes = new Groups<Fact>();
  private readonly gathered = new Map<string, Fact[]>();

  constructor(
    principal: string,
    leaves: readonly Leaf[],
    profile: Profile,
    sorts: ReadonlyMap<string, string> | undefined,
  ) {
    this.self = atom(principal);
    this.profile = profile;
    this.steps = new Steps(profile.budgets.matchSteps);
    this.sorts = sorts;
    this.freshness = new Freshness(this);
    this.jurisdiction = new Jurisdiction(this);
    this.families = new Families(this);
    for (const { origin, statement } of leaves) this.enqueue({ statement, by: { leaf: origin } });
    for (let fact = this.queue.shift(); fact !== undefined; fact = this.queue.shift()) this.process(fact);
    this.isSaturated = !this.steps.isOut;
  }

  /** False where matching ran out of steps, in the saturation or for the last goal: what was not found may be derivable. */
  get isComplete(): boolean {
    return this.isSaturated && !this.steps.isOut;
  }

  /** The work so far: facts that were reached, and steps of matching. */
  get work(): number {
    return this.facts.size + this.earlierSteps + this.steps.taken;
  }

  /** Gives a goal steps of its own, so that its outcome does not depend on the goals before it. */
  renewSteps(): void {
    this.earlierSteps += this.steps.taken;
    this.steps = new Steps(this.profile.budgets.matchSteps);
  }

  find(statement: Formula): Fact | undefined {
    return this.facts.get(statement.id);
  }

  /** Every statement that was reached. */
  list(): readonly Fact[] {
    return [...this.facts.values()];
  }

  has(rule: RuleId): boolean {
    return this.profile.rules.has(rule);
  }

  /** `P bel #(X)`, if it can be derived. */
  findFresh(what: Formula): Fact | undefined {
    return this.freshness.find(what);
  }

  derive(statement: Formula, rule: RuleId, premises: readonly Fact[], sides: Sides = []): Fact {
    return this.enqueue({ statement, by: { rule, premises, sides } });
  }

  note(
    statement: Formula,
    rule: RuleId,
    premises: readonly Fact[],
    sides: Sides = [],
    instance?: readonly Formula[],
  ): Fact {
    const known = this.facts.get(statement.id);
    if (known !== undefined) return known;
    const fact: Fact = { statement, by: { rule, premises, sides, ...(instance === undefined ? {} : { instance }) } };
    this.facts.set(statement.id, fact);
    return fact;
  }

  belief(what: Formula): Formula {
    return believes(this.self, what);
  }

  beliefOf(who: Formula, verb: "believes" | "said", what: Formula): Formula {
    return this.belief(attitude(verb, who, what));
  }

  verify(utterance: Fact, speaker: Formula, what: Formula): void {
    const fresh = this.findFresh(what);
    if (fresh === undefined) return;
    const belief = this.beliefOf(speaker, "believes", what);
    if (isClear(what)) this.derive(belief, "NV", [fresh, utterance], ["X is clear"]);
    else this.derive(belief, "ciphertext-nonce", [fresh, utterance]);
  }

  private enqueue(fact: Fact): Fact {
    const { id } = fact.statement;
    const known = this.facts.get(id) ?? fact;
    if (known === fact) this.facts.set(id, fact);
    if (!this.queued.has(id)) {
      this.queued.add(id);
      this.queue.push(known);
    }
    return known;
  }

  private process(fact: Fact): void {
    const { statement } = fact;
    if (statement.is !== "believes" && statement.is !== "sees") return;
    if (statement.who.id !== this.self.id) return;
    if (statement.is === "sees") this.processSeen(fact, statement.what);
    else this.processBelief(fact, statement.what);
  }

  private processSeen(fact: Fact, what: Formula): void {
    if (what.is === "tuple") {
      this.seenSets.push(fact);
      for (const part of what.parts) this.derive(this.seen(part), "SEE-PROJ", [fact], PART);
    } else if (what.is === "comb") {
      this.derive(this.seen(what.body), "SEE-COMB", [fact]);
      this.combinations.add(what.by.id, fact);
      for (const secret of this.secrets.get(what.by.id)) this.hearCombination(secret, fact, what);
    } else if (what.is === "enc") {
      this.ciphertexts.add(what.by.id, fact);
      if (what.by.is === "inverse") {
        for (const key of this.publicKeys.get(what.by.of.id)) this.hearSigned(key, fact, what);
      } else {
        for (const key of this.sharedKeys.get(what.by.id)) this.hearShared(key, fact, what);
        for (const key of this.publicKeys.get(what.by.id)) this.openOwn(key, fact, what);
      }
    }
    for (const utterance of this.hashes.get(what.id)) this.unhash(utterance);
    this.families.hear(fact, what);
  }

  private processBelief(fact: Fact, what: Formula): void {
    this.families.learn(fact, what);
    switch (what.is) {
      case "tuple":
        for (const part of what.parts) this.derive(this.belief(part), "BEL-PROJ", [fact], PART);
        return;
      case "sharedkey":
      case "secret":
        this.derive(this.belief(bond(what.is, what.other, what.by, what.one)), "SYM", [fact]);
        if (what.other.id === this.self.id) this.useBond(fact, what.is, what.by);
        return;
      case "pubkey":
        this.publicKeys.add(what.by.id, fact);
        for (const seen of this.ciphertexts.get(what.by.id)) this.openOwn(fact, seen, readWhat(seen));
        for (const seen of this.ciphertexts.get(`(inv ${what.by.id})`)) this.hearSigned(fact, seen, readWhat(seen));
        return;
      case "said":
        this.processSaid(fact, what.who, what.what);
        return;
      case "believes":
        this.processOther(fact, what.who, what.what);
        return;
      case "fresh":
        this.freshness.learn(fact, what.what);
        return;
      case "controls":
        this.jurisdiction.trust(fact, what.who, what.what);
        return;
      case "forall":
        this.schemas.push(fact);
        this.freshness.learnSchema(fact, what);
        this.jurisdiction.trustSchema(fact, what);
        return;
      case "atom":
      case "inverse":
      case "sees":
      case "enc":
      case "comb":
      case "hash":
        return;
      default:
        what satisfies never;
    }
  }

  private useBond(fact: Fact, kind: "sharedkey" | "secret", by: Formula): void {
    if (kind === "sharedkey") {
      this.sharedKeys.add(by.id, fact);
      for (const seen of this.ciphertexts.get(by.id)) this.hearShared(fact, seen, readWhat(seen));
    } else {
      this.secrets.add(by.id, fact);
      for (const seen of this.combinations.get(by.id)) this.hearCombination(fact, seen, readWhat(seen));
    }
  }

  private processSaid(fact: Fact, speaker: Formula, what: Formula): void {
    if (what.is === "tuple") {
      this.saidSets.add(speaker.id, fact);
      const say = (part: Formula): Fact => this.derive(this.beliefOf(speaker, "said", part), "SAID-PROJ", [fact], PART);
      const clear = what.parts.filter(isClear);
      if (clear.length > 1 && clear.length < what.parts.length) say(tuple(clear));
      for (const part of what.parts) say(part);
    }
    if (what.is === "hash") {
      for (const part of partsOf(what.body)) this.hashes.add(part.id, fact);
      this.unhash(fact);
    }
    if (isClear(what) || this.has("ciphertext-nonce")) {
      this.freshness.await(fact, speaker, what);
      this.verify(fact, speaker, what);
    }
  }

  private processOther(fact: Fact, who: Formula, what: Formula): void {
    if (what.is === "tuple") {
      this.believedSets.add(who.id, fact);
      for (const part of what.parts) this.derive(this.beliefOf(who, "believes", part), "BEL2-PROJ", [fact], PART);
    } else if (this.has("BEL2-INTRO")) this.gather(fact, who);
    if (what.is === "sharedkey" || what.is === "secret") {
      const other = bond(what.is, what.other, what.by, what.one);
      this.derive(this.beliefOf(who, "believes", other), "SYM2", [fact]);
    }
    this.jurisdiction.hear(fact, who, what);
  }

  /** Family N: all that another believes, together. */
  private gather(fact: Fact, who: Formula): void {
    const all = [...(this.gathered.get(who.id) ?? []), fact];
    this.gathered.set(who.id, all);
    if (all.length < 2) return;
    const together = tuple(all.map((one) => (readWhat(one) as { readonly what: Formula }).what));
    this.derive(this.beliefOf(who, "believes", together), "BEL2-INTRO", all, ["Z is X together"]);
  }

  private hearShared(key: Fact, seen: Fact, { body, from }: Encryption): void {
    const { one } = readWhat(key) as { readonly one: Formula };
    this.derive(this.seen(body), "SEE-K", [key, seen]);
    if (this.isForeign(from)) this.derive(this.beliefOf(one, "said", body), "MM-K", [key, seen], DIFFER);
  }

  private hearSigned(key: Fact, seen: Fact, { body }: Encryption): void {
    const { of } = readWhat(key) as { readonly of: Formula };
    this.derive(this.seen(body), "SEE-SIG", [key, seen]);
    this.derive(this.beliefOf(of, "said", body), "MM-PK", [key, seen]);
  }

  private openOwn(key: Fact, seen: Fact, { body }: Encryption): void {
    const { of } = readWhat(key) as { readonly of: Formula };
    if (of.id === this.self.id) this.derive(this.seen(body), "SEE-PK", [key, seen]);
  }

  private hearCombination(secret: Fact, seen: Fact, { body, by, from }: Combination): void {
    const { one } = readWhat(secret) as { readonly one: Formula };
    if (!this.isForeign(from)) return;
    this.derive(this.beliefOf(one, "said", body), "MM-S", [secret, seen], DIFFER);
    if (!this.has("MM-S+")) return;
    const both = this.beliefOf(one, "said", tuple([body, by]));
    this.derive(both, "MM-S+", [secret, seen], [...DIFFER, "Z is X and Y together"]);
  }

  /** The hash rule, once every part of what was hashed is seen. */
  private unhash(utterance: Fact): void {
    const said = readWhat(utterance);
    if (!this.has("HASH") || said.is !== "said" || said.what.is !== "hash") return;
    const seen = partsOf(said.what.body).map((part) => this.find(this.seen(part)));
    if (!seen.every((fact) => fact !== undefined)) return;
    const conclusion = this.beliefOf(said.who, "said", said.what.body);
    this.derive(conclusion, "HASH", [utterance, ...seen], ["X is Y together"]);
  }

  private isForeign(from: Formula | undefined): boolean {
    return from === undefined ? this.profile.originators === "optional" : from.id !== this.self.id;
  }

  /** Takes note of a set that stands together: what is looked for in it may be new now. */
  noteWhole(what: Formula): void {
    this.wholes.push(what);
    this.freshness.retryAll();
  }

  /** Offers what another said to who is trusted on it, as if it were believed. */
  trustUtterance(fact: Fact, who: Formula, what: Formula): void {
    this.jurisdiction.hear(fact, who, what, "said");
  }

  seen(what: Formula): Formula {
    return attitude("sees", this.self, what);
  }
}

const PART: Sides = ["X is part of Y"];
const DIFFER: Sides = ["R differs from P"];

/** Reads what the principal believes or sees, off a fact. */
function readWhat<Kind extends Formula = Formula>({ statement }: Fact): Kind {
  return (statement as { readonly what: Formula }).what as Kind;
}
