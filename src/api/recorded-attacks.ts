/** Attacks on implementations as files below games/<protocol>/network: found once, executed first in every later run. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { writeJson } from "../core/diagnostic/sanitise.ts";
import { readText } from "../files/read-text.ts";
import { writeText } from "../files/write-text.ts";
import type { ExecutedStep } from "../lenses/execution/execute-trace.ts";
import type { LeftOut } from "../lenses/execution/leave-out-tests.ts";

/** An attack that succeeded. */
export interface RecordedAttack {
  readonly protocol: string;
  /** The name of the claim that fell. */
  readonly claim: string;
  /** The test that the implementation leaves out; undefined: the attack is one on the description itself. */
  readonly test: LeftOut | undefined;
  readonly seed: string;
  /** The implementation that it succeeded on, with its version. */
  readonly implementation: string;
  readonly steps: readonly ExecutedStep[];
}

const SCHEMA = "assay/implementation-attack-1";
const PREFIX = "implementation-";

/** Writes an attack, and says where. Throws DiagnosticError (AS401). */
export function recordAttack(folder: string, attack: RecordedAttack): string {
  const { protocol, claim, test } = attack;
  const mark = createHash("sha256")
    .update(JSON.stringify([claim, test]))
    .digest("hex")
    .slice(0, 8);
  const words = claim
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .slice(0, 60);
  const path = join(folder, protocol, "network", `${PREFIX}${words}-${mark}.json`);
  writeText(path, `${writeJson({ schema: SCHEMA, ...attack })}\n`);
  return path;
}

/** The attacks that were recorded for a protocol; files of another kind are passed over. */
export function findAttackFiles(folder: string, protocol: string): readonly Pick<RecordedAttack, "claim" | "test">[] {
  const place = join(folder, protocol, "network");
  if (!existsSync(place)) return [];
  const names = readdirSync(place).filter((name) => name.startsWith(PREFIX) && name.endsWith(".json"));
  return names.sort().flatMap((name) => {
    const attack = parse(readText(join(place, name)));
    return attack === undefined ? [] : [attack];
  });
}

function parse(text: string): Pick<RecordedAttack, "claim" | "test"> | undefined {
  try {
    const { schema, claim, test } = JSON.parse(text) as { schema?: unknown; claim?: unknown; test?: Partial<LeftOut> };
    if (schema !== SCHEMA || typeof claim !== "string") return undefined;
    const { role, label, field } = test ?? {};
    const isTest = typeof role === "string" && typeof label === "string" && typeof field === "string";
    return { claim, test: isTest ? { role, label, field } : undefined };
  } catch {
    return undefined;
  }
}
