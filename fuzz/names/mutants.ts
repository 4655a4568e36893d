/** The old treatment of names put back on purpose: the comparison with Scyther must find each, or it finds nothing. */
import type { LoadedSpdl } from "../../src/lenses/scyther/load.ts";
import type { Declaration, FileItem, RoleNode } from "../../src/lenses/scyther/syntax/ast.ts";
import { parseSpdl } from "../../src/lenses/scyther/syntax/parse.ts";
import { printSpdl } from "../../src/lenses/scyther/syntax/print.ts";
import type { NamesMutant } from "../options.ts";
import { mapNames } from "../transform/map-file.ts";
import { load, type Load } from "./compare.ts";

/** How models are read with that mistake; undefined: with none. */
export function readerWith(mutant: NamesMutant | undefined): Load {
  switch (mutant) {
    case undefined:
      return load;
    case "eve-by-spelling":
      return forgetEve;
    case "compromised-by-spelling":
      return forgetCompromised;
    case "apart-by-protocol":
      return setApart;
    default:
      return mutant satisfies never;
  }
}

/** A model that declares Eve has an honest agent of that name, whose keys nobody knows. */
function forgetEve(text: string): LoadedSpdl {
  const loaded = load(text);
  if (!/\b(const|secret|hashfunction)\b[^;]*\bEve\b/.test(text)) return loaded;
  const { model } = loaded;
  const syntheses = model.deductions.syntheses.filter(({ name }) => !name.includes("Eve"));
  return { ...loaded, model: { ...model, untrusted: [], deductions: { ...model.deductions, syntheses } } };
}

/** Agents that are declared without a type are others than those whose keys are given away. */
function forgetCompromised(text: string): LoadedSpdl {
  const lost = /\bcompromised \w+\((\w+)(?:, ?\w+)?\);/g;
  return load(text.replace(lost, (whole, agent: string) => (text.includes(`const ${agent};`) ? "" : whole)));
}

/** A name that several protocols declare outside their roles is a constant of its own in each of them. */
function setApart(text: string): LoadedSpdl {
  const { file } = parseSpdl({ path: "names.spdl", text }, () => undefined);
  const items = file.items.map((item) => {
    if (item.kind !== "protocol") return item;
    const own = new Set(item.items.flatMap((one) => (isConstant(one) ? one.names.map((name) => name.text) : [])));
    const rename = (name: string): string => (own.has(name) ? `${name}-${item.name.text}` : name);
    return mapNames({ items: [item] }, rename).items[0] as FileItem;
  });
  return load(printSpdl({ items }));
}

function isConstant(item: FileItem | RoleNode): item is Declaration & { kind: "const" | "secret" | "hashfunction" } {
  return item.kind === "const" || item.kind === "secret" || item.kind === "hashfunction";
}
