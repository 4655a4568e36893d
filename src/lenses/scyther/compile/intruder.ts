/**
 * The intruder's abilities in a model of SPDL, as rules: encrypt, decrypt, and what it knows from the start.
 *
 * `f(t)` is `{t}f`. The inverse of a key `f(t)` is `g(t)` where f and g are inverse functions, that of a name its
 * partner in `inversekeys`, that of any other key the key itself; a hash function is no key at all. So a function that
 * is declared as a constant can be inverted by whoever knows it, as in Scyther.
 */
import { AGENT, apply, type Name, type Term, tuple, variable } from "../../../core/term/term.ts";
import type { Analysis, Deductions, Synthesis } from "../../../core/theory/theory.ts";
import { printTerm } from "../print-term.ts";
import { CRYPT } from "./resolve-term.ts";
import { BUILT_IN_AGENTS, type KeyFunction } from "./built-ins.ts";
import { builtInAgent } from "./scope.ts";
import type { Scope, World } from "./world.ts";

/** The keys of Eve that Scyther gives to the intruder; no other key of hers is known. */
export const EVE_KEYS: readonly (readonly [KeyFunction, ...string[]])[] = [
  ["sk", "Eve"],
  ["k", "Alice", "Eve"],
  ["k", "Bob", "Eve"],
  ["k", "Charlie", "Eve"],
  ["k", "Eve", "Alice"],
];

/** The dishonest agent that is always there. */
export const EVE = "Eve";

/** The rules for a compiled file. */
export function deduceForSpdl(world: World, file: Scope): Deductions {
  return { analyses: listAnalyses(world), syntheses: listSyntheses(world, file) };
}

/** Eve and the agents that the file declares untrusted. */
export function listUntrusted(world: World, file: Scope): Name[] {
  const agents = new Map([builtInAgent(file, EVE), ...world.untrusted].map((agent) => [agent.key, agent]));
  return [...agents.values()];
}

function listSyntheses(world: World, file: Scope): Synthesis[] {
  const message = variable("m");
  const key = variable("k");
  const known = new Map(world.publicNames);
  for (const name of BUILT_IN_AGENTS) {
    const agent = builtInAgent(file, name);
    known.set(agent.key, agent);
  }
  const eveKeys = EVE_KEYS.map(([f, ...agents]) =>
    apply(CRYPT, tuple(...agents.map((agent) => builtInAgent(file, agent))), keyFunction(world, f)),
  );
  return [
    { kind: "synthesis", name: "encrypt", from: [message, key], yields: apply(CRYPT, message, key) },
    ...[...known.values()].map((name) => know(name)),
    know(variable("A", [AGENT])),
    ...eveKeys.map(know),
    ...world.compromised.map(know),
  ];
}

function keyFunction(world: World, name: KeyFunction): Name {
  const symbol = world.keyFunctions.get(name);
  if (symbol === undefined) throw new Error(`the file's scope has no ${name}`);
  return symbol;
}

function know(term: Term): Synthesis {
  return { kind: "synthesis", name: `know ${printTerm(term)}`, from: [], yields: term };
}

function listAnalyses(world: World): Analysis[] {
  const message = variable("m");
  const key = variable("k");
  const of = variable("X");
  const builtIn: [Term, Term] = [keyFunction(world, "pk"), keyFunction(world, "sk")];
  const functions = distinct(bothWays([builtIn, ...world.inverseFunctions]));
  const names = distinct(bothWays(world.inverseKeys));
  const asymmetric = [...functions.map(([f, g]): [Term, Term] => [apply(CRYPT, of, f), apply(CRYPT, of, g)]), ...names];
  const unless = [...asymmetric.map(([pattern]) => pattern), ...world.hashes.values()];
  return [
    ...asymmetric.map(
      ([encryptedWith, opensWith]): Analysis => ({
        kind: "analysis",
        name: `decrypt ${printTerm(encryptedWith)}`,
        from: apply(CRYPT, message, encryptedWith),
        using: [opensWith],
        yields: message,
        unless: [],
      }),
    ),
    {
      kind: "analysis",
      name: "decrypt",
      from: apply(CRYPT, message, key),
      using: [key],
      yields: message,
      unless: unless.map((pattern) => ({ term: key, pattern })),
    },
  ];
}

function bothWays(pairs: readonly (readonly [Term, Term])[]): [Term, Term][] {
  return pairs.flatMap(([a, b]): [Term, Term][] => [
    [a, b],
    [b, a],
  ]);
}

function distinct(pairs: readonly [Term, Term][]): [Term, Term][] {
  return [...new Map(pairs.map((pair) => [`${pair[0].key} ${pair[1].key}`, pair])).values()];
}
