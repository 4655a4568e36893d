/**
 * From spellings to the terms of a model: constants, the copies of fresh names, and what Scyther made up.
 *
 * A name without `#` is one of the model. `n#3` is the fresh name n of run 3 where that run has one, and otherwise a
 * value that the intruder makes up, of the type before the `#`.
 */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { Model, RoleScript } from "../../../core/protocol/ir/script.ts";
import { AGENT, apply, constant, freshName, type Name, PAIR, subterms, type Term } from "../../../core/term/term.ts";
import { CRYPT } from "../compile/resolve-term.ts";
import { BUILT_IN_AGENTS } from "../compile/built-ins.ts";
import type { SpelledTerm } from "./attack.ts";

/** Reads terms of one attack. */
export interface Lexicon {
  /** Undefined for a name that the model does not have. A name that protocols share is that of the one given. */
  readonly read: (term: SpelledTerm, protocol: string) => Term | undefined;
  /** Values that were made up, agents not among them. */
  readonly invented: () => readonly Name[];
}

/** A run of a role under Scyther's number. */
export interface NumberedRun {
  readonly script: RoleScript;
  /** The number that the run gets in the trace. */
  readonly run: number;
}

/** Opens a lexicon for a model and the runs of an attack, by Scyther's numbers. */
export function openLexicon(model: Model, runs: ReadonlyMap<number, NumberedRun>): Lexicon {
  const constants = collectConstants(model);
  const invented = new Map<string, Name>();
  const invent = (name: string, sort: string): Name => {
    const made = constant(name, [sort]);
    if (sort !== AGENT) invented.set(made.key, made);
    return made;
  };
  const readName = (name: string, protocol: string): Term | undefined => {
    const [, base, number] = /^(.+)#(\d+)$/.exec(name) ?? [];
    if (base === undefined) return constants.get(`${name}@${protocol}`) ?? constants.get(name);
    const owner = runs.get(Number(number));
    const fresh = owner?.script.fresh.find((candidate) => candidate.name === base);
    return owner === undefined || fresh === undefined
      ? invent(name, base)
      : freshName(fresh.name, fresh.sorts, owner.run);
  };
  const read = (term: SpelledTerm, protocol: string): Term | undefined => {
    switch (term.kind) {
      case "name":
        return readName(term.name, protocol);
      case "pair":
        return combine(PAIR, read(term.left, protocol), read(term.right, protocol));
      case "crypt":
        return combine(CRYPT, read(term.body, protocol), read(term.key, protocol));
      default:
        return term satisfies never;
    }
  };
  return { read, invented: () => [...invented.values()] };
}

function combine(op: string, left: Term | undefined, right: Term | undefined): Term | undefined {
  return left === undefined || right === undefined ? undefined : apply(op, left, right);
}

/** Every constant that the model mentions, by its name and by its spelling in SPDL. */
function collectConstants(model: Model): ReadonlyMap<string, Name> {
  const found = new Map<string, Name>(BUILT_IN_AGENTS.map((name) => [name, constant(name, [AGENT])]));
  const { analyses, syntheses } = model.deductions;
  const terms = [
    ...model.protocols.flatMap((protocol) => protocol.roles.flatMap((role) => role.events.flatMap(termsOf))),
    ...analyses.flatMap(({ from, using, unless }) => [from, ...using, ...unless.map(({ pattern }) => pattern)]),
    ...syntheses.map(({ yields }) => yields),
    ...model.untrusted,
  ];
  for (const part of terms.flatMap((term) => [...subterms(term)])) {
    if (part.kind !== "name" || part.fresh) continue;
    const spelling = part.name.replace(/(?<=.)@.*$/s, "");
    found.set(part.name, part);
    if (!found.has(spelling)) found.set(spelling, part);
  }
  return found;
}
