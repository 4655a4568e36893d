/**
 * A JSON file taken apart key by key: what is missing or of another type is a diagnostic at its line and column.
 *
 * Keys that nobody asks for are left alone: a format may grow.
 */
import { type Diagnostic, DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { LocatedText } from "../../../core/diagnostic/located-text.ts";
import { type BanCode, complainOf } from "../diagnostics.ts";
import { FormulaError } from "../formula/formula-error.ts";
import { JsonError, type JsonNode, parseJson } from "./parse-json.ts";

/** How many mistakes of one file are worth telling. */
const MOST_DIAGNOSTICS = 20;

/** Codes for a file that is not JSON, or has an invalid key or value. */
interface FileCodes {
  readonly notJson: BanCode;
  readonly invalid: BanCode;
}

export class JsonFile {
  readonly path: string;
  readonly diagnostics: Diagnostic[] = [];
  readonly root: JsonObject;
  private readonly text: LocatedText;

  /** The codes of the file's format. */
  readonly codes: FileCodes;

  /** Opens a file. Throws DiagnosticError (BN201, or the format's own code) for what is no JSON object. */
  constructor(path: string, text: string, codes: FileCodes = { notJson: "BN201", invalid: "BN203" }) {
    this.path = path;
    this.codes = codes;
    this.text = new LocatedText(path, text);
    const node = this.parse(text);
    if (node.is !== "object")
      throw new DiagnosticError([this.complain(codes.notJson, "The file is not a JSON object.", 0)]);
    this.root = new JsonObject(this, node.members, node.at);
  }

  /** A diagnostic at an offset of the file. */
  complain(code: BanCode, message: string, at: number, help?: string): Diagnostic {
    return complainOf(code, message, { ...this.text.locate(at), ...(help === undefined ? {} : { help }) });
  }

  /** Reports something, up to a number of mistakes. */
  report(code: BanCode, message: string, at: number, help?: string): void {
    if (this.diagnostics.length < MOST_DIAGNOSTICS) this.diagnostics.push(this.complain(code, message, at, help));
  }

  /** Reads a text with `read`, whose mistakes are reported inside the text; undefined where there are any. */
  readInside<Result>(node: Extract<JsonNode, { is: "text" }>, read: (text: string) => Result): Result | undefined {
    try {
      return read(node.text);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      this.report(error.code, error.message, node.at + 1 + widenOffset(node.raw, error.offset), error.help);
      return undefined;
    }
  }

  private parse(text: string): JsonNode {
    try {
      return parseJson(text);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      throw new DiagnosticError([this.complain(this.codes.notJson, error.message, error.at)]);
    }
  }
}

/** How far into the raw text an offset of the meant text is: escapes take more than one character. */
function widenOffset(raw: string, offset: number): number {
  const characters = [...raw.slice(1, -1).matchAll(/\\u[\da-fA-F]{4}|\\.|[^\\]/gs)];
  return characters.slice(0, offset).reduce((sum, [one]) => sum + one.length, 0);
}

/** An object of the file. */
export class JsonObject {
  readonly at: number;
  private readonly file: JsonFile;
  private readonly members: ReadonlyMap<string, JsonNode>;

  constructor(file: JsonFile, members: ReadonlyMap<string, JsonNode>, at: number) {
    this.file = file;
    this.members = members;
    this.at = at;
  }

  /** Where a value begins, or the object where there is none. */
  offsetOf(key: string): number {
    return this.members.get(key)?.at ?? this.at;
  }

  /** A text; `required` ones are reported where they are missing. */
  readText(key: string, need: "required" | "optional"): string | undefined {
    return this.readNode(key, need)?.text;
  }

  /** A text that `read` makes something of. */
  readFormula<Result>(key: string, read: (text: string) => Result): Result | undefined {
    const node = this.readNode(key, "required");
    return node && this.file.readInside(node, read);
  }

  /** A text or a number, as text. */
  readName(key: string): string | undefined {
    const node = this.members.get(key);
    if (node?.is === "number") return String(node.number);
    return this.readText(key, "required");
  }

  /** A number. */
  readNumber(key: string): number | undefined {
    const node = this.members.get(key);
    if (node?.is === "number") return node.number;
    this.reject(key, "a number");
    return undefined;
  }

  /** Numbers; none where the key is missing. */
  readNumbers(key: string): readonly number[] {
    return this.readItems(key, "optional").flatMap((node) => {
      if (node.is === "number") return [node.number];
      this.file.report(this.file.codes.invalid, `${key} should be a list of numbers.`, node.at);
      return [];
    });
  }

  /** A boolean. */
  readBoolean(key: string): boolean | undefined {
    const node = this.members.get(key);
    if (node?.is === "constant" && node.value !== null) return node.value;
    this.reject(key, "true or false");
    return undefined;
  }

  /** Texts or numbers, as text, each with its place; none where the key is missing. */
  readNames(key: string): readonly { readonly name: string; readonly at: number }[] {
    return this.readItems(key, "optional").flatMap((node) => {
      if (node.is === "text") return [{ name: node.text, at: node.at }];
      if (node.is === "number") return [{ name: String(node.number), at: node.at }];
      this.file.report(this.file.codes.invalid, `${key} should be a list of names.`, node.at);
      return [];
    });
  }

  /** Texts, each made something of by `read`. */
  readFormulas<Result>(key: string, read: (text: string) => Result): readonly Result[] {
    return this.readItems(key, "required").flatMap((node) => {
      if (node.is === "text") {
        const result = this.file.readInside(node, read);
        return result === undefined ? [] : [result];
      }
      this.file.report(this.file.codes.invalid, `${key} should be a list of formulas.`, node.at);
      return [];
    });
  }

  /** Lists of texts, each text made something of by `read`. */
  readLists<Result>(key: string, read: (text: string) => Result): readonly (readonly Result[])[] {
    return this.readItems(key, "required").map((node) => {
      const inner = new JsonObject(this.file, new Map([[key, node]]), node.at);
      return inner.readFormulas(key, read);
    });
  }

  /** Lists of names. */
  readNameLists(key: string): readonly (readonly string[])[] {
    return this.readItems(key, "optional").map((node) => {
      const inner = new JsonObject(this.file, new Map([[key, node]]), node.at);
      return inner.readNames(key).map(({ name }) => name);
    });
  }

  /** The objects of a list. */
  readObjects(key: string, need: "required" | "optional"): readonly JsonObject[] {
    return this.readItems(key, need).flatMap((node) => {
      if (node.is === "object") return [new JsonObject(this.file, node.members, node.at)];
      this.file.report(this.file.codes.invalid, `${key} should be a list of objects.`, node.at);
      return [];
    });
  }

  /** An object. */
  readObject(key: string, need: "required" | "optional"): JsonObject | undefined {
    const node = this.members.get(key);
    if (node?.is === "object") return new JsonObject(this.file, node.members, node.at);
    if (node !== undefined || need === "required") this.reject(key, "an object");
    return undefined;
  }

  /** The keys of the object. */
  keys(): readonly string[] {
    return [...this.members.keys()];
  }

  /** Reports that a value is not what it should be. */
  reject(key: string, wanted: string): void {
    const message = this.members.has(key)
      ? `${key} should be ${wanted}.`
      : `${key} is missing; it should be ${wanted}.`;
    this.file.report(this.file.codes.invalid, message, this.offsetOf(key));
  }

  private readNode(key: string, need: "required" | "optional"): Extract<JsonNode, { is: "text" }> | undefined {
    const node = this.members.get(key);
    if (node?.is === "text") return node;
    if (node !== undefined || need === "required") this.reject(key, "a text");
    return undefined;
  }

  private readItems(key: string, need: "required" | "optional"): readonly JsonNode[] {
    const node = this.members.get(key);
    if (node?.is === "list") return node.items;
    if (node !== undefined || need === "required") this.reject(key, "a list");
    return [];
  }
}
