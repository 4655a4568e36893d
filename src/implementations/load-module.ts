/** Loads a TypeScript module that a mapping names: parties, a codec, or cryptography. */
import { resolve } from "node:path";
import { createJiti } from "jiti";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import { readText } from "../files/read-text.ts";
import type { Operations } from "../live/roles/operations.ts";
import type { Encoding } from "./encodings.ts";
import type { Parties } from "./parties.ts";

/** The module's parties: its export of that name, or its default export. Throws DiagnosticError (AS833). */
export async function loadParties(file: string): Promise<Parties> {
  const module = await loadModule(file);
  const exported = (module["default"] ?? module) as Partial<Parties>;
  if (typeof exported.parties === "object" && exported.parties !== null) return exported as Parties;
  throw fail(file, "It exports no parties: export const parties = { A: (setting) => ({ start, receive }) }.");
}

/** The module's encoding: `encode(at, content)` and `decode(at, bytes)`. Throws DiagnosticError (AS833). */
export async function loadCodec(file: string): Promise<Encoding> {
  const module = await loadModule(file);
  const { encode, decode } = module as Partial<Encoding>;
  if (typeof encode === "function" && typeof decode === "function") return { encode, decode };
  throw fail(file, "It exports no functions encode and decode.");
}

/** The module's cryptography, which takes the place of ours. Throws DiagnosticError (AS833). */
export async function loadOperations(file: string): Promise<Partial<Operations>> {
  const module = await loadModule(file);
  const names = ["sample", "seal", "unseal", "sign", "verify", "hash"] as const;
  const own = names.filter((name) => typeof module[name] === "function");
  if (own.length > 0) return Object.fromEntries(own.map((name) => [name, module[name]])) as Partial<Operations>;
  throw fail(file, `It exports none of the functions ${names.join(", ")}.`);
}

async function loadModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  readText(file);
  const path = resolve(file);
  const jiti = createJiti(path, { fsCache: false, moduleCache: false, interopDefault: false });
  try {
    return await jiti.import<Record<string, unknown>>(path);
  } catch (error) {
    throw fail(file, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  }
}

function fail(file: string, why: string): DiagnosticError {
  const place = { file, line: 1, column: 1 };
  return new DiagnosticError([diagnose("AS833", `${file} cannot be used: ${why}`, { place })]);
}
