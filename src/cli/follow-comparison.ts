/** Progress of a comparison: the model in work on a terminal, a line for each model in a log. */
import type { CompareEvent } from "../conformance/compare-library.ts";
import { renderDiagnostic } from "../core/diagnostic/render.ts";
import { sanitise } from "../core/diagnostic/sanitise.ts";
import { AGREEMENTS } from "../core/verdict/conformance.ts";
import { count } from "../core/verdict/words.ts";
import type { ProgressMode } from "./progress.ts";
import type { Terminal } from "./terminal.ts";

/** A listener that tells the terminal what it hears. */
export function followComparison(terminal: Terminal, mode: ProgressMode): (event: CompareEvent) => void {
  const { liveColumns, noteColour, note } = terminal;
  const clear = (): void => {
    if (mode === "shown" && liveColumns !== undefined) note("\r\u001b[K");
  };
  return (event) => {
    switch (event.kind) {
      case "started":
        if (mode === "quiet" || liveColumns === undefined) return;
        note(`\r\u001b[K${sanitise(`${event.index + 1}/${event.total}  ${event.model}`).slice(0, liveColumns - 1)}`);
        return;
      case "compared": {
        clear();
        if (mode === "quiet" || liveColumns !== undefined) return;
        const { model, native, claims } = event.model;
        const kinds = AGREEMENTS.map(
          (kind) => [kind, claims.filter(({ agreement }) => agreement === kind).length] as const,
        );
        const counts = kinds.filter(([, number]) => number > 0).map(([kind, number]) => `${number} ${kind}`);
        const what = native === "rejected" ? "rejected" : counts.length === 0 ? count(0, "claim") : counts.join(", ");
        note(`${sanitise(`${model}: ${what}, ${(event.milliseconds / 1000).toFixed(2)} s`)}\n`);
        return;
      }
      case "diagnostic":
        clear();
        note(renderDiagnostic(event.diagnostic, { colour: noteColour }));
        return;
      default:
        return event satisfies never;
    }
  };
}
