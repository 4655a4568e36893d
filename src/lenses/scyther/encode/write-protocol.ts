/**
 * Protocols of a description as protocols of SPDL, and their labels.
 *
 * Labels are spelled like no other name of the file, since Scyther takes later names of that spelling for the label.
 */
import type { ProtocolScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import type { ProtocolNode } from "../syntax/ast.ts";
import { identifier, nameNode, NOWHERE } from "./nodes.ts";
import type { Spellings } from "./spellings.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { writeRole } from "./write-role.ts";
import type { RoleSpeech } from "./write-term.ts";

/** The context of writing protocols. */
export interface ProtocolContext {
  readonly spellings: Spellings;
  readonly vocabulary: Vocabulary;
  /** Spellings of labels whose send and recv Scyther cannot match. */
  readonly unanswered: ReadonlySet<string>;
  readonly approximate: (sentence: string) => void;
}

type MessageEvent = ScriptEvent & { readonly kind: "send" | "recv" };

/** Asks for the names of a protocol that the whole file sees. */
export function reserveProtocol(spellings: Spellings, protocol: ProtocolScript): void {
  spellProtocol(spellings, protocol);
  for (const role of rolesOf(protocol)) spellings.global("role", role);
  const labels = openLabels(spellings, protocol);
  for (const event of protocol.roles.flatMap((role) => role.events)) {
    if (event.kind === "send" || event.kind === "recv") labels(event);
    else if (event.kind === "claim") spellClaim(spellings, protocol, event.claim.label);
  }
}

/** Writes a protocol. */
export function writeProtocol(protocol: ProtocolScript, context: ProtocolContext): ProtocolNode {
  const { spellings, vocabulary, unanswered, approximate } = context;
  const agents = new Map(rolesOf(protocol).map((role) => [role, spellings.global("role", role)]));
  const labels = openLabels(spellings, protocol);
  const label = (event: MessageEvent): string => {
    const spdl = labels(event);
    if (!event.paired) return `!${spdl}`;
    if (!unanswered.has(spdl)) return spdl;
    approximate(
      `The send and the recv of ${event.label} do not match for Scyther, so synchronisation does not compare them.`,
    );
    return `!${spdl}`;
  };
  const roles = protocol.roles.map((role) => {
    const local: RoleSpeech["local"] = (what, author) => spellings.local(`${protocol.name}.${role.role}`, what, author);
    const claimLabel = (author: string): string => spellClaim(spellings, protocol, author);
    const speech: RoleSpeech = { vocabulary, agents, local };
    return writeRole({ speech, role: agents.get(role.role) ?? role.role, label, claimLabel, approximate }, role);
  });
  const name = identifier(spellProtocol(spellings, protocol));
  return { kind: "protocol", name, roles: [...agents.values()].map(nameNode), items: roles, place: NOWHERE };
}

function rolesOf(protocol: ProtocolScript): readonly string[] {
  return protocol.roles[0]?.roles ?? [];
}

function spellProtocol(spellings: Spellings, protocol: ProtocolScript): string {
  const spdl = spellings.global("protocol", protocol.name, protocol.name.replace(/^@/, ""));
  return protocol.helper ? `@${spdl}` : spdl;
}

function spellClaim(spellings: Spellings, protocol: ProtocolScript, author: string): string {
  return spellings.global("claim", `${protocol.name}.${author}`, author.replace(/ /g, "-"));
}

/** Spells labels in the order of events: a label may stand once in each direction, so a second use gets its own. */
function openLabels(spellings: Spellings, protocol: ProtocolScript): (event: MessageEvent) => string {
  const used = new Map<string, number>();
  return (event) => {
    const key = `${event.kind} ${event.label}`;
    const again = used.get(key) ?? 0;
    used.set(key, again + 1);
    return spellings.global("label", `${protocol.name}.${event.label} ${again}`, event.label.replace(/^!/, ""));
  };
}
