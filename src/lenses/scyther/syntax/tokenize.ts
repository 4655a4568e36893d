/**
 * The tokenizer: text to tokens, on demand, following includes wherever they stand.
 *
 * Invariant: every character is either white space, comment or part of a token; anything else ends the reading with a
 * diagnostic, so nothing of a file is ever silently ignored. Tokens are made one at a time, because a hostile file
 * must not cost memory beyond the point of its first error.
 */
import { DiagnosticError, type Place } from "../../../core/diagnostic/diagnostic.ts";
import { fail, type ReadText, resolveInclude, type Sources, type SourceText } from "./source.ts";
import { KEYWORDS, LARGEST_INPUT, LONGEST_NAME, SYMBOLS, type Token, type TokenKind } from "./token.ts";

/** Levels of includes below the main file. */
const DEEPEST_INCLUDE = 10;

const NAME_CHARACTER = /[A-Za-z0-9^!'-]/;

/** Where the tokenizer stands in one file. */
interface Cursor {
  readonly file: string;
  readonly text: string;
  offset: number;
  line: number;
  column: number;
}

/** Gives the next token; after the last one, an `end` token again and again. */
export type NextToken = () => Token;

/** Starts reading a file; `sources` collects every text that was opened. */
export function tokenize(main: SourceText, read: ReadText, sources: Sources): NextToken {
  const stack: Cursor[] = [];
  let characters = 0;

  const open = (source: SourceText, from: Place): void => {
    characters += source.text.length;
    if (characters > LARGEST_INPUT) fail("SP107", `The input has more than ${LARGEST_INPUT} characters.`, from);
    sources.set(source.path, source.text);
    if (source.text.startsWith("\uFEFF")) {
      fail("SP108", "The file starts with a byte-order mark; Scyther reads nothing after it.", startOf(source.path));
    }
    stack.push({ file: source.path, text: source.text, offset: 0, line: 1, column: 1 });
  };

  const follow = (cursor: Cursor, keyword: Token): void => {
    skipBlank(cursor);
    if (cursor.text[cursor.offset] !== '"') {
      fail("SP104", 'After include, a file name in quotes is expected: include "defs.spdl";', placeOf(cursor));
    }
    const name = readString(cursor);
    if (cursor.text[cursor.offset] === ";") advance(cursor, 1);
    const at = keyword.place;
    const details = { length: keyword.length };
    if (stack.length > DEEPEST_INCLUDE)
      fail("SP112", `Includes nest more than ${DEEPEST_INCLUDE} levels deep.`, at, details);
    const source = atInclude(name, () => findInclude(name.text, cursor.file, read));
    if (source === undefined)
      return fail("SP110", `The included file "${name.text}" cannot be read.`, name.place, {
        length: name.length,
      });
    if (stack.some((outer) => outer.file === source.path)) {
      fail("SP111", `The file ${source.path} includes itself.`, at, details);
    }
    open(source, at);
  };

  open(main, startOf(main.path));
  return () => {
    for (;;) {
      const cursor = stack.at(-1) as Cursor;
      skipBlank(cursor);
      if (cursor.offset >= cursor.text.length) {
        if (stack.length === 1) return makeToken(cursor, "end", "", cursor.offset, placeOf(cursor));
        stack.pop();
        continue;
      }
      const token = readToken(cursor);
      if (token.kind !== "keyword" || token.text !== "include") return token;
      follow(cursor, token);
    }
  };
}

/** Runs `find`; what is said of a file that is not to be read stands where the include names it. */
function atInclude<T>(name: { readonly place: Place; readonly length: number }, find: () => T): T {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const { place, length } = name;
    throw new DiagnosticError(
      error.diagnostics.map((one) => (one.place === undefined ? { ...one, place, length } : one)),
    );
  }
}

function findInclude(path: string, includingFile: string, read: ReadText): SourceText | undefined {
  for (const candidate of resolveInclude(path, includingFile)) {
    const source = read(candidate);
    if (source !== undefined) return source;
  }
  return undefined;
}

function readToken(cursor: Cursor): Token {
  const character = cursor.text[cursor.offset] as string;
  const place = placeOf(cursor);
  const start = cursor.offset;
  if (SYMBOLS.has(character)) {
    advance(cursor, 1);
    return makeToken(cursor, "symbol", character, start, place);
  }
  if (character === '"') return readString(cursor);
  const name = readName(cursor.text, start);
  if (name === "")
    return fail("SP101", describeCharacter(cursor.text.codePointAt(start) as number), place, { length: 1 });
  if (name.length > LONGEST_NAME) fail("SP113", `A name of ${name.length} characters is too long.`, place);
  advance(cursor, name.length);
  return makeToken(cursor, KEYWORDS.has(name) ? "keyword" : "identifier", name, start, place);
}

/** The longest name that starts here, `@` only in front; empty when there is none. */
function readName(text: string, start: number): string {
  const first = text[start] === "@" ? start + 1 : start;
  let end = first;
  while (end < text.length && NAME_CHARACTER.test(text[end] as string)) end++;
  return end === first ? "" : text.slice(start, end);
}

function describeCharacter(code: number): string {
  const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const shown =
    code > 32 && code !== 127 && !(code >= 128 && code < 160) ? `'${String.fromCodePoint(code)}' (${number})` : number;
  const scyther = code >= 128 ? "; Scyther would read nothing after it" : "";
  return `The character ${shown} has no meaning in SPDL${scyther}.`;
}

function readString(cursor: Cursor): Token {
  const place = placeOf(cursor);
  const start = cursor.offset;
  const end = cursor.text.indexOf('"', start + 1);
  const line = cursor.text.indexOf("\n", start);
  if (end < 0 || (line >= 0 && line < end)) fail("SP103", "The string does not end on its line.", place, { length: 1 });
  advance(cursor, end + 1 - start);
  return { kind: "string", text: cursor.text.slice(start + 1, end), place, offset: start, length: end + 1 - start };
}

/** White space is blank, TAB, CR and LF only; comments are `//`, `#` and slash-star, which does not nest. */
function skipBlank(cursor: Cursor): void {
  const text = cursor.text;
  while (cursor.offset < text.length) {
    const character = text[cursor.offset];
    if (character === " " || character === "\t" || character === "\r" || character === "\n") advance(cursor, 1);
    else if (character === "#" || text.startsWith("//", cursor.offset)) {
      const end = text.indexOf("\n", cursor.offset);
      advance(cursor, (end < 0 ? text.length : end) - cursor.offset);
    } else if (text.startsWith("/*", cursor.offset)) {
      const end = text.indexOf("*/", cursor.offset + 2);
      if (end < 0) fail("SP102", "The comment does not end.", placeOf(cursor), { length: 2 });
      advance(cursor, end + 2 - cursor.offset);
    } else return;
  }
}

/** Moves on, counting lines, and columns in code points. */
function advance(cursor: Cursor, count: number): void {
  for (let i = 0; i < count; i++) {
    const code = cursor.text.charCodeAt(cursor.offset++);
    if (code === 10) {
      cursor.line++;
      cursor.column = 1;
    } else if (code < 0xdc00 || code > 0xdfff) cursor.column++;
  }
}

function makeToken(cursor: Cursor, kind: TokenKind, text: string, start: number, place: Place): Token {
  return { kind, text, place, offset: start, length: Math.max(1, cursor.offset - start) };
}

function placeOf(cursor: Cursor): Place {
  return { file: cursor.file, line: cursor.line, column: cursor.column };
}

function startOf(file: string): Place {
  return { file, line: 1, column: 1 };
}
