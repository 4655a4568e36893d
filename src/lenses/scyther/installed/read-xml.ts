/**
 * XML as a tree: elements with their attributes, their children in order, and their text.
 *
 * The text comes from another program, so nothing in it is trusted: no entities, no document type, a limit on depth, and
 * what is not well-formed to its end is refused as a whole.
 */
import { XMLParser, XMLValidator } from "fast-xml-parser";

/** An element. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlNode[];
  /** The text directly inside, without the white space around it. */
  readonly text: string;
}

/** Thrown for output of another program that is not what it should be. */
export class UnreadableOutput extends Error {
  override readonly name = "UnreadableOutput";
}

/** Terms nest two elements deep for each level; no model that can be analysed comes near. */
const DEEPEST = 2000;
const ATTRIBUTES = ":@";
const TEXT = "#text";
const PREFIX = "@_";

/** Reads a document with one element at its root. Throws UnreadableOutput. */
export function readXml(text: string): XmlNode {
  if (text.trim() === "") throw new UnreadableOutput("it is empty");
  if (text.includes("<!") || text.includes("<?")) throw new UnreadableOutput("it has a declaration in it");
  const [root, ...more] = toNodes(parse(text), 0).nodes;
  if (root === undefined || more.length > 0) throw new UnreadableOutput("it does not consist of one element");
  return root;
}

function parse(text: string): unknown {
  try {
    const valid = XMLValidator.validate(text);
    if (valid !== true) throw new UnreadableOutput(`${valid.err.msg} (line ${valid.err.line})`);
    return new XMLParser({
      preserveOrder: true,
      ignoreAttributes: false,
      attributeNamePrefix: PREFIX,
      processEntities: false,
      parseTagValue: false,
      parseAttributeValue: false,
      maxNestedTags: DEEPEST,
    }).parse(text);
  } catch (error) {
    if (error instanceof UnreadableOutput) throw error;
    throw new UnreadableOutput(error instanceof Error ? error.message : "it is not XML");
  }
}

function toNodes(value: unknown, depth: number): { nodes: XmlNode[]; text: string } {
  if (!Array.isArray(value)) throw new UnreadableOutput("it is not XML");
  if (depth > DEEPEST) throw new UnreadableOutput("it is nested too deeply");
  const nodes: XmlNode[] = [];
  let text = "";
  for (const item of value as readonly Readonly<Record<string, unknown>>[]) {
    for (const [name, content] of Object.entries(item)) {
      if (name === ATTRIBUTES) continue;
      if (name === TEXT) {
        text += String(content);
        continue;
      }
      const inner = toNodes(content, depth + 1);
      nodes.push({ name, attributes: toAttributes(item[ATTRIBUTES]), children: inner.nodes, text: inner.text.trim() });
    }
  }
  return { nodes, text };
}

function toAttributes(value: unknown): ReadonlyMap<string, string> {
  const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return new Map(entries.map(([name, content]) => [name.slice(PREFIX.length), String(content)]));
}

/** The children of that name. */
export function childrenOf(node: XmlNode, name: string): XmlNode[] {
  return node.children.filter((child) => child.name === name);
}

/** The first child of that name. */
export function findChild(node: XmlNode, name: string): XmlNode | undefined {
  return node.children.find((child) => child.name === name);
}

/** The only child of that name. Throws UnreadableOutput where there is not exactly one. */
export function childOf(node: XmlNode, name: string): XmlNode {
  const [child, ...more] = childrenOf(node, name);
  if (child === undefined || more.length > 0) throw new UnreadableOutput(`<${node.name}> needs one <${name}>`);
  return child;
}

/** The whole number above or equal to zero that an element's text is. Throws UnreadableOutput. */
export function readNumber(text: string | undefined, what: string): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new UnreadableOutput(`${what} is no number`);
  return Number(text);
}
