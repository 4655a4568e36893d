/** The facts of a theory by what they say: their names, and a comment for those that are no claim. */
import type { ProtocolScript, RoleScript } from "../../../core/protocol/ir/script.ts";
import type { Identifiers } from "./identifiers.ts";

export interface Facts {
  /** An agent plays some role. */
  readonly runs: () => string;
  /** An agent plays a role of a run among these agents. */
  readonly among: (size: number) => string;
  readonly begun: (script: RoleScript) => string;
  readonly message: (kind: "send" | "recv", protocol: ProtocolScript, label: string) => string;
  readonly running: (script: RoleScript, at: number) => string;
  /** A run of a role goes on after its claims at an event. */
  readonly goesOn: (script: RoleScript, at: number) => string;
  readonly claim: (protocol: string, label: string) => string;
  /** The state of a role after one of its rules. */
  readonly state: (script: RoleScript, step: number) => string;
  readonly rule: (script: RoleScript, step: number) => string;
}

/** Opens the facts; with several protocols the facts of roles name theirs. */
export function openFacts(identifiers: Identifiers, has: "one protocol" | "several"): Facts {
  const nameOf = ({ protocol, role }: RoleScript): string => (has === "several" ? `${protocol}_${role}` : role);
  const fact = (key: string, wish: string): string => identifiers.global("fact", key, wish);
  return {
    runs: () => fact("runs", "Runs"),
    among: (size) => fact(`among ${size}`, `Runs_among_${size}`),
    begun: (script) => fact(`begun ${script.protocol} ${script.role}`, `Begun_${nameOf(script)}`),
    message: (kind, { name }, label) =>
      fact(`${kind} ${name} ${label}`, `${kind === "send" ? "Sent" : "Got"}_${label.replace(/^!/, "")}`),
    running: (script, at) => fact(`running ${script.protocol} ${script.role} ${at}`, `Running_${nameOf(script)}`),
    goesOn: (script, at) => fact(`on ${script.protocol} ${script.role} ${at}`, `Goes_on_${nameOf(script)}`),
    claim: (protocol, label) => fact(`claim ${protocol} ${label}`, label),
    state: (script, step) => fact(`state ${script.protocol} ${script.role} ${step}`, `State_${nameOf(script)}_${step}`),
    rule: (script, step) =>
      identifiers.global("rule", `${script.protocol} ${script.role} ${step}`, `${nameOf(script)}_${step}`),
  };
}
