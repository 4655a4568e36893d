/**
 * The text that the installed Scyther is given: one file without includes and options, every claim under a label of its
 * own.
 *
 * A model may come from anyone, and its options are switches of Scyther that can write files: they are left out, and
 * those that count are passed as arguments. Labels of our own keep claims apart that print alike, and names unhidden.
 */
import type { Claim } from "../../../core/protocol/ir/script.ts";
import type { Term } from "../../../core/term/term.ts";
import { claimNode, nameNode } from "../encode/nodes.ts";
import { printTerm } from "../print-term.ts";
import type { EventNode, FileItem, ProtocolNode, RoleItem, RoleNode, TermNode } from "../syntax/ast.ts";
import type { ParsedSpdl } from "../syntax/parse.ts";
import { printSpdl } from "../syntax/print.ts";

/** A claim that Scyther is to judge. */
export interface AskedClaim {
  readonly protocol: string;
  readonly role: string;
  /** The index of the claim among the role's events. */
  readonly at: number;
  readonly claim: Claim;
}

/** A text for Scyther. */
export interface WrittenModel {
  readonly text: string;
  /** The label of each claim, in the order asked; undefined for one that SPDL cannot say. */
  readonly labels: readonly (string | undefined)[];
}

const SILENT: ReadonlySet<string> = new Set(["Running", "NotEqual", "Empty", "SID"]);

/** Writes the model with the claims that are asked for, and no others. */
export function writeModel(parsed: ParsedSpdl, asked: readonly AskedClaim[]): WrittenModel {
  const labels = asked.map((_, i) => chooseLabel(i + 1, parsed.spellings));
  const written = new Set<string>();
  const items = parsed.file.items.flatMap((item): FileItem[] => {
    if (item.kind === "option") return [];
    if (item.kind !== "protocol") return [item];
    const mine = asked.flatMap((one, i) =>
      one.protocol === item.name.text ? [{ ...one, label: labels[i] as string }] : [],
    );
    return [writeProtocol(item, mine, written)];
  });
  return {
    text: printSpdl({ items }),
    labels: labels.map((label) => (written.has(label) ? label : undefined)),
  };
}

type Labelled = AskedClaim & { readonly label: string };

function chooseLabel(number: number, taken: ReadonlySet<string>): string {
  let label = `asked${number}`;
  while (taken.has(label)) label += "'";
  return label;
}

function writeProtocol(node: ProtocolNode, asked: readonly Labelled[], written: Set<string>): ProtocolNode {
  const last = new Map<string, RoleNode>();
  for (const item of node.items) if (item.kind === "role") last.set(item.name.text, item);
  const items = node.items.map((item) => {
    if (item.kind !== "role") return item;
    const mine = asked.filter(({ role }) => role === item.name.text);
    const kept = item.items.flatMap((inner) => relabel(inner, mine, written));
    const more = last.get(item.name.text) === item ? addClaims(item, mine, written) : [];
    return { ...item, items: [...kept, ...more] };
  });
  return { ...node, items };
}

/** A claim of the file gets its new label; one that is not asked for is left out, unless it is a signal. */
function relabel(item: RoleItem, asked: readonly Labelled[], written: Set<string>): RoleItem[] {
  if (item.kind !== "claim") return [item];
  const { line, column, file } = item.place;
  const found = asked.find(
    ({ claim: { place, kind } }) =>
      place?.line === line && place.column === column && place.file === file && !kind.startsWith("Injective"),
  );
  if (found !== undefined) {
    written.add(found.label);
    return [{ ...item, label: { text: found.label, place: item.place } }];
  }
  const type = item.args[1];
  return type?.kind === "name" && SILENT.has(type.text) ? [item] : [];
}

/** Claims that stand in no file: those that every role has, and the standard ones. */
function addClaims(role: RoleNode, asked: readonly Labelled[], written: Set<string>): EventNode[] {
  return asked.flatMap((one) => {
    if (one.claim.place !== undefined) return [];
    const parameters = writeParameters(one.claim);
    if (parameters === undefined) return [];
    written.add(one.label);
    return [claimNode(one.label, [nameNode(role.name.text), nameNode(one.claim.kind), ...parameters])];
  });
}

function writeParameters({ kind, term, partner }: Claim): TermNode[] | undefined {
  switch (kind) {
    case "Secret":
    case "SKR":
      return term === undefined || term.kind === "application" ? undefined : [nameNode(spell(term))];
    case "Alive":
    case "Weakagree":
      return partner === undefined ? [] : [nameNode(partner)];
    case "Niagree":
    case "Nisynch":
    case "Reachable":
      return [];
    case "Agree":
    case "Commit":
    case "InjectiveAgree":
    case "InjectiveSynch":
    case "Unguessable":
      return undefined;
    default:
      return kind satisfies never;
  }
}

/** A fresh name or a variable of the role, as the file spells it. */
function spell(term: Term): string {
  return printTerm(term);
}
