/**
 * Every diagnostic of the command line and of the files beside the protocols: its code, what it is about, what to do.
 *
 * AS1xx arguments and files, AS2xx `expected.yaml`, AS3xx `assay.config.yaml`, AS4xx output, AS5xx recorded
 * verdicts, AS6xx programs of others, each with its lens, AS7xx stored assessments, AS8xx the live system, AS9xx bugs of Assay. A code is never reused.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";

export interface DiagnosticEntry {
  readonly severity: "error" | "warning";
  readonly title: string;
  readonly help: string;
}

/** The entry of an error. */
export const error = (title: string, help: string): DiagnosticEntry => ({ severity: "error", title, help });
/** The entry of a warning. */
export const warning = (title: string, help: string): DiagnosticEntry => ({ severity: "warning", title, help });

/** The table of codes. */
export const ASSESS_DIAGNOSTICS = {
  AS101: error("Invalid command line", "See assay --help, or the help of one command: assay verify --help."),
  AS102: error(
    "Unknown protocol, file or folder",
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
    "The file is neither a description nor an SPDL model",
    "Descriptions are TypeScript files that end in .ts, models end in .spdl.",
  ),
  AS108: error("No claim matches --claim", "A filter matches the role, kind, name or label of a claim."),
  AS109: error(
    "Unknown diagnostic code",
    "Codes look like AS102, CP101 or SP201; docs/diagnostics.md has all. For a finding, name its protocol and its claim.",
  ),
  AS110: warning(
    "A part of a folder cannot be read",
    "What lies there was not analysed; check that the folder is yours to read.",
  ),
  AS111: error(
    "A protocol.ts ended the process or never finished",
    "A protocol.ts only describes a protocol: no process.exit, and no await for what never comes.",
  ),
  AS112: error(
    "The process has less memory than --max-memory",
    "Lower --max-memory; of commands that are not supervised, NODE_OPTIONS=--max-old-space-size=8192 says how much there is.",
  ),
  AS113: error("Unknown theory", "assay laws without a name tests all theories and names them."),
  AS114: error("Git could not list changes", "--changed needs a git repository and a commit, branch or tag of it."),
  AS116: error(
    "An optional package is not installed",
    "Install what the message names; docs/install.md has the groups.",
  ),
  AS118: error(
    "A protocol.ts failed after loading",
    "A protocol.ts only describes a protocol: start no timer and no promise in it.",
  ),
  AS119: warning(
    "A protocol.ts was not run",
    "TypeScript of a folder is only run below the folder of protocols; name the file to run it.",
  ),
  AS120: error("Unknown game", "assay play <protocol> without --game lists and plays all of its games."),
  AS121: error("Unknown adversary", "Name one that ships for the game, or a file: --adversary file.ts."),
  AS122: error(
    "The adversary cannot be loaded",
    "The file exports by default the function that plays: export default (game) => 0 | 1. See docs/games.md.",
  ),
  AS123: error(
    "The protocol has no games",
    "Games are played on protocols that use re-encryption (pre), signatures (sign), or encryption (aenc, ibe, senc).",
  ),
  AS124: error("The queue cannot be reached", "Name a running Redis: --queue redis://127.0.0.1:6379."),
  AS125: error(
    "The stored campaign cannot be read",
    "Remove the file and play without --resume; the campaign starts anew.",
  ),
  AS126: error(
    "The file is not a stored attack on this protocol",
    "Name a file that assay play --game network has written, and the protocol that it was written for.",
  ),
  AS127: error(
    "The file has no claims",
    "Name the file that has the protocol. A model that is only included by others says so: // assay: no claims",
  ),
  AS140: error(
    "Another build of Assay",
    "Coordinator and workers must be of the same build: compare what assay --version --verbose prints on each machine.",
  ),
  AS141: error(
    "A wrong key of the queue",
    "Set ASSAY_QUEUE_KEY to the same secret wherever --queue is given and assay worker runs.",
  ),
  AS142: error(
    "A result of another task",
    "It was not taken. Somebody else writes to this queue, or an old result came back.",
  ),
  AS143: error(
    "A play that cannot be repeated",
    "Who played it, or its machine, is not to be trusted: play again without it, or without --resume. docs/games.md says more.",
  ),
  AS144: error(
    "Two workers differ",
    "One of them is wrong: play the piece without a queue to see which. No verdict is given.",
  ),
  AS145: warning("Plays of another build", "They are not taken; the campaign starts anew."),
  AS146: warning(
    "Plays of unknown origin",
    "They were not written under the key of this machine, or were changed since. They are played again.",
  ),
  AS147: error(
    "The queue needs a key",
    "Set ASSAY_QUEUE_KEY to a secret of 32 characters or more, the same for whoever asks and every assay worker.",
  ),
  AS148: error(
    "Workers end over a task",
    "Do it without the queue to see why; assay worker --max-memory gives it more memory.",
  ),
  AS149: error("No worker could do a task", "Its reason is what the last worker said; the others may have said more."),
  AS150: error(
    "An answer that does not stand",
    "The worker that is named, or its machine, is not to be trusted: go on without it. No verdict of it was taken.",
  ),
  AS131: error(
    "Reading the source timed out",
    "Make it smaller, or raise --timeout: it counts from where the source is read.",
  ),
  AS132: error("Reading the source needs too much memory", "Make it smaller, or raise --max-memory."),
  AS133: error("Goals of BAN logic were not derived", "Raise --timeout or --max-memory, or annotate less."),
  AS134: error(
    "The command was stopped",
    "It exceeded its time or memory. Name fewer sources, or raise --timeout or --max-memory.",
  ),
  AS135: error("The input is too large to analyse", "Write terms with fewer levels, or split the model."),
  AS136: warning("More diagnostics are not shown", "Fix those that are shown; the others follow."),

  AS201: error("The file is not YAML", "See docs/cli.md for the format of expected.yaml."),
  AS202: error("Unexpected key or value", "See docs/cli.md for the format of expected.yaml."),
  AS203: error("Duplicate expectation", "Leave one entry for each claim."),
  AS204: error("The expectation matches no claim", "Remove the entry, or correct the name of its claim."),
  AS205: error("The claim has no expectation", "Add an entry for the claim, with a sentence of why."),
  AS206: error("The expectation has no reason", "Add why: one sentence that says why the verdict is what it is."),
  AS207: error("The name matches several claims", "Write the label of the claim that you mean."),
  AS208: error(
    "The protocol has no expected.yaml",
    "Write what verdict every claim should get, and why, beside protocol.ts.",
  ),
  AS209: error(
    "The type flaw cannot be searched for",
    "Type flaws are of claims that hold typed, in a protocol with .match(1) or .match(2), or where assay.config.yaml has match.",
  ),

  AS301: error("The file is not YAML", "See docs/cli.md for the format of assay.config.yaml."),
  AS302: error("Unexpected key or value", "See docs/cli.md for the format of assay.config.yaml."),

  AS401: error("The result cannot be written", "Check that the folder exists, is yours to write and has room."),
  AS402: error(
    "Two protocols share a name",
    "Every protocol below protocol/ needs its own name; it names the generated files.",
  ),
  AS403: error(
    "The file exists already",
    "assay init never writes over a file; choose another name, or another folder.",
  ),
  AS404: error(
    "Invalid name for a new protocol",
    "Protocols look like key-exchange, roles like I or Server: a capital letter first, at most 16 letters and digits.",
  ),

  AS501: error("The verdict file is not JSON", "See docs/cli.md for the format of recorded verdicts."),
  AS502: error("Invalid recorded verdict", "See docs/cli.md for the format of recorded verdicts."),
  AS503: error(
    "The recorded verdict has no model",
    "Models are named by their paths below the library; check that it is the library that was recorded.",
  ),
  AS504: error(
    "The model lacks the recorded claim",
    "Claims are found by protocol, role, type and label; check that the model is the one that was recorded.",
  ),
  AS505: warning("The model has no recorded verdict", "It was not run: there is nothing to compare with."),
  AS506: error("No library to compare with", "Name a folder of models and --verdicts, or set ASSAY_CONFORMANCE."),
  AS507: error("The file is not YAML", "See docs/deviations.md for the format of explained deviations."),
  AS508: error("Unexpected key or value", "See docs/deviations.md for the format of explained deviations."),
  AS509: warning("The recording used switches that cannot be reproduced", "It was not compared."),

  AS701: error("The assessment is not JSON", "Name the assessment.json that assay audit wrote, or make it again."),
  AS702: error(
    "Unknown schema of the assessment",
    "This version reads assay/assessment-1: make the assessment again with assay audit.",
  ),
  AS703: error(
    "Invalid assessment",
    "Do not edit it: make it again with assay audit. src/core/verdict/assessment.schema.json says what is expected.",
  ),

  AS801: error(
    "The live system cannot run the description",
    "Every theory in use needs an implementation (.implementedBy); a system in the folder system/ beside protocol.ts must know the roles.",
  ),
  AS802: error("The record is not a FHIR resource", "Name a file in JSON with a resourceType, of at most 8 MiB."),
  AS803: error("The store of records has a fault", "Make room, or put back what is missing, and run it again."),
  AS804: error("A chain has a fault", "Make room, or put its file back from a copy, and run it again."),
  AS805: error(
    "The folder of a sharing cannot be used",
    "Name another --store folder, or the same record, variant, back end and seed as before.",
  ),
  AS806: error(
    "A party refuses an honest message",
    "The description and its implementation differ; see docs/reference.md for what each refusal means.",
  ),
  AS830: error("The file is not YAML", "See docs/implementations.md for the format of an implementation's file."),
  AS831: error("Unexpected key or value", "See docs/implementations.md for the format of an implementation's file."),
  AS832: error(
    "The mapping names what the description does not have",
    "Write the roles, messages, fields and names as the description has them: assay show lists them.",
  ),
  AS833: error(
    "The implementation cannot be used",
    "Start it by hand with the command of its file; docs/implementations.md has the requests that it must answer.",
  ),
  AS834: error(
    "The service is not on this machine",
    "Write url: http://127.0.0.1:<port>/ or http://[::1]:<port>/. Assay connects to no other machine.",
  ),
  AS835: warning(
    "A claim cannot be judged",
    "Let the implementation log the value, and name the member of the log line under log: values.",
  ),
  AS836: error("Unknown implementation", "Name a file, or an implementation of assay.config.yaml."),
  AS704: warning("Unusable cache entry", "Its verdicts are computed again, and the entry is written anew."),
  AS706: warning(
    "The cache cannot be written",
    "The verdicts stand, and are computed again next time. See .cache/assay.",
  ),
  AS705: error(
    "The assessments are not the parts of one",
    "Give --merge what assay audit --shard 1/n to n/n made of the same sources, each once.",
  ),
  AS707: warning(
    "Cache entry of unknown origin",
    "It was not written under the key of this machine, or was changed since. Its verdicts are computed again; docs/ci.md says more.",
  ),
  AS708: error(
    "A part of unknown origin",
    "Judge the part again, or set ASSAY_ORIGIN_KEY to the same secret wherever parts are judged and put together.",
  ),
  AS709: warning(
    "No key of this machine",
    "Nothing that was found before is taken. Make the file readable for you alone, or set ASSAY_ORIGIN_KEY to a secret of 32 characters or more.",
  ),
  AS710: warning(
    "A kept answer does not stand",
    "What it says was executed again and came to something else. It is judged again; whoever wrote it had the key of this machine.",
  ),
  AS711: error(
    "A part with a finding that does not stand",
    "What shows it was executed again and came to something else. Judge the part again: whoever sealed it is not to be trusted, or ran another program.",
  ),

  AS902: error(
    "Findings are missing",
    "What was asked for and is not in the report was not judged. Mend the errors before it; without one, report this as a bug.",
  ),
  AS901: error(
    "Assay failed",
    "This is a bug of Assay, not of your protocol. Please report it with the protocol and the command line.",
  ),
} satisfies Record<string, DiagnosticEntry>;

export type AssessCode = keyof typeof ASSESS_DIAGNOSTICS;

/** Details that a single occurrence adds to its entry in the table. */
export type Details = Partial<Omit<Diagnostic, "code" | "severity" | "message">>;

/** Makes one diagnostic. */
export const diagnose = makeDiagnose(ASSESS_DIAGNOSTICS);

/** What makes diagnostics of a table. */
export function makeDiagnose<Code extends string>(
  table: Readonly<Record<Code, DiagnosticEntry>>,
): (code: Code, message: string, details?: Details) => Diagnostic {
  return (code, message, details = {}) => {
    const { severity, help } = table[code];
    return { code, severity, message, help, ...details };
  };
}
