/** Syntax nodes without a text behind them, for models that are made and not read. */
import type { Place } from "../../../core/diagnostic/diagnostic.ts";
import type { Declaration, EventNode, Identifier, TermNode } from "../syntax/ast.ts";

/** The place of everything that was never text. */
export const NOWHERE: Place = { file: "", line: 1, column: 1 };

export function identifier(text: string): Identifier {
  return { text, place: NOWHERE };
}

export function nameNode(text: string): TermNode {
  return { kind: "name", text, place: NOWHERE };
}

export function callNode(callee: string, args: readonly TermNode[]): TermNode {
  return { kind: "call", callee: identifier(callee), args, place: NOWHERE };
}

export function tupleNode(parts: readonly TermNode[]): TermNode {
  return { kind: "tuple", parts, place: NOWHERE };
}

export function encryptNode(body: readonly TermNode[], key: TermNode): TermNode {
  return { kind: "encrypt", body, key, place: NOWHERE };
}

/** `send_label(args)` or `recv_label(args)`. */
export function messageNode(kind: "send" | "recv", label: string, args: readonly TermNode[]): EventNode {
  return { kind, label: identifier(label), args, place: NOWHERE };
}

/** `claim_label(args)`. */
export function claimNode(label: string, args: readonly TermNode[]): EventNode {
  return { kind: "claim", label: identifier(label), args, place: NOWHERE };
}

/** `fresh names: type` and the like; no type for undefined. */
export function declarationNode(
  kind: "fresh" | "secret" | "const",
  names: readonly string[],
  type: string | undefined,
): Declaration {
  const typed = {
    names: names.map(identifier),
    type: type === undefined ? undefined : identifier(type),
    place: NOWHERE,
  };
  return kind === "const" ? { kind, secret: false, ...typed } : { kind, ...typed };
}

/** `var names: types`. */
export function variableNode(names: readonly string[], types: readonly string[]): Declaration {
  return { kind: "var", secret: false, names: names.map(identifier), types: types.map(identifier), place: NOWHERE };
}
