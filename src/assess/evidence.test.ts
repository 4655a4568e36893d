/** Every answer of the catalogue's smaller protocols, with the evidence that it brings, as whoever has it from elsewhere. */
import { describe, expect, it } from "vitest";
import type { Verdict } from "../core/verdict/verdict.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";
import { LENSES } from "../lenses/registry.ts";
import type { Answer, Examined, Job } from "../lenses/lens.ts";
import type { LoadedSource } from "../lenses/loaded-source.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { loadSource } from "../repository/load-source.ts";
import { resolveSources } from "../repository/resolve-sources.ts";

const CONDITIONS = {
  now: () => performance.now(),
  pause: () => Promise.resolve(),
  signal: new AbortController().signal,
  progress: () => undefined,
  earlier: [],
  report: () => undefined,
};

/** As few plays and sequences as bring every kind of evidence. */
const isNightly = process.env["ASSAY_NIGHTLY"] === "1";
const LENGTH = isNightly ? { plays: 12, sequences: 40 } : { plays: 4, sequences: 20 };

/** The answers to all first jobs of a protocol but those of programs of others. */
async function answerAll(
  name: string,
): Promise<readonly { readonly job: Job; readonly subject: LoadedSource; readonly answers: readonly Answer[] }[]> {
  const [source] = resolveSources([name], "protocol").sources;
  if (source === undefined) throw new Error(`no ${name}`);
  const options = { ...DEFAULT_OPTIONS, ban: "added", ...LENGTH } as const;
  const subject = await loadSource(source, options, loadProtocol);
  const jobs = LENSES.filter((lens) => lens.engine === "native" && lens.applies(subject, options)).flatMap((lens) =>
    lens.judging.is === "turns" && lens.judging.when === "after" ? [] : lens.plan(subject, options, []),
  );
  // A play of records on the wire shares a record through the whole system: at night, and one of them brings what all do.
  const some = isNightly ? jobs : jobs.filter(({ asks: [first] }) => first?.claim.startsWith("wire-ind") !== true);
  return Promise.all(some.map(async (job) => ({ job, subject, answers: await answer(job, subject) })));
}

async function answer(job: Job, subject: LoadedSource): Promise<readonly Answer[]> {
  const lens = findLens(job);
  if (lens.judging.is === "run") return (await lens.judging.run(job, subject, CONDITIONS))?.answers ?? [];
  const session = await lens.judging.open(job, subject, CONDITIONS);
  const answers: Answer[] = [];
  for (const [index, question] of job.asks.entries()) {
    const judged = await session.ask(index, { milliseconds: 60_000, after: "end", most: 60_000 });
    if (judged === undefined || judged === "parked") throw new Error("no answer");
    const { verdict } = judged;
    answers.push({ question, verdict, evidence: await lens.evidence?.bring?.(verdict) });
  }
  return answers;
}

function findLens({ lens }: Job) {
  const found = LENSES.find(({ name }) => name === lens);
  if (found === undefined) throw new Error(lens);
  return found;
}

async function examine(job: Job, subject: LoadedSource, index: number, answer: Answer): Promise<Examined> {
  const travelled = JSON.parse(JSON.stringify(answer)) as Answer;
  const { verdict, evidence } = travelled;
  return (await findLens(job).evidence?.examine({ job, index, subject, verdict, evidence })) ?? "unchecked";
}

/** Verdicts that something shows. */
function isShown(verdict: Verdict): boolean {
  return (
    verdict.is === "attack" ||
    verdict.is === "derived" ||
    verdict.is === "estimated" ||
    (verdict.is === "holds" && verdict.witness !== undefined) ||
    (verdict.is === "searched" && verdict.attacks.length > 0)
  );
}

describe.each(["needham-schroeder", "kerberos-exchange", "phr-sharing"])("what is found of %s", (name) => {
  it("stands when its evidence is executed, and falls with the evidence of another answer", {
    timeout: 240_000,
  }, async () => {
    const kinds = new Set<string>();
    for (const { job, subject, answers } of await answerAll(name)) {
      for (const [index, one] of answers.entries()) {
        const outcome = await examine(job, subject, index, one);
        expect([one.question.label, outcome]).toEqual([
          one.question.label,
          isShown(one.verdict) ? "stands" : "unchecked",
        ]);
        if (!isShown(one.verdict)) continue;
        kinds.add(one.verdict.is);
        for (const evidence of [undefined, [], {}, "evidence"])
          expect(await examine(job, subject, index, { ...one, evidence })).toBe("falls");
        const other = answers[(index + 1) % answers.length];
        if (other === undefined || other === one || JSON.stringify(other.evidence) === JSON.stringify(one.evidence))
          continue;
        expect(await examine(job, subject, index, { ...one, evidence: other.evidence })).toBe("falls");
      }
    }
    if (name === "phr-sharing")
      expect([...kinds].sort()).toEqual(["attack", "derived", "estimated", "holds", "searched"]);
  });
});
