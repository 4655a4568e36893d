/**
 * XML as a tree: elements with their attributes, their children in order, and their text.
 *
 * The text comes from another program, so nothing in it is trusted: no entities, no document type, a limit on depth, and
 * what is not well-formed to its end is refused as a whole.
 */
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

/** A tag; names that objects have of themselves start otherwise. */
const TAG = /<(\/?)([A-Za-z][\w.-]*)((?:\s+[A-Za-z][\w.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const ATTRIBUTE = /([A-Za-z][\w.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const NONE: ReadonlyMap<string, string> = new Map();

/** An element that is not closed yet. */
interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlNode[];
  text: string;
}

/** Reads a document with one element at its root. Throws UnreadableOutput. */
export function readXml(text: string): XmlNode {
  if (text.trim() === "") throw new UnreadableOutput("it is empty");
  if (text.includes("<!") || text.includes("<?")) throw new UnreadableOutput("it has a declaration in it");
  const document: Open = { name: "", attributes: NONE, children: [], text: "" };
  const open: Open[] = [document];
  for (let at = 0; at < text.length; ) {
    const inside = open[open.length - 1] as Open;
    const next = text.indexOf("<", at);
    const end = next < 0 ? text.length : next;
    inside.text += text.slice(at, end);
    if (next < 0) break;
    TAG.lastIndex = next;
    const [tag, closing, name = "", attributes = "", isEmpty] = TAG.exec(text) ?? [];
    if (tag === undefined) throw new UnreadableOutput(`it has no tag where one begins (line ${lineOf(text, next)})`);
    at = next + tag.length;
    if (closing === "") {
      if (open.length > DEEPEST) throw new UnreadableOutput("it is nested too deeply");
      const element = { name, attributes: readAttributes(attributes), children: [], text: "" };
      if (isEmpty === "") open.push(element);
      else inside.children.push(element);
    } else {
      if (inside === document || inside.name !== name || tag !== `</${name}>`) {
        throw new UnreadableOutput(`</${name}> closes nothing (line ${lineOf(text, next)})`);
      }
      open.pop();
      open[open.length - 1]?.children.push({ ...inside, text: inside.text.trim() });
    }
  }
  const [root, ...more] = document.children;
  if (open.length > 1) throw new UnreadableOutput(`<${open[open.length - 1]?.name}> is not closed`);
  if (root === undefined || more.length > 0 || document.text.trim() !== "") {
    throw new UnreadableOutput("it does not consist of one element");
  }
  return root;
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  if (text === "") return NONE;
  return new Map([...text.matchAll(ATTRIBUTE)].map(([, name = "", one, other]) => [name, one ?? other ?? ""]));
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
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
