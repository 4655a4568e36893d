/** Takes one action in a scene; says in words what happened, or that there was nothing to do. */
import type { Term } from "../../core/term/term.ts";
import { readValue, writeValue } from "../../live/wire/codec.ts";
import { type Envelope, openEnvelope, sealEnvelope, TRANSFER_BYTES } from "../../live/wire/envelope.ts";
import { Unsupported } from "../../live/wire/form.ts";
import { Refused } from "../../live/wire/refusal.ts";
import { isSameValue, type Value } from "../../live/wire/value.ts";
import { type Action, Choices } from "./action.ts";
import { findPart, listParts, namePart, replacePart } from "./change-message.ts";
import { forge, type Forging } from "./forge.ts";
import { castOf, countSessions, fitHeader, listPlaces } from "./places.ts";
import type { Scene, Seen, Session } from "./scene.ts";

/** Takes the action; false where it finds nothing to act on. */
export async function perform(scene: Scene, action: Action): Promise<boolean> {
  await scene.passTime(1);
  if (action.do !== "start" && action.do !== "run") scene.isHonest = false;
  switch (action.do) {
    case "start":
      return start(scene, action);
    case "run":
      return run(scene, action.count + 1);
    case "land":
      return land(scene, action);
    case "change":
      return change(scene, action);
    case "make":
      return make(scene, action);
    case "corrupt":
      return corrupt(scene, action.agent);
    case "replace-key":
      return replaceKey(scene, action.agent);
    case "advance":
      await scene.passTime(action.seconds);
      scene.lines.push({ text: `${action.seconds} s pass` });
      return true;
    default:
      return action satisfies never;
  }
}

async function start(scene: Scene, action: Extract<Action, { do: "start" }>): Promise<boolean> {
  const { stage } = scene;
  const role = stage.roles[action.role % stage.roles.length] ?? "";
  const cast = castOf(scene, action.cast);
  const [own] = [stage.agents[action.agent % stage.agents.length] ?? ""];
  const may = stage.players.get(role) ?? [];
  const agent = may.includes(stage.agents.indexOf(own)) ? own : (stage.agents[stage.usual.get(role) ?? 0] ?? "");
  if (scene.isDishonest(agent) || countSessions(scene, role) >= stage.budgets.runs) return false;
  cast.set(role, agent);
  if ([...cast.values()].some((each) => scene.isDishonest(each))) scene.isHonest = false;
  await scene.start(role, agent, cast);
  const others = [...cast].filter(([other]) => other !== role).map(([other, name]) => `${name} as ${other}`);
  const last = scene.sessions.at(-1);
  scene.lines.push({ text: `${agent} begins a session as ${role} with ${others.join(", ")}`, reply: replyOf(last) });
  return true;
}

function replyOf(session: Session | undefined): "accepted" | "failed" {
  return session?.isOver === true ? "failed" : "accepted";
}

/** The oldest messages land, each at the first session that takes it. */
async function run(scene: Scene, count: number): Promise<boolean> {
  let hasLanded = false;
  for (let i = 0; i < count; i++) {
    const message = scene.seen.find((each) => !each.hasLanded && !scene.isDishonest(each.envelope.to));
    if (message === undefined) break;
    message.hasLanded = true;
    const places = listPlaces(scene, message.envelope, message.sender, "addressee");
    let reply: Reply | undefined;
    for (const place of places) {
      reply = await deliver(scene, await place(), message.bytes, message.envelope);
      if (reply !== "refused") break;
    }
    if (reply === "refused" && scene.isHonest) noteRefused(scene, message.envelope);
    if (reply !== undefined) tell(scene, message.envelope, "lands", reply);
    hasLanded ||= reply !== undefined;
  }
  return hasLanded;
}

/** Nobody interfered, and an honest party does not take what another sent. */
function noteRefused(scene: Scene, { label, from }: Envelope): void {
  const role = scene.stage.system.plan.messages.find((message) => message.label === label)?.to ?? "";
  scene.breaches.push({
    role,
    promise: "takes-what-is-due",
    because: `It refuses ${label}, as ${from} sent it: ${scene.lastRefusal}`,
  });
}

type Reply = "accepted" | "refused" | "failed" | "silent";

async function choosePlace(
  scene: Scene,
  envelope: Envelope,
  number: number,
  sender: Session | undefined,
): Promise<Session | undefined> {
  const places = listPlaces(scene, envelope, sender, "anybody");
  return places.length === 0 ? undefined : places[number % places.length]?.();
}

async function deliver(
  scene: Scene,
  session: Session,
  bytes: Uint8Array,
  envelope: Envelope,
): Promise<Reply | undefined> {
  const turn = await scene.deliver(session, bytes, envelope);
  return turn?.outcome.is;
}

/** The latest first. */
function chooseSeen({ seen }: Scene, number: number): Seen | undefined {
  return seen.length === 0 ? undefined : seen[seen.length - 1 - (number % seen.length)];
}

async function land(scene: Scene, action: Extract<Action, { do: "land" }>): Promise<boolean> {
  const message = chooseSeen(scene, action.message);
  const session = message && (await choosePlace(scene, message.envelope, action.to, message.sender));
  if (message === undefined || session === undefined) return false;
  const how = message.hasLanded ? "lands again" : "lands out of turn";
  message.hasLanded = true;
  const fitted = fitHeader(scene, session, message.envelope);
  const isSame = fitted.from === message.envelope.from && fitted.to === message.envelope.to;
  const bytes = isSame ? message.bytes : sealEnvelope(fitted);
  const reply = await deliver(scene, session, bytes, fitted);
  if (reply !== undefined) tell(scene, fitted, how, reply);
  return reply !== undefined;
}

/** Account of what of an envelope can be replaced, behind the parts of the body. */
const HEADER = ["transfer", "from", "to"] as const;

async function change(scene: Scene, action: Extract<Action, { do: "change" }>): Promise<boolean> {
  const { plan } = scene.stage.system;
  const message = chooseSeen(scene, action.message);
  const read = message && readBody(scene, message.envelope);
  if (message === undefined || read === undefined) return false;
  const other = action.other === 0 ? undefined : chooseSeen(scene, action.other - 1);
  const parts = listParts(plan, read.intended);
  const number = action.part % (parts.length + HEADER.length);
  const part = parts[number];
  const choices = new Choices(action.choices);
  if (part === undefined)
    return changeHeader(scene, message, HEADER[number - parts.length] ?? "to", other, choices, action.to);
  const by = other === undefined ? await forgePart(scene, message, part, choices) : spliced(scene, other, part);
  if (by === undefined || isSameValue(by, findPart(plan, read.intended, read.value, part) ?? "")) return false;
  const value = replacePart(plan, read.intended, read.value, part, by);
  const body = write(scene, read.intended, value);
  if (body === undefined) return false;
  const how =
    other === undefined ? `another ${namePart(part)}` : `${namePart(part)} of another ${other.envelope.label}`;
  const told = { how: `lands with ${how}`, header: "fitted" } as const;
  return inject(scene, { ...message.envelope, body }, action.to, message.sender, told);
}

async function changeHeader(
  scene: Scene,
  { envelope, sender }: Seen,
  field: (typeof HEADER)[number],
  other: Seen | undefined,
  choices: Choices,
  to: number,
): Promise<boolean> {
  const { agents } = scene.stage;
  const agent = agents[choices.below(agents.length)] ?? "";
  const changed: Envelope =
    field === "transfer"
      ? {
          ...envelope,
          transfer: other?.envelope.transfer ?? scene.stage.draw(`transfer ${scene.invent()}`).bytes(TRANSFER_BYTES),
        }
      : { ...envelope, [field]: other?.envelope[field] ?? agent };
  if (changed[field] === envelope[field]) return false;
  return inject(scene, changed, to, sender, { how: `lands with another ${field}`, header: "as it is" });
}

function forgePart(scene: Scene, { sender }: Seen, part: Term, choices: Choices): Promise<Value | undefined> {
  return forge(makeForging(scene, choices, sender.cast), part);
}

/** A part of another message, if it is there; otherwise any known one like it that is not the adversary's own. */
function spliced(scene: Scene, { envelope }: Seen, part: Term): Value | undefined {
  const read = readBody(scene, envelope);
  return read && findPart(scene.stage.system.plan, read.intended, read.value, part);
}

async function make(scene: Scene, action: Extract<Action, { do: "make" }>): Promise<boolean> {
  const { stage } = scene;
  const { messages, protocol } = stage.system.plan;
  const planned = messages[action.message % messages.length];
  if (planned === undefined) return false;
  const cast = castOf(scene, action.cast);
  const choices = new Choices(action.choices);
  const transfer = chooseTransfer(scene, choices);
  const value = await forge(makeForging(scene, choices, cast), planned.intended);
  const body = value === undefined ? undefined : write(scene, planned.intended, value);
  const [from, to] = [cast.get(planned.from), cast.get(planned.to)];
  if (body === undefined || from === undefined || to === undefined) return false;
  const envelope = { protocol, label: planned.label, from, to, transfer, body };
  const near = scene.sessions.find(({ cast: own }) => [...cast].every(([role, agent]) => own.get(role) === agent));
  return inject(scene, envelope, action.to, near ?? asSender(cast), { how: "is made", header: "fitted" });
}

/** Only the cast of a sender is asked for where a session is started. */
function asSender(cast: ReadonlyMap<string, string>): Session {
  return { number: -1, name: "", role: "", agent: "", cast, agents: cast, events: [], marks: [], isOver: true };
}

function write({ stage }: Scene, intended: Term, value: Value): unknown {
  try {
    return writeValue(stage.system.plan.forms, intended, value);
  } catch (error) {
    // The encoding has no place for a part of another kind there.
    if (error instanceof TypeError || error instanceof Unsupported) return undefined;
    throw error;
  }
}

async function inject(
  scene: Scene,
  envelope: Envelope,
  to: number,
  sender: Session | undefined,
  { how, header }: { readonly how: string; readonly header: "fitted" | "as it is" },
): Promise<boolean> {
  const session = await choosePlace(scene, envelope, to, sender);
  if (session === undefined) return false;
  const sent = header === "fitted" ? fitHeader(scene, session, envelope) : envelope;
  const bytes = sealEnvelope(sent);
  const reply = await deliver(scene, session, bytes, openEnvelope(bytes));
  if (reply !== undefined) tell(scene, sent, how, reply);
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

/** A transfer that was seen, the latest first, or a new one. */
function chooseTransfer(scene: Scene, choices: Choices): Uint8Array {
  const known: Uint8Array[] = [];
  for (const { envelope } of [...scene.seen].reverse()) {
    if (!known.some((each) => isSameValue(each, envelope.transfer))) known.push(envelope.transfer);
  }
  const choice = known[choices.below(known.length + 1)];
  return choice ?? scene.stage.draw(`transfer ${scene.invent()}`).bytes(TRANSFER_BYTES);
}

function makeForging(scene: Scene, choices: Choices, cast: ReadonlyMap<string, string>): Forging {
  const { system, agents, eve, draw } = scene.stage;
  const now = Math.floor(scene.now / 1000);
  const made = new Map<string, Value>();
  return {
    system,
    knowledge: scene.knowledge,
    choices,
    cast,
    agents,
    eve,
    now,
    invent: () => scene.invent(),
    draw,
    made,
  };
}

function corrupt(scene: Scene, number: number): boolean {
  const { stage } = scene;
  const agent = stage.agents[number % stage.agents.length] ?? "";
  const isTrusted = [...stage.players].every(
    ([, players]) => !players.includes(stage.agents.indexOf(agent)) || players.length === 1,
  );
  if (scene.isDishonest(agent) || isTrusted) return false;
  scene.knowledge.takeOver(agent);
  scene.lines.push({ text: `the adversary takes ${agent}'s keys` });
  return true;
}

/** Registers a key of the adversary's own in the place of an honest agent's. */
async function replaceKey(scene: Scene, number: number): Promise<boolean> {
  const agent = scene.stage.agents[number % scene.stage.agents.length] ?? "";
  if (scene.hasReplacedKey || scene.isDishonest(agent) || !(await scene.replaceKey(agent))) return false;
  scene.lines.push({ text: `the adversary registers a key of its own as ${agent}'s` });
  return true;
}

function tell(scene: Scene, { label, from, to }: Envelope, how: string, reply: Reply): void {
  scene.lines.push({ text: `${label} from ${from} to ${to} ${how}`, reply });
}
