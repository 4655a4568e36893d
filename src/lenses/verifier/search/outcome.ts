/** How a search over growing bounds on runs ended. */
import type { GroundTrace } from "../replay/trace.ts";
import type { Stop } from "./explore.ts";

/** A violation, nothing within a scope, or an end before that; `reached` is the last bound that was exhausted. */
export type Outcome =
  | { readonly is: "found"; readonly trace: GroundTrace }
  | {
      readonly is: "exhausted";
      readonly scope: "unbounded" | { readonly runs: number };
      readonly by: "refinement" | "saturation";
    }
  | { readonly is: "stopped"; readonly why: Stop | "states"; readonly reached: number };
