/**
 * The one difference in verdicts that docs/spdl.md explains without a warning: a message that a role sends to itself.
 *
 * Where such a message precedes a claim, Scyther's Nisynch always fails, and its Niagree never compares what was received
 * with what was sent. The published definition has one run for each role of the cast, and compares. A difference is taken
 * for this one only if it is of that kind and goes away once the message is no longer compared: see `leaveUncompared`.
 */
import type { Model } from "../../src/core/protocol/ir/script.ts";
import type { EventNode, RoleItem, RoleNode, SpdlFile } from "../../src/lenses/scyther/syntax/ast.ts";
import { parseSpdl } from "../../src/lenses/scyther/syntax/parse.ts";
import { printSpdl } from "../../src/lenses/scyther/syntax/print.ts";
import type { ListedClaim } from "../../src/core/protocol/claims/listing.ts";
import { precedingCommunications } from "../../src/lenses/verifier/claims/precedence.ts";
import type { Verdict } from "../../src/core/verdict/verdict.ts";

/** True where the two verdicts differ in the way, and on a claim of the kind, that a role's own message explains. */
export function concernsOwnMessage(
  model: Model,
  { protocol, role, at, claim }: ListedClaim,
  scyther: "Ok" | "Fail",
  { is }: Verdict,
): boolean {
  const isSynchrony = claim.kind === "Nisynch" && scyther === "Fail" && is === "holds";
  const isAgreement = claim.kind === "Niagree" && scyther === "Ok" && is === "attack";
  const script = model.protocols.find(({ name }) => name === protocol);
  if (script === undefined || !(isSynchrony || isAgreement)) return false;
  const told = precedingCommunications(script, role, at);
  return told.some(({ sender, receiver, compared }) => compared && sender === receiver);
}

/** The model with `!` before the labels of messages that a role sends to itself: nobody compares those. */
export function leaveUncompared(text: string): string {
  const { file } = parseSpdl({ path: "model.spdl", text }, () => undefined);
  const items: SpdlFile["items"] = file.items.map((item) =>
    item.kind === "protocol"
      ? { ...item, items: item.items.map((inner) => (inner.kind === "role" ? markOwn(inner) : inner)) }
      : item,
  );
  return printSpdl({ items });
}

function markOwn(role: RoleNode): RoleNode {
  const labelsOf = (kind: "send" | "recv"): string[] =>
    role.items.flatMap((item) => (item.kind === kind && item.label !== undefined ? [item.label.text] : []));
  const received = new Set(labelsOf("recv"));
  const own = new Set(labelsOf("send").filter((label) => received.has(label) && !label.startsWith("!")));
  return { ...role, items: role.items.map((item) => mark(item, own)) };
}

function mark(item: RoleItem, own: ReadonlySet<string>): RoleItem {
  if ((item.kind !== "send" && item.kind !== "recv") || item.label === undefined) return item;
  if (!own.has(item.label.text)) return item;
  return { ...item, label: { ...item.label, text: `!${item.label.text}` } } satisfies EventNode;
}
