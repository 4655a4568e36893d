/** The back end of mcl-wasm: WebAssembly, several times as fast as noble, with the same bytes. */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { hash_to_field } from "@noble/curves/abstract/hash-to-curve.js";
import type mcl from "mcl-wasm";
import type { Backend, G1, G2, GT } from "../backend.ts";
import { toBytes } from "../bytes.ts";
import { makeG1, makeG2 } from "../noble/source-groups.ts";
import { writeCoordinates } from "../point-bytes.ts";
import { loadLibrary, readGenerators } from "./library.ts";
import { makeSourceGroup } from "./source-group.ts";
import { makeTargetGroup } from "./target-group.ts";

/** Loads the library and makes the back end. */
export async function loadMclBackend(): Promise<Backend> {
  const library = await loadLibrary();
  const generators = readGenerators();
  const pair = (p: G1, q: G2): GT => library.pairing(p as unknown as mcl.G1, q as unknown as mcl.G2) as unknown as GT;
  const g1 = makeSourceGroup<mcl.G1, G1>(library, library.G1, generators.g1, makeG1());
  const g2 = makeSourceGroup<mcl.G2, G2>(library, library.G2, generators.g2, makeG2());
  return {
    name: "mcl",
    g1,
    g2,
    gt: makeTargetGroup(library, () => pair(g1.generator, g2.generator)),
    pair,
    hashToG1: (message, tag) => hashToG1(library, message, tag) as unknown as G1,
  };
}

/** The library hashes under one tag only, so the field elements are noble's and the map to the curve is the library's. */
function hashToG1(library: typeof mcl, message: Uint8Array, tag: string): mcl.G1 {
  const { p, m, k, expand, hash } = bls12_381.G1.defaults;
  const [first, second] = hash_to_field(message, 2, { DST: toBytes(tag), p, m, k, expand, hash });
  return library.add(mapToG1(library, first), mapToG1(library, second));
}

function mapToG1(library: typeof mcl, element: readonly bigint[] | undefined): mcl.G1 {
  const fp = new library.Fp();
  fp.setBigEndianMod(writeCoordinates(...(element ?? [])));
  return fp.mapToG1();
}
