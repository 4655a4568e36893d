/**
 * The keys of a YAML format as data. The readers can ask for no other keys, and the JSON schemas that editors follow are
 * made of the same data, so that the two cannot differ.
 */
import type { Pair, Section } from "./read-yaml.ts";

interface Kinds {
  /** One line of text; a number counts as text. */
  readonly text: object;
  /** Text that is not blank. */
  readonly sentence: object;
  readonly word: { readonly words: readonly string[] };
  readonly words: { readonly words: readonly string[] };
  /** A list of texts. */
  readonly texts: object;
  /** A map from names to texts. */
  readonly pairs: object;
  /** A number above zero. */
  readonly number: object;
  /** A whole number above zero. */
  readonly count: object;
  readonly "count or word": { readonly word: string };
  /** `rules`: what else its schema says of an entry, which its reader says by hand. */
  readonly list: { readonly of: Shape; readonly rules?: Schema };
}

/** The values of a key, and its description for authors. */
export type Field = {
  [K in keyof Kinds]: Kinds[K] & { readonly is: K; readonly about: string; readonly required?: true };
}[keyof Kinds];

/** The keys of a map. */
export type Shape = Readonly<Record<string, Field>>;

type ValueOf<F extends Field> = F extends { readonly is: "text" | "sentence" }
  ? string
  : F extends { readonly is: "word"; readonly words: readonly (infer Word)[] }
    ? Word
    : F extends { readonly is: "words"; readonly words: readonly (infer Word)[] }
      ? Word[]
      : F extends { readonly is: "count or word"; readonly word: infer Word }
        ? number | Word
        : F extends { readonly is: "list" }
          ? Section[]
          : F extends { readonly is: "texts" }
            ? string[]
            : F extends { readonly is: "pairs" }
              ? Pair[]
              : number;

/** The values of a map of that shape; undefined where one is missing or wrong, which is reported. */
export type Values<S extends Shape> = {
  readonly [K in keyof S]: ValueOf<S[K]> | (S[K] extends { readonly is: "list" | "pairs" } ? never : undefined);
};

/** Reads a map; reports keys that its shape does not have. */
export function readShape<S extends Shape>(section: Section, shape: S): Values<S> {
  const values = readKeys(section, shape);
  section.rejectOthers();
  return values;
}

/** Reads the keys of that shape, of a map that may have others for others. */
export function readKeys<S extends Shape>(section: Section, shape: S): Values<S> {
  const values = Object.entries(shape).map(([key, field]) => [key, readField(section, key, field)] as const);
  return Object.fromEntries(values) as Values<S>;
}

function readField(section: Section, key: string, field: Field): unknown {
  switch (field.is) {
    case "text":
    case "sentence":
      return section.readText(key);
    case "word":
      return section.readWord(key, field.words);
    case "words":
      return section.readWords(key, field.words);
    case "texts":
      return section.readTexts(key);
    case "pairs":
      return section.readPairs(key);
    case "number":
      return section.readPositive(key);
    case "count":
      return section.readCount(key);
    case "count or word":
      return section.readCountOr(key, field.word);
    case "list":
      return section.readList(key);
    default:
      return field satisfies never;
  }
}

/** A JSON schema, as far as it is one of a shape. */
export type Schema = Readonly<Record<string, unknown>>;

/** The JSON schema of a map of that shape. */
export function makeSchema(shape: Shape): Schema {
  const required = Object.entries(shape).flatMap(([key, field]) => (field.required === true ? [key] : []));
  return {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(shape).map(([key, field]) => [key, { description: field.about, ...describeField(field) }]),
    ),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function describeField(field: Field): Schema {
  switch (field.is) {
    case "text":
      return { type: ["string", "number"] };
    case "sentence":
      return { type: ["string", "number"], pattern: "\\S" };
    case "word":
      return { enum: field.words.flatMap((word) => (/^\d+$/.test(word) ? [word, Number(word)] : [word])) };
    case "words":
      return { type: "array", items: { enum: field.words } };
    case "texts":
      return { type: "array", items: { type: ["string", "number"] } };
    case "pairs":
      return { type: "object", additionalProperties: { type: ["string", "number"] } };
    case "number":
      return { type: "number", exclusiveMinimum: 0 };
    case "count":
      return COUNT;
    case "count or word":
      return { anyOf: [COUNT, { const: field.word }] };
    case "list":
      return { type: "array", items: { ...makeSchema(field.of), ...field.rules } };
    default:
      return field satisfies never;
  }
}

const COUNT: Schema = { type: "integer", minimum: 1, maximum: Number.MAX_SAFE_INTEGER };
