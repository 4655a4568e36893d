/** The state of compiling one protocol: its labels, its messages and its roles so far. */
import type { Place } from "../../../core/diagnostic/diagnostic.ts";
import type { ScriptEvent } from "../../../core/protocol/ir/script.ts";
import type { Name, Term, Variable } from "../../../core/term/term.ts";
import type { Declared, Scope } from "./world.ts";

/** A send or recv, with what the comparison by label needs. */
export interface MessageRecord {
  readonly direction: "send" | "recv";
  readonly label: string;
  readonly labelPlace: Place;
  /** The role that executes it. */
  readonly role: string;
  /** From, to and the message parts. */
  readonly args: readonly { readonly term: Term; readonly place: Place }[];
}

/** A role in the making; a second body of the same role goes on where the first one stopped. */
export interface RoleState {
  readonly name: string;
  readonly agent: Variable;
  readonly scope: Scope;
  readonly events: ScriptEvent[];
  singular: boolean;
  /** Claims so far, silent ones and `not match` included. */
  claims: number;
  /** Keys of the variables that have a value, or about which a complaint was made. */
  readonly known: Set<string>;
}

/** A protocol in the making. */
export interface ProtocolState {
  readonly name: string;
  readonly scope: Scope;
  /** Role names of the header, in order. */
  readonly roleNames: readonly string[];
  readonly roles: Map<string, RoleState>;
  /** The first message of each direction and label, by `messageKey`. */
  readonly messages: Map<string, MessageRecord>;
  /** Labels of claims as written, with their places. */
  readonly claimLabels: Map<string, Place>;
  /** Labels that were made up for claims. */
  readonly madeLabels: Set<string>;
}

/** The key of a message among those of its protocol. */
export function messageKey(direction: MessageRecord["direction"], label: string): string {
  return `${direction} ${label}`;
}

/** The fresh names that a role declares, in order. */
export function freshOf(role: RoleState): Name[] {
  return declaredIn(role).flatMap((declared) =>
    declared.kind === "fresh" && declared.term.kind === "name" ? [declared.term] : [],
  );
}

/** The variables that a role declares, in order. */
export function variablesIn(role: RoleState): Variable[] {
  return declaredIn(role).flatMap((declared) =>
    declared.kind === "variable" && declared.term.kind === "variable" ? [declared.term] : [],
  );
}

/** Lists the declarations of all bodies of the role, each once. */
function declaredIn({ scope }: RoleState): readonly Declared[] {
  return [...new Set([...scope.earlier.values(), ...scope.names.values()])];
}
