/**
 * Whether a `protocol.ts` is plainly a description: names, literals and calls of what it imports from "assay", and nothing
 * that could go on for ever, fill the memory or reach the process. Such a file may run where nobody watches over it.
 *
 * Read by its tokens alone, and strictly: a file that is not plain loses a moment, one that is taken for plain and is not
 * could stop a command. So nothing is allowed that the names and the few signs of a description do not need.
 */

/** Comments and literals, names, and any other sign. A template with an expression in it is no literal. */
const TOKENS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`\\$]*`|[\p{ID_Start}_$][\p{ID_Continue}$]*|=>|\d[\w.]*|\s+|[\s\S]/gu;

const NAME = /^[\p{ID_Start}_$]/u;
const IGNORED = /^(?:\s|\/\/|\/\*)/;
const SIGNS = new Set(["(", ")", "{", "}", "[", "]", ",", ";", ":", ".", "=", "=>"]);
/** The ends of a value, which a `[` must not follow: the name of a member would be computed. */
const VALUE_END = /^(?:[\p{ID_Start}_$"'`\d)\]}]|$)/u;
const WORDS = new Set(["import", "export", "default", "from", "const", "as", "type", "true", "false", "null"]);

/** No more than this is read. */
const MOST_CHARACTERS = 64 * 1024;

/** True for a text that is plainly a description. */
export function isPlain(text: string): boolean {
  if (text.length > MOST_CHARACTERS) return false;
  const tokens = (text.match(TOKENS) ?? []).filter((token) => !IGNORED.test(token));
  return tokens.every((token, i) => isAllowed(token, tokens, i));
}

function isAllowed(token: string, tokens: readonly string[], i: number): boolean {
  const before = tokens[i - 1] ?? "";
  if (before === "import") return token === "{" || token === "type";
  if (NAME.test(token)) {
    const next = tokens[i + 1];
    if (WORDS.has(token)) return true;
    // A key may be any word; how terms match is a number.
    if (RESERVED.has(token)) return next === ":" && (before === "{" || before === ",");
    if (token === "match" && before === ".") return next === "(" && /^\d$/.test(tokens[i + 2] ?? "");
    return !OF_LANGUAGE.has(token) && !(token in globalThis);
  }
  if (/^["'`]./.test(token)) return before !== "from" || /^["']assay["']$/.test(token);
  if (/^\d/.test(token)) return true;
  // Members, and nothing that spreads.
  if (token === "." && before === ".") return false;
  // A function that has a name may call itself.
  if (token === "=>") return isArgument(tokens, i);
  return SIGNS.has(token) && !(token === "[" && VALUE_END.test(before) && before !== "=>" && !WORDS.has(before));
}

/** True for a function that stands between the arguments of a call: nothing else can call it. */
function isArgument(tokens: readonly string[], arrow: number): boolean {
  let at = arrow - 1;
  if (tokens[at] === ")") {
    let depth = 0;
    for (; at >= 0; at--) {
      if (tokens[at] === ")") depth += 1;
      if (tokens[at] === "(" && --depth === 0) break;
    }
  }
  return tokens[at - 1] === "," || tokens[at - 1] === "(";
}

const RESERVED: ReadonlySet<string> = new Set(
  "abstract arguments async await break case catch class continue debugger delete do else enum eval exports extends finally for function get if in instanceof let module namespace new of require return set static super switch this throw try typeof var void while with yield".split(
    " ",
  ),
);

/** The members of what the language has, as `repeat` and `constructor`. */
const OF_LANGUAGE: ReadonlySet<string> = new Set(
  [Object, Array, String, Number, Function, Promise, RegExp, Symbol].flatMap((made) => [
    ...Object.getOwnPropertyNames(made.prototype),
    ...Object.getOwnPropertyNames(made),
  ]),
);
