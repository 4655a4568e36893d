/** Reads what the author says for BAN logic: names and formulas as text, which the lens parses. */
import type { Place } from "../../diagnostic/diagnostic.ts";
import type { BanAnnotations, Means, NamedFormula } from "../ir/description.ts";

/** The meaning among a message's options; undefined: none is given; false: the options are none. */
export function readMeans(options: unknown): Means | undefined | false {
  if (options === undefined) return undefined;
  if (!isPlain(options) || Object.keys(options).some((key) => key !== "means")) return false;
  const { means } = options;
  if (means === undefined || (typeof means === "string" && means.trim() !== "")) return means;
  return isTexts(means) ? means : false;
}

/** The options of `.ban`; undefined for what is none. */
export function readBanOptions(options: unknown, place: Place): Omit<BanAnnotations, "place"> | undefined {
  if (!isPlain(options)) return undefined;
  const { profile, assumptions = {}, goals = {}, ...others } = options;
  if (Object.keys(others).length > 0 || !isTexts(assumptions) || !isTexts(goals)) return undefined;
  if (profile !== undefined && typeof profile !== "string") return undefined;
  const name = (table: Readonly<Record<string, string>>): NamedFormula[] =>
    Object.entries(table).map(([key, formula]) => ({ name: key, formula, place }));
  return { ...(profile === undefined ? {} : { profile }), assumptions: name(assumptions), goals: name(goals) };
}

/** The annotations of several calls together; the last profile counts. */
export function mergeBan(
  parts: readonly { readonly place: Place; readonly annotations: Omit<BanAnnotations, "place"> }[],
): BanAnnotations | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const profile = parts.findLast(({ annotations }) => annotations.profile !== undefined)?.annotations.profile;
  return {
    ...(profile === undefined ? {} : { profile }),
    assumptions: parts.flatMap(({ annotations }) => annotations.assumptions),
    goals: parts.flatMap(({ annotations }) => annotations.goals),
    place: first.place,
  };
}

function isPlain(thing: unknown): thing is Readonly<Record<string, unknown>> {
  return typeof thing === "object" && thing !== null && !Array.isArray(thing);
}

function isTexts(thing: unknown): thing is Readonly<Record<string, string>> {
  return isPlain(thing) && Object.values(thing).every((value) => typeof value === "string");
}
