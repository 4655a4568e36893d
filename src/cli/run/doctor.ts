/** Runs `assay doctor`: says what it finds; a missing part is no failure. */
import { loadConfig } from "../../repository/config.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { sanitise, writeJson } from "../../core/diagnostic/sanitise.ts";
import type { Lens, ProgramPlaces } from "../../lenses/lens.ts";
import { asksFor } from "../../lenses/options.ts";
import { LENSES } from "../../lenses/registry.ts";
import type { Terminal } from "../terminal.ts";
import { readVersion } from "../../files/own-files.ts";

/** Options of the command line, read. */
export interface DoctorFlags {
  readonly format: "text" | "json";
}

/** One program of others, as far as it was found. */
type ExaminedProgram =
  | {
      readonly found: true;
      readonly path: string;
      readonly version: string;
      readonly from: string;
      readonly compared: boolean;
    }
  | { readonly found: false; readonly message: string; readonly help: string };

/** A lens with what was found of its program. */
interface Examined {
  readonly lens: Lens;
  readonly program: ExaminedProgram;
  /** The version whose output was compared. */
  readonly known: string;
}

/** Runs the command. Throws DiagnosticError for a configuration that cannot be read. */
export async function runDoctor({ format }: DoctorFlags, terminal: Terminal): Promise<ExitStatus> {
  const places = { environment: process.env, configured: loadConfig().programs };
  const examined: Examined[] = [];
  for (const lens of LENSES) examined.push(...(await examine(lens, places)));
  terminal.print(format === "json" ? `${writeJson(describe(examined))}\n` : renderText(examined));
  return EXIT.expected;
}

async function examine(lens: Lens, places: ProgramPlaces): Promise<readonly Examined[]> {
  const { program } = (await lens.findProgram?.(places)) ?? {};
  if (program === undefined) return [];
  if (program.is === "missing") {
    const { message, help = "" } = program.diagnostic;
    return [{ lens, program: { found: false, message, help }, known: "" }];
  }
  const { path, version, from, known, warnings } = program;
  return [{ lens, program: { found: true, path, version, from, compared: warnings.length === 0 }, known }];
}

function describe(examined: readonly Examined[]): object {
  return {
    schema: "assay/doctor-1",
    tool: { name: "assay", version: readVersion() },
    node: { version: process.versions.node, needs: "20.19" },
    ...Object.fromEntries(examined.map(({ lens, program }) => [lens.name, program])),
  };
}

function renderText(examined: readonly Examined[]): string {
  const lines = [`Assay    ${readVersion()}`, `Node.js  ${process.versions.node}  requires 20.19 or newer`];
  for (const { lens, program, known } of examined) {
    const title = lens.judge.name.padEnd(8);
    if (program.found) {
      lines.push(`${title} ${program.version}  ${program.path}, from ${program.from}`);
      if (!program.compared) lines.push(`         not a version ${known}, whose output was tested`);
    } else {
      lines.push(`${title} ${program.message}`, `         ${program.help}`);
      lines.push(`         It is only needed for --engine ${nameChoices(lens)}.`);
    }
  }
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}

/** The choices that ask for an engine, in words. */
function nameChoices({ engine }: Lens): string {
  const choices = [engine, ...["both", "all"].filter((choice) => asksFor(choice, engine))];
  return `${choices.slice(0, -1).join(", ")} and ${choices.at(-1)}`;
}
