/**
 * The adversary's knowledge as bytes: every part of every message that it can read, and what follows from them.
 *
 * The rules are those of the description's theories and of the weaknesses that it switches on; what they do is done by the
 * implementation, on the bytes at hand. A part is known by what the description says stands there, and by whose message it
 * came in; which key fits is found out by trying.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { identify } from "../../core/protocol/project/role-view.ts";
import { opensSomething, reduce } from "../../core/protocol/project/world.ts";
import { match } from "../../core/term/match.ts";
import { substitute } from "../../core/term/substitution.ts";
import { AGENT, apply, type Application, PAIR, type Term } from "../../core/term/term.ts";
import type { KeyOperation } from "../../core/theory/expression.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import { KEY_OPERATIONS } from "../../core/theory/keys.ts";
import type { Randomness } from "../../live/crypto/randomness.ts";
import type { Meant } from "../../live/roles/compute.ts";
import { applyOperation } from "../../live/roles/evaluate.ts";
import { constantValue, lengthOfSort, type Means, readKey } from "../../live/roles/holding.ts";
import type { KeyName } from "../../live/roles/operations.ts";
import type { RolePlan } from "../../live/roles/plan.ts";
import type { SystemUnderTest } from "../../live/system/system-under-test.ts";
import { encodeCanonical, readValue } from "../../live/wire/codec.ts";
import type { Envelope } from "../../live/wire/envelope.ts";
import { Unsupported } from "../../live/wire/form.ts";
import { Refused } from "../../live/wire/refusal.ts";
import { asList, type Value } from "../../live/wire/value.ts";

/** Whose message a part came in; undefined for what the adversary made. */
export interface Origin {
  /** The session, counted from the first. */
  readonly session: number;
  readonly role: string;
  readonly cast: ReadonlyMap<string, string>;
}

/** A value with what the description says stands there. */
export interface Part {
  readonly intended: Term;
  readonly value: Value;
  readonly origin: Origin | undefined;
  /** The value in hexadecimal digits. */
  readonly bytes: string;
  /** `said`: it stood in a message, or in a box of one; `computed`: what the adversary made is in it. */
  readonly how: "said" | "computed";
}

/** Account of what a knowledge is made with. */
export interface KnowledgeOptions {
  readonly system: SystemUnderTest;
  /** Everybody. */
  readonly agents: readonly string[];
  /** Computations in one sequence. */
  readonly mostTried: number;
  readonly draw: (purpose: string) => Randomness;
}

/** Values that are tried for one key, and depth of what is put together for one. */
const MOST_CANDIDATES = 12;
const DEEPEST = 6;
const KEYS: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

/** The kind of a part: its operation with the family of a key, or its sort. */
export function kindOf(intended: Term): string {
  if (intended.kind !== "application") return intended.sorts[0] ?? "";
  return KEYS.has(intended.op) ? `${intended.op} ${readKey(intended).family}` : intended.op;
}

export class Knowledge {
  /** Those whose keys the adversary has. */
  readonly dishonest: Set<string>;
  private readonly options: KnowledgeOptions;
  private readonly means: Means;
  private readonly parts: Part[] = [];
  /** Parts that another session sent once more. */
  readonly again: Part[] = [];
  private readonly known = new Map<string, Part>();
  private readonly values = new Set<string>();
  private readonly byKind = new Map<string, Part[]>();
  private readonly tried = new Set<string>();
  private readonly replaced = new Map<string, Value>();
  private settled = 0;

  constructor(options: KnowledgeOptions, dishonest: readonly string[]) {
    this.options = options;
    this.dishonest = new Set(dishonest);
    const { plan, operations, ring } = options.system;
    const [role] = [...plan.roles.values()] as [RolePlan, ...RolePlan[]];
    this.means = { plan: role, operations, keys: ring.of(dishonest[0] ?? "") };
  }

  /** Reads a message as far as it can be read without a key. */
  overhear({ label, body }: Envelope, origin: Origin | undefined): void {
    const { messages, forms } = this.options.system.plan;
    const planned = messages.find((message) => message.label === label);
    if (planned === undefined) return;
    try {
      this.learn(planned.intended, readValue(forms, planned.intended, body, label), origin);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** Takes a part, and the fields of it. */
  learn(intended: Term, value: Value, origin: Origin | undefined, how: Part["how"] = "said"): void {
    const fields = fieldsOf(intended);
    if (fields !== undefined) {
      for (const [i, [, field]] of fields.entries()) this.learn(field, asList(value)[i] as Value, origin, how);
      return;
    }
    const bytes = bytesToHex(encodeCanonical(value));
    this.values.add(bytes);
    const kind = kindOf(intended);
    const key = `${kind} ${bytes} ${identify(intended)}`;
    const before = this.known.get(key);
    const part = { intended, value, origin, bytes, how };
    if (before !== undefined) {
      const isOther =
        origin !== undefined && before.origin?.role === origin.role && before.origin.session !== origin.session;
      if (isOther && how === "said" && before.how === "said") this.again.push(part);
      return;
    }
    this.known.set(key, part);
    this.parts.push(part);
    const same = this.byKind.get(kind) ?? [];
    this.byKind.set(kind, [...same, part]);
  }

  /** Has a secret of somebody that was put in the place of his own. */
  learnReplaced(role: string, secret: Value): void {
    this.replaced.set(role, secret);
    this.settled = 0;
    this.tried.clear();
  }

  /** Has an agent's keys from now on. */
  takeOver(agent: string): void {
    this.dishonest.add(agent);
    this.settled = 0;
    this.tried.clear();
  }

  /** True when the adversary has this value, or makes it out of what it knows; `deduce` before. */
  async has(intended: Term, value: Value, origin: Origin): Promise<boolean> {
    const bytes = bytesToHex(encodeCanonical(value));
    if (this.values.has(bytes)) return true;
    const fields = fieldsOf(intended);
    if (fields !== undefined) {
      for (const [i, [, field]] of fields.entries()) {
        if (!(await this.has(field, asList(value)[i] as Value, origin))) return false;
      }
      return true;
    }
    if (intended.kind !== "application") return false;
    for (const made of await this.candidates(intended, origin, 0)) {
      if (bytesToHex(encodeCanonical(made)) === bytes) return true;
    }
    return false;
  }

  /** All parts, in the order in which they were learnt. */
  list(): readonly Part[] {
    return this.parts;
  }

  /** The parts of a kind, those that stand for the same term first, the latest first. */
  like(intended: Term): readonly Part[] {
    const id = identify(intended);
    const all = [...(this.byKind.get(kindOf(intended)) ?? [])].reverse();
    return [
      ...all.filter((part) => identify(part.intended) === id),
      ...all.filter((part) => identify(part.intended) !== id),
    ];
  }

  /** The kinds of which a part is known. */
  kinds(): readonly string[] {
    return [...this.byKind.keys()].sort();
  }

  /** Computes everything that the rules give, until nothing is new. */
  async deduce(): Promise<void> {
    const { weaknesses, plan } = this.options.system;
    while (this.settled < this.parts.length) {
      this.settled = this.parts.length;
      for (const { left, right } of plan.world.rewrites) {
        if (left.kind === "application") await this.useRule(left, right);
      }
      for (const { name, given, yields } of weaknesses) await this.useWeakness(name, given, yields);
    }
  }

  private async useRule(left: Application, right: Term): Promise<void> {
    const [pattern, ...others] = left.args;
    const { plan } = this.options.system;
    if (pattern?.kind !== "application" || plan.world.operations.get(left.op)?.public !== true) return;
    const opens = opensSomething({ name: "", left, right });
    for (const part of this.byKind.get(pattern.op) ?? []) {
      // What the adversary put together gives nothing when it is taken apart.
      if (part.origin === undefined && opens) continue;
      const bound = match(pattern, part.intended);
      if (bound === undefined) continue;
      for (const args of await this.chooseArguments(others, bound, part.origin)) {
        const how = opens ? part.how : "computed";
        await this.attempt(left.op, [{ intended: part.intended, value: part.value }, ...args], part.origin, how);
      }
    }
  }

  /** Account of what is put beside a part: values for the patterns, as far as the part says what they are. */
  private async chooseArguments(
    patterns: readonly Term[],
    bound: ReadonlyMap<string, Term>,
    origin: Origin | undefined,
  ): Promise<readonly (readonly Meant[])[]> {
    let chosen: (readonly Meant[])[] = [[]];
    for (const pattern of patterns) {
      const intended = substitute(pattern, bound as Map<string, Term>);
      const found = isOpen(intended)
        ? this.matching(pattern).map((part): Meant => ({ intended: part.intended, value: part.value }))
        : (await this.candidates(intended, origin, 0)).map((value): Meant => ({ intended, value }));
      chosen = chosen.flatMap((some) => found.map((one) => [...some, one])).slice(0, MOST_CANDIDATES);
    }
    return chosen;
  }

  private matching(pattern: Term): readonly Part[] {
    if (pattern.kind !== "application") return (this.byKind.get(pattern.sorts[0] ?? "") ?? []).slice(-MOST_CANDIDATES);
    return (this.byKind.get(pattern.op) ?? []).filter(({ intended }) => match(pattern, intended) !== undefined);
  }

  private async attempt(
    op: string,
    args: readonly Meant[],
    origin: Origin | undefined,
    how: Part["how"],
  ): Promise<void> {
    const key = [op, ...args.map(({ value }) => bytesToHex(encodeCanonical(value)))].join(" ");
    if (this.tried.has(key) || this.tried.size >= this.options.mostTried) return;
    this.tried.add(key);
    const made = await this.apply(op, args, key);
    if (made !== undefined) this.learn(made.intended, made.value, origin, how);
  }

  /** Applies an operation; undefined where the code refuses these arguments. */
  async apply(op: string, args: readonly Meant[], purpose: string): Promise<Meant | undefined> {
    const whole = apply(op, ...args.map(({ intended }) => intended));
    const intended = reduce(this.options.system.plan.world, whole);
    const randomness = this.options.draw(purpose);
    try {
      return {
        intended,
        value: await applyOperation({ means: this.means, randomness, at: op }, whole, intended, args),
      };
    } catch (error) {
      // Values of another kind than the operation takes, or that do not open.
      if (error instanceof Refused || error instanceof TypeError || error instanceof Unsupported) return undefined;
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  private async useWeakness(name: string, given: readonly Term[], yields: Term): Promise<void> {
    const { exploit } = this.options.system;
    if (exploit === undefined) return;
    const choices = given.reduce<Part[][]>(
      (chosen, pattern) => chosen.flatMap((some) => this.matching(pattern).map((part) => [...some, part])),
      [[]],
    );
    for (const chosen of choices) {
      const key = [`!${name}`, ...chosen.map(({ bytes }) => bytes)].join(" ");
      if (this.tried.has(key) || this.tried.size >= this.options.mostTried) continue;
      this.tried.add(key);
      const bound = match(apply("", ...given), apply("", ...chosen.map(({ intended }) => intended)));
      if (bound === undefined) continue;
      const gained = exploit(
        name,
        chosen.map(({ value }) => value),
      );
      if (gained !== undefined) this.learn(substitute(yields, bound), gained, chosen[0]?.origin, "computed");
    }
  }

  /** Values that a term of a session may have, as far as the adversary has or makes them; the likeliest first. */
  async candidates(intended: Term, origin: Origin | undefined, depth: number): Promise<readonly Value[]> {
    if (depth > DEEPEST) return [];
    switch (intended.kind) {
      case "variable":
        return this.candidateAgents(intended.name, intended.sorts, origin);
      case "name":
        return intended.fresh ? this.sameAs(intended, origin) : constants(intended.name, intended.sorts);
      case "application":
        return this.candidateValues(intended, origin, depth);
      default:
        return intended satisfies never;
    }
  }

  private candidateAgents(role: string, sorts: readonly string[], origin: Origin | undefined): readonly Value[] {
    if (!sorts.includes(AGENT)) return [];
    const [first] = [origin?.cast.get(role)];
    return [...new Set([...(first === undefined ? [] : [first]), ...this.options.agents])];
  }

  /** Values that stood for the very term; those of the same session first. */
  private sameAs(intended: Term, origin: Origin | undefined): readonly Value[] {
    const id = identify(intended);
    const same = (this.byKind.get(kindOf(intended)) ?? []).filter((part) => identify(part.intended) === id);
    const near = same.filter((part) => part.origin?.session === origin?.session);
    return unique([...near, ...[...same].reverse()]).slice(0, MOST_CANDIDATES);
  }

  private async candidateValues(
    intended: Application,
    origin: Origin | undefined,
    depth: number,
  ): Promise<readonly Value[]> {
    const fields = fieldsOf(intended);
    if (fields !== undefined || intended.op === PAIR) {
      const terms = fields?.map(([, field]) => field) ?? intended.args;
      return (await this.product(terms, origin, depth)).map((args) => args.map(({ value }) => value));
    }
    if (KEYS.has(intended.op))
      return [...(await this.candidateKeys(intended, origin, depth)), ...this.sameAs(intended, origin)];
    const { world, constants: own } = this.options.system.plan.roles.get(this.means.plan.role) ?? this.means.plan;
    const sort = own.get(intended.op);
    if (sort !== undefined) return this.ownConstants(intended.op, sort);
    const found: Value[] = [...this.sameAs(intended, origin)];
    const operation = world.operations.get(intended.op);
    if (operation?.public === true && operation.randomness !== "drawn") {
      found.push(...(await this.applyToAll(intended.op, intended.args, origin, depth)));
    }
    for (const { left, right } of world.rewrites) {
      if (left.kind !== "application" || right.kind !== "application") continue;
      if (world.operations.get(left.op)?.public !== true) continue;
      const bound = match(right, intended);
      if (bound === undefined) continue;
      const args = left.args.map((arg) => substitute(arg, bound));
      if (args.some(isOpen)) continue;
      found.push(...(await this.applyToAll(left.op, args, origin, depth)));
    }
    return found.slice(0, MOST_CANDIDATES);
  }

  private async applyToAll(
    op: string,
    terms: readonly Term[],
    origin: Origin | undefined,
    depth: number,
  ): Promise<readonly Value[]> {
    const found: Value[] = [];
    for (const args of await this.product(terms, origin, depth)) {
      const made = await this.apply(op, args, "put together");
      if (made !== undefined) found.push(made.value);
    }
    return found;
  }

  private async product(
    terms: readonly Term[],
    origin: Origin | undefined,
    depth: number,
  ): Promise<readonly (readonly Meant[])[]> {
    let all: (readonly Meant[])[] = [[]];
    for (const term of terms) {
      const values = await this.candidates(term, origin, depth + 1);
      all = all
        .flatMap((some) => values.map((value) => [...some, { intended: term, value }]))
        .slice(0, MOST_CANDIDATES);
      if (all.length === 0) return [];
    }
    return all;
  }

  private ownConstants(op: string, sort: string): readonly Value[] {
    const { ring } = this.options.system;
    return [...this.dishonest].flatMap((agent) => {
      const value = ring.of(agent).constant?.(op, agent, lengthOfSort(sort));
      return value === undefined ? [] : [value];
    });
  }

  /** Keys that the adversary has for a key term: public ones of everybody, secret ones of the dishonest. */
  async candidateKeys(key: Application, origin: Origin | undefined, depth: number): Promise<readonly Value[]> {
    const { family, role, other, index } = readKey(key);
    const op = key.op as KeyOperation;
    const isPublic = op === "pk" || op === "vk";
    const indexes = index === undefined ? [undefined] : await this.candidates(index, origin, depth + 1);
    const owners = this.candidateAgents(role, [AGENT], origin) as readonly string[];
    const others =
      other === undefined ? [undefined] : (this.candidateAgents(other, [AGENT], origin) as readonly string[]);
    const found: Value[] = [];
    const own = this.replaced.get(role);
    if (op === "sk" && own !== undefined) found.push(own);
    for (const owner of owners) {
      for (const partner of others) {
        if (!isPublic && !this.dishonest.has(owner) && (partner === undefined || !this.dishonest.has(partner)))
          continue;
        for (const at of indexes) {
          const value = await this.keyOf({
            ...{ op, family, owner },
            ...(partner === undefined ? {} : { other: partner }),
            ...(at === undefined ? {} : { index: at }),
          });
          if (value !== undefined) found.push(value);
          if (found.length >= MOST_CANDIDATES) return found;
        }
      }
    }
    return found;
  }

  /** A key that the adversary has: a public one, or one of the dishonest. */
  async keyOf(name: KeyName): Promise<Value | undefined> {
    const { ring } = this.options.system;
    if (name.op === "pk" || name.op === "vk") return this.means.keys.publicKey(name);
    for (const owner of [name.owner, name.other]) {
      if (owner === undefined || !this.dishonest.has(owner)) continue;
      const value = await ring.of(owner).secretKey(name);
      if (value !== undefined) return value;
    }
    return undefined;
  }
}

function unique(parts: readonly Part[]): readonly Value[] {
  return [...new Map(parts.map((part) => [part.bytes, part.value])).values()];
}

/** True for a term with a placeholder of a rule left in it. */
function isOpen(term: Term): boolean {
  if (term.kind === "application") return term.args.some(isOpen);
  return term.kind === "variable" && !term.sorts.includes(AGENT);
}

function constants(name: string, sorts: readonly string[]): readonly Value[] {
  try {
    return [constantValue(name, sorts)];
  } catch (error) {
    if (error instanceof Unsupported) return [];
    throw error;
  }
}
