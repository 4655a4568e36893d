/** Parts of a large catalogue for several machines, and the whole again from what each found. */
import { isDeepStrictEqual } from "node:util";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { findDisagreements } from "../findings/disagreement.ts";
import { tellJudges } from "../findings/tell-judges.ts";
import type { Assessment, Incomplete, Shard } from "../core/verdict/verdict.ts";
import { diagnose } from "../files/diagnostics.ts";

/** The part of a list that a shard is for: parts follow each other, and no two differ by more than one in length. */
export function chooseShard<Item>(items: readonly Item[], { index, of }: Shard): readonly Item[] {
  const start = (part: number): number => Math.floor((part * items.length) / of);
  return items.slice(start(index - 1), start(index));
}

/** The whole of assessments that are its parts, in any order. Throws DiagnosticError (AS705) for what is no whole. */
export function mergeAssessments(
  parts: readonly { readonly path: string; readonly assessment: Assessment }[],
): Assessment {
  const sorted = [...parts].sort((a, b) => (a.assessment.shard?.index ?? 0) - (b.assessment.shard?.index ?? 0));
  const [first] = sorted;
  if (first === undefined) throw reject("No parts to merge.");
  const { tool, options, shard } = first.assessment;
  if (shard === undefined) throw reject(`${first.path} is not a part: it was made without --shard.`);
  sorted.forEach(({ path, assessment }, i) => {
    if (!isDeepStrictEqual(assessment.tool, tool))
      throw reject(`${path} was made by another ${tellBuild(assessment, tool)} than ${first.path}.`);
    if (assessment.shard?.sources !== shard.sources)
      throw reject(`${path} was made of other sources than ${first.path}.`);
    if (!isDeepStrictEqual(assessment.options, options))
      throw reject(`${path} was made with other options than ${first.path}.`);
    if (assessment.shard?.of !== shard.of) throw reject(`${path} is no part of ${shard.of}.`);
    if (assessment.shard.index !== i + 1) throw reject(explainGap(assessment.shard.index, i + 1, shard.of));
  });
  if (sorted.length < shard.of) throw reject(explainGap(shard.of + 1, sorted.length + 1, shard.of));
  const all = sorted.map(({ assessment }) => assessment);
  const findings = all.flatMap((one) => one.findings);
  const bases = all.flatMap(({ ban = [] }) => ban);
  const measured = all.find(({ overheads }) => overheads !== undefined)?.overheads;
  return {
    schema: "assay/assessment-1",
    tool,
    ...(options === undefined ? {} : { options }),
    subjects: all.flatMap((one) => one.subjects),
    findings,
    ...(bases.length > 0 ? { ban: bases } : {}),
    ...(measured === undefined ? {} : { overheads: measured }),
    ...(all.some((one) => one.disagreements !== undefined)
      ? { disagreements: findDisagreements(findings), judgements: tellJudges(findings) }
      : {}),
    ...(all.some((one) => one.interrupted === true) ? { interrupted: true } : {}),
    ...addUp(all.flatMap(({ incomplete }) => incomplete ?? [])),
    timings: { shards: all.map(({ timings }) => timings), origins: countByPart(all) },
    errors: all.flatMap((one) => one.errors),
    warnings: all.flatMap((one) => one.warnings),
  };
}

/** Everything was judged elsewhere: by whom, the part says. */
function countByPart(parts: readonly Assessment[]): Readonly<Record<string, Readonly<Record<string, number>>>> {
  return Object.fromEntries(
    parts.map(({ shard, findings }) => {
      const counts: Record<string, number> = {};
      for (const { lens } of findings) counts[lens] = (counts[lens] ?? 0) + 1;
      return [`the part ${shard?.index}/${shard?.of}`, counts];
    }),
  );
}

function tellBuild({ tool }: Assessment, first: Assessment["tool"]): "version" | "build" {
  return tool.version === first.version ? "build" : "version";
}

function addUp(parts: readonly Incomplete[]): { incomplete?: Incomplete } {
  if (parts.length === 0) return {};
  const sum = (key: keyof Incomplete): number => parts.reduce((total, part) => total + part[key], 0);
  return { incomplete: { asked: sum("asked"), missing: sum("missing") } };
}

function explainGap(found: number, wanted: number, of: number): string {
  return found < wanted ? `The part ${found}/${of} is given twice.` : `The part ${wanted}/${of} is missing.`;
}

function reject(message: string): DiagnosticError {
  return new DiagnosticError([diagnose("AS705", message)]);
}
