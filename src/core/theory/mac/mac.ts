/**
 * Message authentication codes: whoever has the key and the message makes one, and nobody reads or undoes it.
 *
 * There is no rule. A receiver verifies a MAC by making it from what it holds itself, then or later; one over something
 * that it does not hold stays unread.
 */
import { op, theory } from "../declare.ts";
import type { Body, Typed } from "../phantom.ts";
import type { MacValues } from "./implementation.ts";

/** A MAC: it reveals neither message nor key. */
export type Mac = Typed<{ kind: "mac" }>;

export const macTheory = theory("mac", {
  mac: op<(body: Body, key: Typed<unknown>) => Mac>("message", "key"),
})
  .constructors("mac")
  .facets({ mac: { noun: "code", ban: { is: "box", kind: "mac", key: 1 }, raw: [1] } })
  .implementedBy<MacValues>(() => import("./implementation.ts"));

/**
 * Makes a MAC of one term or named terms under a key. It does not carry its message: send beside it the parts that the receiver lacks.
 * @example
 * protocol("p", { A: "sender", B: "receiver" })
 *   .fresh("A", { N: nonce })
 *   .message("M1", "A", "B", ({ N, B }) => ({ N, proof: mac({ N, B }, shk("A", "B")) }));
 */
export const mac = macTheory.ops.mac;
