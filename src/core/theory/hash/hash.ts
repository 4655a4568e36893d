/** Hashes: nobody inverts one; whoever holds the input compares. */
import { op, theory } from "../declare.ts";
import type { Body, Hashed } from "../phantom.ts";
import type { HashValues } from "./implementation.ts";

export const hashTheory = theory("hash", { hash: op<(body: Body) => Hashed>("message") })
  .constructors("hash")
  .facets({
    hash: { noun: "digest", ban: { is: "hash" }, wire: { is: "bytes", tag: 61452, length: 32 }, runs: "hashes" },
  })
  .implementedBy<HashValues>(() => import("./implementation.ts"));

/** Hashes one term or named terms. A receiver who holds the input, then or later, compares. */
export const hash = hashTheory.ops.hash;
