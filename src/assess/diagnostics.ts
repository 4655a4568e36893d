/**
 * Every diagnostic of the command line and of the files beside the protocols: its code, what it is about, what to do.
 *
 * AS1xx arguments and files, AS2xx `expected.yaml`, AS3xx `assay.config.yaml`, AS4xx output, AS9xx bugs of Assay. A code
 * is never reused.
 */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";

export interface DiagnosticEntry {
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly help: string;
}

const error = (title: string, help: string): DiagnosticEntry => ({ severity: "error", title, help });
const warning = (title: string, help: string): DiagnosticEntry => ({ severity: "warning", title, help });

/** The table of codes. */
export const ASSESS_DIAGNOSTICS = {
  AS101: error(
    "The command line cannot be understood",
    "See assay --help, or the help of one command: assay verify --help.",
  ),
  AS102: error(
    "There is no such protocol, file or folder",
    "Name a folder below protocol/, a protocol.ts, a .spdl file, or a folder with such files.",
  ),
  AS103: error("The file or folder cannot be read", "Check that the file is yours to read."),
  AS104: error(
    "The file is not text",
    "Protocols are UTF-8 text without null bytes; check that this is the right file.",
  ),
  AS105: error("The file is too large", "A file may have 8 MiB; split it."),
  AS106: error("The folder holds no protocol", "Folders are searched for protocol.ts and *.spdl, at any depth."),
  AS107: error(
    "Neither a description nor an SPDL model",
    "Descriptions are TypeScript files that end in .ts, models end in .spdl.",
  ),
  AS108: error("No claim is left by --claim", "A filter matches the role, kind, name or label of a claim."),
  AS109: error(
    "There is no diagnostic of that code",
    "Codes look like AS102, CP101 or SP201; docs/diagnostics.md has all.",
  ),
  AS110: warning(
    "A part of a folder cannot be read",
    "What lies there was not analysed; check that the folder is yours to read.",
  ),
  AS111: error(
    "A protocol.ts ends the process or never finishes",
    "A protocol.ts only describes a protocol: no process.exit, and no await for what never comes.",
  ),

  AS201: error("The file is not YAML", "See docs/cli.md for the format of expected.yaml."),
  AS202: error("A key or value that does not belong there", "See docs/cli.md for the format of expected.yaml."),
  AS203: error("A claim that is expected twice", "Leave one entry for each claim."),
  AS204: error("An expectation without its claim", "Remove the entry, or correct the name of its claim."),
  AS205: error("A claim without its expectation", "Add an entry for the claim, with a sentence of why."),
  AS206: error("An expectation without its reason", "Add why: one sentence that says why the verdict is what it is."),
  AS207: error("A name that stands for several claims", "Write the label of the claim that you mean."),
  AS208: error(
    "A protocol without expected.yaml",
    "Write what verdict every claim should get, and why, beside protocol.ts.",
  ),

  AS301: error("The file is not YAML", "See docs/cli.md for the format of assay.config.yaml."),
  AS302: error("A key or value that does not belong there", "See docs/cli.md for the format of assay.config.yaml."),

  AS401: error("The result cannot be written", "Check that the folder exists, is yours to write and has room."),
  AS402: error(
    "Two protocols share a name",
    "Every protocol below protocol/ needs its own name; it names the generated files.",
  ),

  AS901: error(
    "Assay failed",
    "This is a bug of Assay, not of your protocol. Please report it with the protocol and the command line.",
  ),
} satisfies Record<string, DiagnosticEntry>;

export type AssessCode = keyof typeof ASSESS_DIAGNOSTICS;

/** What a single occurrence adds to its entry in the table. */
export type Details = Partial<Omit<Diagnostic, "code" | "severity" | "message">>;

/** Makes one diagnostic. */
export function diagnose(code: AssessCode, message: string, details: Details = {}): Diagnostic {
  const { severity, help } = ASSESS_DIAGNOSTICS[code];
  return { code, severity, message, help, ...details };
}
