/**
 * What the intruder knows, as bytes: every part of every message that it can read, and what follows from them.
 *
 * The rules are those of the description's theories and of the weaknesses that it switches on; what they do is done by the
 * implementation, on the bytes at hand. Every key that is known is tried, so nothing here says who owns what.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { match } from "../../term/match.ts";
import { substitute } from "../../term/substitution.ts";
import { apply, type Application, type Term } from "../../term/term.ts";
import { fieldsOf } from "../../theory/intended.ts";
import type { Weakness } from "../../theory/theory.ts";
import { describeContext, readKey } from "../../reference/roles/holding.ts";
import type { Operations } from "../../reference/roles/operations.ts";
import type { ProtocolPlan } from "../../reference/roles/plan.ts";
import { decodeValue, encodeCanonical, readValue } from "../../reference/wire/codec.ts";
import type { Envelope } from "../../reference/wire/envelope.ts";
import { Refused } from "../../reference/wire/refusal.ts";
import { asBytes, asList, type Value } from "../../reference/wire/value.ts";

/** A value with what the description says stands there. */
export interface Part {
  readonly intended: Term;
  readonly value: Value;
}

/** What computing on bytes takes. */
export interface Computing {
  readonly plan: ProtocolPlan;
  readonly operations: Operations;
  readonly weaknesses: readonly Weakness[];
  /** What a weakness gives, once it is sure that it is that; undefined otherwise. */
  readonly exploit: (weakness: string, given: readonly Value[], records: readonly Value[]) => Value | undefined;
}

/** More computations than this in one sequence, and the intruder leaves it at that. */
const MOST_TRIED = 600;
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
      this.learn(planned.intended, readValue(planned.intended, body, label));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }

  /** Takes a part, and the parts of it that need no key. */
  learn(intended: Term, value: Value): void {
    for (const [i, [, field]] of (fieldsOf(intended) ?? []).entries()) this.learn(field, asList(value)[i] as Value);
    if (fieldsOf(intended) !== undefined) return;
    const bytes = bytesToHex(encodeCanonical(value));
    const key = `${kindOf(intended)} ${bytes}`;
    if (this.parts.has(key)) return;
    this.parts.set(key, { intended, value });
    this.values.add(bytes);
    if (intended.kind !== "application" || intended.op !== "sign") return;
    const [body] = intended.args as readonly [Term];
    this.learn(body, decodeValue(body, asBytes(asList(value)[0] as Value), "signed"));
  }

  /** True when the intruder has this value; `deduce` before. */
  has(value: Value): boolean {
    return this.values.has(bytesToHex(encodeCanonical(value)));
  }

  /** The parts of a kind, in the order in which they were learnt. */
  partsOf(kind: string): readonly Part[] {
    return [...this.parts.values()].filter(({ intended }) => kindOf(intended) === kind);
  }

  /** Computes everything that the rules give, until nothing is new. */
  async deduce(): Promise<void> {
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
      const key = [name, ...chosen.map(({ value }) => bytesToHex(encodeCanonical(value)))].join(" ");
      if (this.tried.has(key) || this.tried.size >= MOST_TRIED) continue;
      this.tried.add(key);
      const [box] = chosen;
      if (box === undefined) continue;
      // Owners need not fit: the keys of others are tried as well, and what comes out is what would be there.
      const bound = match(patterns[0] as Term, box.intended);
      const all = match(apply("", ...patterns), apply("", ...chosen.map(({ intended }) => intended)));
      const yielded = substitute(right, all ?? bound ?? new Map());
      const value = await this.compute(name, chosen, box.intended as Application);
      if (value !== undefined) this.learn(yielded, value);
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
    if (name === "message") return undefined;
    const records = this.partsOf("Id").map(({ value }) => value);
    if (name.startsWith("!")) return exploit(name.slice(1), values, records);
    try {
      if (name !== "adec") return await operations.apply(name, values, NOTHING);
      const key = chosen[1]?.intended as Application;
      const [body, publicKey] = box.args as readonly [Term, Application];
      if (readKey(key).family !== readKey(publicKey).family) return undefined;
      const context = describeContext(plan.protocol, box);
      const opened = operations.unseal(readKey(key).family, second, asBytes(first), context);
      return opened === undefined ? undefined : decodeValue(body, opened, "box");
    } catch (error) {
      if (error instanceof Refused) return undefined;
      throw error;
    }
  }
}
