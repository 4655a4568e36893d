/** A clock that stands still during a step. */
import type { Clock } from "../parties/party.ts";

export interface StepClock extends Clock {
  set(time: number): void;
}

/** A clock that shows what it is set to. */
export function makeStepClock(): StepClock {
  let time = 0;
  return {
    now: () => time,
    set: (next) => {
      time = next;
    },
  };
}
