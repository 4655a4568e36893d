/**
 * The IR that every symbolic lens reads: role scripts and the model that they make up together.
 *
 * Inside a script, names and variables carry no run: a run of the role is a copy with its own. The agent of role `R` is
 * the variable `R` of sort Agent.
 */
import type { Place } from "../../diagnostic/diagnostic.ts";
import type { Name, Term, Variable } from "../../term/term.ts";
import type { Deductions, Operation, Rewrite } from "../../theory/theory.ts";

export type ClaimKind =
  | "Secret"
  | "SKR"
  | "Unguessable"
  | "Alive"
  | "Weakagree"
  | "Niagree"
  | "Nisynch"
  | "Agree"
  | "InjectiveAgree"
  | "InjectiveSynch"
  | "Commit"
  | "Reachable";

export interface Claim {
  readonly kind: ClaimKind;
  /** The claim's own label, or the one that Scyther would number it with. Unique in its protocol. */
  readonly label: string;
  /** Secret, SKR, Unguessable: the term. */
  readonly term?: Term;
  /** Alive, Weakagree: optional; Agree, Commit: required. A role name of the protocol. */
  readonly partner?: string;
  /** Agree, Commit: what is agreed on, in order. */
  readonly data?: readonly Term[];
  /** Agree: the partner's signal names nobody, so the agent that claims need not be the one that the partner runs with. */
  readonly unnamed?: true;
  /** The roles that honest agents play in the claiming run, its own among them; undefined: all roles. */
  readonly honest?: readonly string[];
  /** Agree, Commit: only a Running of the same signal answers it; undefined matches any. */
  readonly signal?: string | undefined;
  /** The author's spelling of what is claimed, e.g. `M` or `DO on N1`; `-` where there is nothing to name. */
  readonly on: string;
  readonly place?: Place | undefined;
  /** True: not in the source; every role gets one. */
  readonly implicit?: boolean;
}

/** The roles that must be played by honest agents in a run for its claim to count. */
export function honestRoles(script: Pick<RoleScript, "roles">, claim: Claim): readonly string[] {
  return claim.honest ?? script.roles;
}

/** Whom verdicts on a protocol take for honest, as a sentence of their assumptions. */
export function sayHonestRoles(roles: readonly string[]): string {
  return `In the run that makes a claim, honest agents play all roles: ${roles.join(", ")}.`;
}

/** The same of a claim that takes only some roles for honest; the sentence of the model where it takes all. */
export function sayHonestFor(script: Pick<RoleScript, "roles">, { honest }: Claim): string {
  if (honest === undefined) return sayHonestRoles(script.roles);
  const others = script.roles.filter((role) => !honest.includes(role));
  return `In the run that makes the claim, honest agents play ${honest.join(" and ")}; ${others.join(" and ")} may be Eve.`;
}

export type ScriptEvent =
  | {
      readonly kind: "send" | "recv";
      readonly label: string;
      readonly from: Term;
      readonly to: Term;
      readonly message: Term;
      /** False: what was sent and what was received under the label are not compared (`!` labels). */
      readonly paired: boolean;
      readonly place?: Place | undefined;
    }
  /** `equal` demands that the two terms are equal (new variables of `left` take their values here); otherwise unequal. */
  | {
      readonly kind: "match";
      readonly equal: boolean;
      readonly left: Term;
      readonly right: Term;
      readonly place?: Place | undefined;
    }
  | {
      readonly kind: "running";
      /** The role whose agent it names as the one it runs with; undefined: it names nobody, and answers whoever claims. */
      readonly partner: string | undefined;
      readonly data: readonly Term[];
      readonly signal?: string | undefined;
      readonly place?: Place | undefined;
    }
  | { readonly kind: "claim"; readonly claim: Claim };

export interface RoleScript {
  readonly protocol: string;
  readonly role: string;
  /** All role names of the protocol, in the order of its header. */
  readonly roles: readonly string[];
  /** Those of them that honest agents play in every run, who play no other role. */
  readonly trusted?: readonly string[];
  /** True: at most one run of this role in a trace. */
  readonly singular: boolean;
  readonly fresh: readonly Name[];
  /** The role's own variables, agents not included. */
  readonly variables: readonly Variable[];
  readonly events: readonly ScriptEvent[];
  /** The title of the role for readers, e.g. "data owner". */
  readonly title?: string;
}

export interface ProtocolScript {
  readonly name: string;
  /** True: its runs model what the intruder or nature may do, not a principal (`@` in SPDL). */
  readonly helper: boolean;
  readonly roles: readonly RoleScript[];
}

/** Everything that runs together and shares keys and constants. */
export interface Model {
  readonly name: string;
  readonly protocols: readonly ProtocolScript[];
  readonly deductions: Deductions;
  /** The operations that its terms are made with, keys among them: how each prints, encodes and so on. */
  readonly operations: readonly Operation[];
  /** Rules that normalise what roles compute on parts that they cannot read. */
  readonly rewrites: readonly Rewrite[];
  /**
   * Operations whose last two arguments may change places; `deductions` take account of it. With one of them left out the
   * verifier takes `f(x, y)` and `f(y, x)` for different: so a test puts that mistake back, to see that a judge finds it.
   */
  readonly commutative: readonly string[];
  /** Agents that are dishonest; Eve is always among them. They execute no role; the intruder plays for them. */
  readonly untrusted: readonly Name[];
  /** 0: typed; 1: basic type flaws; 2: untyped. As Scyther's `--match`. */
  readonly match: 0 | 1 | 2;
  /** Properties that the model leaves out or simplifies, in sentences for the verdicts. */
  readonly approximations: readonly string[];
  /** Assumptions of verdicts on it, in sentences. */
  readonly assumptions: readonly string[];
}
