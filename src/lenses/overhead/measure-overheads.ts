/**
 * The costs of the reference implementation's re-encryption, for the assessment: what is the same on every machine apart
 * from what was measured on this one. Quick rather than precise: `assay overhead` measures at length.
 */
import { describeTotals, measureOverhead, type OverheadReport } from "../../live/overhead/report.ts";
import type { Overheads } from "../../core/verdict/verdict.ts";

/** The part that equal sources give equally, and the part for the timings. */
export interface MeasuredOverheads {
  readonly overheads: Overheads;
  readonly times: Pick<OverheadReport, "backends" | "growth">;
}

/** The quicker back end, so that an audit need not wait. */
const BACKEND = "mcl";
const ROUNDS = 1;
const USERS = 3;

const WHAT =
  "Proxy re-encryption over BLS12-381, of the reference implementation: what is stored or sent in bytes, as it is encoded, " +
  "and the operations of every algorithm, counted while it runs.";

/** Measures; the clock gives milliseconds. */
export async function measureOverheads(now: () => number): Promise<MeasuredOverheads> {
  const steps = measureOverhead({ backends: [BACKEND], rounds: ROUNDS, users: USERS, seed: "audit", now });
  let step = await steps.next();
  while (step.done !== true) step = await steps.next();
  const { paper, sizes, total, backends, growth } = step.value;
  const overheads: Overheads = {
    what: WHAT,
    comparison: {
      note: describeTotals(),
      columns: ["Key DO", "Key DU", "CT", "RK", "CT'"],
      rows: paper.rows.map(({ scheme, bytes, total: own, printedTotal }) => ({
        scheme,
        bytes: [bytes.keyDO, bytes.keyDU, bytes.ciphertext, bytes.reKey, bytes.reencrypted],
        total: own,
        printedTotal,
      })),
    },
    sizes,
    total,
    algorithms: (backends[0]?.algorithms ?? []).map(({ algorithm, operations }) => ({ algorithm, operations })),
  };
  return { overheads, times: { backends, growth } };
}
