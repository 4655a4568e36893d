/** Reads the compiled contract that is committed beside its source. `npm run contracts` makes it anew. */
import { readFileSync } from "node:fs";

/** The compiled contract, and which compiler made it. */
export interface Artefact {
  readonly contract: string;
  readonly compiler: string;
  readonly evmVersion: string;
  /** Each function's signature and selector, as digits. */
  readonly selectors: { readonly [signature: string]: string };
  /** The bytecode that makes the contract, as digits. */
  readonly bytecode: string;
}

/** The committed artefact. */
export function readArtefact(): Artefact {
  return JSON.parse(readFileSync(new URL("transfer-ledger.json", import.meta.url), "utf8")) as Artefact;
}
