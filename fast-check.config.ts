/** How many cases a property test tries where it does not say so itself: more at night than at every commit. */
import fc from "fast-check";

const numRuns = Number(process.env["FC_NUM_RUNS"] ?? 0);
if (numRuns > 0) fc.configureGlobal({ numRuns });
