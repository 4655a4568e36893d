/**
 * JSON of others, value by value: what is missing or of another type is a diagnostic that names the place, as in
 * `results[3].claims[0].verdict`, and a harmless value stands in for it.
 */
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";

/** How many mistakes of one file are worth telling. */
const MOST_DIAGNOSTICS = 10;

/** An object of a JSON file, read key by key. */
export class JsonReader {
  private readonly file: string;
  private readonly at: string;
  private readonly value: Readonly<Record<string, unknown>>;
  private readonly diagnostics: Diagnostic[];

  private constructor(file: string, at: string, value: Readonly<Record<string, unknown>>, diagnostics: Diagnostic[]) {
    this.file = file;
    this.at = at;
    this.value = value;
    this.diagnostics = diagnostics;
  }

  /** Opens a file that is one object. Throws DiagnosticError (AS501) for one that is not. */
  static open(file: string, text: string, diagnostics: Diagnostic[]): JsonReader {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new DiagnosticError([diagnose("AS501", `${file} is not JSON: ${said.slice(0, 120)}.`)]);
    }
    if (!isObject(value)) throw new DiagnosticError([diagnose("AS501", `${file} is not a JSON object.`)]);
    return new JsonReader(file, "", value, diagnostics);
  }

  /** A text; without a stand-in it must be there. */
  readText(key: string, standIn?: string): string {
    const value = this.value[key];
    if (value === undefined && standIn !== undefined) return standIn;
    return typeof value === "string" ? value : this.reject(key, "a text");
  }

  /** One of several words. */
  readWord<Word extends string>(key: string, words: readonly [Word, ...Word[]]): Word {
    const found = words.find((word) => word === this.value[key]);
    if (found === undefined) this.reject(key, `one of ${words.join(", ")}`);
    return found ?? words[0];
  }

  /** A number that is not negative. */
  readNumber(key: string): number {
    const value = this.value[key];
    if (typeof value === "number" && value >= 0) return value;
    this.reject(key, "a number that is not negative");
    return 0;
  }

  /** A number that is not negative; undefined where the key is missing. */
  readNumberIfPresent(key: string): number | undefined {
    return this.value[key] === undefined ? undefined : this.readNumber(key);
  }

  /** A whole number that is not negative, or null. */
  readCountOrNull(key: string): number | null {
    return this.value[key] === null ? null : this.readCount(key);
  }

  /** A whole number that is not negative. */
  readCount(key: string): number {
    const value = this.readNumber(key);
    if (!Number.isSafeInteger(value)) this.reject(key, "a whole number");
    return value;
  }

  /** A list of texts; none where the key is missing. */
  readTexts(key: string): readonly string[] {
    const value = this.value[key] ?? [];
    if (Array.isArray(value) && value.every((one): one is string => typeof one === "string")) return value;
    this.reject(key, "a list of texts");
    return [];
  }

  /** A list of objects. */
  readList(key: string): readonly JsonReader[] {
    const value = this.value[key];
    if (!Array.isArray(value)) {
      this.reject(key, "a list");
      return [];
    }
    return value.flatMap((one: unknown, i) => {
      if (isObject(one)) return [new JsonReader(this.file, `${this.at}${key}[${i}].`, one, this.diagnostics)];
      this.reject(`${key}[${i}]`, "an object");
      return [];
    });
  }

  /** Says that a value is not what it should be. */
  reject(key: string, wanted: string): string {
    if (this.diagnostics.length < MOST_DIAGNOSTICS) {
      this.diagnostics.push(diagnose("AS502", `${this.file}: ${this.at}${key} should be ${wanted}.`));
    }
    return "";
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
