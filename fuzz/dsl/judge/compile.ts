/**
 * From a description to programs: every expression is evaluated twice, once as intended and once on the role's frame.
 *
 * The intended side is the same in all runs, so it is worked out here, once: what a receiver opens, compares and takes
 * unread becomes instructions, and what a run does later is to follow them on ground values. Written from
 * docs/semantics.md and docs/language.md, apart from `src/core/protocol/project`.
 */
import type {
  ClaimDescription,
  Description,
  Given,
  SignalDescription,
  Step,
} from "../../../src/core/protocol/ir/description.ts";
import type { Expression } from "../../../src/core/theory/expression.ts";
import { AGENT, type Algebra, type Ground, PAIR } from "./algebra.ts";
import type { Demand, Instruction, Pattern, Program, ProgramClaim, Recipe } from "./program.ts";
import { listComparable } from "./vocabulary.ts";

/** A description that cannot be executed, with the reason. */
export class Refused extends Error {}

/** An intended term with how the role computes its own value for it. */
interface Said {
  readonly intended: Ground;
  readonly recipe: Recipe;
}

type Held = ReadonlyMap<number, Recipe>;

/** A part that is held but could not be read when it came. */
interface Opaque {
  readonly intended: Ground;
  readonly pattern: Pattern;
  /** The index of the instruction that brought it. */
  readonly since: number;
}

/** An instruction with what the role holds before it. */
interface Placed {
  readonly instruction: Instruction;
  readonly before: Held;
}

class Author {
  readonly role: string;
  readonly names = new Map<string, Ground>();
  readonly times = new Map<number, string>();
  readonly held = new Map<number, Recipe>();
  readonly opaque = new Set<Opaque>();
  readonly received: { readonly intended: Ground; readonly untested: ReadonlySet<string> }[] = [];
  readonly placed: Placed[] = [];
  slots = 0;

  constructor(role: string) {
    this.role = role;
  }

  emit(instruction: Instruction, before: Held = this.held): void {
    this.placed.push({ instruction, before: new Map(before) });
  }
}

interface PendingClaim {
  readonly role: string;
  readonly claim: ClaimDescription;
  readonly term: Ground | undefined;
  readonly data: readonly Ground[] | undefined;
}

/** A running signal of the author's. */
interface PendingSignal {
  readonly role: string;
  readonly signal: SignalDescription;
  readonly data: readonly Ground[];
  /** How many instructions the role had when it was written. */
  readonly written: number;
}

const AT_ONCE: ReadonlySet<string> = new Set(["aenc", "senc", "sign"]);

/** Operations of keys that only an owner has. */
const OWN: ReadonlySet<string> = new Set(["sk", "sgk", "shk", "shk.directed"]);

export class Compiler {
  readonly authors: ReadonlyMap<string, Author>;
  readonly constants: Ground[] = [];
  readonly privateOperations = new Set<string>();
  readonly algebra: Algebra;
  private readonly description: Omit<Description, "steps">;
  private readonly comparable: ReadonlySet<string>;
  private readonly operations: ReadonlyMap<string, number>;
  private readonly publicOperations: ReadonlySet<string>;
  private readonly identityBased: ReadonlySet<string>;
  private readonly untested = new Map<string, Set<string>>();
  private readonly claims: PendingClaim[] = [];
  private readonly signals: PendingSignal[] = [];
  private readonly answering = new Set<PendingSignal>();
  private readonly learns: NonNullable<Description["learns"]>;

  constructor(description: Description, algebra: Algebra, identityBased: ReadonlySet<string>) {
    this.algebra = algebra;
    this.description = description;
    this.identityBased = identityBased;
    const operations = description.theories.flatMap((theory) => theory.operations);
    this.operations = new Map(operations.map(({ name, arity }) => [name, arity]));
    this.publicOperations = new Set(operations.filter((op) => op.public).map(({ name }) => name));
    this.comparable = listComparable(description.theories, algebra);
    this.authors = new Map(description.roles.map(({ name }) => [name, new Author(name)]));
    this.learns = description.learns ?? [];
    for (const author of this.authors.values()) {
      for (const { name } of description.roles) {
        const isUnmet = this.learns.some(({ role, partner }) => role === author.role && partner === name);
        if (!isUnmet) this.meet(author, name);
      }
    }
    for (const step of description.steps) {
      if (step.kind !== "view") continue;
      this.untested.set(step.label, new Set([...(this.untested.get(step.label) ?? []), ...step.untested]));
    }
  }

  /** Takes the next step. Throws Refused. */
  take(step: Step): void {
    switch (step.kind) {
      case "public":
        for (const [name, given] of step.bindings) this.publish(name, given);
        return;
      case "knows":
        for (const [name, given] of step.bindings) this.give(this.author(step.role), name, given);
        return;
      case "fresh":
        for (const [name, sort] of step.names) this.makeFresh(this.author(step.role), name, sort);
        return;
      case "timestamp": {
        const author = this.author(step.role);
        const intended = this.algebra.atom(`${step.role}.${step.name}`, ["Time"]);
        this.bind(author, step.name, intended);
        author.times.set(intended.id, step.name);
        return;
      }
      case "computes":
        for (const [name, expression] of step.bindings) this.compute(this.author(step.role), name, expression);
        return;
      case "message":
        this.send(step);
        return;
      case "view":
        return;
      case "running": {
        const author = this.author(step.role);
        const data = step.signal.data.map((expression) => this.say(author, expression, "signal").intended);
        this.signals.push({ role: step.role, signal: step.signal, data, written: author.placed.length });
        return;
      }
      case "claims":
        for (const claim of step.claims) this.claim(this.author(step.role), claim);
        return;
      default:
        step satisfies never;
    }
  }

  finish(): Program {
    const inserted = new Map([...this.authors.keys()].map((role) => [role, [] as Insertion[]]));
    const claims = this.claims.map((pending, index) => this.place(pending, index, inserted));
    for (const [i, pending] of this.claims.entries()) this.signal(pending, claims[i] as ProgramClaim, inserted);
    if (this.signals.some((signal) => !this.answering.has(signal))) throw new Refused("a signal answers nothing");
    const roles = [...this.authors.values()].map((author) => ({
      role: author.role,
      instructions: weave(author.placed, inserted.get(author.role) ?? []),
      slots: author.slots,
      trusted: this.description.roles.some((role) => role.name === author.role && role.trusted === true),
    }));
    return { roles, claims };
  }

  author(role: string): Author {
    const found = this.authors.get(role);
    if (found === undefined) throw new Refused(`there is no role ${role}`);
    return found;
  }

  private agent(role: string): Ground {
    return this.algebra.atom(`@${role}`, [AGENT]);
  }

  /** From here on the role knows who plays another one. */
  private meet(author: Author, role: string): void {
    author.names.set(role, this.agent(role));
    author.held.set(this.agent(role).id, { is: "agent", role });
  }

  private bind(author: Author, name: string, intended: Ground): void {
    if (author.names.has(name)) throw new Refused(`${author.role} has a ${name} already`);
    author.names.set(name, intended);
  }

  private publish(name: string, given: Given): void {
    if (given.is === "sort") {
      const value = this.algebra.atom(name, [given.sort]);
      this.constants.push(value);
      for (const author of this.authors.values()) {
        this.bind(author, name, value);
        author.held.set(value.id, { is: "constant", value });
      }
      return;
    }
    for (const author of this.authors.values()) this.bind(author, name, this.say(author, given.term, name).intended);
  }

  private give(author: Author, name: string, given: Given): void {
    if (given.is === "term") {
      const said = this.say(author, given.term, name);
      this.bind(author, name, said.intended);
      this.hold(author, said);
      return;
    }
    const op = `${name}:${given.sort}`;
    this.privateOperations.add(op);
    const intended = this.algebra.make(op, [this.agent(author.role)]);
    this.bind(author, name, intended);
    const recipe: Recipe = { is: "apply", op, args: [{ is: "agent", role: author.role }], mustReduce: false };
    this.hold(author, { intended, recipe });
  }

  private makeFresh(author: Author, name: string, sort: string): void {
    const intended = this.algebra.atom(`${author.role}.${name}`, [sort]);
    this.bind(author, name, intended);
    const slot = author.slots++;
    author.emit({ do: "fresh", slot, name, sort });
    this.hold(author, { intended, recipe: { is: "slot", slot } });
  }

  private hold(author: Author, { intended, recipe }: Said): void {
    const { id } = this.erase(intended);
    if (!author.held.has(id)) author.held.set(id, recipe);
  }

  private compute(author: Author, name: string, expression: Expression): void {
    const said = this.say(author, expression, name);
    const before = author.names.get(name);
    if (before !== undefined && this.erase(before) !== this.erase(said.intended)) {
      throw new Refused(`${author.role} has another ${name}`);
    }
    const known = this.recall(author, author.held, said.intended);
    if (known !== undefined && known !== said.recipe) {
      author.emit({ do: "test", one: known, other: said.recipe });
    }
    author.names.set(name, said.intended);
    this.hold(author, { intended: said.intended, recipe: this.keep(author, said.recipe) });
    this.read(author);
  }

  /** A recipe for the same value that is computed once. */
  private keep(author: Author, recipe: Recipe): Recipe {
    if (recipe.is === "slot") return recipe;
    const slot = author.slots++;
    author.emit({ do: "let", slot, be: recipe });
    return { is: "slot", slot };
  }

  private send(step: Extract<Step, { kind: "message" }>): void {
    const { label, from, to } = step;
    const sender = this.author(from);
    const receiver = this.author(to);
    const said = this.say(sender, step.payload, label);
    sender.emit({ do: "send", label, to, slot: sender.slots++, message: said.recipe });
    if (sender === receiver) throw new Refused(`${from} sends to itself`);
    const untested = this.untested.get(label) ?? new Set();
    const slot = receiver.slots++;
    const before = new Map(receiver.held);
    const pattern = this.parse(receiver, said.intended, untested);
    receiver.emit({ do: "recv", label, from, slot, pattern }, before);
    receiver.received.push({ intended: said.intended, untested });
    this.read(receiver);
    for (const { role, partner, in: wanted } of this.learns) {
      if (role !== to || receiver.names.get(partner) === this.agent(partner)) continue;
      const isMet = receiver.held.has(this.agent(partner).id);
      if (isMet !== (wanted === label)) throw new Refused(`${role} learns who ${partner} is elsewhere`);
      if (isMet) this.meet(receiver, partner);
    }
  }

  /** Parses the receiver's copy of an intended part; its new parts are held from here on. */
  private parse(author: Author, intended: Ground, untested: ReadonlySet<string>): Pattern {
    const fields = fieldsOf(intended);
    if (fields !== undefined) {
      const parts = fields.map(
        ([name, value]): Pattern =>
          untested.has(name)
            ? { slot: author.slots++, must: { is: "anything", sorts: [], intended: this.erase(value) } }
            : this.parse(author, value, untested),
      );
      return parts.length === 1 ? (parts[0] as Pattern) : { slot: undefined, must: { is: "tuple", parts } };
    }
    const known = this.recall(author, author.held, intended);
    if (known !== undefined) return { slot: undefined, must: { is: "equal", to: known } };
    const slot = author.slots++;
    const held: Said = { intended, recipe: { is: "slot", slot } };
    const box = this.openAtOnce(author, intended, untested);
    this.hold(author, held);
    if (intended.op.startsWith("@")) {
      // Who it is was settled when the run began; only now the role can tell.
      const to: Recipe = { is: "agent", role: intended.op.slice(1) };
      author.held.set(intended.id, to);
      return { slot, must: { is: "equal", to } };
    }
    if (box !== undefined) return { slot, must: box };
    if (intended.sorts !== undefined) return { slot, must: { is: "anything", sorts: intended.sorts } };
    const pattern: Pattern = { slot, must: { is: "anything", sorts: [], intended: this.erase(intended) } };
    author.opaque.add({ intended, pattern, since: author.placed.length });
    return pattern;
  }

  private openAtOnce(author: Author, box: Ground, untested: ReadonlySet<string>): Demand | undefined {
    const opening = this.keyFor(author, box);
    if (opening === undefined) return undefined;
    return { is: "box", op: box.op, key: opening, body: this.parse(author, box.args[0] as Ground, untested) };
  }

  /** The key with which the role opens or verifies a box, if it has it. */
  private keyFor(author: Author, box: Ground): Recipe | undefined {
    if (!AT_ONCE.has(box.op) || box.sorts !== undefined) return undefined;
    const key = box.args[1] as Ground;
    switch (box.op) {
      case "senc":
        return this.recall(author, author.held, key);
      case "aenc":
        return key.op === "pk" ? this.recall(author, author.held, this.algebra.make("sk", key.args)) : undefined;
      default:
        return key.op === "sgk" ? this.recall(author, author.held, this.algebra.make("vk", key.args)) : undefined;
    }
  }

  /** Opens and compares what can be by now, and binds the names inside. */
  private read(author: Author): void {
    for (let changed = true; changed; ) {
      changed = false;
      for (const part of [...author.opaque]) {
        const made = this.rebuild(author, author.held, part.intended, "comparable");
        const must: Demand | undefined =
          made === undefined ? this.openAtOnce(author, part.intended, new Set()) : { is: "equal", to: made };
        if (must === undefined) continue;
        author.opaque.delete(part);
        if (part.since === author.placed.length - 1) part.pattern.must = must;
        else {
          const slot = part.pattern.slot as number;
          author.emit({ do: "match", slot, pattern: { slot: undefined, must } });
        }
        changed = true;
      }
    }
    for (const { intended, untested } of author.received) this.readNames(author, intended, untested);
  }

  private readNames(author: Author, intended: Ground, untested: ReadonlySet<string>): void {
    const fields = fieldsOf(intended);
    if (fields === undefined) {
      if (this.keyFor(author, intended) === undefined) return;
      this.readNames(author, intended.args[0] as Ground, untested);
      return;
    }
    for (const [name, value] of fields) {
      if (untested.has(name)) continue;
      const before = author.names.get(name);
      if (before !== undefined && this.erase(before) !== this.erase(value)) {
        throw new Refused(`${author.role} holds another ${name}`);
      }
      author.names.set(name, value);
      this.readNames(author, value, untested);
    }
  }

  /** The role's own value for an intended term: held, or made from parts. */
  private recall(
    author: Author,
    held: Held,
    intended: Ground,
    build: "comparable" | "anything" = "comparable",
  ): Recipe | undefined {
    return held.get(this.erase(intended).id) ?? this.rebuild(author, held, intended, build);
  }

  private rebuild(author: Author, held: Held, intended: Ground, build: "comparable" | "anything"): Recipe | undefined {
    if (intended.sorts !== undefined) {
      if (intended.op.startsWith("@")) return held.get(intended.id);
      return intended.sorts.includes("Family") || this.constants.includes(intended)
        ? { is: "constant", value: intended }
        : undefined;
    }
    if (!this.canApply(author, intended, build)) return undefined;
    const args: Recipe[] = [];
    for (const arg of intended.args) {
      const recipe = this.recall(author, held, arg, build);
      if (recipe === undefined) return undefined;
      args.push(recipe);
    }
    if (fieldsOf(intended) !== undefined) return tupleOf(args);
    return { is: "apply", op: intended.op, args, mustReduce: false };
  }

  private canApply(author: Author, term: Ground, build: "comparable" | "anything"): boolean {
    const { op } = term;
    if (op === PAIR || fieldsOf(term) !== undefined) return true;
    if (OWN.has(op)) return this.isOwner(author, term);
    if (op === "pk" || op === "vk") {
      const [family, owner] = term.args as [Ground, Ground];
      return owner.op !== PAIR || this.identityBased.has(family.op) || this.isOwner(author, term);
    }
    return this.comparable.has(op) || (build === "anything" && this.publicOperations.has(op));
  }

  private isOwner(author: Author, key: Ground): boolean {
    const own = this.agent(author.role);
    return key.args.slice(1).some((owner) => (owner.op === PAIR ? owner.args[0] : owner) === own);
  }

  private say(author: Author, expression: Expression, hint: string): Said {
    switch (expression.is) {
      case "name":
        return this.sayName(author, expression.name);
      case "agent":
        this.author(expression.role);
        return { intended: this.agent(expression.role), recipe: this.know(author, expression.role) };
      case "key":
        return this.sayKey(author, expression, hint);
      case "record": {
        const parts = expression.fields.map(([name, value]) => [name, this.say(author, value, name)] as const);
        const op = `{${parts.map(([name]) => name).join(",")}}`;
        return {
          intended: this.algebra.make(
            op,
            parts.map(([, part]) => part.intended),
          ),
          recipe: tupleOf(parts.map(([, part]) => part.recipe)),
        };
      }
      case "field": {
        const whole = this.say(author, expression.of, hint);
        const fields = fieldsOf(whole.intended) ?? [];
        const at = fields.findIndex(([name]) => name === expression.name);
        if (at < 0) throw new Refused(`there is no part ${expression.name}`);
        const [, intended] = fields[at] as readonly [string, Ground];
        const known = this.recall(author, author.held, intended);
        return { intended, recipe: known ?? { is: "part", of: whole.recipe, at, count: fields.length } };
      }
      case "apply":
        return this.sayApplication(author, expression, hint);
      default:
        return expression satisfies never;
    }
  }

  private know(author: Author, role: string): Recipe {
    const recipe = author.held.get(this.agent(role).id);
    if (recipe === undefined) throw new Refused(`${author.role} does not know who ${role} is`);
    return recipe;
  }

  private sayName(author: Author, name: string): Said {
    const intended = author.names.get(name);
    if (intended === undefined) throw new Refused(`${author.role} does not know ${name}`);
    const time = author.times.get(intended.id);
    if (time !== undefined) {
      author.times.delete(intended.id);
      const slot = author.slots++;
      author.emit({ do: "time", slot, name: time });
      this.hold(author, { intended, recipe: { is: "slot", slot } });
    }
    const recipe = this.recall(author, author.held, intended);
    if (recipe === undefined) throw new Refused(`${author.role} cannot get at ${name}`);
    return { intended, recipe };
  }

  private sayKey(author: Author, key: Extract<Expression, { is: "key" }>, hint: string): Said {
    const family = this.algebra.atom(key.family, ["Family"]);
    const owners = key.owners.map((role) => this.agent(this.author(role).role));
    const recipes = key.owners.map((role) => this.know(author, role));
    if (OWN.has(key.op) && !key.owners.includes(author.role)) throw new Refused(`not ${author.role}'s key`);
    const { op } = key;
    const constant: Recipe = { is: "constant", value: family };
    if (op === "shk" || op === "shk.directed") {
      return {
        intended: this.algebra.make(op, [family, ...owners]),
        recipe: { is: "apply", op, args: [constant, ...recipes], mustReduce: false },
      };
    }
    const [owner] = owners as [Ground];
    const [recipe] = recipes as [Recipe];
    if (key.index === undefined) {
      return {
        intended: this.algebra.make(op, [family, owner]),
        recipe: { is: "apply", op, args: [constant, recipe], mustReduce: false },
      };
    }
    const index = this.say(author, key.index, hint);
    const intended = this.algebra.make(op, [family, this.algebra.make(PAIR, [owner, index.intended])]);
    const known = this.recall(author, author.held, intended);
    if (known === undefined) throw new Refused(`${author.role} cannot compute another's indexed key`);
    return { intended, recipe: known };
  }

  private sayApplication(author: Author, expression: Extract<Expression, { is: "apply" }>, hint: string): Said {
    const { op } = expression;
    if (this.operations.get(op) !== expression.args.length) throw new Refused(`${op} is not used so`);
    const parts = expression.args.map((arg) => this.say(author, arg, hint));
    const intended = parts.map((part) => part.intended);
    const args = parts.map((part) => part.recipe);
    if (this.algebra.rulesOf(op).length === 0) {
      return { intended: this.algebra.make(op, intended), recipe: { is: "apply", op, args, mustReduce: false } };
    }
    const reduced = this.algebra.reduce(op, intended);
    if (reduced === undefined) throw new Refused(`${op} can never succeed`);
    const recipe: Recipe = { is: "apply", op, args, mustReduce: reduced.rule.opens };
    if (!reduced.rule.opens) return { intended: reduced.result, recipe };
    const slot = author.slots++;
    author.emit({ do: "let", slot, be: recipe });
    const pattern = this.parse(author, reduced.result, new Set());
    author.emit({ do: "match", slot, pattern });
    // Parts of it that nothing reads yet are looked at again when something else comes.
    this.read(author);
    return { intended: reduced.result, recipe: { is: "slot", slot } };
  }

  private claim(author: Author, claim: ClaimDescription): void {
    const mean = (expression: Expression): Ground => this.say(author, expression, "claim").intended;
    this.claims.push({
      role: author.role,
      claim,
      term: claim.term === undefined ? undefined : mean(claim.term),
      data: claim.data?.map(mean),
    });
  }

  private place({ role, claim, term, data }: PendingClaim, index: number, into: Insertions): ProgramClaim {
    const author = this.author(role);
    const at = this.findPosition(author, claim.after);
    const held = author.placed[at]?.before ?? author.held;
    const mine = (intended: Ground): Recipe => {
      const recipe = this.recall(author, held, intended, "anything");
      if (recipe === undefined) throw new Refused(`${role} claims what it does not hold`);
      return recipe;
    };
    const made: ProgramClaim = {
      index,
      role,
      word: claim.claim,
      label: claim.label ?? "",
      ...(term === undefined ? {} : { term: mine(term) }),
      ...(claim.partner === undefined ? {} : { partner: claim.partner }),
      ...(data === undefined ? {} : { data: data.map(mine) }),
      namesPartner: claim.unnamed !== true,
      ...(claim.honest === undefined ? {} : { honest: [role, ...claim.honest] }),
      place: claim.place,
    };
    into.get(role)?.push({ at, instruction: { do: "claim", claim: made } });
    return made;
  }

  /** Where a claim stands: before the first step behind the message, or at the end. */
  private findPosition(author: Author, after: string | undefined): number {
    if (after === undefined) return author.placed.length;
    const at = author.placed.findLastIndex(({ instruction: one }) => "label" in one && one.label === after);
    if (at < 0) throw new Refused(`${author.role} takes no part in ${after}`);
    return nextStep(author, at + 1);
  }

  /**
   * The partner's running signal for an agreement: the latest of the author's that must come before the claim and means
   * the same, or one before its last send that is a cause of the claim.
   */
  private signal(pending: PendingClaim, claim: ProgramClaim, into: Insertions): void {
    if (pending.data === undefined || claim.partner === undefined) return;
    if (claim.partner === claim.role) throw new Refused(`${claim.role} agrees with itself`);
    const claimant = this.author(claim.role);
    const causes = this.listCauses(claimant, this.findPosition(claimant, pending.claim.after));
    const partner = this.author(claim.partner);
    const last = partner.placed.findLastIndex(({ instruction: one }) => one.do === "send" && causes.has(one.label));
    const byHand = this.signals
      .filter((signal) => this.answers(signal, pending))
      .map((signal) => ({ signal, at: this.findSignalPosition(partner, signal) }))
      .filter(({ at }) => at <= last)
      .sort((a, b) => b.at - a.at)[0];
    if (byHand !== undefined) {
      const { at, signal } = byHand;
      this.answering.add(signal);
      const held = partner.placed[at]?.before ?? partner.held;
      if (claim.namesPartner && !held.has(this.agent(claim.role).id)) throw new Refused("a signal names a stranger");
      const data = signal.data.map((term) => this.recall(partner, held, term, "anything"));
      if (data.some((recipe) => recipe === undefined)) throw new Refused("a signal says what its role does not hold");
      into.get(partner.role)?.push({ at, instruction: makeSignal(claim, data as Recipe[]) });
      return;
    }
    for (let at = last; at >= 0; at--) {
      const { instruction, before } = partner.placed[at] as Placed;
      if (instruction.do !== "send" || !causes.has(instruction.label)) continue;
      if (claim.namesPartner && !before.has(this.agent(claim.role).id)) continue;
      const data = pending.data.map((term) => this.recall(partner, before, term, "anything"));
      if (data.some((recipe) => recipe === undefined)) continue;
      into.get(partner.role)?.push({ at, instruction: makeSignal(claim, data as Recipe[]) });
      return;
    }
    throw new Refused(`${claim.partner} never sends while it holds what is agreed on`);
  }

  private answers({ role, signal, data }: PendingSignal, { role: claimant, claim, data: claimed }: PendingClaim) {
    if (role !== claim.partner || (signal.with !== undefined && signal.with !== claimant)) return false;
    return (
      data.length === claimed?.length && data.every((term, i) => this.erase(term) === this.erase(claimed[i] as Ground))
    );
  }

  private findSignalPosition(author: Author, { signal, written }: PendingSignal): number {
    return signal.after === undefined ? nextStep(author, written) : this.findPosition(author, signal.after);
  }

  /** Labels of the messages whose sending comes before a place of a role, by its own order and from send to receive. */
  private listCauses(author: Author, end: number): Set<string> {
    const found = new Set<string>();
    const visit = (of: Author, until: number): void => {
      for (const { instruction } of of.placed.slice(0, until)) {
        if (instruction.do === "send") found.add(instruction.label);
        if (instruction.do !== "recv" || found.has(`received ${instruction.label}`)) continue;
        found.add(`received ${instruction.label}`);
        found.add(instruction.label);
        const sender = this.author(instruction.from);
        const at = sender.placed.findIndex(
          ({ instruction: one }) => one.do === "send" && one.label === instruction.label,
        );
        visit(sender, at);
      }
    };
    visit(author, end);
    return found;
  }

  /** The term that travels: records become tuples. */
  private erase(intended: Ground): Ground {
    if (intended.sorts !== undefined) return intended;
    const args = intended.args.map((arg) => this.erase(arg));
    if (intended.op.startsWith("{")) return this.algebra.tuple(args);
    return this.algebra.make(intended.op, args);
  }
}

interface Insertion {
  readonly at: number;
  readonly instruction: Instruction;
}
type Insertions = ReadonlyMap<string, Insertion[]>;

/** Puts what was inserted before the instructions that it was inserted at: claims first, then running signals. */
function weave(placed: readonly Placed[], inserted: readonly Insertion[]): Instruction[] {
  const there = (at: number, kind: Instruction["do"]): Instruction[] =>
    inserted.filter((one) => one.at === at && one.instruction.do === kind).map(({ instruction }) => instruction);
  const all = placed.flatMap(({ instruction }, at) => [...there(at, "claim"), ...there(at, "running"), instruction]);
  return [...all, ...there(placed.length, "claim")];
}

/** The first step from a place of a role on. */
function nextStep({ placed }: Author, from: number): number {
  const next = placed.findIndex(({ instruction: { do: kind } }, i) => i >= from && isNetwork(kind));
  return next < 0 ? placed.length : next;
}

function makeSignal(claim: ProgramClaim, data: readonly Recipe[]): Instruction {
  return { do: "running", answers: [claim.index], partner: claim.namesPartner ? claim.role : undefined, data };
}

function isNetwork(kind: Instruction["do"]): boolean {
  return kind === "send" || kind === "recv" || kind === "time";
}

function tupleOf(parts: readonly Recipe[]): Recipe {
  const last = parts.at(-1) as Recipe;
  return parts
    .slice(0, -1)
    .reduceRight<Recipe>((rest, part) => ({ is: "apply", op: PAIR, args: [part, rest], mustReduce: false }), last);
}

/** The fields of an intended record. */
function fieldsOf(intended: Ground): readonly (readonly [string, Ground])[] | undefined {
  if (!intended.op.startsWith("{")) return undefined;
  const names = intended.op.slice(1, -1).split(",");
  return intended.args.map((value, i) => [names[i] as string, value] as const);
}
