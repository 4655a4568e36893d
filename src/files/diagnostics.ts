/**
 * The diagnostics of the command line and of the files beside the protocols: code, title, remedy.
 *
 * AS1xx arguments and files, AS2xx `expected.yaml`, AS3xx `assay.config.yaml`, AS4xx output, AS5xx recorded
 * verdicts, AS6xx external programs (each in its lens), AS7xx stored assessments, AS8xx the live system, AS9xx bugs of Assay. A code is never reused.
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
  AS103: error("The file or folder cannot be read", "Check its permissions."),
  AS104: error(
    "The file is not text",
    "Protocols are UTF-8 text without null bytes; check that this is the right file.",
  ),
  AS105: error("The file is too large", "The limit is 8 MiB; split the file."),
  AS106: error("The folder holds no protocol", "Folders are searched for protocol.ts and *.spdl, at any depth."),
  AS107: error(
    "The file is neither a description nor an SPDL model",
    "Descriptions are TypeScript files that end in .ts, models end in .spdl.",
  ),
  AS108: error("No claim matches --claim", "A filter matches the role, kind, name or label of a claim."),
  AS109: error(
    "Unknown diagnostic code",
    "Codes look like AS102, CP101 or SP201; docs/diagnostics.md lists them. To explain a finding, name its protocol and its claim.",
  ),
  AS110: warning("Part of a folder cannot be read", "Its files were not analysed; check the folder's permissions."),
  AS111: error(
    "A protocol.ts ended the process or never finished",
    "A protocol.ts only describes a protocol: remove process.exit, and any await that never settles.",
  ),
  AS112: error(
    "The process has less memory than --max-memory",
    "Lower --max-memory; for commands without a supervisor, set NODE_OPTIONS=--max-old-space-size=8192.",
  ),
  AS113: error("Unknown theory", "assay laws without a name tests and lists all theories."),
  AS114: error(
    "Git could not list changes",
    "--changed needs a git repository and one of its commits, branches or tags.",
  ),
  AS116: error(
    "An optional package is not installed",
    "Run the command in the message; docs/install.md lists the packages.",
  ),
  AS118: error(
    "A protocol.ts failed after loading",
    "A protocol.ts only describes a protocol: do not start timers or promises in it.",
  ),
  AS119: warning(
    "A protocol.ts was not run",
    "In a folder, TypeScript runs only below the folder of protocols; name the file to run it.",
  ),
  AS120: error("Unknown game", "assay play <protocol> without --game lists and plays all of its games."),
  AS121: error("Unknown adversary", "Name a built-in adversary of the game, or a file: --adversary file.ts."),
  AS122: error(
    "The adversary cannot be loaded",
    "Export the adversary function by default: export default (game) => 0 | 1. See docs/games.md.",
  ),
  AS123: error(
    "The protocol has no games",
    "Games need a protocol with re-encryption (pre), signatures (sign), or encryption (aenc, ibe, senc).",
  ),
  AS124: error("The queue cannot be reached", "Name a running Redis: --queue redis://127.0.0.1:6379."),
  AS125: error(
    "The stored campaign cannot be read",
    "Remove the file and play without --resume; the campaign starts anew.",
  ),
  AS126: error(
    "The file is not a stored attack on this protocol",
    "Name a file written by assay play --game network, and its protocol.",
  ),
  AS127: error(
    "The file has no claims",
    "Name the file with the protocol. Mark a model that only serves as an include: // assay: no claims",
  ),
  AS140: error(
    "Another build of Assay",
    "Coordinator and workers must run the same build: compare assay --version --verbose on each machine.",
  ),
  AS141: error(
    "Wrong key of the queue",
    "Set ASSAY_QUEUE_KEY to the same secret for the commands with --queue and for every assay worker.",
  ),
  AS142: error(
    "Result of another task",
    "It was rejected. Somebody else writes to this queue, or an old result came back.",
  ),
  AS143: error(
    "A play gives another result when repeated",
    "Do not trust the worker that played it, or its machine: play again without it, or without --resume. See docs/games.md.",
  ),
  AS144: error(
    "Two workers differ",
    "One of them is wrong: play the piece without a queue to see which. There is no verdict.",
  ),
  AS145: warning("Plays of another build", "They are ignored; the campaign starts anew."),
  AS146: warning(
    "Plays of unknown origin",
    "They are not sealed under this machine's key, or were changed. They are played again.",
  ),
  AS147: error(
    "The queue needs a key",
    "Set ASSAY_QUEUE_KEY to a secret of 32 characters or more, the same for the command and every assay worker.",
  ),
  AS148: error(
    "Workers die on a task",
    "Run it without the queue to see why; assay worker --max-memory gives it more memory.",
  ),
  AS149: error(
    "No worker could do a task",
    "The message quotes the last worker; the other workers' output may say more.",
  ),
  AS150: error(
    "An answer fails its check",
    "Do not trust the named worker, or its machine: continue without it. None of its verdicts was used.",
  ),
  AS131: error(
    "Reading the source timed out",
    "Make it smaller, or raise --timeout, which includes reading the source.",
  ),
  AS132: error("Reading the source needs too much memory", "Make it smaller, or raise --max-memory."),
  AS133: error("Goals of BAN logic were not derived", "Raise --timeout or --max-memory, or use fewer annotations."),
  AS134: error(
    "The command was stopped",
    "It exceeded its time or memory. Name fewer sources, or raise --timeout or --max-memory.",
  ),
  AS135: error("The input is too large to analyse", "Write terms with fewer levels, or split the model."),
  AS136: warning("More diagnostics are not shown", "Fix these first; the others are shown then."),

  AS201: error("The file is not YAML", "See docs/cli.md for the format of expected.yaml."),
  AS202: error("Unexpected key or value", "See docs/cli.md for the format of expected.yaml."),
  AS203: error("Duplicate expectation", "Leave one entry for each claim."),
  AS204: error("The expectation matches no claim", "Remove the entry, or correct the name of its claim."),
  AS205: error("The claim has no expectation", "Add an entry for the claim, with a sentence that says why."),
  AS206: error("The expectation has no reason", "Add why: one sentence that gives the reason for the verdict."),
  AS207: error("The name matches several claims", "Use the label of the claim."),
  AS208: error(
    "The protocol has no expected.yaml",
    "Write one beside protocol.ts: the expected verdict of every claim, and why. assay expect prints a skeleton.",
  ),
  AS209: error(
    "The type flaw cannot be searched for",
    "Only claims that hold typed have type flaws, in a protocol with .match(1) or .match(2), or with match in assay.config.yaml.",
  ),

  AS301: error("The file is not YAML", "See docs/cli.md for the format of assay.config.yaml."),
  AS302: error("Unexpected key or value", "See docs/cli.md for the format of assay.config.yaml."),

  AS401: error(
    "The result cannot be written",
    "Check that the folder exists and is writable, and that the disk has room.",
  ),
  AS402: error(
    "Two protocols share a name",
    "Give every protocol below protocol/ a different name; the generated files are named after it.",
  ),
  AS403: error("The file exists already", "assay init never overwrites a file; choose another name or another folder."),
  AS404: error(
    "Invalid name for a new protocol",
    "Write protocol names like key-exchange, and role names like I or Server: a capital letter first, at most 16 letters and digits.",
  ),

  AS501: error("The verdict file is not JSON", "See docs/cli.md for the format of recorded verdicts."),
  AS502: error("Invalid recorded verdict", "See docs/cli.md for the format of recorded verdicts."),
  AS503: error(
    "The recorded verdict has no model",
    "Models are named by their paths below the library; check that this is the recorded library.",
  ),
  AS504: error(
    "The model lacks the recorded claim",
    "Claims are found by protocol, role, type and label; check that this is the recorded model.",
  ),
  AS505: warning("The model has no recorded verdict", "It was not judged, as there is nothing to compare with."),
  AS506: error("No library to compare with", "Name a folder of models and --verdicts, or set ASSAY_CONFORMANCE."),
  AS507: error("The file is not YAML", "See docs/deviations.md for the format of explained deviations."),
  AS508: error("Unexpected key or value", "See docs/deviations.md for the format of explained deviations."),
  AS509: warning("The recording used switches that cannot be reproduced", "It was not compared."),

  AS701: error("The assessment is not JSON", "Name the assessment.json of assay audit, or run the audit again."),
  AS702: error("Unknown schema of the assessment", "This version reads assay/assessment-1: run assay audit again."),
  AS703: error(
    "Invalid assessment",
    "Do not edit it; run assay audit again. Its schema is src/core/verdict/assessment.schema.json.",
  ),

  AS801: error(
    "The live system cannot run the description",
    "Give every theory in use an implementation (.implementedBy); a system in the folder system/ beside protocol.ts must know the roles.",
  ),
  AS802: error("The record is not a FHIR resource", "Name a JSON file with a resourceType, of at most 8 MiB."),
  AS803: error("The store of records failed", "Free space, or restore the missing files, and run the command again."),
  AS804: error("A chain failed", "Free space, or restore its file from a copy, and run the command again."),
  AS805: error(
    "The folder of a sharing cannot be used",
    "Name another --store folder, or use the same record, variant, back end and seed as before.",
  ),
  AS806: error(
    "A party refuses an honest message",
    "The description and its implementation differ; docs/reference.md explains each refusal.",
  ),
  AS807: error(
    "A key file cannot be used",
    "Key files in --store are sealed with the passphrase in ASSAY_PASSPHRASE or --passphrase-file; use the one they were made with.",
  ),
  AS808: error(
    "A process of a party cannot go on",
    "The message says which and why; run the same command again, and with another --store folder if it was altered.",
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
  AS704: warning("Unusable cache entry", "Its claims are judged again, and the entry is replaced."),
  AS706: warning(
    "The cache cannot be written",
    "The verdicts are valid; the next run computes them again. Check the permissions of .cache/assay.",
  ),
  AS705: error(
    "The assessments are not parts of one",
    "Give --merge each output of assay audit --shard 1/n to n/n on the same sources, once.",
  ),
  AS707: warning(
    "Cache entry of unknown origin",
    "It is not sealed under this machine's key, or was changed. Its claims are judged again; see docs/ci.md.",
  ),
  AS708: error(
    "Part of unknown origin",
    "Judge the part again, or set ASSAY_ORIGIN_KEY to the same secret wherever parts are judged and merged.",
  ),
  AS709: warning(
    "This machine has no key",
    "Cached results are ignored. Make the key file readable only by you, or set ASSAY_ORIGIN_KEY to a secret of 32 characters or more.",
  ),
  AS710: warning(
    "A cached answer fails its check",
    "Executing it again gave another result, so its claims are judged again. Its author had this machine's key.",
  ),
  AS711: error(
    "A part with a finding that does not stand",
    "What shows it was executed again and came to something else. Judge the part again: whoever sealed it is not to be trusted, or ran another program.",
  ),

  AS902: error(
    "Findings are missing",
    "The report lacks requested findings. Fix the errors printed before; if there are none, report this as a bug.",
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

/** Returns the function that makes diagnostics of a table. */
export function makeDiagnose<Code extends string>(
  table: Readonly<Record<Code, DiagnosticEntry>>,
): (code: Code, message: string, details?: Details) => Diagnostic {
  return (code, message, details = {}) => {
    const { severity, help } = table[code];
    return { code, severity, message, help, ...details };
  };
}
