/** The old treatment of names put back on purpose: the comparison with Scyther must find each, or it finds nothing. */
import type { LoadedSpdl } from "../../src/lenses/scyther/load.ts";
import type { NamesMutant } from "../options.ts";
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
