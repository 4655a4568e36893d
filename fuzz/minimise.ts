/**
 * A model that shows something, without what is not needed to show it.
 *
 * Where fast-check ends, choices cannot get smaller; here the text itself is cut: protocols, declarations, events, both
 * ends of a message, terms replaced by their parts. Invariant: every text that is returned still shows it.
 */
import { parseSpdl } from "../src/lenses/scyther/syntax/parse.ts";
import { printSpdl } from "../src/lenses/scyther/syntax/print.ts";
import type { FileItem, ProtocolNode, RoleItem, SpdlFile, TermNode } from "../src/lenses/scyther/syntax/ast.ts";
import { mapTerms } from "./transform/map-file.ts";

/** Cuts the text as long as `shows` says that it still does, and `isSmallEnough` does not stop it. */
export async function minimiseText(
  text: string,
  shows: (text: string) => Promise<boolean>,
  isSmallEnough: () => boolean,
): Promise<string> {
  const printed = printSpdl(parse(text));
  if (!(await shows(printed))) return text;
  let smallest = printed;
  for (let again = true; again; ) {
    again = false;
    for (const shorter of listCuts(parse(smallest))) {
      if (isSmallEnough()) return smallest;
      const cut = printSpdl(shorter);
      if (cut.length >= smallest.length || !(await shows(cut))) continue;
      smallest = cut;
      again = true;
      break;
    }
  }
  return smallest;
}

function parse(text: string): SpdlFile {
  return parseSpdl({ path: "cut.spdl", text }, () => undefined, new Map()).file;
}

/** Every file that is this one with something cut, large cuts first. */
function* listCuts(file: SpdlFile): Generator<SpdlFile> {
  for (const item of file.items) yield { items: file.items.filter((other) => other !== item) };
  for (const label of listLabels(file)) {
    yield changeRoles(file, (items) => items.filter((item) => !isMessage(item) || item.label.text !== label));
  }
  for (const item of listRoleItems(file)) {
    yield changeRoles(file, (items) => items.filter((other) => other !== item));
  }
  for (const label of listLabels(file)) {
    for (let part = 2; part < 5; part++)
      yield changeRoles(file, (items) => items.map((item) => dropPart(item, label, part)));
  }
  yield* listSimplerTerms(file);
}

/** A message without one of its parts, which come after sender and receiver. */
function dropPart(item: RoleItem, label: string, part: number): RoleItem {
  if (!isMessage(item) || item.label.text !== label || item.args.length <= 3) return item;
  return { ...item, args: item.args.filter((_, i) => i !== part) };
}

function* listSimplerTerms(file: SpdlFile): Generator<SpdlFile> {
  const seen = new Set<string>();
  for (const term of listTerms(file)) {
    const spelled = spell(term);
    if (seen.has(spelled)) continue;
    seen.add(spelled);
    for (const part of partsOf(term)) {
      yield mapTerms(file, (other) => (spell(other) === spelled ? part : undefined));
    }
  }
}

function partsOf(term: TermNode): readonly TermNode[] {
  switch (term.kind) {
    case "name":
      return [];
    case "call":
      return term.args;
    case "encrypt":
      return [
        ...(term.body.length > 1
          ? term.body.map((part) => ({ ...term, body: term.body.filter((o) => o !== part) }))
          : []),
        ...term.body,
        term.key,
      ];
    case "tuple":
      // One part fewer, then one part alone.
      return [...term.parts.map((part) => without(term, part)), ...term.parts];
    default:
      return term satisfies never;
  }
}

function without(term: TermNode & { readonly kind: "tuple" }, part: TermNode): TermNode {
  const parts = term.parts.filter((other) => other !== part);
  return parts.length === 0 ? term : { ...term, parts };
}

/** All terms of messages and comparisons, outermost first; the parts of a body are tried as a tuple would be. */
function listTerms(file: SpdlFile): TermNode[] {
  const inside = (term: TermNode): TermNode[] => {
    switch (term.kind) {
      case "name":
        return [];
      case "call":
        return [term, ...term.args.flatMap(inside)];
      case "encrypt":
        return [term, ...term.body.flatMap(inside), ...inside(term.key)];
      case "tuple":
        return [term, ...term.parts.flatMap(inside)];
      default:
        return term satisfies never;
    }
  };
  return listRoleItems(file).flatMap((item) => {
    if (isMessage(item)) return item.args.flatMap(inside);
    return item.kind === "match" ? [item.left, item.right].flatMap(inside) : [];
  });
}

/** The text of a term without its places. */
function spell(term: TermNode): string {
  return JSON.stringify(term, (key, value: unknown) => (key === "place" ? undefined : value));
}

type Message = RoleItem & { readonly kind: "send" | "recv" };

function isMessage(item: RoleItem): item is Message {
  return item.kind === "send" || item.kind === "recv";
}

function listLabels(file: SpdlFile): string[] {
  return [...new Set(listRoleItems(file).flatMap((item) => (isMessage(item) ? [item.label.text] : [])))];
}

function listRoleItems(file: SpdlFile): RoleItem[] {
  return file.items
    .filter(isProtocol)
    .flatMap(({ items }) => items.flatMap((one) => (one.kind === "role" ? one.items : [])));
}

function isProtocol(item: FileItem): item is ProtocolNode {
  return item.kind === "protocol";
}

function changeRoles(file: SpdlFile, change: (items: readonly RoleItem[]) => readonly RoleItem[]): SpdlFile {
  return {
    items: file.items.map((item) =>
      isProtocol(item)
        ? {
            ...item,
            items: item.items.map((one) => (one.kind === "role" ? { ...one, items: change(one.items) } : one)),
          }
        : item,
    ),
  };
}
