/** Following a program on ground values: recipes are computed, patterns are matched, tests are made. */
import type { Algebra, Ground } from "./algebra.ts";
import { AGENT, PAIR } from "./algebra.ts";
import type { Demand, Instruction, Pattern, Recipe, RoleProgram } from "./program.ts";

/** The values of a run, by slot; undefined: not yet. */
export type Frame = readonly (Ground | undefined)[];
export type OpenFrame = (Ground | undefined)[];

/** A role with an agent for every role name. */
export interface Cast {
  readonly program: RoleProgram;
  readonly agents: ReadonlyMap<string, Ground>;
}

/** The value of a recipe; undefined when a part is missing or a destructor fails. */
export function compute(algebra: Algebra, cast: Cast, frame: Frame, recipe: Recipe): Ground | undefined {
  switch (recipe.is) {
    case "slot":
      return frame[recipe.slot];
    case "agent":
      return cast.agents.get(recipe.role);
    case "constant":
      return recipe.value;
    case "apply": {
      const args: Ground[] = [];
      for (const arg of recipe.args) {
        const value = compute(algebra, cast, frame, arg);
        if (value === undefined) return undefined;
        args.push(value);
      }
      if (recipe.mustReduce) return algebra.reduce(recipe.op, args)?.result;
      return algebra.make(recipe.op, args);
    }
    case "part": {
      const whole = compute(algebra, cast, frame, recipe.of);
      return whole === undefined ? undefined : takePart(whole, recipe.at, recipe.count);
    }
    default:
      return recipe satisfies never;
  }
}

function takePart(whole: Ground, at: number, count: number): Ground | undefined {
  let rest = whole;
  for (let i = 0; i < at; i++) {
    if (rest.op !== PAIR || rest.sorts !== undefined) return undefined;
    rest = rest.args[1] as Ground;
  }
  if (at === count - 1) return rest;
  return rest.op === PAIR && rest.sorts === undefined ? rest.args[0] : undefined;
}

/** The key that stands in a box which the role opens or verifies with `key`. */
export function sealingKey(algebra: Algebra, op: string, key: Ground): Ground | undefined {
  switch (op) {
    case "senc":
      return key;
    case "aenc":
      return key.op === "sk" ? algebra.make("pk", key.args) : undefined;
    default:
      return key.op === "vk" ? algebra.make("sgk", key.args) : undefined;
  }
}

/** Accepts a term: binds the slots of the pattern; false when it does not match. */
export function accept(algebra: Algebra, cast: Cast, frame: OpenFrame, pattern: Pattern, term: Ground): boolean {
  const late: { readonly demand: Demand; readonly term: Ground }[] = [];
  if (!takeIn(algebra, cast, frame, pattern, term, late)) return false;
  // What compares with something that came in the same message is looked at last.
  for (let left = late.splice(0); left.length > 0; left = late.splice(0)) {
    for (const { demand, term: part } of left) if (!meets(algebra, cast, frame, demand, part, late)) return false;
    if (late.length >= left.length) return false;
  }
  return true;
}

type Late = { readonly demand: Demand; readonly term: Ground }[];

function takeIn(algebra: Algebra, cast: Cast, frame: OpenFrame, pattern: Pattern, term: Ground, late: Late): boolean {
  if (pattern.slot !== undefined) frame[pattern.slot] = term;
  return meets(algebra, cast, frame, pattern.must, term, late);
}

function meets(
  algebra: Algebra,
  cast: Cast,
  frame: OpenFrame,
  demand: Demand,
  term: Ground,
  late: { readonly demand: Demand; readonly term: Ground }[],
): boolean {
  switch (demand.is) {
    case "anything":
      return algebra.admits(demand.sorts, term);
    case "equal": {
      const wanted = compute(algebra, cast, frame, demand.to);
      if (wanted === undefined) late.push({ demand, term });
      return wanted === undefined || wanted === term;
    }
    case "tuple": {
      let rest = term;
      const last = demand.parts.length - 1;
      return demand.parts.every((part, i) => {
        if (i === last) return takeIn(algebra, cast, frame, part, rest, late);
        if (rest.op !== PAIR || rest.sorts !== undefined) return false;
        const [first, others] = rest.args as readonly [Ground, Ground];
        rest = others;
        return takeIn(algebra, cast, frame, part, first, late);
      });
    }
    case "box": {
      const key = compute(algebra, cast, frame, demand.key);
      if (key === undefined) {
        late.push({ demand, term });
        return true;
      }
      const seal = sealingKey(algebra, demand.op, key);
      if (term.op !== demand.op || term.sorts !== undefined || term.args[1] !== seal) return false;
      return takeIn(algebra, cast, frame, demand.body, term.args[0] as Ground, late);
    }
    default:
      return demand satisfies never;
  }
}

/** Does what a role does by itself; false when a test fails, and the run stops. */
export function doAlone(
  algebra: Algebra,
  cast: Cast,
  run: number,
  frame: OpenFrame,
  instruction: Instruction,
): boolean {
  switch (instruction.do) {
    case "fresh":
      frame[instruction.slot] = freshAtom(algebra, instruction.name, instruction.sort, run);
      return true;
    case "let": {
      const value = compute(algebra, cast, frame, instruction.be);
      frame[instruction.slot] = value;
      return value !== undefined;
    }
    case "match":
      return accept(algebra, cast, frame, instruction.pattern, frame[instruction.slot] as Ground);
    case "test": {
      const one = compute(algebra, cast, frame, instruction.one);
      return one !== undefined && one === compute(algebra, cast, frame, instruction.other);
    }
    case "send":
    case "recv":
    case "time":
    case "running":
    case "claim":
      return true;
    default:
      return instruction satisfies never;
  }
}

/** A fresh name of a run. */
export function freshAtom(algebra: Algebra, name: string, sort: string, run: number): Ground {
  return algebra.atom(`${name}#${run}`, [sort]);
}

export function agentAtom(algebra: Algebra, name: string): Ground {
  return algebra.atom(name, [AGENT]);
}
