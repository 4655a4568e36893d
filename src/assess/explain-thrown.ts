/** What a user's file threw while it was loaded, as diagnostics: syntax errors, missing imports, its own exceptions. */
import { resolve } from "node:path";
import { type Diagnostic, DiagnosticError, type Place } from "../diagnostic/diagnostic.ts";
import * as assay from "../index.ts";
import { complain } from "../protocol/check/rejection.ts";
import { helpWithNames } from "../diagnostic/suggest.ts";
import { findFrame } from "../protocol/dsl/place.ts";
import type { SourceLines } from "./source-lines.ts";

/** The diagnostics for anything thrown; `start` stands in where no place is known. */
export function explainThrown(error: unknown, lines: SourceLines, start: Place): readonly Diagnostic[] {
  const own = readDiagnostics(error);
  if (own !== undefined) {
    const frame = error instanceof Error ? findFrame(error.stack ?? "") : undefined;
    const place = frame === undefined ? start : lines.locate(frame);
    return own.map((each) => ({ ...each, place: each.place ?? place }));
  }
  if (!(error instanceof Error)) {
    return [complain("CP005", `The file throws ${quote(error)} while it is loaded.`, { place: start })];
  }
  return [explainSyntax(error, lines) ?? explainImport(error, start) ?? explainException(error, lines, start)];
}

/** DiagnosticErrors by shape: one may come from another copy of the package. */
function readDiagnostics(error: unknown): readonly Diagnostic[] | undefined {
  if (error instanceof DiagnosticError) return error.diagnostics;
  if (!(error instanceof Error) || error.name !== "DiagnosticError") return undefined;
  const { diagnostics } = error as { readonly diagnostics?: unknown };
  return Array.isArray(diagnostics) ? (diagnostics as readonly Diagnostic[]) : undefined;
}

function explainSyntax(error: Error, lines: SourceLines): Diagnostic | undefined {
  const found = /^(?:ParseError|SyntaxError): (.*?)\s*\n\s*(.+):(\d+):(\d+)\s*$/s.exec(error.message);
  if (found === null) return undefined;
  const [, said = "", file = "", line = "1", column = "0"] = found;
  const at = lines.locate({ file: resolve(file), line: Number(line), column: 1 });
  const place = { ...at, column: Number(column) + 1 };
  return complain("CP004", `The file is not valid TypeScript: ${firstLine(said).replace(/\.$/, "")}.`, { place });
}

function explainImport(error: Error, start: Place): Diagnostic | undefined {
  const missing = /^Cannot find (?:module|package) '([^']+)'/.exec(error.message)?.[1];
  if (missing === undefined) return undefined;
  const help = missing.startsWith(".")
    ? "Check the path; it is relative to the file, and ends in .ts."
    : 'A protocol imports from "assay" and from files beside it.';
  return complain("CP010", `There is no module ${missing} to import.`, { place: start, help });
}

function explainException(error: Error, lines: SourceLines, start: Place): Diagnostic {
  const frame = findFrame(error.stack ?? "");
  const name = /_assay\.(\w+)\b.* is not (?:a function|a constructor)/.exec(error.message)?.[1];
  const place = frame === undefined ? start : lines.locate({ ...frame, ...(name === undefined ? {} : { call: name }) });
  if (name !== undefined) {
    const help = helpWithNames(name, Object.keys(assay), "exports");
    return complain("CP010", `"assay" exports no ${name}.`, { place, help });
  }
  const said = error.name === "Misuse" ? error.message : `${error.name}: ${error.message}`;
  return complain("CP005", `The file throws while it is loaded: ${firstLine(said)}`, { place });
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").slice(0, 300);
}

function quote(thing: unknown): string {
  if (typeof thing === "string") return JSON.stringify(thing.slice(0, 200));
  return typeof thing === "object" ? "an object" : `the ${typeof thing} ${String(thing).slice(0, 200)}`;
}
