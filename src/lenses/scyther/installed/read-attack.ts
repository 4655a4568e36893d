/**
 * Scyther's `<state>` elements as attacks: runs with their agents, their events, and what each event follows.
 *
 * Only what a replay needs is read; every element that is missing or double makes the output unreadable.
 */
import type { Attack, AttackEvent, AttackRun, EventPlace, SpelledTerm } from "./attack.ts";
import { childOf, childrenOf, findChild, readNumber, UnreadableOutput, type XmlNode } from "./read-xml.ts";

/** Runs that an attack may have; the searches that Scyther ends have a few dozen with all steps of the intruder. */
const MOST_RUNS = 10_000;

/** Reads one state. Throws UnreadableOutput. */
export function readAttack(state: XmlNode): Attack {
  const runs = childrenOf(childOf(state, "semitrace"), "run").map(readRun);
  if (runs.length === 0 || runs.length > MOST_RUNS) throw new UnreadableOutput("an attack without runs");
  if (new Set(runs.map(({ id }) => id)).size < runs.length) throw new UnreadableOutput("two runs with one number");
  return { runs };
}

function readRun(node: XmlNode): AttackRun {
  const protocol = childOf(node, "protocol");
  const agents = childrenOf(childOf(node, "roleagents"), "role").map((role): [string, SpelledTerm] => [
    childOf(role, "rolename").text,
    readOnlyTerm(childOf(role, "agent")),
  ]);
  return {
    id: readNumber(childOf(node, "runid").text, "a run"),
    protocol: nameOf(readOnlyTerm(protocol)).trim(),
    role: childOf(node, "rolename").text,
    isIntruder: protocol.attributes.get("intruder") === "true",
    agents: new Map(agents),
    events: childrenOf(childOf(node, "eventlist"), "event").map(readEvent),
  };
}

function readEvent(node: XmlNode, position: number): AttackEvent {
  const kind = node.attributes.get("type");
  if (kind !== "send" && kind !== "recv" && kind !== "claim") throw new UnreadableOutput("an event of no known type");
  const index = readNumber(node.attributes.get("index"), "an event's index");
  if (index !== position) throw new UnreadableOutput("events out of order");
  const read = (name: string): SpelledTerm | undefined => {
    const child = findChild(node, name);
    return child === undefined ? undefined : readOnlyTerm(child);
  };
  const label = read("label");
  const type = read("type");
  return {
    kind,
    label: label === undefined ? undefined : lastName(label),
    isMatch: label?.kind === "name" && label.name.startsWith("!Match"),
    from: read("from"),
    to: read("to"),
    message: read("message"),
    claimType: type === undefined ? undefined : nameOf(type),
    follows: childrenOf(node, "follows").flatMap((follows) => childrenOf(follows, "after").map(readPlace)),
  };
}

function readPlace(after: XmlNode): EventPlace {
  return {
    run: readNumber(after.attributes.get("run"), "a run"),
    index: readNumber(after.attributes.get("index"), "an event's index"),
  };
}

/** The only child of an element, as a term. Throws UnreadableOutput. */
export function readOnlyTerm(node: XmlNode): SpelledTerm {
  const [child, ...more] = node.children;
  if (child === undefined || more.length > 0) throw new UnreadableOutput(`<${node.name}> is not one term`);
  return readTerm(child);
}

function readTerm(node: XmlNode): SpelledTerm {
  switch (node.name) {
    case "const":
      return { kind: "name", name: node.text };
    case "var":
      // With `free`, a name of the role as written; otherwise what the variable holds.
      return node.children.length > 0 ? readOnlyTerm(node) : { kind: "name", name: node.attributes.get("name") ?? "" };
    case "tuple":
      return { kind: "pair", left: readOnlyTerm(childOf(node, "op1")), right: readOnlyTerm(childOf(node, "op2")) };
    case "encrypt":
      return readCrypt("encrypt", childOf(node, "op"), childOf(node, "key"));
    case "apply":
      return readCrypt("apply", childOf(node, "arg"), childOf(node, "function"));
    default:
      throw new UnreadableOutput(`<${node.name}> is no term`);
  }
}

function readCrypt(form: "encrypt" | "apply", body: XmlNode, key: XmlNode): SpelledTerm {
  return { kind: "crypt", form, body: readOnlyTerm(body), key: readOnlyTerm(key) };
}

/** The name that a term is. Throws UnreadableOutput. */
export function nameOf(term: SpelledTerm): string {
  if (term.kind !== "name") throw new UnreadableOutput("a compound term where a name should be");
  return term.name;
}

/** Of a label `(protocol, label)`, the label. */
export function lastName(term: SpelledTerm): string {
  return nameOf(term.kind === "pair" ? term.right : term);
}
