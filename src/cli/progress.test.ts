import { describe, expect, it } from "vitest";
import type { AssessEvent, ClaimInWork } from "../assess/events.ts";
import { diagnose } from "../files/diagnostics.ts";
import { followProgress, type ProgressMode } from "./progress.ts";

const claim: ClaimInWork = {
  engine: "native" as const,
  source: "ns",
  protocol: "ns",
  role: "I",
  label: "I1",
  claim: "Secret",
  on: "\u001bNi",
  lens: "symbolic",
};

/** Tells events to a progress display, with the clock at the time of each, and gives what stderr shows. */
function tell(mode: ProgressMode, liveColumns: number | undefined, events: readonly [number, AssessEvent][]): string {
  let text = "";
  let time = 0;
  const note = (more: string): void => {
    text += more;
  };
  const terminal = { print: note, note, resultColour: "none", noteColour: "none", liveColumns } as const;
  const follow = followProgress(terminal, mode, () => time);
  for (const [at, event] of events) {
    time = at;
    follow(event);
  }
  return text;
}

const started: AssessEvent = { kind: "started", claim, index: 0, total: 2 };
const progress: AssessEvent = { kind: "progress", claim, progress: { states: 640, runs: 3 } };
const judged: AssessEvent = { kind: "judged", claim, verdict: { is: "vacuous", blocked: "recv M1" } };
const wrong: AssessEvent = { kind: "diagnostic", about: { source: "a", diagnostic: diagnose("AS102", "None.") } };

describe("followProgress", () => {
  it("rewrites one line on a terminal, cut to its width, and clears it", () => {
    const text = tell("shown", 30, [
      [0, started],
      [50, progress],
      [3200, progress],
      [3300, judged],
    ]);
    expect(text.split("\r\u001b[K")).toEqual([
      "",
      "1/2  ns: I Secret \ufffdNi",
      "ns: I Secret \ufffdNi  640 states,",
      "",
    ]);
  });

  it("writes a line for each claim to a log, and one now and then while it waits", () => {
    const text = tell("shown", undefined, [
      [0, started],
      [3000, progress],
      [20_000, progress],
      [21_000, progress],
      [22_000, judged],
    ]);
    expect(text).toBe("... ns: I Secret \ufffdNi  640 states, bound 3, 20 s\nns: I Secret \ufffdNi: vacuous\n");
  });

  it("is silent on request, but for diagnostics", () => {
    const events = [started, progress, wrong, judged].map((event, i): [number, AssessEvent] => [i * 60_000, event]);
    for (const columns of [80, undefined]) expect(tell("quiet", columns, events)).toMatch(/^error AS102: None\.\n/);
  });
});
