/** The schema of assessments: what every assessment has, and what each lens adds to it. */
import { LENSES } from "../lenses/registry.ts";
import type { VerdictKind } from "../lenses/verdict-kind.ts";

/** A schema, as JSON. */
export type Schema = Readonly<Record<string, unknown>>;

/** Puts every kind of verdict into the schema, as answers to jobs may be: also those that findings hold as a part alone. */
export function assembleAnswers(schema: Schema): Schema {
  const kinds = LENSES.flatMap(({ verdicts = {} }) => Object.values(verdicts) as VerdictKind<"holds">[]);
  const all = kinds.map(({ schema: own }) => own);
  return replace(assembleSchema(schema), ["$defs", "verdict", "oneOf"], all) as Schema;
}

/** Puts the kinds of verdict, the lenses and the engines that there are into the schema. */
export function assembleSchema(schema: Schema): Schema {
  const all = LENSES.flatMap(({ verdicts = {} }) => Object.entries(verdicts) as [string, VerdictKind<"holds">][]);
  const kinds = all.filter(([, { isWithin }]) => isWithin !== true);
  const within = all.flatMap(([is, { isWithin, schema: own }]) => (isWithin === true ? [[is, partOf(own, is)]] : []));
  const judging = LENSES.filter(
    ({ judging: { is }, verdicts, engine }) => is === "turns" || verdicts || engine !== "native",
  );
  return [
    [["$defs", "verdict", "oneOf"], kinds.map(([, { schema: own }]) => own)],
    [["$defs", "finding", "properties", "expected", "properties", "verdict", "enum"], kinds.map(([is]) => is)],
    [["$defs", "finding", "properties", "lens", "enum"], [...new Set(judging.map(({ lens }) => lens))]],
    ...within.map(([is, own]) => [["$defs", "finding", "properties", is], own]),
    [["$defs", "engine", "enum"], [...new Set(LENSES.map(({ engine }) => engine))]],
  ].reduce<Schema>((whole, [path, value]) => replace(whole, path as readonly string[], value) as Schema, schema);
}

/** Schema of the part of a finding that holds an answer of this kind: the part is named after the kind. */
function partOf(schema: Schema, kind: string): unknown {
  return (schema["properties"] as Schema)[kind];
}

function replace(part: unknown, [key, ...others]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const object = part as Readonly<Record<string, unknown>>;
  return { ...object, [key]: replace(object[key], others, value) };
}
