import { loadBackend } from "../crypto/suite.ts"; import { seededRandomness } from "../crypto/randomness.ts";
import { drawCast } from "./cast.ts"; import { measureBackend } from "./measure.ts"; import { recomputeTable } from "./paper-table.ts"; import { measureSizes, totalSize } from "./wire-sizes.ts";
for (const n of ["noble", "mcl"] as const) { const cast = drawCast(await loadBackend(n), seededRandomness("b")); 
const g = measureBackend(cast, 15, () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; }); let s = g.next(); while (!s.done) s = g.next();
for (const a of s.value.algorithms) console.log(n, a.algorithm, a.time.median.toFixed(2), a.sum.toFixed(2), a.ratio.toFixed(3), JSON.stringify(a.operations));
for (const [k,v] of Object.entries(s.value.primitives)) console.log(n,k,v.median.toFixed(3), v.least.toFixed(3));
}
