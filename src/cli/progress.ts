/**
 * Progress on the terminal while claims are judged: which one is worked on, how far it is, how it ended.
 *
 * A terminal shows one line that changes; a log gets a line when a claim ends, and one now and then while it takes long.
 */
import type { AssessEvent, ClaimInWork } from "../assess/events.ts";
import { nameOf } from "../core/protocol/claims/names.ts";
import { renderDiagnostic } from "../core/diagnostic/render.ts";
import { sanitise } from "../core/diagnostic/sanitise.ts";
import type { Terminal } from "./terminal.ts";

/** `shown`: progress and diagnostics; `quiet`: diagnostics only. */
export type ProgressMode = "shown" | "quiet";

const LIVE_MILLISECONDS = 100;
const LOG_MILLISECONDS = 15_000;

/** A listener that tells the terminal what it hears. */
export function followProgress(
  terminal: Terminal,
  mode: ProgressMode,
  now: () => number,
): (event: AssessEvent) => void {
  const { liveColumns, noteColour } = terminal;
  let told = now();
  let began = told;
  const show = (line: string): void => {
    if (mode === "quiet" || liveColumns === undefined) return;
    terminal.note(`\r\u001b[K${sanitise(line).slice(0, liveColumns - 1)}`);
    told = now();
  };
  const log = (line: string): void => {
    if (mode === "quiet" || liveColumns !== undefined) return;
    terminal.note(`${sanitise(line)}\n`);
    told = now();
  };
  return (event) => {
    switch (event.kind) {
      case "diagnostic":
        if (mode === "shown" && liveColumns !== undefined) terminal.note("\r\u001b[K");
        terminal.note(renderDiagnostic(event.about.diagnostic, { colour: noteColour }));
        return;
      case "started":
        began = now();
        show(`${event.index + 1}/${event.total}  ${describe(event.claim)}`);
        if (event.index === 0) told = now();
        return;
      case "progress": {
        const since = now() - told;
        const { states, runs } = event.progress;
        const seconds = Math.floor((now() - began) / 1000);
        const line = `${describe(event.claim)}  ${states} states, bound ${runs}, ${seconds} s`;
        if (since >= LIVE_MILLISECONDS) show(line);
        if (since >= LOG_MILLISECONDS) log(`... ${line}`);
        return;
      }
      case "judged":
        show("");
        log(`${describe(event.claim)}: ${event.verdict.is}`);
        return;
      default:
        return event satisfies never;
    }
  };
}

function describe(claim: ClaimInWork): string {
  const protocol = claim.source === claim.protocol ? claim.source : `${claim.source} ${claim.protocol}`;
  return `${protocol}: ${nameOf(claim.role, claim.claim, claim.on)}${claim.engine === "native" ? "" : `, by ${claim.engine}`}`;
}
