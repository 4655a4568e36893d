/** The installed Scyther as it answers a person: what it prints of a model, or why it refuses it. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Printed } from "../../src/lenses/engine/run-program.ts";
import { runProgram } from "../../src/lenses/engine/run-program.ts";
import type { Answer } from "./compare.ts";

/** Milliseconds for one model. */
const TIME = 5_000;

/** Asks for all claims; undefined after its time, and where it crashes. */
export async function askScyther(path: string, text: string, maxRuns: number): Promise<Answer | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "assay-names-"));
  try {
    const file = join(folder, "names.spdl");
    writeFileSync(file, text);
    const limits = { milliseconds: TIME, signal: new AbortController().signal };
    const ended = await runProgram(path, ["--plain", `--max-runs=${maxRuns}`, file], folder, limits);
    return ended.is === "ended" ? readAnswer(ended.printed) : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads the printed answer. */
export function readAnswer({ stdout, stderr, exitStatus }: Printed): Answer | undefined {
  if (exitStatus === 1)
    return { is: "refused", because: stderr.split("\n").find((line) => line.includes("error")) ?? "" };
  if (exitStatus !== 3) return undefined;
  const rows = stdout.split("\n").filter((line) => line.startsWith("claim\t"));
  const claims = rows.flatMap((row) => {
    const [, id = "", printed = "", , verdict, status = ""] = row.split("\t");
    const [protocol = "", role = ""] = id.split(",");
    if (verdict !== "Ok" && verdict !== "Fail") return [];
    return [[protocol, role, printed, verdict, status.replace(/^\[|\]$/g, "")] as const];
  });
  return { is: "judged", claims };
}
