/**
 * Claims as lemmas: what must be behind the fact at the claim's place.
 *
 * The fact carries the run, the agents of all its roles and the claim's data. A lemma speaks of runs in which those are
 * honest whom the claim takes for honest.
 */
import {
  type Claim,
  honestRoles,
  type ProtocolScript,
  type RoleScript,
  type ScriptEvent,
} from "../../../core/protocol/ir/script.ts";
import type { Term } from "../../../core/term/term.ts";
import { code, comment } from "./layout.ts";
import { listPreceding } from "./precede.ts";
import { printClaim } from "./print-claim.ts";
import { listDoubtful } from "./trusted.ts";
import type { Writing } from "./writing.ts";

/** Something that a lemma says otherwise than its claim, and what of Tamarin's answers that spoils. */
export interface Loss {
  readonly sentence: string;
  /** `refutations`: more is asked than is claimed. `proofs`: less is. */
  readonly spoils: "proofs" | "refutations";
}

/** A claim as Tamarin is asked about it. */
export interface ClaimLemma {
  readonly protocol: string;
  readonly role: string;
  readonly claim: Claim;
  readonly lemma: string;
  readonly text: string;
  readonly losses: readonly Loss[];
}

/** More roles than these, and weak agreement is asked with every agent in its own role. */
const MOST_PERMUTED = 3;

/** The terms that the fact of a claim carries beside the run and its agents. */
export function termsOfClaim({ term, data }: Claim): readonly Term[] {
  return term === undefined ? (data ?? []) : [term];
}

interface Asked {
  readonly behind: string;
  readonly losses?: readonly Loss[];
}

/** The lemma of a claim at event `at` of a role. */
export function writeLemma(
  writing: Writing,
  protocol: ProtocolScript,
  script: RoleScript,
  at: number,
  claim: Claim,
): ClaimLemma {
  const lemma = writing.identifiers.global("lemma", `${script.protocol} ${claim.label}`, claim.label);
  const names = openNames(writing, script, claim, lemma);
  const { facts } = writing;
  const fact = facts.claim(script.protocol, claim.label);
  const claimed = `${fact}(${[names.run, ...names.agents, ...names.data].join(", ")})@at`;
  const honest = sayAllHonest(writing, script, claim, names.agentOf);
  const heading = comment(printClaim(claim));
  const bound = [names.run, ...names.agents, ...names.data, "#at"].join(" ");
  const base = { protocol: script.protocol, role: script.role, claim, lemma };
  if (claim.kind === "Reachable") {
    const text = [`"Ex ${bound}. ${[claimed, ...honest].join(" & ")}"`];
    return {
      ...base,
      text: [heading, `lemma ${lemma}: exists-trace`, ...text.map((one) => code(one, "  "))].join("\n"),
      losses: [],
    };
  }
  const { behind, losses = [] } = ask(writing, protocol, script, at, claim, names);
  const isAhead = script.events.slice(at).some(({ kind }) => kind !== "claim");
  const next = script.events.findIndex((event, i) => i > at && event.kind !== "claim");
  const stops = isSecrecy(claim) && isAhead ? [`not(Ex #by. ${facts.goesOn(script, next)}(${names.run})@by)`] : [];
  const body = `"All ${bound}. ${[claimed, ...honest, ...stops].join(" & ")}`;
  const text = [heading, `lemma ${lemma}:`, code(body, "  "), code(`==> ${behind}"`, "    ")].join("\n");
  return { ...base, text, losses };
}

function isSecrecy({ kind }: Claim): boolean {
  return kind === "Secret" || kind === "SKR" || kind === "Unguessable";
}

/** Guesses are a matter of observational equivalence, which is another way to run Tamarin. */
const SECRECY_ALONE =
  "Of what is guessable it is asked only that it stays secret, not that no guess of it can be verified.";

function denyKnowledge({ data }: Names): string {
  return `not(Ex #by. K(${data[0] ?? ""})@by)`;
}

interface Names {
  readonly run: string;
  readonly agents: readonly string[];
  readonly agentOf: (role: string) => string;
  readonly data: readonly string[];
  /** A further variable. */
  readonly make: (wish: string) => string;
}

function openNames({ identifiers }: Writing, script: RoleScript, claim: Claim, lemma: string): Names {
  const scope = `lemma ${lemma}`;
  const agentOf = (role: string): string => identifiers.local(scope, "part", role);
  const words = (claim.on.split(" on ").at(-1) ?? "").split(", ");
  const count = termsOfClaim(claim).length;
  const isSaid = words.length === count && words.every((word) => /^\w+$/.test(word));
  const wishes = isSaid ? words : Array.from({ length: count }, (_, i) => `data${i + 1}`);
  const agents = script.roles.map(agentOf);
  return {
    run: "run",
    agents,
    agentOf,
    data: wishes.map((wish, i) => identifiers.local(scope, "part", `${wish}${isSaid ? "" : ` ${i}`}`.trim())),
    make: (wish) => identifiers.local(scope, "part", wish),
  };
}

function sayAllHonest(
  { model, vocabulary }: Writing,
  script: RoleScript,
  claim: Claim,
  agentOf: (role: string) => string,
): string[] {
  const others = listDoubtful(script, honestRoles(script, claim)).filter((role) => role !== script.role);
  return others.flatMap((role) =>
    model.untrusted.map((agent) => `not(${agentOf(role)} = ${vocabulary.write(agent, ({ name }) => name)})`),
  );
}

function ask(
  writing: Writing,
  protocol: ProtocolScript,
  script: RoleScript,
  at: number,
  claim: Claim,
  names: Names,
): Asked {
  switch (claim.kind) {
    case "Secret":
    case "SKR":
      return { behind: denyKnowledge(names) };
    case "Unguessable":
      return { behind: denyKnowledge(names), losses: [{ sentence: SECRECY_ALONE, spoils: "proofs" }] };
    case "Alive": {
      const lives = partnersOf(claim, script).map(
        (role) => `(Ex #by. ${writing.facts.runs()}(${names.agentOf(role)})@by)`,
      );
      return { behind: lives.join(" & ") };
    }
    case "Weakagree":
      return askWeakly(writing, script, claim, names);
    case "Agree":
    case "Commit":
    case "InjectiveAgree":
      return askAgreement(writing, protocol, script, claim, names);
    case "Niagree":
    case "Nisynch":
    case "InjectiveSynch":
      return askSynchronisation(writing, protocol, script, at, claim, names);
    case "Reachable":
      return { behind: "F" };
    default:
      return claim.kind satisfies never;
  }
}

function askWeakly({ facts }: Writing, script: RoleScript, claim: Claim, names: Names): Asked {
  const { roles } = script;
  const orders = roles.length <= MOST_PERMUTED ? permute(names.agents) : [names.agents];
  const agreements = partnersOf(claim, script).map((partner) => {
    const some = orders.map((order) => {
      return `(Ex #by. ${facts.among(roles.length)}(${[names.agentOf(partner), ...order].join(", ")})@by)`;
    });
    return some.length === 1 ? (some[0] ?? "") : `(${some.join(" | ")})`;
  });
  const sentence = "Weak agreement is asked with every agent in its own role, which is more than the claim says.";
  const losses: Loss[] = roles.length <= MOST_PERMUTED ? [] : [{ sentence, spoils: "refutations" }];
  return { behind: agreements.join(" & "), losses };
}

function askAgreement(
  writing: Writing,
  protocol: ProtocolScript,
  script: RoleScript,
  claim: Claim,
  names: Names,
): Asked {
  const { facts } = writing;
  const partner = names.agentOf(claim.partner ?? "");
  const self = names.agentOf(script.role);
  const once = claim.kind === "InjectiveAgree" ? [sayOnce(writing, script, claim, names)] : [];
  const answers = listSignals(protocol, claim).map(({ script: other, at, event }) => {
    const isNamed = event.partner !== undefined;
    const anybody = isNamed && claim.unnamed === true ? names.make("anybody") : undefined;
    const args = [partner, ...(isNamed ? [anybody ?? self] : []), ...names.data].join(", ");
    const bound = anybody === undefined ? "#by" : `${anybody} #by`;
    return `(Ex ${bound}. ${facts.running(other, at)}(${args})@by & #by < #at)`;
  });
  const agreed = answers.length > 1 ? `(${answers.join(" | ")})` : (answers[0] ?? "F");
  const sentence =
    "Injective agreement is asked as: no other claim agrees on the same data. That is more than it says.";
  const losses: Loss[] = once.length === 0 ? [] : [{ sentence, spoils: "refutations" }];
  return { behind: [agreed, ...once].join(" & "), losses };
}

/** That no other run makes the claim with the same partner and data. */
function sayOnce(writing: Writing, script: RoleScript, claim: Claim, names: Names): string {
  const isShared = (role: string): boolean =>
    role === claim.partner || (role === script.role && claim.unnamed !== true);
  const otherOf = (role: string): string => (isShared(role) ? names.agentOf(role) : names.make(`${role}2`));
  const run = names.make("run2");
  const own = script.roles.filter((role) => !isShared(role)).map(otherOf);
  const fact = writing.facts.claim(script.protocol, claim.label);
  const honest = listDoubtful(script, honestRoles(script, claim))
    .filter((role) => role !== script.role && !isShared(role))
    .flatMap((role) =>
      writing.model.untrusted.map(
        (agent) => `not(${otherOf(role)} = ${writing.vocabulary.write(agent, ({ name }) => name)})`,
      ),
    );
  const args = [run, ...script.roles.map(otherOf), ...names.data].join(", ");
  return `not(Ex ${[run, ...own, "#again"].join(" ")}. ${[`${fact}(${args})@again`, ...honest, "not(#again = #at)"].join(" & ")})`;
}

/** The signals that answer a claim. */
function listSignals(protocol: ProtocolScript, claim: Claim) {
  const count = claim.data?.length ?? 0;
  return protocol.roles.flatMap((script) =>
    script.events.flatMap((event, at) => {
      const isAnswer =
        script.role === claim.partner &&
        event.kind === "running" &&
        event.signal === claim.signal &&
        event.data.length === count;
      return isAnswer ? [{ script, at, event }] : [];
    }),
  );
}

function askSynchronisation(
  writing: Writing,
  protocol: ProtocolScript,
  script: RoleScript,
  at: number,
  claim: Claim,
  names: Names,
): Asked {
  const { facts } = writing;
  const exchanges = listPreceding(protocol, script.role, at);
  const runs = new Map([[script.role, names.run]]);
  for (const { sender, receiver } of exchanges) {
    for (const role of [sender, receiver]) if (!runs.has(role)) runs.set(role, names.make(`run_${role}`));
  }
  const isOrdered = claim.kind !== "Niagree";
  const parts: string[] = [];
  const bound: string[] = [...runs.values()].filter((run) => run !== names.run);
  const times: string[] = [];
  for (const { label, sender, receiver, compared } of exchanges) {
    if (!compared) continue;
    const content = names.make(label.replace(/^!/, ""));
    const [sent, got] = [`#sent${times.length / 2 + 1}`, `#got${times.length / 2 + 1}`] as const;
    bound.push(content);
    times.push(sent, got);
    parts.push(`${facts.message("send", protocol, label)}(${runs.get(sender)}, ${content})@${sent.slice(1)}`);
    parts.push(`${facts.message("recv", protocol, label)}(${runs.get(receiver)}, ${content})@${got.slice(1)}`);
    if (isOrdered) parts.push(`${sent} < ${got}`);
  }
  const uncompared = exchanges.filter((one) => !one.compared).flatMap(({ sender, receiver }) => [sender, receiver]);
  for (const role of new Set(uncompared)) {
    const partner = protocol.roles.find((one) => one.role === role);
    if (role === script.role || partner === undefined) continue;
    const time = `#begun${times.length}`;
    times.push(time);
    parts.push(`${facts.begun(partner)}(${runs.get(role)})@${time.slice(1)}`);
  }
  const losses: Loss[] = [];
  if (claim.kind === "InjectiveSynch") {
    const mine = exchanges.find(({ compared, receiver }) => compared && receiver === script.role);
    if (mine === undefined) {
      losses.push({
        sentence: "Injectivity is not asked: the role receives nothing that is compared.",
        spoils: "proofs",
      });
    } else {
      const others = script.roles.map((role) => names.make(`${role}2`));
      const run = names.make("run2");
      const got = `${facts.message("recv", protocol, mine.label)}(${run}, ${names.make(mine.label.replace(/^!/, ""))})@got0`;
      const again = `${facts.claim(script.protocol, claim.label)}(${[run, ...others].join(", ")})@again`;
      parts.push(
        `not(Ex ${[run, ...others, "#got0", "#again"].join(" ")}. ${again} & ${got} & not(${run} = ${names.run}))`,
      );
      losses.push({
        sentence:
          "Injective synchronisation is asked as: no other run that claims received the same message. That is more than it says.",
        spoils: "refutations",
      });
    }
  }
  if (parts.length === 0) return { behind: "T", losses };
  const quantified = [...bound, ...times].length === 0 ? "" : `Ex ${[...bound, ...times].join(" ")}. `;
  return { behind: `(${quantified}${parts.join(" & ")})`, losses };
}

function partnersOf({ partner }: Claim, { role, roles }: RoleScript): readonly string[] {
  if (partner !== undefined) return [partner];
  const others = roles.filter((one) => one !== role);
  return others.length === 0 ? [role] : others;
}

function permute(items: readonly string[]): readonly (readonly string[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, i) => permute(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

/** True for the events of a claim that a lemma is written for. */
export function isClaim(event: ScriptEvent): event is ScriptEvent & { readonly kind: "claim" } {
  return event.kind === "claim";
}
