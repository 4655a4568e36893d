/**
 * The words of a role: an expression, evaluated twice at once.
 *
 * The intended term follows the names to what they stand for when nobody interferes; the local term follows them to what
 * this role holds. A destructor that works on the intended side gives structure to the opaque part on the local side.
 */
import type { Place } from "../../diagnostic/diagnostic.ts";
import { match } from "../../term/match.ts";
import { apply, type Application, type Term, tuple, untuple } from "../../term/term.ts";
import { type Expression, printExpression } from "../../theory/expression.ts";
import { fieldsOf, record } from "../../theory/intended.ts";
import { agentOf, keyTerm } from "../../theory/keys.ts";
import { rejectStuck } from "../check/explain-stuck.ts";
import { reject } from "../check/rejection.ts";
import { helpWithNames } from "../../diagnostic/suggest.ts";
import { canMakeKey, recall } from "./hold.ts";
import { EVE } from "./intruder.ts";
import { printIntended } from "./print-intended.ts";
import { openByRule, settle } from "./receive.ts";
import { identify, type RoleView } from "./role-view.ts";
import { opensSomething, reduce, rulesOf, type World } from "./world.ts";

export interface Said {
  readonly intended: Term;
  readonly local: Term;
}

export interface Saying {
  readonly world: World;
  readonly view: RoleView;
  readonly clock: number;
  readonly place: Place | undefined;
  /** A name for what a destructor yields. */
  readonly hint: string;
  /** True where the role is given what is said, so that it need not be able to make it. */
  readonly isGiven?: true;
}

/** Evaluates an expression in the view of a role; throws Rejection. May insert a timestamp's event before. */
export function say(saying: Saying, expression: Expression): Said {
  switch (expression.is) {
    case "name":
      return sayName(saying, expression.name);
    case "agent":
      return sayAgent(saying, expression.role);
    case "key":
      return sayKey(saying, expression);
    case "record":
      return sayRecord(saying, expression.fields);
    case "field":
      return sayField(saying, expression);
    case "apply":
      return sayApplication(saying, expression);
    default:
      return expression satisfies never;
  }
}

function sayName(saying: Saying, name: string): Said {
  const { view, world, clock, place } = saying;
  const intended = view.names.get(name);
  if (intended === undefined) {
    reject("CP201", `${view.role} does not know ${name} at this point.`, {
      help: helpWithNames(name, [...view.names.keys()], `names that ${view.role} knows`),
    });
  }
  const time = view.clocks.get(identify(intended));
  if (time !== undefined) {
    view.clocks.delete(identify(intended));
    view.hold(intended, time);
    const from = EVE;
    const label = `!time-${name}`;
    view.push({ kind: "recv", label, from, to: agentOf(view.role), message: time, paired: false, place }, clock);
  }
  const local = recall(world, view, intended);
  if (local === undefined) rejectUnmet(saying, intended);
  if (local === undefined) reject("CP201", `${view.role} cannot get at ${name} at this point.`);
  return { intended, local };
}

function sayAgent(saying: Saying, role: string): Said {
  checkRole(saying.world, role);
  const agent = agentOf(role);
  rejectUnmet(saying, agent);
  return { intended: agent, local: agent };
}

/** Throws CP215 for a term with an agent that the role does not know yet. */
function rejectUnmet({ view }: Saying, intended: Term): void {
  const partner = view.findUnmet(intended);
  const learning = partner === undefined ? undefined : view.unmet.get(partner);
  if (learning === undefined) return;
  reject("CP215", `${view.role} does not know who ${learning.partner} is before ${learning.in} says so.`, {
    help: `Use ${printIntended(intended)} after ${learning.in}, or let an earlier message bring the name.`,
  });
}

/** Throws CP101 unless the protocol has the role. */
export function checkRole(world: World, role: string): void {
  if (world.roles.includes(role)) return;
  reject("CP101", `There is no role ${role}.`, { about: role, help: helpWithNames(role, world.roles, "roles") });
}

function sayKey(saying: Saying, key: Extract<Expression, { is: "key" }>): Said {
  const { world, view } = saying;
  for (const owner of key.owners) checkRole(world, owner);
  for (const owner of key.owners) if (saying.isGiven !== true) rejectUnmet(saying, agentOf(owner));
  const isPublic = key.op === "pk" || key.op === "vk";
  if (!isPublic && !key.owners.includes(view.role)) {
    const owner = key.owners.join(" and ");
    reject(
      "CP207",
      `${view.role} uses ${printExpression(key)}, which only ${owner} ${key.owners.length > 1 ? "have" : "has"}.`,
      {
        help: "Use the role's own key, or let the owner do this.",
      },
    );
  }
  const index = key.index === undefined ? undefined : say(saying, key.index);
  const owners = key.owners.map(agentOf);
  const intended = keyTerm(key.op, key.family, owners, index?.intended) as Application;
  const local = keyTerm(key.op, key.family, owners, index?.local);
  if (!isPublic || saying.isGiven === true || canMakeKey(world, view.role, intended)) return { intended, local };
  const held = view.held.get(identify(intended));
  if (held !== undefined) return { intended, local: held };
  const [owner] = key.owners;
  return reject("CP213", `${view.role} cannot compute ${printExpression(key)}: ${owner} makes the key pair.`, {
    note: "Name and index give the public key in identity-based families only.",
    help: `Let ${owner} send the key, or declare the family with .identityBased("${key.family}").`,
  });
}

function sayRecord(saying: Saying, fields: Extract<Expression, { is: "record" }>["fields"]): Said {
  if (fields.length === 0) reject("CP204", "The braces are empty.", { help: "Name at least one part." });
  const parts = fields.map(([name, value]) => [name, say({ ...saying, hint: name }, value)] as const);
  return {
    intended: record(parts.map(([name, part]) => [name, part.intended] as const)),
    // A destructor further right may have given structure to a part further left.
    local: tuple(...parts.map(([, part]) => saying.view.renew(part.local))),
  };
}

function sayField(saying: Saying, field: Extract<Expression, { is: "field" }>): Said {
  const whole = say(saying, field.of);
  const fields = fieldsOf(whole.intended);
  const at = fields?.findIndex(([name]) => name === field.name) ?? -1;
  if (fields === undefined || at < 0) {
    reject("CP212", `${printExpression(field.of)} has no part ${field.name}.`, {
      help: helpWithNames(field.name, fields?.map(([name]) => name) ?? [], "parts"),
    });
  }
  const [, intended] = fields[at] as readonly [string, Term];
  return { intended, local: recall(saying.world, saying.view, intended) ?? takePart(whole.local, at, fields.length) };
}

function takePart(local: Term, at: number, count: number): Term {
  const parts = untuple(local);
  const last = count - 1;
  return at < last ? (parts[at] as Term) : tuple(...parts.slice(last));
}

function sayApplication(saying: Saying, expression: Extract<Expression, { is: "apply" }>): Said {
  const { world, view } = saying;
  const operation = world.operations.get(expression.op);
  if (operation === undefined) {
    const [theory] = expression.op.split(".");
    reject("CP209", `${expression.op} belongs to a theory that the protocol does not use.`, {
      help: `Declare it first: .uses(${theory}).`,
    });
  }
  if (expression.args.length !== operation.arity) {
    const expected = `${operation.arity} (${operation.args.join(", ")})`;
    reject("CP211", `${expression.op} takes ${expected}, not ${expression.args.length}.`);
  }
  let parts = expression.args.map((arg) => say(saying, arg));
  for (const [i, name] of operation.args.entries()) checkKeyKind(expression.op, name, (parts[i] as Said).intended);
  const whole = apply(expression.op, ...parts.map((part) => part.intended));
  const rules = rulesOf(world, expression.op);
  if (rules.length === 0) return finish(saying, whole, parts);
  const rule = rules.find((candidate) => match(candidate.left, whole) !== undefined);
  if (rule === undefined) rejectStuck(world, view, whole);
  const local = localOf(world, expression.op, parts);
  if (local.kind !== "application" || local.op !== expression.op || !opensSomething(rule)) {
    return finish(saying, whole, parts);
  }
  openByRule(
    world,
    view,
    rule,
    parts.map((part) => part.intended),
    parts.map((part) => part.local),
    saying,
  );
  settle(world, view, saying.clock, saying.place);
  parts = parts.map((part) => ({ intended: part.intended, local: view.renew(part.local) }));
  const opened = finish(saying, whole, parts);
  if (opened.local.kind === "application" && opened.local.op === expression.op) rejectUnreadable(view, whole);
  return opened;
}

function finish(saying: Saying, whole: Application, parts: readonly Said[]): Said {
  return { intended: reduce(saying.world, whole), local: localOf(saying.world, whole.op, parts) };
}

function localOf(world: World, op: string, parts: readonly Said[]): Term {
  return reduce(world, apply(op, ...parts.map((part) => part.local)));
}

function rejectUnreadable(view: RoleView, whole: Application): never {
  reject("CP303", `${view.role} cannot take ${printIntended(whole.args[0] as Term)} apart.`, {
    note: "It made the part itself from others that it cannot read.",
  });
}

const KEY_KINDS: readonly (readonly [ending: string, op: string])[] = [
  ["public key", "pk"],
  ["secret key", "sk"],
  ["signing key", "sgk"],
];

/** Throws CP301 when an argument called "... key" is given another kind of key, or no key. */
function checkKeyKind(op: string, argName: string, given: Term): void {
  const kind = KEY_KINDS.find(([ending]) => argName.endsWith(ending));
  if (kind === undefined) return;
  const [ending, wanted] = kind;
  if (given.kind === "application" && given.op === wanted) return;
  reject("CP301", `${op} takes a ${ending} here, not ${printIntended(given)}.`, {
    help: `Give it ${wanted === "pk" ? "a" : "the role's own"} ${wanted}("ROLE").`,
  });
}
