/**
 * Optional peers: packages that only some commands need, installed by whoever uses those.
 *
 * The modules behind such a command import them plainly and are loaded with the command; when one is missing, the error that
 * Node.js throws becomes a diagnostic with the one command that installs all of them. package.json repeats the names as
 * optional peers, and `peers.test.ts` holds the two together.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "./diagnostics.ts";

interface PeerGroup {
  /** The purpose, as the subject of a sentence. */
  readonly purpose: string;
  readonly packages: readonly string[];
}

/** Every optional peer, by what needs it. A package may serve two purposes. */
export const PEER_GROUPS: readonly PeerGroup[] = [
  { purpose: "Games", packages: ["jstat", "tinypool", "mcl-wasm"] },
  { purpose: "A queue of games", packages: ["bullmq", "ioredis"] },
  { purpose: "Generated game harnesses", packages: ["ts-morph"] },
  { purpose: "Messages of protobuf", packages: ["protobufjs"] },
  { purpose: "Plots of overheads", packages: ["vega", "vega-lite"] },
  {
    purpose: "The system of phr-sharing",
    packages: [
      "@ipld/dag-pb",
      "blockstore-core",
      "blockstore-fs",
      "ipfs-unixfs",
      "ipfs-unixfs-importer",
      "mcl-wasm",
      "multiformats",
    ],
  },
];

/** The diagnostic for an error of Node.js about an optional peer that is not installed; undefined for any other error. */
export function explainMissingPeer(error: unknown): Diagnostic | undefined {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") return undefined;
  const name = /^Cannot find package '((?:@[^/']+\/)?[^/']+)/.exec(error.message)?.[1];
  const group = PEER_GROUPS.find(({ packages }) => name !== undefined && packages.includes(name));
  if (group === undefined) return undefined;
  const needed = group.packages.length === 1 ? "a package" : `${group.packages.length} packages`;
  return diagnose(
    "AS116",
    `${group.purpose} need${group.purpose.endsWith("s") ? "" : "s"} ${needed} that Assay does not include: ${name} is missing.`,
    {
      help: `npm install --save-dev ${group.packages.join(" ")}`,
    },
  );
}
