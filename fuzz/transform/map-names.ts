/** Every name of an SPDL file that stands for a value, mapped; labels, types, claim types and keywords stay. */
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
} from "../../src/scyther/syntax/ast.ts";

export type Rename = (name: string) => string;

/** The file with its names mapped wherever they stand for a value. */
export function mapNames(file: SpdlFile, rename: Rename): SpdlFile {
  return { items: file.items.map((item) => mapItem(item, rename)) };
}

function mapItem(item: FileItem, rename: Rename): FileItem {
  switch (item.kind) {
    case "protocol":
      return mapProtocol(item, rename);
    case "untrusted":
      return { ...item, terms: item.terms.map((term) => mapTerm(term, rename)) };
    case "usertype":
    case "option":
    case "run":
      return item;
    default:
      return mapDeclaration(item, rename);
  }
}

function mapProtocol(protocol: ProtocolNode, rename: Rename): ProtocolNode {
  return {
    ...protocol,
    roles: protocol.roles.map((role) => mapTerm(role, rename)),
    items: protocol.items.map((item) => (item.kind === "role" ? mapRole(item, rename) : mapDeclaration(item, rename))),
  };
}

function mapRole(role: RoleNode, rename: Rename): RoleNode {
  return {
    ...role,
    name: mapIdentifier(role.name, rename),
    items: role.items.map((item) => mapRoleItem(item, rename)),
  };
}

function mapRoleItem(item: RoleItem, rename: Rename): RoleItem {
  switch (item.kind) {
    case "send":
    case "recv":
    case "match":
    case "claim":
      return mapEventNode(item, rename);
    case "knows":
      return { ...item, terms: item.terms.map((term) => mapTerm(term, rename)) };
    default:
      return mapDeclaration(item, rename);
  }
}

function mapEventNode(event: EventNode, rename: Rename): EventNode {
  switch (event.kind) {
    case "send":
    case "recv":
      return { ...event, args: event.args.map((term) => mapTerm(term, rename)) };
    case "match":
      return { ...event, left: mapTerm(event.left, rename), right: mapTerm(event.right, rename) };
    case "claim": {
      // The second argument is the claim's type.
      const args = event.args.map((term, i) => (i === 1 ? term : mapTerm(term, rename)));
      return { ...event, args };
    }
    default:
      return event satisfies never;
  }
}

function mapDeclaration(item: Declaration, rename: Rename): Declaration {
  switch (item.kind) {
    case "const":
    case "fresh":
    case "secret":
    case "var":
    case "hashfunction":
    case "function":
      return { ...item, names: item.names.map((name) => mapIdentifier(name, rename)) };
    case "inversekeys":
    case "inversekeyfunctions":
      return { ...item, left: mapTerm(item.left, rename), right: mapTerm(item.right, rename) };
    case "compromised":
      return { ...item, terms: item.terms.map((term) => mapTerm(term, rename)) };
    case "macro":
      return {
        ...item,
        name: mapIdentifier(item.name, rename),
        body: item.body.map((term) => mapTerm(term, rename)),
      } as Declaration;
    default:
      return item satisfies never;
  }
}

function mapTerm(term: TermNode, rename: Rename): TermNode {
  switch (term.kind) {
    case "name":
      return { ...term, text: rename(term.text) };
    case "call":
      return {
        ...term,
        callee: mapIdentifier(term.callee, rename),
        args: term.args.map((arg) => mapTerm(arg, rename)),
      };
    case "encrypt":
      return { ...term, body: term.body.map((part) => mapTerm(part, rename)), key: mapTerm(term.key, rename) };
    case "tuple":
      return { ...term, parts: term.parts.map((part) => mapTerm(part, rename)) };
    default:
      return term satisfies never;
  }
}

function mapIdentifier(identifier: Identifier, rename: Rename): Identifier {
  return { ...identifier, text: rename(identifier.text) };
}
