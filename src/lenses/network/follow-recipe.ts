/**
 * Follows a recipe on the bytes of a scene: values of honest sessions are found among what the adversary knows, everything
 * else is made by the theories' operations.
 */
import { identify } from "../../core/protocol/project/role-view.ts";
import { AGENT, PAIR, type Term } from "../../core/term/term.ts";
import type { KeyOperation } from "../../core/theory/expression.ts";
import { fieldsOf } from "../../core/theory/intended.ts";
import { KEY_OPERATIONS } from "../../core/theory/keys.ts";
import { constantValue } from "../../live/roles/holding.ts";
import type { Meant } from "../../live/roles/compute.ts";
import type { Value } from "../../live/wire/value.ts";
import type { Recipe } from "./recipe.ts";
import type { Scene } from "./scene.ts";

const KEYS: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

/** The value of a recipe at a place where the code expects `intended`; undefined where it cannot be made. */
export async function followRecipe(scene: Scene, recipe: Recipe, intended: Term): Promise<Value | undefined> {
  const fields = fieldsOf(intended);
  if (fields !== undefined) {
    const parts = splitRecipe(recipe, fields.length);
    const values: Value[] = [];
    for (const [i, [, field]] of fields.entries()) {
      const part = parts?.[i];
      const value = part === undefined ? undefined : await followRecipe(scene, part, field);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return values;
  }
  switch (recipe.is) {
    case "made":
      return findMade(scene, recipe, intended);
    case "invented":
      return invent(scene, recipe.name, intended);
    case "word":
      return intended.kind === "name" ? constantValue(intended.name, intended.sorts) : recipe.name;
    case "agent":
      return recipe.name;
    case "apply":
      return followApplication(scene, recipe, intended);
    default:
      return recipe satisfies never;
  }
}

/** A tuple of so many parts, pairs nested to the right. */
function splitRecipe(recipe: Recipe, count: number): readonly Recipe[] | undefined {
  if (count === 1) return [recipe];
  if (recipe.is !== "apply" || recipe.name !== PAIR || recipe.of.length !== 2) return undefined;
  const [first, rest] = recipe.of as readonly [Recipe, Recipe];
  const others = splitRecipe(rest, count - 1);
  return others === undefined ? undefined : [first, ...others];
}

/** A fresh value of a session: what stands for that name in what the session sent, or in what was opened of it. */
function findMade(
  { knowledge, stage, sessions }: Scene,
  { name, run }: Extract<Recipe, { is: "made" }>,
  intended: Term,
): Value | undefined {
  const session = sessions[run];
  if (session === undefined) return undefined;
  const steps = stage.system.plan.roles.get(session.role)?.steps ?? [];
  const own = steps.find((step) => (step.kind === "fresh" || step.kind === "timestamp") && step.name === name);
  const wanted = own !== undefined && "intended" in own ? identify(own.intended) : identify(intended);
  return knowledge.list().find((part) => part.origin?.session === run && identify(part.intended) === wanted)?.value;
}

function invent(scene: Scene, name: string, intended: Term): Value | undefined {
  const before = scene.invented.get(name);
  if (before !== undefined) return before;
  const sort = intended.kind === "application" ? "" : (intended.sorts[0] ?? "");
  const drawn = scene.stage.draw(`said ${name}`);
  const made = (): Value | undefined => {
    if (sort === "Time") return Math.floor(scene.now / 1000);
    if (sort === AGENT) return scene.stage.eve;
    return scene.stage.system.operations.sample(sort, drawn) ?? drawn.bytes(32);
  };
  const value = made();
  if (value !== undefined) scene.invented.set(name, value);
  return value;
}

async function followApplication(
  scene: Scene,
  recipe: Extract<Recipe, { is: "apply" }>,
  intended: Term,
): Promise<Value | undefined> {
  const { knowledge } = scene;
  if (KEYS.has(recipe.name)) return followKey(scene, recipe, intended);
  const honest = runsIn(recipe);
  // What honest sessions made, and the adversary cannot make itself, is one of theirs.
  const heard = knowledge
    .list()
    .filter(({ intended: other, origin }) => {
      if (other.kind !== "application" || other.op !== recipe.name) return false;
      return origin !== undefined && (honest.size === 0 || honest.has(origin.session));
    })
    .filter(({ intended: other }) => intended.kind !== "application" || opOf(other) === intended.op);
  const meant = intended.kind === "application" && intended.op === recipe.name ? intended.args : undefined;
  const args: Meant[] = [];
  for (const [i, part] of recipe.of.entries()) {
    const place = meant?.[i];
    const value = place === undefined ? undefined : await followRecipe(scene, part, place);
    if (value === undefined || place === undefined) return heard.at(-1)?.value;
    args.push({ intended: place, value });
  }
  return (await knowledge.apply(recipe.name, args, `said ${scene.invent()}`))?.value ?? heard.at(-1)?.value;
}

async function followKey(
  { knowledge }: Scene,
  { name, of }: Extract<Recipe, { is: "apply" }>,
  intended: Term,
): Promise<Value | undefined> {
  const [family, owner, other] = of;
  if (family === undefined || owner === undefined || intended.kind !== "application") return undefined;
  const first = owner.is === "apply" && owner.name === PAIR ? owner.of[0] : owner;
  const word = (part: Recipe | undefined): string => (part === undefined || part.is === "apply" ? "" : part.name);
  return knowledge.keyOf({
    op: name as KeyOperation,
    family: family.is === "apply" ? family.name : family.name,
    owner: word(first),
    ...(other === undefined ? {} : { other: word(other) }),
  });
}

function opOf(term: Term): string {
  return term.kind === "application" ? term.op : "";
}

function runsIn(recipe: Recipe): ReadonlySet<number> {
  const found = new Set<number>();
  const visit = (part: Recipe): void => {
    if (part.is === "made") found.add(part.run);
    if (part.is === "apply") part.of.forEach(visit);
  };
  visit(recipe);
  return found;
}
