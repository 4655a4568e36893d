/**
 * The printer: syntax tree to text. Reading the text again gives the same tree, places apart.
 */
import type { Declaration, EventNode, FileItem, Identifier, RoleItem, RoleNode, SpdlFile, TermNode } from "./ast.ts";

/** Prints a file; every item on a line of its own, roles and events indented. */
export function printSpdl(file: SpdlFile): string {
  return file.items.map((item) => `${printItem(item)}\n`).join("");
}

function printItem(item: FileItem): string {
  switch (item.kind) {
    case "protocol": {
      const body = item.items.map((part) => (part.kind === "role" ? printRole(part) : `  ${printDeclaration(part)}\n`));
      return `protocol ${item.name.text}(${printTerms(item.roles)})\n{\n${body.join("")}}`;
    }
    case "untrusted":
    case "usertype":
      return `${item.kind} ${printTerms(item.terms)};`;
    case "run":
      return `run ${item.protocol.text}.${item.role.text}(${printTerms(item.args)});`;
    case "option":
      return `option "${item.text}";`;
    default:
      return printDeclaration(item);
  }
}

function printRole(role: RoleNode): string {
  const events = role.items.map((item) => `    ${printRoleItem(item)}\n`).join("");
  return `  ${role.singular ? "singular " : ""}role ${role.name.text}\n  {\n${events}  }\n`;
}

function printRoleItem(item: RoleItem): string {
  switch (item.kind) {
    case "send":
    case "recv":
    case "match":
    case "claim":
      return printEvent(item);
    case "knows":
      return `knows ${printTerms(item.terms)};`;
    default:
      return printDeclaration(item);
  }
}

/** Prints one event with its `;`. */
export function printEvent(event: EventNode): string {
  switch (event.kind) {
    case "send":
    case "recv":
      return `${event.kind}_${event.label.text}(${printTerms(event.args)});`;
    case "match":
      return `${event.equal ? "" : "not "}match(${printTermNode(event.left)}, ${printTermNode(event.right)});`;
    case "claim":
      return `claim${event.label === undefined ? "" : `_${event.label.text}`}(${printTerms(event.args)});`;
    default:
      return event satisfies never;
  }
}

function printDeclaration(item: Declaration): string {
  switch (item.kind) {
    case "const":
      return `${item.secret ? "secret " : ""}const ${printNames(item.names)}${printType(item.type)};`;
    case "fresh":
    case "secret":
      return `${item.kind} ${printNames(item.names)}${printType(item.type)};`;
    case "var": {
      const types = item.types.length === 0 ? "" : `: ${printNames(item.types)}`;
      return `${item.secret ? "secret " : ""}var ${printNames(item.names)}${types};`;
    }
    case "hashfunction":
    case "function":
      return `${item.secret ? "secret " : ""}${item.kind} ${printNames(item.names)};`;
    case "inversekeys":
    case "inversekeyfunctions":
      return `${item.kind}(${printTermNode(item.left)}, ${printTermNode(item.right)});`;
    case "compromised":
      return `compromised ${printTerms(item.terms)};`;
    case "macro":
      return `macro ${item.name.text} = ${printTerms(item.body)};`;
    default:
      return item satisfies never;
  }
}

function printType(type: Identifier | undefined): string {
  return type === undefined ? "" : `: ${type.text}`;
}

function printNames(names: readonly Identifier[]): string {
  return names.map((name) => name.text).join(", ");
}

/** Prints a term as it would stand in a model. */
export function printTermNode(term: TermNode): string {
  switch (term.kind) {
    case "name":
      return term.text;
    case "call":
      return `${term.callee.text}(${printTerms(term.args)})`;
    case "encrypt":
      return `{ ${printTerms(term.body)} }${printTermNode(term.key)}`;
    case "tuple":
      return `(${printTerms(term.parts)})`;
    default:
      return term satisfies never;
  }
}

function printTerms(terms: readonly TermNode[]): string {
  return terms.map(printTermNode).join(", ");
}
