/**
 * The syntax tree of SPDL, as written: macros stand unexpanded, names unresolved; includes are already followed.
 *
 * Every node has the place of its first token. Two spellings are one here: `read` is `recv`, and the optional `;`
 * after a block leaves no trace.
 */
import type { Place } from "../../../core/diagnostic/diagnostic.ts";

/** A name where it stands. */
export interface Identifier {
  readonly text: string;
  readonly place: Place;
}

export type TermNode =
  | { readonly kind: "name"; readonly text: string; readonly place: Place }
  | { readonly kind: "call"; readonly callee: Identifier; readonly args: readonly TermNode[]; readonly place: Place }
  | { readonly kind: "encrypt"; readonly body: readonly TermNode[]; readonly key: TermNode; readonly place: Place }
  | { readonly kind: "tuple"; readonly parts: readonly TermNode[]; readonly place: Place };

export type Declaration =
  | {
      readonly kind: "const";
      readonly secret: boolean;
      readonly names: readonly Identifier[];
      readonly type: Identifier | undefined;
      readonly place: Place;
    }
  | {
      readonly kind: "fresh" | "secret";
      readonly names: readonly Identifier[];
      readonly type: Identifier | undefined;
      readonly place: Place;
    }
  | {
      readonly kind: "var";
      readonly secret: boolean;
      readonly names: readonly Identifier[];
      readonly types: readonly Identifier[];
      readonly place: Place;
    }
  | {
      readonly kind: "hashfunction" | "function";
      readonly secret: boolean;
      readonly names: readonly Identifier[];
      readonly place: Place;
    }
  | {
      readonly kind: "inversekeys" | "inversekeyfunctions";
      readonly left: TermNode;
      readonly right: TermNode;
      readonly place: Place;
    }
  | { readonly kind: "compromised"; readonly terms: readonly TermNode[]; readonly place: Place }
  | { readonly kind: "macro"; readonly name: Identifier; readonly body: readonly TermNode[]; readonly place: Place };

export type EventNode =
  | {
      readonly kind: "send" | "recv";
      readonly label: Identifier;
      /** From, to, message parts. */
      readonly args: readonly TermNode[];
      readonly place: Place;
    }
  | {
      readonly kind: "match";
      readonly equal: boolean;
      readonly left: TermNode;
      readonly right: TermNode;
      readonly place: Place;
    }
  | {
      readonly kind: "claim";
      readonly label: Identifier | undefined;
      /** Role, claim type, parameters. */
      readonly args: readonly TermNode[];
      readonly place: Place;
    };

export type RoleItem =
  | Declaration
  | EventNode
  | { readonly kind: "knows"; readonly terms: readonly TermNode[]; readonly place: Place };

export interface RoleNode {
  readonly kind: "role";
  readonly singular: boolean;
  readonly name: Identifier;
  readonly items: readonly RoleItem[];
  readonly place: Place;
}

export interface ProtocolNode {
  readonly kind: "protocol";
  readonly name: Identifier;
  readonly roles: readonly TermNode[];
  readonly items: readonly (RoleNode | Declaration)[];
  readonly place: Place;
}

export type FileItem =
  | ProtocolNode
  | Declaration
  | { readonly kind: "untrusted" | "usertype"; readonly terms: readonly TermNode[]; readonly place: Place }
  | {
      readonly kind: "run";
      readonly protocol: Identifier;
      readonly role: Identifier;
      readonly args: readonly TermNode[];
      readonly place: Place;
    }
  | { readonly kind: "option"; readonly text: string; readonly place: Place };

export interface SpdlFile {
  readonly items: readonly FileItem[];
}
