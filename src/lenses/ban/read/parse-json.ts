/**
 * JSON with places: every value knows where it begins, so that what is wrong with it can be shown there.
 *
 * Strict JSON, nothing more; nesting is bounded, so that no input can exhaust the stack.
 */

export type JsonNode = { readonly at: number } & (
  | { readonly is: "object"; readonly members: ReadonlyMap<string, JsonNode> }
  | { readonly is: "list"; readonly items: readonly JsonNode[] }
  | { readonly is: "text"; readonly text: string; readonly raw: string }
  | { readonly is: "number"; readonly number: number }
  | { readonly is: "constant"; readonly value: boolean | null }
);

/** Thrown for a text that is no JSON, with the place. */
export class JsonError extends Error {
  override readonly name = "JsonError";
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const DEEPEST = 100;
const TOKEN =
  /[ \t\r\n]*([{}[\],:]|"(?:[^"\\\u0000-\u001f]|\\.)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|$)/y;

/** Parses a text. Throws JsonError. */
export function parseJson(text: string): JsonNode {
  const reader = new Reader(text);
  const node = reader.readValue(0);
  reader.finish();
  return node;
}

class Reader {
  private readonly text: string;
  private at = 0;
  private token = "";
  private end = 0;

  constructor(text: string) {
    this.text = text;
    this.advance();
  }

  readValue(depth: number): JsonNode {
    const { token, at } = this;
    if (depth > DEEPEST) throw new JsonError(`It nests deeper than ${DEEPEST}.`, at);
    if (token === "{") return this.readObject(depth, at);
    if (token === "[") return this.readList(depth, at);
    const node = this.readSimple(token, at);
    this.advance();
    return node;
  }

  finish(): void {
    if (this.token !== "") throw new JsonError("The value is complete before this.", this.at);
  }

  private readSimple(token: string, at: number): JsonNode {
    if (token.startsWith('"')) {
      try {
        return { is: "text", text: JSON.parse(token) as string, raw: token, at };
      } catch {
        throw new JsonError("This text has an escape that JSON does not know.", at);
      }
    }
    if (/^[-\d]/.test(token)) return { is: "number", number: Number(token), at };
    if (token === "true" || token === "false") return { is: "constant", value: token === "true", at };
    if (token === "null") return { is: "constant", value: null, at };
    throw new JsonError(token === "" ? "A value is expected where the file ends." : "A value is expected here.", at);
  }

  private readObject(depth: number, at: number): JsonNode {
    const members = new Map<string, JsonNode>();
    this.advance();
    while (this.token !== "}") {
      if (members.size > 0) this.expect(",");
      const { at: keyAt, token } = this;
      if (!token.startsWith('"')) throw new JsonError("A key in quotes is expected here.", keyAt);
      const key = this.readSimple(token, keyAt);
      this.advance();
      this.expect(":");
      if (key.is !== "text") throw new JsonError("A key in quotes is expected here.", keyAt);
      if (members.has(key.text)) throw new JsonError(`The key ${JSON.stringify(key.text)} is here twice.`, keyAt);
      members.set(key.text, this.readValue(depth + 1));
    }
    this.advance();
    return { is: "object", members, at };
  }

  private readList(depth: number, at: number): JsonNode {
    const items: JsonNode[] = [];
    this.advance();
    while (this.token !== "]") {
      if (items.length > 0) this.expect(",");
      items.push(this.readValue(depth + 1));
    }
    this.advance();
    return { is: "list", items, at };
  }

  private expect(token: string): void {
    if (this.token !== token) throw new JsonError(`A ${JSON.stringify(token)} is expected here.`, this.at);
    this.advance();
  }

  private advance(): void {
    TOKEN.lastIndex = this.end;
    const found = TOKEN.exec(this.text);
    if (found === null) {
      const at = this.end + (/^[ \t\r\n]*/.exec(this.text.slice(this.end))?.[0].length ?? 0);
      throw new JsonError(this.text[at] === '"' ? "This text is never closed." : "This is not JSON.", at);
    }
    this.token = found[1] ?? "";
    this.end = TOKEN.lastIndex;
    this.at = this.end - this.token.length;
  }
}
