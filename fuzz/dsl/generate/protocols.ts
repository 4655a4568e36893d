/**
 * Random descriptions: small protocols of two to four roles that answer challenges, pass on what they cannot read, and
 * open what they can, over the built-in theories and one that is made up.
 *
 * What a role can say is asked of the judge's compiler, step by step; a step that it refuses is left out.
 */
import type { Place } from "../../../src/core/diagnostic/diagnostic.ts";
import type {
  ClaimDescription,
  ClaimWord,
  Description,
  Learning,
  Step,
} from "../../../src/core/protocol/ir/description.ts";
import { type Expression, subexpressions } from "../../../src/core/theory/expression.ts";
import { ALWAYS_AVAILABLE, THEORIES } from "../../../src/core/theory/registry.ts";
import type { Theory } from "../../../src/core/theory/theory.ts";
import { Algebra, type Bound, type Ground, type Shape } from "../judge/algebra.ts";
import { Compiler, Refused } from "../judge/compile.ts";
import { expressionsOf } from "../judge/vocabulary.ts";
import { IDENTITY_BASED } from "../judge/world.ts";
import { Dice } from "./dice.ts";
import { makeTheory } from "./theories.ts";
import { declare, type TheorySource } from "./theory-source.ts";

/** A description with the source of the theory that was made up for it. */
export interface Sample {
  readonly description: Description;
  readonly source: TheorySource | undefined;
}

const ROLES = ["A", "B", "C", "D"];
const FRESH_SORTS = ["Nonce", "Nonce", "Nonce", "Data", "Key"];

/** Destructors of boxes that a receiver opens without being told. */
const OPENED_AT_ONCE: ReadonlySet<string> = new Set(["adec", "sdec", "message"]);

/** A place of its own for every step and claim: claims are told apart by it. */
function placeOf(line: number): Place {
  return { file: "protocol.ts", line, column: 1 };
}

function agent(role: string): Expression {
  return { is: "agent", role };
}

function textOf(claim: ClaimDescription): string {
  return JSON.stringify({ ...claim, place: undefined });
}

/** A random description. Throws DiagnosticError when the theory that it made up may not be declared. */
export function makeSample(dice: Dice): Sample {
  const source = dice.chance(0.45) ? makeTheory(dice) : undefined;
  const own = source === undefined ? undefined : declare(source);
  const author = new Author(dice, own);
  author.write();
  return { description: author.description(), source };
}

class Author {
  private readonly dice: Dice;
  private readonly own: Theory | undefined;
  private roles: Description["roles"];
  private readonly usesDh: boolean;
  private readonly usesPre: boolean;
  private readonly weaknesses: string[];
  private steps: Step[] = [];
  private learning: Learning | undefined;
  private compiler: Compiler;
  private count = 0;
  private lines = 0;
  private readonly match: 0 | 1 | 2;
  /** Most messages say who said them, so that much of what is claimed holds. */
  private readonly isCareful: boolean;

  constructor(dice: Dice, own: Theory | undefined) {
    this.dice = dice;
    this.own = own;
    const count = dice.weigh([
      [9, 2],
      [7, 3],
      [1, 4],
    ] as const);
    const server = count > 2 && dice.chance(0.4) ? (ROLES[count - 1] as string) : undefined;
    this.roles = ROLES.slice(0, count).map((name) => ({
      name,
      title: `role ${name}`,
      ...(name === server ? { trusted: true as const } : {}),
    }));
    this.usesDh = own === undefined ? dice.chance(0.25) : dice.chance(0.08);
    this.usesPre = own === undefined && !this.usesDh && dice.chance(0.12);
    this.isCareful = dice.chance(0.45);
    this.match = dice.weigh([
      [30, 0],
      [1, 1],
      [1, 2],
    ] as const);
    this.weaknesses = [
      ...(own?.weaknesses.map(({ name }) => name) ?? []),
      ...(this.usesPre && dice.chance(0.3) ? ["collusion"] : []),
    ];
    this.compiler = this.compile([]) as Compiler;
  }

  description(): Description {
    return this.describe(this.steps);
  }

  /** Writes all steps. */
  write(): void {
    const { dice } = this;
    this.giveBeginnings();
    const messages = 1 + dice.below(this.roles.length + 2);
    let last = dice.chance(0.8) ? (this.roles[0]?.name as string) : dice.pick(this.roles).name;
    let sender = last;
    for (let i = 0; i < messages; i++) {
      const others = this.roles.map(({ name }) => name).filter((name) => name !== sender);
      // Mostly ping-pong, sometimes on to a role that has had no message yet.
      const isAnswer = i > 0 && others.includes(last) && dice.chance(0.5);
      const strangers = others.filter((name) => !this.hasHeard(name));
      const isIntroduction = !isAnswer && strangers.length > 0 && dice.chance(0.6);
      const receiver = isAnswer ? last : dice.pick(isIntroduction ? strangers : others);
      this.send(`M${i + 1}`, sender, receiver);
      this.openUp(receiver);
      last = sender;
      // The receiver answers, mostly; or the sender goes on.
      sender = dice.chance(0.75) ? receiver : dice.chance(0.6) ? sender : dice.pick(this.roles).name;
    }
    this.addViews();
    this.dropUnused();
    this.claimAll();
  }

  /** Leaves out fresh names that nobody says and roles that take part in nothing. */
  private dropUnused(): void {
    const used = new Set<string>();
    const busy = new Set<string>();
    for (const step of this.steps) {
      if (step.kind === "message") for (const role of [step.from, step.to]) busy.add(role);
      for (const part of expressionsOf(step).flatMap((one) => [...subexpressions(one)])) {
        if (part.is === "name") used.add(part.name);
        if (part.is === "agent") busy.add(part.role);
        if (part.is === "key") for (const owner of part.owners) busy.add(owner);
      }
    }
    this.steps = this.steps.flatMap((step): Step[] => {
      if ("role" in step && !busy.has(step.role)) return [];
      if (step.kind !== "fresh") return [step];
      const names = step.names.filter(([name]) => used.has(name));
      return names.length === 0 ? [] : [{ ...step, names }];
    });
    const idle = this.steps.some((step) => step.kind === "message")
      ? busy
      : new Set(this.roles.map(({ name }) => name));
    this.roles = this.roles.filter(({ name }) => idle.has(name)).map((role) => this.distrustIdle(role));
    this.compiler = this.compile(this.steps) ?? this.compiler;
  }

  private distrustIdle(role: Description["roles"][number]): Description["roles"][number] {
    const { name, title } = role;
    const isBusy = this.steps.some((step) => step.kind === "message" && (step.from === name || step.to === name));
    return isBusy ? role : { name, title };
  }

  private hasHeard(role: string): boolean {
    return this.steps.some((step) => step.kind === "message" && (step.to === role || step.from === role));
  }

  private describe(steps: readonly Step[]): Description {
    const theories = [
      ...ALWAYS_AVAILABLE,
      ...THEORIES.filter(({ name }) => (name === "dh" && this.usesDh) || (name === "pre" && this.usesPre)),
      ...(this.own === undefined ? [] : [this.own]),
    ];
    return {
      schema: "assay/description-1",
      name: "fuzzed",
      roles: this.roles,
      theories,
      weaknesses: this.weaknesses,
      steps,
      ...(this.match === 0 ? {} : { match: this.match }),
      ...(this.learning === undefined ? {} : { learns: [this.learning] }),
    };
  }

  private compile(steps: readonly Step[]): Compiler | undefined {
    const description = this.describe(steps);
    try {
      const compiler = new Compiler(description, new Algebra(description.theories, []), new Set(IDENTITY_BASED));
      for (const step of steps) compiler.take(step);
      return compiler;
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }

  /** Adds a step; false when it is refused. */
  private add(step: Omit<Step, "place"> & Record<string, unknown>): boolean {
    const placed = { ...step, place: placeOf(++this.lines) } as unknown as Step;
    const compiler = this.compile([...this.steps, placed]);
    if (compiler === undefined) return false;
    this.compiler = compiler;
    this.steps = [...this.steps, placed];
    return true;
  }

  private name(start: string): string {
    return `${start}${++this.count}`;
  }

  private giveBeginnings(): void {
    const { dice } = this;
    if (dice.chance(0.2)) this.add({ kind: "public", bindings: [["tag", { is: "sort", sort: "Text" }]] });
    if (dice.chance(0.1)) {
      const sort = dice.pick(["Data", "Scalar"]);
      for (const role of dice.some(this.roles, 2)) {
        this.add({ kind: "knows", role: role.name, bindings: [["lt", { is: "sort", sort }]] });
      }
    }
    for (const { name } of this.roles) {
      const fresh = 1 + dice.below(2);
      if (name !== "A" && dice.chance(0.3)) continue;
      const names = Array.from({ length: fresh }, () => {
        const sort = dice.pick(FRESH_SORTS);
        return [this.name(sort === "Key" ? "K" : sort === "Data" ? "D" : "N"), sort] as const;
      });
      if (this.usesDh && dice.chance(0.8)) names.push([this.name("x"), "Scalar"]);
      if (this.usesPre && dice.chance(0.3)) names.push([this.name("x"), "Scalar"]);
      this.add({ kind: "fresh", role: name, names });
      if (dice.chance(0.07)) this.add({ kind: "timestamp", role: name, name: this.name("T") });
    }
  }

  /** The names of a role, without the roles. */
  private namesOf(role: string): [string, Ground][] {
    return [...this.compiler.author(role).names].filter(([, term]) => !term.op.startsWith("@"));
  }

  private send(label: string, from: string, to: string): void {
    if (this.introduce(label, from, to)) return;
    for (let attempt = 0; attempt < 5; attempt++) {
      const count = this.dice.weigh([
        [5, 1],
        [4, 2],
        [1, 3],
      ] as const);
      if (this.isCareful && this.dice.chance(0.75)) {
        if (this.add({ kind: "message", label, from, to, payload: this.authenticated(from, to) })) return;
        continue;
      }
      const fields = this.fieldsOf(Array.from({ length: count }, () => this.part(from, to, 2)));
      const bare = fields.length === 1 && fields[0]?.[1].is === "apply" && this.dice.chance(0.5);
      const payload: Expression = bare ? (fields[0]?.[1] as Expression) : { is: "record", fields };
      if (this.add({ kind: "message", label, from, to, payload })) return;
    }
  }

  /** Lets the receiver of its first message learn from it who another role is. */
  private introduce(label: string, from: string, to: string): boolean {
    const { dice } = this;
    if (this.hasHeard(to) || this.learning !== undefined || !dice.chance(0.1)) return false;
    const partner = dice.chance(0.7) ? from : dice.pick(this.roles.filter(({ name }) => name !== to)).name;
    const parts = [...Array.from({ length: 1 + dice.below(2) }, () => this.part(from, to, 1)), agent(partner)];
    const payload: Expression = { is: "record", fields: this.fieldsOf(parts) };
    this.learning = { role: to, partner, in: label, place: placeOf(++this.lines) };
    if (this.add({ kind: "message", label, from, to, payload })) return true;
    this.learning = undefined;
    return false;
  }

  /** Something that only the sender, or the sender and the receiver, can have said to this receiver. */
  private authenticated(from: string, to: string): Expression {
    const { dice } = this;
    const atoms = Array.from({ length: 1 + dice.below(2) }, () => this.atom(from, to));
    const body = (role: string): Expression => ({ is: "record", fields: this.fieldsOf([...atoms, agent(role)]) });
    const shared: Expression = { is: "key", op: "shk", family: "shared", owners: [from, to].sort() };
    return dice.weigh<() => Expression>([
      [4, () => this.apply("sign", body(to), { is: "key", op: "sgk", family: "sig", owners: [from] })],
      [3, () => this.apply("senc", body(from), shared)],
      [2, () => this.apply("aenc", body(from), { is: "key", op: "pk", family: "key", owners: [to] })],
      [1, () => ({ is: "record", fields: this.fieldsOf([...atoms, this.apply("mac", body(from), shared)]) })],
    ])();
  }

  /** Parts with names: their own, or new ones. */
  private fieldsOf(parts: readonly Expression[]): (readonly [string, Expression])[] {
    const fields = new Map<string, Expression>();
    for (const part of parts) {
      const name = part.is === "name" ? part.name : part.is === "agent" ? part.role : this.name("p");
      fields.set(name, part);
    }
    return [...fields];
  }

  /** Something that a role says to another. */
  private part(from: string, to: string, depth: number): Expression {
    const { dice } = this;
    if (depth === 0 || dice.chance(0.3)) return this.atom(from, to);
    return dice.weigh<() => Expression>([
      [4, () => this.apply("aenc", this.body(from, to, depth), this.publicKey(from, to))],
      [3, () => this.apply("senc", this.body(from, to, depth), this.symmetricKey(from, to))],
      [
        3,
        () => this.apply("sign", this.body(from, to, depth), { is: "key", op: "sgk", family: "sig", owners: [from] }),
      ],
      [1, () => this.apply("hash", this.body(from, to, depth))],
      [2, () => this.apply("mac", this.body(from, to, depth), this.symmetricKey(from, to))],
      [this.usesDh ? 6 : 0, () => this.exchange(from)],
      [this.own === undefined && !this.usesPre ? 0 : 8, () => this.ownApplication(from, to, depth)],
      [1, () => this.keyAsPart(from, to)],
    ])();
  }

  private apply(op: string, ...args: readonly Expression[]): Expression {
    return { is: "apply", op, args };
  }

  private atom(from: string, to: string): Expression {
    const { dice } = this;
    const names = this.namesOf(from).map(([name]) => name);
    const theirs = new Set(this.namesOf(to).map(([name]) => name));
    // Challenges come back, mostly.
    const known = names.filter((name) => theirs.has(name));
    if (known.length > 0 && dice.chance(0.35)) return { is: "name", name: dice.pick(known) };
    if (names.length === 0 || dice.chance(0.25)) return { is: "agent", role: dice.pick(this.roles).name };
    return { is: "name", name: dice.pick(names) };
  }

  private body(from: string, to: string, depth: number): Expression {
    const { dice } = this;
    const count = dice.weigh([
      [3, 1],
      [4, 2],
      [2, 3],
    ] as const);
    const parts = Array.from({ length: count }, () =>
      dice.chance(0.15) ? this.part(from, to, depth - 1) : this.atom(from, to),
    );
    const [first] = parts;
    if (count === 1 && dice.chance(0.3)) return first as Expression;
    return { is: "record", fields: this.fieldsOf(parts) };
  }

  private publicKey(from: string, to: string): Expression {
    const { dice } = this;
    const received = this.namesOf(from).filter(([, term]) => term.op === "pk");
    if (received.length > 0 && dice.chance(0.6)) return { is: "name", name: dice.pick(received)[0] };
    const owner = dice.chance(0.85) ? to : dice.pick(this.roles).name;
    const names = this.namesOf(from).filter(([, term]) => term.sorts !== undefined);
    if (names.length > 0 && dice.chance(0.08)) {
      return { is: "key", op: "pk", family: "ibe", owners: [owner], index: { is: "name", name: dice.pick(names)[0] } };
    }
    return { is: "key", op: "pk", family: "key", owners: [owner] };
  }

  private symmetricKey(from: string, to: string): Expression {
    const { dice } = this;
    const keys = this.namesOf(from).filter(
      ([, term]) => term.sorts?.includes("Key") === true || term.op === "dh.shared" || term.op === "hash",
    );
    if (keys.length > 0 && dice.chance(0.5)) return { is: "name", name: dice.pick(keys)[0] };
    const other = dice.chance(0.85) ? to : dice.pick(this.roles.filter(({ name }) => name !== from)).name;
    const owners = dice.chance(0.8) ? [from, other].sort() : [other, from];
    return { is: "key", op: dice.chance(0.08) ? "shk.directed" : "shk", family: "shared", owners };
  }

  /** A public key as a part: one's own, bound to something or not. */
  private keyAsPart(from: string, to: string): Expression {
    const { dice } = this;
    const names = this.namesOf(from).filter(([, term]) => term.sorts !== undefined);
    if (names.length === 0 || dice.chance(0.2)) return this.publicKey(from, to);
    const index: Expression = { is: "name", name: dice.pick(names)[0] };
    return { is: "key", op: "pk", family: dice.chance(0.8) ? "eph" : "ibe", owners: [from], index };
  }

  private exchange(from: string): Expression {
    const { dice } = this;
    const exponents = this.namesOf(from).filter(([name]) => name.startsWith("x") || name === "lt");
    if (exponents.length === 0) return { is: "agent", role: from };
    const exponent: Expression = { is: "name", name: dice.pick(exponents)[0] };
    return this.apply("dh.share", exponent);
  }

  /** A constructor of the theory in use on things at hand. */
  private ownApplication(from: string, to: string, depth: number): Expression {
    const { dice } = this;
    const wrappings = dice.chance(0.6) ? this.listWrappings(from, to) : [];
    if (wrappings.length > 0) return dice.pick(wrappings);
    const theory = this.own ?? THEORIES.find(({ name }) => name === "pre");
    const roots = new Set(theory?.rewrites.flatMap(({ left }) => (left.kind === "application" ? [left.op] : [])));
    const operations = (theory?.operations ?? []).filter(({ name }) => !roots.has(name));
    if (operations.length === 0) return this.atom(from, to);
    const operation = dice.pick(operations);
    const args = operation.args.map((name, i): Expression => {
      if (name.endsWith("public key")) return this.publicKey(from, to);
      if (name.endsWith("secret key")) return { is: "key", op: "sk", family: "key", owners: [from] };
      if (name.endsWith("key")) return this.symmetricKey(from, to);
      const boxes = this.namesOf(from).filter(
        ([, term]) => term.sorts === undefined && term.op.startsWith(`${theory?.name}.`),
      );
      if (i === 0 && boxes.length > 0 && dice.chance(0.4)) return { is: "name", name: dice.pick(boxes)[0] };
      return dice.chance(0.2) ? this.part(from, to, depth - 1) : this.atom(from, to);
    });
    return this.apply(operation.name, ...args);
  }

  /** Lets a role compute what a rule gives it, mostly as soon as it can. */
  private openUp(role: string): void {
    for (let i = 0; i < 3; i++) {
      const found = this.listComputations(role);
      if (found.length === 0 || this.dice.chance(0.1)) return;
      const { expression, result } = this.dice.pick(found);
      if (result.op.startsWith("@")) continue;
      const known = this.namesOf(role).find(([, term]) => term === result);
      const plain = result.sorts !== undefined ? (result.op.split(".").at(-1) as string) : undefined;
      const name = known?.[0] ?? plain ?? this.name("q");
      if (known !== undefined && this.dice.chance(0.8)) continue;
      this.add({ kind: "computes", role, bindings: [[name, expression]] });
    }
  }

  /** Applications of destructors and computations to what a role has names for. */
  private listComputations(role: string): { expression: Expression; result: Ground }[] {
    const { algebra } = this.compiler;
    const compounds = this.namesOf(role).filter(([, term]) => term.sorts === undefined);
    const own = this.materials(role);
    const found: { expression: Expression; result: Ground }[] = [];
    const rooted = [...new Set(algebra.rules.map(({ root }) => root ?? ""))].filter((op) => !OPENED_AT_ONCE.has(op));
    for (const op of rooted) {
      const arity = algebra.rulesOf(op)[0]?.given.length ?? 0;
      for (const [first, term] of compounds) {
        const others = Array.from({ length: arity - 1 }, () => own);
        const choices = others.reduce<[Expression, Ground][][]>(
          (all, next) => all.flatMap((one) => next.map((item) => [...one, item])).slice(0, 200),
          [[]],
        );
        for (const choice of choices) {
          const reduced = algebra.reduce(op, [term, ...choice.map(([, value]) => value)]);
          if (reduced === undefined) continue;
          const args: Expression[] = [{ is: "name", name: first }, ...choice.map(([expression]) => expression)];
          found.push({ expression: { is: "apply", op, args }, result: reduced.result });
        }
      }
    }
    return found;
  }

  /** Lists the operands of a role, with the intended terms: its keys and its names. */
  private materials(role: string): [Expression, Ground][] {
    return [
      [{ is: "key", op: "sk", family: "key", owners: [role] }, this.keyOf("sk", role)],
      ...this.roles
        .filter(({ name }) => name !== role)
        .map((other): [Expression, Ground] => {
          const owners = [role, other.name].sort();
          return [{ is: "key", op: "shk", family: "shared", owners }, this.keyOf("shk", ...owners)];
        }),
      ...this.namesOf(role).map(([name, term]): [Expression, Ground] => [{ is: "name", name }, term]),
    ];
  }

  /** Operations that some rule has around a part which the role holds, with that part in its place. */
  private listWrappings(from: string, to: string): Expression[] {
    const { algebra } = this.compiler;
    const found: Expression[] = [];
    const visit = (shape: Shape, name: string, term: Ground): void => {
      if (shape.is !== "op") return;
      const [first, ...others] = shape.args;
      if (first?.is === "op" && first.op.includes(".")) {
        const bound: Bound = [];
        algebra.match(first, term, bound, () => {
          const args = others.map((other): Expression => {
            const wanted = algebra.fill(other, bound);
            const own = this.materials(from).find(([, value]) => value === wanted);
            return own?.[0] ?? this.atom(from, to);
          });
          found.push({ is: "apply", op: shape.op, args: [{ is: "name", name }, ...args] });
          return true;
        });
      }
      for (const arg of shape.args) visit(arg, name, term);
    };
    for (const { given, root } of algebra.rules) {
      if (root?.startsWith(`${this.own?.name ?? "pre"}.`) !== true) continue;
      for (const [name, term] of this.namesOf(from)) for (const shape of given) visit(shape, name, term);
    }
    return found;
  }

  private keyOf(op: string, ...owners: readonly string[]): Ground {
    const { algebra } = this.compiler;
    const family = algebra.atom(op === "shk" ? "shared" : "key", ["Family"]);
    return algebra.make(op, [family, ...owners.map((owner) => this.compiler.author(owner).names.get(owner) as Ground)]);
  }

  private addViews(): void {
    if (!this.dice.chance(0.06)) return;
    const messages = this.steps.filter((step) => step.kind === "message");
    const step = messages[this.dice.below(Math.max(1, messages.length))];
    if (step?.kind !== "message" || step.payload.is !== "record") return;
    this.add({ kind: "view", label: step.label, untested: [this.dice.pick(step.payload.fields)[0]] });
  }

  private claimAll(): void {
    for (const { name } of this.roles) {
      const claims: ClaimDescription[] = [];
      const most = this.roles.length > 2 ? 2 : 3;
      for (let i = 0; i < 6 && claims.length < most; i++) {
        const claim = this.makeClaim(name);
        if (claim === undefined || claims.some((other) => textOf(other) === textOf(claim))) continue;
        if (this.isPlaced(name, claim)) claims.push(claim);
      }
      if (this.dice.chance(0.3)) claims.push({ claim: "reachable", place: placeOf(++this.lines) });
      if (claims.length > 0) this.add({ kind: "claims", role: name, claims: this.distrustSome(name, claims) });
    }
    this.placeSignals();
  }

  /** Some claims take only some roles for honest. Drawn apart, so that a seed makes the protocol that it always made. */
  private distrustSome(role: string, claims: readonly ClaimDescription[]): readonly ClaimDescription[] {
    const dice = new Dice(7919 * this.steps.length + this.lines);
    return claims.map((claim) => {
      if (!dice.chance(this.roles.length > 2 ? 0.3 : 0.12)) return claim;
      const others = this.roles.map(({ name }) => name).filter((name) => name !== role && name !== claim.partner);
      const partner = claim.partner !== undefined && dice.chance(0.8) ? [claim.partner] : [];
      const { place, ...rest } = claim;
      return { ...rest, honest: [...partner, ...dice.some(others, dice.below(others.length))], place };
    });
  }

  /** Places some running signals by hand. */
  private placeSignals(): void {
    const { dice } = this;
    for (const step of this.steps.filter((each) => each.kind === "claims")) {
      for (const { partner, data } of step.claims) {
        if (partner === undefined || data === undefined || !dice.chance(0.15)) continue;
        const labels = this.steps.flatMap((each) =>
          each.kind === "message" && (each.from === partner || each.to === partner) ? [each.label] : [],
        );
        if (labels.length === 0) continue;
        const signal = { data, ...(dice.chance(0.7) ? { with: step.role } : {}), after: dice.pick(labels) };
        const before = this.steps;
        const added = this.add({ kind: "running", role: partner, signal: { ...signal, place: placeOf(++this.lines) } });
        if (added && !this.isFinished()) this.steps = before;
      }
    }
  }

  private isFinished(): boolean {
    try {
      this.compile(this.steps)?.finish();
      return true;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  }

  private isPlaced(role: string, claim: ClaimDescription): boolean {
    const step: Step = { kind: "claims", role, claims: [claim], place: placeOf(0) };
    try {
      const compiler = this.compile([...this.steps, step]);
      compiler?.finish();
      return compiler !== undefined;
    } catch (error) {
      if (error instanceof Refused) return false;
      throw error;
    }
  }

  /** Fresh values, mostly: what else a role has a name for is seldom meant to be secret. */
  private preferFresh<T extends readonly [string, Ground]>(names: readonly T[]): readonly T[] {
    const fresh = names.filter(([, term]) => term.sorts !== undefined && !term.sorts.includes("Text"));
    return fresh.length > 0 && this.dice.chance(0.75) ? fresh : names;
  }

  /** Some claims stand behind a message, the others at the end. */
  private afterSome(role: string): { readonly after?: string } {
    if (!this.dice.chance(0.15)) return {};
    const labels = this.steps.flatMap((step) =>
      step.kind === "message" && (step.from === role || step.to === role) ? [step.label] : [],
    );
    return labels.length === 0 ? {} : { after: this.dice.pick(labels) };
  }

  private makeClaim(role: string): ClaimDescription | undefined {
    const { dice } = this;
    const others = this.roles.map(({ name }) => name).filter((name) => name !== role);
    const names = this.namesOf(role).filter(([, term]) => !term.op.startsWith("{"));
    const word = dice.weigh<ClaimWord>([
      [5, "secret"],
      [2, "alive"],
      [2, "weakagree"],
      [2, "niagree"],
      [3, "nisynch"],
      [1, "isynch"],
      [4, "agree"],
      [1, "injective agree"],
    ]);
    const place = placeOf(++this.lines);
    switch (word) {
      case "secret":
        if (names.length === 0) return undefined;
        return { claim: word, term: { is: "name", name: dice.pick(this.preferFresh(names))[0] }, place };
      case "alive":
      case "weakagree":
        return {
          claim: word,
          ...(dice.chance(0.8) ? { partner: dice.pick(others) } : {}),
          ...this.afterSome(role),
          place,
        };
      case "agree":
      case "injective agree": {
        const partner = dice.pick(others);
        // What both have a name for, mostly: agreement on anything else has no place for a signal.
        const theirs = new Set(this.namesOf(partner).map(([, term]) => term));
        const common = names.filter(([, term]) => theirs.has(term));
        const from = common.length > 0 && dice.chance(0.9) ? common : names;
        if (from.length === 0) return undefined;
        const data = dice.some(from, 1 + dice.below(2)).map(([name]): Expression => ({ is: "name", name }));
        const unnamed = dice.chance(0.12) ? { unnamed: true as const } : {};
        return { claim: word, partner, data, ...unnamed, ...this.afterSome(role), place };
      }
      // A judge of its own has it: src/lenses/verifier/guessing.
      case "unguessable":
        return undefined;
      case "niagree":
      case "nisynch":
      case "isynch":
      case "reachable":
        return { claim: word, ...this.afterSome(role), place };
      default:
        return word satisfies never;
    }
  }
}
