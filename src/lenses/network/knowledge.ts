/**
 * The intruder's knowledge as bytes: every part of every message that it can read, and what follows from them.
 *
 * The rules are those of the description's theories and of the weaknesses that it switches on; what they do is done by the
 * implementation, on the bytes at hand. Every key that is known is tried, so nothing here says who owns what.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { match } from "../../core/term/match.ts";
import { substitute } from "../../core/term/substitution.ts";
import { apply, type Application, type Term } from "../../core/term/term.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import type { Weakness } from "../../core/theory/theory.ts";
import { describeContext, readKey } from "../../live/roles/holding.ts";
import type { Operations } from "../../live/roles/operations.ts";
import type { ProtocolPlan } from "../../live/roles/plan.ts";
import { decodeValue, encodeCanonical, readValue } from "../../live/wire/codec.ts";
import type { Envelope } from "../../live/wire/envelope.ts";
import { Refused } from "../../live/wire/refusal.ts";
import { asBytes, asList, type Value } from "../../live/wire/value.ts";

/** A value with what the description says stands there. */
export interface Part {
  readonly intended: Term;
  readonly value: Value;
  /** For blindings: how the part ended that it came out of; those that the intruder invented fit nothing of others. */
  readonly fits?: string;
  /** True for the intruder's message: taking it apart gives nothing that it did not have. */
  readonly isOwn?: true;
}

/** The means of computing on bytes. */
export interface Computing {
  readonly plan: ProtocolPlan;
  readonly operations: Operations;
  readonly weaknesses: readonly Weakness[];
  /** Applies a weakness, once it is sure that it is that; undefined otherwise. */
  readonly exploit: (weakness: string, given: readonly Value[], records: readonly Value[]) => Value | undefined;
  /** Computations in one sequence. */
  readonly mostTried: number;
}

const NOTHING = { bytes: (length: number) => new Uint8Array(length) };

/** The kind of a part: its operation with the family of a key, or its sort. */
export function kindOf(intended: Term): string {
  if (intended.kind !== "application") return intended.sorts[0] ?? "";
  const isKey = ["pk", "sk", "vk", "sgk"].includes(intended.op);
  return isKey ? `${intended.op} ${readKey(intended).family}` : intended.op;
}

export class Knowledge {
  private readonly computing: Computing;
  private readonly parts = new Map<string, Part>();
  private readonly values = new Set<string>();
  private readonly tried = new Set<string>();

  constructor(computing: Computing) {
    this.computing = computing;
  }

  /** Reads a message as far as it can be read without a key. */
  overhear({ label, body }: Envelope): void {
    const planned = this.computing.plan.messages.find((message) => message.label === label);
    if (planned === undefined) return;
    try {
      this.learn(planned.intended, readValue(this.computing.plan.forms, planned.intended, body, label));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** Takes a part, and the parts of it that need no key. */
  learn(intended: Term, value: Value, { fits, isOwn }: Pick<Part, "fits" | "isOwn"> = {}): void {
    for (const [i, [, field]] of (fieldsOf(intended) ?? []).entries()) this.learn(field, asList(value)[i] as Value);
    if (fieldsOf(intended) !== undefined) return;
    const bytes = bytesToHex(encodeCanonical(value));
    const key = `${kindOf(intended)} ${bytes}`;
    if (this.parts.has(key)) return;
    const more = { ...(fits === undefined ? {} : { fits }), ...(isOwn === undefined ? {} : { isOwn }) };
    this.parts.set(key, { intended, value, ...more });
    this.values.add(bytes);
    const { forms, world } = this.computing.plan;
    if (intended.kind !== "application" || world.operations.get(intended.op)?.runs !== "signs") return;
    const [body] = intended.args as readonly [Term];
    this.learn(body, decodeValue(forms, body, asBytes(asList(value)[0] as Value), "signed"));
  }

  /** True when the intruder has this value; `deduce` before. */
  has(value: Value): boolean {
    return this.values.has(bytesToHex(encodeCanonical(value)));
  }

  /** The parts of a kind, in the order in which they were learnt. */
  partsOf(kind: string): readonly Part[] {
    return [...this.parts.values()].filter(({ intended }) => kindOf(intended) === kind);
  }

  /** The kinds of which a part is known. */
  kinds(): readonly string[] {
    return [...new Set([...this.parts.values()].map(({ intended }) => kindOf(intended)))].sort();
  }

  /** Computes everything that the rules give, until nothing is new. Without a secret key nothing opens. */
  async deduce(): Promise<void> {
    if (![...this.parts.values()].some(({ intended }) => intended.kind === "application" && intended.op === "sk"))
      return;
    for (let before = -1; before !== this.parts.size; ) {
      before = this.parts.size;
      for (const { left, right } of this.computing.plan.world.rewrites) {
        if (left.kind === "application") await this.useRule(left.op, left.args, right);
      }
      for (const { name, given, yields } of this.computing.weaknesses) await this.useRule(`!${name}`, given, yields);
    }
  }

  private async useRule(name: string, patterns: readonly Term[], right: Term): Promise<void> {
    for (const chosen of this.choose(patterns)) {
      const [box] = chosen;
      if (box?.isOwn === true) continue;
      const key = [name, ...chosen.map(keyOf)].join(" ");
      if (
        box === undefined ||
        !canFit(patterns, chosen) ||
        this.tried.has(key) ||
        this.tried.size >= this.computing.mostTried
      )
        continue;
      this.tried.add(key);
      // Owners need not fit: the keys of others are tried as well, and what comes out is what would be there.
      const bound = match(patterns[0] as Term, box.intended);
      const all = match(apply("", ...patterns), apply("", ...chosen.map(({ intended }) => intended)));
      const yielded = substitute(right, all ?? bound ?? new Map());
      const value = await this.compute(name, chosen, box.intended as Application);
      if (value === undefined) continue;
      this.learn(yielded, value, kindOf(yielded) === "Scalar" ? { fits: endOf(box) } : {});
    }
  }

  /** Every choice of known parts of the kinds that the patterns ask for. */
  private choose(patterns: readonly Term[]): Part[][] {
    return patterns.reduce<Part[][]>(
      (chosen, pattern) => {
        const candidates = this.candidatesFor(pattern);
        return chosen.flatMap((some) => candidates.map((part) => [...some, part]));
      },
      [[]],
    );
  }

  private candidatesFor(pattern: Term): readonly Part[] {
    const all = [...this.parts.values()];
    if (pattern.kind !== "application") return all.filter(({ intended }) => pattern.sorts.includes(kindOf(intended)));
    return all.filter(({ intended }) => intended.kind === "application" && intended.op === pattern.op);
  }

  private async compute(name: string, chosen: readonly Part[], box: Application): Promise<Value | undefined> {
    const { operations, plan, exploit } = this.computing;
    const values = chosen.map(({ value }) => value);
    const [first = "", second = ""] = values;
    const runs = plan.world.operations.get(name)?.runs;
    if (runs === "reads") return undefined;
    const records = this.partsOf("Id").map(({ value }) => value);
    if (name.startsWith("!")) return exploit(name.slice(1), values, records);
    try {
      if (runs !== "unseals") return await operations.apply(name, values, NOTHING);
      const key = chosen[1]?.intended as Application;
      const [body] = box.args as readonly [Term];
      const context = describeContext(plan.protocol, box);
      const opened = operations.unseal(readKey(key).family, second, asBytes(first), context);
      return opened === undefined ? undefined : decodeValue(plan.forms, body, opened, "box");
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }
}

function keyOf({ value }: Part): string {
  return bytesToHex(encodeCanonical(value));
}

/** The last bytes of a part: those in which a re-encryption key and what it made carry the same masked blinding. */
function endOf({ value }: Part): string {
  const [bytes] = typeof value === "object" && !(value instanceof Uint8Array) ? value : [value];
  return bytes instanceof Uint8Array ? bytesToHex(bytes.subarray(-96)) : "";
}

/** Keys must be of the family of the box, and a blinding of the box that it came out of, or of one that ends alike. */
function canFit(patterns: readonly Term[], chosen: readonly Part[]): boolean {
  const [box] = chosen;
  const bound = box === undefined ? undefined : match(patterns[0] as Term, box.intended);
  if (box === undefined || bound === undefined) return false;
  return chosen.slice(1).every(({ intended, fits }, i) => {
    if (kindOf(intended) === "Scalar") return fits === endOf(box);
    const pattern = patterns[i + 1];
    if (pattern?.kind !== "application" || intended.kind !== "application" || intended.op !== "sk") return true;
    const family = substitute(pattern.args[0] as Term, bound);
    return family.kind === "name" && family.name === readKey(intended).family;
  });
}
