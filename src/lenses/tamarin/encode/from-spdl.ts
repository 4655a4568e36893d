/**
 * SPDL's one encryption as the operations that Tamarin's equations tell apart.
 *
 * In SPDL a key says how its box is opened: `sk(A)` opens `{m}pk(A)`, a hash is never opened, every other key opens its own
 * boxes. The model's deductions say which is which. Where the key is a variable that takes any term, nothing says it
 * beforehand, and the model is not written.
 */
import { mapEvent } from "../../../core/protocol/ir/event.ts";
import type { Model } from "../../../core/protocol/ir/script.ts";
import { mayHoldCompound } from "../../../core/term/sorts.ts";
import { type Application, apply, isAgentSort, type Name, type Term, variable } from "../../../core/term/term.ts";
import type { Rewrite, Synthesis } from "../../../core/theory/theory.ts";

/** SPDL's encryption, and application of a function, in a model. */
const CRYPT = "crypt";
/** Prefix of operations that stand for functions of SPDL. */
export const FUNCTION = "function ";

/** A model in which every encryption has the operation of its kind of key; or why there is none. */
export type FromSpdl = { readonly model: Model } | { readonly why: string };

/** A kind of keys that others open. */
interface KeyPair {
  readonly seal: string;
  readonly open: string;
  readonly key: Term;
  readonly opener: Term;
}

/** Tells the encryptions of a model from SPDL apart. */
export function tellEncryptionsApart(model: Model): FromSpdl {
  const { analyses, syntheses } = model.deductions;
  const pairs: KeyPair[] = [];
  const hashes = new Set(analyses.flatMap(({ unless }) => unless.map(({ pattern }) => pattern.key)));
  for (const { from, using } of analyses) {
    const key = from.kind === "application" && from.op === CRYPT ? from.args[1] : undefined;
    const [opener, ...more] = using;
    if (key === undefined || opener === undefined || more.length > 0) continue;
    if (key.kind !== "variable") pairs.push({ ...nameKind(key), key, opener });
  }
  const problems = new Set<string>();
  const opened = new Set<string>();
  const known = new Set(syntheses.flatMap(({ from, yields }) => (from.length === 0 ? [yields.key] : [])));
  const change = (term: Term): Term => {
    if (term.kind !== "application") return term;
    const [content, key] = term.args;
    if (term.op !== CRYPT || content === undefined || key === undefined)
      return apply(term.op, ...term.args.map(change));
    if (isFunction(key)) {
      if (known.has(key.key) && !hashes.has(key.key) && !isOfAgents(content)) opened.add(key.name);
      return apply(`${FUNCTION}${key.name}`, change(content));
    }
    const pair = pairs.find((one) => isKeyOf(one.key, key));
    if (pair !== undefined) return apply(pair.seal, change(content), change(key));
    if (key.kind === "variable") {
      const mayHaveInverse = pairs.some((one) => one.key.kind === "name");
      if (mayHoldCompound(key, model.match) || key.sorts.includes("Function") || mayHaveInverse) problems.add(key.name);
    }
    return apply("senc", change(content), change(key));
  };
  const protocols = model.protocols.map((protocol) => ({
    ...protocol,
    roles: protocol.roles.map((script) => ({
      ...script,
      events: script.events.map((event) => mapEvent(event, change)),
    })),
  }));
  if (problems.size > 0) {
    const keys = [...problems].join(", ");
    return { why: `what is encrypted under ${keys} has no one way to be opened, as ${keys} may hold any key` };
  }
  // Only what roles send and receive says whether it matters that a function gives its arguments away.
  const given = [...opened];
  const functions = syntheses.flatMap(({ from, yields }) => (from.length === 0 && isFunction(yields) ? [yields] : []));
  const kept = syntheses
    .filter(({ from, yields }) => !(from.length > 0 && yields.kind === "application" && yields.op === CRYPT))
    .map((rule) => ({ ...rule, from: rule.from.map(change), yields: change(rule.yields) }));
  const m = variable("m");
  const rules: Rewrite[] = [
    ...pairs.map(({ seal, open, key, opener }) => makeRule(open, [apply(seal, m, change(key)), change(opener)], m)),
    makeRule("sdec", [apply("senc", m, variable("k")), variable("k")], m),
    ...given.map((name) => makeRule(`invert_${name}`, [apply(`${FUNCTION}${name}`, m)], m)),
  ];
  const plain: Synthesis[] = [
    ...functions.map(({ name }) => makePlain(`${FUNCTION}${name}`, 1)),
    ...["senc", ...pairs.map(({ seal }) => seal)].map((op) => makePlain(op, 2)),
    ...rules.flatMap(({ left }) => (left.kind === "application" ? [makePlain(left.op, left.args.length)] : [])),
  ];
  return {
    model: {
      ...model,
      protocols,
      rewrites: [...model.rewrites, ...rules],
      deductions: { analyses: [], syntheses: [...kept, ...plain] },
    },
  };
}

function nameKind(key: Term): Pick<KeyPair, "seal" | "open"> {
  const symbol = key.kind === "application" ? key.args[1] : key;
  const name = symbol?.kind === "name" ? symbol.name : "";
  if (name === "pk") return { seal: "aenc", open: "adec" };
  if (name === "sk") return { seal: "sign", open: "message" };
  return { seal: `enc_${name}`, open: `dec_${name}` };
}

/** True for a key of the kind that a rule speaks of: the same constant, or the same function of anything. */
function isKeyOf(pattern: Term, key: Term): boolean {
  if (pattern.kind !== "application") return pattern.key === key.key;
  return key.kind === "application" && key.op === pattern.op && key.args[1]?.key === pattern.args[1]?.key;
}

function isFunction(key: Term): key is Name {
  return key.kind === "name" && !key.fresh && key.sorts.includes("Function");
}

function isOfAgents(term: Term): boolean {
  if (term.kind === "application") return term.op !== CRYPT && term.args.every(isOfAgents);
  return term.sorts.length > 0 && term.sorts.every(isAgentSort);
}

function makeRule(op: string, args: readonly Term[], right: Term): Rewrite {
  const left: Application = apply(op, ...args);
  return { name: op, left, right };
}

function makePlain(op: string, arity: number): Synthesis {
  const from = Array.from({ length: arity }, (_, i) => variable(`a${i + 1}`));
  return { kind: "synthesis", name: op, from, yields: apply(op, ...from) };
}
