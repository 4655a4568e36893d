/** Runs `assay doctor`: says what it finds; a missing part is no failure. */
import { loadConfig } from "../../repository/config.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { explainSearch, listPlaces, warnOfVersion } from "../../lenses/scyther/installed/explain-search.ts";
import { sanitise, writeJson } from "../../core/diagnostic/sanitise.ts";
import { KNOWN_VERSION } from "../../lenses/scyther/installed/arguments.ts";
import { findScyther, type Search } from "../../lenses/scyther/installed/find-scyther.ts";
import type { Terminal } from "../terminal.ts";
import { readVersion } from "../../files/own-files.ts";

/** Options of the command line, read. */
export interface DoctorFlags {
  readonly format: "text" | "json";
}

/** The findings of the doctor, in the form of `--format json`. */
interface Examination {
  readonly schema: "assay/doctor-1";
  readonly tool: { readonly name: "assay"; readonly version: string };
  readonly node: { readonly version: string; readonly needs: string };
  readonly scyther:
    | {
        readonly found: true;
        readonly path: string;
        readonly version: string;
        readonly from: string;
        readonly compared: boolean;
      }
    | { readonly found: false; readonly message: string; readonly help: string };
}

/** Runs the command. Throws DiagnosticError for a configuration that cannot be read. */
export async function runDoctor({ format }: DoctorFlags, terminal: Terminal): Promise<ExitStatus> {
  const { programs } = loadConfig();
  const search = await findScyther(listPlaces(process.env, programs["scyther"]), new AbortController().signal);
  const found: Examination = {
    schema: "assay/doctor-1",
    tool: { name: "assay", version: readVersion() },
    node: { version: process.versions.node, needs: "20.19" },
    scyther: examine(search),
  };
  terminal.print(format === "json" ? `${writeJson(found)}\n` : renderText(found));
  return EXIT.expected;
}

function examine(search: Search): Examination["scyther"] {
  if (search.is === "found") {
    const { path, version, from } = search.scyther;
    return { found: true, path, version, from, compared: warnOfVersion(search.scyther) === undefined };
  }
  const { message, help = "" } = explainSearch(search);
  return { found: false, message, help };
}

function renderText({ tool, node, scyther }: Examination): string {
  const lines = [`Assay    ${tool.version}`, `Node.js  ${node.version}  needs ${node.needs} or newer`];
  if (scyther.found) {
    lines.push(`Scyther  ${scyther.version}  ${scyther.path}, from ${scyther.from}`);
    if (!scyther.compared) lines.push(`         not a version ${KNOWN_VERSION}, whose output was compared`);
  } else {
    lines.push(`Scyther  ${scyther.message}`, `         ${scyther.help}`);
    lines.push("         It is only needed for --engine scyther and --engine both.");
  }
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}
