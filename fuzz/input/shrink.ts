/** Makes a text smaller that shows a fault, token by token, as long as it shows the same one. */
import { splitTokens } from "./mutate.ts";

const MOST_TRIALS = 400;

/** The smallest text that was found within so many trials. */
export async function shrinkText(text: string, shows: (text: string) => Promise<boolean>): Promise<string> {
  let tokens = splitTokens(text);
  let trials = 0;
  for (let size = Math.ceil(tokens.length / 2); size >= 1 && trials < MOST_TRIALS; ) {
    let isSmaller = false;
    for (let at = 0; at < tokens.length && trials < MOST_TRIALS; ) {
      const fewer = [...tokens.slice(0, at), ...tokens.slice(at + size)];
      trials++;
      if (fewer.length < tokens.length && (await shows(fewer.join("")))) {
        tokens = fewer;
        isSmaller = true;
      } else at += size;
    }
    if (!isSmaller || size > tokens.length) size = size === 1 ? 0 : Math.ceil(size / 2);
  }
  return tokens.join("");
}
