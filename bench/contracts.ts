/**
 * Compiles the contract of the reference implementation: `npm run contracts` writes the artefact that is committed
 * beside it, and a test compares the two. solc runs in a process of its own, because loading it installs a listener
 * that turns any unhandled rejection of the whole process into an exception.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Artefact } from "../protocol/phr-sharing/system/chain/contract/artefact.ts";

const FOLDER = new URL("../protocol/phr-sharing/system/chain/contract/", import.meta.url);
const EVM_VERSION = "shanghai";

interface Compiled {
  readonly errors?: readonly { readonly formattedMessage: string }[];
  readonly contracts?: {
    readonly [file: string]: {
      readonly [name: string]: {
        readonly evm: {
          readonly bytecode: { readonly object: string };
          readonly methodIdentifiers: Artefact["selectors"];
        };
      };
    };
  };
}

/** Compiles the contract with solc as the source is now. Throws Error with its words where it warns or refuses. */
export function compileContract(): Artefact {
  const solc = createRequire(import.meta.url).resolve("solc/solc.js");
  const input = {
    language: "Solidity",
    sources: { "transfer-ledger.sol": { content: readFileSync(new URL("transfer-ledger.sol", FOLDER), "utf8") } },
    settings: {
      evmVersion: EVM_VERSION,
      optimizer: { enabled: true, runs: 200 },
      metadata: { bytecodeHash: "none", appendCBOR: false },
      outputSelection: { "*": { "*": ["evm.bytecode.object", "evm.methodIdentifiers"] } },
    },
  };
  const { stdout, stderr } = spawnSync(process.execPath, [solc, "--standard-json"], {
    input: JSON.stringify(input),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const start = stdout.indexOf("{");
  if (start < 0) throw new Error(`solc says nothing that can be read: ${stderr}`);
  const { errors = [], contracts } = JSON.parse(stdout.slice(start)) as Compiled;
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join("\n"));
  const evm = contracts?.["transfer-ledger.sol"]?.["TransferLedger"]?.evm;
  if (evm === undefined) throw new Error("solc made no TransferLedger.");
  const { version } = createRequire(import.meta.url)("solc/package.json") as { version: string };
  return {
    contract: "TransferLedger",
    compiler: `solc ${version}`,
    evmVersion: EVM_VERSION,
    selectors: evm.methodIdentifiers,
    bytecode: evm.bytecode.object,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(new URL("transfer-ledger.json", FOLDER), `${JSON.stringify(compileContract(), undefined, 2)}\n`);
}
