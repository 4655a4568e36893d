/** Attacks of the network adversary as files: a seed, actions, and what happened, to be played again. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { writeJson } from "../../core/diagnostic/sanitise.ts";
import { type Attack, BadAttack, readAttack } from "./attack.ts";
import type { Subject } from "./subject.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { readText } from "../../files/read-text.ts";
import { writeText } from "../../files/write-text.ts";

/** Where attacks are stored, seen from the working folder. */
export const ATTACK_FOLDER = join(".assay", "attacks");

/** Writes an attack, and says where. Throws DiagnosticError (AS401). */
export function storeAttack(folder: string, attack: Attack): string {
  const { protocol, breaks, seed } = attack;
  const words = breaks.toLowerCase().replace(/[^a-z0-9]+/gu, "-");
  const mark = createHash("sha256")
    .update(JSON.stringify([breaks, seed]))
    .digest("hex")
    .slice(0, 8);
  const path = join(folder, protocol, `${words.slice(0, 60)}-${mark}.json`);
  writeText(path, `${writeJson(attack)}\n`);
  return path;
}

/** Reads an attack on a subject. Throws DiagnosticError (AS102 to AS105, AS126). */
export function loadAttack(path: string, { description, system }: Subject): Attack {
  const text = readText(path);
  try {
    const attack = readAttack(text, system?.mutants ?? []);
    if (attack.protocol !== description.name)
      throw new BadAttack(`It is an attack on ${JSON.stringify(attack.protocol)}.`);
    return attack;
  } catch (error) {
    if (!(error instanceof BadAttack)) throw error;
    const place = { file: path, line: 1, column: 1 };
    throw new DiagnosticError([diagnose("AS126", error.message, { place })]);
  }
}
