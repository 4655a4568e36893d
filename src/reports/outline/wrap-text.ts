/** Text in lines of a given width, as drawings need it: they cannot break lines themselves. */

/** How wide a text is, in letters; those of East Asian scripts take two. */
export function measureText(text: string): number {
  return [...text].reduce((width, letter) => width + (isWide(letter) ? 2 : 1), 0);
}

/** Breaks a text at spaces, and inside words that are longer than a line; what is beyond the last line becomes an ellipsis. */
export function wrapText(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((part) => cutWord(part, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (measureText(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  if (lines.length <= most) return lines;
  const last = lines[most - 1] ?? "";
  return [...lines.slice(0, most - 1), `${[...last].slice(0, Math.max(0, width - 2)).join("")} …`];
}

function cutWord(word: string, width: number): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (const letter of word) {
    if (measureText(part + letter) > width) {
      parts.push(part);
      part = "";
    }
    part += letter;
  }
  return [...parts, part];
}

function isWide(letter: string): boolean {
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u.test(
    letter,
  );
}
