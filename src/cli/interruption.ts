/**
 * Ctrl-C: the first one asks for an end and keeps what is done, the second one ends at once.
 *
 * Only armed while claims are judged. Before that, when the author's own code is loaded, the signal ends the process as
 * usual: such code may never give its turn back. A supervised process hears from its supervisor, by SIGTERM, and leaves
 * the ending at once to it.
 */
import { EXIT } from "../repository/exit-status.ts";
import type { Terminal } from "./terminal.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** An interruption that can be waited for. */
export interface Interruption {
  readonly signal: AbortSignal;
  /** From now on, signals are for us. */
  readonly arm: () => void;
  readonly disarm: () => void;
}

/** Prepares to be interrupted. */
export function awaitInterruption(terminal: Terminal): Interruption {
  const controller = new AbortController();
  // A first try hears signals by itself.
  const supervisor = terminal.supervisor?.tried === undefined ? terminal.supervisor : undefined;
  if (supervisor?.cancelled === true) controller.abort();
  const signals = supervisor === undefined ? SIGNALS : (["SIGTERM"] as const);
  let armed = false;
  const stop = (): void => {
    if (controller.signal.aborted) return supervisor === undefined ? process.exit(EXIT.interrupted) : undefined;
    terminal.note("\nStopping; results so far are kept. Press Ctrl-C again to exit at once.\n");
    controller.abort();
  };
  return {
    signal: controller.signal,
    arm: () => {
      if (armed) return;
      armed = true;
      for (const name of signals) process.on(name, stop);
    },
    disarm: () => {
      for (const name of signals) process.off(name, stop);
    },
  };
}
