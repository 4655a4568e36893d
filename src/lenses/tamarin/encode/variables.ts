/**
 * Typed matching as far as Tamarin has it: agents are public names, and a variable that takes fresh names alone is a fresh
 * one if it comes in a box. Every other takes any term: in clear, a fresh one would have Tamarin ask without end who had
 * sent it before.
 */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { Model, RoleScript } from "../../../core/protocol/ir/script.ts";
import { admits, isGeneric, isStrictAgent, mayHoldCompound } from "../../../core/term/sorts.ts";
import {
  AGENT,
  constant,
  isAgentSort,
  type Name,
  subterms,
  untuple,
  type Variable,
  variablesOf,
} from "../../../core/term/term.ts";
import { FAMILY } from "../../../core/theory/keys.ts";
import { trustedRole } from "./trusted.ts";
import type { Vocabulary } from "./vocabulary.ts";

export interface Variables {
  /** The variable `id` of a role as a term. */
  readonly write: (v: Variable, script: RoleScript, id: string) => string;
  /** Where variables take more than the source lets them, in sentences. */
  readonly losses: () => readonly string[];
}

export function openVariables(model: Model, vocabulary: Vocabulary): Variables {
  const scripts = model.protocols.flatMap(({ roles }) => roles);
  const terms = [
    ...scripts.flatMap(({ events }) => events.flatMap(termsOf)),
    ...model.deductions.syntheses.map(({ yields }) => yields),
  ];
  const leaves = terms.flatMap((term) => [...subterms(term)]);
  const names = leaves.filter((leaf): leaf is Name => leaf.kind === "name" && !leaf.sorts.includes(FAMILY));
  const atoms = names.filter(({ sorts }) => sorts.length === 0 || !sorts.every(isAgentSort));
  const clear = new Set(scripts.flatMap(listClear));
  const losses = new Set<string>();
  const agent = constant("somebody", [AGENT]);
  const write: Variables["write"] = (v, script, id) => {
    const trusted = trustedRole(v, script);
    if (trusted !== undefined) return vocabulary.writeTrusted(trusted, `$${id}`);
    if (isStrictAgent(v.sorts)) return `$${id}`;
    if (mayHoldCompound(v, model.match)) return id;
    if (clear.has(`${script.protocol} ${script.role} ${v.key}`)) {
      losses.add(`${v.name} of ${script.role} is of type ${v.sorts.join(" or ")}, and takes any term here.`);
      return id;
    }
    const fitting = atoms.filter((name) => admits(v, name, model.match));
    const others = atoms.filter((name) => !admits(v, name, model.match));
    const sorts = v.sorts.join(" or ");
    if (fitting.some(({ fresh }) => !fresh) || admits(v, agent, model.match)) {
      losses.add(`${v.name} of ${script.role} is of type ${sorts}, and takes any term here.`);
      return id;
    }
    const more = [...new Set(others.filter(({ fresh }) => fresh).flatMap((name) => name.sorts))].sort();
    if (more.length > 0) {
      losses.add(
        `${v.name} of ${script.role} is of type ${sorts}, and takes fresh values of type ${more.join(", ")} as well here.`,
      );
    }
    return `~${id}`;
  };
  return {
    write: (v, script, id) => (isGeneric(v) && !v.sorts.some(isAgentSort) ? id : write(v, script, id)),
    losses: () => [...losses],
  };
}

/** The variables that a role first receives in clear. */
function listClear({ protocol, role, events }: RoleScript): readonly string[] {
  const had = new Set<string>();
  return events.flatMap((event) => {
    const received = event.kind === "recv" ? untuple(event.message) : [];
    const clear = received.filter((part) => part.kind === "variable" && !had.has(part.key));
    for (const v of variablesOf(...termsOf(event))) had.add(v.key);
    return clear.map(({ key }) => `${protocol} ${role} ${key}`);
  });
}
