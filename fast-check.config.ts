/**
 * How many cases a property test tries where it does not say so itself, and which: the same at every commit, so that a run
 * can be repeated; more and fresh ones at night.
 */
import fc from "fast-check";

const numRuns = Number(process.env["FC_NUM_RUNS"] ?? 0);
const isFresh = process.env["ASSAY_NIGHTLY"] === "1" || numRuns > 0;
fc.configureGlobal({ ...(numRuns > 0 ? { numRuns } : {}), ...(isFresh ? {} : { seed: 20_260_101 }) });
