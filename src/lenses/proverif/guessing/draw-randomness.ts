/**
 * Models in which what draws randomness takes it as an argument: nobody makes a value again without it.
 *
 * Descriptions leave randomness out, so equal contents give one value. For secrets that makes no difference; a guess would
 * be verified by encrypting it once more, which no encryption that is worth its name allows.
 */
import type { RoleScript, ScriptEvent } from "../../../core/protocol/ir/script.ts";
import { mapEvent } from "../../../core/protocol/ir/event.ts";
import {
  apply,
  freshName,
  type Name,
  type Term,
  type Variable,
  variable,
  variablesOf,
} from "../../../core/term/term.ts";
import type { Operation, Rewrite, Weakness } from "../../../core/theory/theory.ts";
import type { Subject } from "../../encoding-subject.ts";

/** The operations that draw. */
type Drawn = ReadonlySet<string>;

/** The subject with randomness as arguments; undefined where a role or a rule makes what it cannot have drawn for. */
export function drawRandomness(subject: Subject): Subject | undefined {
  const { model } = subject;
  const drawn = new Set(model.operations.flatMap(({ name, randomness }) => (randomness === "drawn" ? [name] : [])));
  if (drawn.size === 0) return subject;
  const protocols = model.protocols.map((protocol) => {
    const roles = protocol.roles.map((role) => drawInRole(role, drawn));
    return roles.every((role) => role !== undefined) ? { ...protocol, roles } : undefined;
  });
  const theories = subject.theories?.map((theory) => {
    const rewrites = theory.rewrites.map((rule) => drawInRule(rule, drawn));
    const weaknesses = theory.weaknesses.map((flaw) => drawInWeakness(flaw, drawn));
    if (!rewrites.every(isThere) || !weaknesses.every(isThere)) return undefined;
    return { ...theory, operations: widen(theory.operations, drawn), rewrites, weaknesses };
  });
  const rewrites = model.rewrites.map((rule) => drawInRule(rule, drawn));
  if (!protocols.every(isThere) || theories?.every(isThere) === false || !rewrites.every(isThere)) return undefined;
  const { analyses, syntheses } = model.deductions;
  const draw = (terms: readonly Term[]): readonly Term[] => drawInTerms(terms, drawn);
  return {
    ...subject,
    theories: theories as Subject["theories"],
    model: {
      ...model,
      protocols,
      rewrites,
      operations: widen(model.operations, drawn),
      deductions: {
        analyses: analyses.map((rule) => {
          const [from, yields, ...using] = draw([rule.from, rule.yields, ...rule.using]) as [Term, Term, ...Term[]];
          return { ...rule, from, using, yields };
        }),
        syntheses: syntheses.map((rule) => {
          const [yields, ...from] = draw([rule.yields, ...rule.from]) as [Term, ...Term[]];
          const known = new Set(variablesOf(...from).map(({ key }) => key));
          const added = variablesOf(yields).filter(({ key, name }) => name.startsWith(MARK) && !known.has(key));
          return { ...rule, yields, from: [...from, ...added] };
        }),
      },
    },
  };
}

/** No author can begin a name with it. */
const MARK = "drawn~";

function isThere<T>(thing: T | undefined): thing is T {
  return thing !== undefined;
}

function widen(operations: readonly Operation[], drawn: Drawn): readonly Operation[] {
  return operations.map((op) =>
    drawn.has(op.name) ? { ...op, arity: op.arity + 1, args: [...op.args, "randomness"] } : op,
  );
}

/** The term with an argument more in whatever is drawn; `give` has it for the term as it was. */
function addArguments(term: Term, drawn: Drawn, give: (drawn: Term) => Term): Term {
  if (term.kind !== "application") return term;
  const args = term.args.map((arg) => addArguments(arg, drawn, give));
  return apply(term.op, ...args, ...(drawn.has(term.op) ? [give(term)] : []));
}

/** Rules: one variable for each value that is drawn. */
function drawInTerms(terms: readonly Term[], drawn: Drawn): readonly Term[] {
  const known = new Map<string, Variable>();
  const give = (term: Term): Term => {
    const value = known.get(term.key) ?? variable(`${MARK}${known.size + 1}`);
    known.set(term.key, value);
    return value;
  };
  return terms.map((term) => addArguments(term, drawn, give));
}

function drawInRule(rule: Rewrite, drawn: Drawn): Rewrite | undefined {
  const [left, right] = drawInTerms([rule.left, rule.right], drawn) as [Term, Term];
  return isOver(right, [left]) ? { ...rule, left, right } : undefined;
}

function drawInWeakness(flaw: Weakness, drawn: Drawn): Weakness | undefined {
  const [yields, ...given] = drawInTerms([flaw.yields, ...flaw.given], drawn) as [Term, ...Term[]];
  return isOver(yields, given) ? { ...flaw, given, yields } : undefined;
}

function isOver(term: Term, others: readonly Term[]): boolean {
  const known = new Set(variablesOf(...others).map(({ key }) => key));
  return variablesOf(term).every(({ key }) => known.has(key));
}

/**
 * A role: what it makes first, it draws for; what it receives first, has the randomness of somebody else. Undefined where it
 * compares what it receives with what it would have to make for that.
 */
function drawInRole(script: RoleScript, drawn: Drawn): RoleScript | undefined {
  const known = new Map<string, Term>();
  const fresh: Name[] = [];
  const variables: Variable[] = [];
  let isComparing = false;
  const remember = (term: Term, value: Term): Term => {
    known.set(term.key, value);
    return value;
  };
  const make = (term: Term): Term => {
    const value = known.get(term.key);
    if (value !== undefined) return value;
    const name = freshName(`${MARK}${script.role}${known.size + 1}`, ["Nonce"]);
    fresh.push(name);
    return remember(term, name);
  };
  const take = (term: Term): Term => {
    const value = known.get(term.key);
    if (value !== undefined) return value;
    const own = variable(`${MARK}${script.role}${known.size + 1}`);
    variables.push(own);
    return remember(term, own);
  };
  const compare = (term: Term): Term => {
    isComparing ||= !known.has(term.key);
    return make(term);
  };
  const change = (event: ScriptEvent): ScriptEvent => {
    switch (event.kind) {
      case "recv":
        return mapEvent(event, (term) => addArguments(term, drawn, take));
      case "match":
        return {
          ...event,
          right: addArguments(event.right, drawn, compare),
          left: addArguments(event.left, drawn, event.equal ? take : compare),
        };
      case "send":
      case "running":
      case "claim":
        return mapEvent(event, (term) => addArguments(term, drawn, make));
      default:
        return event satisfies never;
    }
  };
  const events = script.events.map(change);
  if (isComparing) return undefined;
  return { ...script, events, fresh: [...script.fresh, ...fresh], variables: [...script.variables, ...variables] };
}
