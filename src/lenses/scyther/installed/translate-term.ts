/**
 * Terms of an encoded model as terms of its description: the inverse of how the encoder spells and writes them.
 *
 * `{m}k` is an encryption or a signature by what its key is; `f(...)` is the operation or the key that f stands for, with
 * as many arguments as the description gives it.
 */
import { termsOf } from "../../../core/protocol/ir/event.ts";
import type { Model, RoleScript } from "../../../core/protocol/ir/script.ts";
import { AGENT, apply, constant, freshName, type Name, PAIR, subterms, type Term } from "../../../core/term/term.ts";
import { familyConstant, KEY_OPERATIONS } from "../../../core/theory/keys.ts";
import { CRYPT } from "../compile/resolve-term.ts";
import type { EncodedSpdl } from "../encode.ts";
import { findUntagged } from "../encode/encryptions.ts";
import { KEY_FUNCTION } from "../encode/vocabulary.ts";
import type { Spelling } from "../encode/spellings.ts";

/** A run of a role of the description. */
export interface TranslatedRun {
  readonly script: RoleScript;
  readonly run: number;
}

/** Translates the terms of one attack. */
export interface Translation {
  /** Undefined for a term that the description cannot say. */
  readonly read: (term: Term) => Term | undefined;
  /** Values that were made up, agents not among them. */
  readonly invented: () => readonly Name[];
}

/** The meaning of a global name of the encoded model. */
type Meaning = (argument: Term | undefined) => Term | undefined;

/** Opens a translation; `runs` has the counterparts of the encoded model's runs. */
export function openTranslation(
  { spellings, encryptions }: Pick<EncodedSpdl, "spellings" | "encryptions">,
  model: Model,
  runs: ReadonlyMap<number, TranslatedRun>,
): Translation {
  const meanings = listMeanings(spellings, model);
  const types = new Map(spellings.flatMap(({ what, spdl, id }) => (what === "type" ? [[spdl, id]] : [])));
  const locals = new Map(
    spellings.flatMap(({ what, spdl, id, author }) =>
      what.startsWith("fresh of ") ? [[`${id} ${spdl}`, author]] : [],
    ),
  );
  const tags = new Map(spellings.flatMap(({ what, spdl, id }) => (what === "tag" ? [[spdl, id]] : [])));
  const keyFunctions = new Map(spellings.flatMap(({ what, spdl, id }) => (what === KEY_FUNCTION ? [[spdl, id]] : [])));
  const invented = new Map<string, Name>();
  const readName = (name: Name): Term | undefined => {
    if (name.fresh) {
      const owner = runs.get(name.run ?? -1);
      const author = locals.get(`${owner?.script.protocol}.${owner?.script.role} ${name.name}`);
      const own = owner?.script.fresh.find((candidate) => candidate.name === author);
      return owner === undefined || own === undefined ? undefined : freshName(own.name, own.sorts, owner.run);
    }
    const meaning = meanings.get(name.name);
    if (meaning !== undefined) return meaning(undefined);
    if (name.sorts.includes(AGENT)) return constant(name.name, [AGENT]);
    const made = constant(
      name.name,
      name.sorts.map((sort) => types.get(sort) ?? sort),
    );
    invented.set(made.key, made);
    return made;
  };
  const read = (term: Term): Term | undefined => {
    if (term.kind !== "application") return term.kind === "name" ? readName(term) : undefined;
    const [first, second] = term.args;
    if (first === undefined || second === undefined) return undefined;
    if (term.op === CRYPT) {
      const tagged = readTagged(first, second);
      if (tagged !== undefined) return tagged;
      const under = readUnder(first, second);
      if (under !== undefined) return under;
    }
    const left = read(first);
    if (left === undefined) return undefined;
    if (term.op === CRYPT && second.kind === "name" && !second.fresh) {
      const meaning = meanings.get(second.name);
      if (meaning?.(left) !== undefined) return meaning(left);
    }
    const right = read(second);
    if (right === undefined) return undefined;
    if (term.op !== CRYPT) return term.op === PAIR ? apply(PAIR, left, right) : undefined;
    const op = findUntagged(encryptions, right);
    return op === undefined ? undefined : apply(op, left, right);
  };
  /** `{tag, message}key`, where the tag says which operation it is. */
  const readTagged = (body: Term, key: Term): Term | undefined => {
    const [tag, message] = body.kind === "application" && body.op === PAIR ? body.args : [];
    const op = tag?.kind === "name" && !tag.fresh ? tags.get(tag.name) : undefined;
    if (op === undefined || message === undefined) return undefined;
    const [inside, by] = [read(message), read(key)];
    return inside === undefined || by === undefined ? undefined : apply(op, inside, by);
  };
  /** `{message}f(key)`, where f says which operation it is. */
  const readUnder = (body: Term, key: Term): Term | undefined => {
    const [inner, f] = key.kind === "application" && key.op === CRYPT ? key.args : [];
    const op = f?.kind === "name" && !f.fresh ? keyFunctions.get(f.name) : undefined;
    if (op === undefined || inner === undefined) return undefined;
    const [inside, by] = [read(body), read(inner)];
    return inside === undefined || by === undefined ? undefined : apply(op, inside, by);
  };
  return { read, invented: () => [...invented.values()] };
}

function listMeanings(spellings: readonly Spelling[], model: Model): ReadonlyMap<string, Meaning> {
  const parts = partsOf(model);
  const arities = new Map(KEY_OPERATIONS.map(({ name, arity }) => [name, arity]));
  const constants = new Map<string, Name>();
  const families = new Map<string, Term>();
  for (const part of parts) {
    if (part.kind === "name" && !part.fresh) constants.set(part.name, part);
    if (part.kind !== "application") continue;
    arities.set(part.op, part.args.length);
    const [family] = part.args;
    const isKey = KEY_OPERATIONS.some(({ name }) => name === part.op);
    if (isKey && family !== undefined && family.kind !== "variable") {
      families.set(family.kind === "application" ? family.op : family.name, family);
    }
  }
  const meanings = new Map<string, Meaning>();
  for (const { what, id, author, spdl } of spellings) {
    if (what === "constant") {
      const known = constants.get(id) ?? (id === `${author}()` ? apply(author) : undefined);
      meanings.set(spdl, (argument) => (argument === undefined ? known : undefined));
    } else if (what === "operation") {
      meanings.set(spdl, (argument) => applyTo(id, argument, arities.get(id) ?? 1));
    } else if (what === "key") {
      const [op = "", name = ""] = id.split(" ");
      const family = families.get(name) ?? familyConstant(name);
      const owners = (arities.get(op) ?? 2) - 1;
      meanings.set(spdl, (argument) => applyTo(op, argument, owners, family));
    }
  }
  return meanings;
}

/** Applies an operation to the parts of a tuple; the last argument takes what is left. */
function applyTo(op: string, argument: Term | undefined, arity: number, ...before: readonly Term[]): Term | undefined {
  if (argument === undefined || arity < 1) return undefined;
  const args: Term[] = [];
  let rest = argument;
  while (args.length < arity - 1) {
    if (rest.kind !== "application" || rest.op !== PAIR) return undefined;
    args.push(rest.args[0] as Term);
    rest = rest.args[1] as Term;
  }
  return apply(op, ...before, ...args, rest);
}

function partsOf(model: Model): Term[] {
  const { analyses, syntheses } = model.deductions;
  const terms = [
    ...model.protocols.flatMap((protocol) => protocol.roles.flatMap((role) => role.events.flatMap(termsOf))),
    ...analyses.flatMap(({ from, using, yields }) => [from, ...using, yields]),
    ...syntheses.flatMap(({ from, yields }) => [...from, yields]),
    ...model.rewrites.flatMap(({ left, right }) => [left, right]),
    ...model.untrusted,
  ];
  return terms.flatMap((term) => [...subterms(term)]);
}
