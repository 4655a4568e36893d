/**
 * The plan of a role, step by step, read off the description: what it makes, computes, sends and receives.
 *
 * The terms are the intended ones that the projection works with, field names included, so a party encodes, compares and
 * opens exactly what the model's role does. Nothing about a message is said here a second time.
 */
import type { Place } from "../../core/diagnostic/diagnostic.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Term } from "../../core/term/term.ts";
import type { Expression } from "../../core/theory/expression.ts";
import type { Description, Step } from "../../core/protocol/ir/description.ts";
import { headerOf } from "../../core/protocol/project/project.ts";
import { Unfolding } from "../../core/protocol/project/unfold.ts";
import { type Forms, formOfSort, listForms } from "../wire/form.ts";
import type { World } from "../../core/protocol/project/world.ts";

/** A step of one role. */
export type PlanStep =
  | { readonly kind: "fresh"; readonly name: string; readonly sort: string; readonly intended: Term }
  | { readonly kind: "timestamp"; readonly name: string; readonly intended: Term }
  | { readonly kind: "computes"; readonly name: string; readonly expression: Expression; readonly intended: Term }
  | {
      readonly kind: "send";
      readonly label: string;
      readonly to: string;
      readonly payload: Expression;
      readonly intended: Term;
    }
  | {
      readonly kind: "recv";
      readonly label: string;
      readonly from: string;
      readonly intended: Term;
      /** Fields that `.view` takes out of the receiver's tests. */
      readonly untested: ReadonlySet<string>;
    };

/** A role as it is run. */
export interface RolePlan {
  readonly protocol: string;
  readonly role: string;
  readonly roles: readonly string[];
  readonly world: World;
  readonly forms: Forms;
  /** Lasting values that are no keys and that `.knows` gives to agents: the operation that names them, and their sort. */
  readonly constants: ReadonlyMap<string, string>;
  /** The terms behind the author's names in the view of this role. */
  readonly names: ReadonlyMap<string, Term>;
  readonly steps: readonly PlanStep[];
}

/** One message of the description, with the term that it carries when nobody interferes. */
export interface PlannedMessage {
  readonly label: string;
  readonly from: string;
  readonly to: string;
  readonly intended: Term;
}

/** A claim of a role, with the intended terms that it is about; in the order of its role. */
export interface PlannedClaim {
  readonly role: string;
  readonly term?: Term;
  readonly data?: readonly Term[];
}

/** The plans of all roles, the messages between them, and what is claimed. */
export interface ProtocolPlan {
  readonly protocol: string;
  readonly world: World;
  /** How what operations make travels. */
  readonly forms: Forms;
  readonly roles: ReadonlyMap<string, RolePlan>;
  readonly messages: readonly PlannedMessage[];
  readonly claims: readonly PlannedClaim[];
}

/** The plan of a description that was checked before; throws DiagnosticError for one that cannot be unfolded. */
export function planProtocol(description: Description): ProtocolPlan {
  const roles = description.roles.map(({ name }) => name);
  const unfolding = new Unfolding(headerOf(description));
  const steps = new Map<string, PlanStep[]>(roles.map((role) => [role, []]));
  const messages: PlannedMessage[] = [];
  for (const step of description.steps) {
    const problem = unfolding.take(step);
    if (problem !== undefined) throw new DiagnosticError([problem]);
    for (const [role, planned] of planStep(unfolding, step)) steps.get(role)?.push(planned);
    if (step.kind === "message") messages.push(planMessage(unfolding, step));
  }
  const { world } = unfolding;
  const constants = listConstants(description, unfolding);
  const forms = new Map([...listForms(world.operations.values()), ...formsOf(constants)]);
  const plans = roles.map((role): readonly [string, RolePlan] => {
    const names = new Map(unfolding.viewOf(role).names);
    const shared = { protocol: description.name, roles, world, forms, constants };
    return [role, { ...shared, role, names, steps: steps.get(role) ?? [] }];
  });
  const claims = unfolding.claims.map(({ role, term, data }): PlannedClaim => {
    return { role, ...(term === undefined ? {} : { term }), ...(data === undefined ? {} : { data }) };
  });
  return { protocol: description.name, world, forms, roles: new Map(plans), messages, claims };
}

/** Lists the values of `.knows` with a sort: one for each agent. */
function listConstants({ steps }: Description, unfolding: Unfolding): ReadonlyMap<string, string> {
  const constants = new Map<string, string>();
  for (const step of steps) {
    if (step.kind !== "knows") continue;
    for (const [name, given] of step.bindings) {
      const term = unfolding.viewOf(step.role).names.get(name);
      if (given.is === "sort" && term?.kind === "application") constants.set(term.op, given.sort);
    }
  }
  return constants;
}

function formsOf(constants: ReadonlyMap<string, string>): Forms {
  return new Map(
    [...constants].flatMap(([op, sort]) => {
      const form = formOfSort(sort);
      return form === undefined ? [] : [[op, form] as const];
    }),
  );
}

type MessageStep = Extract<Step, { kind: "message" }>;

function planMessage(unfolding: Unfolding, { label, from, to, place }: MessageStep): PlannedMessage {
  return { label, from, to, intended: findPayload(unfolding, to, label, place) };
}

function findPayload(unfolding: Unfolding, to: string, label: string, place: Place): Term {
  const arrived = unfolding.viewOf(to).received.at(-1);
  if (arrived?.label === label) return arrived.payload;
  const complaint = `The message ${label} from a role to itself cannot be run.`;
  throw new DiagnosticError([{ code: "CP102", severity: "error", message: complaint, place }]);
}

function planStep(unfolding: Unfolding, step: Step): readonly (readonly [role: string, planned: PlanStep])[] {
  const meaning = (role: string, name: string): Term => unfolding.viewOf(role).names.get(name) as Term;
  switch (step.kind) {
    case "fresh":
      return step.names.map(([name, sort]) => {
        const intended = meaning(step.role, name);
        return [step.role, { kind: "fresh", name, sort, intended }] as const;
      });
    case "timestamp":
      return [[step.role, { kind: "timestamp", name: step.name, intended: meaning(step.role, step.name) }]];
    case "computes":
      return step.bindings.map(([name, expression]) => {
        const intended = meaning(step.role, name);
        return [step.role, { kind: "computes", name, expression, intended }] as const;
      });
    case "message": {
      const { label, from, to, payload, place } = step;
      const intended = findPayload(unfolding, to, label, place);
      const untested = unfolding.world.untested.get(label) ?? new Set<string>();
      return [
        [from, { kind: "send", label, to, payload, intended }],
        [to, { kind: "recv", label, from, intended, untested }],
      ];
    }
    case "public":
    case "knows":
    case "view":
    case "running":
    case "claims":
      return [];
    default:
      return step satisfies never;
  }
}
