/** A job whose questions take turns, done elsewhere as a whole: its session has all answers from the start. */
import { type Diagnostic, DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { giveUpUnseen, type Judging, type Lens, type Job, type Session } from "../../lenses/lens.ts";
import type { LoadedSource } from "../../lenses/loaded-source.ts";
import type { Environment } from "../environment.ts";
import { examineFor } from "../examine-answers.ts";
import { openTurns, recallAnswers } from "../open-session.ts";
import type { Came } from "./elsewhere.ts";

/** Recalls what the cache has of a job, or has it done; one that cannot travel is done here. */
export async function openElsewhere(
  job: Job,
  lens: Lens,
  judging: Extract<Judging, { is: "turns" }>,
  loaded: LoadedSource,
  milliseconds: number,
  environment: Environment,
  report: (diagnostic: Diagnostic) => void,
): Promise<Session> {
  const { cache, elsewhere, signal, isChanged } = environment;
  const known = await cache?.find(job, examineFor(lens, job, loaded));
  if (known !== undefined) return recallAnswers(known);
  let came: Came | undefined;
  try {
    const task = { job, subject: loaded, milliseconds, earlier: [] };
    came = await elsewhere?.run(task, lens, signal, isChanged?.(loaded) === true ? 1 : 2);
  } catch (error) {
    // Nothing is asked any more.
    if (signal.aborted) return recallAnswers([]);
    throw error;
  }
  if (came === undefined) return openTurns(job, lens, judging, loaded, environment);
  if (came.is === "late") return giveUpAll();
  for (const diagnostic of came.told) report(diagnostic);
  const answers = came.answers.flatMap((answer) => (answer.is === "answered" ? [answer] : []));
  if (answers.length === job.asks.length) cache?.keep(job, answers);
  return answerFrom(came);
}

function giveUpAll(): Session {
  return {
    ask: () => Promise.resolve(giveUpUnseen("timeout")),
    giveUp: (_index, why) => giveUpUnseen(why),
    close: () => undefined,
  };
}

function answerFrom({ answers, worker }: Came & { readonly is: "done" }): Session {
  const from = worker === undefined ? {} : { worker };
  return {
    ask: (index) => {
      const answer = answers[index];
      if (answer?.is === "failed") return Promise.reject(new DiagnosticError(answer.diagnostics));
      if (answer?.is !== "answered") return Promise.resolve(undefined);
      const { verdict, milliseconds, states, evidence } = answer;
      return Promise.resolve({ verdict, milliseconds, states, evidence, ...from });
    },
    giveUp: (_index, why) => giveUpUnseen(why),
    close: () => undefined,
  };
}
