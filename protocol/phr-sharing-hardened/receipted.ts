/**
 * The hardened protocol with one message more: DU's signed receipt of what the grant commits to, which names nobody.
 *
 * Its claim by DO fails if another owner can pass DO's record off as its own: Eve, whom DU asked too, signs a copy of the
 * commitment, DU's run with Eve makes the receipt, and DO takes it for that of its own run.
 */
import { agree, sign } from "assay";
import { type Change, commitTo, hardened } from "./protocol.ts";

/** The hardened protocol with a receipt, with all changes or with all but one. */
export function receipted(undone?: Change) {
  return hardened(undone)
    .computes("DO", ({ DO, M, X }) => ({ committed: commitTo({ M, X, DO }, undone) }))
    .computes("DU", ({ DO, M, X }) => ({ committed: commitTo({ M, X, DO }, undone) }))
    .message("M4", "DU", "DO", ({ committed, sgkDU }) => sign({ committed }, sgkDU))
    .claims("DO", ({ committed }) => [agree("DU", [committed], { label: "received-as-DO's" })]);
}
