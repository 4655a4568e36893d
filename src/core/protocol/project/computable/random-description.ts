/**
 * Small random descriptions, for the search of tests that no receiver can make: keys with and without an index, keys sent
 * around, boxes in boxes, a theory with hidden and repeated parts, late keys, fields left untested.
 *
 * A tape of numbers makes every choice, so a shorter tape makes a smaller description. Steps that a description cannot
 * have are left out.
 */
import { type Expression, type KeyOperation, subexpressions } from "../../../theory/expression.ts";
import { ALWAYS_AVAILABLE } from "../../../theory/registry.ts";
import type { Theory } from "../../../theory/theory.ts";
import { op, privateOp, theory } from "../../../theory/declare.ts";
import type { Typed } from "../../../theory/phantom.ts";
import type { Description, Step } from "../../ir/description.ts";
import { headerOf } from "../project.ts";
import { Unfolding } from "../unfold.ts";

const PLACE = { file: "random.ts", line: 1, column: 1 };
type Any = Typed<unknown>;

const BOX: Theory = theory("box", {
  shut: op<(m: Any, r: Any) => Any>("message", "randomness"),
  open: op<(shut: Any) => Any>("box"),
  tag: op<(k: Any) => Any>("key"),
  close: op<(m: Any, t: Any) => Any>("message", "tag"),
  read: op<(closed: Any, k: Any) => Any>("box", "key"),
  blind: op<(m: Any, r: Any, s: Any) => Any>("message", "randomness", "other randomness"),
  unblind: op<(blinded: Any, r: Any) => Any>("box", "randomness"),
  vouch: privateOp<(who: Any) => Any>("agent"),
}).rewrites(({ shut, open, tag, close, read, blind, unblind }, { any, reduces }) => ({
  open: reduces(open(shut(any("m"), any("r"))), any("m")),
  read: reduces(read(close(any("m"), tag(any("k"))), any("k")), any("m")),
  unblind: reduces(unblind(blind(any("m"), any("r"), any("s")), any("r")), any("m")),
})).data;

const FAMILIES = ["key", "eph", "ibe", "attr"] as const;

class Author {
  private readonly tape: readonly number[];
  private at = 0;
  private count = 0;
  readonly roles: readonly string[];
  readonly unfolding: Unfolding;
  readonly steps: Step[] = [];

  constructor(tape: readonly number[]) {
    this.tape = tape;
    this.roles = ["A", "B", "C"].slice(0, 2 + this.choose(2));
    const views = [1, 2, 3]
      .filter(() => this.choose(5) === 0)
      .map((n) => ({ ...VIEW, label: `M${n}`, untested: [`f${n}`] }));
    this.unfolding = new Unfolding(headerOf({ ...this.header(), steps: views }));
    for (const view of views) this.steps.push(view);
  }

  get isOver(): boolean {
    return this.at >= this.tape.length;
  }

  header() {
    return {
      roles: this.roles.map((name) => ({ name, title: "" })),
      theories: [...ALWAYS_AVAILABLE, BOX],
      identityBased: ["attr"],
    };
  }

  choose(limit: number): number {
    return (this.tape[this.at++] ?? 0) % limit;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.choose(from.length)] as T;
  }

  take(step: Step): void {
    if (this.unfolding.take(step) === undefined) this.steps.push(step);
  }

  namesOf(role: string): readonly string[] {
    return [...this.unfolding.viewOf(role).names.keys()].filter((name) => !this.roles.includes(name));
  }

  field(): string {
    this.count += 1;
    return `f${this.count}`;
  }

  name(role: string): Expression {
    const names = this.namesOf(role);
    if (names.length === 0) return { is: "agent", role };
    // What came last is the most likely to have something to do with what is there.
    const at = Math.min(this.choose(names.length), this.choose(names.length));
    return { is: "name", name: names[names.length - 1 - at] as string };
  }

  key(role: string, op: KeyOperation): Expression {
    if (op === "shk")
      return { is: "key", op, family: "shared", owners: [role, this.pick(this.roles.filter((r) => r !== role))] };
    const isOwn = op === "sk" || op === "sgk";
    const owners = [isOwn || this.choose(3) === 0 ? role : this.pick(this.roles)];
    const family = this.pick(FAMILIES);
    return { is: "key", op, family, owners, ...(this.choose(3) === 0 ? {} : { index: this.name(role) }) };
  }

  record(role: string, depth: number): Expression {
    const fields = Array.from({ length: 1 + this.choose(3) }, () => [this.field(), this.term(role, depth)] as const);
    return { is: "record", fields };
  }

  term(role: string, depth: number): Expression {
    if (depth === 0 || this.isOver) return this.name(role);
    const inner = (): Expression => this.term(role, depth - 1);
    const apply = (name: string, ...args: Expression[]): Expression => ({ is: "apply", op: name, args });
    const keyTo = (kind: KeyOperation): Expression => (this.choose(3) === 0 ? this.name(role) : this.key(role, kind));
    switch (this.choose(16)) {
      case 0:
        return apply("hash", inner());
      case 1:
        return apply("mac", inner(), this.name(role));
      case 2:
        return apply("aenc", this.record(role, depth - 1), keyTo("pk"));
      case 3:
        return apply("senc", this.record(role, depth - 1), keyTo("shk"));
      case 4:
      case 5:
        return apply("sign", this.record(role, depth - 1), this.key(role, "sgk"));
      case 6:
        return this.key(role, this.pick(["pk", "vk", "pk", "vk", "sk", "sgk", "shk"] as const));
      case 7:
      case 13:
        return apply("box.shut", inner(), this.name(role));
      case 8:
        return apply("box.tag", this.name(role));
      case 9:
        return apply("box.close", inner(), apply("box.tag", this.name(role)));
      case 10:
        return apply("box.blind", inner(), this.name(role), this.name(role));
      case 11:
        return apply("box.vouch", { is: "agent", role });
      case 12:
        return { is: "agent", role: this.pick(this.roles) };
      default:
        return this.name(role);
    }
  }

  /** Draws what the role works out: it opens something that it can name, or makes something. */
  opening(role: string): Expression {
    const boxes = this.namesOf(role).filter((name) => OPENERS.has(this.rootOf(role, name)));
    if (boxes.length === 0 || this.choose(4) === 0) return this.term(role, 2);
    const name = this.pick(boxes);
    const [opener = "", hasKey = false] = OPENERS.get(this.rootOf(role, name)) ?? [];
    const box: Expression = { is: "name", name };
    if (!hasKey) return { is: "apply", op: opener, args: [box] };
    const key = opener === "adec" && this.choose(2) === 0 ? this.key(role, "sk") : this.name(role);
    return { is: "apply", op: opener, args: [box, key] };
  }

  private rootOf(role: string, name: string): string {
    const intended = this.unfolding.viewOf(role).names.get(name);
    return intended?.kind === "application" ? intended.op : "";
  }
}

/** The openers of each operation, and whether one takes a key. */
const OPENERS: ReadonlyMap<string, readonly [string, boolean]> = new Map([
  ["aenc", ["adec", true]],
  ["senc", ["sdec", true]],
  ["sign", ["message", false]],
  ["box.shut", ["box.open", false]],
  ["box.close", ["box.read", true]],
  ["box.blind", ["box.unblind", true]],
]);

const VIEW = { kind: "view", place: PLACE } as const;

function listUses(step: Step): string[] {
  const expressions =
    step.kind === "message"
      ? [step.payload]
      : step.kind === "computes" || step.kind === "knows"
        ? step.bindings.flatMap(([, value]) => ("term" in value ? [value.term] : "sort" in value ? [] : [value]))
        : [];
  return expressions
    .flatMap((expression) => [...subexpressions(expression)])
    .flatMap((part) => (part.is === "name" ? [part.name] : []));
}

/** The description that a tape makes; undefined where nothing is sent. */
export function makeDescription(tape: readonly number[]): Description | undefined {
  const author = new Author(tape);
  const { roles } = author;
  author.take({ kind: "public", place: PLACE, bindings: [["label", { is: "sort", sort: "Text" }]] });
  for (const role of roles) {
    author.take({
      kind: "fresh",
      place: PLACE,
      role,
      names: [
        [`N${role}`, "Nonce"],
        [`n${role}`, "Id"],
        [`K${role}`, "Key"],
      ],
    });
    if (author.choose(2) === 0) {
      author.take({ kind: "knows", place: PLACE, role, bindings: [[`pin${role}`, { is: "sort", sort: "Data" }]] });
    }
    if (author.choose(4) === 0) {
      const index: Expression = { is: "key", op: "pk", family: "key", owners: [author.pick(roles)] };
      const [owner, family] = [author.pick(roles), author.pick(FAMILIES)];
      const term: Expression = { is: "key", op: author.pick(["pk", "vk"]), family, owners: [owner], index };
      author.take({ kind: "knows", place: PLACE, role, bindings: [[`key${role}`, { is: "term", term }]] });
    }
  }
  for (let label = 1; label <= 5 && !author.isOver; label++) {
    const from = author.pick(roles);
    const to = author.pick(roles.filter((role) => role !== from));
    author.take({ kind: "message", place: PLACE, label: `M${label}`, from, to, payload: author.record(from, 2) });
    for (let i = author.choose(5); i > 0; i--) {
      const bindings = [[author.field(), author.opening(to)]] as const;
      author.take({ kind: "computes", place: PLACE, role: to, bindings });
    }
  }
  // What nobody uses is a mistake of its own.
  const used = new Set(author.steps.flatMap(listUses));
  const steps = author.steps.map(
    (step): Step => (step.kind === "fresh" ? { ...step, names: step.names.filter(([name]) => used.has(name)) } : step),
  );
  const labels = new Set(steps.flatMap((step) => (step.kind === "message" ? [step.label] : [])));
  if (labels.size === 0) return undefined;
  const views = steps.filter((step) => step.kind === "view" && labels.has(step.label));
  return {
    schema: "assay/description-1",
    name: "random",
    ...author.header(),
    weaknesses: [],
    steps: [...steps.filter(({ kind }) => kind !== "view"), ...views],
  };
}
