/** Reads the recorded calls of a builder: right arguments at all, before any callback runs. */
import type { Diagnostic, Place } from "../../diagnostic/diagnostic.ts";
import { isPlain } from "../../theory/value.ts";
import { complain } from "../check/rejection.ts";
import type { Matching } from "../../term/sorts.ts";
import type { BanAnnotations, Means, RoleHeader } from "../ir/description.ts";
import { readBanOptions, readMeans } from "./ban-options.ts";
import type { Recorded } from "./protocol.ts";

export type Callback = (mine: unknown) => unknown;

/** A call with its arguments told apart; objects and callbacks are still as the author gave them. */
export type Shape = { readonly place: Place } & (
  | { readonly kind: "uses"; readonly theory: unknown; readonly weaknesses: readonly string[] }
  | { readonly kind: "public"; readonly given: object }
  | { readonly kind: "knows"; readonly role: string; readonly given: object }
  | { readonly kind: "fresh"; readonly role: string; readonly names: object }
  | { readonly kind: "timestamp"; readonly role: string; readonly name: string }
  | { readonly kind: "computes"; readonly role: string; readonly work: Callback }
  | {
      readonly kind: "message";
      readonly label: string;
      readonly from: string;
      readonly to: string;
      readonly say: Callback;
      readonly means: Means | undefined;
    }
  | { readonly kind: "view"; readonly label: string; readonly untested: readonly string[] }
  | { readonly kind: "learns"; readonly role: string; readonly partner: string; readonly in: string }
  | { readonly kind: "identityBased"; readonly families: readonly string[] }
  | {
      readonly kind: "running";
      readonly role: string;
      readonly data: Callback;
      readonly with: string | undefined;
      readonly after: string | undefined;
    }
  | { readonly kind: "claims"; readonly role: string; readonly claims: Callback }
  | { readonly kind: "match"; readonly mode: Matching }
  | { readonly kind: "ban"; readonly annotations: Omit<BanAnnotations, "place"> }
);

interface PlacedCall {
  readonly method: string;
  readonly args: readonly unknown[];
  readonly spot: Place;
}

/** The call's shape, or the diagnostic CP105 that says how it is written. */
export function readShape({ method, args, spot: place }: PlacedCall): Shape | Diagnostic {
  const wrong = (usage: string): Diagnostic =>
    complain("CP105", `.${method} has invalid arguments.`, { place, help: `Write ${usage}.` });
  const [a, b, c, d, e] = args;
  switch (method) {
    case "uses": {
      const options = isObject(b) ? (b as { readonly weaknesses?: unknown }) : {};
      const weaknesses = options.weaknesses ?? [];
      if (!isNames(weaknesses) || (b !== undefined && !isObject(b))) {
        return wrong('.uses(pre, { weaknesses: ["collusion"] })');
      }
      return { kind: "uses", place, theory: a, weaknesses };
    }
    case "public":
      return isObject(a) ? { kind: "public", place, given: a } : wrong(".public({ request: text })");
    case "knows":
      return isName(a) && isObject(b)
        ? { kind: "knows", place, role: a, given: b }
        : wrong('.knows("A", { skA: sk("A") })');
    case "fresh":
      return isName(a) && isObject(b)
        ? { kind: "fresh", place, role: a, names: b }
        : wrong('.fresh("A", { N: nonce })');
    case "timestamp":
      return isName(a) && isName(b) ? { kind: "timestamp", place, role: a, name: b } : wrong('.timestamp("A", "T1")');
    case "computes":
      return isName(a) && isCallback(b)
        ? { kind: "computes", place, role: a, work: b }
        : wrong('.computes("A", ({ N }) => ({ h: hash(N) }))');
    case "message": {
      if (!isName(a) || !isName(b) || !isName(c) || !isCallback(d)) {
        return wrong('.message("M1", "A", "B", ({ N }) => ({ N }))');
      }
      const means = readMeans(e);
      if (means === false) return wrong('.message("M1", "A", "B", ({ N }) => ..., { means: "{N}K from A" })');
      return { kind: "message", place, label: a, from: b, to: c, say: d, means };
    }
    case "view":
      return isName(a) && isNames(b) ? { kind: "view", place, label: a, untested: b } : wrong('.view("M1", ["field"])');
    case "learns": {
      const label = isObject(c) && Object.keys(c).length === 1 ? (c as { readonly in?: unknown }).in : undefined;
      return isName(a) && isName(b) && isName(label)
        ? { kind: "learns", place, role: a, partner: b, in: label }
        : wrong('.learns("R", "I", { in: "M3" })');
    }
    case "identityBased":
      return args.length > 0 && isNames(args)
        ? { kind: "identityBased", place, families: args }
        : wrong('.identityBased("attr")');
    case "running": {
      const { with: partner, after } = (c ?? {}) as { readonly with?: unknown; readonly after?: unknown };
      const areNames = [partner, after].every((each) => each === undefined || isName(each));
      if (!isName(a) || !isCallback(b) || !areNames || (c !== undefined && !isObject(c))) {
        return wrong('.running("B", ({ N }) => [N], { with: "A", after: "M1" })');
      }
      return {
        ...({ kind: "running", place, role: a, data: b } as const),
        ...({ with: partner, after } as { with: string | undefined; after: string | undefined }),
      };
    }
    case "claims":
      return isName(a) && isCallback(b)
        ? { kind: "claims", place, role: a, claims: b }
        : wrong('.claims("A", ({ N }) => [secret(N)])');
    case "match":
      return a === 0 || a === 1 || a === 2 ? { kind: "match", place, mode: a } : wrong(".match(2): 0, 1 or 2");
    case "ban": {
      const annotations = readBanOptions(a, place);
      if (annotations === undefined) {
        return wrong('.ban({ profile: "BAN", assumptions: { f1: "A bel #(N)" }, goals: { g1: "A bel B bel N" } })');
      }
      return { kind: "ban", place, annotations };
    }
    default:
      return complain("CP105", `A protocol has no .${method}.`, { place });
  }
}

function isName(thing: unknown): thing is string {
  return typeof thing === "string" && thing !== "";
}

function isNames(thing: unknown): thing is readonly string[] {
  return Array.isArray(thing) && thing.every(isName);
}

function isObject(thing: unknown): thing is object {
  return typeof thing === "object" && thing !== null && !Array.isArray(thing);
}

function isCallback(thing: unknown): thing is Callback {
  return typeof thing === "function";
}

export interface ReadRoles {
  readonly roles: readonly RoleHeader[];
  readonly diagnostics: readonly Diagnostic[];
}

const PROTOCOL_NAME = /^[A-Za-z][\w.-]{0,99}$/;

/** The roles of the header, CP104 for a name that cannot be used, CP105 for roles that are no map to titles. */
export function readRoles(builder: Recorded, place: Place | undefined): ReadRoles {
  const diagnostics: Diagnostic[] = [];
  if (typeof builder.name !== "string" || !PROTOCOL_NAME.test(builder.name)) {
    const help = "Use letters, digits, dashes and dots, a letter first.";
    diagnostics.push(
      complain("CP104", `A protocol cannot be called ${JSON.stringify(builder.name)}.`, { place, help }),
    );
  }
  if (isObject(builder.roles) && !isPlain(builder.roles)) {
    const help = "JavaScript keeps this name for itself; give the role another.";
    diagnostics.push(complain("CP104", 'A role cannot be called "__proto__".', { place, help }));
  }
  const entries = isObject(builder.roles) ? Object.entries(builder.roles as Record<string, unknown>) : [];
  const roles = entries.map(([name, given]) => readRole(name, given));
  if (!isObject(builder.roles) || roles.includes(undefined)) {
    const help =
      'Map every role to its title: protocol(name, { A: "initiator", S: { title: "key server", trusted: true } }).';
    diagnostics.push(complain("CP105", "The roles are not a map from names to titles.", { place, help }));
    return { roles: [], diagnostics };
  }
  return { roles: roles.filter((role) => role !== undefined), diagnostics };
}

/** A title alone, or with what else is said of the role; undefined for what is neither. */
function readRole(name: string, given: unknown): RoleHeader | undefined {
  if (typeof given === "string") return { name, title: given };
  if (!isObject(given)) return undefined;
  const { title, trusted = false, ...others } = given as Readonly<Record<string, unknown>>;
  if (typeof title !== "string" || typeof trusted !== "boolean" || Object.keys(others).length > 0) return undefined;
  return { name, title, ...(trusted ? { trusted } : {}) };
}
