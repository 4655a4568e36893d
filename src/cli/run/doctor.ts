/** Runs `assay doctor`: says what it finds; a missing part is no failure. */
import { loadConfig } from "../../repository/config.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { sanitise, writeJson } from "../../core/diagnostic/sanitise.ts";
import { explainSearch, findProgram, listPlaces, type ProgramFacts } from "../../lenses/engine/find-program.ts";
import { TAMARIN } from "../../lenses/tamarin/installed/find-tamarin.ts";
import { PROVERIF } from "../../lenses/proverif/installed/find-proverif.ts";
import { SCYTHER } from "../../lenses/scyther/installed/find-scyther.ts";
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

/** The findings of the doctor, in the form of `--format json`. */
interface Examination {
  readonly schema: "assay/doctor-1";
  readonly tool: { readonly name: "assay"; readonly version: string };
  readonly node: { readonly version: string; readonly needs: string };
  readonly scyther: ExaminedProgram;
  readonly proverif: ExaminedProgram;
  readonly tamarin: ExaminedProgram;
}

/** The programs in the order in which they are told. */
const PROGRAMS = [
  { key: "scyther", facts: SCYTHER, engines: "--engine scyther, both and all" },
  { key: "proverif", facts: PROVERIF, engines: "--engine proverif and all" },
  { key: "tamarin", facts: TAMARIN, engines: "--engine tamarin and all" },
] as const;

/** Runs the command. Throws DiagnosticError for a configuration that cannot be read. */
export async function runDoctor({ format }: DoctorFlags, terminal: Terminal): Promise<ExitStatus> {
  const { programs } = loadConfig();
  const found: Examination = {
    schema: "assay/doctor-1",
    tool: { name: "assay", version: readVersion() },
    node: { version: process.versions.node, needs: "20.19" },
    scyther: await examine(SCYTHER, programs["scyther"]),
    proverif: await examine(PROVERIF, programs["proverif"]),
    tamarin: await examine(TAMARIN, programs["tamarin"]),
  };
  terminal.print(format === "json" ? `${writeJson(found)}\n` : renderText(found));
  return EXIT.expected;
}

async function examine<Variable extends string>(
  facts: ProgramFacts<Variable>,
  configured: string | undefined,
): Promise<ExaminedProgram> {
  const search = await findProgram(facts, listPlaces(facts, process.env, configured), new AbortController().signal);
  if (search.is !== "found") {
    const { message, help = "" } = explainSearch(facts, search);
    return { found: false, message, help };
  }
  const { path, version, from } = search.program;
  return { found: true, path, version, from, compared: facts.warnOfVersion(search.program) === undefined };
}

function renderText(found: Examination): string {
  const { tool, node } = found;
  const lines = [`Assay    ${tool.version}`, `Node.js  ${node.version}  needs ${node.needs} or newer`];
  for (const { key, facts, engines } of PROGRAMS) {
    const program = found[key];
    const title = facts.title.padEnd(8);
    if (program.found) {
      lines.push(`${title} ${program.version}  ${program.path}, from ${program.from}`);
      if (!program.compared) lines.push(`         not a version ${facts.known}, whose output was compared`);
    } else {
      lines.push(`${title} ${program.message}`, `         ${program.help}`);
      lines.push(`         It is only needed for ${engines}.`);
    }
  }
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}
