/**
 * Records what the installed ProVerif prints of the models of all protocols: `npm run record:proverif`, with names for some.
 *
 * Tests read the records where there is no ProVerif. Derivations, which nobody reads, are left out.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { addReachable } from "../src/core/protocol/claims/listing.ts";
import { project } from "../src/core/protocol/project/project.ts";
import { findProgram, listPlaces } from "../src/lenses/engine/find-program.ts";
import { encodeProverif } from "../src/lenses/proverif/encode.ts";
import { PROVERIF } from "../src/lenses/proverif/installed/find-proverif.ts";
import { loadProtocol } from "../src/repository/load-protocol.ts";
import { listProtocols } from "../src/repository/resolve-sources.ts";

const RECORDS = fileURLToPath(new URL("../src/lenses/proverif/installed/fixtures/catalogue/", import.meta.url));
const MOST_MILLISECONDS = 300_000;

const search = await findProgram(PROVERIF, listPlaces(PROVERIF, process.env, undefined), new AbortController().signal);
if (search.is === "found") {
  const names = process.argv.slice(2);
  for (const name of names.length === 0 ? listProtocols("protocol") : names) await record(name, search.program.path);
} else {
  process.stderr.write("There is no ProVerif: set ASSAY_PROVERIF.\n");
  process.exitCode = 2;
}

async function record(name: string, proverif: string): Promise<void> {
  const { description } = await loadProtocol(`protocol/${name}/protocol.ts`);
  // Audits judge claims typed, whatever else a description asks for.
  const model = project({ ...description, match: 0 });
  const { theories, weaknesses } = description;
  const { text } = encodeProverif({
    model: addReachable(model),
    theories,
    weaknesses,
    title: model.name,
    source: name,
  });
  const folder = mkdtempSync(join(tmpdir(), "assay-record-"));
  try {
    writeFileSync(join(folder, "model.pv"), text);
    const began = performance.now();
    const { stdout, status } = spawnSync(proverif, ["model.pv"], {
      cwd: folder,
      encoding: "utf8",
      timeout: MOST_MILLISECONDS,
      maxBuffer: 1e9,
    });
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    if (status === 0) writeFileSync(join(RECORDS, `${name}.out`), leaveOutDerivations(stdout));
    process.stdout.write(`${name}: ${status === 0 ? "recorded" : "NOT recorded"} after ${seconds} s\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Between the goal that is reached and the trace stands how the clauses were put together. */
function leaveOutDerivations(printed: string): string {
  let isKept = true;
  const kept = printed.split("\n").filter((line) => {
    if (line.startsWith("goal reachable: ")) isKept = false;
    if (/^(A more detailed output|RESULT |-- |Starting )/.test(line)) isKept = true;
    return isKept && line.trim() !== "";
  });
  return `${kept.join("\n")}\n`;
}
