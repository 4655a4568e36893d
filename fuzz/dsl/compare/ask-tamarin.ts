/**
 * The installed Tamarin as a judge of descriptions: one process for all claims of one.
 *
 * It gets the description as it is, without any mistake that is put back. It prints no executions, so what it falsifies
 * counts where its theory says neither more of messages nor of the claim than the description does.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Description } from "../../../src/core/protocol/ir/description.ts";
import { project } from "../../../src/core/protocol/project/project.ts";
import { encodeTamarin } from "../../../src/lenses/tamarin/encode.ts";
import type { ClaimLemma } from "../../../src/lenses/tamarin/encode/write-lemma.ts";
import { type Output, readOutput } from "../../../src/lenses/tamarin/installed/read-output.ts";
import { nameClaim, type ProgramJudge, type Said } from "./program-judge.ts";

/** Milliseconds for one description: Tamarin says nothing before it has come to an end with every claim. */
const TIME = 30_000;

/** The program at a path. */
export function tamarinJudge(path: string): ProgramJudge {
  return { name: "tamarin", title: "Tamarin", ask: (description) => ask(path, description) };
}

function ask(path: string, description: Description): ReadonlyMap<string, Said> | string {
  const model = project(description);
  const { theories, weaknesses } = description;
  const { text, lemmas, widened } = encodeTamarin({
    model,
    theories,
    weaknesses,
    title: description.name,
    source: "fuzz",
  });
  const folder = mkdtempSync(join(tmpdir(), "assay-fuzz-tamarin-"));
  try {
    writeFileSync(join(folder, "theory.spthy"), text);
    const args = ["--prove", "--derivcheck-timeout=0", "theory.spthy", "+RTS", "-N1", "-M4G", "-RTS"];
    const ended = spawnSync(path, args, { cwd: folder, encoding: "utf8", timeout: TIME, maxBuffer: 1e8 });
    if (ended.signal !== null) return new Map();
    const printed = { ...ended, exitStatus: ended.status ?? undefined, signal: undefined };
    const said = new Map<string, Said>();
    for (const asked of lemmas) {
      const output = readOutput(printed, asked.lemma);
      if (output.is === "refused") return `Tamarin rejects the theory: ${output.why}`;
      if (output.is === "unreadable" || output.is === "no maude") return `${output.is}: ${ended.stderr}`;
      said.set(nameClaim(asked.role, asked.claim.label), weigh(output.is, asked, widened.length > 0));
    }
    return said;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Turns an answer into a verdict on the claim; `isWidened`: the theory takes more messages than the description. */
function weigh(is: Output["is"], { claim, losses }: ClaimLemma, isWidened: boolean): Said {
  const isReachable = claim.kind === "Reachable";
  const shows = isReachable ? "verified" : "falsified";
  const proves = isReachable ? "falsified" : "verified";
  if (is === proves) return { is: losses.some(({ spoils }) => spoils === "proofs") ? "open" : "proved" };
  if (is !== shows) return { is: "open" };
  return { is: isWidened || losses.some(({ spoils }) => spoils === "refutations") ? "derived" : "falsified" };
}
