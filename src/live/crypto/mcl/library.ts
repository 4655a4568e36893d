/**
 * mcl-wasm, initialised once in a process for BLS12-381.
 *
 * Its serialisation and map-to-curve modes are globals of the library: they are set here, as Ethereum has them, and
 * whoever else uses it in this process must leave them so. Decoding does not rest on the order that the library checks.
 */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import mcl from "mcl-wasm";
import { numberToBytesLE } from "@noble/curves/utils.js";
import type { Scalar } from "../backend.ts";

/** The library, ready to compute. */
export async function loadLibrary(): Promise<typeof mcl> {
  await mcl.init(mcl.BLS12_381);
  mcl.setETHserialization(true);
  mcl.setMapToMode(mcl.IRTF);
  mcl.verifyOrderG1(true);
  mcl.verifyOrderG2(true);
  return mcl;
}

/** The generators, which the library does not give for this curve. */
export function readGenerators(): { readonly g1: mcl.G1; readonly g2: mcl.G2 } {
  const g1 = new mcl.G1();
  g1.deserialize(bls12_381.G1.Point.BASE.toBytes());
  const g2 = new mcl.G2();
  g2.deserialize(bls12_381.G2.Point.BASE.toBytes());
  return { g1, g2 };
}

/** A scalar as the library has it. */
export function toFr(scalar: Scalar): mcl.Fr {
  const fr = new mcl.Fr();
  fr.setLittleEndian(numberToBytesLE(scalar, 32));
  return fr;
}
