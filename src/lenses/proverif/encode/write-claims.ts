/**
 * Claims as queries: what the event at the claim's place must have behind it.
 *
 * An event carries terms in a fixed order: the agents or data that the query speaks of, for synchronisation the claimant's
 * own run and its messages. A claim is made with honest partners alone, so no query excepts Eve.
 */
import type { Claim, Model, ProtocolScript, RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import type { Term } from "../../../core/term/term.ts";
import type { EventName, Events } from "./events.ts";
import type { HonestTest } from "./honest.ts";
import { type Exchange, listExchanges } from "./precedence.ts";
import { call } from "./write-term.ts";

/** A claim as the process makes it. */
export interface ClaimEvent {
  readonly claim: Claim;
  readonly event: EventName;
  readonly terms: readonly Term[];
}

/** A claim as ProVerif is asked about it. */
export interface ClaimQuery {
  readonly protocol: string;
  readonly role: string;
  readonly claim: Claim;
  /** The event that tells the query apart from all others. */
  readonly event: string;
  readonly text: string;
  /** Where the query asks for more or less than the claim does. */
  readonly losses: readonly Loss[];
}

/** Something that a model says otherwise than its source, and what of ProVerif's answers that spoils. */
export interface Loss {
  readonly sentence: string;
  /** `refutations`: more is asked than is claimed. `proofs`: less is. */
  readonly spoils: "proofs" | "refutations";
}

/** The context of writing claims. */
export interface ClaimContext {
  readonly model: Model;
  readonly events: Events;
  readonly honest: HonestTest;
}

/** More roles than these, and weak agreement is asked with every agent in its own role. */
const MOST_PERMUTED = 3;

/** The event of a claim and its terms, as its role gives them. */
export function describeClaim(
  { events, honest }: ClaimContext,
  protocol: ProtocolScript,
  script: RoleScript,
  at: number,
  claim: Claim,
): ClaimEvent {
  const agentOf = (role: string): Term => honest.agent(script, role);
  const self = agentOf(script.role);
  const make = (terms: readonly Term[], takesRun: "a run" | "no run" = "no run"): ClaimEvent => {
    return { claim, event: events.claim(script.protocol, claim.label, takesRun, terms.length), terms };
  };
  switch (claim.kind) {
    case "Secret":
    case "SKR":
    case "Unguessable":
      return make(claim.term === undefined ? [] : [claim.term]);
    case "Reachable":
      return make([]);
    case "Alive":
      return make(partnersOf(claim, script).map(agentOf));
    case "Weakagree":
      return make(script.roles.map(agentOf));
    case "Agree":
    case "Commit":
    case "InjectiveAgree": {
      const named = claim.unnamed === true ? [] : [self];
      return make([...named, agentOf(claim.partner ?? ""), ...(claim.data ?? [])]);
    }
    case "Niagree":
    case "Nisynch":
    case "InjectiveSynch": {
      const own = ownMessages(protocol, script, at);
      return make(
        own.flatMap(({ event }) => [event.from, event.to, event.message]),
        "a run",
      );
    }
    default:
      return claim.kind satisfies never;
  }
}

/** The query of a claim. */
export function writeQuery(
  context: ClaimContext,
  protocol: ProtocolScript,
  script: RoleScript,
  at: number,
  claim: Claim,
): ClaimQuery {
  const made = describeClaim(context, protocol, script, at, claim);
  const { text, losses = [] } = ask(context, protocol, script, at, made);
  return { protocol: script.protocol, role: script.role, claim, event: made.event.id, text, losses };
}

interface Asked {
  readonly text: string;
  readonly losses?: readonly Loss[];
}

function ask(
  context: ClaimContext,
  protocol: ProtocolScript,
  script: RoleScript,
  at: number,
  { claim, event, terms }: ClaimEvent,
): Asked {
  switch (claim.kind) {
    case "Secret":
    case "SKR":
      return { text: askSecrecy(event) };
    case "Unguessable":
      return { text: askSecrecy(event), losses: [{ sentence: SECRECY_ALONE, spoils: "proofs" }] };
    case "Reachable":
      return { text: `query event(${event.id}).` };
    case "Alive":
    case "Weakagree":
      return claim.kind === "Alive"
        ? askAlive(context, script, claim, event)
        : askWeakly(context, script, claim, event);
    case "Agree":
    case "Commit":
    case "InjectiveAgree":
      return askAgreement(context, protocol, claim, event, terms);
    case "Niagree":
    case "Nisynch":
    case "InjectiveSynch":
      return askSynchronisation(context, protocol, script, at, claim, event);
    default:
      return claim.kind satisfies never;
  }
}

/** The other half is an equivalence, which ProVerif decides in a model of its own (guessing/encode-guess.ts). */
const SECRECY_ALONE =
  "Of what is guessable it is asked here only that it stays secret; a model of its own asks that no guess of it can be verified.";

function askSecrecy({ id }: EventName): string {
  return `query data1: bitstring; event(${call(id, ["data1"])}) && attacker(data1).`;
}

function askAlive({ events }: ClaimContext, script: RoleScript, claim: Claim, event: EventName): Asked {
  const names = listNames("agent", partnersOf(claim, script).length);
  const lives = names.map((name) => `event(${call(events.run().id, [name])})`);
  return { text: quantify(names, `event(${call(event.id, names)}) ==> ${all(lives)}`) };
}

function askWeakly({ events }: ClaimContext, script: RoleScript, claim: Claim, event: EventName): Asked {
  const { roles } = script;
  const names = listNames("agent", roles.length);
  const orders = roles.length <= MOST_PERMUTED ? permute(names) : [names];
  const agreements = partnersOf(claim, script).map((partner) => {
    const name = names[roles.indexOf(partner)] ?? "";
    return any(orders.map((order) => `event(${call(events.among(roles.length).id, [name, ...order])})`));
  });
  const text = quantify(names, `event(${call(event.id, names)}) ==> ${all(agreements)}`);
  const sentence = "Weak agreement is asked with every agent in its own role, which is more than the claim says.";
  const losses: Loss[] = orders.length > 1 || roles.length === 1 ? [] : [{ sentence, spoils: "refutations" }];
  return { text, losses };
}

function askAgreement(
  { events }: ClaimContext,
  protocol: ProtocolScript,
  claim: Claim,
  event: EventName,
  terms: readonly Term[],
): Asked {
  const isUnnamed = claim.unnamed === true;
  const isInjective = claim.kind === "InjectiveAgree";
  const data = listNames("data", claim.data?.length ?? 0);
  const args = [...(isUnnamed ? [] : ["agent1"]), "agent2", ...data];
  if (args.length !== terms.length) throw new Error(`${claim.label}: ${terms.length} terms for ${args.length} names`);
  const word = isInjective ? "inj-event" : "event";
  const signals = listSignals(protocol, claim);
  const answers = signals.map(({ script, at, event: { partner, data: said } }) => {
    const signal = events.running(script, at, said.length + (partner === undefined ? 1 : 2));
    return { signal, args: partner === undefined ? ["agent2", ...data] : ["agent2", "agent1", ...data] };
  });
  const someone = isUnnamed && answers.some(({ args: given }) => given.includes("agent1")) ? ["agent1"] : [];
  const before = `${word}(${call(event.id, args)})`;
  const behind = answers.map((answer) => `${word}(${call(answer.signal.id, answer.args)})`);
  const text = quantify([...args, ...someone], behind.length === 0 ? before : `${before} ==> ${any(behind)}`);
  const sentence = "Injectivity is asked of signals, of which a run of the partner may give several.";
  const losses: Loss[] = isInjective && signals.length > 1 ? [{ sentence, spoils: "proofs" }] : [];
  return { text, losses };
}

/** The signals that answer a claim. */
function listSignals(protocol: ProtocolScript, claim: Claim) {
  return protocol.roles
    .filter(({ role }) => role === claim.partner)
    .flatMap((script) =>
      script.events.flatMap((event, at) =>
        event.kind === "running" && event.signal === claim.signal && event.data.length === (claim.data?.length ?? 0)
          ? [{ script, at, event }]
          : [],
      ),
    );
}

function askSynchronisation(
  { events }: ClaimContext,
  protocol: ProtocolScript,
  script: RoleScript,
  at: number,
  claim: Claim,
  event: EventName,
): Asked {
  const exchanges = listExchanges(protocol, script.role, at);
  const own = ownMessages(protocol, script, at);
  const isOrdered = claim.kind !== "Niagree";
  const isInjective = claim.kind === "InjectiveSynch";
  const runs = new Map<string, string>([[script.role, "run1"]]);
  for (const { sender, receiver } of exchanges) {
    for (const role of [sender, receiver]) if (!runs.has(role)) runs.set(role, `run${runs.size + 1}`);
  }
  const compared = exchanges.filter((one) => one.compared);
  const contents = new Map<string, readonly [string, string, string]>();
  for (const { label } of compared) {
    const n = contents.size + 1;
    contents.set(label, [`from${n}`, `to${n}`, `content${n}`]);
  }
  const injected = new Set<string>([script.role]);
  const word = (role: string): string => {
    if (!isInjective || injected.has(role)) return "event";
    injected.add(role);
    return "inj-event";
  };
  const side = (kind: "send" | "recv", role: string, { label }: Exchange, time: string): string => {
    const terms = contents.get(label) ?? [];
    const stamp = isOrdered ? `@${time}` : "";
    return `${word(role)}(${call(events.message(kind, protocol, label).id, [runs.get(role) ?? "run1", ...terms])})${stamp}`;
  };
  const demands: string[] = [];
  const orders: string[] = [];
  const times: string[] = [];
  for (const [i, exchange] of compared.entries()) {
    const [sent, got] = [`sent${i + 1}`, `got${i + 1}`];
    // The claim's own event says what the claimant sent and received.
    const isMine = (kind: "send" | "recv", role: string): boolean =>
      !isOrdered &&
      role === script.role &&
      own.some(({ event: mine }) => mine.kind === kind && mine.label === exchange.label);
    if (!isMine("send", exchange.sender)) demands.push(side("send", exchange.sender, exchange, sent));
    if (!isMine("recv", exchange.receiver)) demands.push(side("recv", exchange.receiver, exchange, got));
    if (isOrdered) {
      times.push(`${sent}: time`, `${got}: time`);
      orders.push(`${sent} < ${got}`);
    }
  }
  const begun = exchanges.filter((one) => !one.compared).flatMap(({ sender, receiver }) => [sender, receiver]);
  for (const role of new Set(begun)) {
    const partner = protocol.roles.find((one) => one.role === role);
    if (role === script.role || partner === undefined) continue;
    demands.push(`${word(role)}(${call(events.begun(partner).id, [runs.get(role) ?? "run1"])})`);
  }
  const args = ["run1", ...own.flatMap(({ event: { label } }) => contents.get(label) ?? [])];
  const claimed = `${isInjective ? "inj-event" : "event"}(${call(event.id, args)})`;
  const variables = [...runs.values()].map((name) => `${name}: run`);
  const terms = [...contents.values()].flat().map((name) => `${name}: bitstring`);
  const declared = [...variables, ...terms, ...times].join(", ");
  const behind = [...demands, ...orders];
  // Nothing precedes: the claim says nothing.
  const text = behind.length === 0 ? `${claimed} ==> ${claimed}` : `${claimed} ==> ${all(behind)}`;
  return { text: `query ${declared}; ${text}.` };
}

type Message = ScriptEvent & { readonly kind: "send" | "recv" };

/** The claimant's own messages among those that precede a claim, in the order of its script. */
function ownMessages(protocol: ProtocolScript, script: RoleScript, at: number): { readonly event: Message }[] {
  const exchanges = listExchanges(protocol, script.role, at);
  const seen = new Set<string>();
  return script.events.slice(0, at).flatMap((event) => {
    if (event.kind !== "send" && event.kind !== "recv") return [];
    const isTold = exchanges.some((one) => {
      const role = event.kind === "send" ? one.sender : one.receiver;
      return one.compared && one.label === event.label && role === script.role;
    });
    if (!isTold || seen.has(event.label)) return [];
    seen.add(event.label);
    return [{ event }];
  });
}

/** The labels of messages that some claim of synchronisation compares. */
export function listCompared(protocol: ProtocolScript): ReadonlySet<string> {
  const told = protocol.roles.flatMap((script) =>
    script.events.flatMap((event, at) => (isSynchronisation(event) ? listExchanges(protocol, script.role, at) : [])),
  );
  return new Set(told.filter(({ compared }) => compared).map(({ label }) => label));
}

/** True for an event that claims synchronisation, or non-injective agreement. */
export function isSynchronisation(event: ScriptEvent): boolean {
  if (event.kind !== "claim") return false;
  const { kind } = event.claim;
  return kind === "Niagree" || kind === "Nisynch" || kind === "InjectiveSynch";
}

function partnersOf(claim: Claim, { role, roles }: RoleScript): readonly string[] {
  if (claim.partner !== undefined) return [claim.partner];
  const others = roles.filter((one) => one !== role);
  return others.length === 0 ? [role] : others;
}

function permute(items: readonly string[]): string[][] {
  if (items.length <= 1) return [[...items]];
  return items.flatMap((item, i) => permute(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

function listNames(word: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${word}${i + 1}`);
}

function quantify(names: readonly string[], text: string): string {
  const declared = names.map((name) => `${name}: bitstring`).join(", ");
  return `query ${declared === "" ? "" : `${declared}; `}${text}.`;
}

function all(parts: readonly string[]): string {
  return parts.map((part) => (parts.length > 1 && part.includes(" || ") ? `(${part})` : part)).join(" && ");
}

function any(parts: readonly string[]): string {
  return parts.join(" || ");
}
