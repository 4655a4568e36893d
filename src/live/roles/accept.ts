/**
 * Receives a part as the role does: opens, compares, or takes it unread, exactly as its projection says.
 *
 * What is held or can be rebuilt must be equal; boxes whose key is at hand are opened; agents and keys that the run does
 * not know yet tell it who its partners are; all else is held, and compared or opened as soon as that is possible.
 */
import { AGENT, type Application, type Term, variablesOf } from "../../core/term/term.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import { decodeValue } from "../wire/codec.ts";
import { Refused } from "../wire/refusal.ts";
import { asBytes, asList, isSameValue, type Value } from "../wire/value.ts";
import { describeContext, type Holding, type Means, nameKey, readKey, rebuild, recall } from "./holding.ts";
import { listOpeners } from "./open-by-rule.ts";

/** An atom that a message brought and the run did not know: what freshness is judged by. */
export interface Novelty {
  readonly sort: string;
  readonly value: Value;
  readonly at: string;
}

/** A reception under way. */
export interface Accepting {
  readonly means: Means;
  /** Changed as parts are taken; a fork of the run's own. */
  readonly holding: Holding;
  /** Gains the atoms that are new to the run. */
  readonly novelties: Novelty[];
  readonly untested: ReadonlySet<string>;
}

/** Takes the value of an intended part. Throws Refused for what the role would not take. */
export async function acceptPart(accepting: Accepting, intended: Term, value: Value, at: string): Promise<void> {
  const { means, holding } = accepting;
  const fields = fieldsOf(intended);
  if (fields !== undefined) {
    const values = asList(value);
    for (const [i, [name, field]] of fields.entries()) {
      if (!accepting.untested.has(name)) await acceptPart(accepting, field, values[i] as Value, `${at}.${name}`);
    }
    return;
  }
  await meetPartners(accepting, intended, value, at);
  const known = await recall(means, holding, intended);
  if (known !== undefined) return compare(known, value, at);
  switch (intended.kind) {
    case "variable":
      throw new Refused("unknown-party", at, "It names an agent where none is expected.");
    case "name":
      holding.hold(intended, value);
      accepting.novelties.push({ sort: intended.sorts[0] ?? "", value, at });
      return;
    case "application": {
      if (intended.op === "pk" || intended.op === "vk") throw new Refused("unknown-key", at, "Nobody registered it.");
      const fault = means.operations.findFault(intended.op, value);
      if (fault !== undefined) throw new Refused("bad-element", at, fault);
      holding.hold(intended, value);
      if (!(await open(accepting, intended, value, at))) {
        holding.opaque = [...holding.opaque, { intended, value, at }];
      }
      return;
    }
    default:
      return intended satisfies never;
  }
}

/** Opens and compares what has become openable or comparable, until nothing changes. */
export async function settle(accepting: Accepting): Promise<void> {
  const { means, holding } = accepting;
  for (let changed = true; changed; ) {
    changed = false;
    for (const part of holding.opaque) {
      const known = await rebuild(means, holding, part.intended);
      if (known !== undefined) compare(known, part.value, part.at);
      else if (!(await open(accepting, part.intended, part.value, part.at))) continue;
      holding.opaque = holding.opaque.filter((other) => other !== part);
      changed = true;
    }
  }
}

/** Refuses a value that is another than the one that the role holds. */
export function compare(known: Value, given: Value, at: string): void {
  if (!isSameValue(known, given)) throw new Refused("mismatch", at, "It is another value than the one expected there.");
}

/** An agent's name, or a key that somebody registered, says who plays a role that the run does not know yet. */
async function meetPartners({ means, holding }: Accepting, intended: Term, value: Value, at: string): Promise<void> {
  if (intended.kind === "variable" && intended.sorts.includes(AGENT)) {
    if (!holding.agents.has(intended.name)) holding.agents.set(intended.name, String(value));
    return;
  }
  if (intended.kind !== "application" || (intended.op !== "pk" && intended.op !== "vk")) return;
  const { family, role } = readKey(intended);
  if (holding.agents.has(role)) return;
  const owner = await means.keys.ownerOf(intended.op, family, value);
  if (owner === undefined) throw new Refused("unknown-key", at, "Nobody registered it.");
  holding.agents.set(role, owner);
}

/** Opens a box whose key is at hand and takes what is inside; false when the key is not at hand. */
async function open(accepting: Accepting, box: Application, value: Value, at: string): Promise<boolean> {
  const operation = accepting.means.plan.world.operations.get(box.op);
  switch (operation?.runs) {
    case "seals":
      return unseal(accepting, box, value, at);
    case "signs":
      return verify(accepting, box, value, at);
    case "computes on bytes":
    case undefined:
      return openByRule(accepting, box, value, at);
    default:
      return false;
  }
}

/** With the rules and the implementation of the box's own theory. */
async function openByRule(accepting: Accepting, box: Application, value: Value, at: string): Promise<boolean> {
  const { means, holding } = accepting;
  for (const { content, proof, open: openWith } of listOpeners(means, holding, box, value, at)) {
    // What is signed is readable, so it may itself say who has signed it.
    const signers = proof.map((key) => readKey(key).role).filter((role) => !holding.agents.has(role));
    if (variablesOf(content).some(({ name }) => signers.includes(name))) {
      const claimed = await openWith([]);
      if (claimed !== undefined) await acceptPart(accepting, content, claimed, at);
    }
    const inside = await openWith(proof);
    if (inside === undefined) continue;
    await acceptPart(accepting, content, inside, at);
    return true;
  }
  return false;
}

async function unseal(accepting: Accepting, box: Application, value: Value, at: string): Promise<boolean> {
  const { means, holding } = accepting;
  const [body, key] = box.args as readonly [Term, Application];
  const name = await nameKey(means, holding, key);
  const secret = name === undefined ? undefined : await means.keys.secretKey({ ...name, op: "sk" });
  if (name === undefined || secret === undefined) return false;
  const context = describeContext(means.plan.protocol, box);
  const message = means.operations.unseal(name.family, secret, asBytes(value), context);
  if (message === undefined) throw new Refused("cannot-open", at, "It was not sealed for this, or was changed.");
  await acceptPart(accepting, body, decodeValue(means.plan.forms, body, message, at), at);
  return true;
}

/** A signed message is readable, so it may itself say who has signed it; it counts once the signature is verified. */
async function verify(accepting: Accepting, box: Application, value: Value, at: string): Promise<boolean> {
  const { means, holding } = accepting;
  const [body, signing] = box.args as readonly [Term, Application];
  const [message, signature] = asList(value).map(asBytes) as [Uint8Array, Uint8Array];
  const content = decodeValue(means.plan.forms, body, message, at);
  const role = readKey(signing).role;
  const names = variablesOf(body).some((agent) => agent.name === role);
  if (!holding.agents.has(role) && names) await acceptPart(accepting, body, content, at);
  const name = await nameKey(means, holding, signing);
  if (name === undefined) return false;
  const key = await means.keys.publicKey({ ...name, op: "vk" });
  if (key === undefined) throw new Refused("unknown-key", at, `${name.owner} has registered no key to verify it with.`);
  const context = describeContext(means.plan.protocol, box);
  if (!means.operations.verify(key, message, signature, context)) {
    throw new Refused("bad-signature", at, `${name.owner} has not signed it.`);
  }
  await acceptPart(accepting, body, content, at);
  return true;
}
