/** Changes a text as no person would: bytes, tokens, nesting, sizes, and names that mean something somewhere. */

/** A source of numbers that is the same for the same seed. */
export type Draw = (below: number) => number;

/** Names that some layer might take for its own. */
const NASTY = [
  "pk sk k Eve Alice Agent Nonce Function Secret Alive Nisynch Running SKR Reachable Ticket Data Empty",
  "__proto__ constructor prototype hasOwnProperty toString valueOf undefined null NaN",
  "pair crypt adm protocol role send_1 recv_1 claim match not fresh var const usertype secret macro option include",
  "inversekeys inversekeyfunctions hashfunction untrusted compromised singular knows trusted _ @a a' A1 x!1 ^ -",
].flatMap((names) => names.split(" "));

const TOKEN = /[\w'!@^-]+|\s+|[^\w\s]/gu;
const MOST_CHARACTERS = 60_000;

/** Numbers from a seed (Marsaglia's xorshift). */
export function openDraw(seed: number): Draw {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % Math.max(1, below);
  };
}

type Change = (text: string, draw: Draw, corpus: readonly string[]) => string;

const CHANGES: readonly Change[] = [
  changeByte,
  changeByte,
  changeToken,
  changeToken,
  changeToken,
  renameEverywhere,
  nest,
  repeatLines,
  spliceOther,
];

/** One to four changes of a text of the corpus. */
export function mutate(corpus: readonly string[], seed: number): string {
  const draw = openDraw(seed);
  let text = corpus[draw(corpus.length)] ?? "";
  for (let left = 1 + draw(2) * draw(4); left > 0; left--) {
    text = (CHANGES[draw(CHANGES.length)] as Change)(text, draw, corpus).slice(0, MOST_CHARACTERS);
  }
  return text;
}

function changeByte(text: string, draw: Draw): string {
  const at = draw(text.length + 1);
  const odd = [String.fromCharCode(draw(256)), "\0", "\u202e", "\ud800", "\uFEFF", '"', "/*", "//", ""];
  return text.slice(0, at) + (odd[draw(odd.length)] as string) + text.slice(at + draw(3));
}

function changeToken(text: string, draw: Draw, corpus: readonly string[]): string {
  const tokens = splitTokens(text);
  if (tokens.length === 0) return text;
  const at = draw(tokens.length);
  const other = splitTokens(corpus[draw(corpus.length)] ?? "");
  const pool = draw(2) === 0 ? NASTY : draw(2) === 0 ? other : tokens;
  const replacement = pool[draw(pool.length)] ?? "";
  switch (draw(4)) {
    case 0:
      tokens.splice(at, 1);
      break;
    case 1:
      tokens.splice(at, 0, replacement);
      break;
    case 2:
      tokens[at] = replacement;
      break;
    default:
      tokens.push(...tokens.splice(at, 1 + draw(20)));
  }
  return tokens.join("");
}

function renameEverywhere(text: string, draw: Draw): string {
  const tokens = splitTokens(text);
  const names = tokens.filter((token) => /^[A-Za-z]/.test(token));
  const from = names[draw(names.length)];
  const to = NASTY[draw(NASTY.length)] as string;
  return tokens.map((token) => (token === from ? to : token)).join("");
}

function nest(text: string, draw: Draw): string {
  const tokens = splitTokens(text);
  const at = draw(tokens.length);
  const depth = [2, 30, 399, 401, 3000][draw(5)] as number;
  const [open, close] = (
    [
      ["(", ")"],
      ["h(", ")"],
      ["{", "}k(A,B)"],
      ["A,(", ")"],
    ] as const
  )[draw(4)] as [string, string];
  tokens[at] = open.repeat(depth) + (tokens[at] ?? "") + close.repeat(depth);
  return tokens.join("");
}

function repeatLines(text: string, draw: Draw): string {
  const lines = text.split("\n");
  const at = draw(lines.length);
  const part = lines.slice(at, at + 1 + draw(3)).join("\n");
  const times = [2, 5, 40, 300][draw(4)] as number;
  lines.splice(at, 0, ...Array.from({ length: times }, () => part));
  return lines.join("\n");
}

function spliceOther(text: string, draw: Draw, corpus: readonly string[]): string {
  const other = corpus[draw(corpus.length)] ?? "";
  return text.slice(0, draw(text.length)) + other.slice(draw(other.length));
}

/** The tokens of a text, with everything between them. */
export function splitTokens(text: string): string[] {
  return text.match(TOKEN) ?? [];
}
