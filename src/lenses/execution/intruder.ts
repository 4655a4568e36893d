/**
 * The intruder of a trace on bytes: it overhears messages, takes them apart and makes others, with the operations of the
 * theories and Eve's own keys, and never with a secret of anybody else.
 *
 * Each value that it has is kept under the model's ground term. The intended term beside it says what the value is for the
 * code: how it is encoded, and for which place it was sealed, signed or hashed.
 */
import { match } from "../../core/term/match.ts";
import { substitute } from "../../core/term/substitution.ts";
import { AGENT, apply, type Application, constant, mapLeaves, type Name, type Term } from "../../core/term/term.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import type { Rewrite, Weakness } from "../../core/theory/theory.ts";
import { opensSomething, reduce } from "../../core/protocol/project/world.ts";
import type { Stage } from "../../live/generic/stage.ts";
import { seededRandomness } from "../../live/crypto/randomness.ts";
import { applyOperation } from "../../live/roles/evaluate.ts";
import { constantValue, lengthOfSort, type Means } from "../../live/roles/holding.ts";
import type { Meant } from "../../live/roles/compute.ts";
import type { RolePlan } from "../../live/roles/plan.ts";
import { Unsupported } from "../../live/wire/form.ts";
import { Refused } from "../../live/wire/refusal.ts";
import { asList, isSameValue, type Value } from "../../live/wire/value.ts";
import { agentName, fillOpen, fitKeys, KEYS, readGroundKey, splitPairs, swapLast } from "./ground-terms.ts";

/** A value that the intruder has. */
export interface Piece extends Meant {
  readonly term: Term;
}

/** A rule whose operation takes its first argument apart. */
type Opening = Rewrite & { readonly left: Application };

/** Parts of an intruder. */
export interface IntruderOptions {
  readonly stage: Stage;
  /** The dishonest agents, whose keys it has. */
  readonly untrusted: readonly Name[];
  /** Values that it makes up, as the trace names them. */
  readonly invented: readonly Name[];
  /** The weaknesses that are switched on. */
  readonly weaknesses: readonly Weakness[];
  readonly seed: string;
  /** The value of a time that the trace names. */
  readonly timeOf: (term: Term) => number;
}

/** Computations in one another that are tried for one value. */
const DEEPEST = 12;

export class Intruder {
  private readonly options: IntruderOptions;
  private readonly means: Means;
  private readonly dishonest: ReadonlySet<string>;
  private readonly invented: Set<string>;
  private readonly pieces = new Map<string, Piece>();
  private readonly inProgress = new Set<string>();

  constructor(options: IntruderOptions) {
    const { stage, untrusted, invented } = options;
    this.options = options;
    this.dishonest = new Set(untrusted.map(({ name }) => name));
    this.invented = new Set(invented.map(({ key }) => key));
    const [plan] = [...stage.plan.roles.values()] as [RolePlan, ...RolePlan[]];
    this.means = { plan, operations: stage.operations, keys: stage.ring.of(untrusted[0]?.name ?? "") };
  }

  /** Overhears a message, and takes apart what it can. */
  async learn(term: Term, intended: Term, value: Value): Promise<void> {
    this.keep(term, intended, value);
    for (let grown = true; grown; ) {
      grown = false;
      for (const piece of [...this.pieces.values()]) grown = (await this.open(piece)) || grown;
    }
  }

  /**
   * True when the intruder, with a value that it guesses for a term, makes another that it has once more, or opens it: how
   * the guess is verified. A wrong guess should not be.
   */
  async verifies(guess: Piece, witness: Term): Promise<boolean> {
    const known = this.pieces.get(witness.key);
    if (known === undefined) return false;
    const guessing = new Intruder(this.options);
    for (const [key, piece] of this.pieces) guessing.pieces.set(key, piece);
    guessing.keep(guess.term, guess.intended, guess.value);
    const made = await guessing.build(known.term, known.intended);
    if (made !== undefined && isSameValue(made, known.value)) return true;
    for (const rule of guessing.listOpenings()) if ((await guessing.openBy(rule, known)) !== undefined) return true;
    return false;
  }

  /** The value of a term at a place where the code expects `intended`; undefined when it cannot make it. */
  async make(term: Term, intended: Term): Promise<Value | undefined> {
    const fields = fieldsOf(intended);
    const parts = fields === undefined ? undefined : splitPairs(term, fields.length);
    // A record of one field is its field in the model, and a list of one in the code.
    if (fields !== undefined && parts !== undefined) {
      const made = await this.makeAll(
        parts,
        fields.map(([, field]) => field),
      );
      if (made !== undefined) return made;
    }
    const known = this.pieces.get(term.key);
    if (known !== undefined) return known.value;
    if (fields !== undefined) return undefined;
    const id = `${term.key} ${intended.key}`;
    if (this.inProgress.has(id) || this.inProgress.size > DEEPEST) return undefined;
    this.inProgress.add(id);
    try {
      return await this.build(term, intended);
    } finally {
      this.inProgress.delete(id);
    }
  }

  private keep(term: Term, intended: Term, value: Value): boolean {
    const fields = fieldsOf(intended);
    if (fields !== undefined) {
      const parts = splitPairs(term, fields.length);
      const values = asList(value);
      // A tuple that the model takes for one part stays whole.
      if (parts !== undefined) {
        return parts.map((part, i) => this.keep(part, fields[i]?.[1] as Term, values[i] as Value)).some(Boolean);
      }
    }
    if (this.pieces.has(term.key)) return false;
    this.pieces.set(term.key, { term, intended, value });
    return true;
  }

  private async open(piece: Piece): Promise<boolean> {
    let grown = false;
    for (const rule of this.listOpenings()) {
      const [pattern] = rule.left.args as readonly [Term, ...Term[]];
      const [bound, meant] = [match(pattern, piece.term), match(pattern, piece.intended)];
      if (bound === undefined || meant === undefined) continue;
      const gained = substitute(rule.right, bound);
      if (this.has(gained, substitute(rule.right, meant))) continue;
      const opened = await this.openBy(rule, piece);
      if (opened !== undefined) grown = this.keep(gained, opened.intended, opened.value) || grown;
    }
    return grown;
  }

  /** The rules that take something apart, each by an operation that anybody can apply. */
  private listOpenings(): readonly Opening[] {
    const { world } = this.means.plan;
    return world.rewrites.filter(
      (rule): rule is Opening =>
        opensSomething(rule) &&
        rule.left.kind === "application" &&
        rule.left.args[0]?.kind === "application" &&
        world.operations.get(rule.left.op)?.public === true,
    );
  }

  /** The content of a piece by a rule; undefined where a key is missing, or the code does not open it. */
  private async openBy({ left }: Opening, piece: Piece): Promise<Meant | undefined> {
    const [pattern, ...keys] = left.args as readonly [Term, ...Term[]];
    const [bound, meant] = [match(pattern, piece.term), match(pattern, piece.intended)];
    if (bound === undefined || meant === undefined) return undefined;
    const args: Meant[] = [piece];
    for (const key of keys) {
      const intended = substitute(key, meant);
      const value = await this.make(substitute(key, bound), intended);
      if (value === undefined) return undefined;
      args.push({ intended, value });
    }
    return this.attempt(left.op, args);
  }

  /** True when every part of a term is kept. */
  private has(term: Term, intended: Term): boolean {
    if (this.pieces.has(term.key)) return true;
    const fields = fieldsOf(intended);
    const parts = fields === undefined ? undefined : splitPairs(term, fields.length);
    return parts?.every((part, i) => this.has(part, fields?.[i]?.[1] as Term)) === true;
  }

  private async build(term: Term, intended: Term): Promise<Value | undefined> {
    if (term.kind === "name") return this.nameValue(term, intended);
    if (term.kind !== "application") return undefined;
    if (KEYS.has(term.op)) return (await this.keyValue(term, intended)) ?? this.exploit(term);
    const sort = this.means.plan.constants.get(term.op);
    if (sort !== undefined) {
      const owner = agentName(term.args[0]);
      return this.dishonest.has(owner) ? this.means.keys.constant?.(term.op, owner, lengthOfSort(sort)) : undefined;
    }
    return (await this.construct(term, intended)) ?? this.compute(term, intended);
  }

  /** By a weakness of a theory whose gain matches the term: its key, for the most part. */
  private async exploit(term: Term): Promise<Value | undefined> {
    const { stage, weaknesses } = this.options;
    for (const { name, given, yields } of weaknesses) {
      const bound = match(yields, term);
      if (bound === undefined || stage.exploit === undefined) continue;
      for (const [ground, place] of fillOpen(given, bound, bound, this.pieces)) {
        const values = await this.makeAll(
          given.map((part) => substitute(part, ground)),
          given.map((part) => substitute(part, place)),
        );
        const gained = values === undefined ? undefined : stage.exploit(name, values);
        if (gained !== undefined) return gained;
      }
    }
    return undefined;
  }

  private async makeAll(terms: readonly Term[], intended: readonly Term[]): Promise<Value[] | undefined> {
    const values: Value[] = [];
    for (const [i, term] of terms.entries()) {
      const value = await this.make(term, intended[i] as Term);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }

  /** A value that means nothing to anybody; where the code expects what an operation makes, one that it can read. */
  private async invent(term: Name, intended: Term): Promise<Value | undefined> {
    const sort = intended.kind === "application" ? "" : (intended.sorts[0] ?? term.sorts[0] ?? "");
    if (sort === "Time") return this.options.timeOf(term);
    if (sort === AGENT || sort === "Text") return term.name;
    const { operations } = this.means;
    const drawn = seededRandomness(JSON.stringify([this.options.seed, "invented", term.key]));
    const value = (await this.forge(intended)) ?? operations.sample(sort, drawn) ?? drawn.bytes(32);
    this.pieces.set(term.key, { term, intended, value });
    return value;
  }

  /** Applies an operation to invented values and Eve's keys. */
  private async forge(intended: Term): Promise<Value | undefined> {
    const { constants, world } = this.means.plan;
    if (intended.kind !== "application" || constants.has(intended.op)) return undefined;
    const [eve] = this.options.untrusted;
    if (KEYS.has(intended.op)) return this.keyValue(this.giveTo(intended, eve as Name), intended);
    const fields = fieldsOf(intended);
    if (fields === undefined && world.operations.get(intended.op)?.public !== true) return undefined;
    const args: Meant[] = [];
    for (const [i, arg] of intended.args.entries()) {
      const made = constant(`made up ${intended.key} ${i}`, arg.kind === "application" ? [] : arg.sorts);
      const value = arg.kind === "variable" ? (eve as Name).name : await this.invent(made, arg);
      if (value === undefined) return undefined;
      args.push({ intended: arg, value });
    }
    if (fields !== undefined) return args.map(({ value }) => value);
    return (await this.attempt(intended.op, args))?.value;
  }

  /** The key with an agent in the place of the roles that own it, and something made up for its index. */
  private giveTo(key: Application, agent: Name): Application {
    return mapLeaves(key, (leaf) => {
      if (leaf.kind === "variable") return agent;
      if (!leaf.fresh) return leaf;
      const made = constant(`made up ${leaf.key}`, leaf.sorts);
      this.invented.add(made.key);
      return made;
    }) as Application;
  }

  private async nameValue(term: Name, intended: Term): Promise<Value | undefined> {
    if (this.invented.has(term.key)) return this.invent(term, intended);
    if (term.fresh) return undefined;
    if (term.sorts.includes(AGENT)) return term.name;
    return term.sorts.includes("Time") ? this.options.timeOf(term) : constantValue(term.name, term.sorts);
  }

  private async keyValue(key: Application, intended: Term): Promise<Value | undefined> {
    const { index, ...named } = readGroundKey(key, intended);
    const { op, owner, other } = named;
    const made = index === undefined ? undefined : await this.make(index.term, index.intended);
    if (index !== undefined && made === undefined) return undefined;
    const name = made === undefined ? named : { ...named, index: made };
    if (op === "pk" || op === "vk") return this.means.keys.publicKey(name);
    const isEves = this.dishonest.has(owner) || (other !== undefined && this.dishonest.has(other));
    return isEves ? this.means.keys.secretKey(name) : undefined;
  }

  /** By the operation at the term's root, if anybody can apply it. */
  private async construct(term: Application, intended: Term): Promise<Value | undefined> {
    const { world } = this.means.plan;
    const operation = world.operations.get(term.op);
    if (operation?.public !== true) return undefined;
    // Where the code expects something else, the term itself says what its parts are.
    const meant = intended.kind === "application" && intended.op === term.op ? intended.args : term.args;
    const orders = operation.commutes === true ? [term.args, swapLast(term.args)] : [term.args];
    for (const args of [...orders, ...fitKeys(term, meant)]) {
      const made = await this.makeAndApply(term.op, args, meant);
      if (made !== undefined) return made;
    }
    return undefined;
  }

  /** By an operation that a rule reduces to the term. */
  private async compute(term: Term, intended: Term): Promise<Value | undefined> {
    const { world } = this.means.plan;
    for (const { left, right } of world.rewrites) {
      if (left.kind !== "application" || world.operations.get(left.op)?.public !== true) continue;
      const bound = right.kind === "application" ? match(right, term) : undefined;
      if (bound === undefined) continue;
      const meant = match(right, intended) ?? bound;
      for (const [ground, place] of fillOpen(left.args, bound, meant, this.pieces)) {
        const made = await this.makeAndApply(
          left.op,
          left.args.map((arg) => substitute(arg, ground)),
          left.args.map((arg) => substitute(arg, place)),
        );
        if (made !== undefined) return made;
      }
    }
    return undefined;
  }

  /** An operation on what is made for each argument; `meant` are the intended terms of these. */
  private async makeAndApply(op: string, args: readonly Term[], meant: readonly Term[]): Promise<Value | undefined> {
    const values = await this.makeAll(args, meant);
    if (values === undefined) return undefined;
    const given = values.map((value, i): Meant => ({ value, intended: meant[i] as Term }));
    return (await this.attempt(op, given))?.value;
  }

  /** Applies an operation; undefined where the code refuses these arguments. */
  private async attempt(op: string, args: readonly Meant[]): Promise<Meant | undefined> {
    const { seed } = this.options;
    const whole = apply(op, ...args.map(({ intended }) => intended));
    const intended = reduce(this.means.plan.world, whole);
    const randomness = seededRandomness(JSON.stringify([seed, "made", op, this.pieces.size]));
    try {
      return {
        intended,
        value: await applyOperation({ means: this.means, randomness, at: op }, whole, intended, args),
      };
    } catch (error) {
      // Values of another kind than the operation takes, or that do not open.
      if (error instanceof Refused || error instanceof TypeError || error instanceof Unsupported) return undefined;
      throw error;
    }
  }
}
