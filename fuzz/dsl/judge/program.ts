/** The program of a role, as instructions on a frame: the slots hold its own ground values. */
import type { Place } from "../../../src/core/diagnostic/diagnostic.ts";
import type { ClaimWord } from "../../../src/core/protocol/ir/description.ts";
import type { Ground } from "./algebra.ts";

/** How a value is computed from the frame. */
export type Recipe =
  | { readonly is: "slot"; readonly slot: number }
  | { readonly is: "agent"; readonly role: string }
  | { readonly is: "constant"; readonly value: Ground }
  | { readonly is: "apply"; readonly op: string; readonly args: readonly Recipe[]; readonly mustReduce: boolean }
  | { readonly is: "part"; readonly of: Recipe; readonly at: number; readonly count: number };

/** A pattern for a received term. Slots are bound by what stands in their place. */
export interface Pattern {
  /** The slot that this part is kept in. */
  readonly slot: number | undefined;
  must: Demand;
}

export type Demand =
  /** `intended` is what stands here when nobody interferes. */
  | { readonly is: "anything"; readonly sorts: readonly string[]; readonly intended?: Ground }
  | { readonly is: "equal"; readonly to: Recipe }
  | { readonly is: "tuple"; readonly parts: readonly Pattern[] }
  /** A box of aenc, senc or sign; `key` opens or verifies it. */
  | { readonly is: "box"; readonly op: string; readonly key: Recipe; readonly body: Pattern };

export interface ProgramClaim {
  /** The index in the description's order. */
  readonly index: number;
  readonly role: string;
  readonly word: ClaimWord;
  readonly label: string;
  readonly term?: Recipe;
  readonly partner?: string;
  readonly data?: readonly Recipe[];
  /** False: the partner's signal need not name the claimant. */
  readonly namesPartner: boolean;
  /** The roles that must be played honestly in the claiming run, its own among them; undefined: all. */
  readonly honest?: readonly string[];
  readonly place: Place;
}

export type Instruction =
  | { readonly do: "fresh"; readonly slot: number; readonly name: string; readonly sort: string }
  | { readonly do: "time"; readonly slot: number; readonly name: string }
  | { readonly do: "let"; readonly slot: number; readonly be: Recipe }
  | { readonly do: "match"; readonly slot: number; readonly pattern: Pattern }
  | { readonly do: "test"; readonly one: Recipe; readonly other: Recipe }
  | {
      readonly do: "send";
      readonly label: string;
      readonly to: string;
      readonly slot: number;
      readonly message: Recipe;
    }
  | {
      readonly do: "recv";
      readonly label: string;
      readonly from: string;
      readonly slot: number;
      readonly pattern: Pattern;
    }
  | {
      readonly do: "running";
      /** The claims that the signal answers, by index. */
      readonly answers: readonly number[];
      readonly partner: string | undefined;
      readonly data: readonly Recipe[];
    }
  | { readonly do: "claim"; readonly claim: ProgramClaim };

export interface RoleProgram {
  readonly role: string;
  readonly instructions: readonly Instruction[];
  readonly slots: number;
  /** An honest agent plays it in every run, and no other role. */
  readonly trusted: boolean;
}

export interface Program {
  readonly roles: readonly RoleProgram[];
  readonly claims: readonly ProgramClaim[];
}

/** The program of a role. */
export function programOf(program: Program, role: string): RoleProgram {
  const found = program.roles.find((each) => each.role === role);
  if (found === undefined) throw new RangeError(`no role ${role}`);
  return found;
}

/** True for an instruction in which a run meets the network. */
export function isStep(instruction: Instruction | undefined): boolean {
  return instruction?.do === "send" || instruction?.do === "recv" || instruction?.do === "time";
}
