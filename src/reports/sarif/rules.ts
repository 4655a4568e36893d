/** The rules of a SARIF file: one for each kind of claim that a lens has findings of, and one for contradictions. */
import type { Finding } from "../../core/verdict/verdict.ts";
import { findRule } from "../../findings/list-lenses.ts";
import type { ReportingDescriptor } from "./sarif-log.ts";

/** The sentence of every kind of claim; a goal or game of its own goes by its name. */
const CLAIM_SENTENCES: Readonly<Record<string, string>> = {
  Secret: "The intruder never learns the term.",
  SKR: "The intruder never learns the session key.",
  Alive: "The partner has executed some role.",
  Weakagree: "The partner has taken part in a run with exactly these agents.",
  Niagree: "The partners agree on all messages so far.",
  Nisynch: "All messages so far were sent by the partners as received, and in the order of the protocol.",
  Agree: "The partner was in a run with this agent, in these roles, and on these data.",
  InjectiveAgree: "As agreement, and no two runs share one run of the partner.",
  Unguessable: "A guess of this term cannot be verified by the intruder.",
  InjectiveSynch: "As synchronisation, and no two runs share one run of a partner.",
  Commit: "The partner was running with this agent, in these roles, and on these data.",
  Reachable: "A run of the role can reach this point.",
};

/** The rule for engines that contradict each other. */
export const CONTRADICTION = "engines-contradict";

/** The name of the rule that a finding falls under; the goals of BAN logic, which have names of their own, share one. */
export function nameRule(finding: Pick<Finding, "lens" | "claim">): string {
  return `${finding.lens}/${nameKind(finding)}`;
}

function nameKind({ lens, claim }: Pick<Finding, "lens" | "claim">): string {
  return findRule(lens)?.name ?? claim;
}

/** The rules for some findings, in the order in which they are needed. */
export function listRules(findings: readonly Finding[], contradictions: number): readonly ReportingDescriptor[] {
  const rules = new Map<string, ReportingDescriptor>();
  for (const finding of findings) {
    const kind = nameKind(finding);
    const sentence = findRule(finding.lens)?.sentence(kind) ?? CLAIM_SENTENCES[kind] ?? `The claim ${kind} holds.`;
    rules.set(nameRule(finding), describeRule(nameRule(finding), kind, sentence));
  }
  if (contradictions > 0) {
    const sentence = "Two engines contradict each other on one claim.";
    rules.set(CONTRADICTION, describeRule(CONTRADICTION, "EnginesContradict", sentence));
  }
  return [...rules.values()];
}

function describeRule(id: string, name: string, sentence: string): ReportingDescriptor {
  const text = sentence.replace(/[{}]/g, "$&$&");
  const help =
    `${text} A result means that this is violated, that the claim can never be reached, or that it is undecided;  ` +
    "claims as expected have no result.";
  return {
    id,
    name,
    shortDescription: { text },
    fullDescription: { text },
    help: { text: help },
    defaultConfiguration: { level: "error" },
  };
}
