/** The key under which a queue is used: a secret that coordinator and workers share, or that of this machine. */
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import { LEAST_SECRET, openOrigin, type Origin, sealText } from "../files/origin.ts";

/**
 * The key of a queue: `ASSAY_QUEUE_KEY`; on this machine without it, one made of the machine's own, which only processes of
 * the same user have. Undefined: there is none. Throws DiagnosticError (AS147) for a short secret, and for a queue beyond
 * this machine without one.
 */
export function readQueueKey(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
  origin: () => Origin = () => openOrigin(environment),
): Uint8Array | undefined {
  const secret = environment["ASSAY_QUEUE_KEY"];
  if (secret !== undefined && secret !== "") {
    if (secret.length >= LEAST_SECRET) return new TextEncoder().encode(secret);
    throw new DiagnosticError([refuse(`ASSAY_QUEUE_KEY has fewer than ${LEAST_SECRET} characters.`)]);
  }
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  if (!["127.0.0.1", "[::1]", "localhost", ""].includes(host)) {
    throw new DiagnosticError([refuse(`The queue is on ${host}, and ASSAY_QUEUE_KEY is not set.`)]);
  }
  const own = origin();
  return own.is === "none" ? undefined : Buffer.from(sealText(own.key, "queue", "of this machine"), "hex");
}

function refuse(message: string): Diagnostic {
  return diagnose("AS147", message);
}
