/** Messages that an intruder makes of an honest one: other bytes, and other content in the same form. */
import { encode, rfc8949EncodeOptions, Tagged } from "cborg";
import fc from "fast-check";
import { decodeCanonical } from "./codec.ts";

/** Any one change of an honest message; never the message itself. */
export function mutations(honest: Uint8Array): fc.Arbitrary<Uint8Array> {
  const at = fc.nat({ max: honest.length - 1 });
  const flip = fc.tuple(at, fc.integer({ min: 1, max: 255 })).map(([i, mask]) => {
    const bytes = honest.slice();
    bytes[i] = (bytes[i] ?? 0) ^ mask;
    return bytes;
  });
  const cut = at.map((length) => honest.slice(0, length));
  const insert = fc
    .tuple(at, fc.uint8Array({ minLength: 1, maxLength: 40 }))
    .map(([i, more]) => new Uint8Array([...honest.subarray(0, i), ...more, ...honest.subarray(i)]));
  const remove = fc
    .tuple(at, fc.integer({ min: 1, max: 40 }))
    .map(([i, count]) => new Uint8Array([...honest.subarray(0, i), ...honest.subarray(i + count)]));
  return fc.oneof({ weight: 3, arbitrary: flip }, cut, insert, remove, {
    weight: 3,
    arbitrary: contentChanges(honest),
  });
}

/** One leaf of the content is another one, or gone, in bytes that are canonical all the same. */
function contentChanges(honest: Uint8Array): fc.Arbitrary<Uint8Array> {
  const content = decodeCanonical(honest, "message");
  const leaves = countLeaves(content);
  return fc
    .tuple(fc.nat({ max: leaves - 1 }), otherLeaf())
    .map(([at, change]) => encode(replaceLeaf(content, { left: at }, change), rfc8949EncodeOptions));
}

type Change = (leaf: unknown) => unknown;

function otherLeaf(): fc.Arbitrary<Change> {
  return fc.oneof(
    fc.uint8Array({ maxLength: 100 }).map((bytes) => () => bytes),
    fc.string({ maxLength: 30 }).map((text) => () => `${text}!`),
    fc.integer().map((number) => () => number),
    fc.constant(() => null),
    fc.constant(() => new Map()),
    fc.constant(() => []),
    fc.nat({ max: 600 }).map((at) => (leaf: unknown) => {
      if (!(leaf instanceof Uint8Array)) return leaf === 0 ? 1 : 0;
      const bytes = leaf.length === 0 ? new Uint8Array(1) : leaf.slice();
      const i = at % bytes.length;
      bytes[i] = (bytes[i] ?? 0) ^ (1 + (at % 255));
      return bytes;
    }),
  );
}

function countLeaves(content: unknown): number {
  return childrenOf(content)?.reduce<number>((sum, child) => sum + countLeaves(child), 0) ?? 1;
}

function replaceLeaf(content: unknown, count: { left: number }, change: Change): unknown {
  if (content instanceof Tagged) return new Tagged(content.tag, replaceLeaf(content.value, count, change));
  if (content instanceof Map) {
    const entries = [...(content as ReadonlyMap<unknown, unknown>)];
    return new Map(entries.map(([key, value]) => [key, replaceLeaf(value, count, change)]));
  }
  if (Array.isArray(content)) return content.map((value) => replaceLeaf(value, count, change));
  const isIt = count.left === 0;
  count.left -= 1;
  return isIt ? change(content) : content;
}

function childrenOf(content: unknown): readonly unknown[] | undefined {
  if (content instanceof Tagged) return [content.value];
  if (content instanceof Map) return [...(content as ReadonlyMap<unknown, unknown>).values()];
  return Array.isArray(content) ? (content as readonly unknown[]) : undefined;
}
