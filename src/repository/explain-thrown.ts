/** Diagnostics for a user's file that threw while it was loaded: syntax errors, missing imports, its own exceptions. */
import { resolve } from "node:path";
import type { Diagnostic, Place } from "../core/diagnostic/diagnostic.ts";
import * as assay from "../index.ts";
import { CODES } from "../core/protocol/check/codes.ts";
import { complain } from "../core/protocol/check/rejection.ts";
import { suggestNearest, helpWithNames } from "../core/diagnostic/suggest.ts";
import { findFrame } from "../core/protocol/dsl/place.ts";
import { readProperty, readThrown, type Thrown } from "../files/read-thrown.ts";
import type { SourceLines } from "./source-lines.ts";

/** The diagnostics for anything thrown, of which one at least is an error; `start` stands in where no place is known. */
export function explainThrown(error: unknown, lines: SourceLines, start: Place): readonly Diagnostic[] {
  const thrown = readThrown(error);
  const own = readDiagnostics(error);
  if (own !== undefined) {
    const frame = thrown.is === "error" ? findFrame(thrown.stack) : undefined;
    const place = frame === undefined ? start : lines.locate(frame);
    return own.map((each) => ({ ...each, place: each.place ?? place }));
  }
  if (thrown.is === "value") {
    return [complain("CP005", `The file throws ${thrown.described} while loading.`, { place: start })];
  }
  return [explainSyntax(thrown, lines) ?? explainImport(thrown, start) ?? explainException(thrown, lines, start)];
}

type ThrownError = Extract<Thrown, { is: "error" }>;

/**
 * The diagnostics of the toolkit's own exceptions, also of another copy of it. The author's code can throw what only looks
 * like one: it counts if it says in the codes of descriptions what is wrong, as an error.
 */
function readDiagnostics(error: unknown): readonly Diagnostic[] | undefined {
  if (readThrown(error).is !== "error" || readProperty(error, "name") !== "DiagnosticError") return undefined;
  try {
    const given = readProperty(error, "diagnostics");
    const diagnostics = Array.isArray(given) ? given.map(readDiagnostic) : [];
    const isWhole = diagnostics.every((each) => each !== undefined);
    return isWhole && diagnostics.some(({ severity }) => severity === "error") ? diagnostics : undefined;
  } catch {
    return undefined;
  }
}

/** Longest name in a diagnostic; a longer one is not looked for. */
const LONGEST_WORD = 200;

function readDiagnostic(given: unknown): Diagnostic | undefined {
  const [code, severity, message, note, help, sourceLine, about] = (
    ["code", "severity", "message", "note", "help", "sourceLine", "about"] as const
  ).map((key) => readProperty(given, key));
  if (typeof code !== "string" || !Object.hasOwn(CODES, code) || typeof message !== "string") return undefined;
  if (severity !== "error" && severity !== "warning") return undefined;
  const place = readPlace(readProperty(given, "place"));
  const length = readProperty(given, "length");
  return {
    code,
    severity,
    message,
    ...(place === undefined ? {} : { place }),
    ...(typeof length === "number" ? { length } : {}),
    ...(typeof sourceLine === "string" ? { sourceLine } : {}),
    ...(typeof about === "string" && about.length <= LONGEST_WORD ? { about } : {}),
    ...(typeof note === "string" ? { note } : {}),
    ...(typeof help === "string" ? { help } : {}),
  };
}

function readPlace(given: unknown): Place | undefined {
  const [file, line, column] = (["file", "line", "column"] as const).map((key) => readProperty(given, key));
  return typeof file === "string" && typeof line === "number" && typeof column === "number"
    ? { file, line, column }
    : undefined;
}

function explainSyntax(error: ThrownError, lines: SourceLines): Diagnostic | undefined {
  const found = /^(?:ParseError|SyntaxError): (.*?)\s*\n\s*(.+):(\d+):(\d+)\s*$/s.exec(error.message);
  if (found === null) return undefined;
  const [, said = "", file = "", line = "1", column = "0"] = found;
  const at = lines.locate({ file: resolve(file), line: Number(line), column: 1 });
  const place = { ...at, column: Number(column) + 1 };
  return complain("CP004", `The file is not valid TypeScript: ${firstLine(said).replace(/\.$/, "")}.`, { place });
}

function explainImport(error: ThrownError, start: Place): Diagnostic | undefined {
  const missing = /^Cannot find (?:module|package) '([^']+)'/.exec(error.message)?.[1];
  if (missing === undefined) return undefined;
  const help = missing.startsWith(".")
    ? "Check the path; it is relative to the file, and ends in .ts."
    : 'A protocol imports from "assay" and from files beside it.';
  return complain("CP010", `Module ${missing} not found.`, { place: start, help });
}

function explainException(error: ThrownError, lines: SourceLines, start: Place): Diagnostic {
  const frame = findFrame(error.stack);
  const method = findMethod(error.message);
  if (method !== undefined) {
    const { subject, name: missing, methods } = method;
    const place = frame === undefined ? start : lines.locate({ ...frame, call: missing });
    return complain("CP105", `${subject} has no .${missing}.`, {
      place,
      help: helpWithNames(missing, methods, "methods"),
    });
  }
  const name = /_assay\.(\w+)\)? is not (?:a function|a constructor)/.exec(error.message)?.[1];
  const place = frame === undefined ? start : lines.locate({ ...frame, ...(name === undefined ? {} : { call: name }) });
  if (name !== undefined) {
    const help = helpWithNames(name, Object.keys(assay), "exports");
    return complain("CP010", `"assay" exports no ${name}.`, { place, help });
  }
  const said = error.name === "Misuse" ? error.message : `${error.name}: ${error.message}`;
  return complain("CP005", `The file throws while loading: ${firstLine(said)}`, { place });
}

interface MissingMethod {
  readonly subject: string;
  readonly name: string;
  readonly methods: readonly string[];
}

const SUBJECTS = [
  { subject: "A protocol", from: "protocol", methods: Object.keys(assay.protocol("p", {})) },
  { subject: "A theory", from: "theory", methods: listMethods(assay.theory("t", {})) },
] as const;

function listMethods(thing: object): readonly string[] {
  return Object.entries(thing).flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
}

/**
 * The method that a builder does not have. What is called in a chain from `protocol(...)` is one; what is called on a
 * variable counts if it is nearly the name of one.
 */
function findMethod(message: string): MissingMethod | undefined {
  const [, before = "", name = ""] = /^(.*)\.(\w+) is not a function/s.exec(message) ?? [];
  if (name === "") return undefined;
  for (const { subject, from, methods } of SUBJECTS) {
    const isChain = new RegExp(`\\b_assay\\w*\\.${from}\\)\\(`).test(before);
    const isNear = !before.includes("_assay") && !methods.includes(name) && suggestNearest(name, methods) !== undefined;
    if (isChain || isNear) return { subject: isChain ? subject : "This value", name, methods };
  }
  return undefined;
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").slice(0, 300);
}
