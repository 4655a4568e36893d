/** The back end of @noble/curves: audited, in JavaScript, the default. */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import type { Backend, G1, G2, GT } from "../backend.ts";
import { toBytes } from "../bytes.ts";
import { FIELD12 } from "../target/tower.ts";
import { makeG1, makeG2, type Point1, type Point2 } from "./source-groups.ts";
import { makeTargetGroup } from "./target-group.ts";

/** Makes the back end; tables of its generators are made when they are first needed. */
export function makeNobleBackend(): Backend {
  const g1 = makeG1();
  const g2 = makeG2();
  const gt = makeTargetGroup(() => pair(g1.generator, g2.generator));
  return {
    name: "noble",
    g1,
    g2,
    gt,
    pair,
    hashToG1: (message, tag) => bls12_381.G1.hashToCurve(message, { DST: toBytes(tag) }) as unknown as G1,
  };
}

/** Elements are in their groups already, so the library's own check, a multiplication for each point, is left out. */
function pair(left: G1, right: G2): GT {
  const p = left as unknown as Point1;
  const q = right as unknown as Point2;
  if (p.is0() || q.is0()) return FIELD12.ONE as unknown as GT;
  const { x, y } = p.toAffine();
  const lines = bls12_381.utils.calcPairingPrecomputes(q);
  return FIELD12.finalExponentiate(bls12_381.millerLoopBatch([[lines, x, y]])) as unknown as GT;
}
