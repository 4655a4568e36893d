/**
 * Messages that the intruder makes: by the description's terms, out of what it knows, what it invents and what it can compute.
 *
 * Nothing is made that the intruder could not make: a signature that holds needs its key, a re-encryption key that fits needs an owner's. Where
 * a part cannot be made it is one that was overheard, and where there is none the message is not made at all.
 */
import { CID } from "multiformats/cid";
import { toBytes } from "../../live/crypto/bytes.ts";
import { expectDecoded } from "../../live/crypto/decoded.ts";
import { decodeDelegateePoints, encodeReencrypted } from "../../live/crypto/pre/codec.ts";
import { hashIdentity } from "../../live/crypto/pre/identity.ts";
import { address } from "../../live/crypto/pre/recipient.ts";
import { closeRecord } from "../../live/crypto/pre/record.ts";
import { drawElement, encryptReencrypted } from "../../live/crypto/pre/scheme.ts";
import { makeSigningKey } from "../../live/crypto/sign.ts";
import { AGENT, type Application, type Name, PAIR, type Term } from "../../core/term/term.ts";
import type { KeyOperation } from "../../core/theory/expression.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import { identify } from "../../core/protocol/project/role-view.ts";
import { describeContext, readKey } from "../../live/roles/holding.ts";
import { encodeCanonical, encodeValue } from "../../live/wire/codec.ts";
import { Refused } from "../../live/wire/refusal.ts";
import { asBytes, type Value } from "../../live/wire/value.ts";
import type { Choices } from "./action.ts";
import type { Knowledge } from "./knowledge.ts";
import { nameRandomness } from "../../live/system/remember.ts";
import type { Stage } from "./stage.ts";

/** The means of forging. */
export interface Forging {
  readonly stage: Stage;
  readonly knowledge: Knowledge;
  readonly choices: Choices;
  /** Who is said to play which role. */
  readonly cast: ReadonlyMap<string, string>;
  /** True if Eve's keys are available. */
  readonly hasEve: boolean;
  /** A word for the next thing that is invented. */
  readonly invent: () => string;
  /** The values chosen so far: a term has one value wherever it stands in a message. */
  readonly made: Map<string, Value>;
}

/** A value for a term, or undefined where the intruder has none. */
export async function forge(forging: Forging, intended: Term): Promise<Value | undefined> {
  const key = identify(intended);
  const before = forging.made.get(key);
  if (before !== undefined) return before;
  const value = await make(forging, intended);
  if (value === undefined) return undefined;
  forging.made.set(key, value);
  forging.knowledge.learn(intended, value, { isOwn: true });
  return value;
}

async function make(forging: Forging, intended: Term): Promise<Value | undefined> {
  const fields = fieldsOf(intended);
  if (fields !== undefined) {
    const values: Value[] = [];
    for (const [, field] of fields) {
      const value = await forge(forging, field);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }
  switch (intended.kind) {
    case "variable":
      return intended.sorts.includes(AGENT) ? forging.cast.get(intended.name) : undefined;
    case "name":
      return intended.fresh ? chooseAtom(forging, intended) : intended.name;
    case "application":
      return makeApplication(forging, intended);
    default:
      return intended satisfies never;
  }
}

/** A new value, or a known one of the sort; those that stood in the same place come first. */
function chooseAtom(forging: Forging, intended: Name): Value | undefined {
  const sort = intended.sorts[0] ?? "";
  const known = knownLike(forging, intended);
  const choice = forging.choices.below(known.length + 1);
  return known[choice - 1] ?? invent(forging, sort);
}

function knownLike({ knowledge }: Forging, intended: Name): readonly Value[] {
  const parts = knowledge.partsOf(intended.sorts[0] ?? "");
  const same = parts.filter((part) => identify(part.intended) === identify(intended));
  return [...same.reverse(), ...parts.filter((part) => !same.includes(part))].map(({ value }) => value);
}

function invent({ stage, invent: next }: Forging, sort: string): Value | undefined {
  if (sort === "Time") return Math.floor(stage.clock.now() / 1000);
  const word = next();
  if (sort === "Data") return toBytes(`invented ${word}`);
  return stage.operations.sample(sort, nameRandomness(stage.seed, `intruder ${word}`));
}

async function makeApplication(forging: Forging, intended: Application): Promise<Value | undefined> {
  const { stage, knowledge, choices } = forging;
  if (intended.op === "pk" || intended.op === "vk") return publicKey(forging, intended);
  if (intended.op === "sk" || intended.op === "sgk") return secretKey(forging, intended);
  const known = knowledge
    .partsOf(intended.op)
    .filter((part) => identify(part.intended) === identify(intended))
    .map(({ value }) => value)
    .reverse();
  const choice = choices.below(known.length + 1);
  const taken = known[choice - 1];
  if (taken !== undefined) return taken;
  const args: Value[] = [];
  for (const arg of intended.args) {
    const value = await forge(forging, arg);
    if (value === undefined) return known[0];
    args.push(value);
  }
  try {
    return await compute(stage, intended, args, `intruder ${forging.invent()}`);
  } catch (error) {
    if (error instanceof Refused) return known[0];
    throw error;
  }
}

async function publicKey(forging: Forging, key: Application): Promise<Value | undefined> {
  const { family, role, index } = readKey(key);
  const owner = forging.cast.get(role);
  const at = index === undefined ? undefined : await chooseIndex(forging, index);
  if (owner === undefined || (index !== undefined && at === undefined)) return undefined;
  const name = { op: key.op as KeyOperation, family, owner };
  return forging.stage.keys.publicKey(at === undefined ? name : { ...name, index: at });
}

/** Chooses the index of a key: one that was seen, as a key for anything else is nobody's. */
async function chooseIndex(forging: Forging, index: Term): Promise<Value | undefined> {
  const key = identify(index);
  if (!forging.made.has(key) && index.kind === "name") {
    const known = knownLike(forging, index);
    const seen = known[forging.choices.below(known.length)];
    if (seen !== undefined) forging.made.set(key, seen);
  }
  return forge(forging, index);
}

/** Eve's key where she plays the role; else one that was found out, or, where any will do, a made-up one. */
async function secretKey(forging: Forging, key: Application): Promise<Value | undefined> {
  const { stage, knowledge, hasEve, cast, choices } = forging;
  const { family, role } = readKey(key);
  const op = key.op as KeyOperation;
  const { insider } = stage.system;
  if (hasEve && cast.get(role) === insider.name) return insider.secretKey({ op, family, owner: insider.name });
  if (op === "sgk") {
    // Whoever verifies a signature refuses one with a key of nobody; whoever does not is found out.
    const made = makeSigningKey(nameRandomness(stage.seed, "a signing key of nobody"));
    return [made.secret, made.publicKey];
  }
  const known = knowledge.partsOf(`${op} ${family}`).map(({ value }) => value);
  const choice = choices.below(known.length + 1);
  if (choice > 0) return known[choice - 1];
  const { backend } = stage;
  return family === "ibe" ? backend.g1.encode(hashIdentity(backend, { name: forging.invent() })) : undefined;
}

async function compute(
  stage: Stage,
  intended: Application,
  args: readonly Value[],
  purpose: string,
): Promise<Value | undefined> {
  const { operations, system } = stage;
  const [body, key] = intended.args as readonly [Term, Application];
  const [first, second] = args as readonly [Value, Value];
  const randomness = nameRandomness(stage.seed, purpose);
  const context = describeContext(system.plan.protocol, intended);
  const { forms, world } = system.plan;
  switch (world.operations.get(intended.op)?.runs) {
    case "seals":
      return operations.seal(readKey(key).family, second, encodeValue(forms, body, first), context, randomness);
    case "signs": {
      const message = encodeValue(forms, body, first);
      return [message, operations.sign(second, message, context)];
    }
    case "hashes":
      return operations.hash(encodeValue(forms, body, first), context);
    default:
      if (intended.op === PAIR) return undefined;
      if (intended.op === "pre.enc1") return sealForDelegatee(stage, args, purpose);
      return operations.apply(intended.op, args, randomness);
  }
}

/** Seals what looks like a re-encrypted record: anyone makes it from the delegatee's public key. */
async function sealForDelegatee(
  { backend, records, seed }: Stage,
  [record, mask, key]: readonly Value[],
  purpose: string,
): Promise<Value> {
  const { q, p } = expectDecoded(decodeDelegateePoints(backend, asBytes(key ?? "")));
  const delegatee = address(backend, q, p);
  const header = encodeCanonical(["application/fhir+json", asBytes(key ?? "")]);
  const element = drawElement(backend, nameRandomness(seed, purpose));
  const body = closeRecord(backend, element, header, asBytes(record ?? ""));
  const x = expectDecoded(backend.gt.decode(asBytes(mask ?? "")));
  const parts = encryptReencrypted(backend, delegatee, element, x, nameRandomness(seed, `${purpose}, parts`));
  const cid = await records.put(encodeCanonical([header, body]));
  return [encodeReencrypted(backend, parts), CID.parse(cid).bytes];
}
