/**
 * Terms of a description as terms of SPDL: boxes become encryptions, keys become functions of their owners, every other
 * operation a function. Operations have a fixed number of arguments, so different terms stay different.
 */
import { AGENT, PAIR, type Term, untuple } from "../../../core/term/term.ts";
import type { TermNode } from "../syntax/ast.ts";
import { callNode, encryptNode, nameNode, tupleNode } from "./nodes.ts";
import { isKeyTerm } from "./shapes.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** How the names of one role are spelled. */
export interface RoleSpeech {
  readonly vocabulary: Vocabulary;
  /** Role names of the protocol to their spellings. */
  readonly agents: ReadonlyMap<string, string>;
  /** Spelling of a fresh name or variable of the role. */
  readonly local: (what: "fresh" | "variable", author: string) => string;
}

/** Writes one term. */
export function writeTerm(speech: RoleSpeech, term: Term): TermNode {
  switch (term.kind) {
    case "name":
      return nameNode(term.fresh ? speech.local("fresh", term.name) : speech.vocabulary.constant(term));
    case "variable": {
      const agent = term.sorts.includes(AGENT) ? speech.agents.get(term.name) : undefined;
      return nameNode(agent ?? speech.local("variable", term.name));
    }
    case "application":
      return writeApplication(speech, term);
    default:
      return term satisfies never;
  }
}

/** Writes the parts of a tuple, or the one term. */
export function writeParts(speech: RoleSpeech, term: Term): TermNode[] {
  return untuple(term).map((part) => writeTerm(speech, part));
}

function writeApplication(speech: RoleSpeech, term: Term & { kind: "application" }): TermNode {
  const [first, second] = term.args;
  if (term.op === PAIR) return tupleNode(writeParts(speech, term));
  if (first === undefined) return nameNode(speech.vocabulary.atom(term));
  const encryption = speech.vocabulary.encryption(term.op);
  if (encryption !== undefined && second !== undefined) {
    const tag = encryption.tag === undefined ? [] : [nameNode(encryption.tag)];
    const body = [...tag, ...writeParts(speech, first)];
    const { under } = encryption;
    return encryptNode(
      body,
      under === undefined ? writeTerm(speech, second) : callNode(under, writeParts(speech, second)),
    );
  }
  if (isKeyTerm(term)) {
    const family = first.kind === "application" ? first.op : first.name;
    const callee = speech.vocabulary.key(term.op, family, second);
    return callNode(
      callee,
      term.args.slice(1).flatMap((owner) => writeParts(speech, owner)),
    );
  }
  const args = term.args.map((arg) => writeTerm(speech, arg));
  return callNode(speech.vocabulary.operation(term.op), args.length === 1 ? writeParts(speech, first) : args);
}
