/** Runs `assay init`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { readConfigFile } from "../../repository/config.ts";
import { CONFIG_FILE } from "../../repository/find-repository.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import {
  type Choices,
  checkChoices,
  DEFAULT_CHOICES,
  writeProtocol,
  writeRepository,
} from "../../repository/scaffold.ts";
import { writeText } from "../../files/write-text.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { askChoices } from "../ask-choices.ts";
import type { Terminal } from "../terminal.ts";
import { describeOrigin } from "../../repository/own-origin.ts";

/** Options of the command line, read. */
export interface InitFlags {
  readonly protocol?: string;
  readonly roles?: readonly [string, string];
  readonly ci?: Choices["ci"];
}

/** Runs the command. Nothing is written over, and nothing at all when the protocol exists already. */
export async function runInit(folder: string, flags: InitFlags, terminal: Terminal): Promise<ExitStatus> {
  const isAsked = Object.keys(flags).length === 0 && process.stdin.isTTY === true;
  const choices = isAsked ? await ask() : { ...DEFAULT_CHOICES, ...flags };
  checkChoices(choices);
  const { protocols } = readConfigFile(join(folder, CONFIG_FILE));
  if (existsSync(join(folder, protocols, choices.protocol))) {
    throw new DiagnosticError([diagnose("AS403", `${join(folder, protocols, choices.protocol)} exists already.`)]);
  }
  const own = writeProtocol(choices, protocols).map(({ name, text }) => ({ name: join(protocols, name), text }));
  const around = writeRepository(choices, protocols, describeOrigin(folder)).filter(
    ({ name }) => !existsSync(join(folder, name)),
  );
  for (const { name, text } of [...around, ...own]) {
    writeText(join(folder, name), text);
    terminal.print(`${sanitise(join(folder, name))}\n`);
  }
  terminal.note("Next: npx assay audit, which writes reports/; then make the protocol your own.\n");
  return EXIT.expected;
}

async function ask(): Promise<Choices> {
  const questions = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await askChoices((question) => questions.question(question));
  } finally {
    questions.close();
  }
}
