/**
 * Anything thrown, read without trusting it: a value may be a proxy whose traps throw, or have getters that do.
 */

/** The known kinds of something thrown. */
export type Thrown =
  | { readonly is: "error"; readonly name: string; readonly message: string; readonly stack: string }
  | { readonly is: "value"; readonly described: string };

/** Reads what is there of something thrown; never throws itself. */
export function readThrown(thrown: unknown): Thrown {
  if (!isError(thrown)) return { is: "value", described: describe(thrown) };
  return {
    is: "error",
    name: readString(thrown, "name") ?? "Error",
    message: readString(thrown, "message") ?? "",
    stack: readString(thrown, "stack") ?? "",
  };
}

/** The value of a property; undefined where reading it throws. */
export function readProperty(thing: unknown, key: PropertyKey): unknown {
  try {
    return (thing as Record<PropertyKey, unknown>)[key];
  } catch {
    return undefined;
  }
}

function readString(thing: unknown, key: string): string | undefined {
  const value = readProperty(thing, key);
  return typeof value === "string" ? value : undefined;
}

function isError(thrown: unknown): boolean {
  try {
    return thrown instanceof Error;
  } catch {
    return false;
  }
}

function describe(thrown: unknown): string {
  switch (typeof thrown) {
    case "string":
      return JSON.stringify(thrown.slice(0, 200));
    case "object":
      return thrown === null ? "null" : "an object";
    case "function":
      return "a function";
    case "undefined":
      return "undefined";
    default:
      return `the ${typeof thrown} ${String(thrown).slice(0, 200)}`;
  }
}
