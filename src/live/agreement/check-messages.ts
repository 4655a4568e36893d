/**
 * Model and code agree, part one: the messages of a sharing, parsed by the description's own terms, field for field.
 *
 * The checker holds every key, so it opens what nobody else could open all of, and demands that every term of the
 * description has one value wherever it stands, that nothing stays closed, and that what is fresh is new.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { match } from "../../core/term/match.ts";
import { substitute } from "../../core/term/substitution.ts";
import { type Application, type Name, subterms, type Term } from "../../core/term/term.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import type { Rewrite } from "../../core/theory/theory.ts";
import { opensSomething } from "../../core/protocol/project/world.ts";
import { type Accepting, acceptPart } from "../roles/accept.ts";
import { compute, type Meant, NOTHING_DRAWN } from "../roles/compute.ts";
import { Holding, type Means, recall } from "../roles/holding.ts";
import type { PlannedMessage, ProtocolPlan } from "../roles/plan.ts";
import { readValue } from "../wire/codec.ts";
import { openEnvelope } from "../wire/envelope.ts";
import { type RefusalCode, Refused } from "../wire/refusal.ts";
import type { Value } from "../wire/value.ts";

/** Where model and code differ. */
export interface Discrepancy {
  readonly kind: RefusalCode | "order" | "closed" | "not-fresh";
  /** The message, the field of it, or the party. */
  readonly at: string;
  readonly because: string;
}

/** The checker's means beside the messages. */
export interface MessageCheck {
  readonly plan: ProtocolPlan;
  /** The operations, and every party's secret keys. */
  readonly means: Means;
  /** Who plays which role. */
  readonly agents: ReadonlyMap<string, string>;
  /** Values that were fresh in other sharings, and those fresh in this one: by the name that they had. */
  readonly used: Map<string, string>;
}

/** Parses the messages of one sharing, in the order in which they were sent; what differs from the description. */
export async function checkMessages(
  messages: readonly Uint8Array[],
  check: MessageCheck,
): Promise<readonly Discrepancy[]> {
  const { plan, means, agents } = check;
  const holding = new Holding(agents);
  const accepting: Accepting = { means, holding, novelties: [], untested: new Set() };
  const found: Discrepancy[] = [];
  for (const [i, bytes] of messages.entries()) {
    try {
      await parseMessage(bytes, plan.messages[i], accepting, agents);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, at, because } = error.refusal;
      found.push({ kind: code, at, because });
    }
  }
  for (const missing of plan.messages.slice(messages.length)) {
    found.push({ kind: "order", at: missing.label, because: "It was never sent." });
  }
  return [...found, ...findClosed(plan, holding), ...findReused(plan, holding, check.used)];
}

async function parseMessage(
  bytes: Uint8Array,
  planned: PlannedMessage | undefined,
  accepting: Accepting,
  agents: ReadonlyMap<string, string>,
): Promise<void> {
  const { protocol, label, from, to, body } = openEnvelope(bytes);
  if (planned === undefined || planned.label !== label) {
    const expected = planned === undefined ? "no further message" : planned.label;
    throw new Refused("unknown-message", label, `The description has ${expected} at this place.`);
  }
  if (protocol !== accepting.means.plan.protocol) throw new Refused("wrong-protocol", label, `It says ${protocol}.`);
  if (from !== agents.get(planned.from) || to !== agents.get(planned.to)) {
    throw new Refused("unknown-party", label, `It goes from ${from} to ${to}.`);
  }
  await acceptPart(
    accepting,
    planned.intended,
    readValue(accepting.means.plan.forms, planned.intended, body, label),
    label,
  );
  await openAll(accepting);
}

/** Opens what the rules of the theories open, until nothing changes: every rule is a test of what it yields. */
async function openAll(accepting: Accepting): Promise<void> {
  const { means, holding } = accepting;
  for (const part of holding.opaque) {
    holding.opaque = holding.opaque.filter((other) => other !== part);
    for (const rule of means.plan.world.rewrites.filter(opensSomething)) {
      await applyRule(accepting, rule, part.intended, part.value, part.at);
    }
  }
}

async function applyRule(
  { means, holding, ...accepting }: Accepting,
  rule: Rewrite,
  box: Application,
  value: Value,
  at: string,
): Promise<void> {
  if (rule.left.kind !== "application") return;
  const [pattern, ...keys] = rule.left.args;
  const bound = pattern?.kind === "application" ? match(pattern, box) : undefined;
  if (bound === undefined) return;
  const args: Meant[] = [{ intended: box, value }];
  for (const key of keys) {
    const intended = substitute(key, bound);
    const known = await recall(means, holding, intended);
    if (known === undefined) return;
    args.push({ intended, value: known });
  }
  const yielded = await compute(means, rule.left.op, args, NOTHING_DRAWN, at);
  await acceptPart({ means, holding, ...accepting }, substitute(rule.right, bound), yielded, at);
}

/** Atoms that the description lets the holder of all keys read, and that came out of no message. */
function findClosed(plan: ProtocolPlan, holding: Holding): readonly Discrepancy[] {
  return listReadable(plan).flatMap((intended) =>
    holding.valueOf(intended) === undefined
      ? [
          {
            kind: "closed" as const,
            at: intended.name,
            because: "No message that was sent gives it away to the holder of all keys.",
          },
        ]
      : [],
  );
}

/**
 * Lists the readable values; those under an operation that no rule opens, such as the exponent of a share or the inside
 * of a hash, are not readable.
 */
function listReadable({ messages, world }: ProtocolPlan): readonly Name[] {
  const rules = world.rewrites.filter(opensSomething);
  const atoms = new Map<string, Name>();
  const visit = (term: Term): void => {
    if (term.kind === "name" && term.fresh) atoms.set(term.name, term);
    if (term.kind !== "application") return;
    for (const [, field] of fieldsOf(term) ?? []) visit(field);
    for (const { left, right } of rules) {
      const pattern = left.kind === "application" ? left.args[0] : undefined;
      const bound = pattern?.kind === "application" ? match(pattern, term) : undefined;
      if (bound !== undefined) visit(substitute(right, bound));
    }
  };
  for (const { intended } of messages) visit(intended);
  return [...atoms.values()];
}

/** Fresh values that stood for something else before, in this sharing or another. */
function findReused(plan: ProtocolPlan, holding: Holding, used: Map<string, string>): readonly Discrepancy[] {
  const found: Discrepancy[] = [];
  for (const [name, intended] of listAtoms(plan)) {
    const value = holding.valueOf(intended);
    const isDrawn = intended.kind === "name" && ["Nonce", "Id", "Scalar", "Key"].includes(intended.sorts[0] ?? "");
    if (!isDrawn || !(value instanceof Uint8Array)) continue;
    const key = bytesToHex(value);
    const before = used.get(key);
    if (before !== undefined) found.push({ kind: "not-fresh", at: name, because: `It has the value of ${before}.` });
    used.set(key, name);
  }
  return found;
}

function listAtoms({ messages }: ProtocolPlan): readonly (readonly [name: string, intended: Term])[] {
  const atoms = new Map<string, Term>();
  for (const { intended } of messages) {
    for (const part of subterms(intended)) if (part.kind === "name" && part.fresh) atoms.set(part.name, part);
  }
  return [...atoms];
}
