/** Terms as ProVerif prints them: identifiers, applications, and tuples as applications of `""`. */

/** A printed term. */
export interface PrintedTerm {
  /** Empty for a tuple. */
  readonly id: string;
  readonly args: readonly PrintedTerm[];
}

/** Deepest term that is read: what is deeper was not made by one of our models. */
const DEEPEST = 500;

/** Reads one term at the start of a text; what follows it is left. Undefined for what is no term. */
export function readTerm(text: string): { readonly term: PrintedTerm; readonly rest: string } | undefined {
  const cursor = { at: 0 };
  const term = readAt(text, cursor, 0);
  return term === undefined ? undefined : { term, rest: text.slice(cursor.at) };
}

function readAt(text: string, cursor: { at: number }, depth: number): PrintedTerm | undefined {
  if (depth > DEEPEST) return undefined;
  const id = /^[~@*]?[A-Za-z0-9][\w'-]*/.exec(text.slice(cursor.at, cursor.at + 200))?.[0] ?? "";
  cursor.at += id.length;
  if (text[cursor.at] !== "(") return id === "" ? undefined : { id, args: [] };
  cursor.at++;
  const args: PrintedTerm[] = [];
  while (text[cursor.at] !== ")") {
    const arg = readAt(text, cursor, depth + 1);
    if (arg === undefined) return undefined;
    args.push(arg);
    if (text[cursor.at] === ",") cursor.at++;
    else if (text[cursor.at] !== ")") return undefined;
  }
  cursor.at++;
  return { id, args };
}

/** A term as ProVerif prints it: equal for equal terms. */
export function printTerm({ id, args }: PrintedTerm): string {
  return args.length === 0 ? id : `${id}(${args.map(printTerm).join(",")})`;
}

/** Replaces parts of a term, by how they are printed: what the intruder makes by what comes of it. */
export function substituteTerm(term: PrintedTerm, values: ReadonlyMap<string, PrintedTerm>): PrintedTerm {
  const value = values.get(printTerm(term));
  if (value !== undefined) return value;
  if (term.args.length === 0) return term;
  return { id: term.id, args: term.args.map((arg) => substituteTerm(arg, values)) };
}
