/** Runs `assay doctor`: says what it finds; a missing part is no failure. */
import { loadConfig } from "../../repository/config.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import * as explainProverif from "../../lenses/proverif/installed/explain-search.ts";
import * as explainScyther from "../../lenses/scyther/installed/explain-search.ts";
import { sanitise, writeJson } from "../../core/diagnostic/sanitise.ts";
import type { InstalledProgram } from "../../lenses/engine/find-program.ts";
import * as tamarin from "../../lenses/tamarin/installed/find-tamarin.ts";
import * as proverif from "../../lenses/proverif/installed/find-proverif.ts";
import * as scyther from "../../lenses/scyther/installed/arguments.ts";
import { findScyther } from "../../lenses/scyther/installed/find-scyther.ts";
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";
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

/** The programs in the order in which they are told, each with its name and the version that was compared. */
const PROGRAMS = [
  { key: "scyther", name: "Scyther", known: scyther.KNOWN_VERSION, engines: "--engine scyther, both and all" },
  { key: "proverif", name: "ProVerif", known: proverif.KNOWN_VERSION, engines: "--engine proverif and all" },
  { key: "tamarin", name: "Tamarin", known: tamarin.KNOWN_VERSION, engines: "--engine tamarin and all" },
] as const;

/** Runs the command. Throws DiagnosticError for a configuration that cannot be read. */
export async function runDoctor({ format }: DoctorFlags, terminal: Terminal): Promise<ExitStatus> {
  const { programs } = loadConfig();
  const found: Examination = {
    schema: "assay/doctor-1",
    tool: { name: "assay", version: readVersion() },
    node: { version: process.versions.node, needs: "20.19" },
    scyther: await examineScyther(programs["scyther"]),
    proverif: await examineProverif(programs["proverif"]),
    tamarin: await examineTamarin(programs["tamarin"]),
  };
  terminal.print(format === "json" ? `${writeJson(found)}\n` : renderText(found));
  return EXIT.expected;
}

async function examineScyther(configured: string | undefined): Promise<ExaminedProgram> {
  const search = await findScyther(explainScyther.listPlaces(process.env, configured), new AbortController().signal);
  if (search.is !== "found") return describeMissing(explainScyther.explainSearch(search));
  return describeFound(search.scyther, explainScyther.warnOfVersion(search.scyther));
}

async function examineProverif(configured: string | undefined): Promise<ExaminedProgram> {
  const places = explainProverif.listPlaces(process.env, configured);
  const search = await proverif.findProverif(places, new AbortController().signal);
  if (search.is !== "found") return describeMissing(explainProverif.explainSearch(search));
  return describeFound(search.program, explainProverif.warnOfVersion(search.program));
}

async function examineTamarin(configured: string | undefined): Promise<ExaminedProgram> {
  const places = tamarin.listPlaces(process.env, configured);
  const search = await tamarin.findTamarin(places, new AbortController().signal);
  if (search.is !== "found") return describeMissing(tamarin.explainSearch(search));
  return describeFound(search.program, tamarin.warnOfVersion(search.program));
}

function describeFound({ path, version, from }: InstalledProgram, warning: Diagnostic | undefined): ExaminedProgram {
  return { found: true, path, version, from, compared: warning === undefined };
}

function describeMissing({ message, help = "" }: Diagnostic): ExaminedProgram {
  return { found: false, message, help };
}

function renderText(found: Examination): string {
  const { tool, node } = found;
  const lines = [`Assay    ${tool.version}`, `Node.js  ${node.version}  needs ${node.needs} or newer`];
  for (const { key, name, known, engines } of PROGRAMS) {
    const program = found[key];
    const title = name.padEnd(8);
    if (program.found) {
      lines.push(`${title} ${program.version}  ${program.path}, from ${program.from}`);
      if (!program.compared) lines.push(`         not a version ${known}, whose output was compared`);
    } else {
      lines.push(`${title} ${program.message}`, `         ${program.help}`);
      lines.push(`         It is only needed for ${engines}.`);
    }
  }
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}
