/**
 * Every term of an SPDL file, or every name that stands for a value, replaced; labels, types, claim types and keywords
 * stay.
 */
import type {
  Declaration,
  EventNode,
  FileItem,
  Identifier,
  ProtocolNode,
  RoleItem,
  RoleNode,
  SpdlFile,
  TermNode,
} from "../../src/lenses/scyther/syntax/ast.ts";

export type Rename = (name: string) => string;

interface Change {
  readonly name: Rename;
  /** Replaces a term; undefined: the term with its parts changed. */
  readonly term: (term: TermNode) => TermNode | undefined;
}

/** The file with its names mapped wherever they stand for a value. */
export function mapNames(file: SpdlFile, rename: Rename): SpdlFile {
  return mapFile(file, { name: rename, term: () => undefined });
}

/** The file with terms replaced, outermost first. */
export function mapTerms(file: SpdlFile, term: Change["term"]): SpdlFile {
  return mapFile(file, { name: (name) => name, term });
}

function mapFile(file: SpdlFile, change: Change): SpdlFile {
  return { items: file.items.map((item) => mapItem(item, change)) };
}

function mapItem(item: FileItem, change: Change): FileItem {
  switch (item.kind) {
    case "protocol":
      return mapProtocol(item, change);
    case "untrusted":
      return { ...item, terms: item.terms.map((term) => mapTerm(term, change)) };
    case "usertype":
    case "option":
    case "run":
      return item;
    default:
      return mapDeclaration(item, change);
  }
}

function mapProtocol(protocol: ProtocolNode, change: Change): ProtocolNode {
  return {
    ...protocol,
    roles: protocol.roles.map((role) => mapTerm(role, change)),
    items: protocol.items.map((item) => (item.kind === "role" ? mapRole(item, change) : mapDeclaration(item, change))),
  };
}

function mapRole(role: RoleNode, change: Change): RoleNode {
  return {
    ...role,
    name: mapIdentifier(role.name, change),
    items: role.items.map((item) => mapRoleItem(item, change)),
  };
}

function mapRoleItem(item: RoleItem, change: Change): RoleItem {
  switch (item.kind) {
    case "send":
    case "recv":
    case "match":
    case "claim":
      return mapEventNode(item, change);
    case "knows":
      return { ...item, terms: item.terms.map((term) => mapTerm(term, change)) };
    default:
      return mapDeclaration(item, change);
  }
}

function mapEventNode(event: EventNode, change: Change): EventNode {
  switch (event.kind) {
    case "send":
    case "recv":
      return { ...event, args: event.args.map((term) => mapTerm(term, change)) };
    case "match":
      return { ...event, left: mapTerm(event.left, change), right: mapTerm(event.right, change) };
    case "claim": {
      // The second argument is the claim's type.
      const args = event.args.map((term, i) => (i === 1 ? term : mapTerm(term, change)));
      return { ...event, args };
    }
    default:
      return event satisfies never;
  }
}

function mapDeclaration(item: Declaration, change: Change): Declaration {
  switch (item.kind) {
    case "const":
    case "fresh":
    case "secret":
    case "var":
    case "hashfunction":
    case "function":
      return { ...item, names: item.names.map((name) => mapIdentifier(name, change)) };
    case "inversekeys":
    case "inversekeyfunctions":
      return { ...item, left: mapTerm(item.left, change), right: mapTerm(item.right, change) };
    case "compromised":
      return { ...item, terms: item.terms.map((term) => mapTerm(term, change)) };
    case "macro":
      return {
        ...item,
        name: mapIdentifier(item.name, change),
        body: item.body.map((term) => mapTerm(term, change)),
      } as Declaration;
    default:
      return item satisfies never;
  }
}

function mapTerm(term: TermNode, change: Change): TermNode {
  const other = change.term(term);
  if (other !== undefined) return other;
  switch (term.kind) {
    case "name":
      return { ...term, text: change.name(term.text) };
    case "call":
      return {
        ...term,
        callee: mapIdentifier(term.callee, change),
        args: term.args.map((arg) => mapTerm(arg, change)),
      };
    case "encrypt":
      return { ...term, body: term.body.map((part) => mapTerm(part, change)), key: mapTerm(term.key, change) };
    case "tuple":
      return { ...term, parts: term.parts.map((part) => mapTerm(part, change)) };
    default:
      return term satisfies never;
  }
}

function mapIdentifier(identifier: Identifier, change: Change): Identifier {
  return { ...identifier, text: change.name(identifier.text) };
}
