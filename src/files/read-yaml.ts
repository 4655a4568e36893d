/**
 * YAML files with places: every wrong key or value is a diagnostic at its line and column.
 *
 * A file is read into a tree of nodes; the readers of single formats take it apart through `Section`, which knows which
 * keys were asked for and reports all others.
 */
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLParseError,
} from "yaml";
import { MOST_DIAGNOSTICS } from "../core/diagnostic/cap.ts";
import type { Diagnostic, Place } from "../core/diagnostic/diagnostic.ts";
import { LocatedText } from "../core/diagnostic/located-text.ts";
import { type AssessCode, diagnose } from "./diagnostics.ts";
import { suggestNearest } from "../core/diagnostic/suggest.ts";

const MOST_CHARACTERS = 1_000_000;
const MOST_LINES = 20_000;
const LONGEST_LINE = 10_000;

/** The codes that a format uses for a broken file and for what does not belong there. */
export interface YamlCodes {
  readonly syntax: AssessCode;
  readonly content: AssessCode;
}

/** A file being read: collects what is wrong with it. */
export class YamlFile {
  readonly diagnostics: Diagnostic[] = [];
  readonly path: string;
  readonly codes: YamlCodes;
  /** The map that the file is; undefined for a file that is none. */
  readonly root: Section | undefined;
  private unshown = 0;
  private readonly text: LocatedText;

  constructor(path: string, text: string, codes: YamlCodes) {
    this.path = path;
    this.codes = codes;
    this.text = new LocatedText(path, text);
    const big = findBig(text);
    if (big !== undefined) {
      this.report(codes.content, big, 0, "Write fewer entries, and shorter lines.");
      return;
    }
    const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false });
    for (const error of document.errors) this.report(codes.syntax, explainSyntax(error), error.pos[0]);
    if (document.errors.length > 0 || this.rejectDoubles(document) > 0) return;
    if (isMap(document.contents)) this.root = new Section(this, document.contents);
    else this.report(codes.content, "The file should be a map with keys.", document.contents?.range?.[0] ?? 0);
  }

  /** Reports something at an offset of the text. */
  report(code: AssessCode, message: string, offset: number, help?: string): void {
    this.unshown = this.diagnostics.length < MOST_DIAGNOSTICS ? 0 : this.unshown + 1;
    if (this.unshown > 0) {
      this.diagnostics[MOST_DIAGNOSTICS] = diagnose("AS136", `${this.path}: ${this.unshown} more.`);
      return;
    }
    this.diagnostics.push(diagnose(code, message, { ...this.text.locate(offset), ...(help && { help }) }));
  }

  /** Reports keys that are there twice, in one pass: the library compares each with each. */
  private rejectDoubles(document: Document): number {
    let doubles = 0;
    visit(document, {
      Map: (_, map) => {
        const seen = new Set<unknown>();
        for (const { key } of map.items) {
          if (!isScalar(key)) continue;
          if (seen.has(key.value)) {
            doubles++;
            this.report(this.codes.syntax, "Map keys must be unique.", key.range?.[0] ?? 0);
          }
          seen.add(key.value);
        }
      },
    });
    return doubles;
  }

  /** The line and column of an offset. */
  placeAt(offset: number): Place {
    return this.text.placeAt(offset);
  }
}

/** The library tells where its own stack is full as if that were an error of the syntax. */
function explainSyntax({ code, message }: YAMLParseError): string {
  return code === "RESOURCE_EXHAUSTION" || /call stack/i.test(message)
    ? "The file nests too deeply."
    : firstSentence(message);
}

/** An entry of a map from names to texts, and where its name stands. */
export interface Pair {
  readonly name: string;
  readonly text: string;
  readonly offset: number;
}

/** A map of the file, taken apart key by key. */
export class Section {
  private readonly asked: string[] = [];
  private readonly file: YamlFile;
  private readonly map: YAMLMap;

  constructor(file: YamlFile, map: YAMLMap) {
    this.file = file;
    this.map = map;
  }

  /** Where the map begins. */
  get offset(): number {
    return this.map.range?.[0] ?? 0;
  }

  /** Where the value of a key stands, or the map where there is none. */
  offsetOf(key: string): number {
    return this.find(key)?.range?.[0] ?? this.offset;
  }

  /** True when the key is there, with whatever value. */
  has(key: string): boolean {
    return this.find(key) !== undefined;
  }

  /** The text at a key; a number counts as text. Undefined where there is none or it is wrong, which is reported. */
  readText(key: string): string | undefined {
    const node = this.find(key);
    if (node === undefined) return undefined;
    if (isScalar(node) && typeof node.value === "number") return String(node.source ?? node.value);
    if (isScalar(node) && typeof node.value === "string") return node.value;
    return this.reject(key, node, "one line of text");
  }

  /** One of several words at a key. */
  readWord<Word extends string>(key: string, words: readonly Word[]): Word | undefined {
    const text = this.readText(key);
    if (text === undefined) return undefined;
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    const nearest = suggestNearest(text, words);
    const help = nearest === undefined ? undefined : `Did you mean ${nearest}?`;
    return this.reject(key, this.find(key), `one of ${words.join(", ")}`, help);
  }

  /** Several of some words at a key, as a list. */
  readWords<Word extends string>(key: string, words: readonly Word[]): Word[] | undefined {
    const node = this.find(key);
    if (node === undefined) return undefined;
    const said = isSeq(node) ? node.items.map((item) => (isScalar(item) ? item.value : undefined)) : [undefined];
    const found = said.flatMap((one) => words.find((word) => word === one) ?? []);
    if (found.length === said.length) return found;
    return this.reject(key, node, `a list of ${words.join(", ")}`);
  }

  /** A number above zero at a key. */
  readPositive(key: string): number | undefined {
    const node = this.find(key);
    if (node === undefined) return undefined;
    if (isScalar(node) && typeof node.value === "number" && node.value > 0 && Number.isFinite(node.value)) {
      return node.value;
    }
    return this.reject(key, node, "a number above zero");
  }

  /** A whole number above zero at a key. */
  readCount(key: string): number | undefined {
    const number = this.readPositive(key);
    if (number === undefined || Number.isSafeInteger(number)) return number;
    return this.reject(key, this.find(key), "a whole number");
  }

  /** A whole number above zero, or a word, at a key. */
  readCountOr<Word extends string>(key: string, word: Word): number | Word | undefined {
    const node = this.find(key);
    return isScalar(node) && node.value === word ? word : this.readCount(key);
  }

  /** The texts of a list at a key; numbers count as texts. */
  readTexts(key: string): string[] | undefined {
    const node = this.find(key);
    if (node === undefined) return undefined;
    const texts = isSeq(node) ? node.items.map(textOf) : [undefined];
    if (texts.every((text) => text !== undefined)) return texts;
    return this.reject(key, node, "a list of texts, such as [one, two]");
  }

  /** The entries of a map from names to texts at a key, in their order. */
  readPairs(key: string): Pair[] {
    const node = this.find(key);
    if (node === undefined) return [];
    const pairs = isMap(node)
      ? node.items.map(({ key: name, value }) => ({
          name: textOf(name),
          text: textOf(value),
          offset: (name as Node).range?.[0] ?? 0,
        }))
      : [];
    if (isMap(node) && pairs.every((pair): pair is Pair => pair.name !== undefined && pair.text !== undefined)) {
      return pairs;
    }
    this.reject(key, node, "a map from names to texts, such as { Ni: nonce }");
    return [];
  }

  /** The maps of a list at a key. */
  readList(key: string): Section[] {
    const node = this.find(key);
    if (node === undefined) return [];
    if (!isSeq(node)) {
      this.reject(key, node, "a list");
      return [];
    }
    return node.items.flatMap((item) => {
      if (isMap(item)) return [new Section(this.file, item)];
      this.reject(key, item as Node, "a list of maps with keys");
      return [];
    });
  }

  /** Reports every key that nobody asked for. */
  rejectOthers(): void {
    for (const { key } of this.map.items) {
      const name = isScalar(key) ? String(key.value) : "";
      if (this.asked.includes(name)) continue;
      const nearest = suggestNearest(name, this.asked);
      const help = nearest === undefined ? `Known keys: ${this.asked.join(", ")}.` : `Did you mean ${nearest}?`;
      const offset = (key as Node | null)?.range?.[0] ?? this.offset;
      this.file.report(this.file.codes.content, `Unknown key ${name}.`, offset, help);
    }
  }

  private find(key: string): Node | undefined {
    if (!this.asked.includes(key)) this.asked.push(key);
    const pair = this.map.items.find((item) => isScalar(item.key) && item.key.value === key);
    return (pair?.value as Node | null | undefined) ?? undefined;
  }

  private reject(key: string, node: Node | undefined, wanted: string, help?: string): undefined {
    this.file.report(this.file.codes.content, `${key} should be ${wanted}.`, node?.range?.[0] ?? this.offset, help);
    return undefined;
  }
}

function textOf(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  if (typeof node.value === "number") return String(node.source ?? node.value);
  return typeof node.value === "string" ? node.value : undefined;
}

/** Finds what takes the YAML library more than proportional time; nothing that a person writes has it. */
function findBig(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) return `The file has more than ${MOST_CHARACTERS} characters.`;
  let from = 0;
  for (let lines = 0; from <= text.length; lines++) {
    if (lines > MOST_LINES) return `The file has more than ${MOST_LINES} lines.`;
    const end = text.indexOf("\n", from);
    const length = (end < 0 ? text.length : end) - from;
    if (length > LONGEST_LINE) return `A line of the file has more than ${LONGEST_LINE} characters.`;
    if (end < 0) return undefined;
    from = end + 1;
  }
  return undefined;
}

function firstSentence(message: string): string {
  const line = message.split("\n")[0] ?? message;
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
