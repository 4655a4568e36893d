/** What the search asks of a claim. */
import type { Order } from "../search/order.ts";
import type { Pattern } from "../search/pattern.ts";

/** How patterns are judged. Monotone: a pattern that grants a claim grants it in all its refinements. */
export interface Judgement {
  /** True when every trace of the pattern grants the claim. */
  isGranted(pattern: Pattern): boolean;
  /** An order of a complete pattern in which the claim is violated, or undefined. */
  findViolation(pattern: Pattern): Order | undefined;
}
