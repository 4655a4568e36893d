/** The file of each protocol's page: a readable name that every file system takes, and no two the same. */
import type { Subject } from "../../core/verdict/verdict.ts";

/** The page that lists all others. */
export const INDEX_PAGE = "index.html";
const LONGEST = 60;

/** The names of the pages of subjects, in their order. */
export function namePages(subjects: readonly Pick<Subject, "source" | "protocol">[]): readonly string[] {
  const taken = new Set([INDEX_PAGE]);
  return subjects.map(({ protocol }) => {
    const stem = makeStem(protocol);
    let name = `${stem}.html`;
    for (let number = 2; taken.has(name); number++) name = `${stem}-${number}.html`;
    taken.add(name);
    return name;
  });
}

/** Lower case, as some file systems do not tell cases apart; never a name that one of them keeps for itself. */
function makeStem(protocol: string): string {
  const plain = protocol
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .slice(0, LONGEST);
  return plain === "" || /^(con|prn|aux|nul|com\d|lpt\d)$/.test(plain) ? `protocol-${plain}`.replace(/-$/, "") : plain;
}
