/**
 * The places of a message's parts: `M1.grant.record` is the part `record` of what stands in the part `grant` of M1, sealed or
 * not. Mappings, contexts and refusals name parts like this.
 */
import type { Application, Term } from "../core/term/term.ts";
import { fieldsOf } from "../core/theory/intended.ts";
import { KEY_OPERATIONS } from "../core/theory/keys.ts";
import type { ProtocolPlan } from "../live/roles/plan.ts";

const KEYS: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

/** A part of a message that an operation made of other parts. */
export interface Made {
  readonly at: string;
  readonly made: Application;
  /** The content before sealing, signing or hashing. */
  readonly content: Term;
}

/** The parts of a protocol's messages. */
export interface Places {
  /** Where a part stands first, by its term. */
  readonly placeOf: (term: Term) => string | undefined;
  /** The paths of all fields of a message, below its label. */
  readonly pathsOf: (label: string) => readonly string[];
  readonly made: readonly Made[];
}

/** Walks all messages of a plan. */
export function findPlaces({
  messages,
  constants,
}: Pick<ProtocolPlan, "messages"> & { readonly constants?: ReadonlyMap<string, string> }): Places {
  const places = new Map<string, string>();
  const paths = new Map<string, string[]>();
  const made: Made[] = [];
  for (const { label, intended } of messages) {
    const own: string[] = [];
    const alone = (at: string): void => {
      own.push(at === label ? "payload" : `${at.slice(label.length + 1)}.payload`);
    };
    const visit = (term: Term, at: string): void => {
      if (!places.has(term.key)) places.set(term.key, at);
      const fields = fieldsOf(term);
      for (const [name, field] of fields ?? []) {
        const below = `${at}.${name}`;
        own.push(below.slice(label.length + 1));
        visit(field, below);
      }
      if (fields !== undefined || term.kind !== "application") return;
      if (KEYS.has(term.op) || constants?.has(term.op) === true) return;
      const [content] = term.args;
      if (content === undefined) return;
      made.push({ at, made: term, content });
      if (fieldsOf(content) === undefined) alone(at);
      for (const arg of term.args) if (arg.kind === "application" && !KEYS.has(arg.op)) visit(arg, at);
    };
    if (fieldsOf(intended) === undefined) alone(label);
    visit(intended, label);
    paths.set(label, own);
  }
  return {
    placeOf: (term) => places.get(term.key),
    pathsOf: (label) => paths.get(label) ?? [],
    made,
  };
}
