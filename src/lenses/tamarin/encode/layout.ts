/** Lines of a theory, broken before they reach a hundred columns. */

const WIDEST = 98;

/** A line of a comment, on more lines where it is long; these stand further in than a point of a list. */
export function comment(text: string, indent = ""): string {
  const point = /^ *(?:- )?/.exec(text)?.[0] ?? "";
  const lead = `${indent}// `;
  return breakLine(`${lead}${point}`, `${lead}${" ".repeat(point.length + 2)}`, text.slice(point.length), () => 0);
}

/** A line of code, broken where the fewest brackets are open; what goes on stands further in. */
export function code(text: string, indent = ""): string {
  return breakLine(indent, `${indent}    `, text, countOpen);
}

/** A list in brackets, in one line where there is room; a line may be a comment. */
export function list(open: string, items: readonly string[], close: string, indent: string): string {
  const flat = `${indent}${open} ${items.join(", ")} ${close}`;
  const isPlain = items.every((item) => !item.includes("//"));
  if (items.length === 0) return `${indent}${open} ${close}`;
  if (isPlain && flat.length <= WIDEST) return flat;
  const lines: string[] = [];
  let lead = `${open} `;
  for (const item of items) {
    if (item.startsWith("//")) {
      lines.push(comment(item.slice(2).trim(), `${indent}  `));
      continue;
    }
    const [term = "", note] = item.split(" // ");
    const line = `${indent}${lead}${term}`;
    if (note !== undefined && line.length + note.length + 4 > WIDEST) lines.push(comment(note, `${indent}  `));
    const tail = note === undefined || line.length + note.length + 4 > WIDEST ? "" : ` // ${note}`;
    lines.push(`${code(`${lead}${term}`, indent)}${tail}`);
    lead = ", ";
  }
  lines.push(`${indent}${close}`);
  return lines.join("\n");
}

function breakLine(first: string, further: string, text: string, rankAt: (text: string) => number[] | number): string {
  const broken: string[] = [];
  let rest = text;
  for (let start = first; ; start = further) {
    const room = WIDEST - start.length;
    if (rest.length <= room) return [...broken, `${start}${rest}`.trimEnd()].join("\n");
    const at = findBreak(rest, room, rankAt(rest));
    broken.push(`${start}${rest.slice(0, at)}`.trimEnd());
    rest = rest.slice(at).trimStart();
    if (rest === "") return broken.join("\n");
  }
}

/** The last of the best places in the later half of the line. */
function findBreak(text: string, room: number, ranks: number[] | number): number {
  let best: { readonly at: number; readonly rank: number } | undefined;
  for (let at = 1; at < text.length; at++) {
    if (at > room && best !== undefined) break;
    if (text[at] !== " " || (at < room / 2 && text.length > room && at + 1 < room / 2)) continue;
    const rank = typeof ranks === "number" ? ranks : (ranks[at] ?? 0);
    if (best === undefined || rank <= best.rank) best = { at, rank };
  }
  return best?.at ?? text.length;
}

/** How many brackets are open at each place; `<` and `>` are brackets but in `#i < #j`, `==>`, `--[` and `]->`. */
function countOpen(text: string): number[] {
  let open = 0;
  return [...text].map((letter, at) => {
    const isTight = letter === "<" ? text[at + 1] !== " " : text[at - 1] !== "=" && text[at - 1] !== "-";
    const isOperator = letter === ">" && text[at - 1] === " ";
    if ("([".includes(letter) || (letter === "<" && isTight)) open++;
    if (")]".includes(letter) || (letter === ">" && isTight && !isOperator)) open--;
    return open;
  });
}
