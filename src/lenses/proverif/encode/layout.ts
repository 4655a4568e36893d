/** Lines of a model: indented, and broken before they reach a hundred columns. */

const WIDEST = 98;

/** A line with its depth of indentation. */
export interface Line {
  readonly depth: number;
  readonly text: string;
}

/** The text of lines; long ones go on below, further in. */
export function layOut(lines: readonly Line[]): string {
  return lines.map(({ depth, text }) => `${breakLine("  ".repeat(depth), text)}\n`).join("");
}

/** A comment, whose text cannot end it. */
export function comment(text: string): string {
  return `(* ${text.replace(/\*\)/g, "*\u2009)").replace(/\(\*/g, "(\u2009*")} *)`;
}

/** Breaks where the fewest parentheses are open, in the later half of the line. */
function breakLine(indent: string, text: string): string {
  const further = `${indent}    `;
  const broken: string[] = [];
  let rest = text;
  for (let start = indent; ; start = further) {
    const room = WIDEST - start.length;
    if (rest.length <= room) return [...broken, `${start}${rest}`.trimEnd()].join("\n");
    const at = findBreak(rest, room);
    broken.push(`${start}${rest.slice(0, at)}`.trimEnd());
    rest = rest.slice(at).trimStart();
  }
}

function findBreak(text: string, room: number): number {
  const isComment = text.startsWith("(*");
  let open = 0;
  let best: { readonly at: number; readonly open: number } | undefined;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === "(") open++;
    else if (letter === ")") open--;
    if (letter !== " " || text[at - 1] === ":" || /^ (in|then|\*\))$/.test(text.slice(at))) continue;
    if (at > room && best !== undefined) break;
    const rank = isComment ? 0 : open;
    if (at < room / 2 && best === undefined) continue;
    if (best === undefined || rank <= best.open) best = { at, open: rank };
    if (at > room) break;
  }
  return best?.at ?? text.length;
}
