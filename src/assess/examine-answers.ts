/** Answers from elsewhere, examined by the lens that knows what its evidence is. */
import type { Examined, Job, Lens } from "../lenses/lens.ts";
import type { LoadedSource } from "../lenses/loaded-source.ts";
import type { Examine } from "./result-cache.ts";

/** How answers to a job are examined; a lens that brings no evidence leaves them as they are. */
export function examineFor(lens: Lens, job: Job, subject: LoadedSource): Examine {
  return async (index, { verdict, evidence }): Promise<Examined> =>
    (await lens.evidence?.examine({ job, index, subject, verdict, evidence })) ?? "unchecked";
}
