/** Takes one action in a scene; says in words what happened, or that there was nothing to do. */
import { subterms, type Term } from "../../core/term/term.ts";
import type { Flight } from "../../live/network/network.ts";
import type { Reply } from "../../live/parties/party.ts";
import { readKey } from "../../live/roles/holding.ts";
import { readValue, writeValue } from "../../live/wire/codec.ts";
import { type Envelope, openEnvelope, sealEnvelope, TRANSFER_BYTES } from "../../live/wire/envelope.ts";
import { Refused } from "../../live/wire/refusal.ts";
import { isSameValue, type Value } from "../../live/wire/value.ts";
import { type Action, Choices } from "./action.ts";
import { findPart, listParts, namePart, replacePart } from "./change-message.ts";
import { forge, type Forging } from "./forge.ts";
import { nameRandomness } from "../../live/system/remember.ts";
import type { Scene, Seen } from "./scene.ts";
import { nameOf, roleOf } from "./stage.ts";

/** Takes the action; false where it finds nothing to act on. */
export async function perform(scene: Scene, action: Action): Promise<boolean> {
  scene.stage.clock.set(scene.stage.clock.now() + 1000);
  switch (action.do) {
    case "start":
      return start(scene, action.role, action.with);
    case "deliver":
      return deliver(scene, action.count + 1);
    case "reorder":
      return letLand(scene, scene.pending.slice(1)[action.flight % Math.max(1, scene.pending.length - 1)], "overtakes");
    case "drop":
      return takeOut(scene, action.flight, "drop");
    case "hold":
      return takeOut(scene, action.flight, "hold");
    case "release":
      return letLand(scene, scene.held[action.flight % Math.max(1, scene.held.length)], "is let go");
    case "replay":
      return replay(scene, action.message);
    case "edit":
      return edit(scene, action);
    case "splice":
      return splice(scene, action);
    case "inject":
      return inject(scene, action);
    case "corrupt":
      return corrupt(scene);
    case "replace-key":
      return replaceKey(scene);
    case "advance":
      scene.stage.clock.set(scene.stage.clock.now() + action.seconds * 1000);
      scene.lines.push({ text: `${action.seconds} s pass` });
      return true;
    default:
      return action satisfies never;
  }
}

/** The roles whose runs begin by themselves. */
function starters({ stage }: Scene): readonly string[] {
  return stage.roles.filter((role) => stage.system.plan.roles.get(role)?.steps[0]?.kind !== "recv");
}

async function start(scene: Scene, number: number, eve: number): Promise<boolean> {
  const roles = starters(scene);
  const role = roles[number % roles.length];
  if (role === undefined || scene.runsOf(role).length >= scene.stage.budgets.runs) return false;
  const { system, partners: all } = scene.stage;
  const partners = all.get(role) ?? new Map<string, string>();
  const others = [...partners.keys()].filter((other) => other !== role);
  const played = eve === 0 ? undefined : others[(eve - 1) % others.length];
  const honest = played === undefined ? undefined : partners.get(played);
  if (played !== undefined) partners.set(played, system.insider.name);
  const reply = await scene.start(role);
  if (played !== undefined && honest !== undefined) partners.set(played, honest);
  scene.lines.push({
    text: `${role} begins a run${played === undefined ? "" : ` with Eve as ${played}`}`,
    reply: reply.is,
  });
  return reply.is === "accepted";
}

async function deliver(scene: Scene, count: number): Promise<boolean> {
  let landed = false;
  for (let i = 0; i < count; i++) {
    const [oldest] = scene.pending;
    if (oldest === undefined) break;
    landed = (await letLand(scene, oldest, "lands")) || landed;
  }
  return landed;
}

async function letLand(scene: Scene, flight: Flight | undefined, how: string): Promise<boolean> {
  if (flight === undefined) return false;
  const reply = await scene.release(flight);
  tell(scene, openEnvelope(flight.bytes), how, reply);
  return reply !== undefined;
}

function takeOut(scene: Scene, number: number, what: "drop" | "hold"): boolean {
  const flight = scene.pending[number % Math.max(1, scene.pending.length)];
  if (flight === undefined) return false;
  scene.pending = scene.pending.filter((each) => each !== flight);
  if (what === "hold") scene.held = [...scene.held, flight];
  const { label, from } = openEnvelope(flight.bytes);
  scene.lines.push({
    text: `the intruder ${what === "drop" ? "drops" : "holds back"} ${label} of ${nameAgent(scene, from)}`,
  });
  return true;
}

async function replay(scene: Scene, number: number): Promise<boolean> {
  const message = chooseSeen(scene, number);
  if (message === undefined) return false;
  const { envelope, to } = message;
  // Another copy, so that it is told from the one that was sent.
  const reply = await scene.inject(envelope.from, to, Uint8Array.from(message.bytes));
  tell(scene, envelope, "lands again", reply);
  return reply !== undefined;
}

/** The latest first. */
function chooseSeen({ seen }: Scene, number: number): Seen | undefined {
  return seen.length === 0 ? undefined : seen[seen.length - 1 - (number % seen.length)];
}

async function edit(scene: Scene, action: Extract<Action, { do: "edit" }>): Promise<boolean> {
  const { plan } = scene.stage.system;
  const message = chooseSeen(scene, action.message);
  const read = message && readBody(scene, message.envelope);
  if (message === undefined || read === undefined) return false;
  const parts = listParts(plan, read.intended);
  const part = parts[action.part % Math.max(1, parts.length)];
  if (part === undefined) return false;
  const by = await forge(makeForging(scene, new Choices(action.choices), 0), part);
  if (by === undefined) return false;
  return land(scene, message, replacePart(plan, read.intended, read.value, part, by), { changed: namePart(part) });
}

async function splice(scene: Scene, action: Extract<Action, { do: "splice" }>): Promise<boolean> {
  const { plan } = scene.stage.system;
  const message = chooseSeen(scene, action.message);
  const other = chooseSeen(scene, action.other);
  const read = message && readBody(scene, message.envelope);
  const given = other && readBody(scene, other.envelope);
  if (message === undefined || other === undefined || read === undefined || given === undefined) return false;
  const { transfer, label } = other.envelope;
  const parts = listParts(plan, read.intended);
  const number = action.part % (parts.length + 1);
  const part = parts[number - 1];
  if (part === undefined) {
    if (isSameValue(transfer, message.envelope.transfer)) return false;
    return land(scene, message, read.value, { changed: "the transfer", of: label, transfer });
  }
  const by = findPart(plan, given.intended, given.value, part);
  if (by === undefined || isSameValue(by, findPart(plan, read.intended, read.value, part) ?? "")) return false;
  return land(scene, message, replacePart(plan, read.intended, read.value, part, by), {
    changed: namePart(part),
    of: label,
  });
}

interface Change {
  readonly changed: string;
  /** The message that the part was taken from. */
  readonly of?: string;
  readonly transfer?: Uint8Array;
}

async function land(scene: Scene, { envelope, to }: Seen, value: Value, change: Change): Promise<boolean> {
  const { plan } = scene.stage.system;
  const { intended } = readBody(scene, envelope) ?? {};
  if (intended === undefined) return false;
  const changed = {
    ...envelope,
    body: writeValue(plan.forms, intended, value),
    transfer: change.transfer ?? envelope.transfer,
  };
  scene.knowledge.overhear(changed);
  const reply = await scene.inject(envelope.from, to, sealEnvelope(changed));
  const what = change.of === undefined ? `another ${change.changed}` : `${change.changed} of another ${change.of}`;
  tell(scene, envelope, `lands with ${what}`, reply);
  return reply !== undefined;
}

function readBody(scene: Scene, { label, body }: Envelope): { intended: Term; value: Value } | undefined {
  const { messages, forms } = scene.stage.system.plan;
  const intended = messages.find((message) => message.label === label)?.intended;
  if (intended === undefined) return undefined;
  try {
    return { intended, value: readValue(forms, intended, body, label) };
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

async function inject(scene: Scene, action: Extract<Action, { do: "inject" }>): Promise<boolean> {
  const { messages, protocol, forms } = scene.stage.system.plan;
  const planned = messages[action.message % messages.length];
  if (planned === undefined || (action.as > 0 && !scene.hasEve)) return false;
  const choices = new Choices(action.choices);
  const transfer = chooseTransfer(scene, choices);
  const forging = makeForging(scene, choices, action.as);
  const value = await forge(forging, planned.intended);
  const [from, to] = [forging.cast.get(planned.from), forging.cast.get(planned.to)];
  if (value === undefined || from === undefined || to === undefined || !scene.parties.has(to)) return false;
  const { label } = planned;
  const envelope = { protocol, label, from, to, transfer, body: writeValue(forms, planned.intended, value) };
  const reply = await scene.inject(from, to, sealEnvelope(envelope));
  scene.lines.push({
    text: `the intruder makes ${label} from ${nameAgent(scene, from)} to ${nameAgent(scene, to)}`,
    ...(reply === undefined ? {} : { reply: reply.is }),
  });
  return reply !== undefined;
}

/** A transfer that was seen, the latest first, or a new one. */
function chooseTransfer(scene: Scene, choices: Choices): Uint8Array {
  const known: Uint8Array[] = [];
  for (const { envelope } of [...scene.seen].reverse()) {
    if (!known.some((each) => isSameValue(each, envelope.transfer))) known.push(envelope.transfer);
  }
  const choice = known[choices.below(known.length + 1)];
  return choice ?? nameRandomness(scene.stage.seed, `transfer ${scene.invent()}`).bytes(TRANSFER_BYTES);
}

/** Who is said to play what: `as` has a bit for every role that Eve plays, the first role's lowest. */
function makeForging(scene: Scene, choices: Choices, as: number): Forging {
  const { stage, knowledge, hasEve } = scene;
  const cast = new Map(stage.roles.map((role) => [role, nameOf(stage, role)]));
  for (const [i, role] of stage.roles.entries()) if (((as >> i) & 1) === 1) cast.set(role, stage.system.insider.name);
  return { stage, knowledge, choices, cast, hasEve, invent: () => scene.invent(), made: new Map() };
}

async function corrupt(scene: Scene): Promise<boolean> {
  if (scene.hasEve) return false;
  scene.hasEve = true;
  const { insider } = scene.stage.system;
  for (const key of listSecretKeys(scene)) {
    const { family, index } = readKey(key);
    const value =
      index === undefined
        ? await insider.secretKey({ op: key.op === "sgk" ? "sgk" : "sk", family, owner: insider.name })
        : undefined;
    if (value !== undefined) scene.knowledge.learn(key, value);
  }
  scene.lines.push({ text: "the intruder takes Eve's keys" });
  return true;
}

/** The secret halves of the keys that the messages mention, by role. */
function listSecretKeys({ stage }: Scene): readonly Extract<Term, { kind: "application" }>[] {
  const found = new Map<string, Extract<Term, { kind: "application" }>>();
  const halves: Readonly<Record<string, string>> = { pk: "sk", vk: "sgk", sk: "sk", sgk: "sgk" };
  for (const { intended } of stage.system.plan.messages) {
    for (const part of subterms(intended)) {
      if (part.kind !== "application" || halves[part.op] === undefined) continue;
      const key = {
        ...part,
        op: halves[part.op] as string,
        key: `${halves[part.op]}${part.key.slice(part.op.length)}`,
      };
      found.set(key.key, key);
    }
  }
  return [...found.values()];
}

/** Registers a key of the intruder's own in the place of an honest party's. */
function replaceKey(scene: Scene): boolean {
  const { stage } = scene;
  if (scene.hasReplacedKey) return false;
  scene.hasReplacedKey = true;
  const { role, secretKey } = stage.system.replaceKey(nameRandomness(stage.seed, "replaced key"));
  stage.directoryState.count = 1;
  for (const key of listSecretKeys(scene)) {
    if (readKey(key).role === role && key.op === "sk") scene.knowledge.learn(key, secretKey);
  }
  scene.lines.push({ text: `the intruder registers a key of its own as ${role}'s` });
  return true;
}

function tell(scene: Scene, { label, from, to }: Envelope, how: string, reply: Reply | undefined): void {
  const text = `${label} from ${nameAgent(scene, from)} to ${nameAgent(scene, to)} ${how}`;
  scene.lines.push({ text, ...(reply === undefined ? {} : { reply: reply.is }) });
}

/** An agent by its role; the insider as Eve. */
function nameAgent({ stage }: Scene, agent: string): string {
  return roleOf(stage, agent) ?? (agent === stage.system.insider.name ? "Eve" : agent);
}
