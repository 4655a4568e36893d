/**
 * The findings of a part, executed again before it is put together with others: its seal says who judged it, and what can be
 * checked is checked all the same. What is asked of each source is planned afresh, from the sources that lie here.
 */
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Assessment, Finding, PartEvidence } from "../core/verdict/verdict.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Answer, Examined, Job, Lens } from "../lenses/lens.ts";
import type { LoadedSource, Source } from "../lenses/loaded-source.ts";
import type { AssessOptions } from "../lenses/options.ts";
import type { LoadProtocol } from "../repository/loaded-protocol.ts";
import { loadSource } from "../repository/load-source.ts";
import { examineFor } from "./examine-answers.ts";
import { keyWithPlace } from "./taken.ts";

/** A part, and the file that it was read from. */
export interface ReadPart {
  readonly path: string;
  readonly assessment: Assessment;
}

/** Options and sources of the examining process. */
export interface PartContext {
  /** Those of the configuration; what the part says of its own is set in their place. */
  readonly options: AssessOptions;
  readonly sources: readonly Source[];
  readonly lenses: readonly Lens[];
  readonly loadProtocol: LoadProtocol;
}

/** How many findings were executed again, and how many nothing shows. */
export interface ExaminedPart {
  readonly stands: number;
  readonly unchecked: number;
}

/** A finding, and what a part brings for it. */
interface Shown {
  readonly finding: Finding;
  readonly brought: PartEvidence | undefined;
}

/** A question of a planned job. */
interface Asked {
  readonly lens: Lens;
  readonly job: Job;
  readonly index: number;
}

/** Executes what a part brings. Rejects with DiagnosticError (AS705, AS711) where it is of other sources or does not stand. */
export async function examinePart({ path, assessment }: ReadPart, context: PartContext): Promise<ExaminedPart> {
  const brought = new Map((assessment.shard?.evidence ?? []).map((one) => [one.finding, one]));
  const shown = assessment.findings.map((finding, place): Shown => ({ finding, brought: brought.get(place) }));
  const counts = { stands: 0, unchecked: 0 };
  for (const name of new Set(shown.map(({ finding }) => finding.source))) {
    const source = context.sources.find((one) => one.source === name);
    const loaded = source && (await loadSource(source, optionsOf(assessment, context), context.loadProtocol));
    const told = assessment.subjects.find((subject) => subject.source === name);
    if (loaded === undefined || told?.hash !== loaded.digests.model) throw refuse(path, name);
    const mine = shown.filter(({ finding }) => finding.source === name);
    for (const outcome of await examineSource(path, mine, loaded, optionsOf(assessment, context), context.lenses))
      if (outcome !== "falls") counts[outcome] += 1;
  }
  return counts;
}

/** Reads the options that the part states. */
function optionsOf({ options }: Assessment, context: PartContext): AssessOptions {
  const { match: _, engine, injective, ...told } = options ?? context.options;
  return { ...context.options, ...told, engine, injective, expectations: "optional" };
}

async function examineSource(
  path: string,
  shown: readonly Shown[],
  loaded: LoadedSource,
  options: AssessOptions,
  lenses: readonly Lens[],
): Promise<readonly Examined[]> {
  const earlier = shown.map(({ finding }) => finding);
  const asked = new Map<string, Asked[]>();
  for (const lens of lenses.filter((one) => one.evidence !== undefined && one.applies(loaded, options)))
    for (const job of lens.plan(loaded, options, earlier))
      for (const [index, question] of job.asks.entries()) {
        const key = keyWithPlace(question);
        asked.set(key, [...(asked.get(key) ?? []), { lens, job, index }]);
      }
  const together = new Map<Lens, { readonly finding: Finding; readonly answer: Answer }[]>();
  const outcomes: Examined[] = [];
  for (const { finding, brought } of shown) {
    const one = asked.get(keyWithPlace(finding))?.shift();
    const question = one?.job.asks[one.index];
    // Nobody asks that here, so nobody can say what would show it.
    if (one === undefined || question === undefined) throw fall(path, finding);
    const { lens, job, index } = one;
    const verdict = brought?.alone ?? finding.verdict;
    const outcome = await examineFor(lens, job, loaded)(index, { verdict, evidence: brought?.evidence });
    if (outcome === "falls") throw fall(path, finding);
    outcomes.push(outcome);
    together.set(lens, [...(together.get(lens) ?? []), { finding, answer: { question, verdict } }]);
  }
  for (const [lens, answered] of together) {
    if (lens.judging.is !== "run" || lens.judging.combine === undefined) continue;
    const combined = await lens.judging.combine(answered.map(({ answer }) => answer));
    answered.forEach(({ finding }, i) => {
      if (JSON.stringify(combined[i]?.verdict) !== JSON.stringify(finding.verdict)) throw fall(path, finding);
    });
  }
  return outcomes;
}

function fall(path: string, { source, label }: Finding): DiagnosticError {
  const message = `${path} says of ${label} of ${source} what does not stand when it is executed here.`;
  return new DiagnosticError([diagnose("AS711", message)]);
}

function refuse(path: string, source: string): DiagnosticError {
  const message = `${path} was made of another ${source} than lies here.`;
  return new DiagnosticError([diagnose("AS705", message, { help: "Put parts together where their sources are." })]);
}
