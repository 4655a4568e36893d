/**
 * Changes to an SPDL file that change nothing about its protocols, so no verdict either.
 *
 * Each leaves alone what order or spelling means something to: built-in names, macros, names declared twice. Orders are
 * reversed, which moves everything that can move.
 */
import { BUILT_IN_AGENTS, CLAIM_TYPES, PREDECLARED_TYPES } from "../../src/lenses/scyther/compile/built-ins.ts";
import type {
  FileItem,
  Identifier,
  ProtocolNode,
  RoleItem,
  RoleNode,
  SpdlFile,
} from "../../src/lenses/scyther/syntax/ast.ts";
import { mapNames } from "./map-file.ts";

export type Transformation = (file: SpdlFile) => SpdlFile;

const BUILT_IN: ReadonlySet<string> = new Set([
  ...BUILT_IN_AGENTS,
  ...CLAIM_TYPES,
  ...PREDECLARED_TYPES,
  "pk",
  "sk",
  "k",
]);

/** The claims that are judged; the others are signals, and an order between those may mean something. */
const JUDGED = new Set(["Secret", "SKR", "Alive", "Weakagree", "Niagree", "Nisynch", "Commit", "Reachable"]);

/** Roles, fresh names and variables get other names, each the same one everywhere. */
export function renameAll(file: SpdlFile): SpdlFile {
  const spelled = new Set(spellings(file));
  const renamed = new Map<string, string>();
  for (const name of listLocalNames(file)) {
    if (BUILT_IN.has(name) || renamed.has(name)) continue;
    let other = `z${renamed.size}`;
    while (spelled.has(other)) other = `z${other}`;
    renamed.set(name, other);
  }
  return mapNames(file, (name) => renamed.get(name) ?? name);
}

/** Declarations of names that stand side by side change places. */
export function reorderDeclarations(file: SpdlFile): SpdlFile {
  return {
    items: reverseGroups(file.items, isPlainDeclaration).map((item) =>
      item.kind === "protocol"
        ? mapRoles(item, (role) => ({ ...role, items: reverseGroups(role.items, isPlainDeclaration) }))
        : item,
    ),
  };
}

/** Roles change places, in the header and in the body. */
export function reorderRoles(file: SpdlFile): SpdlFile {
  if (hasMacros(file)) return file;
  return {
    items: file.items.map((item) => {
      if (item.kind !== "protocol") return item;
      const bodies = item.items.flatMap((one) => (one.kind === "role" ? [one.name.text] : []));
      if (new Set(bodies).size !== bodies.length) return item;
      return {
        ...item,
        roles: [...item.roles].reverse(),
        items: reverseGroups(item.items, (one) => one.kind === "role"),
      };
    }),
  };
}

/** Claims that stand side by side change places. */
export function reorderClaims(file: SpdlFile): SpdlFile {
  return mapFileRoles(file, (role) => ({ ...role, items: reverseGroups(role.items, isJudged) }));
}

/** Every claim gets a label of its own, by its place in the file, so that it is found again. */
export function labelClaims(file: SpdlFile): SpdlFile {
  const spelled = new Set(spellings(file));
  let number = 0;
  const next = (): string => {
    do number++;
    while (spelled.has(`q${number}`));
    return `q${number}`;
  };
  return mapFileRoles(file, (role) => ({
    ...role,
    items: role.items.map((item) =>
      item.kind === "claim" ? { ...item, label: { text: next(), place: item.place } } : item,
    ),
  }));
}

/** Reverses each longest row of items that satisfy `moves`. */
function reverseGroups<T>(items: readonly T[], moves: (item: T) => boolean): T[] {
  const groups: T[][] = [];
  let open = false;
  for (const item of items) {
    const isMoving = moves(item);
    if (isMoving && open) groups.at(-1)?.unshift(item);
    else groups.push([item]);
    open = isMoving;
  }
  return groups.flat();
}

function isPlainDeclaration(item: FileItem | RoleItem): boolean {
  switch (item.kind) {
    case "const":
    case "fresh":
    case "secret":
    case "var":
    case "hashfunction":
    case "function":
      return true;
    default:
      return false;
  }
}

function isJudged(item: RoleItem): boolean {
  if (item.kind !== "claim") return false;
  const type = item.args[1];
  return type?.kind === "name" && JUDGED.has(type.text);
}

function hasMacros(file: SpdlFile): boolean {
  return file.items.some(
    (item) =>
      item.kind === "macro" ||
      (item.kind === "protocol" &&
        item.items.some(
          (one) => one.kind === "macro" || (one.kind === "role" && one.items.some((it) => it.kind === "macro")),
        )),
  );
}

function mapFileRoles(file: SpdlFile, change: (role: RoleNode) => RoleNode): SpdlFile {
  return { items: file.items.map((item) => (item.kind === "protocol" ? mapRoles(item, change) : item)) };
}

function mapRoles(protocol: ProtocolNode, change: (role: RoleNode) => RoleNode): ProtocolNode {
  return { ...protocol, items: protocol.items.map((item) => (item.kind === "role" ? change(item) : item)) };
}

/** Names of roles, and what roles declare. */
function listLocalNames(file: SpdlFile): string[] {
  return file.items.flatMap((item) => {
    if (item.kind !== "protocol") return [];
    const header = item.roles.flatMap((role) => (role.kind === "name" ? [role.text] : []));
    const bodies = item.items.flatMap((one) => (one.kind === "role" ? one.items : []));
    return [...header, ...bodies.flatMap(declaredBy).map(({ text }) => text)];
  });
}

function declaredBy(item: RoleItem): readonly Identifier[] {
  switch (item.kind) {
    case "const":
    case "fresh":
    case "secret":
    case "var":
      return item.names;
    default:
      return [];
  }
}

/** Every text that stands in the file in the place of a name or a label. */
function* spellings(node: unknown): Generator<string> {
  if (typeof node !== "object" || node === null) return;
  if ("text" in node && typeof node.text === "string") yield node.text;
  for (const part of Object.values(node)) yield* spellings(part);
}
