/**
 * Claims: their types, parameters and labels.
 *
 * Running becomes a signal event, NotEqual a match event; Empty and SID leave no trace.
 */
import type { Place } from "../../../core/diagnostic/diagnostic.ts";
import type { Claim, ClaimKind, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { type Term, untuple } from "../../../core/term/term.ts";
import { printParts, printTerm } from "../print-term.ts";
import type { EventNode, TermNode } from "../syntax/ast.ts";
import { checkKnown, checkOwnRole } from "./check-flow.ts";
import { labelClaim } from "./label-claim.ts";
import { findMacro } from "./macros.ts";
import type { ProtocolState, RoleState } from "./protocol-state.ts";
import { resolveTerm } from "./resolve-term.ts";
import { CLAIM_TYPES } from "./built-ins.ts";
import { lookUp, warnOfLabel } from "./scope.ts";
import { listNames, type Macro, report, type World } from "./world.ts";

type ClaimNode = EventNode & { readonly kind: "claim" };
type ClaimType = (typeof CLAIM_TYPES)[number];

/** A resolved parameter and where it stands. */
interface Parameter {
  readonly term: Term;
  readonly place: Place;
}

/** Compiles a claim; undefined when it leaves no trace or is wrong. */
export function compileClaim(
  world: World,
  protocol: ProtocolState,
  role: RoleState,
  node: ClaimNode,
): ScriptEvent | undefined {
  if (world.claims === "standard") {
    // The claim is dropped, unread; only the label that it would have had stays taken.
    if (node.label === undefined) world.taken.add(`${role.name}${role.claims + 1}`);
    return undefined;
  }
  const label = labelClaim(world, protocol, role, node.label);
  const [owner, type, ...rest] = node.args;
  if (owner === undefined || type === undefined) {
    report(world, "SP306", "A claim needs the role and a claim type.", node.place, { length: "claim".length });
    return undefined;
  }
  checkOwnRole(world, role, owner, resolveTerm(world, role.scope, owner).term, "A claim starts with");
  const claimType = readClaimType(world, role, type);
  const parameters = rest.map((parameter): Parameter => {
    const resolved = resolveTerm(world, role.scope, parameter);
    checkKnown(world, role, resolved.uses, "the claim");
    return { term: resolved.term, place: parameter.place };
  });
  if (claimType === undefined) return undefined;
  return buildClaim(world, { protocol, role, label, type: claimType, at: type.place, place: node.place, parameters });
}

function readClaimType(world: World, role: RoleState, node: TermNode): ClaimType | undefined {
  const name = plainName(world, node);
  const found = name === undefined ? undefined : lookUp(role.scope, name);
  if (name === undefined || found?.declared.kind !== "claim-type") {
    const shown = name === undefined ? "This term" : `'${name}'`;
    const near = CLAIM_TYPES.find((known) => known.toLowerCase() === name?.toLowerCase());
    const help = near === undefined ? {} : { help: `Did you mean ${near}?` };
    report(world, "SP307", `${shown} is not a claim type.`, node.place, { length: name?.length ?? 1, ...help });
    return undefined;
  }
  warnOfLabel(world, role.scope, name, node.place, "the claim type");
  return CLAIM_TYPES.find((known) => known === name);
}

/** The name that a term consists of, through parentheses and macros. */
function plainName(world: World, node: TermNode): string | undefined {
  let at = node;
  let user: Macro | undefined;
  for (let steps = 0; steps < 100; steps++) {
    if (at.kind === "tuple" && at.parts.length === 1) at = at.parts[0] as TermNode;
    else if (at.kind !== "name") return undefined;
    else {
      const macro = findMacro(world, at.text, user);
      if (macro === undefined) return at.text;
      user = macro;
      at = macro.body;
    }
  }
  return undefined;
}

interface Draft {
  readonly protocol: ProtocolState;
  readonly role: RoleState;
  readonly label: string;
  readonly type: ClaimType;
  /** Where the claim type stands. */
  readonly at: Place;
  readonly place: Place;
  readonly parameters: readonly Parameter[];
}

function buildClaim(world: World, draft: Draft): ScriptEvent | undefined {
  const { type, parameters, place } = draft;
  const details = { length: type.length };
  switch (type) {
    case "Secret":
    case "SKR": {
      const [secret, ...more] = parameters.flatMap(({ term, place: at }) =>
        untuple(term).map((part) => ({ part, at })),
      );
      if (secret === undefined) {
        report(world, "SP308", `${type} needs the term that is to be secret.`, draft.at, details);
        return undefined;
      }
      if (more.length > 0) {
        report(
          world,
          "SP309",
          `${type} takes one term, not a tuple.`,
          (parameters[1] ?? (parameters[0] as Parameter)).place,
        );
        return undefined;
      }
      return makeClaim(draft, type, printTerm(secret.part), { term: secret.part });
    }
    case "Alive":
    case "Weakagree": {
      const [partner, extra] = parameters;
      if (extra !== undefined) {
        report(world, "SP308", `${type} takes at most one role.`, extra.place);
        return undefined;
      }
      if (partner === undefined) return makeClaim(draft, type, "-", {});
      const name = readPartner(world, draft, partner);
      return name === undefined ? undefined : makeClaim(draft, type, name, { partner: name });
    }
    case "Niagree":
    case "Nisynch":
    case "Reachable": {
      const [extra] = parameters;
      if (extra === undefined) return makeClaim(draft, type, "-", {});
      report(world, "SP308", `${type} takes no parameters.`, extra.place);
      return undefined;
    }
    case "Commit":
    case "Running": {
      const [partner, ...data] = flatten(parameters);
      if (partner === undefined || data.length === 0) {
        report(world, "SP308", `${type} takes a role and at least one datum.`, draft.at, details);
        return undefined;
      }
      const name = readPartner(world, draft, partner);
      if (name === undefined) return undefined;
      const terms = data.map((datum) => datum.term);
      if (type === "Running") return { kind: "running", partner: name, data: terms, place };
      const on = `(${[partner.term, ...terms].map(printTerm).join(",")})`;
      return makeClaim(draft, type, on, { partner: name, data: terms });
    }
    case "NotEqual": {
      const [left, right, ...more] = flatten(parameters);
      if (left === undefined || right === undefined || more.length > 0) {
        report(world, "SP308", "NotEqual takes two terms.", draft.at, details);
        return undefined;
      }
      return { kind: "match", equal: false, left: left.term, right: right.term, place };
    }
    case "SID":
      if (parameters.length === 0) report(world, "SP308", "SID takes at least one term.", draft.at, details);
      return undefined;
    case "Empty":
      return undefined;
    default:
      return type satisfies never;
  }
}

/** Parameters are a tuple, so `(n,n)` as one parameter is two data. */
function flatten(parameters: readonly Parameter[]): Parameter[] {
  return parameters.flatMap(({ term, place }) => untuple(term).map((part) => ({ term: part, place })));
}

function readPartner(world: World, draft: Draft, partner: Parameter): string | undefined {
  const name = draft.protocol.roleNames.find((role) => partner.term.key === draft.protocol.roles.get(role)?.agent.key);
  if (name === undefined) {
    const roles = listNames(draft.protocol.roleNames);
    const message = `'${printParts(partner.term)}' is not a role of ${draft.protocol.name}, so ${draft.type} says nothing.`;
    report(world, "SP311", message, partner.place, { help: `Name one of its roles: ${roles}.` });
  }
  return name;
}

function makeClaim(
  draft: Draft,
  kind: ClaimKind,
  on: string,
  about: Pick<Claim, "term" | "partner" | "data">,
): ScriptEvent {
  return { kind: "claim", claim: { kind, label: draft.label, on, place: draft.place, ...about } };
}
