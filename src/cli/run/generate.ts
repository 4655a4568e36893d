/** Runs `assay generate`. */
import { loadConfig } from "../../repository/config.ts";
import { enterRepository } from "../../repository/find-repository.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { type GeneratedFile, generateFiles } from "../../assess/generate-files.ts";
import { guardLoading } from "../../assess/guard-reading.ts";
import { NO_JOURNAL } from "../../assess/journal.ts";
import { GENERATORS } from "../../lenses/registry.ts";
import { renderDiagnostic } from "../../core/diagnostic/render.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { withEnvironment } from "../environment.ts";
import type { Terminal } from "../terminal.ts";

const WORDS: Readonly<Record<GeneratedFile["state"], Readonly<Record<"write" | "compare", string>>>> = {
  unchanged: { write: "unchanged", compare: "up to date" },
  changed: { write: "written", compare: "differs from its protocol" },
  new: { write: "written", compare: "is missing" },
  orphaned: { write: "left: no protocol generates it", compare: "has no protocol that generates it" },
};

/** Runs the command. */
export async function runGenerate(mode: "write" | "compare", terminal: Terminal): Promise<ExitStatus> {
  enterRepository();
  const { protocols, models } = loadConfig();
  const generators = GENERATORS.filter(({ format }) => format === undefined || models.includes(format.name));
  const { files, diagnostics } = await withEnvironment(
    terminal,
    "quiet",
    "version",
    ({ loadProtocol, journal = NO_JOURNAL }) =>
      generateFiles({ protocols, root: ".", generators }, mode, guardLoading(loadProtocol, journal)),
  );
  for (const { diagnostic } of diagnostics) {
    terminal.note(renderDiagnostic(diagnostic, { colour: terminal.noteColour }));
  }
  for (const { path, state } of files) terminal.print(`${sanitise(path)}: ${WORDS[state][mode]}\n`);
  if (diagnostics.some(({ diagnostic }) => diagnostic.code === "AS901")) return EXIT.bug;
  if (diagnostics.some(({ diagnostic }) => diagnostic.severity === "error")) return EXIT.input;
  const drifted = files.some(({ state }) => state !== "unchanged");
  if (mode === "compare" && drifted) {
    terminal.note("Run assay generate and commit what it writes.\n");
    return EXIT.differs;
  }
  return EXIT.expected;
}
