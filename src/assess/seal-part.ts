/**
 * A part of an assessment is believed when it is put together with others, so it is sealed by whoever judged it: what it
 * says holds cannot be checked without judging it again.
 */
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { diagnose } from "../files/diagnostics.ts";
import { isSealed, type Origin, sealText } from "../files/origin.ts";

/** Purpose in the seals of parts. */
const PURPOSE = "part";

/** The part with its seal; without a key, as it is. */
export function sealPart(part: Assessment, origin: Origin): Assessment {
  if (origin.is === "none" || part.shard === undefined) return part;
  return { ...part, shard: { ...part.shard, seal: sealText(origin.key, PURPOSE, textOf(part)) } };
}

/** Throws DiagnosticError (AS708, AS709) for a part that was not sealed under this key, or was changed since. */
export function requireSeal(path: string, part: Assessment, origin: Origin): void {
  if (part.shard === undefined) return;
  if (origin.is === "none") throw new DiagnosticError([{ ...origin.diagnostic, severity: "error" }]);
  if (isSealed(origin.key, PURPOSE, textOf(part), part.shard.seal)) return;
  const message =
    part.shard.seal === undefined
      ? `${path} has no seal, so its origin is unknown.`
      : `${path} is sealed under another key, or was changed.`;
  throw new DiagnosticError([diagnose("AS708", message)]);
}

/** Everything but the seal, as it is read from a file. */
function textOf({ shard, ...others }: Assessment): string {
  const { seal: _, ...part } = shard ?? { index: 1, of: 1 };
  return JSON.stringify({ ...others, shard: part });
}
