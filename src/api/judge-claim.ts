/** One claim of a protocol, judged for a test: what matchers compare and print. */
import { sanitise } from "../core/diagnostic/sanitise.ts";
import type { Finding, SourceError } from "../core/verdict/verdict.ts";
import { nameClaim } from "../core/verdict/words.ts";
import { nameFindingExtent } from "../findings/outline-verdict.ts";
import { type AnalysisOptions, verify } from "./analyse.ts";
import type { ProtocolSource } from "./sources.ts";

/** How far a matcher searches. */
export type JudgeOptions = Pick<AnalysisOptions, "timeoutSeconds" | "maxRuns" | "maxStates" | "match">;

/** The findings of the claims that a name means; all where there is no name. Throws Error with what is wrong with the source. */
export async function judgeClaims(
  source: ProtocolSource,
  claim: string | undefined,
  options: JudgeOptions,
): Promise<readonly Finding[]> {
  const { findings, errors } = await verify(source, {
    ...options,
    ...(claim === undefined ? {} : { claims: [claim] }),
  });
  if (errors.length > 0) throw new Error(errors.map(describeError).join("\n"));
  return findings;
}

function describeError({ code, message, file, source, line, column, help }: SourceError): string {
  const place = line === undefined ? source : `${file ?? source}:${line}:${column ?? 1}`;
  return sanitise(`${code} ${place}: ${message}${help === undefined ? "" : ` ${help}`}`);
}

/** A finding for the message of a failed test: the claim and its verdict, and how an attack goes. */
export function describeFinding(finding: Finding): string {
  const { role, verdict } = finding;
  const line = sanitise(`${role} ${nameClaim(finding)}: ${verdict.is}, ${nameFindingExtent(finding)}`);
  if (verdict.is !== "attack") return line;
  return [line, ...verdict.trace.narration.map((sentence, i) => `  ${i + 1}. ${sanitise(sentence)}`)].join("\n");
}
