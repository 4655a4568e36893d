/** The environment of an analysis in this process: its clock, its interruption, the author's code and the lenses. */
import { describeProcess, type Identity } from "../api/process-environment.ts";
import type { Environment } from "../assess/environment.ts";
import type { AssessEvent } from "../assess/events.ts";
import { NO_JOURNAL } from "../assess/journal.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { awaitInterruption } from "./interruption.ts";
import { followProgress, type ProgressMode } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** Runs something with everything that an analysis needs; signals are back to normal when it is done. */
export async function withEnvironment<Result>(
  terminal: Terminal,
  mode: ProgressMode,
  identity: Identity,
  work: (environment: Environment) => Promise<Result>,
): Promise<Result> {
  const facts = describeProcess(identity);
  const interruption = awaitInterruption(terminal);
  const follow = followProgress(terminal, mode, facts.now);
  const listen = (event: AssessEvent): void => {
    if (event.kind === "started") interruption.arm();
    follow(event);
  };
  try {
    return await work({
      ...facts,
      signal: interruption.signal,
      listen,
      loadProtocol,
      journal: terminal.supervisor?.journal ?? NO_JOURNAL,
      ...terminal.supervisor?.tried,
    });
  } finally {
    interruption.disarm();
  }
}
