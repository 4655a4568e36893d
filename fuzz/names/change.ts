/**
 * Models with a name of the language at a place of its own: declared, as a role, a protocol, a label, a macro, a variable,
 * or in what the intruder is given. The random protocols of `generate/` never use a name twice; these do little else.
 */
import * as fc from "fast-check";
import {
  BUILT_IN_AGENTS,
  CLAIM_TYPES,
  KEY_FUNCTIONS,
  PREDECLARED_TYPES,
} from "../../src/lenses/scyther/compile/built-ins.ts";
import { isDeclaration } from "../../src/lenses/scyther/compile/scope.ts";
import type {
  FileItem,
  Identifier,
  ProtocolNode,
  RoleItem,
  RoleNode,
  SpdlFile,
} from "../../src/lenses/scyther/syntax/ast.ts";
import { parseSpdl } from "../../src/lenses/scyther/syntax/parse.ts";
import { printSpdl } from "../../src/lenses/scyther/syntax/print.ts";
import { mapNames } from "../transform/map-file.ts";

/** Built-in names, two that are none, and what claims without a label are called. */
export const NAMES = [...BUILT_IN_AGENTS, ...KEY_FUNCTIONS, ...PREDECLARED_TYPES, ...CLAIM_TYPES, "h", "I", "A1", "R2"];

/** Declarations of N that may stand anywhere. */
const ANYWHERE = [
  ...["const N;", "const N: Agent;", "const N: Nonce;", "const N: Function;", "const N: Ticket;"],
  ...["secret N;", "secret N: Agent;", "secret N: Nonce;", "secret N: Function;", "hashfunction N;", "macro N = h;"],
  ...["compromised N;", "inversekeys(N,N);", "const N,N;", "const N; const N: Agent;"],
];

/** Declarations that stand outside protocols. */
const OUTSIDE = [
  ...ANYWHERE,
  ...["usertype N;", "untrusted N;", "const N; untrusted N;", "const N: Agent; untrusted N;"],
  ...["const N; compromised sk(N);", "const N: Agent; compromised sk(N);", "secret N: Agent; compromised sk(N);"],
  ...["const N; const Bob; compromised k(N,Bob);", "const N: Agent; compromised k(N,N);", "macro N = k;"],
];

/** Declarations that stand in a role. */
const IN_ROLE = [
  ...ANYWHERE,
  "fresh N;",
  "fresh N: Nonce;",
  "fresh N: Agent;",
  "var N;",
  "var N: Agent;",
  "var N: Nonce;",
];

/** One change: where, what, and which of the candidates there. */
interface Change {
  readonly place: "file" | "protocol" | "protocols" | "role" | "renamed" | "protocol name" | "label" | "claim label";
  readonly name: string;
  readonly form: number;
  readonly at: number;
}

const anyChange: fc.Arbitrary<Change> = fc.record({
  place: fc.oneof(
    { weight: 4, arbitrary: fc.constant("file" as const) },
    {
      weight: 2,
      arbitrary: fc.constantFrom("protocol" as const, "protocols" as const, "role" as const, "renamed" as const),
    },
    { weight: 1, arbitrary: fc.constantFrom("protocol name" as const, "label" as const, "claim label" as const) },
  ),
  name: fc.constantFrom(...NAMES),
  form: fc.nat(1_000),
  at: fc.nat(1_000),
});

/** One of the models with one to three changes; half of the time they put one name at all their places. */
export function anyChanged(models: readonly string[]): fc.Arbitrary<string> {
  const anyFile = fc.constantFrom(...models).map((text) => parse(text));
  return fc
    .tuple(anyFile, fc.array(anyChange, { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([file, changes, isOneName]) => {
      const all = isOneName ? changes.map((change) => ({ ...change, name: changes[0]?.name ?? change.name })) : changes;
      return printSpdl(all.reduce(apply, file));
    });
}

function parse(text: string): SpdlFile {
  return parseSpdl({ path: "model.spdl", text }, () => undefined).file;
}

function apply(file: SpdlFile, { place, name, form, at }: Change): SpdlFile {
  const declare = (forms: readonly string[]): readonly FileItem[] =>
    parse((forms[form % forms.length] as string).replace(/\bN\b/g, name)).items;
  switch (place) {
    case "file":
      return { items: [...declare(OUTSIDE), ...file.items] };
    case "protocol":
      return mapProtocol(file, at, (one) => ({
        ...one,
        items: [...declare(ANYWHERE).filter(isDeclaration), ...one.items],
      }));
    case "protocols": {
      const protocols = file.items.filter((item) => item.kind === "protocol");
      return protocols.reduce(
        (made, _, i) => apply(made, { place: "protocol", name, form: form + i * at, at: i }),
        file,
      );
    }
    case "role":
      return mapRole(file, at, (role) => ({
        ...role,
        items: [...declare(IN_ROLE).filter(isDeclaration), ...role.items],
      }));
    case "renamed": {
      const own = listOwn(file);
      const chosen = own[at % Math.max(1, own.length)];
      return mapNames(file, (one) => (one === chosen ? name : one));
    }
    case "protocol name":
      return mapProtocol(file, at, (one) => ({ ...one, name: { ...one.name, text: name } }));
    case "label":
      return mapLabel(file, at, name, ["send", "recv"]);
    case "claim label":
      return mapLabel(file, at, name, ["claim"]);
    default:
      return place satisfies never;
  }
}

function mapProtocol(file: SpdlFile, at: number, change: (one: ProtocolNode) => ProtocolNode): SpdlFile {
  const protocols = file.items.filter((item) => item.kind === "protocol");
  const chosen = protocols[at % Math.max(1, protocols.length)];
  return { items: file.items.map((item) => (item === chosen && item.kind === "protocol" ? change(item) : item)) };
}

function mapRole(file: SpdlFile, at: number, change: (one: RoleNode) => RoleNode): SpdlFile {
  return mapProtocol(file, at, (protocol) => {
    const roles = protocol.items.filter((item) => item.kind === "role");
    const chosen = roles[(at >> 3) % Math.max(1, roles.length)];
    const items = protocol.items.map((item) => (item === chosen && item.kind === "role" ? change(item) : item));
    return { ...protocol, items };
  });
}

/** One label of a protocol, the same wherever it stands. */
function mapLabel(file: SpdlFile, at: number, name: string, kinds: readonly RoleItem["kind"][]): SpdlFile {
  return mapProtocol(file, at, (protocol) => {
    const labels = [...new Set(protocol.items.flatMap((item) => (item.kind === "role" ? labelsIn(item, kinds) : [])))];
    const chosen = labels[(at >> 3) % Math.max(1, labels.length)];
    const rename = (item: RoleItem): RoleItem =>
      kinds.includes(item.kind) && "label" in item && item.label?.text === chosen
        ? { ...item, label: { ...item.label, text: name } as Identifier }
        : item;
    const items = protocol.items.map((item) =>
      item.kind === "role" ? { ...item, items: item.items.map(rename) } : item,
    );
    return { ...protocol, items };
  });
}

function labelsIn({ items }: RoleNode, kinds: readonly RoleItem["kind"][]): string[] {
  return items.flatMap((item) =>
    kinds.includes(item.kind) && "label" in item && item.label !== undefined ? [item.label.text] : [],
  );
}

/** Names that the file declares: roles, constants, fresh names, variables. */
function listOwn(file: SpdlFile): string[] {
  const namesOf = (items: readonly { readonly names?: readonly Identifier[] }[]): string[] =>
    items.flatMap(({ names = [] }) => names.map(({ text }) => text));
  const protocols = file.items.filter((item) => item.kind === "protocol");
  const roles = protocols.flatMap((one) => one.roles.flatMap((role) => (role.kind === "name" ? [role.text] : [])));
  const inside = protocols.flatMap(({ items }) => items.flatMap((item) => (item.kind === "role" ? item.items : [])));
  return [...new Set([...roles, ...namesOf(file.items as never), ...namesOf(inside as never)])];
}
