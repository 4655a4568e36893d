/** A claim in the words of reports. */
import type { Claim } from "../../../core/protocol/ir/script.ts";

export function printClaim({ label, kind, on }: Claim): string {
  return on === "-" ? `${label}: ${kind}` : `${label}: ${kind} ${on}`;
}
